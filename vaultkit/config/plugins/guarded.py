"""Rules of plug-ins when they fail: the error says whose rule it is, and where."""

import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vaultkit.config.plugins.installed import Plugin
from vaultkit.errors import UsageError, VaultkitError
from vaultkit.rules.base.problem import Problem
from vaultkit.rules.base.rule import DocumentRule, LinkRule, Rule, VaultRule
from vaultkit.source import Span
from vaultkit.text import printable
from vaultkit.vault.notes.note import Note

Make = Callable[[Any], Rule]
"""Makes a rule that takes options."""

_PAIRS = (DocumentRule, VaultRule)
_OURS = os.path.join(str(Path(__file__).parents[2]), "")  # noqa: PTH118


def maker(rule: type[Rule], plugin: Plugin) -> Make:
    """Return what makes a rule of a plug-in's class."""

    def make(options: Any) -> Rule:
        try:
            made = rule(options)
        except (Exception, SystemExit) as error:
            raise UsageError(_failed(rule, plugin, error)) from error
        for method in ("check", "prepare"):
            setattr(made, method, _guarded(made, plugin, method))
        return made

    return make


def _guarded(rule: Rule, plugin: Plugin, name: str) -> Callable[..., Any]:
    """Return a rule's method; when it fails, the error says whose rule it is and where it was."""
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
        except (Exception, SystemExit) as error:
            path = _path_of(arguments[0])
            raise UsageError(_failed(type(rule), plugin, error, path)) from error

    return guarded


def _checked(rule: Rule, item: Any) -> Any:
    if not isinstance(rule, _PAIRS):
        return _problem(item)
    where, problem = item
    if not isinstance(where, Note | str):
        raise TypeError(f"check yielded {where!r}, which is neither a note nor a path")
    return where, _problem(problem)


def _problem(item: Any) -> Problem:
    if not isinstance(item, Problem):
        raise TypeError(f"check yielded {item!r}, which is not a Problem")
    span: Any = item.span
    message: Any = item.message
    offsets = (span.start, span.end) if isinstance(span, Span) else (None,)
    if not (isinstance(message, str) and all(isinstance(offset, int) for offset in offsets)):
        raise TypeError(f"check yielded {item!r}, which has no valid span or message")
    return item


def _path_of(subject: Any) -> str:
    path = subject if isinstance(subject, str) else getattr(subject, "path", "")
    return path if isinstance(path, str) else ""


def _failed(rule: type[Rule], plugin: Plugin, error: BaseException, path: str = "") -> str:
    where = f" on {path}" if path else ""
    return f"the rule {rule.name} ({rule.code}) of {plugin} failed{where}: {error_line(error)}"


def error_line(error: BaseException) -> str:
    """Return an error in one line, with where it was raised."""
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith("<frozen")]
    last = own[-1] if own else None
    for frame in reversed(own):
        if not frame.filename.startswith(_OURS):
            last = frame
            break
    where = f" ({last.filename}, line {last.lineno})" if last else ""
    return printable(said + where)
