"""Facts survive being written down: what comes back is equal, whatever the note."""

import dataclasses
import enum
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.markdown import facts as records
from vaultkit.markdown.parser import parse
from vaultkit.source import Source
from vaultkit.vault.index.codec import SCHEMA, decode, encode

FRONT = [
    "---\ntags: [a, b]\naliases:\n  - One\n  - null\nup: '[[Home]]'\nnested: {a: [1, yes]}\n---\n",
    '---\nx: "\\uD83D\\uDE00 \\uD800"\n---\n',
    "---\nup: [[A]]\nleft: [[B]], [[C]]\n---\n",
    "---\na: b: c\n---\n",
    "---\ntitle: {{title}}\n---x\n",
    "---\nvaultkit-allow: [stub-note]\n---\n",
    "\n---\ntags: [a]\nclé: b\n---\n",
    "---\naliases: a\n...\n",
]
PIECES = [
    "# Heading\n",
    "## **Bold** [[Link|text]] 😀\n",
    "Setext\n---\n",
    "> # quoted\n",
    "[[Note#Head#Sub|alias]] ![[p.png|300]] ",
    "[a](b%20c.md#x) ![i](j.png) [r][x] ",
    "\n[x]: target.md\n",
    "%% [[hidden]] #tag ^id %%\n",
    "%% vaultkit: allow broken-link, VK1 %%\n",
    "<!-- vaultkit: allow-start stub-note -->\n",
    "#tag/sub ^block-id\n",
    "seen ^not-read\nmore\n\n- seen ^not-here\n  more\n",
    "[^1] \n\n[^1]: note\n",
    '<a id="here"></a><img src="x.png">\n',
    "[u](My Note.md) [y][nowhere]\n",
    "<obsidian://open?vault=V&file=A> [v](obsidian://vault/V/A)\n",
    "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
    "```\n[[code]]\n```\n",
    '```dataview\nLIST FROM "a" or "b"\n```\n',
    "$$\nx\n$$\n",
    "| a | [[b\\|c]] |\n|---|---|\n| x | y |\n",
    "中文 \u2028 text\n",
    "\x00",
    "\n",
    "&#xD800; ",
]
notes = st.tuples(
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["", *FRONT]),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join),
).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass"))


@given(notes | st.binary(max_size=40))
def test_facts_come_back_as_they_were(raw: bytes) -> None:
    facts = parse(Source(raw))

    assert decode(encode(facts)) == facts


@pytest.mark.parametrize("raw", [text.encode() for text in (*FRONT, *PIECES, "".join(PIECES))])
def test_each_kind_of_record_comes_back_with_its_types(raw: bytes) -> None:
    facts = parse(Source(raw))

    assert repr(decode(encode(facts))) == repr(facts)


def test_a_change_of_the_records_is_a_new_schema() -> None:
    kinds = [kind for _, kind in sorted(vars(records).items()) if isinstance(kind, type)]
    shapes = [
        (kind.__name__, [(field.name, str(field.type)) for field in dataclasses.fields(kind)])
        for kind in kinds
        if dataclasses.is_dataclass(kind)
    ]
    shapes += [
        (kind.__name__, [(member.name, str(member)) for member in kind])
        for kind in kinds
        if issubclass(kind, enum.Enum)
    ]
    shape = hashlib.blake2b(repr(shapes).encode(), digest_size=6).hexdigest()

    assert (SCHEMA, shape) == (9, "92ac4f5f2275"), (
        "raise SCHEMA in index/codec.py and note the new shape here"
    )
