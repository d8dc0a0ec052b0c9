"""A rename once its links are followed: proven, with what of it is not rewritten."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from vaultkit.changes.disputed import DISPUTED
from vaultkit.changes.file_change import FileChange
from vaultkit.changes.proof.declared_renames import Declared
from vaultkit.changes.proof.renames import Fault, prove
from vaultkit.links.base_names import names_of_folders
from vaultkit.links.references import Form
from vaultkit.progress import Progress
from vaultkit.rename.disputed_references import disputed
from vaultkit.rename.follow_links import Followed, follow, reported
from vaultkit.rename.outside import REFERS, sentences_of, without_outside
from vaultkit.rename.request import Wanted
from vaultkit.rename.unlinked_mentions import unread_mentions
from vaultkit.report.formats.renames import ReportedReference
from vaultkit.rules.base.problem import Edit
from vaultkit.source import Source
from vaultkit.vault.vault import Vault

_NO_LINK_YET = "is not a link until it is quoted"
_BY_FIX = f"{_NO_LINK_YET}; `vaultkit fix` quotes it"
_UNMET = "cannot contain the new name as it is written there"


@dataclass(slots=True)
class RenameResult:
    """The result of a command, before it is written.

    ``title`` says it in a few words after "renamed", "moved" or "healed". ``edits`` are all edits,
    by the paths as they are, ``rewrites`` the rewritten references, ``now_resolving`` those that
    were broken and then open something, ``told`` what is not changed and people should check.
    ``conflicts`` say why nothing can be done, ``faults`` what the proof refuses; with either there
    are no ``changes``. ``unquoted`` are those of the ``rewrites`` that are not links. ``stays``
    says what could not be read and may still refer to the old name.
    """

    title: str
    rewrites: list[ReportedReference]
    changes: list[FileChange] = field(default_factory=list)
    edits: Mapping[str, Sequence[Edit]] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)
    now_resolving: list[ReportedReference] = field(default_factory=list)
    told: list[ReportedReference] = field(default_factory=list)
    unquoted: list[ReportedReference] = field(default_factory=list)
    conflicts: list[ReportedReference] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    folders: tuple[str, ...] = ()
    stays: list[str] = field(default_factory=list)


def but_for_unread(
    vault: Vault, found: RenameResult, names: Mapping[str, str], stays: list[str]
) -> RenameResult:
    """Return what would come of a command, unless a file holds a name and cannot be read."""
    unread = list(unread_mentions(vault, names))
    if unread:
        found.conflicts += unread
        found.changes, found.edits = [], {}
    found.stays = [*stays, *found.stays]
    return found


def folder_edits(vault: Vault, folders: Mapping[str, str]) -> dict[str, tuple[Edit, ...]]:
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


def finished(
    vault: Vault,
    wanted: Wanted,
    title: str,
    progress: Progress,
    *,
    tag_names: Mapping[str, str] = MappingProxyType({}),
    unseen_stays: bool,
) -> RenameResult:
    """Return a rename with all that follows from it, proven; what is outside is left."""
    wanted, left = without_outside(vault, wanted)
    return proven(
        follow(vault, wanted, progress),
        [edited_use(vault, edit, "#" * bool(tag_names)) for edit in left],
        title,
        progress,
        tag_names=tag_names,
        unseen_stays=unseen_stays,
    )


def proven(
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
        left: what is outside the vault's folder and would have to be edited, besides links.
        title: what is done, in a few words.
        progress: told how far it is.
        tag_names: the new names of tags by the old ones.
        expected: where healed references are to lead, by path and place.
        former: the old paths of files that healed references lead to.
        unseen_stays: whether to go on where something outside would have to be edited.
    """
    wanted = followed.wanted
    not_rewritten = [reported(followed.before, item, _UNMET) for item in followed.not_rewritten]
    found = RenameResult(
        title,
        followed.rewrites,
        renames=wanted.renames,
        now_resolving=followed.now_resolving,
        told=[] if expected else not_rewritten,
        unquoted=list(_unquoted(followed)),
        conflicts=followed.conflicts,
    )
    outside = [reported(followed.before, item, REFERS) for item in followed.outside]
    outside = sorted([*left, *outside], key=lambda place: (place.path, place.line))
    if unseen_stays:
        found.stays = sentences_of(outside)
    else:
        found.conflicts = [*found.conflicts, *(replace(place, said=REFERS) for place in outside)]
    if found.conflicts:
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
        found.conflicts, found.faults = _explained(followed, faults)
    else:
        found.changes, found.edits = followed.changes(), followed.edits
    return found


def _unquoted(followed: Followed) -> Iterator[ReportedReference]:
    """Yield what was written again and is no link, because YAML takes it for a list."""
    for place, (reference, _) in zip(followed.rewrites, followed.made, strict=True):
        if reference.form is Form.UNQUOTED:
            said = _NO_LINK_YET if "|" in place.said else _BY_FIX
            yield replace(place, written=place.said, said=said)


def _explained(
    followed: Followed, faults: list[Fault]
) -> tuple[list[ReportedReference], list[Fault]]:
    """Return what people can fix so that the proof may hold, or else the other faults."""
    faulty = {fault.path for fault in faults}
    references = list(disputed(followed.before, followed.made, faulty & followed.edits.keys()))
    known = {reference.path for reference in references}
    others = [fault for fault in faults if fault.path not in known]
    conflicts = [reported(followed.before, reference, DISPUTED) for reference in references]
    return ([], others) if others else (conflicts, [])


def edited_use(vault: Vault, edit: Edit, mark: str = "#") -> ReportedReference:
    """Return where an edit stands, as it is reported; a mark comes before its texts."""
    source = vault.source(edit.path)
    written = source.data[edit.start : edit.end].decode("utf-8", "replace")
    has_mark = bool(mark) and source.data[: edit.start].endswith(mark.encode())
    return ReportedReference(
        edit.path,
        *source.position(edit.start - has_mark),
        f"{mark}{written}",
        f"{mark}{edit.new.decode()}",
    )
