"""Rewrites a reference in its own style, so that it names another file or heading.

It offers several ways, preferred ones first (sections 9.3 and 9.4 of the reference).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from vaultkit.links import percent_encoding
from vaultkit.links.quoting import Codec
from vaultkit.links.references import Form, Reference, source_of
from vaultkit.links.syntax import (
    RenamedTarget,
    as_before,
    base_name,
    destination,
    in_base,
    in_uri,
    is_slug,
    is_vague_then,
    renamed_chain,
    renamed_headings,
    written_path,
)
from vaultkit.links.write_link import anchors_to, is_plain, is_utf8, paths_to
from vaultkit.markdown.app_uri import with_file
from vaultkit.markdown.facts import Link, LinkKind
from vaultkit.markdown.inline_link import read_inline_link
from vaultkit.markdown.parser import parse_fragment
from vaultkit.markdown.unlinkable import IN_TARGET
from vaultkit.markdown.wikilink import read_wikilink, split_subpath, tidy
from vaultkit.rules.base.problem import Edit
from vaultkit.vault.notes.anchor import anchor_text
from vaultkit.vault.vault import Vault

_MAY_BE_READ_OTHERWISE = re.compile(r"[\[\]|\\%$`<]")
_Rewritten = tuple[Link, tuple[Edit, ...]]
_Piece = tuple[int, int, str]


class LinkRewriter:
    """Rewrites references, for a vault as it is to be."""

    def __init__(self, before: Vault, after: Vault) -> None:
        """Store the vault in which the references stand, and the one in which they will."""
        self.before = before
        self.after = after
        self._renamed: dict[tuple[str, str], dict[str, str]] = {}

    def spellings(
        self, old: Reference, new: Reference, renamed_target: RenamedTarget
    ) -> Iterator[tuple[Reference, tuple[Edit, ...]]]:
        """Yield the ways to write a reference, each as it would be read, with its edits.

        Args:
            old: the reference as it is written.
            new: the same as it is in the vault to be.
            renamed_target: what it is to name.

        Raises:
            TreeError: the file that holds it cannot be read.
        """
        data = self.before.source(old.path).data
        codec = Codec(old, data, self.before.documents.get(old.path))
        written = codec.text
        if written is None:
            return
        for path in filter(is_utf8, self._paths(old, new, renamed_target)):
            for subpath in self._subpaths(old, new, renamed_target):
                spelled = self._spelled(old, written, codec, path, subpath, renamed_target)
                if spelled is not None:
                    context = path if old.form is Form.CARD else new.context
                    yield replace(new, link=spelled[0], context=context), spelled[1]

    def _spelled(
        self,
        old: Reference,
        written: str,
        codec: Codec,
        path: str,
        subpath: str | None,
        renamed_target: RenamedTarget,
    ) -> _Rewritten | None:
        if old.form is Form.CARD:
            return _card(old, codec, path, subpath)
        if old.form is Form.BASE:
            rest = split_subpath(written)[1] if subpath is None else subpath
            text, target = path + rest, path + rest
        elif old.form is Form.DEFINITION:
            url = destination(written, path, subpath)
            if url is None:
                return None
            text, target = percent_encoding.before_tags(url[0]), url[1]
        elif old.link.kind is LinkKind.WIKILINK:
            escaped = not (written.startswith(("[[", "![[")) and written.endswith("]]"))
            if escaped or IN_TARGET.search(path):  # a bracket as YAML escapes it
                return None
            if path.startswith("["):  # of three brackets not all read the first two
                return None
            text, target = self._wikilink(written, path, subpath, renamed_target)
            if _MAY_BE_READ_OTHERWISE.search(path) and not _is_read_as(text, target):
                return None
        else:
            is_uri = old.link.kind is LinkKind.URI
            made = (
                _uri(old, written, path, subpath)
                if is_uri
                else self._markdown(old, written, path, subpath, renamed_target)
            )
            edits = _in_pieces(old, codec, made[0]) if made else None
            if made is None or edits is None:
                return None
            return replace(old.link, target=made[1]), edits
        raw = codec.write(text)
        if raw is None:
            return None
        link = replace(old.link, target=target)
        return link, (Edit(old.path, old.start, old.end, raw),)

    def _wikilink(
        self, written: str, path: str, subpath: str | None, renamed_target: RenamedTarget
    ) -> tuple[str, str]:
        opening, target, divider, said = read_wikilink(written)
        bare = target.strip()
        before, _, after = target.partition(bare) if bare else (target, "", "")
        kept = split_subpath(bare)[1]
        name = path + (kept if subpath is None else subpath)
        text = self._shown(said, renamed_target, markdown=False) if divider else ""
        if text != said and text.lower() == name.lower():
            divider = text = ""
        return f"{opening}{before}{name}{after}{divider}{text}]]", tidy(name)

    def _markdown(
        self,
        old: Reference,
        written: str,
        path: str,
        subpath: str | None,
        renamed_target: RenamedTarget,
    ) -> tuple[list[_Piece], str] | None:
        """Return what to write again of a link's characters, and its target then."""
        parts = _parts(written)
        if parts is None:
            return None
        shown, at = parts
        in_property = old.form is Form.PROPERTY
        url = destination(written[slice(*at)], path, subpath, in_property=in_property)
        if url is None:
            return None
        said = written[slice(*shown)]
        text = self._shown(said, renamed_target, markdown=True)
        pieces = [(*at, url[0])]
        if text != said:
            pieces.insert(0, (*shown, text))
        return pieces, url[1]

    def _shown(self, text: str, renamed_target: RenamedTarget, *, markdown: bool) -> str:
        """Return the text to show: another one where it was the old name (section 9.4)."""
        if not self.after.has_file(renamed_target.new):
            return text  # a folder: no app would change it
        old, new = base_name(renamed_target.old), base_name(renamed_target.new)
        said, path = tidy(text), tidy(renamed_target.old)
        if markdown and not (is_plain(text) and is_plain(new)):
            return text
        if said == old:
            document = self.after.documents.get(renamed_target.new)
            named = document is not None and any(item.text == text for item in document.aliases)
            return text if old == new or (named and not markdown) else new
        if markdown and said == path:
            return renamed_target.new
        if markdown and said == path.removesuffix(".md"):
            return renamed_target.new.removesuffix(".md")
        return text

    def _paths(
        self, old: Reference, new: Reference, renamed_target: RenamedTarget
    ) -> Iterator[str]:
        """Yield the ways to name the file, the best first; empty for the note itself."""
        linkpath, _ = written_path(old.link)
        if old.form is Form.CARD:
            yield renamed_target.new
        elif old.form is Form.BASE:
            yield from in_base(old, renamed_target)
        elif old.link.kind is LinkKind.URI:
            yield from in_uri(linkpath, renamed_target)
        elif not linkpath:
            yield ""
        else:
            here, there = source_of(self.before, old), source_of(self.after, new)
            wikilink = old.link.kind is LinkKind.WIKILINK
            forms = list(paths_to(self.after, renamed_target.new, there, wikilink=wikilink))
            folder = here.folder if renamed_target.folder is None else renamed_target.folder
            kept = list(as_before(linkpath, renamed_target, folder, there, wikilink=wikilink))
            if not self.after.settings.present or old.form is Form.DEFINITION:
                forms = [*kept, *forms]
            if "/" in renamed_target.new and self.after.index.has_namesakes(renamed_target.new):
                forms.sort(key=lambda form: "/" not in form)
            yield from dict.fromkeys([*forms, renamed_target.new, *kept, f"/{renamed_target.new}"])

    def _subpaths(
        self, old: Reference, new: Reference, renamed_target: RenamedTarget
    ) -> Iterator[str | None]:
        """Yield the ways to name the heading, the best first; None leaves the subpath as it is."""
        document = self.after.documents.get(renamed_target.new)
        if renamed_target.heading is None or document is None:
            yield None
            return
        was = self.before.documents.get(renamed_target.old)
        if not is_vague_then(was, document, old.link, renamed_target.heading):
            yield None
        _, subpath = written_path(old.link)
        heading = document.facts.headings[renamed_target.heading]
        source = source_of(self.after, new)
        if was is not None and subpath:
            if is_slug(was, subpath, renamed_target.heading):
                yield f"#{document.slugs[renamed_target.heading]}"
            if (renamed_target.old, renamed_target.new) not in self._renamed:
                self._renamed[renamed_target.old, renamed_target.new] = renamed_headings(
                    was, document
                )
            chain = renamed_chain(self._renamed[renamed_target.old, renamed_target.new], subpath)
            if chain and (chain.count("#") > 1 or document.outline.alike(heading.text) < 2):
                yield chain
        yield from anchors_to(self.after, document, heading, source)
        for path in document.outline.paths(heading):
            yield "".join(f"#{anchor_text(part)}" for part in path)


