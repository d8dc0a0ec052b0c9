"""The machine-readable report: a contract from the first day."""

import json
import re

import pytest

REPORT_KEYS = ["version", "vault", "summary", "findings"]
SUMMARY_KEYS = ["notes", "links", "findings", "fixable"]
FINDING_KEYS = [
    "code",
    "rule",
    "severity",
    "path",
    "file",
    "note",
    "line",
    "column",
    "end_line",
    "end_column",
    "message",
    "help",
    "fix",
    "related",
    "fingerprint",
]


@pytest.fixture
def report(write, run):
    """Return a function that writes a vault and gives its report."""

    def reported(files, *arguments: str):
        write(files)
        return run("check", "--format", "json", *arguments).json

    return reported


@pytest.fixture
def finding(report):
    """Return a function that checks one note for one rule, and gives the only finding."""

    def only(text: str | bytes, rule: str, **others: str):
        (found,) = report({"Note.md": text, **others}, "--select", rule)["findings"]
        return found

    return only


def span(found) -> tuple[int, int, int, int]:
    """Return where a finding starts and ends."""
    return found["line"], found["column"], found["end_line"], found["end_column"]


class TestContract:
    """The fields, their order and their types."""

    def test_whole_output(self, write, run) -> None:
        write({"sub/Soil.md": "# Soil\n\n日本 [[Sub/Gone.md]]\n", "Home.md": "[[soil]] text\n"})
        ran = run("check", "--format", "json", "--select", "broken-link")

        assert re.sub(r'"fingerprint": "\w+"', '"fingerprint": "..."', ran.out) == (
            """\
{
  "version": 1,
  "vault": "TMP/vault",
  "summary": {
    "notes": 2,
    "links": 2,
    "findings": 1,
    "fixable": 0
  },
  "findings": [
    {
      "code": "VK101",
      "rule": "broken-link",
      "severity": "error",
      "path": "sub/Soil.md",
      "file": "sub/Soil.md",
      "note": "Soil",
      "line": 3,
      "column": 4,
      "end_line": 3,
      "end_column": 19,
      "message": "no file \\"Sub/Gone.md\\"",
      "help": null,
      "fix": null,
      "related": [],
      "fingerprint": "..."
    }
  ]
}
"""
        )
        assert ran.err == ""

    def test_fields_of_every_finding(self, report) -> None:
        given = report(
            {
                "A.md": "# A\n\n[[Bs]] [[/ay]] ![[z.png]]\n\n## T\n\n## T\n",
                "B.md": "",
                "C.md": "---\nalias: x\nup: [[B]]\n---\nx[^1]\n",
                "N.canvas": "?",
            }
        )

        assert list(given) == REPORT_KEYS
        assert list(given["summary"]) == SUMMARY_KEYS
        assert len(given["findings"]) >= 8
        for found in given["findings"]:
            assert list(found) == FINDING_KEYS
            assert re.fullmatch(r"VK\d{3}", found["code"])
            assert re.fullmatch(r"[a-z]+(-[a-z]+)+", found["rule"])
            assert found["severity"] in ("error", "warning", "info")
            assert all(type(number) is int and number >= 1 for number in span(found))
            assert span(found)[:2] <= span(found)[2:]
            assert found["message"]
            assert found["help"] is None or found["help"]
            if found["fix"] is not None:
                assert list(found["fix"]) == ["applicability", "title"]
                assert found["fix"]["applicability"] in ("safe", "unsafe")
                assert found["fix"]["title"]
            assert re.fullmatch(r"[0-9a-f]{16}", found["fingerprint"])

    def test_the_fix_of_a_finding(self, report) -> None:
        given = report({"A.md": "[[old/B]] [[/ay]]\n", "B.md": "1\n", "V.md": ""})
        fixes = {item["message"]: item["fix"] for item in given["findings"]}

        assert fixes['no note "old/B"'] == {"applicability": "safe", "title": "write [[B]]"}
        assert fixes['no note "/ay"'] is None
        assert fixes['"V" is empty'] == {"applicability": "unsafe", "title": "delete the note"}
        assert given["summary"]["fixable"] == 1

    def test_a_clean_vault(self, report) -> None:
        given = report({"A.md": "# A\n\n[[B]]\n", "B.md": "# B\n\n[[A]]\n"})

        assert given["summary"] == {"notes": 2, "links": 2, "findings": 0, "fixable": 0}
        assert given["findings"] == []

    def test_findings_come_in_the_order_of_the_text(self, report) -> None:
        files = {f"{name}.md": "# X\n\n[[/a2]] [[/a1]]\n\n[[/a3]]\n" for name in "BAC"}
        found = report(files, "--select", "broken-link")["findings"]
        places = [(item["path"], item["line"], item["column"]) for item in found]

        assert places == sorted(places)
        assert len(places) == 9

    def test_help_says_what_text_says(self, finding, run) -> None:
        found = finding("[[old/Soil]]\n", "broken-link", **{"Soil.md": "x"})

        said = 'found in another folder: "Soil" (the vault has no folder "old", and '
        assert found["help"] == f"{said}no other file of that name)"
        assert f"help: {found['help']}" in run("check").out

    def test_related_places(self, finding) -> None:
        found = finding("# T\n\n## Same\n\n## Same\n\n## Same\n", "duplicate-heading")

        other = {"path": "Note.md", "file": "Note.md", "column": 1, "message": "the same heading"}

        assert found["related"] == [{**other, "line": 3}, {**other, "line": 7}]
        assert found["line"] == 5

    def test_a_related_place_in_another_file(self, report) -> None:
        (found,) = report(
            {"a/N.md": "\n\n# N\n\none\n", "b/N.md": "# N\n\ntwo\n"}, "--select", "duplicate-name"
        )["findings"]

        assert found["path"] == "b/N.md"
        assert [(item["path"], item["line"], item["column"]) for item in found["related"]] == [
            ("a/N.md", 3, 1)
        ]

    def test_the_summary_is_unfolded(self, report) -> None:
        days = " ".join(f"[[days/2024-01-{day:02}]]" for day in range(1, 31))
        given = report({"Log.md": f"# Log\n\n{days} [[Plan]] [[Plan]]\n"})

        assert given["summary"] == {"notes": 1, "links": 32, "findings": 33, "fixable": 0}
        assert len(given["findings"]) == 33

    def test_links_to_the_web_are_not_counted(self, report) -> None:
        given = report(
            {"A.md": "[[A]] ![[A]] <https://x.org> [x](https://x.org) [y](mailto:a@b.c)"}
        )

        assert given["summary"]["links"] == 2

    def test_two_vaults(self, write, run, tmp_path) -> None:
        write({".obsidian/app.json": "{}", "A.md": "[[/ax]]\n"}, "one")
        write({".obsidian/app.json": "{}", "B.md": "[[A]] text\n"}, "two")
        reports = run("check", "one", "two", "--format", "json", cwd=tmp_path).json

        assert [item["vault"] for item in reports] == ["TMP/one", "TMP/two"]
        assert all(list(item) == REPORT_KEYS for item in reports)

    def test_the_root_is_a_path_that_a_program_can_open(self, write, run, tmp_path) -> None:
        write({"A.md": "x\n"}, "home/notes")
        given = run("check", "--format", "json", cwd="home/notes").json

        assert given["vault"] == "TMP/home/notes"

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
    def test_names_survive_any_output_encoding(self, write, run_process, encoding) -> None:
        write({"無い.md": "[[/あい]]\n"})
        ran = run_process("check", "--format", "json", PYTHONIOENCODING=encoding)
        (found, _) = json.loads(ran.stdout.decode("utf-8"))["findings"]

        assert (found["path"], found["message"]) == ("無い.md", 'no note "/あい"')

    def test_nothing_but_json_on_standard_output(self, write, run) -> None:
        write({"A.md": "[[/ax]]\n"})

        assert run("check", "--format", "json", "--verbose", "--statistics").json["version"] == 1
        assert run("check", "--format", "json", "--quiet").json["version"] == 1


