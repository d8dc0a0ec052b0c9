"""Bad input: whatever comes, a clear outcome, never a traceback."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import ClassVar

import pytest

from vaultkit import Report, Vault
from vaultkit.cli import app
from vaultkit.config import read_settings
from vaultkit.errors import TreeError
from vaultkit.linter.check import check as lint
from vaultkit.vault.tree import FolderTree, MemoryTree

MANY = 10_000
WORST_SECONDS = 5.0
NESTED = {
    "brackets": "[" * MANY,
    "brackets closed": "[" * MANY + "]" * MANY,
    "wikilinks": "[[" * MANY,
    "wikilinks closed": "[[a" * MANY + "]]" * MANY,
    "embeds": "![[" * MANY,
    "images": "![" * MANY,
    "images in images": "![" * MANY + "](x)" * MANY,
    "links in links": "[a](" * MANY + ")" * MANY,
    "parentheses": "[a](" + "(" * MANY + ")" * MANY + ")",
    "footnotes": "[^" * MANY,
    "footnotes in footnotes": "[^1]: " * MANY,
    "quotes": ">" * MANY + " [[a/b]]",
    "quotes apart": "> " * MANY + "[[a/b]]",
    "quoted lines": "".join(f"{'>' * (number % 500)} x\n" for number in range(1000)),
    "double quotes": '"' * MANY,
    "apostrophes": "'" * MANY,
    "list items": "- " * MANY + "[[a/b]]",
    "list items deeper": "".join(f"{'  ' * number}- x\n" for number in range(300)),
    "emphasis": "*" * MANY + "a" + "*" * MANY,
    "emphasis apart": "*a **b " * MANY,
    "underscores": "_a" * MANY,
    "backticks": "`" * MANY,
    "backticks apart": "`a ``b " * MANY,
    "fences": "```\n" * MANY,
    "fences that grow": "".join("`" * (number % 200 + 3) + "\n" for number in range(2000)),
    "comments": "%%" * MANY + "%",
    "comments apart": "%% a " * MANY,
    "HTML comments": "<!--" * MANY,
    "HTML tags": "<a " * MANY,
    "HTML attributes": "<a " + 'id="x" ' * MANY,
    "maths": "$" * MANY,
    "maths apart": "$a $$b " * MANY,
    "headings": "# " * MANY,
    "headings one a line": "# a\n" * MANY,
    "anchors": "[[#" * MANY + "]]",
    "subpaths": "[[x" + "#a" * MANY + "]]",
    "pipes": "[[a" + "|b" * MANY + "]]",
    "dots": "[[" + "../" * MANY + "a]]",
    "percents": "[a](" + "%25" * MANY + ".md)",
    "tables": "|" * MANY + "\n" + "|-" * MANY + "\n" + "|[[a/b]]" * MANY,
    "tags": "#a/" * MANY,
    "block ids": "^a " * MANY,
    "blocks": "a ^b\n\n" * MANY,
    "suppressions": "%% vaultkit: allow broken-link %%\n\n" * 2000,
    "opened suppressions": "%% vaultkit: allow-start broken-link %%\n\n[[a/b]]\n\n" * 1000,
    "front matter lists": "---\na: " + "[" * MANY + "\n---\n[[a/b]]",
    "front matter lists closed": "---\na: " + "[" * MANY + "]" * MANY + "\n---\n[[a/b]]",
    "front matter maps": "---\na: " + "{a: " * MANY + "\n---\n[[a/b]]",
    "front matter indents": "---\n" + "".join(" " * n + "a:\n" for n in range(900)) + "---\n",
    "front matter quotes": "---\na: " + '"' * MANY + "\n---\n[[a/b]]",
    "front matter keys": "---\n" + "".join(f"k{n}: v\n" for n in range(MANY)) + "---\n[[a/b]]",
    "front matter bombs": "---\na0: &a0 x\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    + "---\n[[a/b]]",
    "thematic breaks": "---\n" * MANY,
    "conflict marks": "<<<<<<< a\n" * MANY,
    "backslashes": "\\" * MANY + "[[a/b]]",
    "entities": "&amp;" * MANY,
    "NULs further down": "x" * 9000 + "\0" * 10,
    "carriage returns": "\r" * MANY,
    "ids": "# a {#a}\n" * MANY,
    "titles with ids": "".join(f"# A{n} {{#a{n}}}\n\n[x](#b{n})\n" for n in range(1000)),
}


def found_in(vault: Vault) -> Report:
    """Give the report of a vault under the default settings."""
    return lint(vault, read_settings())


class TestPaths:
    """What is named on the command line."""

    @pytest.mark.parametrize("arguments", [("gone",), ("gone/",), ("gone.md",), ("gone/A.md",)])
    def test_that_does_not_exist(self, write, run, arguments) -> None:
        write({"A.md": "x"})
        ran = run("check", *arguments)

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [f"{arguments[0].rstrip('/')}: no such file or folder"]

    def test_one_of_several_that_does_not_exist(self, write, run) -> None:
        write({"A.md": "[[a/b]]"})
        ran = run("check", "A.md", "gone.md")

        assert (ran.code, ran.out, ran.problems) == (2, "", ["gone.md: no such file or folder"])

    @pytest.mark.parametrize("name", ["pic.png", "notes.txt", "Makefile", "a.markdown", ".md"])
    def test_that_is_no_note(self, write, run, name) -> None:
        write({name: "x", "A.md": "x"})
        ran = run("check", name)

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [f"{name}: not a note; name a folder, a .md or a .canvas file"]

    def test_that_is_too_long(self, write, run) -> None:
        write({})
        ran = run("check", "q" * 5000 + ".md")

        assert ran.code == 2
        assert ran.err.endswith(".md: no such file or folder\n")

    def test_that_is_a_root_without_a_folder(self, write, run) -> None:
        write({"A.md": "x"})

        assert run("check", "--root", "gone").problems == ["--root TMP/vault/gone: no such folder"]
        assert run("check", "--root", "A.md").problems == ["--root TMP/vault/A.md: no such folder"]

    @pytest.mark.parametrize("name", ["gone.toml", "folder"])
    def test_that_is_a_config_without_a_file(self, write, run, name) -> None:
        write({"folder/A.md": "x"})
        ran = run("check", "--config", name)

        assert (ran.code, ran.problems) == (2, [f"--config {name}: no such file"])

    def test_that_is_a_dangling_link(self, write, run) -> None:
        (write({"A.md": "x"}) / "B.md").symlink_to("gone.md")
        ran = run("check", "B.md")

        assert (ran.code, ran.problems) == (2, ["B.md: a link that leads nowhere"])

    def test_that_is_a_link_to_itself(self, write, run) -> None:
        (write({"A.md": "x"}) / "B.md").symlink_to("B.md")
        ran = run("check", "B.md")

        assert (ran.code, ran.problems) == (2, ["B.md: a link that leads nowhere"])

    def test_that_the_vault_does_not_hold(self, write, run) -> None:
        """A note in a hidden folder is in no vault; saying "no findings" of it would be a lie."""
        write({".obsidian/app.json": "{}", ".trash/Old.md": "[[a/b]]", "A.md": "x"})
        ran = run("check", ".trash/Old.md")

        assert ran.code == 2
        assert ".trash/Old.md" in ran.err

    def test_that_is_a_folder_called_like_a_note(self, write, run) -> None:
        write({".obsidian/app.json": "{}", "Folder.md/A.md": "[[a/b]]", "B.md": "[[a/b]]"})

        assert run("check", "Folder.md", "--format=concise", "--select=VK1").found == [
            "Folder.md/A.md:1:1 VK101"
        ]


class TestEmptiness:
    """Little or nothing to check."""

    @pytest.mark.parametrize("files", [{}, {"pic.png": b"\x89"}, {".obsidian/app.json": "{}"}])
    def test_a_vault_of_no_notes(self, write, run, files) -> None:
        write(files)
        ran = run("check")

        assert ran.out == "TMP/vault: 0 notes, 0 links: no findings; 0 fixable (TIME)\n"
        assert (ran.code, ran.err) == (0, "")
        assert run("check", "--format=json").json["findings"] == []

    @pytest.mark.parametrize("text", ["", "\n", "\ufeff", "---\n---\n", "%%", " \t\r\n"])
    def test_an_empty_note(self, check, text) -> None:
        assert check({"A.md": text}, "--ignore", "orphan-note").found == ["A.md:1:1 VK301"]

    def test_empty_standard_input(self, write, run) -> None:
        write({"A.md": "x"})
        ran = run("check", "-", "--stdin-filename", "A.md", "--format=concise", stdin="")

        assert "A.md:1:1 VK301" in ran.found
        assert ran.code == 1

    def test_closed_standard_input(self, write, tmp_path) -> None:
        write({"A.md": "x"})
        ran = shell("check - --stdin-filename A.md <&-", tmp_path)

        assert ran.returncode in (1, 2)
        assert b"Traceback" not in ran.stderr


class TestUnreadableNotes:
    """Notes that are no UTF-8 text are findings; the rest of the vault is checked."""

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"\x7fELF\0\0\1\2\xff\xfe", "the file is binary, not text"),
            (b"text\0text", "the file is binary, not text"),
            ("# Hi\n\n[[a/b]]\n".encode("utf-16"), "the file is UTF-16; Obsidian reads UTF-8 only"),
            (
                "\ufeff# Hi\n\n[[a/b]]\n".encode("utf-16-be"),
                "the file is UTF-16; Obsidian reads UTF-8 only",
            ),
        ],
    )
    def test_that_are_no_text(self, write, run, data, message) -> None:
        write({"A.md": data, "B.md": "[[A]] [[A#Gone]] [[a/b]]\n"})
        found = run("check", "--format=json", "--ignore=VK3").json["findings"]

        assert [(item["path"], item["code"]) for item in found] == [
            ("A.md", "VK901"),
            ("B.md", "VK101"),
        ]
        assert found[0]["message"] == message

    def test_with_bytes_that_are_not_utf8(self, write, run) -> None:
        write({"A.md": b"# caf\xe9\n\n[[a/b]] \xff [[A]]\n"})
        ran = run("check", "--format=concise", "--ignore=VK3")

        assert ran.found == ["A.md:1:6 VK901", "A.md:3:1 VK101"]
        assert "the file holds bytes that are not UTF-8" in ran.out

    @pytest.mark.parametrize(
        "data",
        [b"\xed\xa0\x80 [[a/b]]", b"\xc0\xaf [[a/b]]", b"\xf4\x90\x80\x80 [[a/b]]", b"[[a/\xff]]"],
    )
    def test_with_forms_that_utf8_forbids(self, check, data) -> None:
        ran = check({"A.md": data}, "--select", "VK1,VK9")

        assert ran.codes == ["VK101", "VK901"]

    def test_excerpts_of_binary_do_not_ring_the_bell(self, write, run) -> None:
        write({"A.md": bytes(range(256)) * 4})
        out = run("check").out

        assert "unreadable-file (VK901)" in out
        assert not set(out) & set(map(chr, [*range(10), *range(11, 32), 127]))

    def test_of_five_megabytes(self, write, run) -> None:
        lines = "Some words with a [[Note]] and **more** of them.\n\n" * 100_000
        write({"Note.md": f"# Note\n\n{lines}[[a/b]]\n"})
        started = time.process_time()
        ran = run("check", "--format=concise")

        assert ran.found == ["Note.md:1:1 VK302", "Note.md:200003:1 VK101"]
        assert time.process_time() - started < 20

    def test_of_five_megabytes_in_one_line(self, write, run) -> None:
        write({"Note.md": "word " * 1_000_000 + "[[a/b]]"})
        ran = run("check", "--quiet", "--select", "VK1")

        assert "1:5000001 error" in ran.out
        assert len(ran.out) < 1000


class TestNesting:
    """Ten thousand of anything, one in another."""

    @pytest.mark.parametrize("name", NESTED)
    def test_ends_soon(self, name) -> None:
        started = time.process_time()
        report = found_in(Vault.from_texts({"A.md": NESTED[name] + "\n\nend\n"}))

        assert time.process_time() - started < WORST_SECONDS
        assert report.notes >= 1

    @pytest.mark.parametrize(
        "name", ["brackets", "wikilinks closed", "quotes", "front matter lists"]
    )
    def test_prints(self, write, run, name) -> None:
        write({"A.md": NESTED[name]})

        assert run("check", "--verbose").code in (0, 1)

    @pytest.mark.parametrize("text", ["[" * 100_000, '{"nodes":' * MANY, '{"nodes":[' + "[" * MANY])
    def test_in_a_canvas(self, check, text) -> None:
        ran = check({"A.canvas": text})

        assert (ran.code, ran.found) == (1, ["A.canvas:1:1 VK502"])

    def test_in_a_canvas_card(self, check) -> None:
        node = {"type": "text", "text": "[[" * MANY + "> " * MANY + "[[a/b]]"}

        assert check({"A.canvas": json.dumps({"nodes": [node]})}).code in (0, 1)

    def test_in_obsidians_settings(self, check) -> None:
        assert check({".obsidian/app.json": "[" * 100_000, "A.md": "[[a/b]]"}).code == 1

    def test_in_the_config(self, write, run) -> None:
        write({"vaultkit.toml": "a = " + "[" * MANY})
        ran = run("check")

        assert ran.code == 2
        assert "TMP/vault/vaultkit.toml: not valid TOML" in ran.err

    def test_of_folders(self, write, run) -> None:
        deep = "/".join(["d"] * 500)
        write({f"{deep}/A.md": "[[a/b]]\n"})

        assert run("check", "--format=concise", "--select=VK1").found == [f"{deep}/A.md:1:1 VK101"]


class TestNames:
    """Names that few expect."""

    def test_of_255_bytes(self, write, run) -> None:
        name = "n" * 252
        write({f"{name}.md": "# x\n\ny [[a/b]]\n", "A.md": f"[[{name}]] [[{name}x]]\n"})
        ran = run("check", "--format=concise", "--select=VK101,VK102")

        assert ran.found[-1:] == [f"{name}.md:3:3 VK101"]
        assert len(ran.found) == 2

    def test_of_bytes_that_are_not_utf8(self, write, run) -> None:
        root = write({"A.md": "text [[a/b]]\n"})
        try:
            Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.md")).write_bytes(b"")
        except OSError:
            pytest.skip("this file system wants UTF-8")
        text = run("check", "--quiet", "--verbose").out
        found = run("check", "--format=json", "--select=VK301").json["findings"]

        assert "\ncaf\ufffd.md\n" in text
        assert 'warning "caf\ufffd" is empty' in text
        assert [(item["path"], item["note"]) for item in found] == [("caf\ufffd.md", "caf\ufffd")]
        assert found[0]["message"] == '"caf\ufffd" is empty'

    def test_of_bytes_that_are_not_utf8_named_on_the_command_line(self, write, run_process) -> None:
        root = write({})
        path = Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.md"))
        try:
            path.write_bytes(b"[[a/b]]\n")
        except OSError:
            pytest.skip("this file system wants UTF-8")

        assert run_process("check", path).returncode == 1
        path.unlink()
        gone = run_process("check", path)
        assert gone.returncode == 2
        assert gone.stderr.decode().endswith("/caf\ufffd.md: no such file or folder\n")

    def test_of_the_root_that_is_not_utf8(self, write, run, tmp_path) -> None:
        root = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
        try:
            root.mkdir()
        except OSError:
            pytest.skip("this file system wants UTF-8")
        (root / "A.md").write_text("x [[a/b]]\n")

        assert "TMP/caf\ufffd: 1 note" in run("check", cwd=root).out
        assert run("check", "--format=json", cwd=root).json["vault"] == "TMP/caf\ufffd"
        assert run("config", cwd=root).code == 0

    def test_that_differ_by_case_only(self, check) -> None:
        files = {"a/Note.md": "x\n", "a/note.md": "y\n", "B.md": "[[a/Note]] [[a/NOTE]]\n"}

        assert check(files, "--select", "VK101,VK9").code in (0, 1)


class TestLinksOfTheFileSystem:
    """Symbolic links, good and bad."""

    def test_a_folder_in_itself(self, write, run) -> None:
        root = write({"sub/A.md": "[[a/b]]\n"})
        (root / "sub" / "again").symlink_to("..")
        (root / "sub" / "self").symlink_to("self")
        ran = run("check", "--format=concise", "--select=VK1")

        assert ran.found == ["sub/A.md:1:1 VK101"]
        assert ran.code in (1, 2)

    def test_a_note_that_is_itself(self, write, run) -> None:
        (write({"A.md": "[[a/b]] [[B]]\n"}) / "B.md").symlink_to("B.md")
        ran = run("check", "--format=concise", "--select=VK101")

        assert ran.found == ["A.md:1:1 VK101"]
        assert ran.code == 2
        assert len(ran.problems) == 1
        assert ran.problems[0].startswith("B.md cannot be")

    def test_a_dangling_one_is_no_file(self, write, run) -> None:
        (write({"A.md": "[[x/B.md]]\n"}) / "B.md").symlink_to("gone.md")
        ran = run("check", "--format=concise", "--select=VK101")

        assert (ran.found, ran.code, ran.err) == (["A.md:1:1 VK101"], 1, "")

    def test_a_folder_elsewhere_is_part_of_the_vault(self, write, run) -> None:
        write({"B.md": "[[a/b]]\n"}, "elsewhere")
        (write({"A.md": "[[B]]\n"}) / "linked").symlink_to("../elsewhere")

        assert run("check", "--format=concise", "--select=VK1").found == ["linked/B.md:1:1 VK101"]

    def test_a_pipe_is_no_note(self, write, run) -> None:
        if not hasattr(os, "mkfifo"):
            pytest.skip("no named pipes here")
        os.mkfifo(write({"A.md": "x [[a/b]]\n"}) / "B.md")

        assert run("check", "--format=concise", "--select=VK1").found == ["A.md:1:3 VK101"]


class TestLinkTargets:
    """What links may hold."""

    @pytest.mark.parametrize("dialect", ["auto", "obsidian", "github", "flat"])
    @pytest.mark.parametrize(
        "target",
        [
            "q" * 5000,
            "q/" * 5000 + "q",
            "../" * 2000 + "etc/passwd",
            "a%00b.md",
            "a\\0b",
            "%ff%fe.md",
            "%",
            "%zz",
            "~/x",
            "C:\\x\\y.md",
            "//server/share.md",
            "file:///etc/passwd",
            "\ud7ff\ue000\uffff",
            ".",
            "..",
            "/",
            "./",
            "con.md",
            " ",
            "\u00a0",
        ],
    )
    def test_in_every_dialect(self, write, run, target, dialect) -> None:
        text = f"# A\n\n[x](<{target}>) [[{target}]] ![[{target}]] [x](<{target}#{target}>)\n"
        write({"A.md": text, "sub/B.md": text})
        ran = run("check", "--dialect", dialect)

        assert ran.code in (0, 1)

    @pytest.mark.parametrize("dialect", ["auto", "obsidian", "github", "flat"])
    def test_longer_than_the_file_system_allows_is_broken(self, write, run, dialect) -> None:
        write({"A.md": f"# A\n\n[x]({'q' * 5000}.md)\n"})
        ran = run("check", "--format=concise", "--select=VK101", "--dialect", dialect)

        assert ran.found == ["A.md:3:1 VK101"]

    @pytest.mark.parametrize("dialect", ["auto", "obsidian", "github", "flat"])
    def test_a_nul_is_broken(self, write, run, dialect) -> None:
        write({"A.md": "# A\n\n[x](a%00b.md)\n"})
        ran = run("check", "--format=concise", "--select=VK101", "--dialect", dialect)

        assert ran.found == ["A.md:3:1 VK101"]


class TestOtherFiles:
    """Canvases, bases and settings that are not what their names say."""

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"not json", "the canvas is not valid JSON"),
            (b"\xff\xfe\0{", "the canvas is not valid JSON"),
            (b'{"nodes": [', "the canvas is not valid JSON"),
            (b"[]", "the canvas holds no list of nodes"),
            (b"3", "the canvas holds no list of nodes"),
            (b'{"nodes": 3}', "the canvas holds no list of nodes"),
        ],
    )
    def test_a_canvas_that_is_none(self, write, run, data, message) -> None:
        write({"B.canvas": data, "A.md": "[[B.canvas]] [[a/b]]\n"})
        found = run("check", "--format=json", "--ignore=VK3").json["findings"]

        assert [(item["path"], item["code"]) for item in found] == [
            ("A.md", "VK101"),
            ("B.canvas", "VK502"),
        ]
        assert found[1]["message"] == message

    @pytest.mark.parametrize(
        "canvas",
        [
            "",
            "{}",
            '{"nodes": []}',
            '{"nodes": [1, null, "x", [], {}]}',
            '{"nodes": [{"type": "file"}, {"type": "file", "file": 3}]}',
            '{"nodes": [{"type": "text"}, {"type": "text", "text": null}], "edges": 7}',
            '{"nodes": [{"type": "text", "text": "\\ud800 [ \\ud83c\\udf31"}]}',
        ],
    )
    def test_odd_canvases_are_canvases(self, check, canvas) -> None:
        ran = check({"B.canvas": canvas})

        assert (ran.code, ran.found) == (0, [])

    def test_a_canvas_of_lone_surrogates(self, write, run) -> None:
        node = '{"type": "file", "file": "\\ud800.md"}, {"type": "text", "text": "[[\\ud800/x]]"}'
        write({"B.canvas": f'{{"nodes": [{node}]}}'})

        assert run("check").code == 1
        assert run("check", "--format=json").json["summary"]["findings"] == 2

    @pytest.mark.parametrize("data", [b"", b"\xff", b"a: [", b"a: &a [*a]", b"- " * 5000, b"\0"])
    def test_a_broken_base(self, check, data) -> None:
        assert check({"B.base": data, "A.md": "[[a/b]]\n"}, "--select=VK1").code == 1

    @pytest.mark.parametrize(
        "data",
        [b"", b"{broken", b"[]", b"null", b"\xff", b'{"userIgnoreFilters": 3}', b'{"a": 1e999}'],
    )
    @pytest.mark.parametrize("name", ["app.json", "templates.json", "daily-notes.json"])
    def test_broken_settings_count_as_none(self, check, data, name) -> None:
        ran = check({f".obsidian/{name}": data, "A.md": "[[a/b]]\n"}, "--select=VK1")

        assert (ran.code, ran.found) == (1, ["A.md:1:1 VK101"])

    def test_settings_that_are_a_folder(self, check) -> None:
        ran = check({".obsidian/app.json/x": "", "A.md": "[[a/b]]\n"}, "--select=VK1")

        assert (ran.code, ran.found) == (1, ["A.md:1:1 VK101"])

    def test_a_configuration_that_is_a_folder(self, check) -> None:
        assert check({"vaultkit.toml/x": "", "A.md": "[[a/b]]\n"}, "--select=VK1").code in (1, 2)


class _Locked(MemoryTree):
    """A tree in which one file cannot be read."""

    def read(self, path: str) -> bytes:
        if path.startswith("Locked"):
            raise TreeError(f"{path} cannot be read: permission denied")
        return super().read(path)


class TestPermission:
    """What may not be read is named, and the rest is done."""

    FILES: ClassVar = {"A.md": "[[Locked]] [[Locked#Head]] [[a/b]]\n", "Locked.md": "# Head\n"}

    def test_a_note_in_any_tree(self) -> None:
        report = found_in(Vault(_Locked(self.FILES)))
        found = [(item.path, item.code, item.message) for item in report.findings]

        assert ("A.md", "VK101", 'no note "a/b"') in found
        assert ("Locked.md", "VK901", "the file cannot be read: permission denied") in found
        assert "VK104" not in [code for _, code, _ in found]
        assert "VK301" not in [code for _, code, _ in found]

    def test_a_canvas_in_any_tree(self) -> None:
        report = found_in(Vault(_Locked({"A.md": "x", "Locked.canvas": "{}"})))
        found = [(item.path, item.message) for item in report.findings if item.code == "VK502"]

        assert found == [("Locked.canvas", "the canvas cannot be read: permission denied")]

    def test_a_base_in_any_tree(self) -> None:
        assert found_in(Vault(_Locked({"A.md": "x", "Locked.base": ""}))).notes == 1

    def test_a_note_on_the_command_line(self, write, run, monkeypatch) -> None:
        """Input and output that fails is exit code 2, by the design's section 5."""
        read = FolderTree.read

        def locked(tree: FolderTree, path: str) -> bytes:
            if path == "Locked.md":
                raise TreeError(f"{path} cannot be read: permission denied")
            return read(tree, path)

        monkeypatch.setattr(FolderTree, "read", locked)
        write(self.FILES)
        ran = run("check", "--format=concise")

        assert {"A.md:1:28 VK101", "Locked.md:1:1 VK901"} <= {*ran.found}
        assert ran.code == 2

    def test_a_folder_on_the_command_line(self, write, run, monkeypatch) -> None:
        root = write({"A.md": "x [[a/b]]\n", "locked/B.md": "[[a/c]]\n"})
        scandir = os.scandir

        def locked(path: str):
            if path == str(root / "locked"):
                raise PermissionError(13, "Permission denied", path)
            return scandir(path)

        monkeypatch.setattr("vaultkit.vault.tree.os.scandir", locked)
        ran = run("check", "--format=concise", "--select=VK1")

        assert ran.found == ["A.md:1:3 VK101"]
        assert (ran.code, ran.problems) == (2, ["locked cannot be listed: permission denied"])

    def test_a_file_that_goes_while_we_look(self, write, run, monkeypatch) -> None:
        root = write({"A.md": "x [[a/b]]\n", "B.md": "y\n"})
        entries = FolderTree.entries

        def vanishing(tree: FolderTree):
            found = [*entries(tree)]
            (root / "B.md").unlink()
            return iter(found)

        monkeypatch.setattr(FolderTree, "entries", vanishing)
        ran = run("check", "--format=concise")

        assert "A.md:1:3 VK101" in ran.found
        assert "B.md:1:1 VK901" in ran.found
        assert "the file cannot be read: no such file or directory" in ran.out

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
    )
    def test_on_disk(self, write, run) -> None:
        root = write({**self.FILES, "shut/B.md": "x\n", "vault.md": "x\n"})
        (root / "Locked.md").chmod(0)
        (root / "shut").chmod(0)
        try:
            ran = run("check", "--format=concise")
        finally:
            (root / "shut").chmod(0o700)

        assert ran.code == 2
        assert "Locked.md:1:1 VK901" in ran.found
        assert ran.problems == ["shut cannot be listed: permission denied"]

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
    )
    def test_a_config_on_disk(self, write, run) -> None:
        (write({"vaultkit.toml": ""}) / "vaultkit.toml").chmod(0)
        ran = run("check")

        assert (ran.code, ran.problems) == (
            2,
            ["TMP/vault/vaultkit.toml: cannot be read: permission denied"],
        )

    def test_a_config(self, write, run, monkeypatch) -> None:
        write({"vaultkit.toml": ""})
        opened = Path.open

        def locked(path: Path, *arguments):
            if path.name == "vaultkit.toml":
                raise PermissionError(13, "Permission denied", str(path))
            return opened(path, *arguments)

        monkeypatch.setattr(Path, "open", locked)
        ran = run("check")

        assert (ran.code, ran.problems) == (
            2,
            ["TMP/vault/vaultkit.toml: cannot be read: permission denied"],
        )


