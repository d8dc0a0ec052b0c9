"""``vaultkit config``: what is in force, and where each value comes from."""

import pytest


class TestShown:
    """``vaultkit config`` shows what is in force and where each value comes from."""

    CONFIG = (
        'dialect = "github"\nextend-select = ["island"]\nignore = ["stub-note"]\n'
        'entry-points = ["MOC.md"]\nexclude = ["drafts/"]\nfix = ["empty-alias", "VK404"]\n'
        '[severity]\nbroken-link = "warning"\n'
        '[rules.duplicate-heading]\nscope = "note"\n'
        '[[overrides]]\npaths = ["web/"]\nignore = ["broken-embed"]\ndialect = "obsidian"\n'
        '[[overrides]]\npaths = ["old/"]\nfix = ["VK301"]\n'
    )

    @pytest.fixture
    def shown(self, write, run) -> list[str]:
        """Return the lines for a vault with that configuration."""
        write({"A.md": "x\n", "vaultkit.toml": self.CONFIG})
        ran = run("config")
        assert (ran.code, ran.err) == (0, "")
        return ran.out.splitlines()

    def test_without_any(self, write, run) -> None:
        write({"A.md": "x\n"})
        lines = run("config").out.splitlines()

        assert lines[:3] == [
            "vault   TMP/vault  (the folder named)",
            "config  none",
            "app     no .obsidian here",
        ]
        assert 'dialect = "auto"  # default' in lines
        assert 'fail-on = "warning"  # default' in lines
        assert "VK101 broken-link = error" in lines
        assert not any(line.startswith("VK304") for line in lines)

    def test_values_and_their_origins(self, shown) -> None:
        assert shown[1] == "config  TMP/vault/vaultkit.toml"
        assert 'dialect = "github"  # vaultkit.toml' in shown
        assert 'exclude = ["drafts/"]  # vaultkit.toml' in shown
        assert 'fail-on = "warning"  # default' in shown
        assert 'fix = ["deprecated-property", "empty-alias"]  # vaultkit.toml' in shown
        assert (
            'overrides = ["web/: ignore broken-embed; dialect obsidian", "old/: fix stub-note"]'
            "  # vaultkit.toml"
        ) in shown

    def test_severities_and_options(self, shown) -> None:
        assert "VK101 broken-link = warning  # vaultkit.toml" in shown
        at = shown.index("VK201 duplicate-heading = warning")
        assert shown[at + 1] == '    scope = "note"  # vaultkit.toml'

    def test_entry_points_say_who_set_them(self, shown) -> None:
        (line,) = [line for line in shown if line.startswith("    entry-points")]

        assert '"MOC.md"' in line
        assert line.endswith("# vaultkit.toml")

    def test_entry_points_alone_say_who_set_them(self, write, run) -> None:
        write({"vaultkit.toml": 'entry-points = ["MOC.md"]\n'})
        (line,) = [item for item in run("config").out.splitlines() if "entry-points" in item]

        assert line.endswith('"MOC.md"]  # vaultkit.toml')

    def test_a_rule_turned_on_or_off_says_by_whom(self, shown) -> None:
        assert "VK306 island = info  # vaultkit.toml" in shown
        assert [line for line in shown if "stub-note" in line and "vaultkit.toml" in line]

    @pytest.mark.parametrize(
        ("files", "arguments", "origin"),
        [
            ({}, (), "the folder named"),
            ({}, ("--root", "."), "--root"),
            ({"vaultkit.toml": ""}, (), "where the config is"),
            ({"vaultkit.toml": 'root = "."'}, (), "set by the config"),
            ({".obsidian/app.json": "{}"}, (), "it has .obsidian"),
        ],
    )
    def test_where_the_root_comes_from(self, write, run, files, arguments, origin) -> None:
        write(files)

        assert run("config", *arguments).out.startswith(f"vault   TMP/vault  ({origin})\n")

    def test_a_configured_root_with_obsidian_in_it(self, write, run) -> None:
        write({"vaultkit.toml": 'root = "notes"', "notes/.obsidian/app.json": "{}"})

        assert run("config").out.startswith("vault   TMP/vault/notes  (set by the config)\n")

    def test_the_apps_settings(self, write, run) -> None:
        app = (
            '{"useMarkdownLinks": true, "newLinkFormat": "relative", "userIgnoreFilters": ["old/"]}'
        )
        write({".obsidian/app.json": app, ".obsidian/templates.json": '{"folder": "Tpl"}'})

        assert run("config").out.splitlines()[2] == (
            "app     Markdown links, relative; excluded: old/; templates: Tpl"
        )

    def test_of_a_path(self, write, run) -> None:
        write({"one/.obsidian/app.json": "{}", "one/A.md": "x\n"})

        assert run("config", "one/A.md").out.startswith("vault   TMP/vault/one  (")

    def test_of_nothing(self, write, run) -> None:
        write({})
        ran = run("config", "gone")

        assert (ran.code, ran.problems) == (2, ["gone: no such file or folder"])
