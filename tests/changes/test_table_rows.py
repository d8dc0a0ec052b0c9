"""Links in tables whose pipes are escaped: the row gets its cells back, and that is all."""

import random
import re

import pytest

from vaultkit.api import Vault
from vaultkit.changes.fix import Fix, LinkChange, Opens, RowChange
from vaultkit.changes.proof.fixes import guard
from vaultkit.config.read import read_settings
from vaultkit.fix.repair import repair
from vaultkit.markdown.witness import witness
from vaultkit.rules.base.problem import Applicability, Edit

OTHERS = {"A.md": "# H\n\nText ^id\n", "p.png": "", "deep/C.md": "", "B.md": "[[A]]\n"}
TABLE = "|a|b|\n|-|-|\n{}\n"


def repaired(text, *, unsafe=False):
    found = repair(Vault.from_texts({"N.md": text, **OTHERS}), read_settings(), unsafe=unsafe)
    assert (found.refusals, found.disputed) == ([], [])
    return found.changes["N.md"].after.decode() if "N.md" in found.changes else text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        pytest.param("|[[A|x]]|y|", "|[[A\\|x]]|y|", id="first cell"),
        pytest.param("|y|![[p.png|100]]|", "|y|![[p.png\\|100]]|", id="embed"),
        pytest.param("|[[A|x]]|![[p.png|1]]|", "|[[A\\|x]]|![[p.png\\|1]]|", id="two in a row"),
        pytest.param("|[[A|x]] [[C|y]]|z|", "|[[A\\|x]] [[C\\|y]]|z|", id="two in a cell"),
        pytest.param("|[[A|x|y]]|z|", "|[[A\\|x\\|y]]|z|", id="two pipes"),
        pytest.param("|[[A\\|x|y]]|z|", "|[[A\\|x\\|y]]|z|", id="one of two escaped"),
        pytest.param("|[[A#H|x]]|[[A#^id|y]]|", "|[[A#H\\|x]]|[[A#^id\\|y]]|", id="subpath"),
        pytest.param("|[[A|x]]|[[C]]|", "|[[A\\|x]]|[[C]]|", id="a link that was cut off"),
        pytest.param("|[[A|x]]|[C](deep/C.md)|", "|[[A\\|x]]|[C](deep/C.md)|", id="Markdown"),
        pytest.param("[[A|x]] | y", "[[A\\|x]] | y", id="no pipe at the ends"),
        pytest.param("|[[A|x]]|y", "|[[A\\|x]]|y", id="no closing pipe"),
        pytest.param("|é **b [[A|日本]]** c|`y`|", "|é **b [[A\\|日本]]** c|`y`|", id="markup"),
        pytest.param("|[[A|x]]|[[A\\|y]]|", "|[[A\\|x]]|[[A\\|y]]|", id="beside an escaped one"),
        pytest.param("|[[A|x]]|`[[A\\|y]]`|", "|[[A\\|x]]|`[[A\\|y]]`|", id="beside code"),
        pytest.param("|[[A|x]]|y|\n|[[C|z]]|y|", "|[[A\\|x]]|y|\n|[[C\\|z]]|y|", id="two rows"),
    ],
)  # fmt: skip
def test_a_link_is_one_again(text, fixed, newline) -> None:
    before, after = (TABLE.format(row).replace("\n", newline) for row in (text, fixed))

    assert repaired(before) == after


@pytest.mark.parametrize(
    "around",
    [
        pytest.param("> |a|b|\n> |-|-|\n> |{}|y|\n", id="quote"),
        pytest.param("> [!note] t\n> |a|b|\n> |-|-|\n> |{}|y|\n", id="callout"),
        pytest.param("- x\n\n  |a|b|\n  |-|-|\n  |{}|y|\n", id="item"),
        pytest.param("- |a|b|\n  |-|-|\n  |{}|y|\n", id="item that is a table"),
        pytest.param("1. > |a|b|\n   > |-|-|\n   > |{}|y|\n", id="quote in an item"),
        pytest.param("---\nt: x\n---\n\n%% c %%\n\n|a|b|\n|-|-|\n|{}|$y$|", id="below others"),
        pytest.param("\ufeff|a|b|\n|-|-|\n|{}|y|\n# H", id="below a byte order mark"),
    ],
)
def test_wherever_the_table_stands(around) -> None:
    assert repaired(around.format("[[A|x]]")) == around.format("[[A\\|x]]")


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        pytest.param("|[[A|x]]|", "|[[A\\|x]]|", id="a full row that would want a cell"),
        pytest.param("|[[A|x]]|y|z|", "|[[A\\|x]]|y|z|", id="a cell too much all the same"),
        pytest.param("|[[gone|x]]|y|", "|[[gone\\|x]]|y|", id="a dead link"),
        pytest.param("|[[A#gone|x]]|y|", "|[[A#gone\\|x]]|y|", id="a dead heading"),
        pytest.param("|[[A|x]]|[[gone]]|", "|[[A\\|x]]|[[gone]]|", id="a dead one cut off"),
        pytest.param("|[[A|x]]|[[gone|y]]|", "|[[A\\|x]]|[[gone\\|y]]|", id="one of two dead"),
    ],
)
def test_what_may_be_meant_otherwise_is_unsafe(text, fixed) -> None:
    before, after = TABLE.format(text), TABLE.format(fixed)

    assert (repaired(before), repaired(before, unsafe=True)) == (before, after)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("|a|[[A|x]]|\n|-|-|-|\n|y|z|w|\n", id="header, whose table would be gone"),
        pytest.param(TABLE.format("|[[{{title}}|x]] [[A|y]]|z|"), id="a template's"),
        pytest.param(TABLE.format("|`a [[A|x]] b`|y|"), id="code"),
        pytest.param(TABLE.format("|[[A|x]]|`y #z`|w|`|"), id="code that would hide a tag"),
    ],
)
def test_what_is_left(text) -> None:
    assert repaired(text, unsafe=True) == text


