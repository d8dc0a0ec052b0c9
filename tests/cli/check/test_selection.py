"""Which rules run, as the command line says."""

from typing import ClassVar

import pytest


class TestSelection:
    """Which rules run."""

    FILES: ClassVar = {
        "A.md": "# A\n\n[[/ab]] [[Plan]] ![[p.png]]\n",
        "sub/A.md": "",
    }
    DEFAULT: ClassVar = ["VK101", "VK102", "VK103", "VK301", "VK302"]

    @pytest.mark.parametrize(
        ("arguments", "codes"),
        [
            ((), DEFAULT),
            (("--select", "VK101"), ["VK101"]),
            (("--select", "vk101"), ["VK101"]),
            (("--select", "broken-link"), ["VK101"]),
            (("--select", "Broken-Link"), ["VK101"]),
            (("--select", "VK1"), ["VK101", "VK102", "VK103"]),
            (("--select", "VK10"), ["VK101", "VK102", "VK103"]),
            (("--select", "broken-link,VK103"), ["VK101", "VK103"]),
            (("--select", "broken-link, VK103"), ["VK101", "VK103"]),
            (("--select", "VK101", "--select", "VK103"), ["VK101", "VK103"]),
            (("--ignore", "VK1"), ["VK301", "VK302"]),
            (("--ignore", "VK1,orphan-note"), ["VK301"]),
            (("--select", "VK1", "--ignore", "broken-link"), ["VK102", "VK103"]),
            (("--extend-select", "duplicate-name"), [*DEFAULT, "VK304"]),
            (("--extend-select", "VK304,VK303"), [*DEFAULT, "VK303", "VK304"]),
            (("--select", "VK101", "--extend-select", "VK304"), ["VK101", "VK304"]),
            (("--extend-select", "VK304", "--ignore", "VK304"), DEFAULT),
        ],
    )
    def test_by_code_name_and_family(self, check, arguments, codes) -> None:
        assert check(self.FILES, *arguments).codes == codes

    @pytest.mark.parametrize("words", ["", " ", ","])
    def test_a_selection_of_nothing(self, check, words) -> None:
        ran = check(self.FILES, "--select", words)

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == ["--select: names no rule; `vaultkit rules` lists them"]

    @pytest.mark.parametrize("option", ["--select", "--extend-select", "--ignore"])
    def test_an_unknown_name_is_an_error_with_a_suggestion(self, check, option) -> None:
        ran = check(self.FILES, option, "brokn-link")

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [f'{option}: no rule "brokn-link" (did you mean "broken-link"?)']

    @pytest.mark.parametrize("word", ["foo", "bar", "zzzz"])
    def test_a_name_like_none_gets_no_suggestion(self, check, word) -> None:
        assert check(self.FILES, "--select", word).problems == [
            f'--select: no rule "{word}"; `vaultkit rules` lists them'
        ]

    def test_all_unknown_names_are_told_at_once(self, check) -> None:
        ran = check(self.FILES, "--select", "stub-nte,VK999", "--ignore", "orfan-note")

        assert ran.code == 2
        assert ran.problems == [
            '--select: no rule "stub-nte" (did you mean "stub-note"?)',
            '--select: no rule "VK999"; `vaultkit rules` lists them',
            '--ignore: no rule "orfan-note" (did you mean "orphan-note"?)',
        ]

    @pytest.mark.parametrize("word", ["VK", "V", "1", "VK1x", "broken"])
    def test_half_a_name_is_no_name(self, check, word) -> None:
        assert check(self.FILES, "--select", word).code == 2
