"""Names of files that are not of the form the configuration asks for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from vaultkit.rules.base.option_types import Glob, Regex, compiled
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import FileRule
from vaultkit.source import Span
from vaultkit.text import printable
from vaultkit.vault.files.globs import any_glob
from vaultkit.vault.wording import is_attachment

_NOTE = ".md"
_BOARDS = (".canvas", ".base")


@dataclass(frozen=True)
class NamesOfPattern:
    """``pattern``: what the whole name of each file below ``paths`` must match.

    ``of``: which kind of file is meant; ``message``: what to add to a finding.
    """

    pattern: Regex
    paths: tuple[Glob, ...] = ()
    of: Literal["notes", "attachments", "all"] = "notes"
    message: str = ""


@dataclass(frozen=True)
class Options:
    """``names``: patterns, and the files that they are for."""

    names: tuple[NamesOfPattern, ...] = ()


class NamePattern(FileRule):
    """A file whose name does not match the pattern in the configuration."""

    code = "VK602"
    name = "name-pattern"
    severity = Severity.WARNING
    default = False
    on_by_options = True
    spares_templates = True
    checks_daily_notes = True
    Options = Options

    def check(self, path: str) -> Iterator[Problem]:
        """Report each pattern that a file's name does not match as a whole."""
        name = path.rpartition("/")[2]
        is_note = name.lower().endswith(_NOTE)
        kind = "notes" if is_note else "attachments" if is_attachment(path) else "boards"
        if kind == "boards" and not name.lower().endswith(_BOARDS):
            return
        name = name[: -len(_NOTE)] if is_note else name
        for item, is_below in self._names:
            if item.of not in (kind, "all") or not is_below(path):
                continue
            if not compiled(item.pattern).fullmatch(name):
                what = f'the name "{printable(name)}" does not match {item.pattern}'
                said = f"{what}: {item.message}" if item.message else what
                yield Problem(Span(0, 0), said, target=item.pattern)

    @cached_property
    def _names(self) -> list[tuple[NamesOfPattern, Callable[[str], bool]]]:
        return [
            (item, any_glob(item.paths) if item.paths else lambda _: True)
            for item in self.options.names
        ]
