"""What Obsidian's own settings say of excluded files and templates."""

from typing import ClassVar

import pytest


class TestAppSettings:
    """What Obsidian's own settings say."""

    @pytest.mark.parametrize("pattern", ["old/", "OLD/", "/^old/", "/ld\\\\/O/"])
    def test_excluded_files_are_silent_and_resolve(self, check, pattern) -> None:
        files = {
            ".obsidian/app.json": f'{{"userIgnoreFilters": ["{pattern}"]}}',
            "Home.md": "# Home\n\n[[Old]] [[old/Gone]]\n",
            "old/Old.md": "[[/ax]]\n",
        }

        assert check(files).found == ["Home.md:3:9 VK101"]

    def test_a_pattern_that_is_no_regular_expression(self, check) -> None:
        files = {".obsidian/app.json": '{"userIgnoreFilters": ["/(/", 3]}', "A.md": "[[/ax]]\n"}

        assert check(files, "--select", "VK1").found == ["A.md:1:1 VK101"]

    STUFF: ClassVar = {
        "Tpl/T.md": "---\nx: {{date}}\ny: [\n---\n# T\n",
        "Tpl/T2.md": "---\ny: [\n---\n[[/ax]]\n",
        "days/2024-01-01.md": "",
        "Home.md": "# Home\n\ntext\n",
    }

    @pytest.mark.parametrize(
        "settings",
        [
            {".obsidian/templates.json": '{"folder": "Tpl"}'},
            {".obsidian/templates.json": '{"folder": "/tpl/"}'},
            {
                ".obsidian/app.json": "{}",
                ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "Tpl"}',
            },
        ],
    )
    def test_templates_are_spared(self, check, settings) -> None:
        daily = {".obsidian/daily-notes.json": '{"folder": "days"}'}

        assert check({**self.STUFF, **settings, **daily}).found == ["Tpl/T2.md:4:1 VK101"]

    def test_without_settings_nothing_is_spared(self, check) -> None:
        ran = check({**self.STUFF, ".obsidian/app.json": "{}"})

        assert "Tpl/T2.md:2:4 VK401" in ran.found
        assert {"days/2024-01-01.md:1:1 VK301", "days/2024-01-01.md:1:1 VK302"} <= {*ran.found}

    def test_a_folder_called_templates_is_spared(self, check) -> None:
        files = {"Home.md": "# Home\n\ntext\n", "meta/Templates/T.md": "", "templates/U.md": ""}

        assert check(files).found == []

    def test_unless_another_folder_is_set(self, check) -> None:
        files = {".obsidian/templates.json": '{"folder": "Tpl"}', "Templates/T.md": ""}

        assert check(files, "--select", "stub-note").found == ["Templates/T.md:1:1 VK301"]

    def test_links_in_templates_count(self, check) -> None:
        """A template is spared, but what it links to is no orphan and must exist."""
        files = {"Templates/T.md": "[[A]] [[/ac]]\n", "A.md": "# A\n\ntext\n"}

        assert check(files).found == ["Templates/T.md:1:7 VK101"]
