"""Excluding silences reports; it never changes what resolves."""

from typing import ClassVar

import pytest


class TestExclude:
    """Excluding silences reports; it never changes what resolves."""

    FILES: ClassVar = {
        "Home.md": "# Home\n\n[[Old]] [[old/Old]] [[old/Gone]]\n",
        "old/Old.md": "[[/ax]]\n",
        "old/Empty.md": "",
        "old/Pic.canvas": "?",
    }

    def test_silences_and_resolves(self, configured) -> None:
        assert configured('exclude = ["old/"]', self.FILES).found == ["Home.md:3:21 VK101"]

    @pytest.mark.parametrize("glob", ["old", "/old/", "old/**", "**/old/*", "OLD/"])
    def test_is_a_glob(self, configured, glob) -> None:
        assert configured(f'exclude = ["{glob}"]', self.FILES).found == ["Home.md:3:21 VK101"]

    def test_can_be_taken_back(self, configured) -> None:
        config = 'select = ["VK1"]\nexclude = ["old/*", "!old/Old.md"]'

        assert configured(config, self.FILES).found == [
            "Home.md:3:21 VK101",
            "old/Old.md:1:1 VK101",
        ]

    def test_a_note_named_on_the_command_line_is_reported(self, configured) -> None:
        ran = configured('select = ["VK1"]\nexclude = ["old/"]', self.FILES, "old/Old.md")

        assert ran.found == ["old/Old.md:1:1 VK101"]

    def test_suppressions_in_it_are_no_business_of_ours(self, configured) -> None:
        files = {"Home.md": "text\n", "old/A.md": "%% vaultkit: allow nonsense %%\n\nx\n"}

        assert configured('exclude = ["old/"]', files).found == []

    def test_node_modules(self, check) -> None:
        files = {"node_modules/p/A.md": "[[/ax]]\n", "sub/node_modules/B.md": "[[/ax]]\n"}

        assert check({**files, "Home.md": "# Home\n\n[[A]] [[B]]\n"}).found == []
