"""The proof refuses whatever a move should not have done, whoever did it."""

import pytest

from vaultkit.changes.proof.declared_renames import Declared
from vaultkit.changes.proof.renames import Fault, prove
from vaultkit.rename.follow_links import follow
from vaultkit.rename.request import Wanted, vault_after
from vaultkit.rules.base.problem import Edit
from vaultkit.vault.vault import Vault

FILES = {
    ".obsidian/app.json": "{}",
    "Old.md": "# Head\n\ntext #tag ^id\n",
    "Other.md": "# Head\n",
    "pic.png": b"png",
    "S.md": (
        '---\nup: "[[Old]]"\nnote: plain # why\n---\n'
        "# About [[Other]]\n\n[[Old|shown]] and [text](Old.md) and [[Old#Head]] some words `code`\n"
    ),
    "C.canvas": (
        '{"nodes": [{"type": "file", "file": "Old.md", "x": 1},'
        ' {"type": "text", "text": "words [[Old]] #tag"}]}'
    ),
    "B.base": 'filters: file.hasLink("Old") && status == "Old"\n',
}
RENAMES = {"Old.md": "New.md"}


@pytest.fixture
def before() -> Vault:
    return Vault.from_texts(FILES)


@pytest.fixture
def followed(before):
    done = follow(before, Wanted(RENAMES))
    assert done.conflicts == []
    return done


def test_what_follows_passes(before, followed) -> None:
    declared = Declared(renames=RENAMES, edits=followed.edits)

    assert prove(before, followed.after, declared) == []


def test_a_bare_rename_is_refused(before) -> None:
    after = vault_after(before, RENAMES, {})

    found = prove(before, after, Declared(renames=RENAMES))
    assert Fault("S.md", 2, 'the link to "Old" would lead elsewhere') in found
    assert "C.canvas" in {fault.path for fault in found}


@pytest.mark.parametrize("path", ["S.md", "C.canvas", "B.base", "New.md", "Other.md", "pic.png"])
@pytest.mark.parametrize("kind", ["add", "drop", "swap"])
def test_every_stray_byte_is_refused(before, followed, path, kind) -> None:
    declared = Declared(renames=RENAMES, edits=followed.edits)
    data = followed.after.tree.read(path)
    for at in range(0, len(data), 5):
        damaged = {
            "add": data[:at] + b"x" + data[at:],
            "drop": data[:at] + data[at + 1 :],
            "swap": data[:at] + (b"y" if data[at : at + 1] != b"y" else b"z") + data[at + 1 :],
        }[kind]
        after = followed.after.with_changes({path: damaged})
        assert prove(before, after, declared), (at, damaged)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"[[Old|shown]]", b"[[Other|shown]]"),
        (b"[[Old|shown]]", b"[[New|seen]]"),
        (b"[[Old|shown]]", b"![[New|shown]]"),
        (b"[[Old#Head]]", b"[[New]]"),
        (b"[text](Old.md)", b"[text](Other.md)"),
        (b"[text](Old.md)", b"[[New|text]]"),
        (b"[text](Old.md)", b"[text](New.md) x"),
        (b"some words", b"no words"),
        (b"`code`", b"``"),
        (b"[[Old]]", b"[[Other]]"),
        (b"[[Other]]", b"[[New]]"),
        (b"plain # why", b"plain"),
        (b"note", b"mote"),
    ],
)
def test_a_wrong_edit_is_refused(before, followed, old, new) -> None:
    data = before.source("S.md").data
    at = data.index(old)
    good = [edit for edit in followed.edits["S.md"] if not at <= edit.start < at + len(old)]
    wrong = sorted([*good, Edit("S.md", at, at + len(old), new)], key=lambda edit: edit.start)
    edits = {**followed.edits, "S.md": wrong}
    after = vault_after(before, RENAMES, edits)

    assert prove(before, after, Declared(renames=RENAMES, edits=edits))


@pytest.mark.parametrize(
    ("path", "old", "new", "reason"),
    [
        ("S.md", b"# About", b"## About", "a heading would be added or removed"),
        ("Old.md", b"#tag", b"#tug", "the tags would change"),
        ("Old.md", b"^id", b"^ix", "the block ids would change"),
        ("S.md", b"plain", b"[plain", "the front matter would be no valid YAML"),
        ("S.md", b"note", b"mote", "a property would be added or removed"),
    ],
)
def test_what_was_asked_for_may_not_change_more(before, followed, path, old, new, reason) -> None:
    at = before.source(path).data.index(old)
    asked = Edit(path, at, at + len(old), new)
    others = followed.edits.get(path, ())
    edits = {**followed.edits, path: sorted([*others, asked], key=lambda edit: edit.start)}
    after = vault_after(before, RENAMES, edits)
    declared = Declared(renames=RENAMES, edits=edits, asked={path: [asked]})

    assert reason in {fault.reason for fault in prove(before, after, declared)}


def test_a_wrong_card_or_base_is_refused(before, followed) -> None:
    for path, old, new in (
        ("C.canvas", b"Old.md", b"Other.md"),
        ("C.canvas", b"words", b"lies"),
        ("C.canvas", b"[[Old]]", b"[[Other]]"),
        ("B.base", b'Old") &&', b'Other") &&'),
        ("B.base", b'Old"\n', b'New"\n'),
    ):
        data = before.source(path).data
        at = data.index(old)
        good = [edit for edit in followed.edits[path] if not at <= edit.start < at + len(old)]
        wrong = sorted([*good, Edit(path, at, at + len(old), new)], key=lambda edit: edit.start)
        edits = {**followed.edits, path: wrong}
        after = vault_after(before, RENAMES, edits)
        assert prove(before, after, Declared(renames=RENAMES, edits=edits)), (path, new)


def test_files_that_come_or_go_are_refused(before, followed) -> None:
    declared = Declared(renames=RENAMES, edits=followed.edits)

    assert prove(before, followed.after.with_changes({"More.md": b""}), declared)
    assert prove(before, followed.after.with_changes({"pic.png": None}), declared)
    assert prove(before, before, declared)


def test_another_text_around_a_picture_in_a_link_is_refused() -> None:
    vault = Vault.from_texts({"old.png": b"png", "S.md": "[a ![](old.png)](old.png)\n"})
    renames = {"old.png": "new.png"}
    edits = follow(vault, Wanted(renames)).edits
    assert prove(vault, vault_after(vault, renames, edits), Declared(renames, edits)) == []

    edits = {"S.md": [Edit("S.md", 1, 2, b"b"), *edits["S.md"]]}
    after = vault_after(vault, renames, edits)

    assert prove(vault, after, Declared(renames, edits)) != []


def test_a_link_to_a_folder_that_does_not_follow_is_refused() -> None:
    before = Vault.from_texts({"A.md": "[d](f/)", "f/C.md": "[me](.)"})
    renames, folders = {"f/C.md": "g/C.md"}, {"f": "g"}
    wrong = {"f/C.md": [Edit("f/C.md", 5, 6, b"../f")]}

    bare = prove(before, vault_after(before, renames, {}), Declared(renames, folders=folders))
    assert bare == [Fault("A.md", 1, 'the link to "f/" would lead elsewhere')]
    declared = Declared(renames, wrong, folders=folders)
    found = prove(before, vault_after(before, renames, wrong, folders), declared)
    assert Fault("f/C.md", 1, 'the link to "." would lead elsewhere') in found
