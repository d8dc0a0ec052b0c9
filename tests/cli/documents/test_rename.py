"""``rename``, ``move``, ``rename-heading``, ``rename-tag`` and ``heal`` for programs."""

import os
import subprocess

import pytest

FILES = {
    "Home.md": "---\nup: '[[Clay soil]]'\n---\n日本 [[Clay soil]] and ![[Clay soil#Sand|sand]].\n",
    "Clay soil.md": "# Clay soil\n\n## Sand\n\nA #earth/loam here.\n\n[[Home]]\n",
    "Board.canvas": '{"nodes":[{"type":"file","file":"Clay soil.md","subpath":"#Sand"}]}',
    "Notes.base": "filters: file.path == 'Clay soil.md'\n",
    "Query.md": "```dataview\nLIST FROM [[Clay soil]]\n```\n\n#earth\n",
    "sub/Map.md": "[c](../Clay%20soil.md)\n",
}


@pytest.fixture
def vault(write):
    return write(FILES)


def applied(given, root) -> dict[str, str]:
    """Return the files of a plan with its edits made, by their new paths."""
    after = {}
    for file in given["files"]:
        lines = (root / os.fsencode(file["path"]).decode()).read_text("utf-8").split("\n")
        for edit in reversed(file["edits"]):
            assert edit["line"] == edit["end_line"]
            line = lines[edit["line"] - 1]
            start, end = edit["column"] - 1, edit["end_column"] - 1
            assert line[start:end] == edit["before"]
            lines[edit["line"] - 1] = line[:start] + edit["after"] + line[end:]
        after[file["new_path"] or file["path"]] = "\n".join(lines)
    return after


def files_of(root) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in root.rglob("*")
        if path.is_file()
    }


COMMANDS = [
    ("rename", "Clay soil", "Loam of 日本"),
    ("move", "Clay soil", "sub/deep er/"),
    ("move", "sub", "Clay soil.md", "far/"),
    ("rename-heading", "Clay soil#Sand", "Silt"),
    ("rename-tag", "earth", "ground"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_plan_is_exactly_what_is_then_written(vault, document, command) -> None:
    before = files_of(vault)
    plan = document("rename", *command, "--dry-run")
    assert files_of(vault) == before
    after = applied(plan, vault)
    done = document("rename", *command)

    assert plan["files"]
    assert done == {**plan, "dry_run": False, "run": 1}
    gone = {file["path"] for file in plan["files"] if file["new_path"]}
    left = {path: text for path, text in before.items() if path not in gone}
    assert files_of(vault) == {**left, **after}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_references_are_where_the_document_says(vault, document, command) -> None:
    plan = document("rename", *command, "--dry-run")

    assert plan["references"]
    for item in plan["references"]:
        line = (vault / item["path"]).read_text("utf-8").split("\n")[item["line"] - 1]
        assert line[item["column"] - 1 :].startswith(item["before"]), item
        assert item["before"] != item["after"]


def test_each_place_that_is_left(vault, document) -> None:
    plan = document("rename", "rename", "Clay soil", "Loam", "--dry-run")
    place = {"path": "Query.md", "line": 2, "column": 11}

    assert plan["title"] == "Clay soil.md to Loam.md"
    assert plan["left"] == [{**place, "text": "[[Clay soil]]", "message": ""}]
    assert plan["refused"] == plan["remarks"] == plan["now_resolving"] == []


def test_what_works_then_and_what_is_no_link_yet(write, document) -> None:
    write({"A.md": "x\n", "B.md": "[[C]]\n", "D.md": "---\nup: [[A]]\n---\n[[C#^none]]\n"})
    plan = document("rename", "rename", "A", "C", "--dry-run")

    assert [item["text"] for item in plan["now_resolving"]] == ["[[C]]", "[[C#^none]]"]
    assert [item["path"] for item in plan["not_links_yet"]] == ["D.md"]


def test_what_prevents_it(write, document) -> None:
    root = write({"A.md": "x\n", "B.md": "[[A]]\n", "Old.canvas": '{"A": ]'})
    before = files_of(root)
    given = document("rename", "rename", "A", "C", code=2)

    assert [item["path"] for item in given["refused"]] == ["Old.canvas"]
    assert given["files"] == given["references"] == []
    assert given["run"] is None
    assert files_of(root) == before


def test_what_the_proof_refuses(write, document, monkeypatch) -> None:
    from vaultkit.changes.proof.renames import Fault

    write({"A.md": "x\n", "B.md": "[[A]]\n"})
    faults = [Fault("", 0, "two files would be one"), Fault("B.md", 1, "a word would change")]
    monkeypatch.setattr("vaultkit.rename.proven.prove", lambda *_: faults)
    given = document("rename", "rename", "A", "C", code=2)

    assert [(item["path"], item["line"]) for item in given["refused"]] == [
        (None, None),
        ("B.md", 1),
    ]
    assert given["files"] == given["references"] == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("rename", "A", "B"), "already exists"),
        (("rename", "Nothing", "B"), "there is no such file or folder"),
        (("move", "A", "../out/"), "is outside the vault"),
        (("rename", "A", "C", "--diff"), "--diff: prints a diff"),
        (("rename-tag", "none", "some"), "nothing in the vault has this tag"),
    ],
)
def test_what_cannot_be_asked_for_is_one_sentence_and_no_document(
    write, run, command, said
) -> None:
    write({"A.md": "x\n", "B.md": "[[A]]\n"})
    ran = run(*command, "--format", "json")

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.problems[0]
    assert len(ran.problems) == 1


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_not_utf8(tmp_path, document) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    (root / os.fsdecode(b"a\xff.md")).write_text("[[B]]\n")
    (root / "B.md").write_text("x\n")
    plan = document("rename", "rename", "B", "C")

    assert [file["path"] for file in plan["files"]] == ["B.md", "a�.md"]


def git(root, *words) -> None:
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(vault):
    for words in (
        ("init", "-q"),
        ("config", "user.email", "a@b.c"),
        ("config", "user.name", "n"),
        ("add", "."),
        ("commit", "-qm", "x"),
    ):
        git(vault, *words)
    return vault


def test_a_heal(repository, document) -> None:
    git(repository, "mv", "Clay soil.md", "Loam.md")
    git(repository, "rm", "-q", "Home.md")
    plan = document("rename", "heal", "--dry-run", code=1)
    done = document("rename", "heal")

    assert done == {**plan, "dry_run": False, "run": 1}
    assert plan["title"] == ""
    assert {(item["path"], item["after"]) for item in plan["references"]} >= {
        ("sub/Map.md", "[c](../Loam.md)")
    }
    assert [(item["text"], item["message"]) for item in plan["left"]] == [
        ("[[Home]]", "led to Home.md, which is gone")
    ]


def test_nothing_to_heal(repository, document) -> None:
    given = document("rename", "heal")

    assert (given["files"], given["references"], given["run"]) == ([], [], None)


def test_without_git_a_remark_says_what_a_heal_goes_by(vault, run, document) -> None:
    run("check")
    (vault / "Clay soil.md").rename(vault / "Loam.md")
    given = document("rename", "heal")

    assert given["remarks"][0].startswith("without git, link targets are those of the check")


def test_two_names_exchanged(repository, document) -> None:
    for old, new in (("Home.md", "x.md"), ("Clay soil.md", "Home.md"), ("x.md", "Clay soil.md")):
        git(repository, "mv", old, new)
    plan = document("rename", "heal", "--dry-run", code=1)

    assert all(file["edits"] for file in plan["files"])