def shell(words: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run ``vaultkit WORDS`` in a shell, in ``vault``."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", f'"{sys.executable}" -m vaultkit {words}'],
        capture_output=True,
        cwd=folder / "vault",
        timeout=60,
        check=False,
    )


class TestOutput:
    """An output that goes away, is full or was never there."""

    @pytest.fixture
    def big(self, write) -> None:
        """Write a vault with a report that no pipe holds."""
        write({f"{number}.md": "# T\n\n" + "[[a/b]]\n\n" * 3 for number in range(2000)})

    def test_a_reader_that_stops(self, big, tmp_path) -> None:
        ran = shell("check --format=concise | head -1", tmp_path)

        assert ran.stdout.count(b"\n") == 1
        assert ran.stderr == b""

    @pytest.mark.parametrize("output_format", ["text", "json", "concise"])
    def test_a_reader_that_reads_nothing(self, big, tmp_path, output_format) -> None:
        ran = shell(f"check --format={output_format} --statistics | true", tmp_path)

        assert (ran.stdout, ran.stderr) == (b"", b"")

    def test_a_reader_that_stops_does_not_make_findings_vanish(self, big, tmp_path) -> None:
        ran = shell("check --format=concise | true", tmp_path)

        assert ran.returncode != 0

    @pytest.mark.parametrize("words", ["rules", "--help", "--version", "completion bash"])
    def test_of_other_commands(self, write, tmp_path, words) -> None:
        write({})

        assert shell(f"{words} | true", tmp_path).stderr == b""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    @pytest.mark.parametrize("words", ["check", "check --format=json", "rules", "--version"])
    def test_a_disk_that_is_full(self, write, tmp_path, words) -> None:
        write({"A.md": "[[a/b]]\n"})
        ran = shell(f"{words} > /dev/full", tmp_path)

        assert ran.returncode == 2
        assert b"Traceback" not in ran.stderr
        assert b"no space left on device" in ran.stderr.lower()

    @pytest.mark.parametrize("words", ["check", "check --format=json", "rules", "--version"])
    def test_that_is_closed(self, write, tmp_path, words) -> None:
        write({"A.md": "[[a/b]]\n"})
        ran = shell(f"{words} >&-", tmp_path)

        assert b"Traceback" not in ran.stderr
        assert ran.returncode in (0, 1, 2)

    def test_errors_that_nobody_hears(self, write, tmp_path) -> None:
        write({"A.md": "[[a/b]]\n"})

        assert shell("check 2>&-", tmp_path).returncode == 1
        assert shell("check gone.md 2>&-", tmp_path).returncode == 2

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
    def test_that_cannot_hold_every_letter(self, write, run_process, encoding) -> None:
        write({"無い.md": "日本 [[あ/い]] 🌱\n"})
        ran = run_process("check", PYTHONIOENCODING=encoding)

        assert ran.returncode == 1
        assert ran.stderr == b""
        assert "VK101" in ran.stdout.decode(encoding)

    def test_a_message_on_errors_that_cannot_hold_every_letter(self, write, run_process) -> None:
        write({})
        ran = run_process("check", "無い.md", PYTHONIOENCODING="ascii")

        assert ran.returncode == 2
        assert b"Traceback" not in ran.stderr
        assert b"no such file or folder" in ran.stderr


