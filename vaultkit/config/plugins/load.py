"""The rules of plug-ins: imported, and checked for what a rule must have."""

import importlib.metadata
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import is_dataclass
from typing import Any, NamedTuple

from vaultkit.config.plugins.guarded import Make, error_line, maker
from vaultkit.config.plugins.installed import Plugin, Say, installed_plugins
from vaultkit.rules.base.problem import Severity
from vaultkit.rules.base.rule import (
    CanvasRule,
    DocumentRule,
    FileRule,
    LinkRule,
    NoteRule,
    Rule,
    VaultRule,
)
from vaultkit.rules.registry import RULES
from vaultkit.text import printable

_KINDS = (NoteRule, DocumentRule, LinkRule, FileRule, CanvasRule, VaultRule)
_CODE = re.compile(r"[A-Z]{2,10}[0-9]{1,5}")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Added(NamedTuple):
    """A rule that is added: whose it is, and what makes one that takes options.

    When the rule fails, the error says whose it is.
    """

    plugin: Plugin
    make: Make


def load_plugins(names: Iterable[str], say: Say) -> dict[type[Rule], Added]:
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
    for plugin in installed_plugins(names, say):
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
                found[rule] = Added(plugin, maker(rule, plugin))
    return found


def _registered(
    plugin: Plugin, entry_point: importlib.metadata.EntryPoint, say: Say
) -> Iterator[type[Rule]]:
    """Yield what an entry point registers, as far as these are rules."""
    try:
        loaded = entry_point.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001
        say(f"{plugin}: {entry_point.value} cannot be imported: {error_line(error)}")
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
    """Return what a rule lacks."""
    if not any(issubclass(rule, kind) for kind in _KINDS):
        kinds = ", ".join(kind.__name__ for kind in _KINDS)
        return f"is not a subclass of any of {kinds}"
    for attribute, form, example in (("code", _CODE, "ACME001"), ("name", _NAME, "no-todo")):
        value = getattr(rule, attribute, None)
        if not isinstance(value, str) or not form.fullmatch(value):
            return f'has no {attribute} like "{example}"'
    if rule.code.startswith("VK") and rule.code[2:].isdecimal():
        return f"the code {rule.code} is reserved for vaultkit; choose letters other than VK"
    if not isinstance(getattr(rule, "severity", None), Severity):
        return "has no severity"
    if not (rule.__doc__ or "").strip():
        return "has no docstring; its first line says what the rule finds"
    if not is_dataclass(rule.Options):
        return "its Options are not a dataclass"
    try:
        rule.Options()
    except TypeError:
        return "some of its Options have no default"
    return None
