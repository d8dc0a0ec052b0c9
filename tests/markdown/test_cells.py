"""Wikilinks that the pipe in them takes apart, and those that it does not."""

import pytest

from vaultkit.markdown.parser import parse
from vaultkit.source import Source

TABLE = "|a|b|\n|-|-|\n{}\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "parted"),
    [
        pytest.param(TABLE.format("|[[A|x]]|![[p|1]]|"), ["[[A|x]]", "![[p|1]]"], id="row"),
        pytest.param(TABLE.format("[[A|x]] | y"), ["[[A|x]]"], id="no pipe at the ends"),
        pytest.param(TABLE.format("|é [[A#H|日本]]|"), ["[[A#H|日本]]"], id="letters of two bytes"),
        pytest.param("> |a|b|\n> |-|-|\n> |[[A|x]]|\n", ["[[A|x]]"], id="quote"),
        pytest.param("- x\n\n  |a|b|\n  |-|-|\n  |[[A|x]]|\n", ["[[A|x]]"], id="item"),
        pytest.param("|a|[[A|x]]|\n|-|-|-|\n", ["[[A|x]]"], id="header"),
        pytest.param(TABLE.format("|`y` [[A|x]] `z`|"), ["[[A|x]]"], id="between codes"),
        pytest.param(TABLE.format("|[[A|x\\|y]]|"), ["[[A|x\\|y]]"], id="one of two escaped"),
        pytest.param(TABLE.format("|[[A\\|x]]|![[p.png\\|10]]|"), [], id="escaped"),
        pytest.param(TABLE.format("|[[A]]|"), [], id="no text"),
        pytest.param(TABLE.format("|`[[A|x]]`|``[[A|x]] ` y``|"), [], id="code"),
        pytest.param(TABLE.format("|\\[[A|x]]|"), [], id="escaped brackets"),
        pytest.param("%%\n" + TABLE.format("|[[A|x]]|") + "%%\n", [], id="table in a comment"),
        pytest.param("$$\n" + TABLE.format("|[[A|x]]|") + "$$\n", [], id="table in maths"),
        pytest.param(TABLE.format("[[A|x]]"), [], id="line that may be none of the rows"),
        pytest.param(TABLE.format("\n|[[A|x]]|"), [], id="below an empty line"),
        pytest.param("|a|[[A|x]]|\n|-|-|\n", [], id="header that makes no table"),
        pytest.param("```\n" + TABLE.format("|[[A|x]]|") + "```\n", [], id="table in code"),
    ],
)  # fmt: skip
def test_what_a_pipe_takes_apart(text, parted, newline) -> None:
    data = text.replace("\n", newline).encode()

    found = parse(Source(data)).parted_links

    assert [mark.name for mark in found] == parted
    assert [data[mark.start : mark.end].decode() for mark in found] == parted
