"""A change as a unified diff, in the form that ``git apply`` takes."""

import difflib
import re

from vaultkit.changes.file_change import FileChange

_QUOTED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_EMPTY_FILE, _NO_FILE = "e69de29", "0000000"  # git's names
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def unified(
    change: FileChange, *, context: int = 3, folder: str = "", was: str | None = None
) -> str:
    """Return the diff that turns the bytes before into those after; empty where they are the same.

    Args:
        change: one file's bytes; they are read as UTF-8.
        context: how many lines to show around a change.
        folder: what the names of the files begin with, with a slash at its end.
        was: the path that the file had before, where it is another one.
    """
    if change.before == change.after and was is None:
        return ""
    old, new = _name(f"a/{folder}{was or change.path}"), _name(f"b/{folder}{change.path}")
    head = [f"diff --git {old} {new}\n"]
    if was is not None:
        head += [
            f"rename from {_name(folder + was)}\n",
            f"rename to {_name(folder + change.path)}\n",
        ]
        if change.before == change.after:
            return "".join(head)
    if change.before is None:
        head.append("new file mode 100644\n")
    if change.after is None:
        head.append("deleted file mode 100644\n")
    lines = list(
        difflib.unified_diff(
            _lines(change.before),
            _lines(change.after),
            "/dev/null" if change.before is None else old,
            "/dev/null" if change.after is None else new,
            n=context,
        )
    )
    if not lines:
        names = [
            _EMPTY_FILE if side is not None else _NO_FILE for side in (change.before, change.after)
        ]
        head.append(f"index {'..'.join(names)}\n")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in [*head, *lines]
    )


def _name(path: str) -> str:
    """Return a path as a diff holds it: in quotes where it holds signs that need an escape."""
    return f'"{_QUOTED.sub(_escaped, path)}"' if _QUOTED.search(path) else path


def _escaped(sign: re.Match[str]) -> str:
    """Return an escape of C's: one that has a letter, or the bytes of UTF-8 in octal."""
    written = sign[0].encode(
        "utf-8", "surrogateescape" if "\udc80" <= sign[0] <= "\udcff" else "replace"
    )
    return _ESCAPES.get(sign[0]) or "".join(f"\\{byte:03o}" for byte in written)


def _lines(content: bytes | None) -> list[str]:
    """Split at line feeds alone; a carriage return is part of its line, as for ``diff``."""
    text = (content or b"").decode("utf-8", "replace")
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
