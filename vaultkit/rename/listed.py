"""What names a thing that gets another name, and is no link that follows: people are told of it.

That is what is in queries, in bases where anything may be meant, in HTML, in definitions that
no link uses, and in properties that hold more than a link.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from html import unescape
from posixpath import join, normpath
from urllib.parse import unquote

from vaultkit.links.base_names import names_of_folders, names_of_tags
from vaultkit.links.queries import (
    Term,
    TermKind,
    terms_of_base,
    terms_of_properties,
    terms_of_queries,
)
from vaultkit.links.references import references
from vaultkit.links.targets import TargetFinder
from vaultkit.markdown.facts import Heading, Link, LinkKind
from vaultkit.markdown.wikilink import tidy, write_wikilink
from vaultkit.rename.searched import (
    searched_bases,
    searched_definitions,
    searched_html,
    texts_holding,
    without_links,
)
from vaultkit.report.formats.renames import ReportedReference
from vaultkit.vault.notes.anchor import segments
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.obsidian import find_anchor
from vaultkit.vault.resolver.outcome import Outcome
from vaultkit.vault.vault import Vault

_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_OF_TAGS = re.compile(rb"(?i)tag[^\r\n]*\Z")
_OF_FILES = re.compile(r"(?i)\b(?:path|file(?:name)?|folder|root)\b")
_WORD = re.compile(r"\w+")
_APP_URI = re.compile(r"obsidian://[^\s<>\"\]]+")
_AROUND = "\"'\\ \t"
_MOST_NEEDLES = 50
"""More names than this are not looked for letter by letter, only as links and whole strings."""
_LONGEST_SHOWN = 80
_IsMeant = Callable[[Term, Document | None], bool]


def named_files(
    vault: Vault, renames: Mapping[str, str], whole: Mapping[str, str]
) -> Iterator[ReportedReference]:
    """Find what names files and folders by what will not be a name of theirs any more.

    Args:
        vault: the vault as it is.
        renames: the new paths of files by the old ones.
        whole: the same of what was asked for, where a folder has a slash at its end.
    """
    names = _FileNames(vault, renames, whole)
    yield from _in_notes(vault, names.needles, names.is_meant)
    for document, mark in searched_html(vault):
        if names.is_meant_by_url(mark.name, document):
            yield _place(vault, document.path, mark.start, mark.name)
    for path, mark in searched_definitions(vault, names.needles):
        if names.is_meant_by_url(mark.name, vault.documents.get(path)):
            yield _place(vault, path, mark.start, mark.name)
    target_finder = TargetFinder(vault)
    for path, data in searched_bases(vault):
        followed = {
            item.start
            for item in references(vault, path)
            if not renames.keys().isdisjoint(target_finder.link_target(item).files)
        }
        followed |= {item.start for item in names_of_folders(data) if names.is_folder(item.text)}
        yield from _in_base(vault, path, data, followed, names.is_meant)


def named_heading(vault: Vault, path: str, heading: Heading) -> Iterator[ReportedReference]:
    """Find what names a heading.

    Args:
        vault: the vault as it is.
        path: the note.
        heading: one of its headings.
    """
    named = vault.documents[path]
    slug = named.slugs[named.facts.headings.index(heading)]

    def is_named(target: str, document: Document | None) -> bool:
        linkpath, mark, subpath = target.strip(_AROUND).partition("#")
        if not mark or path not in _found(vault, linkpath, document):
            return False
        return subpath == slug or find_anchor(named, segments(f"#{subpath}"))[1] is heading

    def is_opened(text: str, document: Document | None) -> bool:
        return any(
            path in outcome.files and find_anchor(named, segments(outcome.subpath))[1] is heading
            for outcome in _opened_by_uris(vault, text, document)
        )

    def is_meant(term: Term, document: Document | None) -> bool:
        if term.kind is TermKind.PROSE:
            return is_opened(term.text, document)
        return term.kind in (TermKind.LINK, TermKind.STRING) and is_named(term.text, document)

    needle = max(_WORD.findall(heading.text), key=len, default="")
    yield from _in_notes(vault, [needle], is_meant)
    for document, mark in searched_html(vault):
        written = unescape(mark.name)
        url = unquote(written)
        is_address = _ADDRESS.match(url) is not None
        if is_opened(written, document) if is_address else is_named(url, document):
            yield _place(vault, document.path, mark.start, mark.name)
    for where, mark in searched_definitions(vault, [needle]):
        there = vault.documents.get(where)
        if is_named(unquote(mark.name), there) or is_opened(mark.name, there):
            yield _place(vault, where, mark.start, mark.name)
    for base, data in searched_bases(vault):
        yield from _in_base(vault, base, data, (), is_meant)  # only the names of files follow there


def named_tag(vault: Vault, old: str) -> Iterator[ReportedReference]:
    """Find what names a tag, or one below it, in queries and bases.

    Args:
        vault: the vault as it is.
        old: the tag, with or without its ``#``.
    """
    old = old.removeprefix("#").strip("/").lower()
    in_words = re.compile(rf"(?i)\btags?\b.*(?<![\w/-]){re.escape(old)}(?![\w-])")

    def is_meant(term: Term, document: Document | None) -> bool:  # noqa: ARG001
        if term.kind is TermKind.WORDS:
            return in_words.search(term.text) is not None
        text = term.text.strip(_AROUND)
        if term.kind is TermKind.STRING:
            if not text.startswith("#") and _OF_TAGS.search(term.before) is None:
                return False
        elif term.kind is not TermKind.TAG:
            return False
        name = text.removeprefix("#").strip("/").lower()
        return name == old or name.startswith(f"{old}/")

    yield from _in_notes(vault, [old], is_meant)
    for path, data in searched_bases(vault):
        followed = {item.start for item in names_of_tags(data)}
        followed |= {start + 1 for start in followed}  # behind the sign
        yield from _in_base(vault, path, data, followed, is_meant)


class _FileNames:
    """The names of files and folders that will be none any more."""

    def __init__(self, vault: Vault, renames: Mapping[str, str], whole: Mapping[str, str]) -> None:
        self._vault = vault
        self._renames = renames
        folders = {path.partition("/")[0] for path in vault.files if "/" in path}
        self._texts = {form for pair in renames.items() for form in _forms(*pair)} - folders
        self._folders = {old.strip("/") for old in whole if old.endswith("/")}
        few = whole if len(whole) <= _MOST_NEEDLES else {}
        pairs = [(old.strip("/"), new.strip("/")) for old, new in few.items()]
        forms = {form for pair in pairs for form in _forms(*pair)}
        paths = {form for form in forms if "/" in form or form in map(_last, few)}
        self.needles = [_last(form).removesuffix(".md") for form in forms]
        self._bare = _pattern(forms, before=r"(?i)(?<![\w-])", after=r"(?![\w-])")
        self._pathlike = _pattern(paths, before=r"(?<![\w/-])", after=r"(?![\w/-])")

    def is_folder(self, text: str) -> bool:
        """Return whether a text is the path of a folder that gets another one."""
        return text.strip("/") in self._folders

    def is_meant(self, term: Term, document: Document | None) -> bool:
        """Return whether something names one of the files or folders."""
        if term.kind is TermKind.LINK:
            return self._is_outdated(term.text, document)
        if term.kind is TermKind.STRING:
            text = tidy(term.text.strip(_AROUND).partition("#")[0]).strip("/ ")
            return text in self._texts or any(
                text == folder or text.startswith(f"{folder}/") for folder in self._folders
            )
        if term.kind is TermKind.WORDS:
            named = self._bare is not None and self._bare.search(tidy(term.text)) is not None
            return named and _OF_FILES.search(term.text) is not None
        if term.kind is TermKind.PROSE:
            said = self._pathlike is not None and self._pathlike.search(tidy(term.text)) is not None
            return said or self._is_opened(term.text, document)
        return False

    def is_meant_by_url(self, written: str, document: Document | None) -> bool:
        """Return whether the target of HTML or a definition is one of the files or folders."""
        if self._is_opened(unescape(written), document):
            return True
        url = unquote(unescape(written)).partition("#")[0].partition("?")[0]
        if not url or _ADDRESS.match(url):
            return False
        folder = document.folder if document is not None else ""
        for path in (normpath(join(folder, url)), url.strip("/")):
            if path in self._renames or f"{path}.md" in self._renames or path in self._folders:
                return True
        return self._is_outdated(url, document)

    def _is_opened(self, text: str, document: Document | None) -> bool:
        """Return whether an address in a text opens one of the files by what will not name it."""
        return any(
            path in self._renames and not _fits(outcome.linkpath, self._renames[path])
            for outcome in _opened_by_uris(self._vault, text, document)
            for path in outcome.files
        )

    def _is_outdated(self, target: str, document: Document | None) -> bool:
        linkpath = target.partition("#")[0].strip(_AROUND)
        return bool(linkpath) and any(
            path in self._renames and not _fits(linkpath, self._renames[path])
            for path in _found(self._vault, linkpath, document)
        )


def _forms(old: str, new: str) -> Iterator[str]:
    """Yield what a file or folder is called, with its folder and without, and will not be then."""
    old, new = tidy(old), tidy(new)
    yield old
    if "/" in old:
        yield old.removesuffix(".md")
    if _last(old) != _last(new):
        yield _last(old)
        yield _last(old).removesuffix(".md")


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _pattern(forms: Collection[str], *, before: str, after: str) -> re.Pattern[str] | None:
    """Return what finds whole names alone, longer ones first."""
    if not forms:
        return None
    some = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return re.compile(f"{before}(?:{some}){after}")


def _fits(linkpath: str, path: str) -> bool:
    """Return whether a link may lead to a path still."""
    said, whole = tidy(linkpath).lower().removeprefix("./").lstrip("/"), tidy(path).lower()
    return any(f"/{form}".endswith(f"/{said}") for form in (whole, whole.removesuffix(".md")))


def _found(vault: Vault, linkpath: str, document: Document | None) -> tuple[str, ...]:
    """Return the files that a link in a note would lead to."""
    said = tidy(linkpath.partition("|")[0].rstrip("\\")).strip()
    if not said:
        return (document.path,) if document is not None else ()
    return vault.index.find(said, document.folder if document is not None else "")[0]


def _opened_by_uris(vault: Vault, text: str, document: Document | None) -> Iterator[Outcome]:
    """Yield where the addresses in a text of a note lead that open a file in the app."""
    if document is not None:
        for found in _APP_URI.finditer(text):
            yield vault.resolve(Link(LinkKind.URI, False, found.group(), None, 0, 0), document)


def _in_notes(
    vault: Vault, needles: Iterable[str], is_meant: _IsMeant
) -> Iterator[ReportedReference]:
    """Yield what is meant in the queries and properties of the notes that hold a name at all."""
    for document, source in texts_holding(vault, needles):
        terms = [*terms_of_properties(without_links(source.data, document))]
        for term in (*terms, *terms_of_queries(source.data)):
            if is_meant(term, document):
                yield _place(vault, document.path, term.start, _shown(term))


def _in_base(
    vault: Vault, path: str, data: bytes, followed: Collection[int], is_meant: _IsMeant
) -> Iterator[ReportedReference]:
    """Yield what is meant in a base, except for what stands where a link follows."""
    for term in terms_of_base(data):
        if term.start not in followed and is_meant(term, None):
            yield _place(vault, path, term.start, _shown(term))


def _shown(term: Term) -> str:
    if term.kind is TermKind.LINK:
        return write_wikilink(term.text)
    text = f"#{term.text}" if term.kind is TermKind.TAG else term.text
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _place(vault: Vault, path: str, start: int, written: str) -> ReportedReference:
    source = vault.source(path)
    for sign in (b"[[", b"#"):
        if written.encode("utf-8", "replace").startswith(sign):
            at = start - len(sign)
            start = at if at >= 0 and source.data.startswith(sign, at) else start
    return ReportedReference(path, *source.position(start), written, "")
