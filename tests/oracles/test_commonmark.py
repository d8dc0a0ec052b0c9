"""Links against the examples of CommonMark and of pulldown-cmark's tables, footnotes and maths."""

import json
import re
from html import unescape

import pytest

from vaultkit.markdown.blank import blank
from vaultkit.markdown.parser import parse
from vaultkit.markdown.pulldown import outline
from vaultkit.source import Source

_LINK = re.compile(r"<a |<img ")
_CODE = re.compile(r"<code.*?</code>", re.DOTALL)
_DEFINITION = re.compile(r'class="footnote-definition" id="([^"]*)"')
_REFERENCE = re.compile(r'class="footnote-reference"><a href="#([^"]*)"')
_MATHS = re.compile(r'<span class="math math-[a-z]*">(.*?)</span>', re.DOTALL)

CODE_SECTIONS = ("Code spans", "Indented code blocks", "Fenced code blocks")
MORE = {
    522: (1, "a link in an image's alternative text"),
    576: (1, "an image in an image's alternative text"),
    577: (1, "a link in an image's alternative text"),
    550: (2, "wikilinks"),
    592: (2, "wikilinks"),
}
"""Links that the HTML does not show, by the number of the example."""

UNSETTLED = {
    4: "runs of more than two marks: the reference is silent",
    9: "a mark escaped inside maths: the reference is silent",
    10: "only the blank at the mark itself counts, and $$ outranks (8)",
    11: "$$ outranks (8)",
    12: "a later mark may close (8)",
    16: "marks side by side: the reference is silent",
    18: "a $$ block holds anything (8)",
    19: "a $$ block holds blank lines (8)",
    21: "braces count for nothing",
    22: "braces count for nothing",
    23: "$$ outranks (8)",
    24: "braces count for nothing",
    25: "braces count for nothing",
    39: "a mark escaped inside maths: the reference is silent",
    44: "backslashes at a mark in a cell: the reference is silent",
    45: "braces count for nothing",
    46: "braces count for nothing",
    48: "braces count for nothing",
}
"""Examples of maths in which Obsidian's rules (reference, section 8) are not pulldown-cmark's."""


def cases(corpora, name):
    return json.loads((corpora / f"oracles/{name}.json").read_text())


def count(text):
    found = outline(text)
    return len(found.links) + len(found.web)


def test_no_link_is_found_in_code(corpora):
    checked = 0
    for case in cases(corpora, "commonmark-0.31.2"):
        if case["section"] not in CODE_SECTIONS or '<a href="`' in case["html"]:
            continue
        outside = _CODE.sub("", case["html"])
        assert count(case["markdown"]) == len(_LINK.findall(outside)), case["n"]
        checked += 1
    assert checked == 62


@pytest.mark.parametrize("wrapped", ["    {}", "\t{}", "`{}`", "``` {} ```"])
def test_a_wikilink_in_the_code_of_an_example_is_no_link(corpora, wrapped):
    """Put a link into every code example's own code: none may be found there."""
    checked = 0
    for case in cases(corpora, "commonmark-0.31.2"):
        if case["section"] == "Fenced code blocks" and case["html"].count("<code") == 1:
            lines = case["markdown"].split("\n")
            if len(lines) > 3 and _only_code(case["html"]):
                text = "\n".join([lines[0], wrapped.format("[[x]] [y](z.md)"), *lines[1:]])
                assert parse(Source(text.encode())).links == [], case["n"]
                checked += 1
    assert checked == 20


def _only_code(html):
    return re.fullmatch(r"<pre><code[^>]*>[^<]*</code></pre>\n", html) is not None


def test_as_many_links_as_in_the_html(corpora):
    checked = 0
    for case in cases(corpora, "commonmark-0.31.2"):
        if re.search(r"<(?:a|img) ", case["markdown"]) or case["section"] == "HTML blocks":
            continue
        more, _ = MORE.get(case["n"], (0, ""))
        assert count(case["markdown"]) == len(_LINK.findall(case["html"])) + more, case["n"]
        checked += 1
    assert checked > 550


def test_links_in_tables(corpora):
    for case in cases(corpora, "pulldown-table"):
        assert count(case["markdown"]) == len(_LINK.findall(case["html"])), case["n"]


def test_footnotes(corpora):
    found = cases(corpora, "pulldown-footnotes")
    for case in found:
        facts = parse(Source(case["markdown"].encode()))
        names = [mark.name for mark in facts.footnotes]
        assert sorted(names) == sorted(_DEFINITION.findall(case["html"])), case["n"]
        defined = [mark.name for mark in facts.footnote_references if mark.name in names]
        assert defined == _REFERENCE.findall(case["html"]), case["n"]
    assert len(found) == 26


@pytest.mark.parametrize("number", sorted(set(range(1, 49)) - set(UNSETTLED)))
def test_maths(corpora, number):
    (case,) = [case for case in cases(corpora, "pulldown-math") if case["n"] == number]
    data = case["markdown"].encode()
    spans = blank(data, 0).maths
    written = [data[span.start : span.end].decode().strip("$") for span in spans]
    shown = [unescape(text) for text in _MATHS.findall(case["html"])]
    assert [plain(text.replace("\\|", "|")) for text in written] == [plain(text) for text in shown]


def plain(text):
    """Leave out indents and quote marks' places, which HTML does not show."""
    return " ".join(text.split())


def test_maths_holds_no_links_and_no_headings(corpora):
    for case in cases(corpora, "pulldown-math"):
        source = Source(case["markdown"].encode())
        facts = parse(source)
        maths = blank(source.data, 0).maths
        for mark in (*facts.links, *facts.tags):
            assert not any(span.start < mark.start < span.end for span in maths), case["n"]
        for heading in facts.headings:
            inside = [s for s in maths if s.start < heading.start and heading.end < s.end]
            assert inside == [], case["n"]