class TestBugsAndInterrupts:
    """What is no user's fault is told so, too."""

    def test_a_bug_in_vaultkit(self, write, monkeypatch, capsys, tmp_path) -> None:
        def broken(*_: object, **__: object) -> int:
            raise AssertionError("beyond belief")

        write({})
        monkeypatch.chdir(tmp_path / "vault")
        monkeypatch.setattr("vaultkit.cli.check.run_check", broken)
        monkeypatch.setattr(sys, "argv", ["vaultkit", "check"])

        assert app.run() == 3
        said = capsys.readouterr()
        assert said.out == ""
        assert "beyond belief" in said.err
        assert "this is a bug in vaultkit" in said.err.splitlines()[-1]

    def test_an_interrupt(self, write, run, monkeypatch) -> None:
        def interrupted(*_: object, **__: object) -> int:
            raise KeyboardInterrupt

        write({})
        monkeypatch.setattr("vaultkit.cli.check.run_check", interrupted)
        ran = run("check")

        assert (ran.code, ran.out) == (130, "")
        assert ran.err.strip() == "interrupted"

    @pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",), ("check", "--help")])
    def test_help_is_no_error(self, write, run, arguments) -> None:
        write({})
        ran = run(*arguments)

        assert (ran.out + ran.err).startswith("Usage: ")
        assert ran.code == (0 if arguments else 2)

    def test_an_unknown_command(self, write, run) -> None:
        write({})
        ran = run("chekc")

        assert ran.code == 2
        assert "No such command 'chekc'" in ran.err
