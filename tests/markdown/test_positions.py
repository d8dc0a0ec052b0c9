"""Offsets, lines and columns, whatever the line ends, the encoding mark and the script."""

import codecs
import re

import pytest

from vaultkit import check
from vaultkit.markdown.parser import parse
from vaultkit.source import Position, Source

NOTE = """---
größe: 日本 🎉
up: "[[Über|x]]"
list:
  - plain
  - '[[Zwei]]'
---

# Ünï 🎉 *code*

Täxt 🎉 [[Nöte#H|日本]] und ![[bïld.png|300]] #täg/ünter ^blöck-x

Ende\tTab\t[Märkdown](ä%20b.md "t")\t#zwei ^id-1

- Punkt 🎉\t[[Drei]] %%[[Vier]] #füenf%%
- %% vaultkit: allow broken-link %%

> Zitat [^fuß] [^1] [a b](x y.md) [c][d] ^zit

| ä | b |
|---|---|
| [[Fünf\\|日]] | #sechs |

[^1]: Fußnote [[Sechs]] <span id="ïd">🎉</span>

Sieben 🎉
=====

## 日本語 ##
"""
EXPECTED = {
    "links": [
        "[[Über|x]]",
        "[[Zwei]]",
        "[[Nöte#H|日本]]",
        "![[bïld.png|300]]",
        '[Märkdown](ä%20b.md "t")',
        "[[Drei]]",
        "[[Vier]]",
        "[[Fünf\\|日]]",
        "[[Sechs]]",
    ],
    "tags": ["#täg/ünter", "#zwei", "#füenf", "#sechs"],
    "block_ids": ["^id-1", "^zit"],
    "footnotes": ["[^1]"],
    "footnote_references": ["[^1]"],
    "unencoded_links": ["[a b](x y.md)"],
    "undefined_references": ["[c][d]"],
    "suppressions": ["%% vaultkit: allow broken-link %%"],
}
HEADINGS = ["# Ünï 🎉 *code*", "Sieben 🎉", "## 日本語 ##"]
VALUES = ["日本 🎉", '"[[Über|x]]"', "plain", "'[[Zwei]]'"]
KEYS = ["größe", "up", "list"]

TWINS = {
    "LF": NOTE.encode(),
    "CRLF": NOTE.replace("\n", "\r\n").encode(),
    "CR": NOTE.replace("\n", "\r").encode(),
    "BOM": codecs.BOM_UTF8 + NOTE.encode(),
    "BOM and CRLF": codecs.BOM_UTF8 + NOTE.replace("\n", "\r\n").encode(),
    "no final newline": NOTE.rstrip("\n").encode(),
    "CRLF without the last": NOTE.replace("\n", "\r\n").rstrip("\r\n").encode(),
    "mixed line ends": re.sub(r"\n(?=[#\[\t])", "\r\n", NOTE).encode(),
    "decomposed": NOTE.replace("\u00fc", "u\u0308").encode(),
}


@pytest.fixture(params=TWINS)
def twin(request):
    """Return one of the twins, parsed, with its source."""
    source = Source(TWINS[request.param])
    return source, parse(source), request.param


def cut(source, mark):
    return source.data[mark.start : mark.end].decode()


def expected(texts, name):
    return [text.replace("\u00fc", "u\u0308") if name == "decomposed" else text for text in texts]


@pytest.mark.parametrize("fact", EXPECTED)
def test_a_span_cuts_out_the_fact(twin, fact):
    source, facts, name = twin
    marks = sorted(getattr(facts, fact), key=lambda mark: mark.start)
    texts = [cut(source, mark) for mark in marks]
    if fact == "footnote_references":
        texts = [text for text in texts if text == "[^1]"]
    assert texts == expected(EXPECTED[fact], name)


def test_a_span_cuts_out_the_heading(twin):
    source, facts, name = twin
    found = [re.split(r"[\r\n]", cut(source, heading))[0] for heading in facts.headings]
    assert found == expected(HEADINGS, name)


def test_a_span_cuts_out_the_value(twin):
    source, facts, name = twin
    values = [value for item in facts.properties for value in item.values]
    assert [cut(source, value) for value in values] == expected(VALUES, name)
    assert [cut(source, item) for item in facts.properties] == expected(KEYS, name)


def test_a_span_cuts_out_the_html_id(twin):
    source, facts, _ = twin
    (mark,) = facts.html_ids
    assert cut(source, mark).strip() == 'id="ïd"'


