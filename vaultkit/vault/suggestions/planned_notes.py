"""Which links without a file are plans: to a note that someone means to write under that name.

A link is no plan where no note can ever have the name, where the link says that a file is there (by
a folder, an extension or the form of an address), or where it is known that the note was there. A
day of a folder that has many is a plan, with its folder and extension.
"""

import re

from vaultkit.markdown.facts import Link, LinkKind
from vaultkit.markdown.wikilink import begins_with_third
from vaultkit.vault.files.extensions import has_file_extension
from vaultkit.vault.resolver.outcome import Outcome
from vaultkit.vault.wording import not_of_the_vault

_FORBIDDEN = re.compile(r"[\\:]")
"""What no system lets the app write in a name, beside the slash (reference, section 9.1)."""
_OF_CODE = re.compile(r"\\(?!\\)|:\w+:(?:\]\[:\w+:)*\Z|\W*[!=]~|[^$=;{}`\"]*[$=;{}`\"]")
"""How shell conditions, regular expressions and LaTeX go on behind ``[[``: no one names a note."""
_BETWEEN = re.compile(r"\s*[\\:]+\s*")
_AT_SLASH = re.compile(r"(\s?)\s*/+\s*")
_EXTENSION = re.compile(r"\.(?=\d*[^\W\d])\w{1,5}\Z")
"""Of a Markdown link, which may lead to any kind of file: ``.html``, ``.mp4``, not ``.2``."""
_OF_ADDRESSES = re.compile(r"[?=<>\[\]{}|\"]|%[\dA-Fa-f]{2}")
"""What is in an address, or in what a program or a template puts in its place."""


def is_planned(link: Link, outcome: Outcome) -> bool:
    """Return whether a link that finds no file is a plan, and no slip for a file that is there."""
    return _could_be_planned(link, outcome) and not _was_there(outcome)


def was_deleted(link: Link, outcome: Outcome) -> bool:
    """Return whether a link would be a plan, if the vault had not had what it looks for."""
    return _could_be_planned(link, outcome) and _was_there(outcome)


def why_impossible(outcome: Outcome) -> str | None:
    """Return why no note can have a name or path, and what to do; None where one can."""
    linkpath = outcome.linkpath
    if _OF_CODE.match(linkpath):
        return None
    found = _FORBIDDEN.search(linkpath)
    parts = linkpath.split("/")
    if found is not None:
        name = (
            parts[-1]
            if _begins_with_folder(outcome)
            else _AT_SLASH.sub(r"\1-\1", linkpath.lstrip("./"))
        )
        better = _BETWEEN.sub(" - ", name).strip(" -")
        said = f'a name cannot contain "{found[0]}"'
        return f'{said}: a note can be called "{better}"' if better else said
    if len(parts) == 1 and linkpath.startswith(".") and linkpath.strip("."):
        better = linkpath.lstrip(". ")
        said = 'the app does not see files whose names begin with "."'
        return f'{said}: a note can be called "{better}"'
    return None


def _begins_with_folder(outcome: Outcome) -> bool:
    """Return whether what is before the last slash of a target is a folder."""
    suggester, folder = outcome.suggester, outcome.linkpath.rpartition("/")[0]
    return suggester is not None and suggester.is_folder(folder, outcome.source.folder)


def _was_there(outcome: Outcome) -> bool:
    suggester = outcome.suggester
    return suggester is not None and suggester.was_there(outcome.linkpath, outcome.source.folder)


def _could_be_planned(link: Link, outcome: Outcome) -> bool:
    suggester = outcome.suggester
    if suggester is None or link.embed or why_impossible(outcome) is not None:
        return False
    return _is_name(link, outcome) and suggester.near_miss_of(link, outcome) is None


def _is_name(link: Link, outcome: Outcome) -> bool:
    """Return whether a link writes nothing but the name of a note, or a date for its folder.

    The name may have its ``.md``; in a Markdown link only where the app writes such links.
    """
    suggester, name, folder = outcome.suggester, outcome.linkpath, outcome.source.folder
    if suggester is None or link.kind is LinkKind.URI:
        return False  # an address that opens a note makes none
    if suggester.dated_notes.has_like(name, folder):
        return suggester.creates_notes(outcome.source.path)
    is_as_created = link.kind is LinkKind.WIKILINK or suggester.writes_markdown
    if is_as_created and "/" not in name and name.lower().endswith(".md"):
        name = name[:-3]  # which the app leaves out, or writes itself in a Markdown link
    if has_file_extension(name):
        return False
    if link.kind is LinkKind.WIKILINK:
        return "/" not in name or (
            not begins_with_third(name)
            and not_of_the_vault(link, outcome) is None
            and suggester.is_title(name, folder)
            and not suggester.near_names(name, folder)
        )
    return (
        "/" not in name
        and suggester.creates_notes(outcome.source.path)
        and not (_EXTENSION.search(name) or _OF_ADDRESSES.search(name))
        and not name.startswith(".")
        and not suggester.has_folder_named(name)
        and not_of_the_vault(link, outcome) is None
    )
