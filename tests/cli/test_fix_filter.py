"""``vaultkit fix -``: a note goes in and comes out fixed, and nothing else changes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.folders import contents

APP = ".obsidian/app.json"
VAULT = {APP: "{}", "Home.md": "[[a b]]\n", "a b.md": "[[Home]]\n", "beds/C.md": "[[Home]]\n"}
LINK, FIXED = "[x](a b.md)", "[x](a%20b.md)"
FILTER = ("fix", "-", "--stdin-filename", "New.md")


@pytest.fixture
def vault(write, tmp_path) -> Path:
    """Write a vault, and make sure that neither it nor a journal is written to."""
    root = write(VAULT)
    before = contents(root)
    yield root
    assert contents(root) == before
    assert not list((tmp_path / "home").rglob("*journal*"))


@pytest.fixture
def undone(run):
    """Return a function that says whether there is a run to undo."""
    return lambda: not run("undo", "--list").out.startswith("there is nothing to undo")


class TestText:
    @pytest.mark.parametrize("command", [FILTER, ("check", "--fix", *FILTER[1:])])
    def test_the_text_comes_out_and_the_report_on_standard_error(
        self, vault, run, undone, command
    ) -> None:
        done = run(*command, stdin=f"{LINK}\n\n[[/no/where]]\n")

        assert (done.code, done.out) == (1, f"{FIXED}\n\n[[/no/where]]\n")
        assert "  1 fixed unencoded-link: write (a%20b.md)" in done.problems
        assert 'no note "/no/where"' in done.err
        assert not undone()

    @pytest.mark.parametrize(
        "text",
        [
            b"",
            b"\n",
            b"no end",
            b"a\r\nb\nc\r",
            b"\xef\xbb\xbf# x\r\n\r\nwords",
            b"\xef\xbb\xbf",
            b"nul \0\x1b[2J\n\n\n",
            "日本 \u2028\n".encode(),
            b"---\na: [\n---\n",
        ],
    )
    def test_what_needs_no_fix_comes_out_byte_for_byte(self, vault, run_process, text) -> None:
        assert run_process(*FILTER, stdin=text).stdout == text

    @pytest.mark.parametrize(
        "around",
        [
            "{}",
            "{}\r\nb\r\n",
            "\ufeff{}\r\nno end",
            "\ufeff---\r\na: 1\r\n---\r\n{}\n",
            "a\n{}\n\n\n",
        ],
    )
    def test_only_the_fix_differs(self, vault, run_process, around) -> None:
        done = run_process(*FILTER, stdin=around.format(LINK).encode())

        assert (done.returncode, done.stdout) == (0, around.format(FIXED).encode())

    def test_fixed_text_stays(self, vault, run) -> None:
        once = run(*FILTER, stdin=f"{LINK}\n")

        assert run(*FILTER, "--quiet", stdin=once.out) == (type(once)(0, once.out, ""))

    def test_it_is_the_text_of_the_file_that_it_takes_the_place_of(self, vault, run) -> None:
        done = run("fix", "-", "--stdin-filename", "Home.md", stdin=f"{LINK} [[#A b]]\n\n# A B\n")

        assert done.out.startswith(FIXED)

    @pytest.mark.parametrize("name", ["beds/New.md", "beds/C.md", "new/folder/New.md"])
    def test_its_place_is_that_of_the_file_name(self, vault, run, name) -> None:
        done = run("fix", "-", "--stdin-filename", name, stdin=LINK)

        assert (done.code, done.out) == (0, FIXED)

    def test_without_a_name(self, vault, run) -> None:
        done = run("fix", "-", stdin=LINK)

        assert (done.code, done.out) == (0, FIXED)
        assert "stdin.md" in done.err

    def test_a_note_that_is_in_no_vault(self, write, run) -> None:
        write({})
        done = run("fix", "-", stdin=LINK)

        assert (done.code, done.out) == (1, LINK)

    def test_megabytes(self, vault, run_process) -> None:
        rest = b"words and words, and no link at all\n" * 50_000
        done = run_process(*FILTER, "--quiet", stdin=LINK.encode() + b"\n\n" + rest)

        assert (done.returncode, done.stdout) == (0, FIXED.encode() + b"\n\n" + rest)

    def test_a_canvas(self, vault, run) -> None:
        canvas = '{"nodes":[{"type":"text","text":"[x](a b.md)"}]}\n'
        done = run("fix", "-", "--stdin-filename", "New.canvas", stdin=canvas)

        assert done.out == canvas


class TestFixes:
    def test_suppressed(self, vault, run) -> None:
        text = f"{LINK} %% vaultkit: allow unencoded-link %%\n"

        assert run(*FILTER, stdin=text).out == text

    def test_settings_by_path(self, write, run) -> None:
        override = '[[overrides]]\npaths = ["beds/"]\nignore = ["unencoded-link"]\n'
        write({**VAULT, "vaultkit.toml": override})

        assert run("fix", "-", "--stdin-filename", "beds/New.md", stdin=LINK).out == LINK
        assert run(*FILTER, stdin=LINK).out == FIXED

    def test_unsafe_ones_have_to_be_asked_for(self, vault, run) -> None:
        text = "[[Hoem/a  b]]\n"

        assert run(*FILTER, stdin=text).out == text
        assert run(*FILTER, "--unsafe-fixes", stdin=text).out == "[[a b]]\n"

    def test_what_is_not_proven_goes_through(self, vault, run) -> None:
        text = f"| a | b |\n|---|---|\n| c | d | {LINK} |\n"
        done = run(*FILTER, stdin=text)

        assert (done.code, done.out) == (1, text)
        assert "New.md:3: was left unchanged" in done.err

    def test_no_file_is_deleted(self, vault, run) -> None:
        done = run(*FILTER, "--unsafe-fixes", stdin="# New\n")

        assert (done.code, done.out) == (1, "# New\n")
        assert "New.md: the fix of stub-note was not made" in done.err


class TestOptions:
    def test_a_diff(self, vault, run) -> None:
        done = run(*FILTER, "--diff", stdin=f"{LINK}\n")

        assert done.code == 1
        assert done.out.startswith("diff --git a/New.md b/New.md\n")
        assert done.problems[0] == "would fix 1 finding in 1 note"

    def test_a_dry_run_lets_the_text_through(self, vault, run) -> None:
        done = run(*FILTER, "--dry-run", stdin=LINK)

        assert (done.code, done.out) == (1, LINK)
        assert "would fix unencoded-link" in done.err

    def test_as_an_editor_runs_it(self, vault, run) -> None:
        done = run(*FILTER, "--fix-only", "--quiet", stdin=f"{LINK} [[/no/where]]")

        assert (done.code, done.out, done.err) == (0, f"{FIXED} [[/no/where]]", "")

    def test_the_report_in_another_format(self, vault, run) -> None:
        done = run(*FILTER, "--format", "jsonl", stdin=f"{LINK} [[/no/where]]")

        assert done.out == f"{FIXED} [[/no/where]]"
        assert '"rule": "broken-link"' in done.err

    def test_the_name_twice(self, vault, run) -> None:
        assert run(*FILTER, "-", stdin=LINK).out == FIXED


class TestErrors:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["Home.md"], "-: is fixed alone, from input to output; leave out the other paths"),
            (["."], "-: is fixed alone, from input to output; leave out the other paths"),
            (["--interactive"], "--interactive: standard input is the note; name its file"),
            (["--staged"], "-: --staged reads the index, not standard input"),
            (["--select", "nope"], '--select: no rule "nope"'),
            (["--config", "no.toml"], "--config no.toml: no such file"),
            (["--fix-only", "--statistics"], "--statistics: reports what remains"),
            (["--stdin-filename", "../x.md", "--root", "."], "../x.md: is outside the vault"),
            (["--stdin-filename", "x.txt"], "x.txt: not a note"),
            (["--stdin-filename", "beds"], "--stdin-filename beds: is a folder; name the note"),
            (["--stdin-filename", ".a/x.md"], ".a/x.md: is in a hidden folder"),
            (["--new-since", "HEAD"], "TMP/vault: is not in a git repository"),
        ],
    )
    def test_the_text_goes_through_as_it_came(self, vault, run, arguments, said) -> None:
        done = run("fix", "-", *arguments, stdin=LINK)

        assert (done.code, done.out) == (2, LINK)
        assert done.problems[0].startswith(said)
        assert len(done.problems) == 1

    @pytest.mark.parametrize("text", [b"caf\xe9 [x](a b.md)\n", "[x](a b.md)".encode("utf-16")])
    def test_so_does_what_is_not_utf_8(self, vault, run_process, text) -> None:
        done = run_process(*FILTER, stdin=text)

        assert (done.returncode, done.stdout) == (2, text)
        assert done.stderr.decode() == "vaultkit: -: is not UTF-8 text, so nothing in it is fixed\n"

    def test_so_does_a_text_that_a_bug_meets(self, vault, run, monkeypatch) -> None:
        def broken(*_: object, **__: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr("vaultkit.cli.app.printable_lines", lambda _: "")
        monkeypatch.setattr("vaultkit.cli.fix.repair", broken)
        done = run(*FILTER, stdin=LINK)

        assert (done.code, done.out) == (3, LINK)

    def test_a_diff_is_not_the_text(self, vault, run) -> None:
        assert run(*FILTER, "--diff", "--select", "nope", stdin=LINK).out == ""

    def test_a_name_without_a_note(self, vault, run) -> None:
        done = run("fix", "--stdin-filename", "New.md")

        assert (done.code, done.out) == (2, "")
        assert "add - to the paths" in done.err

    @pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise")
    def test_nobody_reads_on(self, vault) -> None:
        text = LINK.encode() + b"\n\n" + b"words\n" * 200_000
        process = subprocess.Popen(
            [sys.executable, "-m", "vaultkit", *FILTER, "--quiet"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=vault,
        )
        process.stdout.close()
        process.stdin.write(text)
        process.stdin.close()
        said = process.stderr.read()
        process.stderr.close()

        assert (process.wait(60), said) == (1, b"")
