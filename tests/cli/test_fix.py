"""``vaultkit fix`` on the command line: what it writes, shows, asks and leaves alone."""

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests import warm
from tests.folders import contents
from vaultkit.changes.undo.journal import Journal

APP = ".obsidian/app.json"
VAULT = {
    APP: "{}",
    "Home.md": "[the plan](#spring-plan) and [[/owhere/else]]\n",
    "Spring plan.md": "---\nup: [[Home]]\n---\nPeas. [[Home]]\n",
}
OTHER = VAULT["Spring plan.md"]
FIXED = "[[Spring plan|the plan]] and [[/owhere/else]]\n"


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    names = ["-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "core.autocrlf=false"]
    done = subprocess.run(
        ["git", *names, *arguments], cwd=folder, input=stdin, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class TestFix:
    def test_what_is_no_link_to_every_reader_is_left_alone(self, write, run):
        text = "| a | b |\n|---|---|\n| c | d | [x](a b.md) |\n\n[y](a b.md)\n"
        root = write({APP: "{}", "a b.md": "[[S]] words\n", "S.md": text})
        done = run("fix")

        assert done.code == 1
        assert "S.md:3: was left unchanged: only some Markdown parsers read this" in done.err
        assert "bug" not in done.err
        assert (root / "S.md").read_text() == text.replace("[y](a b.md)", "[y](a%20b.md)")

    def test_what_it_did_and_what_remains(self, write, run):
        root = write(VAULT)
        done = run("fix")

        assert done.code == 1
        assert (root / "Home.md").read_text() == FIXED
        assert (root / "Spring plan.md").read_text() == '---\nup: "[[Home]]"\n---\nPeas. [[Home]]\n'
        assert done.out.splitlines()[:8] == [
            "Home.md",
            "  1 fixed slug-link: write [[Spring plan|the plan]]",
            "",
            "Spring plan.md",
            '  2 fixed malformed-property-link: write "[[Home]]"',
            "",
            "fixed 2 findings in 2 notes",
            "",
        ]
        assert 'no note "/owhere/else"' in done.out
        assert done.out.endswith(
            "1 error, 0 warnings, 0 info (TIME)\n"
            "why, and what to do: run vaultkit rule broken-link\n"
        )
        assert done.problems == ["run 1 changed 2 notes; `vaultkit undo` reverts it"]

    def test_only_what_it_did(self, write, run):
        root = write(VAULT)
        done = run("fix", "--fix-only")

        assert done.code == 0
        assert (root / "Home.md").read_text() == FIXED
        assert done.out.endswith("fixed 2 findings in 2 notes\n")
        assert "Nowhere/else" not in done.out
        assert done.problems == ["run 1 changed 2 notes; `vaultkit undo` reverts it"]
        again = run("fix", "--fix-only")
        assert (again.code, again.out, again.err) == (0, "", "")

    def test_only_what_it_would_do(self, write, run):
        write(VAULT)

        assert run("fix", "--fix-only", "--diff").code == 1
        ran = run("fix", "--fix-only", "--dry-run")
        assert (ran.code, ran.out.splitlines()[-1]) == (1, "would fix 2 findings in 2 notes")

    def test_only_what_it_did_says_nothing_of_the_whole(self, write, run):
        root = write(VAULT)
        before = contents(root)

        for option in ("--format=json", "--output-file=json=x.json", "--statistics"):
            ran = run("fix", "--fix-only", option)
            name = option.partition("=")[0]
            assert (ran.code, ran.out) == (2, "")
            assert ran.problems == [f"{name}: reports what remains; leave out --fix-only"]
        assert contents(root) == before

    def test_a_second_run_changes_nothing(self, write, run):
        root = write(VAULT)
        run("fix")
        before = contents(root)
        done = run("fix", "--quiet")

        assert contents(root) == before
        assert done.err == ""

    def test_undo_gives_the_bytes_back(self, write, run):
        root = write({**VAULT, "Home.md": b"\xef\xbb\xbf[the plan](#spring-plan)\r\nend"})
        before = contents(root)
        run("fix")
        assert contents(root) != before
        run("undo")

        assert contents(root) == before

    def test_nothing_to_repair_is_success(self, write, run):
        write({APP: "{}", "Home.md": "[[Home]]\n"})
        done = run("fix")

        assert (done.code, done.problems) == (0, ["nothing to fix in TMP/vault"])
        assert "fixed" not in done.out

    def test_only_the_rules_that_are_selected(self, write, run):
        root = write(VAULT)
        run("fix", "--select", "malformed-property-link")

        assert (root / "Home.md").read_text() == VAULT["Home.md"]
        assert (root / "Spring plan.md").read_text() != VAULT["Spring plan.md"]

    def test_only_the_paths_that_are_named(self, write, run):
        root = write(VAULT)
        run("fix", "Home.md")

        assert (root / "Home.md").read_text() == FIXED
        assert (root / "Spring plan.md").read_text() == VAULT["Spring plan.md"]

    def test_what_is_suppressed_stays(self, write, run):
        text = "[the plan](#spring-plan) %% vaultkit: allow slug-link %%\n"
        root = write({**VAULT, "Home.md": text})
        run("fix")

        assert (root / "Home.md").read_text() == text

    def test_unsafe_fixes_only_when_asked_for(self, write, run):
        root = write({APP: "{}", "Home.md": "[[Home]]\n", "Empty.md": ""})
        run("fix")
        assert (root / "Empty.md").exists()
        run("fix", "--unsafe-fixes")

        assert not (root / "Empty.md").exists()

    def test_check_with_fix_is_the_same(self, write, run):
        root, other = write(VAULT), write(VAULT, "other")
        checked, fixed = run("check", "--fix"), run("fix", cwd="other")

        assert checked.out == fixed.out.replace("TMP/other", "TMP/vault")
        assert contents(root) == contents(other)


class TestLeftAlone:
    @pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
    def test_a_write_protected_note(self, write, run):
        root = write(VAULT)
        (root / "Home.md").chmod(0o444)
        done = run("fix")

        assert done.code == 1
        assert (root / "Home.md").read_text() == VAULT["Home.md"]
        assert "Home.md was left unchanged: it cannot be written: write-protected" in done.problems
        assert "slug-link: write" not in done.out
        assert 'warning: slug-link [*]: "' in done.out

    def test_a_note_that_changes_meanwhile(self, write, run, monkeypatch):
        root = write(VAULT)
        original = Journal.begin

        def edited(self, *arguments, **options):
            (root / "Home.md").write_text("mine\n")
            return original(self, *arguments, **options)

        monkeypatch.setattr(Journal, "begin", edited)
        done = run("fix")

        assert done.code == 1
        assert (root / "Home.md").read_text() == "mine\n"
        assert any(said.startswith("Home.md was left unchanged: ") for said in done.problems)

    def test_a_note_that_is_not_utf8(self, write, run):
        note = b"[the plan](#spring-plan) \xff\n"
        root = write({**VAULT, "Home.md": note})
        run("fix")

        assert (root / "Home.md").read_bytes() == note

    def test_a_run_that_was_cut_short_is_told_of(self, write, run):
        root = write(VAULT)
        run("fix")
        journal = Journal(root)
        kept = journal.read(1)
        journal.settle(kept, type(kept.state)("started"), kept.entries)
        done = run("fix", "--dry-run")

        assert "run 1 was interrupted: `vaultkit undo` reverts it" in done.problems

    def test_a_fix_that_the_guard_refuses(self, write, run, monkeypatch):
        monkeypatch.setattr("vaultkit.changes.edits.edited", lambda data, edits: data + b"extra\n")
        root = write(VAULT)
        done = run("fix", "--select", "slug-link")

        assert done.code == 1
        assert (root / "Home.md").read_text() == VAULT["Home.md"]
        reason = "an edit was not made as it was declared"
        assert done.problems == [f"Home.md:1: the fix of slug-link was not made: {reason}"]


ODD = {
    APP: "{}",
    "Frühling plan.md": "x\r\n[[Frühling plan#a-b]]\r\n\r\n## A B\r\nend",
    'with "quotes" and\ttab.md': "[p](#frühling-plan)",
    "sub folder/b.md": "1\n2\n3\n4\n5\n6\n7\n[p](#frühling-plan)\n8\n",
    "cr.md": "a\r[p](#frühling-plan)\rb\r",
    "Empty.md": "",
    "Stub.md": "# Stub\n",
}


class TestShowing:
    @pytest.mark.skipif(os.name == "nt", reason="such names are POSIX's")
    @pytest.mark.parametrize("options", [[], ["--unsafe-fixes"]], ids=["safe", "unsafe"])
    def test_the_diff_applied_is_the_fix(self, write, run, options):
        root = write(ODD)
        other = write(ODD, "other")
        git(other, "init", "--quiet")
        git(other, "add", ".")
        shown = run("fix", "--diff", *options)
        before = contents(root)
        git(other, "apply", "-", stdin=shown.out.encode())
        run("fix", *options)

        assert before == {name: text.encode() for name, text in ODD.items()}
        assert contents(root) != before
        assert contents(other) == contents(root)
        assert (root / "Stub.md").exists() is not bool(options)

    @pytest.mark.parametrize("folder", ["", "content"])
    def test_the_diffs_of_a_vault_below_the_top_of_its_repository(self, write, run, folder):
        """Git leaves out, without a word, what is not named from the top."""
        before = {f"content/{name}": text.encode() for name, text in VAULT.items()}
        top = write(before)
        git(top, "init", "--quiet")
        git(top / folder, "apply", "-", stdin=run("fix", "content", "--diff").out.encode())
        applied = contents(top)
        write(before)
        run("fix", "content")
        fixed = contents(top)
        shown = run("undo", "--root", "content", "--show").out
        git(top / folder, "apply", "-", stdin=shown.encode())

        assert applied == fixed
        assert fixed["content/Home.md"] == FIXED.encode()
        assert contents(top) == before

    def test_a_diff_with_changes_is_1_and_without_is_0(self, write, run):
        write(VAULT)

        assert run("fix", "--diff").code == 1
        assert run("fix", "--diff", "--ignore", "slug-link,malformed-property-link").code == 0

    def test_a_diff_comes_after_a_summary_by_rule(self, write, run):
        notes = {f"{name}.md": "[the plan](#spring-plan)\n" for name in "AB"}
        write({**VAULT, **notes, "C.md": "[[Sprin plann/Spring plam]]\n"})
        done = run("fix", "--diff", "--unsafe-fixes")

        assert done.problems[:4] == [
            "would fix 5 findings in 5 notes",
            "      3  slug-link",
            "      1  broken-link (unsafe)",
            "      1  malformed-property-link",
        ]
        assert "would fix" not in done.out
        assert run("fix", "--diff", "--quiet").err == ""

    def test_the_summary_counts_the_notes_of_all_vaults(self, write, run):
        for folder in "ab":
            write(VAULT, f"vault/{folder}")
        done = run("fix", "a", "b", "--diff")

        assert done.problems[0] == "would fix 4 findings in 4 notes"
        assert sum("would fix" in line for line in done.problems) == 1

    def test_a_diff_without_changes_has_no_summary(self, write, run):
        write({APP: "{}", "Home.md": "words\n"})

        assert "would fix" not in run("fix", "--diff").err

    @pytest.mark.parametrize("arguments", [[], ["--diff"], ["--dry-run"]])
    def test_nothing_to_fix(self, write, run, arguments):
        write({APP: "{}", "Home.md": "words\n", "New.md": "[[old/One]]\n"})
        done, quiet = run("fix", *arguments), run("fix", "--quiet", *arguments)

        assert done.problems == ["nothing to fix in TMP/vault"]
        assert quiet.err == ""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["New.md"], "nothing to fix in New.md"),
            (
                ["New.md", "--diff"],
                "nothing to fix in New.md; 1 finding has an unsafe fix (--unsafe-fixes)",
            ),
            (["Home.md", "New.md", "--ignore=VK1"], "nothing to fix in Home.md, New.md"),
            (["--root", "."], None),
            (["--format", "json", "New.md"], None),
        ],
    )
    def test_what_has_nothing_to_fix(self, write, run, arguments, said):
        write({**VAULT, "New.md": "[[archive/Sprin plan]]\n"})
        done = run("fix", "--dry-run", *arguments)

        assert done.problems == ([said] if said else [])

    def test_a_dry_run_writes_nothing(self, write, run):
        root = write(VAULT)
        done = run("fix", "--dry-run")

        assert done.code == 1
        assert contents(root) == {name: text.encode() for name, text in VAULT.items()}
        assert "  1 would fix slug-link: write [[Spring plan|the plan]]" in done.out
        assert run("undo", "--list").out.startswith("there is nothing to undo")

    def test_json(self, write, run):
        write(VAULT)
        before = run("check", "--format", "json").json
        done = run("fix", "--format", "json").json

        fixes = {found["rule"]: found["fix"] for found in before["findings"]}
        assert fixes["slug-link"] == {
            "applicability": "safe",
            "title": "write [[Spring plan|the plan]]",
        }
        assert fixes["broken-link"] is None
        assert before["summary"]["fixable"] == 2
        assert [found["rule"] for found in done["findings"]] == ["broken-link"]
        assert done["fixed"][0] == {
            "rule": "slug-link",
            "path": "Home.md",
            "file": "Home.md",
            "line": 1,
            "title": "write [[Spring plan|the plan]]",
            "applicability": "safe",
        }

    def test_many_alike_are_one_line(self, write, run):
        write({APP: "{}", "Home.md": "x\n", **{f"{n:02}.md": OTHER for n in range(12)}})
        done = run("fix")

        assert done.out.splitlines()[:4] == [
            'fixed malformed-property-link: write "[[Home]]" (12 times)',
            "  00.md:2, 01.md:2, 02.md:2 and 9 more places, listed by --verbose",
            "",
            "fixed 12 findings in 12 notes",
        ]


