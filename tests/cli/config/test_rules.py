"""Which rules run, how severe they are, their options, and what differs for some paths."""

import pytest

from tests.cli.config.vaults import BROKEN, NOTES


class TestRules:
    """Which rules run, how severe they are, and their options."""

    def test_select(self, configured) -> None:
        assert configured('select = ["VK1"]', BROKEN).codes == ["VK101", "VK102", "VK103"]

    def test_select_and_ignore(self, configured) -> None:
        config = 'select = ["VK1"]\nignore = ["broken-link", "VK103"]'

        assert configured(config, BROKEN).codes == ["VK102"]

    def test_extend_select(self, configured) -> None:
        assert "VK303" in configured('extend-select = ["dead-end-note"]', BROKEN).codes

    def test_select_nothing(self, configured) -> None:
        assert configured("select = []", BROKEN).codes == []

    def test_severity_lowers(self, configured) -> None:
        config = '[severity]\nbroken-link = "info"\nVK103 = "warning"\nVK3 = "info"\n'
        ran = configured(config, BROKEN)

        assert ran.code == 1
        assert configured(config, BROKEN, "--fail-on", "error").code == 0

    def test_severity_raises(self, configured) -> None:
        plan = {"Home.md": "[[Plan]]\n"}

        assert configured("", plan).code == 0
        assert configured('[severity]\nunwritten-note = "error"', plan).code == 1

    def test_severity_shows(self, write, run) -> None:
        write({**BROKEN, "vaultkit.toml": '[severity]\nbroken-link = "warning"\n'})

        assert "3:1: warning: broken-link: no note" in run("check").out

    @pytest.mark.parametrize(("most", "found"), [(0, 1), (2, 2), (3, 3)])
    def test_options(self, configured, most, found) -> None:
        files = {"A.md": "", "B.md": "one two\n", "C.md": "one two three\n"}
        config = f'select = ["stub-note"]\n[rules.stub-note]\nmax-words = {most}\n'

        assert len(configured(config, files).found) == found

    def test_options_by_code(self, configured) -> None:
        config = 'select = ["stub-note"]\n[rules.VK301]\nmax-words = 5\n'

        assert len(configured(config, {"A.md": "one two\n"}).found) == 1

    def test_entry_points_are_added(self, configured) -> None:
        files = dict.fromkeys(("Home.md", "README.md", "MOC/Start.md", "Other.md"), "text\n")
        select = 'select = ["orphan-note"]\n'

        assert configured(select, files).found == ["MOC/Start.md:1:1 VK302", "Other.md:1:1 VK302"]
        assert configured(f'{select}entry-points = ["MOC/"]\n', files).found == [
            "Other.md:1:1 VK302"
        ]

    def test_entry_points_as_an_option_are_added_too(self, configured) -> None:
        files = dict.fromkeys(("Home.md", "Start.md", "Other.md", "MOC/M.md"), "text\n")
        config = (
            'select = ["orphan-note"]\nentry-points = ["MOC/"]\n'
            '[rules.orphan-note]\nentry-points = ["Start.md"]\n'
        )

        assert configured(config, files).found == ["Other.md:1:1 VK302"]


class TestOverrides:
    """What differs for some paths."""

    def test_ignore(self, configured) -> None:
        config = (
            'select = ["broken-link"]\n[[overrides]]\npaths = ["sub/"]\nignore = ["broken-link"]\n'
        )

        assert configured(config, NOTES).found == ["A.md:1:1 VK101"]

    def test_paths_are_globs(self, configured) -> None:
        config = 'select = ["VK1"]\n[[overrides]]\npaths = ["*B.md", "/A.md"]\nignore = ["VK1"]\n'

        assert configured(config, NOTES).found == ["sub/deep/C.md:1:1 VK101"]

    def test_severity_and_the_last_one_wins(self, write, run) -> None:
        config = (
            'select = ["VK1"]\n'
            '[[overrides]]\npaths = ["sub/"]\nseverity = { VK1 = "warning" }\n'
            '[[overrides]]\npaths = ["sub/deep/"]\nseverity = { broken-link = "info" }\n'
        )
        write({**NOTES, "vaultkit.toml": config})
        given = run("check", "--format", "json").json

        assert [found["severity"] for found in given["findings"]] == ["error", "warning", "info"]

    def test_dialect(self, configured) -> None:
        """``[x](B.md)`` opens in Obsidian from anywhere, on GitHub beside the note only."""
        files = {
            "B.md": "[x](#my-heading)\n\n# My heading\n",
            "sub/A.md": "[x](B.md)\n",
            "web/A.md": "[x](B.md) [x](../B.md#my-heading)\n",
        }
        config = 'select = ["VK1"]\n[[overrides]]\npaths = ["web/", "/B.md"]\ndialect = "github"\n'

        assert configured('select = ["VK1"]', files).found == [
            "B.md:1:1 VK106",
            "web/A.md:1:11 VK106",
        ]
        assert configured(config, files).found == ["web/A.md:1:1 VK101"]