def test_two_backslashes_are_a_link_to_some_readers_alone() -> None:
    files = {"N.md": TABLE.format("|[[A\\\\|x]]|y|"), **OTHERS}
    found = repair(Vault.from_texts(files), read_settings(), unsafe=True)

    assert ("N.md" in found.changes, found.disputed) == (False, [("N.md", 3)])


def test_other_fixes_of_the_row_are_made() -> None:
    before = TABLE.format("|[[wrong/C]] [[A|x]]|y|")

    assert repaired(before) == TABLE.format("|[[C]] [[A\\|x]]|y|")


CELLS = [
    "x", "", "[[A]]", "[[A\\|y]]", "`c`", "`[[A\\|c]]`", "*e*", "#tag", "<b>h</b>", "a\\|b", "日本",
    "[t](A.md)", "![[p.png]]", "1 < 2", "**[[A|b]]**", "[[A|x]]", "![[p.png|9]]", "see [[C|c]] and",
    "[[A#H|h]][[C|d]]", "[[gone|g]]", "$m$", "[^1]", "e:)",
]  # fmt: skip


WITH_PIPE = re.compile(r"!?\[\[[^\[\]\n]*\|[^\[\]\n]*\]\]")


@pytest.mark.parametrize("seed", range(60))
def test_any_table_reads_as_with_a_word_for_each_link(seed) -> None:
    rng = random.Random(seed)
    columns = rng.randint(1, 4)
    prefix = rng.choice(["", "> ", "  "])
    ends = rng.choice(["|", ""]) if columns > 1 else "|"
    rows = [[rng.choice(CELLS) for _ in range(columns)] for _ in range(rng.randint(1, 5))]
    lines = ["|".join(cells) for cells in (["h"] * columns, ["--"] * columns, *rows)]
    table = "".join(f"{prefix}{ends}{line}{ends}\n" for line in lines)
    text = f"# T\n\n{'- i' * (prefix == '  ')}\n\n{table}\n[^1]: f\n\nEnd #t2 | y\n"

    new = repaired(text, unsafe=True)

    assert new.replace("\\|", "|") == text.replace("\\|", "|")
    assert Vault.from_texts({"N.md": new}).documents["N.md"].facts.parted_links == []
    before, after = (WITH_PIPE.sub("word", note).encode() for note in (text, new))
    assert witness(before) == witness(after)


OLD = "|a|b|\n|-|-|\n|[[A|x]]|y|\n|z|w|\n"
ROW = (12, 23)


def refused(new, edits, *, row=ROW, cells=(3, 2), link="A", opens=None) -> list[str]:
    before = Vault.from_texts({"N.md": OLD, **OTHERS})
    after = before.with_changes({"N.md": new.encode()})
    change = LinkChange(
        "N.md", 13, None, link, opens or Opens("A.md"), "", "\x1cw A\x1ex\x1d", in_row=True
    )
    made = tuple(Edit("N.md", start, end, text) for start, end, text in edits)
    fix = Fix(
        "r", "t", Applicability.SAFE, made, (change,), rows=(RowChange("N.md", *row, *cells),)
    )
    return [refusal.reason for refusal in guard(before, after, [fix])]


ESCAPE = (16, 16, b"\\")
NEW = OLD.replace("A|x", "A\\|x")


def test_the_guard_lets_a_declared_row_pass() -> None:
    assert refused(NEW, [ESCAPE]) == []


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        pytest.param({"cells": (3, 1)}, "a row of a table", id="another number of cells"),
        pytest.param({"cells": (2, 2)}, "a row of a table", id="another number before"),
        pytest.param({"row": (24, 29)}, "a row of a table", id="another row"),
        pytest.param({"row": (12, 20)}, "a row of a table", id="part of a row"),
        pytest.param({"row": (6, 23)}, "a row of a table", id="two lines"),
        pytest.param({"link": "B"}, "the link to", id="another link"),
        pytest.param({"opens": Opens("B.md")}, "the link to", id="another note"),
        pytest.param(
            {"new": NEW.replace("|z|w|", "|z\\|w|"), "edits": [ESCAPE, (26, 26, b"\\")]},
            "what a reader sees", id="a pipe of another row",
        ),
        pytest.param(
            {"new": NEW.replace("|y|", "\\|y|"), "edits": [ESCAPE, (20, 20, b"\\")]},
            "what a reader sees", id="a pipe beside the link",
        ),
        pytest.param(
            {"new": NEW.replace("\\|x", "\\|X"), "edits": [(16, 18, b"\\|X")]},
            "a row of a table", id="the text of the link",
        ),
        pytest.param(
            {"new": f"{OLD}\n", "edits": [(30, 30, b"\n")]}, "a row of a table", id="nothing"
        ),
    ],
)  # fmt: skip
def test_the_guard_refuses_all_else(damage, reason) -> None:
    damage = {"new": NEW, "edits": [ESCAPE], **damage}

    assert [bool(re.match(reason, said)) for said in refused(**damage)] in ([True], [True, True])
