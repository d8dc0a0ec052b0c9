"""The settings of a run: which rules, how severe, for whom links must open, what stays silent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from vaultkit.config.catalog import OURS, Catalog
from vaultkit.rules.base.problem import Severity
from vaultkit.rules.base.rule import Rule
from vaultkit.vault.files.globs import any_glob
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan

_NOT_OURS = "node_modules"


class Override(NamedTuple):
    """What differs for some paths."""

    paths: tuple[str, ...]
    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = MappingProxyType({})
    fix: frozenset[str] = frozenset()
    dialect: Dialect | None = None


@dataclass(frozen=True)
class Settings:
    """What a run does.

    ``fix`` are the rules that were asked for: their findings are repaired although they are infos.
    ``catalog`` holds all rules that there are; ``origins`` says of each setting, by its name in the
    file, who set it.
    """

    rules: tuple[Rule, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    fix: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    fail_on: Severity = Severity.WARNING
    dialect: Dialect = Dialect.AUTO
    must_open_in: tuple[str, ...] = ()
    flattened: bool | tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    config_file: Path | None = None
    catalog: Catalog = OURS
    origins: Mapping[str, str] = field(default_factory=dict)

    def plan(self) -> DialectPlan:
        """Return who decides the dialect of each file."""
        both = set(self.must_open_in) == {"obsidian", "github"}
        single = Dialect(self.must_open_in[0]) if len(self.must_open_in) == 1 else self.dialect
        return DialectPlan(
            default=Dialect.BOTH if both else single,
            overrides=tuple(
                (any_glob(item.paths), item.dialect) for item in self.overrides if item.dialect
            ),
            flattened=self._flattened_by_config(),
            configured=self.config_file is not None,
            excluded=any_glob(self.exclude),
        )

    def _flattened_by_config(self) -> Callable[[str], bool | None]:
        said = self.flattened
        if isinstance(said, tuple):
            matches = any_glob(said)
            return lambda path: True if matches(path) else None
        return lambda _: said

    def is_excluded(self) -> Callable[[str], bool]:
        """Return a test for paths on which nothing is reported."""
        configured = any_glob(self.exclude)
        return lambda path: f"/{_NOT_OURS}/" in f"/{path}" or configured(path)
