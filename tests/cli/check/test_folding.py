"""Many findings of one cause are one block, and those for information one line a rule."""

from typing import ClassVar

import pytest


class TestFolding:
    """Many findings of one cause make one block with a count."""

    def test_links_to_one_missing_note(self, write, run) -> None:
        write({"Log.md": "# Log\n\n[[/agone]] one\n\n[[/agone]] two\n\n[[/agone|x]] three\n"})
        ran = run("check", "--quiet")

        assert ran.out == (
            'Log.md:3:1: error: broken-link: no note "/agone" (3 such links)\n'
            "    3 | [[/agone]] one\n"
            "      | ^^^^^^^^^^\n"
            "    also: lines 5, 7\n\n"
        )

    def test_links_to_days_not_written_yet(self, write, run) -> None:
        days = "\n".join(f"- [[days/2024-01-{day:02}]]" for day in range(1, 31))
        write({"Calendar.md": f"# Calendar\n\n{days}\n"})
        ran = run("check")

        assert '3:3: error: broken-link: no note "days/2024-01-01" (30 such links)' in ran.out
        assert 'also: "days/2024-01-02", "days/2024-01-03", "days/2024-01-04" and 26 more' in (
            ran.out
        )
        assert ran.out.count(": error: broken-link: no note ") == 1
        assert "30 errors" in ran.out

    def test_names_are_shown_as_they_are_written(self, write, run) -> None:
        days = "\n".join(f"- [[Days/Mon {day}]]" for day in range(1, 8))
        write({"Calendar.md": f"# Calendar\n\n{days}\n"})

        assert 'also: "Days/Mon 2", "Days/Mon 3", "Days/Mon 4" and 3 more' in run("check").out

    def test_different_targets_stay_apart(self, write, run) -> None:
        write({"A.md": "# A\n\n[[/ax]] [[/ay]] [[/az]]\n"})

        assert run("check").out.count("error: broken-link: no note") == 3

    def test_four_numbered_targets_stay_apart(self, write, run) -> None:
        write({"A.md": "# A\n\n[[/ax1]] [[/ax2]] [[/ax3]] [[/ax4]]\n"})

        assert run("check").out.count("error: broken-link: no note") == 4

    def test_dead_anchors_are_called_links(self, write, run) -> None:
        write({"A.md": "# A\n\n[[A#Gone]] and\n[[A#Gone]]\n"})

        assert "(2 such links)" in run("check").out

    def test_findings_without_a_target_are_never_joined(self, write, run) -> None:
        write(
            {"a.md": "<<<<<<< x\n1\n=======\n2\n>>>>>>> y\n\n<<<<<<< x\n1\n=======\n2\n>>>>>>> y\n"}
        )
        ran = run("check", "--quiet", "--select", "merge-conflict")

        assert ran.out.count("merge-conflict:") >= 2

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
            "TMP/vault: 2 notes, 4 links: 0 errors, 0 warnings, 4 info (TIME)",
        ]
        assert ran.code == 0

    def test_verbose_lists_it(self, write, run) -> None:
        write(self.FILES)
        ran = run("check", "--verbose")

        assert ran.out.count("is not written yet") == 3
        assert 'B.md:1:1: info: orphan-note: nothing links to "B"\n' in ran.out
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

        assert ran.out.count("is not written yet") == 3

    def test_naming_its_family_does_not(self, write, run) -> None:
        write(self.FILES)

        assert "listed by --verbose" in run("check", "--select", "VK1").out

    def test_verbose_says_what_was_read(self, write, run) -> None:
        write({**self.FILES, "pic.png": b"x"})

        assert "read 3 file names, parsed 2 notes" in run("check", "-v").out
        assert "dialect either" in run("check", "-v").out