class TestPosition:
    """Lines and columns from 1, columns in code points, the end exclusive."""

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("[[/ab]]", (1, 1, 1, 8)),
            ("one [[/ab]] two\n", (1, 5, 1, 12)),
            ("日本 [[/a語]]\n", (1, 4, 1, 11)),
            ("🌱🌿 [[/a🌳]]\n", (1, 4, 1, 11)),
            ("cafe\u0301 [[/ae\u0301]]\n", (1, 7, 1, 15)),
            ("👩\u200d🌾 [[/ab]]\n", (1, 5, 1, 12)),
            ("x\ty [[/ab]]\n", (1, 5, 1, 12)),
            ("\ufeffone [[/ab]]\n", (1, 5, 1, 12)),
            ("one\r\n\r\ntwo [[/ab]]\r\n", (3, 5, 3, 12)),
            ("one\r\rtwo [[/ab]]\r", (3, 5, 3, 12)),
            ("one\n\r\ntwo\r[[/ab]]", (4, 1, 4, 8)),
            ("one\x0b\x0c\u2028\u0085two [[/ab]]\n", (1, 12, 1, 19)),
            ("see [some\ntext](gone/x.md) on\n", (1, 5, 2, 17)),
            ("![[/ab.md]]\n", (1, 1, 1, 12)),
            ("---\nup: '[[/ab]]'\n---\n", (2, 6, 2, 13)),
            ("| a |\n|---|\n| [[/ab\\|c]] |\n", (3, 3, 3, 13)),
        ],
    )
    def test_of_a_link(self, finding, text, place) -> None:
        rule = "broken-embed" if text.startswith("!") else "broken-link"

        assert span(finding(text, rule)) == place

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("# Note\n", (1, 1, 1, 7)),
            ("\n\n# Note #\n", (3, 1, 3, 9)),
            ("---\nid: 1\n---\n# Note\n", (4, 1, 4, 7)),
            ("Note\n====\n", (1, 1, 2, 5)),
            ("", (1, 1, 1, 1)),
            ("\n\n", (1, 1, 1, 1)),
            ("---\nid: 1\n---\n", (1, 1, 1, 1)),
        ],
    )
    def test_of_a_whole_note(self, finding, text, place) -> None:
        assert span(finding(text, "stub-note")) == place

    def test_of_a_canvas_card(self, report) -> None:
        canvas = '{\n "nodes": [\n  {"type": "file", "file": "日/gone.md"}\n ]\n}'
        (found,) = report({"B.canvas": canvas})["findings"]

        assert (found["path"], found["note"], span(found)) == (
            "B.canvas",
            "B.canvas",
            (3, 29, 3, 38),
        )


