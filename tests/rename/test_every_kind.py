"""One note renamed and moved in a vault that refers to it in every way there is."""

import codecs
import unicodedata

import pytest

OBSIDIAN = {".obsidian/app.json": "{}"}
NOTE = """\
---
up: "[[Café]]"
plain: 'see [[Café]]'
single: '[[Café#Part|Café]]'
list:
  - "[[Café]]"
  - '[Café](Caf%C3%A9.md)' # a comment
flow: ["[[Café]]", other]
unquoted: [[Café]]
several: "[[Café]] and [[Other]]"
---
# About [[Café]]

[[Café]] [[Café|Café]] [[Café|the bar]] [[café#Part]] [[ Café#Part | spaced ]]
![[Café]] ![[Café#^id|Café]] ![[Café#Part]]
[a](Caf%C3%A9.md) [b](<Café.md>) [c](Café.md "Café") [Café](./Café.md#Part)
[r][ref] [Café.md](Café.md) ![d](Café.md)

| left | right |
| --- | --- |
| [[Café\\|in a table]] | ![[Café\\|Café]] |

%% [[Café]] in a comment, [m](Café.md) too %%

- [ ] [[Café]]^id
> [!note] [[Café]]

`[[Café]]` and [[Cafe]] and [[Unwritten]] and [[Home#About Café]] stay.

[ref]: Café.md "Café"
[unused]: Café.md
"""
RENAMED = """\
---
up: "[[Tea room]]"
plain: 'see [[Café]]'
single: '[[Tea room#Part|Tea room]]'
list:
  - "[[Tea room]]"
  - '[Tea room](Tea%20room.md)' # a comment
flow: ["[[Tea room]]", other]
unquoted: [[Tea room]]
several: "[[Tea room]] and [[Other]]"
---
# About [[Tea room]]

[[Tea room]] [[Tea room]] [[Tea room|the bar]] [[Tea room#Part]] [[ Tea room#Part | spaced ]]
![[Tea room]] ![[Tea room#^id|Tea room]] ![[Tea room#Part]]
[a](Tea%20room.md) [b](<Tea room.md>) [c](Tea%20room.md "Café") [Tea room](Tea%20room.md#Part)
[r][ref] [Tea room.md](Tea%20room.md) ![d](Tea%20room.md)

| left | right |
| --- | --- |
| [[Tea room\\|in a table]] | ![[Tea room]] |

%% [[Tea room]] in a comment, [m](Tea%20room.md) too %%

- [ ] [[Tea room]]^id
> [!note] [[Tea room]]

`[[Café]]` and [[Cafe]] and [[Unwritten]] and [[Home#About Tea room]] stay.

[ref]: Tea%20room.md "Café"
[unused]: Café.md
"""
CANVAS = r"""{
  "nodes": [
    {"id": "1", "type": "file", "file": "Café.md", "subpath": "#Part", "x": 0},
    {"id": "2", "type": "text", "text": "see [[Café|\"it\"]]\n#tag [x](Café.md)"},
    {"id": "3", "type": "group", "label": "Café"}
  ],
  "edges": []
}
"""
BASE = """\
filters:
  or:
    - file.hasLink("Café")
    - link("Café.md", "Café") == up
    - 'file.basename != "Café"'
    - status == "Café"
formulas:
  it: '[[Café]]'
"""
DRAWING = """\
---
excalidraw-plugin: parsed
---
# Excalidraw Data
## Text Elements
[[Café]] ^abc

## Embedded Files
0f1e: [[Café.png]]
%%
## Drawing
```json
{"text": "[[Café]]"}
```
%%
"""
FILES = {
    **OBSIDIAN,
    "Café.md": "# Part\n\ntext ^id\n\n[[#Part]] [[Café#Part]]\n",
    "Café.png": b"png",
    "Other.md": "x\n",
    "Home.md": NOTE,
    "Board.canvas": CANVAS,
    "Books.base": BASE,
    "Draw.excalidraw.md": DRAWING,
}


def test_every_kind_of_reference_follows(rename) -> None:
    moved = rename(FILES, "Café.md", "Tea room")

    assert moved["Home.md"] == RENAMED
    assert moved["Tea room.md"] == "# Part\n\ntext ^id\n\n[[#Part]] [[Tea room#Part]]\n"
    assert moved["Board.canvas"] == CANVAS.replace("Café.md", "Tea room.md", 1).replace(
        '[[Café|\\"it\\"]]\\n#tag [x](Café.md)', '[[Tea room|\\"it\\"]]\\n#tag [x](Tea%20room.md)'
    )
    assert moved["Draw.excalidraw.md"] == DRAWING.replace("[[Café]] ^", "[[Tea room]] ^")
    assert "Café.md" not in moved.after.files


def test_a_base_is_rewritten_where_a_file_is_meant_and_told_where_not(rename) -> None:
    moved = rename(FILES, "Café.md", "Tea room")

    assert moved["Books.base"].splitlines()[2:8] == [
        '    - file.hasLink("Tea room")',
        '    - link("Tea room.md", "Café") == up',
        "    - 'file.basename != \"Tea room\"'",
        '    - status == "Café"',
        "formulas:",
        "  it: '[[Tea room]]'",
    ]
    assert [(place.path, place.line) for place in moved.outcome.told] == [
        ("Books.base", 4),
        ("Books.base", 6),
        ("Home.md", 3),
        ("Home.md", 31),
    ]


@pytest.mark.parametrize("kind", ["crlf", "bom", "nfd", "all"])
def test_line_ends_and_marks_stay(rename, kind) -> None:
    def twin(name: str, text: str | bytes) -> tuple[str, bytes]:
        data = text.encode() if isinstance(text, str) else text
        if kind in ("crlf", "all"):
            data = data.replace(b"\n", b"\r\n")
        if kind in ("bom", "all") and name.endswith(".md"):
            data = codecs.BOM_UTF8 + data
        if kind in ("nfd", "all"):
            name = unicodedata.normalize("NFD", name)
        return name, data

    files = dict(twin(name, text) for name, text in FILES.items())
    old = twin("Café.md", "")[0]
    moved = rename(files, old, "Tea room")

    wanted = twin("Home.md", RENAMED)[1]
    assert moved.after.tree.read("Home.md") == wanted
    assert moved.after.tree.read("Board.canvas").count(b"\r\n") == files["Board.canvas"].count(
        b"\r\n"
    )


def test_there_and_back_gives_the_same_edges(rename, move) -> None:
    there = move(FILES, "Café.md", "deep/down/Tea room.md")
    files = {path: there.after.tree.read(path) for path in there.after.files} | OBSIDIAN
    back = move(files, "deep/down/Tea room.md", "Café.md")

    def edges(vault):
        return [
            (note.path, outcome.state, outcome.files)
            for note in vault.notes
            for _, outcome in vault.outcomes(note)
        ]

    assert edges(back.after) == edges(there.before)
