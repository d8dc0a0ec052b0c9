"""Where the configuration lies, and what the command line does to it."""

from tests.cli.config.vaults import BROKEN, NOTES


class TestFile:
    """``vaultkit.toml``, or a table of ``pyproject.toml``."""

    def test_vaultkit_toml(self, configured) -> None:
        assert configured('ignore = ["VK1"]', BROKEN).codes == ["VK301", "VK302"]

    def test_pyproject_toml(self, check) -> None:
        project = '[project]\nname = "x"\n[tool.vaultkit]\nignore = ["VK1"]\n'

        assert check({**BROKEN, "pyproject.toml": project}).codes == ["VK301", "VK302"]

    def test_pyproject_toml_without_our_table_is_none(self, check) -> None:
        project = '[project]\nname = "x"\n[tool.other]\nignore = ["nonsense"]\n'

        assert "VK101" in check({**BROKEN, "pyproject.toml": project}).codes

    def test_another_tools_broken_pyproject_is_not_our_business(self, check) -> None:
        assert check({**BROKEN, "pyproject.toml": "[tool.other\n"}).code == 1

    def test_vaultkit_toml_comes_first(self, check) -> None:
        files = {
            **BROKEN,
            "pyproject.toml": '[tool.vaultkit]\nselect = ["broken-embed"]\n',
            "vaultkit.toml": 'select = ["broken-link"]\n',
        }

        assert check(files).codes == ["VK101"]

    def test_is_looked_for_upwards(self, write, run) -> None:
        write({**NOTES, "vaultkit.toml": 'ignore = ["VK1"]'})
        ran = run("check", "--format=concise", cwd="vault/sub/deep")

        assert "VK101" not in ran.codes

    def test_is_not_looked_for_beyond_the_repository(self, write, run) -> None:
        write({"vaultkit.toml": 'ignore = ["VK1"]'}, ".")
        write({**NOTES, ".git/HEAD": "x"})

        assert "VK101" in run("check", "--format=concise").codes

    def test_may_lie_beside_git(self, write, run) -> None:
        write({**NOTES, ".git/HEAD": "x", "vaultkit.toml": 'ignore = ["VK1"]'})

        assert "VK101" not in run("check", "--format=concise", cwd="vault/sub").codes

    def test_can_be_named(self, write, run) -> None:
        write({**BROKEN, "vaultkit.toml": 'select = ["broken-embed"]'})
        write({"ci.toml": 'select = ["broken-link"]'}, "elsewhere")
        named = ("--config", "../elsewhere/ci.toml", "--root", ".")

        assert run("check", "--format=concise", *named).codes == ["VK101"]

    def test_empty(self, configured) -> None:
        assert "VK101" in configured("", BROKEN).codes

    def test_the_command_line_wins(self, configured) -> None:
        config = 'select = ["broken-embed"]\nignore = ["broken-link"]\nfail-on = "info"\n'

        assert configured(config, BROKEN, "--select", "broken-link").codes == ["VK101"]
        assert configured(config, BROKEN, "--ignore", "broken-embed").codes == []
        assert configured(config, BROKEN, "--extend-select", "VK102").codes == ["VK102", "VK103"]
        plan = {"Home.md": "[[Plan]]\n"}
        assert configured('fail-on = "info"', plan).code == 1
        assert configured('fail-on = "info"', plan, "--fail-on", "error").code == 0
