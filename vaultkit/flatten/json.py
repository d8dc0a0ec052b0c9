"""What flattening a vault and the way back have made, as documents for programs."""

from collections.abc import Iterable
from typing import Any

from vaultkit.flatten.flatten import Flattened
from vaultkit.flatten.unflatten import Unflattened

VERSION = 1


def flattened(
    made: Flattened,
    *,
    vault: str,
    file: str,
    others: Iterable[str],
    changed: Iterable[str],
    remarks: Iterable[str],
    dry_run: bool,
) -> dict[str, Any]:
    """Return what a flattened file holds.

    Args:
        made: the file.
        vault: the vault's folder.
        file: where the file is.
        others: files that are left out because they are no notes.
        changed: notes that do not come back byte for byte.
        remarks: sentences on what cannot be seen.
        dry_run: whether nothing was to be written.
    """
    left_out = [(path, "not-utf-8") for path in made.left_out]
    left_out += [(path, "not-markdown") for path in others]
    return {
        "version": VERSION,
        "vault": vault,
        "dry_run": dry_run,
        "file": file,
        "bytes": len(made.text),
        "notes": list(made.notes),
        "left_out": [{"path": path, "reason": why} for path, why in left_out],
        "not_exact": list(changed),
        "embeds_as_links": made.transcluded,
        "remarks": list(remarks),
    }


def unflattened(made: Unflattened, *, vault: str, file: str, dry_run: bool) -> dict[str, Any]:
    """Return which notes a flattened file has become.

    Args:
        made: the notes.
        vault: the new folder.
        file: the flattened file.
        dry_run: whether nothing was to be written.
    """
    return {
        "version": VERSION,
        "vault": vault,
        "dry_run": dry_run,
        "file": file,
        "notes": list(made.notes),
        "renamed": [{"path": path, "title": title} for path, title in made.renamed.items()],
        "preamble": made.preamble or None,
        "links_to_missing_notes": made.missing,
        "links_to_files": made.files,
        "files_of": made.home,
    }
