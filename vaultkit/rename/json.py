"""What a rename, a move or a heal does, as a document for programs: a contract by its version."""

from collections.abc import Iterator, Sequence
from typing import Any

from vaultkit.changes.proof.renames import Fault
from vaultkit.rename.proven import RenameResult
from vaultkit.report.formats.renames import ReportedReference
from vaultkit.rules.base.problem import Edit
from vaultkit.source import Source
from vaultkit.vault.vault import Vault

VERSION = 1


def document(
    done: RenameResult,
    vault: Vault,
    *,
    dry_run: bool = False,
    run: int | None = None,
    remarks: Sequence[str] = (),
) -> dict[str, Any]:
    """Return everything that a command comes to; its values may be dumped as JSON.

    Args:
        done: what the command comes to.
        vault: the vault as it was read before.
        dry_run: whether nothing was to be written.
        run: what it was written as; None where it was not.
        remarks: sentences on what else is worth knowing.

    Raises:
        TreeError: a file cannot be read any more.
    """
    refused = [*map(_place, done.conflicts), *map(_fault, done.faults)]
    return {
        "version": VERSION,
        "vault": vault.name,
        "dry_run": dry_run,
        "run": run,
        "title": done.title,
        "files": list(_files(done, vault)),
        "references": [_rewrite(place) for place in ([] if refused else done.rewrites)],
        "now_resolving": [_place(place) for place in done.now_resolving],
        "not_links_yet": [_place(place) for place in done.unquoted],
        "left": [_place(place) for place in done.told],
        "refused": refused,
        "remarks": [*remarks, *done.stays],
    }


def _files(done: RenameResult, vault: Vault) -> Iterator[dict[str, Any]]:
    """Yield the files that change, by the paths that they have before."""
    there = set(done.renames.values())
    changed = {change.path for change in done.changes if change.path not in there}
    for path in sorted(changed | done.renames.keys() if done.changes else ()):
        edits = done.edits.get(path, ())
        source = vault.source(path) if edits else None
        yield {
            "path": path,
            "new_path": done.renames.get(path),
            "edits": [_edit(edit, source) for edit in edits] if source else [],
        }


def _edit(edit: Edit, source: Source) -> dict[str, Any]:
    start, end = source.position(edit.start), source.position(edit.end)
    return {
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "before": source.data[edit.start : edit.end].decode(),
        "after": edit.new.decode(),
    }


def _rewrite(place: ReportedReference) -> dict[str, Any]:
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "before": place.written,
        "after": place.said,
    }


def _place(place: ReportedReference) -> dict[str, Any]:
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "text": place.written,
        "message": place.said,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "path": fault.path or None,
        "line": fault.line or None,
        "column": None,
        "text": "",
        "message": fault.reason,
    }
