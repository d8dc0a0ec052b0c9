"""The plug-ins that a configuration names, as they are installed; nothing of them is run here."""

import importlib.metadata
import importlib.util
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.machinery import ModuleSpec
from typing import Any, NamedTuple

GROUP = "vaultkit.rules"
"""The group of entry points; each is a rule, a list of rules, or a module with ``RULES``."""

Say = Callable[[str], None]
"""Is told what is wrong, in a sentence."""

_COMPILED = (".pyc", ".pyo")


class Plugin(NamedTuple):
    """A distribution with rules, as it is installed."""

    name: str
    version: str
    entry_points: Sequence[importlib.metadata.EntryPoint]

    def __str__(self) -> str:
        """Return what messages call it."""
        return f"{self.name} {self.version}"


def plugin_names(table: Mapping[str, Any]) -> list[str]:
    """Return the distributions that a configuration names, whatever else is wrong with it."""
    names = table.get("plugins")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def installed_plugins(names: Iterable[str], say: Say) -> Iterator[Plugin]:
    """Find the distributions; say which of them are not there, or have no rules."""
    for name in dict.fromkeys(names):
        try:
            distribution = importlib.metadata.distribution(name)
        except (importlib.metadata.PackageNotFoundError, ValueError):
            say(f'"{name}" is not installed with vaultkit; pip install it, or leave it out')
            continue
        entry_points = tuple(distribution.entry_points.select(group=GROUP))
        if not entry_points:
            say(f'"{name}" has no rules: it registers nothing as "{GROUP}"')
            continue
        yield Plugin(distribution.metadata["Name"] or name, distribution.version, entry_points)


def state_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return what tells one state of some plug-ins' code from another.

    That is the version, and size and time of each file of the packages that hold their rules. They
    are looked at once in a process: what it has imported stays as it was.
    """
    return _state_of(tuple(names))


@cache
def _state_of(names: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for plugin in installed_plugins(names, found.append):
        found.append(str(plugin))
        for entry_point in plugin.entry_points:
            found.append(f"{entry_point.name}={entry_point.value}")
            try:
                spec = importlib.util.find_spec(entry_point.module.partition(".")[0])
            except (ImportError, ValueError) as error:
                found.append(repr(error))
                continue
            found += _stamps(spec)
    return tuple(found)


def _stamps(spec: ModuleSpec | None) -> Iterator[str]:
    """Yield path, size and time of the files of a package, or of a module in one file."""
    if spec is None:
        return
    folders = list(spec.submodule_search_locations or ())
    if not folders and spec.origin:
        yield _stamp(spec.origin)
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
        except OSError as error:
            yield f"{folder} {error}"
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    folders.append(entry.path)
            elif not entry.name.endswith(_COMPILED):
                yield _stamp(entry.path)


def _stamp(path: str) -> str:
    try:
        stat = os.stat(path)  # noqa: PTH116
    except OSError as error:
        return f"{path} {error}"
    return f"{path} {stat.st_size} {stat.st_mtime_ns}"