def _uri(
    old: Reference, written: str, path: str, subpath: str | None
) -> tuple[list[_Piece], str] | None:
    """Return what to write again of the characters of an address, and its target then."""
    start, end = _place_of_address(written)
    new = with_file(written[start:end], path, subpath)
    target = with_file(old.link.target, path, subpath)
    return None if new is None or target is None else ([(start, end, new)], target)


def _place_of_address(written: str) -> tuple[int, int]:
    """Return where the address is in a link: alone, as on a card, in ``<>``, or behind a text."""
    if not written.startswith(("[", "<")):
        return 0, len(written)
    if written.startswith("<"):
        return 1, len(written) - 1
    parts = _parts(written)
    if parts is None:
        return 0, 0
    start, end = parts[1]
    is_angle = written.startswith("<", start)
    return start + is_angle, end - is_angle


def _parts(written: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return where the characters of an inline link's text and destination are."""
    raw = written.encode("utf-8", "surrogatepass")
    found = read_inline_link(raw)
    if found is None:
        return None

    def characters(at: int) -> int:
        return len(raw[:at].decode("utf-8", "surrogatepass"))

    text, url = found.text, found.destination
    return (characters(text[0]), characters(text[1])), (characters(url[0]), characters(url[1]))


def _is_read_as(written: str, target: str) -> bool:
    """Return whether what is written is a wikilink as a whole, and to that target."""
    found = parse_fragment(written).links
    whole = [link for link in found if (link.start, link.end) == (0, len(written.encode()))]
    return len(found) == 1 and [link.target for link in whole] == [target]


def _in_pieces(old: Reference, codec: Codec, pieces: list[_Piece]) -> tuple[Edit, ...] | None:
    """Return edits of these characters alone, so that the lines and links around them stay."""
    edits = []
    for start, end, new in pieces:
        raw = codec.write(new)
        if raw is None:
            return None
        first, last = codec.place(start), codec.place(end)
        edits.append(Edit(old.path, old.start + first, old.start + last, raw))
    return tuple(edits)


def _card(old: Reference, codec: Codec, path: str, subpath: str | None) -> _Rewritten | None:
    raw = codec.write(path)
    if raw is None:
        return None
    edits = [Edit(old.path, old.start, old.end, raw)]
    kept = old.link.target[len(f"/{old.context}") :]
    if subpath is not None:
        if old.subpath is None:
            return None
        new = codec.write(subpath)
        assert new is not None
        edits.append(Edit(old.path, old.subpath.start, old.subpath.end, new))
        kept = subpath
    return replace(old.link, target=f"/{path}{kept}"), tuple(sorted(edits, key=lambda e: e.start))
