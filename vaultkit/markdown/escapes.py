"""Backslash escapes: whether a sign in a note stands for itself."""

_LONGEST_RUN = 1000


def is_escaped(data: bytes, at: int) -> bool:
    """Return whether there is an odd number of backslashes before an offset."""
    before = data[max(0, at - _LONGEST_RUN) : at]
    return (len(before) - len(before.rstrip(b"\\"))) % 2 == 1
