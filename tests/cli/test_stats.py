"""``vaultkit stats``: what a vault holds, counted."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

CHECKOUT = Path(__file__).parents[2]
SCHEMA = json.loads((CHECKOUT / "docs" / "stats.schema.json").read_text("utf-8"))
VAULT = {
    ".obsidian/app.json": '{"useMarkdownLinks": true, "newLinkFormat": "relative"}',
    "Home.md": "---\nTags: [garden, Soil]\naliases: [Start, House]\nup: '[[Soil]]'\n---\n"
    "# Home\n\n[[Soil|the soil]] [[beds/West]] ![[map.png]] [x](beds/West.md#Gone) #Garden\n"
    "%% [[Nowhere]] %% [web](https://example.org) [y][soil] and four more words\n\n"
    "[soil]: Soil.md\n",
    "Soil.md": "---\ntags: garden\n---\n## Clay\n\ntext ^clay and[^1] [[Home#^none]] #garden\n\n"
    "[^1]: foot\n",
    "beds/West.md": "[[Home]] [[{{title}}]]",
    "map.png": b"12345",
    "old/unused.pdf": b"1234567",
    "Board.canvas": '{"nodes":[{"id":"1","type":"text","text":"[[Soil]] [[Lost]]"}],"edges":[]}',
    "List.base": "filters: x\n",
    "data.csv": "a,b\n",
}


@pytest.fixture
def given(write, run) -> Any:
    write(VAULT)
    return run("stats", "--format", "json", "--words").json


def test_links_are_counted_by_kind(given) -> None:
    """Obsidian counts no reference links."""
    assert given["links"] == {
        "total": 11,
        "wikilinks": 10,
        "markdown": 1,
        "reference": 0,
        "embeds": 1,
        "in_properties": 1,
        "in_comments": 1,
        "in_canvases": 2,
        "with_text": 1,
        "with_folder": 1,
        "no_file": 2,
        "no_heading": 1,
        "no_block": 1,
    }
    assert given["link_settings"] == {"style": "markdown", "path": "relative"}


@pytest.mark.parametrize(
    ("text", "links", "nowhere"),
    [
        ("[[a]] [[b]]", "2  all wikilinks", "2  all to no file"),
        ("[[a]]", "1  a wikilink", "1  to no file"),
        ("[x](Home.md#a) [x](Home.md#b)", "2  all Markdown links", "2  all to no heading"),
        ("[[a]] [[#b]]", "2  all wikilinks", "2  1 to no file, 1 to no heading"),
        ("[[Home]] [x](Home.md)", "2  1 wikilink, 1 Markdown link", "0"),
    ],
)
def test_a_number_is_said_once(write, run, text, links, nowhere) -> None:
    write({".obsidian/app.json": "{}", "Home.md": f"{text}\n"})
    lines = dict(re.findall(r"(?m)^(links|broken) +(.*)$", run("stats").out))

    assert lines == {"links": links, "broken": nowhere}


def test_a_forge_follows_reference_links(write, run) -> None:
    write(VAULT)

    assert run("stats", "--format=json", "--dialect=github").json["links"]["reference"] == 1


def test_links_are_those_of_a_check(given, run) -> None:
    assert run("check", "--format", "json").json["summary"]["links"] == given["links"]["total"]


def test_files_are_counted_by_kind(given) -> None:
    sizes = {
        name: len(text if isinstance(text, bytes) else text.encode())
        for name, text in VAULT.items()
    }
    notes = [size for name, size in sizes.items() if name.endswith(".md")]

    assert given["notes"] == 3
    assert given["folders"] == 1
    assert given["files"] == {
        "markdown": {"count": 3, "size": sum(notes)},
        "canvases": {"count": 1, "size": sizes["Board.canvas"]},
        "bases": {"count": 1, "size": sizes["List.base"]},
        "attachments": {"count": 2, "size": 12},
        "others": {"count": 1, "size": 4},
    }
    assert given["unused_attachments"] == {"count": 1, "size": 7, "paths": ["old/unused.pdf"]}
    assert given["largest"][0] == {"note": "Home.md", "size": sizes["Home.md"]}


def test_names_that_differ_by_case_are_one(given) -> None:
    assert given["tags"] == [{"name": "garden", "uses": 4}, {"name": "Soil", "uses": 1}]
    assert given["properties"] == [
        {"name": "Tags", "notes": 2},
        {"name": "aliases", "notes": 1},
        {"name": "up", "notes": 1},
    ]


def test_what_else_there_is(given) -> None:
    names = ("headings", "block_ids", "footnotes", "aliases", "words")

    assert [given[name] for name in names] == [2, 0, 1, 2, 30]
    assert given["most_linked"] == [
        {"note": "Home.md", "backlinks": 2},
        {"note": "Soil.md", "backlinks": 1},
        {"note": "beds/West.md", "backlinks": 1},
    ]


def test_words_are_counted_only_when_asked_for(write, run) -> None:
    write(VAULT)

    assert run("stats", "--format", "json").json["words"] is None
    assert "words" not in run("stats").out
    assert "words                  30\n" in run("stats", "--words").out


def test_json_is_as_its_schema_says(given, undocumented) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(given)

    assert undocumented(given, SCHEMA) == []


@pytest.mark.parametrize(
    "files", [{}, {"A.md": ""}, {"all.md": "# A {#a}\n\n[b](#b)\n\n# B {#b}\n\nx\n"}]
)
def test_small_vaults(write, run, files) -> None:
    write(files)
    ran = run("stats", "--format", "json", "--words")

    assert ran.code == 0
    Draft202012Validator(SCHEMA).validate(ran.json)
    assert run("stats", "--words").code == 0


def test_sections_of_a_flattened_file_are_notes_with_sizes_of_their_own(write, run) -> None:
    text = "intro\n\n# A {#a}\n\n[b](#b)\n\n# B {#b}\n\nx\n"
    write({"all.md": text})
    given = run("stats", "--format", "json").json

    assert given["notes"] == 2
    assert given["largest"] == [
        {"note": "all.md#a", "size": len("# A {#a}\n\n[b](#b)\n\n")},
        {"note": "all.md#b", "size": len("# B {#b}\n\nx\n")},
    ]


def test_a_table_is_cut_where_it_says(write, run) -> None:
    write({"A.md": " ".join(f"#t{number:02}" for number in range(12))})

    assert "          1  #t09\n  ... and 2 more; --top 12 lists them all\n" in run("stats").out
    assert "#t11" in run("stats", "--top", "12").out


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 KB"), (12345, "12 KB"), (1.9e6, "1.9 MB")],
)
def test_sizes_are_easy_to_read(count, shown) -> None:
    from vaultkit.explore.stats.table import size

    assert size(count) == shown
