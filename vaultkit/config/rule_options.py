"""The options of a rule, from the tables of a configuration to the dataclass the rule declares."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from vaultkit.config.file import KINDS, described, shortened
from vaultkit.rules.base.option_types import Faulty, Glob, Regex, compiled
from vaultkit.vault.files.globs import is_glob
from vaultkit.vault.wording import nearest, quoted_list

Say = Callable[[str, str], None]
"""Takes the place of a mistake in the file, and what is wrong there."""


def read_options(kind: type[Any], given: Mapping[str, Any], prefix: str, say: Say) -> Any:
    """Return options of a kind; those that cannot be used are said, and left at their defaults.

    Args:
        kind: the dataclass.
        given: the table.
        prefix: what the names of its keys are called by, dot included.
        say: is told of every mistake.

    Returns:
        The options; None where one that has to be given is missing or cannot be used.
    """
    hints = get_type_hints(kind)
    known = {item.name.replace("_", "-"): item for item in fields(kind)}
    unknown_keys(given, list(known), prefix, say)
    values = {}
    whole = True
    for key, item in known.items():
        needed = item.default is MISSING and item.default_factory is MISSING
        if key not in given:
            if needed:
                say(f"{prefix}{key}", "is missing")
                whole = False
            continue
        before = _Heard(say)
        value = _value(given[key], hints[item.name], f"{prefix}{key}", before)
        if not before.count:
            values[item.name] = value
        whole = whole and not (needed and before.count)
    if not whole:
        return None
    options = kind(**values)
    if isinstance(options, Faulty) and len(values) == len(known.keys() & given.keys()):
        for key, what in options.faults():
            say(f"{prefix}{key}", what)
    return options


def unknown_keys(given: Mapping[str, Any], known: Sequence[str], prefix: str, say: Say) -> None:
    """Return which keys of a table mean nothing."""
    for key in given:
        if key not in known:
            there = f"known keys: {', '.join(known)}" if known else "there are none here"
            say(f"{prefix}{key}", f"unknown key{suggestion(key, known) or f'; {there}'}")


def suggestion(word: Any, known: Iterable[str]) -> str:
    """Return `` (did you mean "x"?)`` when something known is close, else nothing."""
    near = nearest(str(word), known)
    return f' (did you mean "{near}"?)' if near else ""


class _Heard:
    """Passes on what is said, and counts it."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self.count = 0

    def __call__(self, where: str, what: str) -> None:
        self.count += 1
        self._say(where, what)


def _value(value: Any, hint: Any, where: str, say: Say) -> Any:
    """Return a value as the rule gets it; what is wrong with it is said."""
    if get_origin(hint) is tuple:
        return _items(value, get_args(hint)[0], where, say)
    if hint is int and isinstance(value, int) and value < 0:
        say(where, f"must be at least 0, not {value}")
    elif not _fits(value, hint):
        say(where, f"must be {_wanted(hint)}, not {described(value)}")
    elif hint is Glob and not is_glob(value):
        say(where, f'"{shortened(value)}" is not a glob')
    elif hint is Regex:
        try:
            compiled(value)
        except ValueError as error:
            say(where, f'"{shortened(value)}" {error}')
    return value


def _items(value: Any, hint: Any, where: str, say: Say) -> tuple[Any, ...]:
    if is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            say(where, f"must be a list of tables ([[{where}]]), not {described(value)}")
            return ()
        return tuple(
            read_options(hint, item, f"{where}[{number}].", say)
            for number, item in enumerate(value, 1)
        )
    unfit = [item for item in value if not _fits(item, hint)] if isinstance(value, list) else []
    if get_origin(hint) is Literal and unfit:
        near = suggestion(unfit[0], get_args(hint))
        say(where, f"must hold only {_wanted(hint)}, not {described(unfit[0])}{near}")
        return ()
    if not isinstance(value, list) or unfit:
        say(where, f"must be {_wanted_list(hint)}, not {described(value)}")
        return ()
    return tuple(_value(item, hint, where, say) for item in value)


def _fits(value: Any, hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return value in get_args(hint)
    if hint is Glob or hint is Regex:
        return isinstance(value, str)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, get_origin(hint) or hint)


def _wanted(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return quoted_list([str(value) for value in get_args(hint)])
    return KINDS.get(get_origin(hint) or hint, "a string")


def _wanted_list(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return f"a list of {_wanted(hint)}"
    return {int: "a list of whole numbers"}.get(hint, "a list of strings")
