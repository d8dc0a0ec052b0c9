"""Fixes that make, move or take away whole files, as the plan and the guard see them."""

import pytest

from vaultkit.api import Vault
from vaultkit.changes.edits import apply
from vaultkit.changes.fix import Edit, Fix, LinkChange, Opens
from vaultkit.changes.proof.fixes import guard
from vaultkit.fix.plan import plan
from vaultkit.markdown.seen import seen_link, seen_text
from vaultkit.rules.base.problem import Applicability

TEXTS = {".obsidian/app.json": "{}", "Home.md": "[[Old]]\n", "Old.md": "x [[Home]]\n"}


def fix(**parts):
    return Fix("a-rule", "do it", Applicability.SAFE, **parts)


def judged(fixes, texts=TEXTS):
    before = Vault.from_texts(texts)
    made = apply(fixes, before)
    after = before.with_changes({path: change.after for path, change in made.items()})
    return [refusal.reason for refusal in guard(before, after, fixes)]


def retarget(path="Home.md", start=0, end=7):
    old, new = (
        seen_link(name, wikilink=True, embed=False) + seen_text(name) for name in ("Old", "New")
    )
    change = LinkChange(path, start, "Old", "New", Opens("New.md"), old, new)
    return {"edits": (Edit(path, start, end, b"[[New]]"),), "links": (change,)}


class TestRename:
    def test_a_rename_takes_its_links_along(self):
        assert judged([fix(renames=(("Old.md", "New.md"),), **retarget())]) == []

    def test_a_rename_that_leaves_a_link_behind_is_refused(self):
        assert judged([fix(renames=(("Old.md", "New.md"),))]) == [
            'the link to "Old" would lead elsewhere'
        ]

    def test_a_rename_onto_a_file_is_refused(self):
        assert judged([fix(renames=(("Old.md", "Home.md"),))]) == [
            "a file would be made or taken away twice"
        ]

    def test_a_renamed_note_may_be_edited_as_well(self):
        texts = {**TEXTS, "Old.md": "[[Old]]\n"}
        texts["Home.md"] = "x\n"

        assert judged([fix(renames=(("Old.md", "New.md"),), **retarget("Old.md"))], texts) == []

    def test_its_bytes_move_unchanged(self):
        made = apply([fix(renames=(("p.png", "q.png"),))], Vault.from_texts({"p.png": b"\xff\xd8"}))

        assert {path: (change.before, change.after) for path, change in made.items()} == {
            "p.png": (b"\xff\xd8", None),
            "q.png": (None, b"\xff\xd8"),
        }


class TestCreate:
    def test_a_new_note(self):
        assert judged([fix(creates=(("New.md", b"[[Home]]\n"),))]) == []

    def test_a_new_note_with_a_broken_link_is_refused(self):
        assert judged([fix(creates=(("New.md", b"[[Gone]]\n"),))]) == [
            "a new note would hold a broken link"
        ]

    def test_a_new_note_that_takes_over_a_link_is_refused(self):
        texts = {**TEXTS, "sub/A.md": "[[B]]", "far/away/B.md": "x"}

        assert judged([fix(creates=(("sub/B.md", b"y\n"),))], texts) == [
            'the link to "B" would lead elsewhere'
        ]

    def test_a_new_note_in_the_place_of_another_is_refused(self):
        assert judged([fix(creates=(("Home.md", b"y\n"),))]) == [
            "a file would be made or taken away twice"
        ]


class TestDelete:
    def test_a_note_that_nothing_names(self):
        assert judged([fix(deletes=("Stub.md",))], {**TEXTS, "Stub.md": ""}) == []

    def test_a_note_that_a_link_names_is_refused(self):
        assert judged([fix(deletes=("Old.md",))]) == ['the link to "Old" would lead elsewhere']

    def test_a_note_that_a_canvas_shows_is_refused(self):
        card = '{"nodes": [{"id": "1", "type": "file", "file": "Stub.md"}], "edges": []}'

        assert judged([fix(deletes=("Stub.md",))], {**TEXTS, "Stub.md": "", "b.canvas": card}) == [
            "a canvas would lose a card"
        ]


@pytest.mark.parametrize(
    "other",
    [
        fix(deletes=("Old.md",)),
        fix(renames=(("Old.md", "New.md"),)),
        fix(creates=(("Old.md", b""),)),
    ],
)
def test_a_file_that_goes_as_a_whole_is_not_edited_in_the_same_pass(other):
    edit = fix(edits=(Edit("Old.md", 0, 1, b"y"),))

    assert len(plan([edit, other])) == 1


def test_a_file_that_a_link_will_open_is_not_deleted_in_the_same_pass():
    delete = fix(deletes=("A.md",))
    link = LinkChange("Home.md", 0, "a", "A", Opens("A.md"))
    relink = fix(edits=(Edit("Home.md", 2, 3, b"A"),), links=(link,))

    assert plan([delete, relink]) == [relink]
