"""Wikilinks against the examples of pulldown-cmark and of MD4C.

The two disagree with each other and with Obsidian; where they do, the reference decides, and the
difference stands here with the rule.
"""

import json
import re
from html import unescape
from urllib.parse import unquote

import pytest

from vaultkit.markdown.facts import LinkKind
from vaultkit.markdown.parser import parse
from vaultkit.source import Source

_HREF = re.compile(r'<(?:a href|img src)="([^"]*)"')
_TARGET = re.compile(r'data-target="([^"]*)"')
_LONG = "1234567890" * 10 + "1"

NOT_WIKILINKS = {
    4: ["https://en.wikipedia.org/wiki/Squid"] * 2,
    6: ["https://example.org/"],
    10: ["dog.png"],
    18: ["[[url]]"],
    19: ["[[url"],
}
"""Destinations of Markdown links in the examples of pulldown-cmark."""

PULLDOWN = {
    12: (["WikiLink"], "the shortest run up to ]] is the link, whatever it holds (1.1, step 1)"),
    15: (["|", "|Symbol"], "a pipe first is part of the linkpath (1.1, step 3)"),
    17: (["[link"], "of more brackets than two the last three begin it (1.1, step 2; 15)"),
    22: (["first"], "a backslash before the pipe is dropped (1.1, step 4)"),
}
MD4C = {
    4: (["|foo"], "a pipe first is part of the linkpath (1.1, step 3)"),
    10: (["foo"], "a backslash before the pipe does not keep it from dividing (1.1, step 4)"),
    13: ([], "no newline inside (1.1, step 1)"),
    16: ([], "a bare pipe in a table cell destroys the link (8)"),
    17: (["foo"], "the brackets are a wikilink before they are a link text (1.1, step 1)"),
    21: ([_LONG, _LONG], "no limit to the length (1.1, step 1)"),
    23: ([], "no newline inside (1.1, step 1)"),
}


def targets(text):
    links = parse(Source(text.encode())).links
    return sorted(link.target for link in links if link.kind is LinkKind.WIKILINK)


@pytest.mark.parametrize("number", range(1, 24))
def test_pulldown(corpora, number):
    cases = json.loads((corpora / "oracles/pulldown-wikilinks.json").read_text())
    assert len(cases) == 23
    (case,) = [case for case in cases if case["n"] == number]
    hrefs = [unquote(unescape(href)) for href in _HREF.findall(case["html"])]
    for href in NOT_WIKILINKS.get(number, ()):
        hrefs.remove(href)
    expected, _ = PULLDOWN.get(number, (hrefs, ""))
    assert targets(case["markdown"]) == sorted(expected)


@pytest.mark.parametrize("number", range(1, 24))
def test_md4c(corpora, number):
    cases = json.loads((corpora / "oracles/md4c-spec-wiki-links.json").read_text())
    assert len(cases) == 23
    (case,) = [case for case in cases if case["n"] == number]
    found = [unescape(target) for target in _TARGET.findall(case["html"])]
    expected, _ = MD4C.get(number, (found, ""))
    assert targets(case["markdown"]) == sorted(expected)


def test_every_difference_is_one(corpora):
    """What is listed as a difference must differ from the oracle, or it is none."""
    for name, differences, pattern in (
        ("pulldown-wikilinks", PULLDOWN, _HREF),
        ("md4c-spec-wiki-links", MD4C, _TARGET),
    ):
        for case in json.loads((corpora / f"oracles/{name}.json").read_text()):
            if case["n"] in differences:
                oracle = [unquote(unescape(found)) for found in pattern.findall(case["html"])]
                assert differences[case["n"]][0] != oracle
