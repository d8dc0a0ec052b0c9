"""``vaultkit check``: what it prints for people, on what it reports, and with which exit code."""

import itertools
import re
import unicodedata
from pathlib import Path
from typing import ClassVar

import pytest

GARDEN = {
    "Empty.md": "# Empty\n",
    "Home.md": (
        "# Home\n\nSee [[Soil]], [[Plan]], [[beds/West]] and [[old/Soil]].\n\n![[map.png]]\n\n"
        "## Beds\n\none\n\n## Beds\n\ntwo [[Empty]]\n"
    ),
    "Soil.md": "# Soil\n\nBack to [[Home#Beds]] and [[Home#Tools]].\n",
}

GARDEN_AS_TEXT = """\
Empty.md
  1:1 warning "Empty" is empty stub-note (VK301)
      1 | # Empty
        | ^^^^^^^

Home.md
  3:25 error no note "beds/West" broken-link (VK101)
      3 | See [[Soil]], [[Plan]], [[beds/West]] and [[old/Soil]].
        |                         ^^^^^^^^^^^^^

  3:43 error no note "old/Soil" broken-link (VK101) [*]
      3 | See [[Soil]], [[Plan]], [[beds/West]] and [[old/Soil]].
        |                                           ^^^^^^^^^^^^
      help: it lies elsewhere: the vault has "Soil"

  5:1 error no file "map.png" to embed broken-embed (VK103)
      5 | ![[map.png]]
        | ^^^^^^^^^^^^

  11:1 warning the heading "Beds" stands twice duplicate-heading (VK201)
      11 | ## Beds
         | ^^^^^^^
      help: a link by its text reaches only the first, further up
      see: 7:1 the same heading

Soil.md
  3:27 error no heading "Tools" in "Home" broken-anchor (VK104)
      3 | Back to [[Home#Beds]] and [[Home#Tools]].
        |                           ^^^^^^^^^^^^^^

info unwritten-note (VK102): 1, listed by --verbose or --select unwritten-note

TMP/vault: 3 notes, 8 links: 4 errors, 2 warnings, 1 info; 1 fixable (TIME)
"""

GARDEN_CONCISELY = """\
Empty.md:1:1: VK301 stub-note: "Empty" is empty
Home.md:3:15: VK102 unwritten-note: "Plan" is not written yet
Home.md:3:25: VK101 broken-link: no note "beds/West"
Home.md:3:43: VK101 broken-link [*]: no note "old/Soil"
Home.md:5:1: VK103 broken-embed: no file "map.png" to embed
Home.md:11:1: VK201 duplicate-heading: the heading "Beds" stands twice
Soil.md:3:27: VK104 broken-anchor: no heading "Tools" in "Home"
"""


def marked(text: str) -> list[str]:
    """Give what stands over the carets of each excerpt, counted in the cells of a terminal."""
    found = []
    lines = text.splitlines()
    for source, carets in itertools.pairwise(lines):
        bar = re.fullmatch(r" +\| ( *)(\^+)", carets)
        if bar:
            row = "".join(cell for letter in source for cell in cells(letter))
            found.append(row[bar.start(2) : bar.end(2)].replace("\0", ""))
    return found


def cells(letter: str) -> list[str]:
    """Give the cells a letter takes; the second of a wide one is NUL."""
    if unicodedata.combining(letter):
        return []
    return [letter, "\0"] if unicodedata.east_asian_width(letter) in "WF" else [letter]


def broken(name: str, *, home: str = "Home.md") -> dict[str, str]:
    """Give a vault of one note with one broken link."""
    return {home: f"# Home\n\nSee [[a/{name}]].\n"}


