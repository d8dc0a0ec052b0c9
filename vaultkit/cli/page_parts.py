"""The parts of a page of the rule book: the prose of its sections, and its examples."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from vaultkit.config.rule_book import without_links

CONFIG = "vaultkit.toml"
"""What an example's configuration is called, which has no name in a page."""
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})(?P<language>[\w-]*)$")
_NAME = re.compile(r"`([^`]+)`$")
_ITEM = re.compile(r"(?P<indent> *)- (?P<text>.*)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^a-z])")
_CODE = re.compile(r"``\s?(?P<long>.+?)\s?``|(?P<short>`[^`]*`)")


@dataclass
class Paragraph:
    """A paragraph or an item of a list, as sentences without markup; ``items`` are a list below.

    Only a paragraph that ends in the middle of a sentence has a list of its own.
    """

    sentences: list[str]
    is_item: bool = False
    items: list[str] = field(default_factory=list)


@dataclass
class Example:
    """A small vault and what is found in it.

    ``files`` are the lines of each file by name, the configuration among them; ``fixed`` are those
    that fixes change, ``fixed_by`` says which fixes.
    """

    title: str
    files: dict[str, list[str]] = field(default_factory=dict)
    report: list[str] = field(default_factory=list)
    fixed: dict[str, list[str]] = field(default_factory=dict)
    fixed_by: str = ""


def sections_of(page: str) -> dict[str, list[str]]:
    """Return the lines of a page below each heading of level two; those above under no name."""
    found: dict[str, list[str]] = {"": []}
    title, fence = "", ""
    for line in page.splitlines():
        if fence:
            fence = "" if line == fence else fence
        elif opening := _FENCE.match(line):
            fence = opening["fence"]
        elif line.startswith("## "):
            title = line[3:].strip()
            found[title] = []
            continue
        found[title].append(line)
    return found


def paragraphs_of(lines: list[str]) -> list[Paragraph]:
    """Return the prose of a section; tables, blocks of code and nested lists are left out."""
    found: list[Paragraph] = []
    for text, indent in _pieces(lines):
        last = found[-1] if found else None
        if indent is None:
            found.append(Paragraph(_SENTENCE_END.split(plain(text))))
        elif indent:
            continue
        elif last and not last.is_item and not last.sentences[-1].endswith((".", "!", "?")):
            last.items.append(plain(text))
        else:
            found.append(Paragraph(_SENTENCE_END.split(plain(text)), is_item=True))
    return found


def _pieces(lines: list[str]) -> Iterator[tuple[str, int | None]]:
    """Yield paragraphs and items of lists, each with its indent; None for a paragraph."""
    piece: list[str] = []
    indent: int | None = None
    fence = ""
    for line in [*lines, ""]:
        item = _ITEM.match(line)
        opening = _FENCE.match(line.strip())
        is_text = bool(line.strip()) and not (fence or opening or line.startswith(("|", "#")))
        if piece and (item or not is_text):
            yield " ".join(piece), indent
            piece = []
        if fence:
            fence = "" if line.strip() == fence else fence
        elif opening:
            fence = opening["fence"]
        elif item:
            piece, indent = [item["text"].strip()], len(item["indent"])
        elif is_text:
            indent = indent if piece else None
            piece.append(line.strip())


def plain(text: str) -> str:
    """Return a line of Markdown as text; code keeps its backticks."""
    found, at = "", 0
    for code in _CODE.finditer(text):
        found += _without_markup(text[at : code.start()])
        found += code["short"] or f"`{code['long']}`"
        at = code.end()
    return found + _without_markup(text[at:])


def _without_markup(text: str) -> str:
    return without_links(text).replace("**", "")


def examples_of(lines: list[str]) -> list[Example]:
    """Return the examples of a page, in order, from the lines of that section."""
    found: list[Example] = []
    into: dict[str, list[str]] = {}
    body: list[str] = []
    name = fence = ""
    for line in lines:
        opening = _FENCE.match(line)
        if fence:
            fence = "" if line == fence else fence
            body += [line] * bool(fence)
        elif line.startswith("### "):
            found.append(Example(plain(line[4:].strip())))
            into = found[-1].files
        elif line.startswith("Fixed"):
            into = {} if found[-1].fixed_by else found[-1].fixed
            found[-1].fixed_by = found[-1].fixed_by or line.rstrip(":").lower()
        elif opening and found:
            fence, body = opening["fence"], []
            if opening["language"] == "report":
                found[-1].report = body
            else:
                into[name or CONFIG] = body
            name = ""
        elif named := _NAME.match(line):
            name = named[1]
    return found
