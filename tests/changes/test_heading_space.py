"""Lines that become headings: a space is added, and links still open what they did."""

import pytest

from vaultkit.api import Vault
from vaultkit.changes.fix import Fix, HeadingChange
from vaultkit.changes.proof.fixes import guard
from vaultkit.config.read import Choices, read_settings
from vaultkit.fix.repair import repair
from vaultkit.rules.base.problem import Applicability, Edit

SETTINGS = read_settings(None, Choices(select=["missing-heading-space", "broken-anchor"]))


def repaired(text, *, unsafe=True, **others):
    files = {"N.md": text, **{f"{name}.md": note for name, note in others.items()}}
    return repair(Vault.from_texts(files), SETTINGS, unsafe=unsafe)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        pytest.param("##A", "## A", id="alone"),
        pytest.param("##A\n\nx\n", "## A\n\nx\n", id="before a paragraph"),
        pytest.param("x\n\n###A [[B|b]] *c*\n", "x\n\n### A [[B|b]] *c*\n", id="with markup"),
        pytest.param("x\n##A\n", "x\n## A\n", id="right below a text"),
        pytest.param("##A\nx\n", "## A\nx\n", id="right above a text"),
        pytest.param("x\n##A\ny\n", "x\n## A\ny\n", id="within a text"),
        pytest.param("# T\n##A\n- x\n", "# T\n## A\n- x\n", id="between a heading and a list"),
        pytest.param("##A\n##B\n\n##C\n", "## A\n## B\n\n## C\n", id="several"),
        pytest.param("---\nt: x\n---\n##A #t ^id\n", "---\nt: x\n---\n## A #t ^id\n", id="marks"),
    ],
)
def test_a_space_makes_a_heading(text, fixed, newline) -> None:
    found = repaired(text.replace("\n", newline), B="x\n")

    assert found.refusals == []
    assert found.changes["N.md"].after.decode() == fixed.replace("\n", newline)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("##A ##\n", id="hashes at the end, which would go"),
        pytest.param("##A  \nx\n", id="a line break behind it"),
        pytest.param("- x\n##A\n", id="below an item, which would end"),
        pytest.param("> x\n##A\n", id="below a quote, which would end"),
        pytest.param("##`A\nb`\n", id="code that goes on below"),
        pytest.param("##A *b\nc*\n", id="emphasis that goes on below"),
    ],
)
def test_what_would_change_more_is_left(text) -> None:
    found = repaired(text)
    assert (found.changes, found.refusals) == ({}, [])


def test_it_is_unsafe() -> None:
    assert repaired("##A\n", unsafe=False).changes == {}


def test_links_to_headings_below_still_open_them() -> None:
    found = repaired("##A\n\n# B\n\n##C\n\n# D\n", M="[[N#B]] [[N#D]] [[N#C]] [x](N.md#a)\n")

    assert found.refusals == []
    assert found.changes["N.md"].after == b"## A\n\n# B\n\n## C\n\n# D\n"


def test_other_fixes_that_lead_below_it_are_made() -> None:
    """In one pass: what they are to open is another heading by number."""
    found = repaired("##A\n\n# Be it\n", M="[[N#be, it]]\n")

    assert found.refusals == []
    assert found.changes["N.md"].after == b"## A\n\n# Be it\n"


def test_a_link_to_another_heading_of_that_text_is_in_the_way() -> None:
    found = repaired("##A\n\n# A\n", M="[[N#A]]\n")

    assert found.changes == {}
    assert [item.reason for item in found.refusals] == ['the link to "N#A" would lead elsewhere']


B = "\x1f"
OPENING = f"{B}paragraph_open  \n##", f"{B}heading_open ## \n"
CLOSING = f"{B}paragraph_close  \n", f"{B}heading_close ## \n"


@pytest.mark.parametrize(
    ("new", "edit", "level", "reasons"),
    [
        ("## A\n", (2, 2, b" "), 2, []),
        ("## A\n", (2, 2, b" "), 3, ["a heading would be added or removed"]),
        ("##\tA\n", (2, 2, b"\t"), 2, ["an edit is outside of what is declared to change"]),
        ("# #A\n", (1, 1, b" "), 2, ["what a reader sees would change beyond what was declared"]),
        ("##A\n\n", (4, 4, b"\n"), 2, ["what a reader sees would change beyond what was declared"]),
    ],
)
def test_why_the_guard_refuses(new, edit, level, reasons) -> None:
    before = Vault.from_texts({"N.md": "##A\n"})
    after = before.with_changes({"N.md": new.encode()})
    change = HeadingChange("N.md", 2, 3, level, OPENING, CLOSING)
    fix = Fix("r", "t", Applicability.UNSAFE, (Edit("N.md", *edit),), headings=(change,))

    assert [refusal.reason for refusal in guard(before, after, [fix])] == reasons