def test_positions_agree_with_a_count_by_hand(twin):
    source, facts, _ = twin
    text = source.data.decode()
    marks = [*facts.links, *facts.tags, *facts.block_ids, *facts.headings, *facts.footnotes]
    for offset in [at for mark in marks for at in (mark.start, mark.end)]:
        before = source.data[:offset].decode()
        lines = re.split(r"\r\n|\r|\n", before)
        assert source.position(offset) == Position(len(lines), len(lines[-1]) + 1)
        whole = re.split(r"\r\n|\r|\n", text)[len(lines) - 1]
        assert source.line(len(lines)) == whole
    assert len(marks) > 15


@pytest.mark.parametrize(
    ("raw", "offset", "position"),
    [
        pytest.param(b"", 0, (1, 1), id="empty"),
        pytest.param(b"a\nb", 2, (2, 1), id="LF"),
        pytest.param(b"a\r\nb", 3, (2, 1), id="CRLF"),
        pytest.param(b"a\rb", 2, (2, 1), id="CR"),
        pytest.param(b"a\n\rb", 3, (3, 1), id="LF before CR"),
        pytest.param(b"a\r\nb", 1, (1, 2), id="before CRLF"),
        pytest.param(b"a\tb", 2, (1, 3), id="a tab is one column"),
        pytest.param("é日🎉x".encode(), 9, (1, 4), id="columns are code points"),
        pytest.param(codecs.BOM_UTF8 + b"ab", 1, (1, 2), id="no column for the mark"),
        pytest.param(b"a\n", 2, (2, 1), id="after the last newline"),
        pytest.param(b"ab", 9, (1, 3), id="past the end"),
        pytest.param(b"ab", -1, (1, 1), id="before the start"),
        pytest.param(b"a\xff\xfeb", 3, (1, 4), id="bytes that are not UTF-8"),
        pytest.param("a\u2028b\x0cc\x85d".encode(), 6, (1, 5), id="other separators end no line"),
    ],
)
def test_position(raw, offset, position):
    assert Source(raw).position(offset) == Position(*position)


@pytest.mark.parametrize(
    ("raw", "number", "text"),
    [
        pytest.param(b"a\nb", 1, "a", id="first"),
        pytest.param(b"a\r\nb", 1, "a", id="CRLF"),
        pytest.param(b"a\rb", 2, "b", id="CR"),
        pytest.param(b"a\nb", 2, "b", id="last without newline"),
        pytest.param(b"a\n", 2, "", id="after the last newline"),
        pytest.param(b"a", 0, "", id="before the first"),
        pytest.param(b"a", 2, "", id="after the last"),
        pytest.param(codecs.BOM_UTF8 + b"a", 1, "a", id="BOM"),
    ],
)
def test_line(raw, number, text):
    assert Source(raw).line(number) == text


@pytest.mark.parametrize("raw", [b"a\xffb", b"\xe6\x97", b"\xed\xa0\x80x", b"\xf0\x9f\x8e"])
def test_offsets_stay_true_where_bytes_are_not_utf_8(raw):
    source = Source(raw)
    assert len(source.data) == len(raw)
    assert source.data.decode()
    assert source.invalid_at == raw.index(next(byte for byte in raw if byte > 127))


VAULT = {
    "Home.md": NOTE,
    "Über.md": "# H\n\n# H\n\n[[Über#Fehlt]]\n\n[[#H]] [[Über#^nix]]\n",
    "Matter.md": "---\nup: [[Über]]\ntag: x\naliases:\n  - \n---\n\ntext [x](Über%20no.md)\n",
    "Bad.md": "---\na: [\nb: ]\n---\n\n%%\n# A\n[[Übr]]\n%%\n\n$$\n\n# no\n$$\n\n## A\n\n## A\n",
    "Lists.md": "- a\n\n      [[code]]\n\n  [[./x.md]]\n\n```\n[[no]]\n```\n![[no.png]] [^9]\n",
    "Allow.md": "[[a/b]] %% vaultkit: allow broken-link %%\n\n[[a/c]]\n<!-- vaultkit: allow x -->",
    "Conflict.md": "<<<<<<< one\na\n=======\nb\n>>>>>>> two\n",
    "Stub.md": "# Stub\n",
    "Empty.md": "",
}


def findings(files):
    report = check(files, select=None)
    return [(f.path, f.line, f.column, f.end_line, f.end_column, f.code) for f in report.findings]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: "\ufeff" + text, id="BOM"),
        pytest.param(lambda text: "\ufeff" + text.replace("\n", "\r\n"), id="BOM and CRLF"),
    ],
)
def test_a_twin_has_the_same_findings(changed):
    twins = {path: changed(text) for path, text in VAULT.items()}
    assert findings(twins) == findings(VAULT)
    assert len({code for *_, code in findings(VAULT)}) > 8


def test_a_twin_without_final_newlines_has_the_same_findings():
    assert findings({path: text.removesuffix("\n") for path, text in VAULT.items()}) == findings(
        VAULT
    )
