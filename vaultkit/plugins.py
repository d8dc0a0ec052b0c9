"""Rules of a user's own: classes that installed distributions register by entry point.

A configuration names the distributions, so that whoever has no plug-in pays for none, and a vault
says itself what it is checked with.
"""

import importlib.metadata
import importlib.util
import os
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from importlib.machinery import ModuleSpec
from typing import Any, NamedTuple

from vaultkit.diagnostic import Problem, Severity
from vaultkit.errors import UsageError, VaultkitError
from vaultkit.printable import printable
from vaultkit.rule import (
    CanvasRule,
    DocumentRule,
    FileRule,
    LinkRule,
    NoteRule,
    Rule,
    VaultRule,
)
from vaultkit.rules import RULES

GROUP = "vaultkit.rules"
"""The group of entry points; each is a rule, a list of rules, or a module with ``RULES``."""

Say = Callable[[str], None]
Make = Callable[[Any], Rule]
_KINDS = (NoteRule, DocumentRule, LinkRule, FileRule, CanvasRule, VaultRule)
_PAIRS = (DocumentRule, VaultRule)
_CODE = re.compile(r"[A-Z]{2,10}[0-9]{1,5}")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_COMPILED = (".pyc", ".pyo")


class Plugin(NamedTuple):
    """A distribution with rules, as it is installed."""

    name: str
    version: str
    entry_points: Sequence[importlib.metadata.EntryPoint]

    def __str__(self) -> str:
        """Give what messages call it."""
        return f"{self.name} {self.version}"


class Added(NamedTuple):
    """A rule that is added: whose it is, and what makes one that takes options.

    When the rule fails, the error says whose it is.
    """

    plugin: Plugin
    make: Make


def load(names: Iterable[str], say: Say) -> dict[type[Rule], Added]:
    """Load the rules of some distributions.

    Args:
        names: what the distributions are called.
        say: is told of every one, and every rule, that cannot be used.

    Returns:
        The rules, in the order of the names.
    """
    found: dict[type[Rule], Added] = {}
    names_taken = {rule.name: "vaultkit" for rule in RULES}
    codes_taken = {rule.code: "vaultkit" for rule in RULES}
    for plugin in _plugins(names, say):
        for entry_point in plugin.entry_points:
            for rule in _registered(plugin, entry_point, say):
                trouble = _trouble(rule)
                if trouble is None and rule.name in names_taken:
                    trouble = f'the name "{rule.name}" is taken by {names_taken[rule.name]}'
                if trouble is None and rule.code in codes_taken:
                    trouble = f"the code {rule.code} is taken by {codes_taken[rule.code]}"
                if trouble is not None:
                    say(f"{plugin}: {entry_point.value}: {rule.__name__}: {trouble}")
                    continue
                names_taken[rule.name] = codes_taken[rule.code] = plugin.name
                found[rule] = Added(plugin, _maker(rule, plugin))
    return found


def state_of(names: Iterable[str]) -> list[str]:
    """Give what tells one state of some plug-ins' code from another.

    That is the version, and size and time of each file of the packages that hold their rules.
    Nothing of them is run for that.
    """
    found: list[str] = []
    for plugin in _plugins(names, found.append):
        found.append(str(plugin))
        for entry_point in plugin.entry_points:
            found.append(f"{entry_point.name}={entry_point.value}")
            try:
                spec = importlib.util.find_spec(entry_point.module.partition(".")[0])
            except (ImportError, ValueError) as error:
                found.append(repr(error))
                continue
            found += _stamps(spec)
    return found


def _plugins(names: Iterable[str], say: Say) -> Iterator[Plugin]:
    """Find the distributions; say which of them are not there, or have no rules."""
    for name in dict.fromkeys(names):
        try:
            distribution = importlib.metadata.distribution(name)
        except (importlib.metadata.PackageNotFoundError, ValueError):
            say(f'"{name}" is not installed beside vaultkit; pip install it, or leave it out')
            continue
        entry_points = tuple(distribution.entry_points.select(group=GROUP))
        if not entry_points:
            say(f'"{name}" has no rules: it registers nothing as "{GROUP}"')
            continue
        yield Plugin(distribution.metadata["Name"] or name, distribution.version, entry_points)


