"""What is wanted of a vault, and the vault as it would be with that done."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from vaultkit.changes.edits import edited
from vaultkit.changes.file_change import FileChange
from vaultkit.errors import UsageError
from vaultkit.markdown.parser import parse
from vaultkit.rules.base.problem import Edit
from vaultkit.source import Source
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.tree import OverlayTree
from vaultkit.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done: files under new names, and edits besides.

    ``renames`` are the new paths by the old ones, ``edits`` the changes of files by their paths as
    they are, each in order, ``replaced`` the stretches of text that edits rewrite completely, whose
    links are not those they were; by path and place. ``folders`` are the new paths of
    folders that move as a whole by the old ones, without a slash at the end.
    """

    renames: Mapping[str, str] = field(default_factory=dict)
    edits: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    replaced: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)


def checked_source(vault: Vault, path: str) -> Source:
    """Return the text of a file that is to be edited, and keep it.

    Raises:
        UsageError: it is not the one that was read first.
        TreeError: it cannot be read.
    """
    source = vault.source(path, keep=True)
    document = vault.documents.get(path)
    if document is not None and parse(source) != document.facts:
        raise UsageError(f"{path}: changed during the run; run the command again")
    return source


def vault_after(
    before: Vault,
    renames: Mapping[str, str],
    edits: Mapping[str, Collection[Edit]],
    gone: Collection[str] = (),
) -> Vault:
    """Return the vault as it would be; what has the same bytes is not parsed again.

    Args:
        before: the vault as it is.
        renames: new paths by old ones.
        edits: what is edited, by the paths as they are.
        gone: the folders that are no more where they were.

    Raises:
        TreeError: a file cannot be read.
    """
    changes = changes_of(before, renames, edits)
    contents = {path: change.after for path, change in changes.items()}
    known = {
        renames.get(path, path): document.facts
        for path, document in before.documents.items()
        if path not in edits
    }
    files = (set(before.files) - contents.keys()) | {
        path for path, data in contents.items() if data is not None
    }
    return Vault(
        OverlayTree(before.tree, {**dict.fromkeys(gone), **contents}),
        before.plan,
        name=before.name,
        known=known,
        entries=[Entry(path) for path in sorted(files)],
    )


def changes_of(
    before: Vault, renames: Mapping[str, str], edits: Mapping[str, Collection[Edit]]
) -> dict[str, FileChange]:
    """Return what becomes of each file, by path.

    Args:
        before: the vault as it is.
        renames: new paths by old ones.
        edits: what is edited, by the paths as they are.

    Raises:
        TreeError: a file cannot be read.
    """
    found: dict[str, FileChange] = {}
    for path, made in _in_order(renames, edits):
        raw = new = before.source(path).raw if made else before.tree.read(path)
        if made:
            source = before.source(path)
            mark = raw[: len(raw) - len(source.data)]
            new = mark + edited(source.data, made)
        there = renames.get(path, path)
        if there == path:
            found[path] = FileChange(path, raw, new)
            continue
        found[there] = FileChange(there, found[there].before if there in found else None, new)
        if path not in found:
            found[path] = FileChange(path, raw, None)
        else:
            found[path] = replace(found[path], before=raw)
    return found


def _in_order(
    renames: Mapping[str, str], edits: Mapping[str, Collection[Edit]]
) -> Iterator[tuple[str, Collection[Edit]]]:
    for path in dict.fromkeys([*renames, *edits]):
        yield path, edits.get(path, ())
