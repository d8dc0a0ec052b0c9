"""Fixes that take away whole files, as the plan and the guard see them."""

from vaultkit.api import Vault
from vaultkit.changes.edits import apply
from vaultkit.changes.fix import Edit, Fix, LinkChange, Opens
from vaultkit.changes.proof.fixes import guard
from vaultkit.fix.plan import plan
from vaultkit.rules.base.problem import Applicability

TEXTS = {".obsidian/app.json": "{}", "Home.md": "[[Old]]\n", "Old.md": "x [[Home]]\n"}


def fix(**parts):
    return Fix("a-rule", "do it", Applicability.SAFE, **parts)


def judged(fixes, texts=TEXTS):
    before = Vault.from_texts(texts)
    made = apply(fixes, before)
    after = before.with_changes({path: change.after for path, change in made.items()})
    return [refusal.reason for refusal in guard(before, after, fixes)]


class TestDelete:
    def test_a_note_that_nothing_names(self):
        assert judged([fix(deletes=("Stub.md",))], {**TEXTS, "Stub.md": ""}) == []

    def test_a_note_that_a_link_names_is_refused(self):
        assert judged([fix(deletes=("Old.md",))]) == ['the link to "Old" would lead elsewhere']

    def test_a_file_that_is_not_there_is_refused(self):
        vault = Vault.from_texts(TEXTS)

        refusals = guard(vault, vault, [fix(deletes=("No.md",))])

        assert [item.reason for item in refusals] == ["a file that is not there would be deleted"]

    def test_a_note_that_a_canvas_shows_is_refused(self):
        card = '{"nodes": [{"id": "1", "type": "file", "file": "Stub.md"}], "edges": []}'

        assert judged([fix(deletes=("Stub.md",))], {**TEXTS, "Stub.md": "", "b.canvas": card}) == [
            "a canvas would lose a card"
        ]


def test_a_file_that_is_deleted_is_not_edited_in_the_same_pass():
    edit = fix(edits=(Edit("Old.md", 0, 1, b"y"),))

    assert plan([edit, fix(deletes=("Old.md",))]) == [edit]


def test_a_file_that_a_link_will_open_is_not_deleted_in_the_same_pass():
    delete = fix(deletes=("A.md",))
    link = LinkChange("Home.md", 0, "a", "A", Opens("A.md"))
    relink = fix(edits=(Edit("Home.md", 2, 3, b"A"),), links=(link,))

    assert plan([delete, relink]) == [relink]