class TestText:
    """The format for people."""

    def test_whole_output(self, write, run) -> None:
        write(GARDEN)
        ran = run("check")

        assert ran.out == GARDEN_AS_TEXT
        assert (ran.code, ran.err) == (1, "")

    def test_nothing_found(self, write, run) -> None:
        write({"Home.md": "# Home\n\nto [[A]]\n", "A.md": "# A\n\nto [[Home]]\n"})
        ran = run("check")

        assert ran.out == "TMP/vault: 2 notes, 2 links: no findings; 0 fixable (TIME)\n"
        assert ran.code == 0

    def test_findings_stand_under_their_note_once_named(self, write, run) -> None:
        write({"A.md": "[[x/1]] [[y/2]]\n", "sub/B.md": "[[z/3]] [[A]]\n", "C.md": "[[B]]\n"})
        lines = run("check").out.splitlines()

        assert [line for line in lines if line.endswith(".md")] == ["A.md", "sub/B.md"]

    def test_a_flattened_file_is_grouped_by_its_sections(self, write, run) -> None:
        text = "# One {#one}\n\n[x](#gone)\n\n# Two {#two}\n\n[x](#away) [o](#one)\n"
        write({"all.md": text})
        ran = run("check", "--quiet")

        titles = [line for line in ran.out.splitlines() if line.startswith("all.md")]
        assert titles == ["all.md > One", "all.md > Two"]

    def test_a_root_below_the_home_folder_is_shown_with_a_tilde(self, write, run) -> None:
        write({"A.md": "x\n"}, "home/notes")

        assert run("check", cwd="home/notes").out.splitlines()[-1].startswith("~/notes: 1 note,")

    def test_brackets_are_never_taken_for_markup(self, write, run) -> None:
        write({"Home.md": "[[x/y|[bold] [/red]]] and [[a/[red]]\n\n[[gone/z]]\n"})
        ran = run("check")

        assert "1 | [[x/y|[bold] [/red]]] and [[a/[red]]" in ran.out
        assert "3 | [[gone/z]]" in ran.out

    def test_a_message_says_what_a_wikilink_says(self, write, run) -> None:
        write({"My Note.md": "see [y](my-note) and [[my-note]]\n"})

        assert "write [[My Note|y]]" in run("check").out


