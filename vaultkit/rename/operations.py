"""What each command does to a vault, proven and not yet written."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from vaultkit.changes.disputed import DISPUTED
from vaultkit.changes.file_change import FileChange
from vaultkit.changes.proof.declared_renames import Declared
from vaultkit.changes.proof.renames import Fault, prove
from vaultkit.errors import UsageError
from vaultkit.links.base_names import names_of_folders
from vaultkit.links.references import Form
from vaultkit.progress import Progress, silent
from vaultkit.rename import headings, tags
from vaultkit.rename import new_paths as names
from vaultkit.rename.dangling_symlinks import refuse_linked
from vaultkit.rename.disputed_references import disputed
from vaultkit.rename.follow import Followed, follow, reported
from vaultkit.rename.heal import Healed, moved_references
from vaultkit.rename.listed import named_files, named_heading, named_tag
from vaultkit.rename.outside import (
    REFERS,
    refuse_edit,
    refuse_moves_outside,
    sentences_of,
    without_outside,
)
from vaultkit.rename.request import Wanted
from vaultkit.rename.unlinked_mentions import meant_heading, mentions, said_names, unread_mentions
from vaultkit.rename.unreadable import refuse_hidden_place, what_stays
from vaultkit.report.formats.renames import ReportedReference
from vaultkit.rules.base.problem import Edit
from vaultkit.source import Source
from vaultkit.vault.vault import Vault

_MOST_NAMED = 3
_NO_LINK_YET = "is no link until it is quoted"
_BY_FIX = f"{_NO_LINK_YET}; `vaultkit fix` quotes it"
_UNMET = "cannot hold the new name as it is written there"


@dataclass(slots=True)
class RenameResult:
    """What would come of a command.

    ``title`` says it in a few words after "renamed", "moved" or "healed". ``rewrites`` are the
    references written anew, ``woken`` those that led nowhere and lead somewhere then, ``told`` what
    stays as it is and people should look at. ``troubles`` say why nothing can be done, ``faults``
    what the proof has against it; with either there are no ``changes``. ``unquoted`` are those of
    the ``rewrites`` that are no links. ``stays`` says what could not be looked at and may refer to
    the old name then.
    """

    title: str
    rewrites: list[ReportedReference]
    changes: list[FileChange] = field(default_factory=list)
    renames: Mapping[str, str] = field(default_factory=dict)
    woken: list[ReportedReference] = field(default_factory=list)
    told: list[ReportedReference] = field(default_factory=list)
    unquoted: list[ReportedReference] = field(default_factory=list)
    troubles: list[ReportedReference] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    folders: tuple[str, ...] = ()
    stays: list[str] = field(default_factory=list)


def rename(
    vault: Vault,
    old: str,
    name: str,
    progress: Progress = silent,
    *,
    unseen_stays: bool = False,
) -> RenameResult:
    """Return a file or folder another name where it lies.

    Args:
        vault: where it lies.
        old: its path, a folder's with a slash at the end.
        name: the new name.
        progress: told how far it is.
        unseen_stays: whether to leave as it is what cannot be seen and may refer to it.

    Raises:
        VaultkitError: the name will not do, or a file cannot be read.
    """
    stays = what_stays(vault, [old], "renamed", unseen_stays=unseen_stays)
    renames = names.renamed(vault, old, name)
    new = _new(vault, old, renames)
    return _relocated(
        vault,
        renames,
        f"{old} to {new}",
        {old: new},
        progress,
        stays,
        unseen_stays=unseen_stays,
    )


def move(
    vault: Vault,
    olds: Sequence[str],
    to: str,
    progress: Progress = silent,
    *,
    unseen_stays: bool = False,
) -> RenameResult:
    """Move files and folders into another folder, or give one of them another path.

    Args:
        vault: where they lie.
        olds: their paths, of folders with a slash at the end.
        to: the folder or the new path.
        progress: told how far it is.
        unseen_stays: whether to leave as it is what cannot be seen and may refer to them.

    Raises:
        VaultkitError: that cannot be, or a file cannot be read.
    """
    stays = what_stays(vault, olds, "moved", unseen_stays=unseen_stays)
    renames = names.moved_to(vault, olds, to)
    whole = {old: _new(vault, old, renames) for old in olds}
    title = ", ".join(f"{old} to {new or '/'}" for old, new in whole.items())
    if len(whole) > _MOST_NAMED:
        title = f"{len(whole):,} files and folders to {to.strip('/') or 'the root'}"
    return _relocated(vault, renames, title, whole, progress, stays, unseen_stays=unseen_stays)


def rename_heading(
    vault: Vault,
    path: str,
    subpath: str,
    text: str,
    progress: Progress = silent,
    *,
    unseen_stays: bool = False,
) -> RenameResult:
    """Return a heading another text.

    Args:
        vault: where the note is.
        path: the note.
        subpath: what a link names the heading by, with its ``#``.
        text: the new text.
        progress: told how far it is.
        unseen_stays: whether to leave as it is what cannot be seen and may refer to it.

    Raises:
        VaultkitError: there is no such heading, the text will not do, or a file cannot be read.
    """
    refuse_edit(vault, path)
    named = f"{path.removesuffix('.md')}{subpath}"
    stays = what_stays(vault, [named], "renamed", unseen_stays=unseen_stays)
    wanted, heading = headings.heading_edit(vault, path, subpath, text)
    title = f'the heading "{subpath.strip("#")}" in {path} to "{text.strip()}"'
    found = _finished(vault, wanted, title, progress, unseen_stays=unseen_stays)
    found.told += _asleep(meant_heading(vault, path, heading), found)
    found.told = _with_named(found.told, named_heading(vault, path, heading))
    said = rf"(?<!\w){re.escape(heading.text)}(?!\w)"
    return _but_for_unread(vault, found, {heading.text: said}, stays)


def rename_tag(
    vault: Vault,
    old: str,
    new: str,
    progress: Progress = silent,
    *,
    merge: bool,
    unseen_stays: bool = False,
) -> RenameResult:
    """Call a tag something else, and the tags below it.

    Args:
        vault: where the tag is.
        old: the tag, with or without ``#``.
        new: what it is to be called.
        progress: told how far it is.
        merge: whether the new name may be in use already.
        unseen_stays: whether to leave as it is what cannot be seen and may have the tag.

    Raises:
        VaultkitError: there is no such tag, the name will not do, or a file cannot be read.
    """
    stays = what_stays(vault, [f"#{old.removeprefix('#')}"], "renamed", unseen_stays=unseen_stays)
    wanted, _ = tags.tag_edits(vault, old, new, merge=merge)
    inside, _ = without_outside(vault, wanted)
    if not inside.edits:
        raise UsageError(
            f"#{old.removeprefix('#')}: only what lies outside the vault's folder has this tag; "
            "edit it by hand"
        )
    mapping = tags.renamed_tags(vault, old, new)
    old, new = (name.removeprefix("#") for name in (old, new))
    found = _finished(
        vault,
        wanted,
        f"#{old} to #{new}",
        progress,
        tag_names=mapping,
        unseen_stays=unseen_stays,
    )
    uses = [_use(vault, edit) for edits in inside.edits.values() for edit in edits]
    found.rewrites = sorted([*uses, *found.rewrites], key=lambda place: (place.path, place.line))
    found.told = _with_named(found.told, named_tag(vault, old))
    said = rf"(?<![\w/-]){re.escape(old.rstrip('/'))}(?![\w-])"
    return _but_for_unread(vault, found, {old: said}, stays)


def healed(
    then: Vault,
    now: Vault,
    renames: Mapping[str, str],
    doubtful: Mapping[str, list[str]],
    progress: Progress = silent,
    *,
    since: Collection[str] = (),
    unseen_stays: bool = False,
) -> RenameResult:
    """Let references that were whole lead to where their files lie now.

    Args:
        then: the vault as it was, when they were whole.
        now: the vault as it is.
        renames: the new paths of files by the old ones.
        doubtful: what files may have become of which that is not certain.
        progress: told how far it is.
        since: files of ``then`` that may have come later; a link that opens one may mean it.
        unseen_stays: whether to leave as it is what cannot be seen and may refer to them.

    Raises:
        VaultkitError: a file cannot be read.
    """
    stays = what_stays(now, list(renames), "healed", unseen_stays=unseen_stays)
    done: Healed = moved_references(then, now, renames, doubtful, progress, since)
    healed = set(done.expected.values())
    former = {new: old for old, new in renames.items() if new in healed}
    found = _proven(
        done.followed,
        [],
        "",
        progress,
        expected=done.expected,
        former=former,
        unseen_stays=unseen_stays,
    )
    found.told = done.left
    return _but_for_unread(now, found, said_names(renames), stays)


def _asleep(places: Iterable[ReportedReference], found: RenameResult) -> list[ReportedReference]:
    """Return the places without those that lead somewhere once it is done."""
    woken = {(place.path, place.line, place.written) for place in found.woken}
    return [place for place in places if (place.path, place.line, place.written) not in woken]


def _with_named(
    told: Iterable[ReportedReference],
    named: Iterable[ReportedReference],
    written: Iterable[ReportedReference] = (),
) -> list[ReportedReference]:
    """Return places in order, of each line those of which more is to be said, else one.

    Args:
        told: those of which more is to be said.
        named: the others.
        written: those that are written anew; nothing else is said of their lines.
    """
    places = list(told)
    lines = {(place.path, place.line) for place in (*places, *written)}
    for place in named:
        if (place.path, place.line) not in lines:
            lines.add((place.path, place.line))
            places.append(place)
    return sorted(places, key=lambda place: (place.path, place.line))


def _relocated(
    vault: Vault,
    renames: Mapping[str, str],
    title: str,
    whole: Mapping[str, str],
    progress: Progress,
    stays: list[str],
    *,
    unseen_stays: bool,
) -> RenameResult:
    refuse_hidden_place(vault, renames.values())
    refuse_moves_outside(vault, renames, whole)
    if vault.tree.on_disk is not None:
        refuse_linked(vault.tree.on_disk, whole)
    folders: dict[str, str] = {}
    for old, new in whole.items():
        if old.endswith("/"):
            folders |= names.folders_of(vault, renames, old, new)
    wanted = Wanted(renames, _folder_edits(vault, folders), folders=folders)
    found = _finished(vault, wanted, title, progress, unseen_stays=unseen_stays)
    changed = [
        old
        for old, new in renames.items()
        if old.rpartition("/")[2] != new.rpartition("/")[2] or "/" in old
    ]
    found.told += _asleep(mentions(vault, changed), found)
    found.told = _with_named(found.told, named_files(vault, renames, whole), found.unquoted)
    found.folders = tuple(sorted(folders, key=len, reverse=True))
    return _but_for_unread(vault, found, said_names(whole), stays)


def _but_for_unread(
    vault: Vault, found: RenameResult, names: Mapping[str, str], stays: list[str]
) -> RenameResult:
    """Return what would come of a command, unless a file holds a name and cannot be read."""
    unread = list(unread_mentions(vault, names))
    if unread:
        found.troubles += unread
        found.changes = []
    found.stays = [*stays, *found.stays]
    return found


def _folder_edits(vault: Vault, folders: Mapping[str, str]) -> dict[str, tuple[Edit, ...]]:
    """Return the edits of bases that ask for files in a folder that moves."""
    edits = {}
    for path in vault.files if folders else ():
        if not path.lower().endswith(".base"):
            continue
        found = []
        for name in names_of_folders(Source(vault.tree.read(path)).data):
            new = folders.get(name.text.strip("/"))
            if new is not None and not set(new) & set("\"'\\"):
                slash = "/" * name.text.endswith("/")
                found.append(Edit(path, name.start, name.end, f"{new}{slash}".encode()))
        if found:
            edits[path] = tuple(found)
    return edits


def _finished(
    vault: Vault,
    wanted: Wanted,
    title: str,
    progress: Progress,
    *,
    tag_names: Mapping[str, str] = MappingProxyType({}),
    unseen_stays: bool,
) -> RenameResult:
    wanted, left = without_outside(vault, wanted)
    return _proven(
        follow(vault, wanted, progress),
        [_use(vault, edit, "#" * bool(tag_names)) for edit in left],
        title,
        progress,
        tag_names=tag_names,
        unseen_stays=unseen_stays,
    )


def _proven(
    followed: Followed,
    left: Iterable[ReportedReference],
    title: str,
    progress: Progress,
    *,
    tag_names: Mapping[str, str] = MappingProxyType({}),
    expected: Mapping[tuple[str, int], str] = MappingProxyType({}),
    former: Mapping[str, str] = MappingProxyType({}),
    unseen_stays: bool,
) -> RenameResult:
    """Return what would come of following links, once it is proven.

    Args:
        followed: what came of following them.
        left: what lies outside the vault's folder and would have to be edited, besides links.
        title: what is done, in a few words.
        progress: told how far it is.
        tag_names: the new names of tags by the old ones.
        expected: where healed references are to lead, by path and place.
        former: the old paths of files that healed references lead to.
        unseen_stays: whether to go on where something outside would have to be edited.
    """
    wanted = followed.wanted
    unmet = [reported(followed.before, item, _UNMET) for item in followed.unmet]
    found = RenameResult(
        title,
        followed.rewrites,
        renames=wanted.renames,
        woken=followed.woken,
        told=[] if expected else unmet,
        unquoted=list(_unquoted(followed)),
        troubles=followed.troubles,
    )
    outside = [reported(followed.before, item, REFERS) for item in followed.outside]
    outside = sorted([*left, *outside], key=lambda place: (place.path, place.line))
    if unseen_stays:
        found.stays = sentences_of(outside)
    else:
        found.troubles = [*found.troubles, *(replace(place, said=REFERS) for place in outside)]
    if found.troubles:
        return found
    declared = Declared(
        renames=wanted.renames,
        folders=wanted.folders,
        edits=followed.edits,
        asked=wanted.edits,
        replaced=wanted.replaced,
        tags=tag_names,
        expected=expected,
        former=former,
        left=frozenset(place.path for place in outside),
    )
    faults = prove(followed.before, followed.after, declared, progress)
    if faults:
        found.troubles, found.faults = _explained(followed, faults)
    else:
        found.changes = followed.changes()
    return found


def _unquoted(followed: Followed) -> Iterator[ReportedReference]:
    """Yield what was written anew and is no link, because YAML takes it for a list."""
    for place, (reference, _) in zip(followed.rewrites, followed.made, strict=True):
        if reference.form is Form.UNQUOTED:
            said = _NO_LINK_YET if "|" in place.said else _BY_FIX
            yield replace(place, written=place.said, said=said)


def _explained(
    followed: Followed, faults: list[Fault]
) -> tuple[list[ReportedReference], list[Fault]]:
    """Return what people can mend so that the proof may hold, or else the other faults."""
    faulty = {fault.path for fault in faults}
    references = list(disputed(followed.before, followed.made, faulty & followed.edits.keys()))
    known = {reference.path for reference in references}
    others = [fault for fault in faults if fault.path not in known]
    troubles = [reported(followed.before, reference, DISPUTED) for reference in references]
    return ([], others) if others else (troubles, [])


def _new(vault: Vault, old: str, renames: Mapping[str, str]) -> str:
    if not old.endswith("/"):
        return renames[old]
    path = names.files_below(vault, old)[0]
    new = renames[path]
    return new[: len(new) - (len(path) - len(old))]


def _use(vault: Vault, edit: Edit, mark: str = "#") -> ReportedReference:
    source = vault.source(edit.path)
    written = source.data[edit.start : edit.end].decode("utf-8", "replace")
    return ReportedReference(
        edit.path,
        source.position(edit.start).line,
        f"{mark}{written}",
        f"{mark}{edit.new.decode()}",
    )
