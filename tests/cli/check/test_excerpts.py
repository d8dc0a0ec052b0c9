"""The line shown under a finding, and the carets under what is meant in it."""

import pytest

from tests.cli.check.garden import cells, marked


class TestCaret:
    """The mark stands under the finding, whatever the line holds."""

    @pytest.mark.parametrize(
        ("line", "link"),
        [
            ("See [[/ab]] there.", "[[/ab]]"),
            ("[[/ab]]", "[[/ab]]"),
            ("日本語の文は [[/a無い名]] です", "[[/a無い名]]"),
            ("ｆｕｌｌ ｗｉｄｔｈ [[/ab]]", "[[/ab]]"),
            ("한국어 [글](a/없다.md) 끝", "[글](a/없다.md)"),
            ("cafe\u0301 au lait [[/ab]]", "[[/ab]]"),
            ("🌱🌿 plants [[/a🌳]] 🌻", "[[/a🌳]]"),
            ("\ttab\tand\t[[/ab]]\tmore", "[[/ab]]"),
            ("- \t[[/ab]]", "[[/ab]]"),
            ("      - deep [[/ab]]", "[[/ab]]"),
            ("zero\u200bwidth\u200djoin [[/ab]]", "[[/ab]]"),
        ],
    )
    def test_it_marks_the_link(self, write, run, line, link) -> None:
        lead = "- top\n  - middle\n" if line.startswith("  ") else ""
        lead = "- top\n" if line.startswith("\t") else lead
        write({"Home.md": f"# Home\n\n{lead}{line}\n"})
        shown = marked(run("check", "--quiet").out.replace("\u200b", "").replace("\u200d", ""))

        assert shown == [link]

    @pytest.mark.parametrize("filler", ["word ", "字", "🌱 ", "a\u0301"])
    @pytest.mark.parametrize("before", [0, 10, 400, 5000])
    @pytest.mark.parametrize("after", [0, 5000])
    def test_a_long_line_is_cut_around_it(self, write, run, filler, before, after) -> None:
        write({"Home.md": f"# Home\n\n{filler * before} [[/ab]] {filler * after}\n"})
        text = run("check", "--quiet").out

        assert marked(text) == ["[[/ab]]"]
        assert max(sum(len(cells(letter)) for letter in line) for line in text.splitlines()) <= 120

    def test_a_link_longer_than_the_line_is_marked_as_far_as_it_shows(self, write, run) -> None:
        write({"Home.md": f"# Home\n\nSee [[/a{'b' * 3000}]] there\n"})
        text = run("check", "--quiet").out
        (shown,) = marked(text)

        assert shown.startswith("[[/abbbbb")

    def test_a_finding_over_several_lines_is_marked_to_the_end_of_its_first(
        self, write, run
    ) -> None:
        write({"Home.md": "# Home\n\nSee [a text\nin two lines](gone/x.md) here\n"})

        assert marked(run("check", "--quiet").out) == ["[a text"]

    def test_the_width_of_a_terminal_is_used(self, write, run_on_terminal) -> None:
        write({"Home.md": f"# Home\n\n{'word ' * 100}[[/ab]]{' word' * 100}\n"})
        text = run_on_terminal("check", "--quiet", columns=60, NO_COLOR="1")

        assert marked(text) == ["[[/ab]]"]
        excerpts = [line for line in text.splitlines() if " | " in line]
        assert 40 < max(map(len, excerpts)) <= 60

    @pytest.mark.parametrize("filler", ["word ", "字"])
    def test_a_terminal_that_does_not_say_its_width_gets_readable_lines(
        self, write, run_on_terminal, filler
    ) -> None:
        write({"Home.md": f"# Home\n\n{filler * 100}[[/ab]] {filler * 100}\n"})
        text = run_on_terminal("check", "--quiet", columns=0, NO_COLOR="1")
        widths = [sum(len(cells(x)) for x in line) for line in text.splitlines() if " | " in line]

        assert 70 <= max(widths) <= 120

    def test_no_excerpt_fills_the_screen(self, write, run) -> None:
        write({"Home.md": f"# Home\n\n[[{'a/' * 3000}b]] and [[{'c' * 3000}]]\n"})
        text = run("check", "--verbose").out

        assert max(map(len, text.splitlines())) < 500