class TestCaret:
    """The mark stands under the finding, whatever the line holds."""

    @pytest.mark.parametrize(
        ("line", "link"),
        [
            ("See [[a/b]] there.", "[[a/b]]"),
            ("[[a/b]]", "[[a/b]]"),
            ("日本語の文は [[a/無い名]] です", "[[a/無い名]]"),
            ("ｆｕｌｌ ｗｉｄｔｈ [[a/b]]", "[[a/b]]"),
            ("한국어 [글](a/없다.md) 끝", "[글](a/없다.md)"),
            ("cafe\u0301 au lait [[a/b]]", "[[a/b]]"),
            ("🌱🌿 plants [[a/🌳]] 🌻", "[[a/🌳]]"),
            ("\ttab\tand\t[[a/b]]\tmore", "[[a/b]]"),
            ("- \t[[a/b]]", "[[a/b]]"),
            ("      - deep [[a/b]]", "[[a/b]]"),
            ("zero\u200bwidth\u200djoin [[a/b]]", "[[a/b]]"),
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
        write({"Home.md": f"# Home\n\n{filler * before} [[a/b]] {filler * after}\n"})
        text = run("check", "--quiet").out

        assert marked(text) == ["[[a/b]]"]
        assert max(sum(len(cells(letter)) for letter in line) for line in text.splitlines()) <= 120

    def test_a_link_longer_than_the_line_is_marked_as_far_as_it_shows(self, write, run) -> None:
        write({"Home.md": f"# Home\n\nSee [[a/{'b' * 3000}]] there\n"})
        text = run("check", "--quiet").out
        (shown,) = marked(text)

        assert shown.startswith("[[a/bbbbb")

    def test_a_finding_over_several_lines_is_marked_to_the_end_of_its_first(
        self, write, run
    ) -> None:
        write({"Home.md": "# Home\n\nSee [a text\nin two lines](gone/x.md) here\n"})

        assert marked(run("check", "--quiet").out) == ["[a text"]

    def test_the_width_of_a_terminal_is_used(self, write, run_on_terminal) -> None:
        write({"Home.md": f"# Home\n\n{'word ' * 100}[[a/b]]{' word' * 100}\n"})
        text = run_on_terminal("check", "--quiet", columns=60, NO_COLOR="1")

        assert marked(text) == ["[[a/b]]"]
        excerpts = [line for line in text.splitlines() if " | " in line]
        assert 40 < max(map(len, excerpts)) <= 60

    @pytest.mark.parametrize("filler", ["word ", "字"])
    def test_a_terminal_that_does_not_say_its_width_gets_readable_lines(
        self, write, run_on_terminal, filler
    ) -> None:
        write({"Home.md": f"# Home\n\n{filler * 100}[[a/b]] {filler * 100}\n"})
        text = run_on_terminal("check", "--quiet", columns=0, NO_COLOR="1")
        widths = [sum(len(cells(x)) for x in line) for line in text.splitlines() if " | " in line]

        assert 70 <= max(widths) <= 120

    def test_no_excerpt_fills_the_screen(self, write, run) -> None:
        write({"Home.md": f"# Home\n\n[[{'a/' * 3000}b]] and [[{'c' * 3000}]]\n"})
        text = run("check", "--verbose").out

        assert max(map(len, text.splitlines())) < 500


class TestFolding:
    """Many findings of one cause make one block with a count."""

    def test_links_to_one_missing_note(self, write, run) -> None:
        write({"Log.md": "# Log\n\n[[a/gone]] one\n\n[[a/gone]] two\n\n[[a/gone|x]] three\n"})
        ran = run("check", "--quiet")

        assert ran.out == (
            "Log.md\n"
            '  3:1 error no note "a/gone" (3 such links) broken-link (VK101)\n'
            "      3 | [[a/gone]] one\n"
            "        | ^^^^^^^^^^\n"
            "      also: lines 5, 7\n\n"
        )

    def test_links_to_days_not_written_yet(self, write, run) -> None:
        days = "\n".join(f"- [[days/2024-01-{day:02}]]" for day in range(1, 31))
        write({"Calendar.md": f"# Calendar\n\n{days}\n"})
        ran = run("check")

        assert '3:3 error no note "days/2024-01-01" (30 such links)' in ran.out
        assert 'also: "days/2024-01-02", "days/2024-01-03", "days/2024-01-04" and 26 more' in (
            ran.out
        )
        assert ran.out.count(" error no note ") == 1
        assert "30 errors" in ran.out

    def test_names_are_shown_as_they_are_written(self, write, run) -> None:
        days = "\n".join(f"- [[Days/Mon {day}]]" for day in range(1, 8))
        write({"Calendar.md": f"# Calendar\n\n{days}\n"})

        assert 'also: "Days/Mon 2", "Days/Mon 3", "Days/Mon 4" and 3 more' in run("check").out

    def test_different_targets_stay_apart(self, write, run) -> None:
        write({"A.md": "# A\n\n[[a/x]] [[a/y]] [[a/z]]\n"})

        assert run("check").out.count("error no note") == 3

    def test_four_numbered_targets_stay_apart(self, write, run) -> None:
        write({"A.md": "# A\n\n[[a/x1]] [[a/x2]] [[a/x3]] [[a/x4]]\n"})

        assert run("check").out.count("error no note") == 4

    def test_dead_anchors_are_called_links(self, write, run) -> None:
        write({"A.md": "# A\n\n[[A#Gone]] and\n[[A#Gone]]\n"})

        assert "(2 such links)" in run("check").out

    def test_findings_without_a_target_are_never_joined(self, write, run) -> None:
        write(
            {"a.md": "<<<<<<< x\n1\n=======\n2\n>>>>>>> y\n\n<<<<<<< x\n1\n=======\n2\n>>>>>>> y\n"}
        )
        ran = run("check", "--quiet", "--select", "merge-conflict")

        assert ran.out.count("merge-conflict (VK902)") >= 2

    def test_machine_formats_never_fold(self, check) -> None:
        days = " ".join(f"[[days/2024-01-{day:02}]]" for day in range(1, 31))

        assert len(check({"Calendar.md": f"# Calendar\n\n{days}\n"}, "--select", "VK1").found) == 30


class TestInformation:
    """What is for information takes one line a rule, unless somebody asks."""

    FILES: ClassVar = {"A.md": "# A\n\n[[One]] [[Two]]\n", "B.md": "# B\n\n[[Three]] [[A]]\n"}

    def test_folded_into_a_line_a_rule(self, write, run) -> None:
        write(self.FILES)
        ran = run("check")

        assert ran.out.splitlines() == [
            (
                "info unwritten-note (VK102): 3 in 2 notes, listed by --verbose or "
                "--select unwritten-note"
            ),
            "info orphan-note (VK302): 1, listed by --verbose or --select orphan-note",
            "",
            "TMP/vault: 2 notes, 4 links: 0 errors, 0 warnings, 4 info; 0 fixable (TIME)",
        ]
        assert ran.code == 0

    def test_verbose_lists_it(self, write, run) -> None:
        write(self.FILES)
        ran = run("check", "--verbose")

        assert ran.out.count("is not written yet unwritten-note (VK102)") == 3
        assert 'nothing links to "B" orphan-note (VK302)' in ran.out
        assert "listed by" not in ran.out

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--select", "unwritten-note"),
            ("--select", "VK102"),
            ("--select", "vk102,broken-link"),
            ("--extend-select", "unwritten-note"),
        ],
    )
    def test_naming_the_rule_lists_it(self, write, run, arguments) -> None:
        write(self.FILES)
        ran = run("check", *arguments)

        assert ran.out.count("is not written yet unwritten-note (VK102)") == 3

    def test_naming_its_family_does_not(self, write, run) -> None:
        write(self.FILES)

        assert "listed by --verbose" in run("check", "--select", "VK1").out

    def test_verbose_says_what_was_read(self, write, run) -> None:
        write({**self.FILES, "pic.png": b"x"})

        assert "read 3 file names, parsed 2 notes" in run("check", "-v").out
        assert "dialect either" in run("check", "-v").out


