"""The edit that changes a heading's text, and why a text cannot be one."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vaultkit.changes.edits import edited
from vaultkit.errors import UsageError
from vaultkit.links.write_link import is_utf8
from vaultkit.markdown.facts import Facts, Heading
from vaultkit.markdown.parser import parse
from vaultkit.rename.request import Wanted, checked_source, vault_after
from vaultkit.rules.base.problem import Edit
from vaultkit.source import Source
from vaultkit.vault.notes.anchor import Outline, normal_form, segments
from vaultkit.vault.notes.note import Document, is_flattened_title, rendered
from vaultkit.vault.notes.slug import slug
from vaultkit.vault.resolver.obsidian import find_anchor
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import shown_name

_OPENING = re.compile(rb"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:#{1,6}[ \t]+)?")
_MARK = re.compile(r"(?:\s+\^[A-Za-z0-9-]+|\s*\{#[^{}]*\})\Z")


def heading_edit(vault: Vault, path: str, subpath: str, text: str) -> tuple[Wanted, Heading]:
    """Return the edit that gives a heading another text; a block id behind it stays.

    In a flattened file the id of a note's title follows, because it is what makes it one. The
    heading as it is comes with the edit.

    Args:
        vault: where the note is.
        path: the note.
        subpath: what a link names the heading by, with its ``#``.
        text: the new text, as it is to stand behind the ``#`` of the heading.

    Raises:
        UsageError: there is no such heading, or the text will not do.
    """
    document = vault.documents.get(path)
    if document is None:
        raise UsageError(f"{path}: is not a note and has no headings")
    if document.facts.unreadable is not None:
        raise UsageError(f"{path}: {document.facts.unreadable}")
    heading = _heading(document, subpath)
    new = _checked(document, heading, text, vault)
    source = checked_source(vault, path)
    start, end = _text_span(path, source, heading)
    edit = Edit(path, start, end, new.encode())
    _prove(vault, document, heading, edit, new)
    if document.flattened and not vault_after(vault, {}, {path: (edit,)}).documents[path].flattened:
        raise UsageError(
            f'"{new}": with this, {path} would no longer be recognised as a vault in one file; '
            "choose plain text"
        )
    return Wanted(edits={path: (edit,)}, replaced={path: (start, end)}), heading


def _heading(document: Document, subpath: str) -> Heading:
    name = shown_name(document.path)
    parts = segments(subpath)
    if not parts:
        raise UsageError(f"{name}: name the heading after a #, as in {name}#Heading")
    known, found = find_anchor(document, parts)
    if found is not None:
        return found
    whole = document.first_by_form.get(normal_form(subpath))
    if whole is not None:
        return whole
    if known:
        raise UsageError(f"{name}{subpath}: is a block or a footnote, not a heading")
    texts = [heading.text for heading in document.root_headings]
    some = ", ".join(f'"{text}"' for text in texts[:5]) + (" ..." if len(texts) > 5 else "")
    hint = f"; it has {some}" if texts else "; it has none"
    raise UsageError(f'there is no heading "{subpath[1:]}" in "{name}"{hint}')


def _checked(document: Document, heading: Heading, text: str, vault: Vault) -> str:
    """Return the new text with the mark that is after the old one."""
    new = text.strip()
    if not new or "\n" in new or "\r" in new:
        raise UsageError("a heading is one line of text; write its new text")
    if not is_utf8(new):
        raise UsageError("the new text of the heading is not UTF-8")
    if not normal_form(new):
        raise UsageError(f'"{new}": has no letter or digit, so no link could name it')
    mark = _MARK.search(heading.text)
    if mark is not None and "\n" in mark[0]:
        line = vault.source(document.path).position(heading.start).line
        raise UsageError(f"{document.path}:{line}: the heading spans lines; edit it by hand")
    if mark is not None and not _MARK.search(new):
        is_title = document.flattened and is_flattened_title(heading)
        new += f" {{#{_own_id(document, heading, new)}}}" if is_title else mark[0]
    if new == heading.text:
        raise UsageError(f'"{new}": the heading already has this text')
    other = _taken_for(document, heading, new)
    if other is not None:
        line = vault.source(document.path).position(other.start).line
        raise UsageError(
            f'"{shown_name(document.path)}" already has a heading "{other.text}", on line '
            f"{line}: links could not tell the two apart"
        )
    return new


def _taken_for(document: Document, heading: Heading, new: str) -> Heading | None:
    """Return a heading of the new text that no link could tell from this one, if there is one.

    A link names a heading with those it is under. Of a heading that no link can name as it is,
    none is asked.
    """
    form = normal_form(new)
    alike = [
        other
        for other in document.root_headings
        if other is not heading and normal_form(other.text) == form
    ]
    if not alike or document.flattened:
        return next(iter(alike), None)
    renamed = replace(heading, text=new)
    then = Outline(renamed if item is heading else item for item in document.root_headings)
    if not then.opens(renamed):
        return alike[0]
    return next(
        (other for other in alike if document.outline.opens(other) and not then.opens(other)), None
    )


def _own_id(document: Document, heading: Heading, title: str) -> str:
    """Return the id of a note's title in a flattened file: its web slug, if no other has it."""
    seen = parse(Source(f"# {title}\n".encode())).headings
    made = slug(rendered(seen[0]) if seen else title)
    known = document.heading_by_id.get(made)
    if known is not None and known is not heading:
        raise UsageError(f'"{title}": another heading of {document.path} has the id {made}')
    return made


def _text_span(path: str, source: Source, heading: Heading) -> tuple[int, int]:
    """Return where a heading's text stands."""
    opening = _OPENING.match(source.data, heading.start, heading.end)
    start = opening.end() if opening else heading.start
    text = heading.text.encode()
    if not text or source.data[start : start + len(text)] != text:
        line = source.position(heading.start).line
        raise UsageError(f"{path}:{line}: the heading is empty or spans lines; edit it by hand")
    return start, start + len(text)


def _prove(vault: Vault, document: Document, heading: Heading, edit: Edit, new: str) -> None:
    """Make sure that the new text is read as that heading, and nothing else is read again."""
    data = vault.source(document.path).data
    after = parse(Source(edited(data, [edit])))
    was, now = document.facts, after
    number = was.headings.index(heading)
    texts = [item.text for item in was.headings]
    texts[number] = new
    levels = [[(item.level, item.root) for item in facts.headings] for facts in (was, now)]
    if [item.text for item in now.headings] != texts or levels[0] != levels[1]:
        raise UsageError(f'"{new}": would not be read as the text of a heading')
    end = edit.start + len(edit.new)
    if list(_around(was, edit.start, edit.end)) != list(_around(now, edit.start, end)):
        raise UsageError(f'"{new}": would change how the text after it is read')


def _around(facts: Facts, start: int, end: int) -> Iterator[object]:
    """Yield what a note names and links outside of a stretch of its text."""
    for link in facts.links:
        if not start <= link.start < end:
            yield link.kind, link.embed, link.place, link.target, link.text
    for marks in (facts.tags, facts.block_ids, facts.footnotes, facts.footnote_references):
        yield [mark.name for mark in marks if not start <= mark.start < end]
    for marks in (facts.html_ids, facts.html_sources):
        yield [mark.name for mark in marks if not start <= mark.start < end]
