"""Text at the top of a note that becomes front matter, and nothing else changes."""

import pytest

from vaultkit.api import Vault
from vaultkit.changes.fix import Fix
from vaultkit.changes.proof.fixes import guard
from vaultkit.config.read import read_settings
from vaultkit.fix.repair import repair
from vaultkit.rules.base.problem import Applicability, Edit

BLOCK = "---\ntags: [a]\ntitle: T\n---\n"
BELOW = "# H\n\nText [[B#H]] #tag ^id\n\n[^1]\n\n[^1]: note\n"


def repaired(files):
    found = repair(Vault.from_texts(files), read_settings())
    assert found.refusals == []
    return {path: change.after.decode() for path, change in found.changes.items()}


@pytest.mark.parametrize(
    "above",
    [
        pytest.param(f"\n{BLOCK}", id="below an empty line"),
        pytest.param(f"\n \t\n\n{BLOCK}", id="below blanks"),
        pytest.param(f"  {BLOCK}", id="blanks before"),
        pytest.param(BLOCK.replace("---\n", "--- \t\n", 1), id="blanks behind"),
        pytest.param("\n " + BLOCK.replace("---\n", "--- \n", 1), id="all of it"),
    ],
)
@pytest.mark.parametrize("below", ["", "Text\n", BELOW, "\n---\n\n- x\n"])
def test_it_becomes_front_matter(above, below) -> None:
    files = {"A.md": above + below, "B.md": "# H\n\n[[A]]\n"}
    assert repaired(files) == {"A.md": BLOCK + below}


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    note = "\ufeff\r\n---\r\ntags: [a]\r\n---\r\nText\r\n"
    assert repaired({"A.md": note, "B.md": "[[A]]\n"}) == {
        "A.md": "\ufeff---\r\ntags: [a]\r\n---\r\nText\r\n"
    }


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(f"%% c %%\n{BLOCK}", id="below a comment"),
        pytest.param("\n---\ntags: #a\n---\n", id="a tag that would be a comment"),
        pytest.param("\n---\ntitle: T # x\n---\n", id="a comment"),
        pytest.param("\n---\ntitle: T\nup: '[[B]]'\n---\n", id="a link"),
        pytest.param("\n---\ntitle: T\nup: [[B]]\n---\n", id="a link without quotes"),
        pytest.param("\n---\ntitle: T: t\n---\n", id="no valid YAML"),
        pytest.param("\n---\ntitle: T\ntitle: U\n---\n", id="a key twice"),
        pytest.param("\n---\ntitle: [!]\n---\n", id="what the witness cannot read"),
        pytest.param("\n---\ntitle: {{title}}\n---\n", id="a template"),
        pytest.param("\n---\ntitle: T ^id\n---\n", id="a block id"),
        pytest.param("\n---\ntitle: T[^1]\n---\n\n[^1]: x\n", id="a footnote"),
    ],
)
def test_what_would_lose_something_is_left(note) -> None:
    assert repaired({"A.md": note, "B.md": "[[A]]\n"}) == {}


def test_links_to_headings_below_still_open_them() -> None:
    """The block was a heading, so that all others move up by one."""
    files = {"A.md": f"\n{BLOCK}# H\n\n# I\n", "B.md": "[[A#I]] [[A#H]]\n"}
    assert repaired(files) == {"A.md": f"{BLOCK}# H\n\n# I\n"}


def test_a_link_to_what_was_a_heading_is_in_the_way() -> None:
    files = {"A.md": "\n---\ntags: a\n---\nText\n", "B.md": "[[A#tags a]]\n"}
    found = repair(Vault.from_texts(files), read_settings())

    assert found.changes == {}
    assert [(item.path, item.reason) for item in found.refusals] == [
        ("A.md", 'the link to "A#tags a" would lead elsewhere')
    ]


def test_the_notes_other_fixes_are_made() -> None:
    files = {"A.md": f"\n{BLOCK}[[gone/B]]\n", "B.md": "[[A]]\n"}
    assert repaired(files) == {"A.md": f"{BLOCK}[[B]]\n"}


@pytest.mark.parametrize(
    ("old", "new", "end", "reason"),
    [
        ("\nx\n---\ntags: a\n---\n", "---\ntags: a\n---\n", 6, "an edit is outside"),
        ("\n---\ntags\n---\n", "---\ntags\n---\n", 4, "it would not be front matter"),
        ("\n---\ntags: #a\n---\n", "---\ntags: #a\n---\n", 4, "a text would become a comment"),
        ("\n---\na: '[[B]]'\n---\n", "---\na: '[[B]]'\n---\n", 4, "the links would change"),
        ("\n---\na: b\n---\n===\n", "---\na: b\n---\n===\n", 4, ""),
    ],
)
def test_why_the_guard_refuses(old, new, end, reason) -> None:
    before = Vault.from_texts({"A.md": old, "B.md": "[[A]]\n"})
    after = before.with_changes({"A.md": new.encode()})
    fix = Fix("r", "t", Applicability.SAFE, (Edit("A.md", 0, end, b"---"),), lifts=("A.md",))

    said = [refusal.reason for refusal in guard(before, after, [fix])]
    assert [text.startswith(reason) for text in said] == [True] * bool(reason)