class TestQuietAndStatistics:
    """Less than everything, and more."""

    def test_quiet_prints_the_findings_only(self, write, run) -> None:
        write(GARDEN)

        assert run("check", "--quiet").out == GARDEN_AS_TEXT.partition("info unwritten")[0]
        assert run("check", "-q").code == 1

    def test_quiet_without_findings_prints_nothing(self, write, run) -> None:
        write({"Home.md": "text [[Plan]]\n"})
        ran = run("check", "--quiet")

        assert (ran.code, ran.out, ran.err) == (0, "", "")

    def test_statistics(self, write, run) -> None:
        write(GARDEN)
        ran = run("check", "--quiet", "--statistics")

        assert ran.out.removeprefix(run("check", "--quiet").out) == (
            "      2  VK101  error    broken-link\n"
            "      1  VK104  error    broken-anchor\n"
            "      1  VK103  error    broken-embed\n"
            "      1  VK201  warning  duplicate-heading\n"
            "      1  VK301  warning  stub-note\n"
            "      1  VK102  info     unwritten-note\n"
        )

    def test_statistics_leave_json_whole(self, write, run) -> None:
        write(GARDEN)

        assert run("check", "--format", "json", "--statistics").json["version"] == 1

    def test_concise(self, write, run) -> None:
        write(GARDEN)

        assert run("check", "--format", "concise").out == GARDEN_CONCISELY

    def test_no_cache_is_accepted(self, check) -> None:
        assert check(GARDEN, "--no-cache").out == GARDEN_CONCISELY


class TestExitCode:
    """0 nothing, 1 findings, 2 wrong use."""

    INFO: ClassVar = {"Home.md": "[[Plan]]\n"}
    WARNING: ClassVar = {"Home.md": "[[A]]\n", "A.md": ""}
    ERROR: ClassVar = {"Home.md": "[[a/b]]\n"}

    @pytest.mark.parametrize(
        ("files", "by_default", "on_error", "on_info"),
        [(INFO, 0, 0, 1), (WARNING, 1, 0, 1), (ERROR, 1, 1, 1), ({}, 0, 0, 0)],
        ids=["info", "warning", "error", "nothing"],
    )
    def test_by_severity(self, check, files, by_default, on_error, on_info) -> None:
        assert check(files).code == by_default
        assert check(files, "--fail-on", "warning").code == by_default
        assert check(files, "--fail-on", "error").code == on_error
        assert check(files, "--fail-on", "info").code == on_info

    @pytest.mark.parametrize("output_format", ["text", "concise", "json"])
    def test_is_the_same_in_every_format(self, write, run, output_format) -> None:
        write(self.ERROR)

        assert run("check", "--format", output_format).code == 1

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--select", "no-such"),
            ("--fail-on", "never"),
            ("--format", "xml"),
            ("--dialect", "org"),
            ("--frobnicate",),
            ("gone.md",),
            ("--root", "gone"),
            ("--config", "gone.toml"),
        ],
    )
    def test_wrong_use(self, write, run, arguments) -> None:
        write(self.ERROR)
        ran = run("check", *arguments)

        assert (ran.code, ran.out) == (2, "")
        assert arguments[-1] in ran.err

    def test_of_a_process(self, write, run_process) -> None:
        write(self.ERROR)

        assert run_process("check").returncode == 1
        assert run_process("check", "--ignore", "VK1").returncode == 0
        assert run_process("check", "gone.md").returncode == 2