def _registered(
    plugin: Plugin, entry_point: importlib.metadata.EntryPoint, say: Say
) -> Iterator[type[Rule]]:
    """Give what an entry point registers, as far as these are rules."""
    try:
        loaded = entry_point.load()
    except Exception as error:  # noqa: BLE001
        say(f"{plugin}: {entry_point.value} cannot be imported: {_told(error)}")
        return
    listed = loaded if isinstance(loaded, type) else getattr(loaded, "RULES", loaded)
    rules: Sequence[Any] = listed if isinstance(listed, list | tuple) else [listed]
    for rule in rules:
        if isinstance(rule, type) and issubclass(rule, Rule):
            yield rule
        else:
            what = "is neither a rule nor a list of rules nor a module with RULES"
            say(f"{plugin}: {entry_point.value}: {printable(repr(rule))} {what}")


def _trouble(rule: type[Rule]) -> str | None:
    """Say what a rule lacks."""
    if not any(issubclass(rule, kind) for kind in _KINDS):
        kinds = ", ".join(kind.__name__ for kind in _KINDS)
        return f"is based on none of {kinds}"
    for attribute, form, example in (("code", _CODE, "ACME001"), ("name", _NAME, "no-todo")):
        value = getattr(rule, attribute, None)
        if not isinstance(value, str) or not form.fullmatch(value):
            return f'has no {attribute} like "{example}"'
    if rule.code.startswith("VK") and rule.code[2:].isdecimal():
        return f"the code {rule.code} is of vaultkit's own kind; choose other letters than VK"
    if not isinstance(getattr(rule, "severity", None), Severity):
        return "has no severity"
    if not (rule.__doc__ or "").strip():
        return "has no docstring; its first line says what the rule finds"
    if not is_dataclass(rule.Options):
        return "its Options are no dataclass"
    try:
        rule.Options()
    except TypeError:
        return "not every one of its Options has a default"
    return None


def _maker(rule: type[Rule], plugin: Plugin) -> Make:
    def make(options: Any) -> Rule:
        try:
            made = rule(options)
        except Exception as error:
            raise UsageError(_failed(rule, plugin, error)) from error
        for method in ("check", "prepare"):
            setattr(made, method, _guarded(made, plugin, method))
        return made

    return make


def _guarded(rule: Rule, plugin: Plugin, name: str) -> Callable[..., Any]:
    """Give a rule's method; when it fails, the error says whose rule it is and where it was."""
    method = getattr(rule, name)

    def guarded(*arguments: Any) -> Any:
        try:
            found = method(*arguments)
            if name != "check":
                return None
            if isinstance(rule, LinkRule):
                return _problem(found) if found is not None else None
            return [_checked(rule, item) for item in found or ()]
        except VaultkitError:
            raise
        except Exception as error:
            path = _path_of(arguments[0])
            raise UsageError(_failed(type(rule), plugin, error, path)) from error

    return guarded


def _checked(rule: Rule, item: Any) -> Any:
    if not isinstance(rule, _PAIRS):
        return _problem(item)
    where, problem = item
    return where, _problem(problem)


def _problem(item: Any) -> Problem:
    if not isinstance(item, Problem):
        raise TypeError(f"check gave {item!r}, which is no Problem")
    return item


def _path_of(subject: Any) -> str:
    path = subject if isinstance(subject, str) else getattr(subject, "path", "")
    return path if isinstance(path, str) else ""


def _failed(rule: type[Rule], plugin: Plugin, error: Exception, path: str = "") -> str:
    where = f" on {path}" if path else ""
    return f"the rule {rule.name} ({rule.code}) of {plugin} failed{where}: {_told(error)}"


def _told(error: Exception) -> str:
    """Give an error in one line, with where it was raised."""
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith("<frozen")]
    last = own[-1] if own else None
    beside = os.path.dirname(__file__)  # noqa: PTH120
    for frame in reversed(own):
        if not frame.filename.startswith(beside):
            last = frame
            break
    where = f" ({last.filename}, line {last.lineno})" if last else ""
    return printable(said + where)


def _stamps(spec: ModuleSpec | None) -> Iterator[str]:
    """Give path, size and time of the files of a package, or of a module in one file."""
    if spec is None:
        return
    folders = list(spec.submodule_search_locations or ())
    if not folders and spec.origin:
        stat = os.stat(spec.origin)  # noqa: PTH116
        yield f"{spec.origin} {stat.st_size} {stat.st_mtime_ns}"
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        folders.append(entry.path)
                elif not entry.name.endswith(_COMPILED):
                    stat = entry.stat()
                    yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"


def plugin_names(table: Mapping[str, Any]) -> list[str]:
    """Give the distributions that a configuration names, whatever else is wrong with it."""
    names = table.get("plugins")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
