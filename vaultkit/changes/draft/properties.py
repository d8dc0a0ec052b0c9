"""Fixes in front matter: the scalar is edited in place, the YAML around it stays as it is."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from vaultkit.changes.fix import Fix, LinkChange, PropertyChange, opened_by, values_of
from vaultkit.links.write_link import NOT_IN_YAML
from vaultkit.markdown.facts import Link, LinkKind, Place, Scalar
from vaultkit.markdown.wikilink import WIKILINK, split_wikilink
from vaultkit.rules.base.problem import Applicability, Edit
from vaultkit.rules.base.remedy import DropEntries, QuoteLinks, RenameProperty
from vaultkit.source import Source
from vaultkit.vault.notes.note import Document
from vaultkit.vault.vault import Vault

_BETWEEN = re.compile(r"[\s,;]*")
_EMPTY_LINE = re.compile(
    rb"(?m)^[ \t]*-[ \t]*(?:null|Null|NULL|~|\"[ ]*\"|'[ ]*')?[ \t]*(?:\r\n|\n|\r|\Z)"
)
_BLANK_END = re.compile(rb"[ \t]+(?=[\r\n]|\Z)")
_COMMA = re.compile(rb"[ \t\r\n]*,[ \t\r\n]*")
_NOT_IN_QUOTES = re.compile(r"[\"'\\\r\n]")
_ADDRESS = re.compile(r"(?is)/.*|[a-z][a-z\d+.-]*://.*|\S+\.(?:html?|php|aspx?|md)/?")
"""What a site generator calls an alias: the path of a page that leads here."""
_ONE_TEXT = re.compile(r"[^\s,]+\Z")


def rename_property(document: Document, source: Source, remedy: RenameProperty) -> Fix | None:
    """Return a property its present name, unless the note has one of that name already."""
    item = remedy.item
    if any(other.key.lower() == remedy.name for other in document.facts.properties):
        return None
    if source.data[item.start : item.end] != item.key.encode():
        return None
    values = values_of(document, item.key)
    if remedy.name == "aliases" and any(map(_ADDRESS.fullmatch, values)):
        return None
    single = [value for value in item.values if not value.path]
    if single and values != ("",) and not _ONE_TEXT.match(single[0].text):
        return None
    edit = Edit(document.path, item.start, item.end, remedy.name.encode())
    change = PropertyChange(document.path, item.key, remedy.name, values, values)
    return Fix("", f'rename to "{remedy.name}"', Applicability.SAFE, (edit,), properties=(change,))


def drop(document: Document, source: Source, remedy: DropEntries) -> Fix | None:
    """Remove the empty entries of a list; a list of nothing else becomes an empty list."""
    item = remedy.item
    edits = []
    dropped = {entry.path for entry in remedy.entries}
    if len(remedy.entries) == len(item.values):
        start = item.end
        end = max(value.end for value in item.values)
        between = source.data[start:end]
        if not re.fullmatch(
            rb"[ ]*:(?:[ \t\r\n]|-|null|Null|NULL|~|\"[ ]*\"|'[ ]*'|[\[,])*", between
        ):
            return None
        closing = re.compile(rb"[ \t]*\]").match(source.data, end)
        if (b"[" in between) != bool(closing):
            return None
        if closing:
            end = closing.end()
        elif blank := _BLANK_END.match(source.data, end):
            end = blank.end()
        edits.append(Edit(document.path, start, end, b": []"))
    else:
        for before, some, after in _stretches(item.values, dropped):
            made = _without(document.path, source, before, some, after)
            edits += made
            if not made:
                dropped.difference_update(entry.path for entry in some)
    if not edits:
        return None
    kept = tuple(value.text for value in item.values if value.path not in dropped)
    change = PropertyChange(document.path, item.key, item.key, values_of(document, item.key), kept)
    title = "drop the empty entries" if len(edits) > 1 else "drop the empty entry"
    return Fix("", title, Applicability.SAFE, tuple(edits), properties=(change,))


def _stretches(
    values: Sequence[Scalar], dropped: Collection[tuple[str | int, ...]]
) -> Iterator[tuple[Scalar | None, list[Scalar], Scalar | None]]:
    """Yield the entries to drop that follow each other, with the values before and after them."""
    before: Scalar | None = None
    some: list[Scalar] = []
    for value in values:
        if value.path in dropped:
            some.append(value)
            continue
        if some:
            yield before, some, value
        before, some = value, []
    if some:
        yield before, some, None


def _without(
    path: str, source: Source, before: Scalar | None, some: list[Scalar], after: Scalar | None
) -> list[Edit]:
    """Return the edits that take entries out of their list; none where more stands beside them."""
    data = source.data
    lines = [_line_of(source, entry) for entry in some]
    if all(lines):
        return [Edit(path, line.start(), line.end(), b"") for line in lines if line]
    if any(lines):
        return []
    if after is not None:
        between = [*some, after]
        start, end = some[0].start, after.start
    elif before is not None:
        between = [before, *some]
        start, end = before.end, some[-1].end
    else:
        return []
    if all(_COMMA.fullmatch(data, one.end, other.start) for one, other in pairwise(between)):
        return [Edit(path, start, end, b"")]
    return []


def _line_of(source: Source, entry: Scalar) -> re.Match[bytes] | None:
    """Return the line of a list that an entry has to itself."""
    return _EMPTY_LINE.match(source.data, source.line_start(entry.start))


def quote(vault: Vault, document: Document, source: Source, remedy: QuoteLinks) -> Fix | None:
    """Quote a link, or make a list of several; each must then lead somewhere."""
    written = remedy.written
    item = document.property_index.at(written.start)
    text = source.data[written.start : written.end].decode()
    links = [found.group() for found in WIKILINK.finditer(text)]
    if item is None or not links or any(map(_not_in_quotes, links)):
        return None
    if _BETWEEN.fullmatch(WIKILINK.sub("", text).strip("\"'")) is None:
        return None
    targets = [split_wikilink(link[2:-2]) for link in links]
    opens = []
    for target, shown in targets:
        made = Link(LinkKind.WIKILINK, False, target, shown, 0, 0, Place.PROPERTY)
        outcome = vault.resolve(made, document)
        opened = opened_by(outcome)
        if opened is None:
            return None
        opens.append(opened)
    values = values_of(document, item.key)
    if written.reason == "unquoted":
        if len(links) != 1:
            return None
        new = f'"{links[0]}"'
        inner = text[2:-2].strip()
        after = tuple(links[0] if value == inner else value for value in values)
        if values.count(inner) != 1:
            return None
    elif written.reason == "listed":
        if len(values) != len(item.values):
            return None
        new = f'"{links[0]}"'
        inside = [written.start <= value.start < written.end for value in item.values]
        first = inside.index(True)
        rest = first + inside.count(True)
        after = (*values[:first], links[0], *values[rest:])
    else:
        if len(item.values) != 1 or item.values[0].path:
            return None
        new = "[" + ", ".join(f'"{link}"' for link in links) + "]"
        after = tuple(links)
    changes = []
    at = 0
    for link, (target, _), opened in zip(links, targets, opens, strict=True):
        at = new.index(link, at)
        within = len(new[:at].encode())
        changes.append(
            LinkChange(document.path, written.start, None, target, opened, within=within)
        )
        at += len(link)
    edit = Edit(document.path, written.start, written.end, new.encode())
    return Fix(
        "",
        f"write {new}",
        Applicability.SAFE,
        (edit,),
        tuple(changes),
        (PropertyChange(document.path, item.key, item.key, values, after),),
    )


def relinked(
    document: Document, source: Source, link: Link, edit: Edit
) -> tuple[PropertyChange, ...] | None:
    """Declare what a changed link changes in its property; None where it cannot be there."""
    read = document.property_index.values_at(link.start)
    written = edit.new.decode()
    if len(read) != 1 or _not_in_quotes(written):
        return None
    ((value, item, number),) = read
    old = source.data[edit.start : edit.end].decode()
    if value.text.count(old) != 1:
        return None
    new = value.text.replace(old, written)
    return (PropertyChange(document.path, item.key, item.key, (value.text,), (new,), number),)


def _not_in_quotes(text: str) -> bool:
    """Return whether a text cannot be written exactly between quotes in YAML."""
    return bool(_NOT_IN_QUOTES.search(text) or NOT_IN_YAML.search(text))
