"""What a check found, kept in a file beside the cache until anything it depends on has changed.

The file holds lines of JSON after a checksum: the vault as a whole, its files, those that were read
with their stamps and digests, where the links of each lead, and then one result a line. Whatever
is wrong with it, there is no results cache.
"""

import contextlib
import json
import os
import time
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.lint.incremental.units import UNCHECKED, Unit, as_bytes, flat_unit, joined, unit_of

if TYPE_CHECKING:
    from vaultkit.vault.graph.outgoing import Outgoing

SUFFIX = ".ledger"
"""How the names of such files end."""

_FORM = b"vaultkit ledger 8"
_MOST_TIED = 20
_MOST_KEPT = 4
_LONG_SECONDS = 3600

_load = json.JSONDecoder().decode


@dataclass(slots=True)
class VaultResults:
    """What is kept of the vault as a whole.

    ``unseen`` is what could not be seen, and why; ``remarks`` say what is worth knowing besides the
    findings.
    ``present`` says of paths that are no files of the vault whether something was there,
    ``outside`` of files whether they were outside the vault's folder, ``contents`` has the digests
    of files that are none of the vault's; ``became`` what the history said of files that are gone,
    and ``past`` is the digest of all that this rests on; ``ignored`` says of paths whether version
    control leaves them out, ``kept_out`` whether this copy lacks them for that, ``had`` of
    linkpaths (behind the folder and NUL) whether they opened a file that is gone. ``lost`` is the
    digest of what the last commit has and the vault has not, if that was asked, and ``tip`` names
    the commit. ``gone`` tells what was known of files that are gone from earlier checks.
    ``references`` are the notes that bases name,
    ``carried`` how many notes with a text carry each property, and ``texts`` how many there are,
    ``homes`` which notes have a heading or block that links look for elsewhere, by its key;
    ``excluded`` the files on which nothing is reported. ``partial`` says whether the units tell
    what a change concerns.
    """

    unseen: list[list[str]]
    remarks: list[str]
    present: dict[str, bool]
    outside: dict[str, bool]
    contents: dict[str, str | None]
    gone: str
    became: list[list[str]]
    past: str
    ignored: dict[str, bool]
    kept_out: dict[str, bool]
    had: dict[str, bool]
    lost: str
    tip: str
    notes: int
    links: int
    fail_on: str
    named: list[str]
    dialects: list[str]
    references: list[str]
    texts: int
    carried: dict[str, int]
    homes: dict[str, list[str]]
    excluded: Collection[str]
    partial: bool


@dataclass
class KeptResults:
    """The outcome of a check.

    ``paths`` are all files in order; ``read`` those whose bytes count, with their stamps and
    digests. A result is None where no one has asked for it.
    """

    head: VaultResults
    paths: list[str]
    read: list[str]
    stamps: list[list[int]]
    digests: list[str]
    results: dict[str, bytes | None]
    kept: bytes = b""
    changed: bool = False

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Return what is kept of each note and canvas, by path."""
        return dict(unit_of(flat, self.paths) for flat in _load(_text(self.kept)))

    def encoded_units(self) -> bytes:
        """Return the units as they are written."""
        if "units" not in self.__dict__:
            return self.kept
        return encode_units(self.units.items(), self.paths)


def load_results(file: Path, key: str) -> KeptResults | None:
    """Return the results cache of a check with this key, if there is one that is whole."""
    try:
        data = file.read_bytes()
        form, total, own_key, head, paths, read, kept, *results = data.split(b"\n")
        body = memoryview(data)[len(form) + len(total) + 2 :]
        if form != _FORM or own_key != key.encode() or int(total, 16) != zlib.crc32(body):
            return None
        content = _load(_text(head))
        content["excluded"] = frozenset(content["excluded"])
        names = _load(_text(paths))
        checked, numbers, stamps, digests = _load(_text(read))
        found = (None if line == UNCHECKED else line for line in results)
        return KeptResults(
            VaultResults(**content),
            names,
            [names[number] for number in numbers],
            stamps,
            digests,
            dict(zip([names[number] for number in checked], found, strict=True)),
            kept,
        )
    except Exception:  # noqa: BLE001
        return None


def save_results(file: Path, key: str, kept_results: KeptResults, most: int) -> str | None:
    """Write results, whole or not at all; return what prevented it.

    Args:
        file: where; its folder is made if need be.
        key: what the check depended on besides the files.
        kept_results: what to write.
        most: how many bytes it may have.
    """
    numbers = {path: number for number, path in enumerate(kept_results.paths)}
    checked = [numbers[path] for path in kept_results.results]
    read = [numbers[path] for path in kept_results.read]
    lines = [
        key.encode(),
        as_bytes(asdict(kept_results.head) | {"excluded": sorted(kept_results.head.excluded)}),
        joined(kept_results.paths),
        b"[%b]"
        % b",".join(
            [
                joined(checked),
                joined(read),
                joined(kept_results.stamps),
                joined(kept_results.digests),
            ]
        ),
        kept_results.encoded_units(),
        *(UNCHECKED if line is None else line for line in kept_results.results.values()),
    ]
    if sum(map(len, lines)) + len(lines) > most:
        remove_results(file)
        return "it would be larger than the vault"
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(file, lines)
    except OSError as error:
        return str(error)
    return None


def remove_results(file: Path) -> None:
    """Remove a results cache and what a run that was killed left of one."""
    for path in file.parent.glob(f"{file.name}*"):
        with contextlib.suppress(OSError):
            path.unlink()


def all_in(folder: Path) -> list[Path]:
    """Return the kept results in a folder."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def encode_units(units: Iterable[tuple[str, Unit]], paths: Iterable[str]) -> bytes:
    """Return units with their paths as they are written, in a vault of these files."""
    numbers = {path: number for number, path in enumerate(paths)}
    return joined(flat_unit(path, unit, numbers) for path, unit in units)


def can_be_partial(outgoing: Collection["Outgoing"]) -> bool:
    """Return whether what is kept is small enough; many files of one name can make it too large."""
    tied = sum(len(tie) for each in outgoing for tie in each.ties)
    return tied <= _MOST_TIED * (len(outgoing) + _MOST_TIED)


def _replace(file: Path, lines: Sequence[bytes]) -> None:
    """Write lines after their checksum to a file beside the place it takes, then let it take that.

    The oldest others go, and what runs that were killed have left.
    """
    import tempfile

    total = zlib.crc32(lines[0])
    for line in lines[1:]:
        total = zlib.crc32(line, zlib.crc32(b"\n", total))
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=file.name, delete=False) as stream:
        stream.write(_FORM + b"\n%08x" % total)
        stream.writelines(b"\n" + line for line in lines)
    os.replace(stream.name, file)  # noqa: PTH105
    found = sorted(all_in(file.parent), key=lambda path: path.stat().st_mtime_ns)
    long_ago = time.time() - _LONG_SECONDS
    halves = file.parent.glob(f"*{SUFFIX}?*")
    left = [path for path in halves if path.stat().st_mtime < long_ago]
    for path in (*found[:-_MOST_KEPT], *left):
        path.unlink(missing_ok=True)


def _text(line: bytes) -> str:
    return line.decode("utf-8", "surrogatepass")