class TestNote:
    """The note's title or name; in a flattened file the section's title."""

    FLAT = (
        "---\nx: 1\n---\n[a](#gone0)\n\n# One & Two {#one--two}\n\n[a](#gone1)\n\n"
        "# `Three` {#three}\n\n## Sub\n\n[a](#gone2)\n\n"
        "# One & Two {#one--two-1}\n\n[a](#gone3)\n\n[a](#three)\n"
    )

    def test_of_a_file(self, finding) -> None:
        assert finding("# Another title\n\n[[/ab]]\n", "broken-link")["note"] == "Note"

    def test_of_a_flattened_file(self, report) -> None:
        found = report({"all.md": self.FLAT}, "--select", "broken-anchor")["findings"]

        assert [item["note"] for item in found][1:] == ["One & Two", "Three", "One & Two"]
        assert {item["path"] for item in found} == {"all.md"}

    def test_the_summary_counts_sections(self, report) -> None:
        assert report({"all.md": self.FLAT})["summary"]["notes"] == 3


class TestFingerprint:
    """The same finding keeps its fingerprint when lines move; two findings never share one."""

    TEXT = "# Note\n\n[[/ab]] and [[/ab]]\n\n[[/ac]] [[Note#x]]\n"

    @pytest.fixture
    def prints(self, report):
        def of(text: str, path: str = "Note.md", *arguments: str) -> list[str]:
            found = report({path: text}, "--select", "VK101,VK104", *arguments)["findings"]
            return [item["fingerprint"] for item in found if item["path"] == path]

        return of

    def test_all_differ(self, prints) -> None:
        assert len(set(prints(self.TEXT))) == 4

    @pytest.mark.parametrize(
        "moved",
        [
            "---\ntags: [x]\n---\n\nnew lines\n\n" + TEXT,
            TEXT.replace("[[/ab]] and", "- text before [[/ab]] and"),
            TEXT.replace("\n", "\r\n"),
            "\ufeff" + TEXT,
            TEXT + "\nmore below [[/anew]]\n",
        ],
    )
    def test_stays_when_the_text_around_changes(self, prints, moved) -> None:
        before = prints(self.TEXT)

        assert prints(moved)[: len(before)] == before

    @pytest.mark.parametrize("again", ["[[/AB]]", "[[/ab|shown so]]"])
    def test_is_of_the_target_not_of_how_it_is_written(self, prints, again) -> None:
        before = prints(self.TEXT)

        assert prints(self.TEXT.replace("[[/ab]]", again)) == before

    def test_of_another_target_differs(self, prints) -> None:
        assert not set(prints("[[/ab]]")) & set(prints("[[/ad]]"))

    def test_of_another_note_differs(self, prints) -> None:
        assert not set(prints("[[/ab]]")) & set(prints("[[/ab]]", "Other.md"))

    def test_of_another_rule_differs(self, report) -> None:
        found = report({"A.md": ""}, "--select", "stub-note,orphan-note")["findings"]

        assert len({item["fingerprint"] for item in found}) == 2

    def test_does_not_depend_on_what_is_asked_for(self, prints, run) -> None:
        before = prints(self.TEXT)
        given = run("check", "--format", "json", "--select", "VK101,VK104", "Note.md").json
        alone = run("check", "--format", "json", "--select", "VK104").json

        assert [item["fingerprint"] for item in given["findings"]] == before
        assert [item["fingerprint"] for item in alone["findings"]] == before[-1:]

    def test_does_not_depend_on_the_folder_of_the_vault(self, write, run) -> None:
        write({"Note.md": self.TEXT})
        write({"Note.md": self.TEXT}, "elsewhere")
        here, there = (
            [
                item["fingerprint"]
                for item in run("check", "--format=json", cwd=cwd).json["findings"]
            ]
            for cwd in ("vault", "elsewhere")
        )

        assert here == there

    def test_in_a_flattened_file_a_section_has_its_own(self, report) -> None:
        text = "# One {#one}\n\n[a](#x)\n\n# Two {#two}\n\n[a](#x)\n\nend\n\n## S\n"
        moved = text.replace("# One {#one}\n\n", "# One {#one}\n\n[b](#y)\n\nadded\n\n")
        before, after = (
            report({"all.md": given}, "--select", "broken-anchor")["findings"]
            for given in (text, moved)
        )

        assert len({item["fingerprint"] for item in before}) == 2
        assert {item["fingerprint"] for item in before} < {item["fingerprint"] for item in after}
