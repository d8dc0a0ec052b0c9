"""Front matter out of text at the top of a note: the rest of the note must stay as it is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from vaultkit.changes.edits import edited
from vaultkit.changes.fix import Fix
from vaultkit.markdown.facts import Facts, FrontMatter
from vaultkit.markdown.parser import parse
from vaultkit.markdown.spans import SpanSet
from vaultkit.markdown.witness import witness, witness_properties
from vaultkit.rules.base.problem import Applicability, Edit
from vaultkit.rules.base.remedy import LiftBlock
from vaultkit.source import Source
from vaultkit.vault.notes.note import Document

_HYPHENS = re.compile(rb"[ \t]*---[ \t]*")
_COMMENT = re.compile(rb"(?m)(?:^|(?<=[ \t]))(#[^\r\n]*)")
_KEPT = """links tags block_ids footnotes footnote_references html_ids html_sources
    undefined_references unencoded_links""".split()


def lift(document: Document, source: Source, remedy: LiftBlock) -> Fix | None:
    """Remove the blanks that keep a block from being front matter; None where that is not all."""
    opened = _HYPHENS.match(source.data, remedy.block.start)
    if opened is None or document.flattened:
        return None
    edit = Edit(document.path, 0, opened.end(), b"---")
    mark = source.raw[: len(source.raw) - len(source.data)]
    new = Source(mark + edited(source.data, [edit]))
    if objection_to_lift(source, document.facts, new, parse(new), [edit]) is not None:
        return None
    title = "move the front matter to the first line"
    return Fix("", title, Applicability.SAFE, (edit,), lifts=(document.path,))


def objection_to_lift(
    old: Source, old_facts: Facts, new: Source, new_facts: Facts, edits: Sequence[Edit]
) -> str | None:
    """Return what is wrong with text that becomes front matter, or None.

    Only blanks may go, all of the text must come back as properties, by a second reader of YAML as
    well, and nothing below may change.
    """
    edit, *others = edits
    if others or edit.start or edit.new != b"---" or old.data[: edit.end].strip() != b"---":
        return "an edit is outside of what is declared to change"
    block = new_facts.front_matter
    if old_facts.front_matter is not None or block is None or not _is_sound(block):
        return "it would not be front matter"
    seen = witness_properties(new.data)
    if seen is None or seen.error or _texts(seen) != _texts(block):
        return "a second reader of YAML reads the front matter otherwise"
    if comments_in(new.data, block):
        return "a text would become a comment"
    shift = edit.end - len(edit.new)
    end = block.end + shift
    if witness(old.data) != witness(old.data[:end]) + witness(new.data):
        return "what a reader sees would change beyond what was declared"
    for name in _KEPT:
        if _moved(getattr(old_facts, name), shift) != getattr(new_facts, name):
            return f"the {name.replace('_', ' ')} would change"
    below = [heading for heading in old_facts.headings if heading.start >= end]
    if _moved(below, shift) != new_facts.headings:
        return "a heading would be added or removed"
    return None


def comments_in(data: bytes, block: FrontMatter | None) -> list[bytes]:
    """Return the comments of a front matter in order."""
    if block is None:
        return []
    values = SpanSet((value.start, value.end) for item in block.properties for value in item.values)
    return [
        found[1]
        for found in _COMMENT.finditer(data, block.start, block.end)
        if found.start(1) not in values
    ]


def _is_sound(block: FrontMatter) -> bool:
    faulty = block.error or block.malformed_links or block.odd_end or block.templated
    return bool(block.properties) and not faulty


def _texts(block: FrontMatter) -> list[tuple[str, list[str]]]:
    return [(item.key, [value.text for value in item.values]) for item in block.properties]


def _moved(items: Sequence[Any], shift: int) -> list[Any]:
    return [replace(item, start=item.start - shift, end=item.end - shift) for item in items]