class TestMisuse:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (
                ["fix", "--interactive"],
                "--interactive: there is no one to ask; run it in a terminal",
            ),
            (["check", "--diff"], "--diff: a check changes nothing; add --fix"),
            (["check", "--unsafe-fixes"], "--unsafe-fixes: a check changes nothing; add --fix"),
            (
                ["check", "--fix", "--stdin-filename", "a.md"],
                "--stdin-filename: nothing is read from standard input; add - to the paths",
            ),
        ],
    )
    def test_one_sentence(self, write, run, arguments, said):
        write(VAULT)
        done = run(*arguments)

        assert (done.code, done.problems) == (2, [said])


@pytest.mark.skipif(os.name == "nt", reason="there is no pty")
class TestInteractive:
    def answered(self, root: Path, answers: bytes) -> subprocess.CompletedProcess[bytes]:
        """Fix a vault, typing these answers, and return what was said."""
        terminal, its_end = pty.openpty()
        os.write(terminal, answers)
        done = subprocess.run(
            [*warm.command(), "fix", "--interactive"],
            stdin=its_end,
            capture_output=True,
            cwd=root,
            timeout=60,
            check=False,
        )
        os.close(its_end)
        os.close(terminal)
        return done

    @pytest.mark.parametrize(
        ("answers", "home", "plan"),
        [
            (b"y\nn\n", FIXED, VAULT["Spring plan.md"]),
            (b"a\n", FIXED, '---\nup: "[[Home]]"\n---\nPeas. [[Home]]\n'),
            (b"q\n", VAULT["Home.md"], VAULT["Spring plan.md"]),
        ],
    )
    def test_answers(self, write, answers, home, plan):
        root = write(VAULT)
        done = self.answered(root, answers)

        assert (root / "Home.md").read_text() == home
        assert (root / "Spring plan.md").read_text() == plan
        assert b"+[[Spring plan|the plan]]" in done.stdout
        assert b"1 of 2: write [[Spring plan|the plan]] (slug-link, safe)?" in done.stdout
        assert b"nothing to fix" not in done.stderr

    @pytest.mark.parametrize(
        ("answers", "left"), [(b"y\nn\n", b"1 of 2"), (b"q\n", b"2 of 3"), (b"a\n", None)]
    )
    def test_what_was_declined_can_still_be_fixed(self, write, answers, left):
        done = self.answered(write(VAULT), answers)

        assert (b" can still be fixed" in done.stdout) is (left is not None)
        if left is not None:
            assert left + b" can still be fixed: run vaultkit fix\n" in done.stdout

    def test_no_fix_to_ask_about(self, write):
        done = self.answered(write({APP: "{}", "Home.md": "words\n"}), b"")

        assert b"nothing to fix in " in done.stderr

    @pytest.mark.parametrize(
        ("answers", "made"),
        [
            (b"r\nq\n", ["A0", "A1", "B0"]),
            (b"i\ny\n", ["B1"]),
            (b"s\nn\ny\n", ["B1"]),
            (b"s\ny\nn\n", ["B0"]),
            (b"y\ns\na\n", ["A0", "B0", "B1"]),
            (b"y\ny\nq\n", ["A0", "A1"]),
            (b"?\ny\n?\nq\n", ["A0"]),
            (b"x\nY\nn\nn\nn\n", ["A0"]),
        ],
    )
    def test_answers_for_several(self, write, answers, made):
        files = {
            "A.md": "[the plan](#spring-plan)\n\n[a plan](#spring-plan)\n",
            "B.md": "[the plan](#spring-plan)\n\n[c](a b.md)\n",
            "a b.md": "words\n",
        }
        fixed = {
            "A0": "[[Spring plan|the plan]]",
            "A1": "[[Spring plan|a plan]]",
            "B0": "[[Spring plan|the plan]]",
            "B1": "[c](a%20b.md)",
        }
        root = write({APP: "{}", "Spring plan.md": "Peas.\n", **files})
        done = self.answered(root, answers)
        expected = {
            name: "\n\n".join(
                fixed[key] if (key := f"{name[0]}{at}") in made else line
                for at, line in enumerate(files[name].rstrip().split("\n\n"))
            )
            for name in ("A.md", "B.md")
        }

        assert {name: (root / name).read_text().rstrip() for name in expected} == expected
        assert b"1 of 4: " in done.stdout

    def test_the_keys_are_explained(self, write):
        done = self.answered(write(VAULT), b"?\nq\n")

        assert done.stdout.count(b"1 of 2: ") == 2
        for line in (
            b"  y  yes",
            b"  r  make this and all other fixes of slug-link\n",
            b"  s  skip Home.md:",
        ):
            assert done.stdout.count(line) == 1

    def test_fixes_that_wait_for_others_are_counted(self, write):
        root = write({APP: "{}", "a b.md": "x\n", "A.md": "[a](a b.md)[b](a b.md)[c](a b.md)\n"})
        done = self.answered(root, b"y\n" * 3)

        assert (root / "A.md").read_text() == "[a](a%20b.md)[b](a%20b.md)[c](a%20b.md)\n"
        assert [f"{n} of 3: ".encode() in done.stdout for n in (1, 2, 3)] == [True] * 3

    def test_what_is_for_information_is_not_asked_about(self, write):
        old = "---\ntag: x\n---\nwords\n"
        root = write({**VAULT, "Old.md": old})
        done = self.answered(root, b"a\n")

        assert (root / "Home.md").read_text() == FIXED
        assert (root / "Old.md").read_text() == old
        assert b"(deprecated-property" not in done.stdout
        assert b"`vaultkit fix --select deprecated-property`" in done.stdout
