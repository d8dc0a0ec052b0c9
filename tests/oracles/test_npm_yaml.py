"""Front matter against npm's ``yaml``, with which Obsidian reads it.

``npm_yaml.jsonl`` holds a text and its answer a line: the value (null where the root is no map),
the line of the first error, or "disputed" where versions 2.2.2, 2.4.5 and 2.9.1 differ about
whether the text is valid. The texts are made by a grammar and from lists of idioms and slips.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from vaultkit.markdown.facts import FrontMatter, Scalar, ScalarKind
from vaultkit.markdown.frontmatter import read_front_matter

ODD_KEY = re.compile(r"(?m)^[ -]*\?[ \t\r]*(?:[^\s]|$)")
NAMED_BY_NPM = re.compile(r"(?m)^[ \t-]*[\[{]|^\d{20}")
"""Keys that are lists, maps or huge numbers: npm writes them out anew."""


@cache
def answers() -> list[tuple[str, str, Any]]:
    lines = (Path(__file__).parent / "npm_yaml.jsonl").read_text().splitlines()
    return [(text, verdict, *rest) for text, verdict, *rest in map(json.loads, lines)]


@cache
def read(text: str) -> FrontMatter:
    data = b"---\n" + text.encode() + b"---\n"
    return read_front_matter(data, 4, len(data) - 4, len(data))


def said(scalar: Scalar) -> object:
    """Return a scalar as JavaScript would have it."""
    if scalar.kind is ScalarKind.NULL:
        return None
    if scalar.kind is ScalarKind.BOOLEAN:
        return scalar.text.lower() == "true"
    if scalar.kind is ScalarKind.NUMBER:
        return number(scalar.text)
    return scalar.text


def number(text: str) -> str:
    if text.startswith(("0x", "0o")):
        return str(float(int(text, 0)))
    return str(float(text.lower().replace(".inf", "inf").replace(".nan", "nan")) + 0.0)


def scalars(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, object]]:
    """Yield the scalars of npm's value, each with its path."""
    if isinstance(value, dict) and "$num" in value:
        yield path, str(float(value["$num"].replace("Infinity", "inf")))
    elif isinstance(value, dict):
        if not value and path:
            yield path, "{}"
        for key, item in value.items():
            yield from scalars(item, (*path, key))
    elif isinstance(value, list):
        if not value and len(path) > 1:
            yield path, "[]"
        for place, item in enumerate(value):
            yield from scalars(item, (*path, place))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, str(float(value))
    else:
        yield path, value


def read_scalars(block: FrontMatter) -> dict[object, object]:
    return {
        (item.key, *value.path): said(value) for item in block.properties for value in item.values
    }


def test_there_are_as_many_answers_as_ever():
    assert len(answers()) == 5159


def test_what_npm_reads_is_no_error():
    wrong = [text for text, verdict, *_ in answers() if verdict == "value" and read(text).error]
    assert wrong == []


def test_what_versions_differ_about_is_no_finding():
    wrong = [text for text, verdict, *_ in answers() if verdict == "disputed" and read(text).error]
    assert wrong == []


def test_what_npm_refuses_is_an_error():
    """One in a hundred may be missed, and only below a key that begins with ``? ``."""
    refused = [text for text, verdict, *_ in answers() if verdict == "error"]
    missed = [text for text in refused if read(text).error is None]

    assert [text for text in missed if not ODD_KEY.search(text)] == []
    assert 100 * len(missed) < len(refused)


def test_an_error_has_no_properties():
    for text, *_ in answers():
        if read(text).error:
            assert (read(text).properties, read(text).malformed_links) == ([], [])


def test_most_errors_stand_on_the_line_that_npm_names():
    places = [
        (read(text), text.encode(), rest[0])
        for text, verdict, *rest in answers()
        if verdict == "error"
    ]
    same = [
        data.count(b"\n", 0, block.error_at - 4) + 1 == line
        for block, data, line in places
        if block.error
    ]
    assert 100 * sum(same) > 85 * len(same)


def test_values_are_those_that_npm_gives():
    wrong = []
    for text, verdict, *rest in answers():
        if verdict == "value":
            got = read_scalars(read(text))
            wanted = dict(scalars(rest[0] or {}))
            if NAMED_BY_NPM.search(text):
                got, wanted = sorted(map(repr, got.values())), sorted(map(repr, wanted.values()))
            if got != wanted:
                wrong.append((text, got, wanted))
    assert wrong == []
