"""A baseline: the findings that a vault had when it adopted vaultkit, in a file to be reviewed."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from vaultkit.errors import UsageError
from vaultkit.lint.known.match import Known
from vaultkit.text import reason
from vaultkit.vault.files.disk import DISK, Disk

FILE_NAME = "vaultkit-baseline.json"
VERSION = 1
_CONFLICT = re.compile("^<{7} ", re.MULTILINE)
_KEYS = ("path", "note", "rule", "target", "line", "fingerprint")


def baseline_file(root: Path, config_file: Path | None) -> Path:
    """Return where a vault's baseline is: beside its configuration, else in its root."""
    return (config_file.parent if config_file is not None else root) / FILE_NAME


def render(known: Iterable[Known]) -> bytes:
    """Return a baseline's bytes: one finding a line, in an order that keeps diffs short."""
    entries = sorted(known, key=lambda item: tuple(getattr(item, key) for key in _KEYS))
    lines = ",\n".join(f"  {_line(item)}" for item in entries)
    found = f"[\n{lines}\n ]" if entries else "[]"
    return f'{{\n "version": {VERSION},\n "findings": {found}\n}}\n'.encode()


def read_baseline(file: Path, disk: Disk = DISK) -> list[Known]:
    """Return what a baseline holds.

    Raises:
        UsageError: it cannot be used.
    """
    try:
        text = disk.read(file).decode("utf-8-sig")
        content = json.loads(text)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {reason(error)}") from error
    except UnicodeDecodeError as error:
        raise _unusable(file, "it is not UTF-8") from error
    except RecursionError as error:
        raise _unusable(file, "it is nested too deeply") from error
    except json.JSONDecodeError as error:
        if _CONFLICT.search(text):
            raise _unusable(file, "it has an unresolved merge conflict") from error
        why = f"it is not JSON (line {error.lineno}, column {error.colno})"
        raise _unusable(file, why) from error
    except ValueError as error:
        raise _unusable(file, "it has a number that is too long") from error
    if not isinstance(content, dict) or not isinstance(content.get("findings"), list):
        raise _unusable(file, "it has no list of findings")
    if content.get("version") != VERSION:
        raise _unusable(file, f"its version is not {VERSION}")
    return [_known(file, number, item) for number, item in enumerate(content["findings"], 1)]


def _known(file: Path, number: int, item: Any) -> Known:
    if not isinstance(item, dict) or not all(isinstance(item.get(key), str) for key in _KEYS):
        raise _unusable(file, f"finding {number} lacks one of {', '.join(_KEYS)}")
    return Known(**{key: item[key] for key in _KEYS})


def _unusable(file: Path, why: str) -> UsageError:
    return UsageError(f"{file}: {why}; delete it, and `vaultkit baseline` writes a new one")


def _line(item: Known) -> str:
    entry = {key: getattr(item, key) for key in _KEYS}
    line = json.dumps(entry, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(entry)
    return line
