"""What each command does to a vault, proven and not yet written."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from vaultkit.errors import UsageError
from vaultkit.progress import Progress, silent
from vaultkit.rename import new_paths, tags
from vaultkit.rename.dangling_symlinks import refuse_linked
from vaultkit.rename.heading_edit import heading_edit
from vaultkit.rename.heal import Healed, moved_references
from vaultkit.rename.listed import named_files, named_heading, named_tag
from vaultkit.rename.outside import refuse_edit, refuse_moves_outside, without_outside
from vaultkit.rename.proven import (
    RenameResult,
    but_for_unread,
    edited_use,
    finished,
    folder_edits,
    proven,
)
from vaultkit.rename.request import Wanted
from vaultkit.rename.unlinked_mentions import meant_heading, mentions, said_names
from vaultkit.rename.unreadable import refuse_hidden_place, what_stays
from vaultkit.report.formats.renames import ReportedReference
from vaultkit.vault.vault import Vault

_MOST_NAMED = 3


def rename(
    vault: Vault,
    old: str,
    name: str,
    progress: Progress = silent,
    *,
    unseen_stays: bool = False,
) -> RenameResult:
    """Rename a file or folder in its folder.

    Args:
        vault: where it is.
        old: its path, a folder's with a slash at the end.
        name: the new name.
        progress: told how far it is.
        unseen_stays: whether to leave as it is what cannot be seen and may refer to it.

    Raises:
        VaultkitError: the name will not do, or a file cannot be read.
    """
    stays = what_stays(vault, [old], "renamed", unseen_stays=unseen_stays)
    renames = new_paths.renamed(vault, old, name)
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
    renames = new_paths.moved_to(vault, olds, to)
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
    """Rename a heading.

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
    wanted, heading = heading_edit(vault, path, subpath, text)
    title = f'the heading "{subpath.strip("#")}" in {path} to "{text.strip()}"'
    found = finished(vault, wanted, title, progress, unseen_stays=unseen_stays)
    found.told += _asleep(meant_heading(vault, path, heading), found)
    found.told = _with_named(found.told, named_heading(vault, path, heading))
    said = rf"(?<!\w){re.escape(heading.text)}(?!\w)"
    return but_for_unread(vault, found, {heading.text: said}, stays)


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
            f"#{old.removeprefix('#')}: only files outside the vault's folder have this tag; "
            "edit them by hand"
        )
    mapping = tags.renamed_tags(vault, old, new)
    old, new = (name.removeprefix("#") for name in (old, new))
    found = finished(
        vault,
        wanted,
        f"#{old} to #{new}",
        progress,
        tag_names=mapping,
        unseen_stays=unseen_stays,
    )
    uses = [edited_use(vault, edit) for edits in inside.edits.values() for edit in edits]
    found.rewrites = sorted([*uses, *found.rewrites], key=lambda place: (place.path, place.line))
    found.told = _with_named(found.told, named_tag(vault, old))
    said = rf"(?<![\w/-]){re.escape(old.rstrip('/'))}(?![\w-])"
    return but_for_unread(vault, found, {old: said}, stays)


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
    found = proven(
        done.followed,
        [],
        "",
        progress,
        expected=done.expected,
        former=former,
        unseen_stays=unseen_stays,
    )
    found.told = done.left
    return but_for_unread(now, found, said_names(renames), stays)


def _asleep(places: Iterable[ReportedReference], found: RenameResult) -> list[ReportedReference]:
    """Return the places without those that lead somewhere once it is done."""
    now_resolving = {(place.path, place.line, place.written) for place in found.now_resolving}
    return [
        place for place in places if (place.path, place.line, place.written) not in now_resolving
    ]


def _with_named(
    told: Iterable[ReportedReference],
    named: Iterable[ReportedReference],
    written: Iterable[ReportedReference] = (),
) -> list[ReportedReference]:
    """Return places in order, of each line those of which more is to be said, else one.

    Args:
        told: those of which more is to be said.
        named: the others.
        written: those that are rewritten; nothing else is said of their lines.
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
            folders |= new_paths.folders_of(vault, renames, old, new)
    wanted = Wanted(renames, folder_edits(vault, folders), folders=folders)
    found = finished(vault, wanted, title, progress, unseen_stays=unseen_stays)
    changed = [
        old
        for old, new in renames.items()
        if old.rpartition("/")[2] != new.rpartition("/")[2] or "/" in old
    ]
    found.told += _asleep(mentions(vault, changed), found)
    found.told = _with_named(found.told, named_files(vault, renames, whole), found.unquoted)
    found.folders = tuple(sorted(folders, key=len, reverse=True))
    return but_for_unread(vault, found, said_names(whole), stays)


def _new(vault: Vault, old: str, renames: Mapping[str, str]) -> str:
    if not old.endswith("/"):
        return renames[old]
    path = new_paths.files_below(vault, old)[0]
    new = renames[path]
    return new[: len(new) - (len(path) - len(old))]
