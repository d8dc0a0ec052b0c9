"""A fix that cannot be proven is left out and named; the others are made, in its note as well."""

import pytest

from vaultkit.api import Vault
from vaultkit.changes.fix import Fix
from vaultkit.changes.proof.fixes import Refusal, guard
from vaultkit.changes.proof.groups import sift
from vaultkit.config.read import read_settings
from vaultkit.fix.repair import Refused, Repair, repair
from vaultkit.rules.base.problem import Applicability, Edit

WHY = "what a reader sees would change beyond what was declared"
LINKS = "[[gone/Roses|a]]\n\n[[gone/Roses|b]]\n\n[[gone/Roses|c]]\n\n[[gone/Roses|d]]\n"
FILES = {
    ".obsidian/app.json": "{}",
    "Roses.md": "[[A]] [[B]] words\n",
    "A.md": LINKS,
    "B.md": LINKS,
}


def fixes(number: int) -> list[Fix]:
    return [
        Fix("a-rule", f"fix {at}", Applicability.SAFE, (Edit("N.md", at, at, b"x"),))
        for at in range(number)
    ]


@pytest.mark.parametrize("bad", [set(), {0}, {7}, {3, 4}, {0, 5, 7}, set(range(8))])
def test_those_that_do_not_pass_are_found(bad) -> None:
    given = fixes(8)

    def objection(some: list[Fix]) -> str | None:
        return "no" if any(given.index(fix) in bad for fix in some) else None

    passing, left_out = sift(given, objection)

    assert passing == [fix for number, fix in enumerate(given) if number not in bad]
    assert [(item.fix, item.reason) for item in left_out] == [
        (given[number], "no") for number in sorted(bad)
    ]


def test_of_two_that_do_not_go_together_the_first_passes() -> None:
    given = fixes(6)
    passing, left_out = sift(given, lambda some: "both" if {*given[2:4]} <= {*some} else None)

    assert passing == [*given[:3], *given[4:]]
    assert [item.fix for item in left_out] == [given[3]]


def test_the_work_has_a_bound() -> None:
    asked = []
    given = fixes(300)
    passing, left_out = sift(given, lambda some: asked.append(some) or "no", most=20)

    assert (passing, [item.fix for item in left_out]) == ([], given)
    assert len(asked) < 40


def miswriting(monkeypatch, *shown: bytes) -> None:
    """Let drafts of links of these texts write something that they do not declare."""
    from vaultkit.changes.draft.draft import Drafter

    drafted = Drafter.draft

    def draft(self, item):
        fix = drafted(self, item)
        if fix is None or not any(text in edit.new for text in shown for edit in fix.edits):
            return fix
        edits = tuple(Edit(e.path, e.start, e.end, e.new + b"!") for e in fix.edits)
        return Fix(fix.rule, fix.title, fix.applicability, edits, fix.links)

    monkeypatch.setattr(Drafter, "draft", draft)


def repaired() -> Repair:
    return repair(Vault.from_texts(FILES), read_settings())


@pytest.mark.parametrize("bad", ["a", "b", "d", "ad", "bc", "abcd"])
def test_the_other_fixes_of_the_note_are_made(monkeypatch, bad) -> None:
    miswriting(monkeypatch, *(f"|{text}]".encode() for text in bad))
    done = repaired()

    lines = [1 + 2 * "abcd".index(text) for text in bad]
    assert done.refusals == [
        Refused(path, line, "broken-link", WHY) for path in ("A.md", "B.md") for line in lines
    ]
    for path in ("A.md", "B.md"):
        after = done.vault.tree.read(path).decode()
        for text in "abcd":
            said = f"[[gone/Roses|{text}]]" if text in bad else f"[[Roses|{text}]]"
            assert said in after


def test_a_fix_that_is_wrong_for_what_links_elsewhere(monkeypatch) -> None:
    def refusing(before, after, fixes, step=None):
        wrong = any("|c]" in fix.title for fix in fixes if "A.md" in fix.paths)
        found = guard(before, after, fixes, step)
        return [*found, Refusal("Roses.md", "it leads elsewhere", ())] if wrong else found

    monkeypatch.setattr("vaultkit.fix.repair.guard", refusing)
    done = repaired()

    assert done.refusals == [Refused("A.md", 5, "broken-link", "it leads elsewhere")]
    assert done.vault.tree.read("A.md").decode().count("[[Roses|") == 3
    assert done.vault.tree.read("B.md").decode().count("[[Roses|") == 4


def test_a_guard_that_always_refuses_ends(monkeypatch) -> None:
    refusal = Refusal("Roses.md", "no", ())
    monkeypatch.setattr("vaultkit.fix.repair.guard", lambda *_: [refusal])
    done = repaired()

    assert (done.changes, len(done.refusals)) == ({}, 8)


@pytest.mark.parametrize(
    "unread", ["k: [!]", "k:\n-\ta", "k: [:a]", "a: &x 1\nb: &x 2", ": v", "k: a\x7fb"]
)
def test_what_the_witness_cannot_read_has_no_fixes_but_its_note_has(unread) -> None:
    """Obsidian reads these properties, PyYAML does not."""
    note = f"---\nup: [[Roses]]\n{unread}\n---\n[[gone/Roses]]\n"
    found = repair(Vault.from_texts({"Roses.md": "[[A]]\n", "A.md": note}), read_settings())

    assert [change.after for change in found.changes.values()] == [
        note.replace("gone/Roses", "Roses").encode()
    ]
    assert found.refusals == [
        Refused(
            "A.md",
            2,
            "malformed-property-link",
            "a second reader of YAML cannot read the front matter",
        )
    ]
