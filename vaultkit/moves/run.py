"""What each command does to a vault, proven and not yet written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from vaultkit.diagnostic import Edit
from vaultkit.fixer.change import FileChange
from vaultkit.fixer.disputed import DISPUTED
from vaultkit.moves import headings, names, tags
from vaultkit.moves.after import Wanted
from vaultkit.moves.base_names import names_of_folders
from vaultkit.moves.disputed import disputed
from vaultkit.moves.follow import Followed, Place, follow, place_of
from vaultkit.moves.heal import Healed, heal
from vaultkit.moves.mentions import meant_heading, mentions, unread_mentions
from vaultkit.moves.named import named_files, named_heading, named_tag
from vaultkit.moves.proof import Declared, prove
from vaultkit.moves.symlinks import refuse_linked
from vaultkit.source import Source
from vaultkit.steps import Progress, silent
from vaultkit.vault.vault import Vault

_MOST_NAMED = 3
_UNMET = "cannot hold the new name as it is written there"


@dataclass(slots=True)
class Outcome:
    """What would come of a command.

    ``title`` says it in a few words after "renamed", "moved" or "healed". ``rewrites`` are the
    references written anew, ``woken`` those that led nowhere and lead somewhere then, ``told`` what
    stays as it is and people should look at. ``troubles`` say why nothing can be done, ``faults``
    what the proof found, which is a bug; with either there are no ``changes``.
    """

    title: str
    rewrites: list[Place]
    changes: list[FileChange] = field(default_factory=list)
    renames: Mapping[str, str] = field(default_factory=dict)
    woken: list[Place] = field(default_factory=list)
    told: list[Place] = field(default_factory=list)
    troubles: list[Place] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    folders: tuple[str, ...] = ()


def rename(vault: Vault, old: str, name: str, progress: Progress = silent) -> Outcome:
    """Give a file or folder another name where it lies.

    Raises:
        VaultkitError: the name will not do, or a file cannot be read.
    """
    renames = names.renamed(vault, old, name)
    new = _new(old, renames)
    return _relocated(vault, renames, f"{old} to {new}", {old: new}, progress)


def move(vault: Vault, olds: Sequence[str], to: str, progress: Progress = silent) -> Outcome:
    """Move files and folders into another folder, or give one of them another path.

    Raises:
        VaultkitError: that cannot be, or a file cannot be read.
    """
    renames = names.moved_to(vault, olds, to)
    whole = {old: _new(old, renames) for old in olds}
    title = ", ".join(f"{old} to {new}" for old, new in whole.items())
    if len(whole) > _MOST_NAMED:
        title = f"{len(whole):,} files and folders to {to.strip('/') or 'the root'}"
    return _relocated(vault, renames, title, whole, progress)


def rename_heading(
    vault: Vault, path: str, subpath: str, text: str, progress: Progress = silent
) -> Outcome:
    """Give a heading another text.

    Raises:
        VaultkitError: there is no such heading, the text will not do, or a file cannot be read.
    """
    wanted, heading = headings.rename_heading(vault, path, subpath, text)
    title = f'the heading "{subpath.strip("#")}" in {path} to "{text.strip()}"'
    found = _finished(vault, wanted, title, progress)
    found.told += _asleep(meant_heading(vault, path, heading), found)
    found.told = _with_named(found.told, named_heading(vault, path, heading))
    return found


def rename_tag(
    vault: Vault, old: str, new: str, progress: Progress = silent, *, merge: bool
) -> Outcome:
    """Call a tag something else, and the tags below it.

    Raises:
        VaultkitError: there is no such tag, the name will not do, or a file cannot be read.
    """
    wanted, _ = tags.rename_tag(vault, old, new, merge=merge)
    mapping = tags.renamed_tags(vault, old, new)
    old, new = (name.removeprefix("#") for name in (old, new))
    found = _finished(vault, wanted, f"#{old} to #{new}", progress, tag_names=mapping)
    uses = [_use(vault, edit) for edits in wanted.edits.values() for edit in edits]
    found.rewrites = sorted([*uses, *found.rewrites], key=lambda place: (place.path, place.line))
    found.told = _with_named(found.told, named_tag(vault, old))
    return found


def healed(
    then: Vault,
    now: Vault,
    renames: Mapping[str, str],
    doubtful: Mapping[str, list[str]],
    progress: Progress = silent,
) -> Outcome:
    """Let references that were whole lead to where their files lie now.

    Raises:
        TreeError: a file cannot be read.
    """
    done: Healed = heal(then, now, renames, doubtful, progress)
    healed = set(done.expected.values())
    former = {new: old for old, new in renames.items() if new in healed}
    found = _proven(done.followed, "", progress, expected=done.expected, former=former)
    found.told = done.left
    return found


def _asleep(places: Iterable[Place], found: Outcome) -> list[Place]:
    """Give the places without those that lead somewhere once it is done, which says so already."""
    woken = {(place.path, place.line, place.written) for place in found.woken}
    return [place for place in places if (place.path, place.line, place.written) not in woken]


def _with_named(told: Iterable[Place], named: Iterable[Place]) -> list[Place]:
    """Return places in order, of each line those of which more is to be said, else one."""
    places = list(told)
    lines = {(place.path, place.line) for place in places}
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
) -> Outcome:
    if vault.tree.on_disk is not None:
        refuse_linked(vault.tree.on_disk, whole)
    folders: dict[str, str] = {}
    for old, new in whole.items():
        if old.endswith("/"):
            folders |= names.folders_of(vault, renames, old, new)
    wanted = Wanted(renames, _folder_edits(vault, folders), folders=folders)
    found = _finished(vault, wanted, title, progress)
    changed = [
        old
        for old, new in renames.items()
        if old.rpartition("/")[2] != new.rpartition("/")[2] or "/" in old
    ]
    found.told += _asleep(mentions(vault, changed), found)
    found.told = _with_named(found.told, named_files(vault, renames, whole))
    unread = list(unread_mentions(vault, whole))
    if unread:
        found.troubles += unread
        found.changes = []
    found.folders = tuple(sorted(folders, key=len, reverse=True))
    return found


def _folder_edits(vault: Vault, folders: Mapping[str, str]) -> dict[str, tuple[Edit, ...]]:
    """Give the edits of bases that ask for files in a folder that moves."""
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
) -> Outcome:
    return _proven(follow(vault, wanted, progress), title, progress, tag_names=tag_names)


def _proven(
    followed: Followed,
    title: str,
    progress: Progress,
    *,
    tag_names: Mapping[str, str] = MappingProxyType({}),
    expected: Mapping[tuple[str, int], str] = MappingProxyType({}),
    former: Mapping[str, str] = MappingProxyType({}),
) -> Outcome:
    wanted = followed.wanted
    unmet = [place_of(followed.before, item, _UNMET) for item in followed.unmet]
    found = Outcome(
        title,
        followed.rewrites,
        renames=wanted.renames,
        woken=followed.woken,
        told=[] if expected else unmet,
        troubles=followed.troubles,
    )
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
    )
    faults = prove(followed.before, followed.after, declared, progress)
    if faults:
        found.troubles, found.faults = _explained(followed, faults)
    else:
        found.changes = followed.changes()
    return found


def _explained(followed: Followed, faults: list[str]) -> tuple[list[Place], list[str]]:
    """Give what people can mend so that the proof may hold, or else the faults that are bugs."""
    paths = [path for path in followed.edits if any(_is_of(path, fault) for fault in faults)]
    references = list(disputed(followed.before, followed.made, paths))
    known = {reference.path for reference in references}
    bugs = [fault for fault in faults if not any(_is_of(path, fault) for path in known)]
    troubles = [place_of(followed.before, reference, DISPUTED) for reference in references]
    return ([], bugs) if bugs else (troubles, [])


def _is_of(path: str, fault: str) -> bool:
    return fault.startswith(f"{path}: ")


def _new(old: str, renames: Mapping[str, str]) -> str:
    if not old.endswith("/"):
        return renames[old]
    path, new = next((path, new) for path, new in renames.items() if path.startswith(old))
    return new[: len(new) - (len(path) - len(old))]


def _use(vault: Vault, edit: Edit) -> Place:
    source = vault.source(edit.path)
    written = source.data[edit.start : edit.end].decode("utf-8", "replace")
    return Place(
        edit.path,
        source.position(edit.start).line,
        f"#{written}",
        f"#{edit.new.decode()}",
    )
