"""How links, names and lists of them are read and shown in messages."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from vaultkit.markdown.facts import Link, LinkKind
from vaultkit.text import printable
from vaultkit.vault.files.extensions import MEDIA
from vaultkit.vault.resolver.outcome import Outcome
from vaultkit.vault.resolver.outside_targets import Beyond
from vaultkit.vault.suggestions.lookalikes import unseen_difference

if TYPE_CHECKING:
    from vaultkit.vault.suggestions.suggest import NearMiss

_MOST_NAMES = 3
_ADDRESS = "if this is a web address, it must begin with https://"
_ELSEWHERE = "it names a file outside the vault, which the app does not open"
_FOLDER = "it is a folder, and links open only files"
_BEYOND = {
    Beyond.SCHEME: "an address with a scheme is not a file in the vault",
    Beyond.GARBLED: _ADDRESS,
    Beyond.HOST: _ADDRESS,
    Beyond.SERVER: _ADDRESS,
    Beyond.DRIVE: _ELSEWHERE,
    Beyond.HOME: _ELSEWHERE,
    Beyond.ABOVE: "it points above the vault's folder, where the app opens no files",
    Beyond.ON_DISK: "it exists on disk, but the app does not see it in the vault",
}
_SLIPS = {
    "elsewhere": "found in another folder:",
    "moved": "found in another folder:",
    "block": "the # before ^ is missing: the vault has",
    "renamed": "it is now called",
    "extension": "only one file has this name without the second .md:",
    "case": "only one file has this name in another case or Unicode form:",
    "spelling": "it differs only in spacing, hyphens or case from",
    "typo": "two letters are swapped or one is doubled: the vault has",
    "backslash": "names cannot contain a backslash: the vault has",
    "colon": '":" separates folders only in some wikis: the vault has',
}
_JOINT = re.compile(r"[-_.]")
_LABEL = re.compile(r"[\w-]+")


def is_attachment(path: str) -> bool:
    """Return whether a file is one of the media that Obsidian embeds (section 9.1)."""
    return path.rpartition(".")[2].lower() in MEDIA


def is_filled_in_later(text: str) -> bool:
    """Return whether a text holds a template's placeholder."""
    return "{{" in text or "<%" in text


def is_open_to_doubt(link: Link, outcome: Outcome | None = None) -> bool:
    """Return whether it is uncertain what a link means to Obsidian, so that no rule may check it.

    That is a target which a template fills in later, one that is maths rather than a name, and a
    wikilink with a third bracket: ``[[a [b]]]``, and ``[[[a]]]`` where there is a file ``a``, since
    only some readers look for ``[a``.
    """
    if is_filled_in_later(link.target):
        return True
    if link.kind is LinkKind.WIKILINK:
        if link.target.endswith("]") and "#" not in link.target:
            return True
        if outcome is None or outcome.suggester is None:
            return False
        return outcome.suggester.has_behind_bracket(outcome.linkpath)
    return link.target.count("$") > 1


def not_of_the_vault(link: Link, outcome: Outcome) -> str | None:
    """Return what to say of a target that names no file, or one outside the vault; else None."""
    suggester, name = outcome.suggester, outcome.linkpath
    if suggester is None:
        return None
    how = suggester.beyond(name, outcome.source.folder)
    is_path = "/" in name or link.kind is LinkKind.MARKDOWN
    is_path |= link.embed  # what is embedded is there, and no note to write
    if (
        how in (None, Beyond.ON_DISK)
        and is_path
        and suggester.is_folder(name, outcome.source.folder)
    ):
        return _FOLDER
    if how is None:
        is_host = link.kind is LinkKind.MARKDOWN and not link.embed and suggester.is_host(name)
        return _ADDRESS if is_host else None
    if how is Beyond.SCHEME and link.kind is LinkKind.WIKILINK:
        return f"write an address as {'!' * link.embed}[text]({name})"
    return _BEYOND[how]


