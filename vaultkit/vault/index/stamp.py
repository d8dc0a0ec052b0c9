"""What tells that a file has not changed, without reading it."""

from typing import NamedTuple


class Stamp(NamedTuple):
    """What a file looks like from outside: size, when it and its entry were changed, number.

    The number (inode) tells files apart that were unpacked in one tick of the clock.
    """

    size: int
    modified_ns: int
    changed_ns: int
    inode: int = 0
