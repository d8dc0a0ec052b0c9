"""What ``vaultkit check`` prints for people: findings, summary, statistics, and less of it."""

import pytest

from tests.cli.check.garden import GARDEN, GARDEN_AS_TEXT, GARDEN_CONCISELY


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

        assert ran.out == "TMP/vault: 2 notes, 2 links: no findings (TIME)\n"
        assert ran.code == 0

    def test_every_finding_begins_with_its_place(self, write, run) -> None:
        write({"A.md": "[[/a1]] [[/a2]]\n", "sub/B.md": "[[/a3]] [[A]]\n", "C.md": "[[B]]\n"})
        lines = run("check").out.splitlines()
        places = [line.split(" ")[0] for line in lines if ".md:" in line]

        assert places == ["A.md:1:1:", "A.md:1:9:", "sub/B.md:1:1:"]

    def test_in_a_flattened_file_the_section_is_named(self, write, run) -> None:
        text = "# One {#one}\n\n[x](#gone)\n\n# Two {#two}\n\n[x](#away) [o](#one)\n"
        write({"all.md": text})
        ran = run("check", "--quiet")

        found = [line for line in ran.out.splitlines() if line.startswith("all.md")]
        assert [line.partition(" (in ")[2] for line in found] == ['"One")', '"Two")']

    def test_a_root_below_the_home_folder_is_shown_with_a_tilde(self, write, run) -> None:
        write({"A.md": "x\n"}, "home/notes")

        assert run("check", cwd="home/notes").out.splitlines()[-1].startswith("~/notes: 1 note,")

    def test_brackets_are_never_taken_for_markup(self, write, run) -> None:
        write({"Home.md": "[[/ay|[bold] [/red]]] and [[a/[red]]\n\n[[/one/z]]\n"})
        ran = run("check")

        assert "1 | [[/ay|[bold] [/red]]] and [[a/[red]]" in ran.out
        assert "3 | [[/one/z]]" in ran.out

    def test_a_message_says_what_a_wikilink_says(self, write, run) -> None:
        write({"My Note.md": "see [y](my-note) and [[my-note]]\n"})

        assert "write [[My Note|y]]" in run("check").out


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

        assert ran.out == (
            "severity  rule                       findings  fixable\n"
            "error     broken-link (VK101)               2        1\n"
            "error     broken-embed (VK103)              1\n"
            "error     broken-anchor (VK104)             1\n"
            "warning   duplicate-heading (VK201)         1\n"
            "warning   stub-note (VK301)                 1\n"
            "info      unwritten-note (VK102)            1\n"
        )

    @pytest.mark.parametrize("option", [(), ("--verbose",)])
    def test_statistics_are_summed_up(self, write, run, option) -> None:
        write(GARDEN)
        table, whole = run("check", "--quiet", "--statistics"), run("check")
        ran = run("check", "--statistics", *option)

        *above, empty, summary = ran.out.splitlines()
        assert (above, empty) == (table.out.splitlines(), "")
        assert summary.replace("; 1 fixable", "") in whole.out
        assert (table.code, ran.code) == (1, 1)

    def test_statistics_without_findings_have_no_head(self, write, run) -> None:
        write({"Home.md": "text [[Home]]\n"})

        assert run("check", "--quiet", "--statistics").out == ""
        assert run("check", "--statistics").out == run("check").out

    def test_statistics_of_concise_findings(self, write, run) -> None:
        write(GARDEN)
        ran = run("check", "--format", "concise", "--statistics")

        assert ran.out == run("check", "--quiet", "--statistics").out
        assert ran.summary

    def test_statistics_leave_files_whole(self, write, run) -> None:
        root = write(GARDEN)
        run("check", "--statistics", "--output-file", "concise=../findings.txt")

        assert (root.parent / "findings.txt").read_text() == GARDEN_CONCISELY

    def test_statistics_leave_json_whole(self, write, run) -> None:
        write(GARDEN)

        assert run("check", "--format", "json", "--statistics").json["version"] == 1

    def test_concise(self, write, run) -> None:
        write(GARDEN)

        assert run("check", "--format", "concise").out == GARDEN_CONCISELY

    def test_no_cache_changes_nothing(self, check) -> None:
        assert check(GARDEN, "--no-cache").out == GARDEN_CONCISELY
