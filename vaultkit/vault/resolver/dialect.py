"""Dialects: who decides whether a link is broken, and which file answers to whom."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple


class Dialect(StrEnum):
    """A way to resolve links; ``auto`` looks at the vault, ``either`` and ``both`` combine two."""

    AUTO = "auto"
    OBSIDIAN = "obsidian"
    FLAT = "flat"
    GITHUB = "github"
    EITHER = "either"
    BOTH = "both"


_LENIENT = (Dialect.AUTO, Dialect.EITHER)


class DialectPlan(NamedTuple):
    """Decides the dialect of a file.

    ``overrides`` are asked first, the last that matches wins. ``flattened`` says that a file is a
    vault in one file (True), is not (False), or leaves it to its looks (None). ``configured`` says
    that the vault has a configuration of its own, ``excluded`` which paths that leaves out.
    """

    default: Dialect = Dialect.AUTO
    overrides: Sequence[tuple[Callable[[str], bool], Dialect]] = ()
    flattened: Callable[[str], bool | None] = lambda _: None
    configured: bool = False
    excluded: Callable[[str], bool] = lambda _: False

    def for_file(self, path: str, *, in_app: bool, looks_flattened: bool) -> Dialect:
        """Return the dialect of a file; never ``auto``.

        Args:
            path: the file's path from the root.
            in_app: whether Obsidian's settings folder is in the vault.
            looks_flattened: whether the file looks like a flattened vault.
        """
        chosen = self.default
        for matches, dialect in self.overrides:
            if matches(path):
                chosen = dialect
        said = self.flattened(path)
        if said or chosen is Dialect.FLAT:
            return Dialect.FLAT if chosen in (*_LENIENT, Dialect.FLAT) else chosen
        if chosen not in _LENIENT:
            return chosen
        if looks_flattened and not in_app and said is None:
            return Dialect.FLAT
        known = chosen is Dialect.AUTO and (in_app or self.configured)
        return Dialect.OBSIDIAN if known else Dialect.EITHER