def slipped(near_miss: "NearMiss", written: str) -> str:
    """Return what to say of a target that is off by a slip: how, what is there, what shows it."""
    unsure = near_miss.reason == "elsewhere" and not near_miss.sure
    reason = "perhaps in another folder:" if unsure else _SLIPS[near_miss.reason]
    unseen = _unseen_difference(written, near_miss.path)
    if near_miss.reason == "spelling" and unseen is not None:
        reason = f"it differs only by {unseen} from"
    shown_by = f" ({near_miss.evidence})" if near_miss.evidence else ""
    return f'{reason} "{shown_name(near_miss.path)}"{shown_by}'


def near_names(outcome: Outcome) -> str | None:
    """Return a question with the names nearest to a target that leads nowhere, or whose alias."""
    suggester, folder = outcome.suggester, outcome.source.folder
    names = suggester.near_names(outcome.linkpath, folder) if suggester else []
    unseen = _unseen_difference(outcome.linkpath, names[0]) if names else None
    if unseen is not None:
        return f'it differs only by {unseen} from "{printable(names[0])}"'
    if names:
        return f"did you mean {quoted_list([printable(name) for name in names])}?"
    return likely_alias(outcome)


def _unseen_difference(written: str, path: str) -> str | None:
    """Return in what a target's name differs from a file's that looks the same."""
    one, other = (name.rpartition("/")[2].removesuffix(".md") for name in (written, path))
    return unseen_difference(one, other)


def meant_as_mark(link: Link, outcome: Outcome) -> tuple[str, str] | None:
    """Return what a target is that no note is called by, and what to write instead.

    That is the mark of a footnote, ``^1``, or of a block, in place of a link.
    """
    name = outcome.linkpath
    label = name[1:]
    if not name.startswith("^") or not _LABEL.fullmatch(label):
        return None
    if label.lower() in outcome.source.block_ids and label.lower() not in outcome.source.footnotes:
        wikilink = link.kind is LinkKind.WIKILINK
        written = f"{'!' * link.embed}[[#{name}]]" if wikilink else f"(#{name})"
        return (
            f'"{name}" is the id of a block, not a note',
            f"write {written} for a block in this note",
        )
    is_there = label.lower() in outcome.source.footnotes
    if link.kind is LinkKind.WIKILINK and not (is_there or label.isdecimal()):
        return None
    text = "" if is_there else f", with a line [{name}]: text"
    return f'"{name}" is a footnote reference, not a note', f"write a footnote as [{name}]{text}"


def likely_alias(outcome: Outcome) -> str | None:
    """Return whose alias a target may be that leads nowhere: one in other case, or of several."""
    if outcome.suggester is None or outcome.source.flattened:
        return None
    owners = outcome.suggester.meanings.owners(outcome.linkpath)
    names = list(dict.fromkeys(printable(owner.note.name) for owner in owners))
    if not names:
        return None
    if len(names) == 1:
        return f'perhaps the alias "{printable(owners[0].alias)}" of "{names[0]}"'
    return f"perhaps an alias of {quoted_list(names[:_MOST_NAMES], more=len(names) - _MOST_NAMES)}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that a word is a slip for, a part or the beginning of; None for none.

    Two words of three letters that differ in one are two words, and no slip.
    """
    from rapidfuzz import fuzz, process

    typed, names = word.lower(), list(known)
    is_word = len(typed) > 3
    found = process.extractOne(typed, names, scorer=fuzz.ratio, score_cutoff=70)
    if found is not None and is_word:
        return str(found[0])
    parts: dict[str, str] = {}
    for name in names:
        for part in _JOINT.split(name):
            parts.setdefault(part, name)
    beginnings = (name for name in names if len(typed) > 2 and name.startswith(typed))
    if (whole := parts.get(typed) or next(beginnings, None)) is not None:
        return whole
    found = process.extractOne(typed, list(parts), scorer=fuzz.ratio, score_cutoff=80)
    return parts[found[0]] if found is not None and is_word else None


def quoted_list(items: Sequence[str], word: str = "or", more: int = 0) -> str:
    """Return ``"a", "b" or "c"``; ``"a", "b" and 2 more`` where that many are left out."""
    quoted = [f'"{item}"' for item in items]
    if more > 0:
        return f"{', '.join(quoted)} and {more:,} more"
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"


def shown_name(path: str) -> str:
    """Return a path for people: notes without ``.md``."""
    return printable(path[:-3] if path.lower().endswith(".md") else path)