class TestSelection:
    """Which rules run."""

    FILES: ClassVar = {
        "A.md": "# A\n\n[[a/b]] [[Plan]] ![[p.png]]\n",
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
        assert check(self.FILES, "--select", word).problems == [f'--select: no rule "{word}"']

    def test_all_unknown_names_are_told_at_once(self, check) -> None:
        ran = check(self.FILES, "--select", "stub-nte,VK999", "--ignore", "orfan-note")

        assert ran.code == 2
        assert ran.problems == [
            '--select: no rule "stub-nte" (did you mean "stub-note"?)',
            '--select: no rule "VK999"',
            '--ignore: no rule "orfan-note" (did you mean "orphan-note"?)',
        ]

    @pytest.mark.parametrize("word", ["VK", "V", "1", "VK1x", "broken"])
    def test_half_a_name_is_no_name(self, check, word) -> None:
        assert check(self.FILES, "--select", word).code == 2


class TestPaths:
    """The whole vault is read; the report is on the paths named."""

    FILES: ClassVar = {
        "Home.md": "# Home\n\n[[a/x]] [[beds/West]]\n",
        "beds/West.md": "# West\n\n[[a/y]] [[Home]]\n",
        "beds/deep/East.md": "# East\n\n[[a/z]] [[Home]] [[West]]\n",
        "Board.canvas": '{"nodes":[{"type":"file","file":"gone.md"}],"edges":[]}',
    }
    HOME, WEST, EAST = "Home.md:3:1 VK101", "beds/West.md:3:1 VK101", "beds/deep/East.md:3:1 VK101"
    BOARD = "Board.canvas:1:34 VK502"

    @pytest.mark.parametrize(
        ("paths", "found"),
        [
            ((), [BOARD, HOME, WEST, EAST]),
            ((".",), [BOARD, HOME, WEST, EAST]),
            (("Home.md",), [HOME]),
            (("./beds/../Home.md",), [HOME]),
            (("beds",), [WEST, EAST]),
            (("beds/",), [WEST, EAST]),
            (("beds/deep",), [EAST]),
            (("Home.md", "beds/West.md"), [HOME, WEST]),
            (("Home.md", "Home.md"), [HOME]),
            (("Board.canvas",), [BOARD]),
        ],
    )
    def test_in_an_obsidian_vault(self, write, run, paths, found) -> None:
        write({**self.FILES, ".obsidian/app.json": "{}"})
        ran = run("check", "--format", "concise", "--ignore", "orphan-note", *paths)

        assert ran.found == found

    def test_from_within_a_folder(self, write, run) -> None:
        write({**self.FILES, ".obsidian/app.json": "{}"})
        ran = run("check", "--format", "concise", "--select", "VK1", cwd="vault/beds")

        assert ran.found == [self.WEST, self.EAST]

    def test_by_absolute_path(self, write, run, tmp_path) -> None:
        root = write({**self.FILES, ".obsidian/app.json": "{}"})
        ran = run("check", "--format", "concise", root / "beds" / "West.md", cwd=tmp_path)

        assert ran.found == [self.WEST]

    def test_the_summary_is_about_the_whole_vault(self, write, run) -> None:
        write({**self.FILES, ".obsidian/app.json": "{}"})

        assert "TMP/vault: 3 notes, 7 links: 1 error," in run("check", "Home.md").out

    def test_what_others_allow_is_not_counted(self, write, run) -> None:
        write(
            {
                ".obsidian/app.json": "{}",
                "A.md": "# A\n\n[[a/x]] %% vaultkit: allow broken-link %%\n\n[[B]]\n",
                "B.md": "# B\n\n[[A]] fine\n",
            }
        )

        assert "1 allowed" in run("check", "A.md").out
        assert "allowed" not in run("check", "B.md").out

    def test_a_clean_path_in_a_dirty_vault(self, write, run) -> None:
        write({**self.FILES, ".obsidian/app.json": "{}", "Good.md": "# Good\n\n[[Home]]\n"})

        assert run("check", "Good.md").code == 0

    def test_outside_the_root_asked_for(self, write, run) -> None:
        write(self.FILES)
        write({"x.md": "x"}, "other")
        ran = run("check", "../other/x.md", "--root", ".")

        assert ran.code == 2
        assert ran.problems == ["../other/x.md: lies outside the vault TMP/vault"]

    def test_two_vaults_give_two_reports(self, write, run, tmp_path) -> None:
        write({".obsidian/app.json": "{}", "A.md": "[[a/x]]\n"}, "one")
        write({".obsidian/app.json": "{}", "B.md": "[[A]] [[One]]\n"}, "two")
        ran = run("check", "one", "two", cwd=tmp_path)
        summaries = [line for line in ran.out.splitlines() if line.startswith("TMP/")]

        assert [line.partition(":")[0] for line in summaries] == ["TMP/one", "TMP/two"]
        assert ran.code == 1
        assert run("check", "two", cwd=tmp_path).code == 0

    def test_two_paths_of_one_vault_give_one_report(self, write, run) -> None:
        write({**self.FILES, ".obsidian/app.json": "{}"})

        assert run("check", "Home.md", "beds").out.count("TMP/vault:") == 1


class TestStandardInput:
    """A note that is not saved yet."""

    FILES: ClassVar = {
        ".obsidian/app.json": "{}",
        "A.md": "[[a/x]] [[B]]\n",
        "B.md": "[[A]] [[a/y]]\n",
    }

    def test_takes_the_place_of_the_file(self, write, run) -> None:
        write(self.FILES)
        arguments = ("check", "--format", "concise", "-", "--stdin-filename")
        ran = run(*arguments, "A.md", stdin="[[B]]\n\n[[a/z]]\n")

        assert ran.found == ["A.md:3:1 VK101"]
        assert run(*arguments, "A.md", stdin="[[B]] fine\n").code == 0

    def test_may_be_a_note_that_is_not_there_yet(self, write, run) -> None:
        write({**self.FILES, "sub/C.md": "[[New]]\n"})
        arguments = ("--format", "concise", "--select", "VK1")
        ran = run("check", *arguments, "--stdin-filename", "sub/New.md", "-", stdin="[[a/z]] [[C]]")

        assert ran.found == ["sub/New.md:1:1 VK101"]
        both = run("check", *arguments, "--stdin-filename", "sub/New.md", "-", "sub", stdin="ok")
        assert both.found == []

    @pytest.mark.parametrize("settings", [{}, {".obsidian/app.json": "{}"}], ids=["none", "app"])
    def test_may_lie_in_a_folder_that_is_not_there_yet(self, write, run, settings) -> None:
        write({**settings, "A.md": "x\n"})
        arguments = ("--format", "concise", "--select", "VK1", "--stdin-filename", "sub/deep/n.md")
        ran = run("check", "-", *arguments, stdin="[[A]] [[a/z]]\n")

        assert (ran.found, ran.err) == (["sub/deep/n.md:1:7 VK101"], "")

    def test_a_note_on_disk_sees_it(self, write, run) -> None:
        write(self.FILES)
        ran = run(
            "check",
            "--format=concise",
            "--stdin-filename=a/x.md",
            "-",
            "A.md",
            stdin="# x\n\nnow there [[A]]\n",
        )

        assert ran.found == []

    def test_without_a_name(self, write, run) -> None:
        write(self.FILES)
        ran = run("check", "--format=concise", "--select=VK1", "-", stdin="[[A]] [[a/z]]\n")

        assert ran.found == ["stdin.md:1:7 VK101"]

    def test_is_read_once(self, write, run) -> None:
        write(self.FILES)
        arguments = ("check", "--format=concise", "--select=VK1,stub-note")
        ran = run(*arguments, "-", "-", stdin="see [[a/z]]\n")

        assert ran.found == ["stdin.md:1:5 VK101"]

    def test_of_a_process(self, write, run_process) -> None:
        write(self.FILES)
        arguments = ("check", "-", "--stdin-filename", "A.md", "--quiet")
        ran = run_process(*arguments, stdin="日本 [[a/無い]]\r\n".encode())

        assert ran.returncode == 1
        assert marked(ran.stdout.decode()) == ["[[a/無い]]"]

    def test_a_name_outside_the_root(self, write, run) -> None:
        write(self.FILES)
        ran = run("check", "-", "--stdin-filename", "../x.md", "--root", ".", stdin="x")

        assert ran.code == 2
        assert "lies outside the vault TMP/vault" in ran.err

    def test_a_name_that_is_no_notes(self, write, run) -> None:
        write(self.FILES)
        ran = run("check", "-", "--stdin-filename", "x.txt", stdin="x")

        assert (ran.code, ran.problems) == (
            2,
            ["x.txt: not a note; name a folder, a .md or a .canvas file"],
        )


class TestTerminal:
    """Colours and the progress bar are for terminals."""

    def test_colours(self, write, run_on_terminal) -> None:
        write(GARDEN)
        screen = run_on_terminal("check")

        assert "\x1b[1;31merror\x1b[0m" in screen
        assert re.sub(r"\x1b\[[0-9;]*m", "", screen) == GARDEN_AS_TEXT

    @pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_no_colours_when_not_wanted(self, write, run_on_terminal, environment) -> None:
        write(GARDEN)

        assert run_on_terminal("check", **environment) == GARDEN_AS_TEXT

    def test_an_empty_no_color_says_nothing(self, write, run_on_terminal) -> None:
        write(GARDEN)

        assert "\x1b[" in run_on_terminal("check", NO_COLOR="")

    def test_no_colours_in_a_pipe(self, write, run_process) -> None:
        write(GARDEN)

        assert b"\x1b" not in run_process("check").stdout

    @pytest.mark.parametrize("output_format", ["json", "concise"])
    def test_no_colours_in_machine_formats(self, write, run_on_terminal, output_format) -> None:
        write(GARDEN)

        assert "\x1b" not in run_on_terminal("check", "--format", output_format)

    IMPATIENT = (
        "import sys; sys.argv[1:] = ['check']\n"
        "from vaultkit.cli import progress; progress._PATIENCE_SECONDS = -1.0\n"
        "from vaultkit.__main__ import main; main()\n"
    )

    def test_progress_shows_when_it_takes_long(self, write, run_on_terminal) -> None:
        write({f"{number}.md": "text" for number in range(60)})

        assert "reading notes" in run_on_terminal("-c", self.IMPATIENT)

    def test_no_progress_when_it_does_not(self, write, run_on_terminal) -> None:
        write({f"{number}.md": "text" for number in range(60)})

        assert "reading notes" not in run_on_terminal("check")

    def test_no_progress_in_a_pipe(self, write, run_process) -> None:
        write({f"{number}.md": "text" for number in range(60)})
        ran = run_process("-c", self.IMPATIENT)

        assert b"reading notes" not in ran.stdout
        assert ran.stderr == b""


class TestHostileNames:
    """Nothing in a vault can move the cursor, forge a line or hide text."""

    EVIL = ("\x1b[31mred", "a\nforged.md:1:1: VK101 x", "bell\x07", "back\x08\x08", "csi\x9b2J")
    TURNED = "turned\u202egnp"

    @pytest.mark.parametrize("name", [*EVIL, TURNED])
    @pytest.mark.parametrize("output_format", ["text", "concise"])
    def test_in_a_file_name(self, write, run, name, output_format) -> None:
        write({f"{name}.md": "[[a/b]]\n", "B.md": ""})
        ran = run("check", "--format", output_format, "--verbose", "--extend-select", "VK3")

        assert_harmless(ran.out)
        assert "\nforged" not in ran.out

    @pytest.mark.parametrize("name", [*EVIL, TURNED])
    @pytest.mark.parametrize("output_format", ["text", "concise"])
    def test_in_the_path_of_another_place(self, write, run, name, output_format) -> None:
        write({f"a/{name}/N.md": "one\n", "b/N.md": "two\n", "M.md": "[[N]]\n"})
        ran = run("check", "--format", output_format, "--extend-select", "duplicate-name")

        assert "VK304" in ran.out
        assert_harmless(ran.out)

    @pytest.mark.parametrize("name", [item for item in (*EVIL, TURNED) if "\n" not in item])
    @pytest.mark.parametrize("output_format", ["text", "concise"])
    def test_in_a_link(self, write, run, name, output_format) -> None:
        write({"A.md": f"# A\n\n[[a/{name}]] [x](b/{name}.md)\n\n# {name} #\n\n[[A#{name}x]]\n"})

        assert_harmless(run("check", "--format", output_format, "--verbose").out)

    @pytest.mark.parametrize("name", [item for item in (*EVIL, TURNED) if "\n" not in item])
    def test_in_a_list_of_names(self, write, run, name) -> None:
        write({"A.md": "".join(f"[[a/{name}{number}]]\n\n" for number in range(9))})
        out = run("check").out

        assert "also: " in out
        assert_harmless(out)

    @pytest.mark.parametrize("name", EVIL)
    def test_in_the_root(self, write, run, name) -> None:
        write({"A.md": "text\n"}, name)

        assert_harmless(run("check", cwd=name).out)

    @pytest.mark.parametrize("name", EVIL)
    def test_in_a_path_that_is_not_there(self, write, run, name) -> None:
        write({})

        assert_harmless(run("check", f"{name}.md").err)

    def test_in_a_suppression(self, write, run) -> None:
        write({"A.md": "x %% vaultkit: allow \x1b[2J-link %%\n"})

        assert_harmless(run("check").out)
        assert_harmless(run("check", "--format", "concise").out)


def assert_harmless(text: str) -> None:
    """Assert that no character but the line feed controls anything."""
    controls = {
        letter
        for letter in text.replace("\n", "")
        if unicodedata.category(letter) == "Cc" or letter in "\u202a\u202b\u202d\u202e\u2066\u2067"
    }
    assert not controls


def test_python_finds_the_checkout_under_test(run_process, write) -> None:
    write({})
    ran = run_process("-c", "import vaultkit; print(vaultkit.__file__)")

    assert Path(ran.stdout.decode().strip()).parts[-2:] == ("vaultkit", "__init__.py")


class TestVaultsWithin:
    """A folder that is no vault but holds some is none: their links would be mixed up."""

    NOTES: ClassVar = {
        "A/.obsidian/app.json": "{}",
        "A/Home.md": "[[old/Solo]]",
        "deep/down/B/.obsidian/app.json": "{}",
        "deep/down/B/Solo.md": "[[Solo]]",
    }

    @pytest.mark.parametrize("command", ["check", "fix", "baseline", "graph", "stats", "report"])
    def test_they_have_to_be_named(self, write, run, command) -> None:
        write(self.NOTES)
        ran = run(command, ".")

        assert ran.code == 2
        assert ran.err.endswith(
            "holds vaults (A, deep/down/B) and is none itself; name one of them, or take it as one "
            "by --root\n"
        )

    def test_each_is_checked_by_itself_when_named(self, write, run) -> None:
        write(self.NOTES)

        assert run("check", "A", "deep/down/B", "--ignore=VK3", "--format=concise").found == [
            "Home.md:1:1 VK101"
        ]

    def test_it_can_be_taken_as_one(self, write, run) -> None:
        write(self.NOTES)

        assert run("check", ".", "--root", ".").code == 1

    def test_a_single_one(self, write, run) -> None:
        write({"notes/.obsidian/app.json": "{}", "notes/A.md": "[[A]]", "README.md": "Hello."})

        assert "holds a vault (notes) and is none itself; name that, or" in run("check").err
        assert run("check", "README.md", "--ignore", "VK3").code == 0

    def test_a_vault_may_hold_others(self, write, run) -> None:
        write({**self.NOTES, ".obsidian/app.json": "{}"})

        assert run("check", "--ignore", "VK3").code == 1

    def test_a_configuration_says_that_it_is_one(self, write, run) -> None:
        write({**self.NOTES, "vaultkit.toml": ""})

        assert run("check", "--ignore", "VK3").code == 1
