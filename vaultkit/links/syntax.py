"""The parts of a reference: the path as it was written, the heading, a Markdown destination."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vaultkit.links import percent_encoding
from vaultkit.links.references import Reference
from vaultkit.links.write_link import as_url, written_url
from vaultkit.markdown.app_uri import read_app_uri
from vaultkit.markdown.facts import Link, LinkKind
from vaultkit.markdown.image_size import size_at_end
from vaultkit.markdown.parser import parse_fragment
from vaultkit.markdown.wikilink import split_subpath, tidy
from vaultkit.vault.notes.anchor import anchor_text, normal_form, segments
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.obsidian import internal_target


@dataclass(frozen=True, slots=True)
class RenamedTarget:
    """What a reference named and is to name: files as they were and are to be called.

    ``heading`` is which of the new file's headings, from 0; None for the subpath as it is.
    ``folder`` is where the note lay when the reference was right, with its final slash; None for
    where it is. ``forge`` says that a forge must open it, too.
    """

    old: str
    new: str
    heading: int | None = None
    folder: str | None = None
    forge: bool = False


def written_path(link: Link) -> tuple[str, str]:
    """Return a link's path and subpath as they are looked up, decoded where they are encoded."""
    target = link.target
    if link.kind is LinkKind.URI:
        uri = read_app_uri(target)
        target = tidy(uri.file) if uri else target
    elif link.kind is not LinkKind.WIKILINK:
        target = internal_target(target, embed=link.embed) or target
    return split_subpath(target)


def base_name(path: str) -> str:
    """Return a file's name without its folder and extension."""
    name = path.rpartition("/")[2]
    stem, dot, _ = name.rpartition(".")
    return tidy(stem if dot and stem else name)


def as_before(
    linkpath: str, renamed_target: RenamedTarget, folder: str, there: Document, *, wikilink: bool
) -> Iterator[str]:
    """Yield the path as it was written: bare, from the root or from the note, with ``.md`` or not.

    The slash at the end of a folder stays, too.

    That is for vaults that have no settings which say how links are written.
    """
    bare = not linkpath.lower().endswith((".md", "/"))
    slash = "/" if linkpath.endswith("/") else ""

    def shaped(path: str) -> str:
        return (path[:-3] if bare and path.lower().endswith(".md") else path) + slash

    relative = shaped(posixpath.relpath(renamed_target.new or ".", there.folder or "."))
    old = (renamed_target.old.lower(), renamed_target.old.lower().removesuffix(".md"))
    if linkpath.startswith("/"):
        yield f"/{shaped(renamed_target.new)}"
    elif linkpath.startswith(("./", "../")):
        dotted = linkpath.startswith("./") and not relative.startswith("../")
        yield f"./{relative}" if dotted else relative
    elif "/" in linkpath or not wikilink:
        from_note = posixpath.normpath(posixpath.join(folder, tidy(linkpath))).lower() in old
        from_root = tidy(linkpath).lower() in old
        if from_note and not (wikilink and from_root):
            yield relative
        if from_root and "/" in linkpath:
            yield shaped(renamed_target.new)
    if "/" not in linkpath:
        yield shaped(renamed_target.new.rpartition("/")[2])


def in_base(reference: Reference, renamed_target: RenamedTarget) -> Iterator[str]:
    """Yield the name for a base: whole or bare, with ``.md`` or without, as it was.

    What is compared with a part of each file keeps its form, too: else it would be true of others.
    """
    said, _ = split_subpath(reference.link.target)
    bare = not said.lower().endswith(".md")

    def shaped(path: str) -> str:
        return path[:-3] if bare and path.lower().endswith(".md") else path

    if reference.context == "path":
        yield renamed_target.new
    elif reference.context:
        yield shaped(renamed_target.new.rpartition("/")[2])
    else:
        if "/" not in said:
            yield shaped(renamed_target.new.rpartition("/")[2])
        yield shaped(renamed_target.new)


def in_uri(linkpath: str, renamed_target: RenamedTarget) -> Iterator[str]:
    """Yield the path for an address that the app opens: bare if it was, with ``.md`` if it had it.

    It is looked up from the root, wherever the address is.
    """

    def shaped(path: str) -> str:
        return path if linkpath.lower().endswith(".md") else path.removesuffix(".md")

    if "/" not in linkpath:
        yield shaped(renamed_target.new.rpartition("/")[2])
    yield shaped(renamed_target.new)
    yield renamed_target.new


def destination(
    written: str, path: str, subpath: str | None, *, in_property: bool = False
) -> tuple[str, str] | None:
    """Return a destination, as it is written and as it is read; in ``<...>`` if it was."""
    angle = written.startswith("<")
    inner = written[1:-1] if angle else written
    _, mark, fragment = inner.partition("#")
    url = as_url(path, subpath or "", in_property=in_property)
    if url is None:
        return None
    url += size_at_end(inner.partition("#")[0])
    if angle:
        url = percent_encoding.with_blanks(url)
    rest = mark + fragment if subpath is None else ""
    read = url + (rest if in_property else _read(rest))
    escaped = written_url(url, in_property=in_property) + rest
    return (f"<{escaped}>" if angle else escaped), read


def _read(written: str) -> str:
    """Return what a piece of a destination says: entities and escapes resolved."""
    links = parse_fragment(f"[x](<{written}>)").links if written else []
    return links[0].target if len(links) == 1 else written


def is_slug(document: Document, subpath: str, number: int) -> bool:
    """Return whether a subpath names a heading by its web slug, and not by its text."""
    heading = document.facts.headings[number]
    found = document.heading_by_slug.get(subpath[1:])
    return found is heading and normal_form(subpath) != normal_form(heading.text)


def is_vague_then(was: Document | None, now: Document | None, link: Link, number: int) -> bool:
    """Return whether a link names a heading by a text that was its alone, and is not any more.

    Args:
        was: the note that it leads to, as it is.
        now: the same as it is to be.
        link: the link.
        number: which of its headings it opens, from 0.
    """
    if was is None or now is None or now.flattened:
        return False
    text = now.facts.headings[number].text
    parts = segments(written_path(link)[1])
    return (
        [normal_form(part) for part in parts] == [normal_form(text)]
        and was.outline.alike(text) == 1
        and now.outline.alike(text) > 1
    )


def renamed_headings(was: Document, now: Document) -> dict[str, str]:
    """Return the new texts of a note's headings as links hold them, by the old normal forms."""
    return {
        normal_form(one.text): anchor_text(other)
        for one, other in zip(was.facts.headings, now.facts.headings, strict=False)
        if one.text != other.text
    }


def renamed_chain(changed: Mapping[str, str], subpath: str) -> str | None:
    """Return a subpath with each heading's old text in it replaced by the new one."""
    parts = [part for part in subpath.split("#") if part]
    new = [changed.get(normal_form(part), part) for part in parts]
    return "".join(f"#{part}" for part in new) if new != parts else None
