"""What tells that a file has not changed, without reading it."""

from typing import NamedTuple


class Stamp(NamedTuple):
    """What a file looks like from outside: its size, and when it and its entry were changed."""

    size: int
    modified_ns: int
    changed_ns: int
