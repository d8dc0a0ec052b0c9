"""What Dataview's queries read from, and what only looks like it."""

import pytest

from vaultkit.markdown.parser import parse
from vaultkit.source import Source


def sources(text: str) -> list[str]:
    """Return what queries read from, as it is written at its place."""
    data = text.encode()
    marks = parse(Source(data)).query_sources
    assert [data[mark.start : mark.end].decode() for mark in marks] == [mark.name for mark in marks]
    return [mark.name for mark in marks]


def query(*lines: str, language: str = "dataview") -> str:
    return "\n".join([f"```{language}", *lines, "```", ""])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('LIST FROM "a"', ["a"]),
        ('table x, "from b" AS "from"\nfrom "日本/a b"\nwhere y = "c"', ["日本/a b"]),
        ('TASK\nFROM #tag/x and "a" AND "b" | "c"', ["a", "b", "c"]),
        ('LIST FROM ("a" or #x) and ("b" & [[N#c]] or outgoing([[N]]))', ["a", "b"]),
        ('LIST FROM #地/x or "a"', ["a"]),
        ('LIST FROM\n"a"\nOR\n"b"', ["a", "b"]),
        ('LIST FROM ""', [""]),
        ('LIST FROM "a" and -"b" and !"c"', ["a"]),
        ('LIST FROM "a" and -("b" or "c") or "d"', ["a", "d"]),
        ('LIST FROM -(-"a")', ["a"]),
        ('LIST FROM csv("a.csv")', []),
        ('LIST FROM "a" "b"', ["a"]),
        ('LIST WHERE contains(file.folder, "a")', []),
        ("LIST FROM 'a'", []),
        ('LIST file.from WHERE x-from = "a"', []),
        ('// LIST FROM "a"\nLIST FROM "b"', ["b"]),
        ('LIST FROM "a', []),
        ('LIST FROM "a\\"b"', []),
        ('LIST [[from "x"]] FROM "a"', ["a"]),
        ("LIST FROM", []),
    ],
)
def test_a_query(written: str, expected: list[str]) -> None:
    assert sources(query(written)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("dv.pages('\"a\"').map(p => p)", ["a"]),
        ('dv.pages("#x and \\"a\\"")', ["a"]),
        ('dv.pages(`"a" or "b"`); dv.pagePaths( \'"c"\' )', ["a", "b", "c"]),
        ("dv.pages('-\"a\"')", []),
        ("dv.pages('\"a/' + name + '\"')", []),
        ("dv.pages('\"' + folder + '\"')", []),
        ('dv.pages(`"a/${name}"`)', []),
        ("dv.pages('#a')", []),
        ("dv.pages()", []),
        ('dv.page("a")', []),
        ("x() // dv.pages('\"a\"')\n/* dv.pages('\"b\"') */\n// dv.pages('\"c\"')", []),
        ("open('https://x.org'); dv.pages('\"a\"')", ["a"]),
    ],
)
def test_a_script(written: str, expected: list[str]) -> None:
    assert sources(query(written, language="dataviewjs")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('> [!info]\n> ```dataview\n> LIST\n> FROM "a"\n> ```\n', ["a"], id="callout"),
        pytest.param('- x\n  ~~~dataview\n  LIST FROM "a"\n  ~~~\n', ["a"], id="item"),
        pytest.param('```dataview\nLIST FROM "a"', ["a"], id="open to the end"),
        pytest.param(query('LIST FROM "a"').replace("\n", "\r\n"), ["a"], id="CRLF"),
        pytest.param("---\nx: y\n---\né `$= dv.pages('\"a\"').length`", ["a"], id="in a line"),
        pytest.param("`= dv.pages('\"a\"')` `dv.pages('\"a\"')`", [], id="no script"),
        pytest.param("````md\n" + query('LIST FROM "a"') + "````\n", [], id="shown"),
        pytest.param(query('LIST FROM "a"', language="sql"), [], id="another language"),
        pytest.param(query('LIST FROM "a"', language="dataview-x"), [], id="a longer name"),
        pytest.param("%%\n" + query('LIST FROM "a"') + "%%\n", [], id="comment"),
        pytest.param('LIST FROM "a" dataview', [], id="text"),
    ],
)
def test_where_a_query_stands(text: str, expected: list[str]) -> None:
    assert sources(text) == expected
