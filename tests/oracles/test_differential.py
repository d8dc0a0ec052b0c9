"""The headings of real vaults as markdown-it-py reads them."""

import re

import pytest
from markdown_it import MarkdownIt

from vaultkit.markdown.parser import parse
from vaultkit.source import Source

_FRONT_MATTER = re.compile(r"\A---\r?\n(?:.*\n)*?---[^\n]*(?:\n|\Z)")
_WITNESS = MarkdownIt("commonmark", {"maxNesting": 1000}).enable("table")


def witnessed(text):
    tokens = _WITNESS.parse(_FRONT_MATTER.sub("", text))
    return [
        (int(token.tag[1]), token.level == 0) for token in tokens if token.type == "heading_open"
    ]


@pytest.mark.parametrize(
    ("name", "compared"),
    [
        pytest.param("obsidian-help/en", (160, 1029), id="help"),
        pytest.param("data-archive", (997, 1669), id="own"),
    ],
)
def test_headings(corpora, name, compared):
    """Compare level and nesting of every heading; comments and maths are unknown to the witness.

    ``compared`` are the notes and headings, so that the test cannot pass by comparing nothing.
    """
    notes = headings = 0
    for path in sorted((corpora / "vaults" / name).rglob("*.md")):
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
        if "%%" in text or "$" in text:
            continue
        found = [(heading.level, heading.root) for heading in parse(Source(raw)).headings]
        assert found == witnessed(text), path
        notes += 1
        headings += len(found)
    assert (notes, headings) == compared
