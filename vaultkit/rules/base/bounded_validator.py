"""A validator of JSON Schema that counts its steps, and whose patterns take linear time."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from vaultkit.patterns.pattern import compile_pattern

if TYPE_CHECKING:
    from jsonschema import FormatChecker
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

MOST_STEPS = 100_000
"""Keywords asked for one value."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


class TooManyStepsError(Exception):
    """A schema asks for more steps than can be taken, such as by references that double."""


class Steps:
    """How many keywords of a schema may still be asked about a value."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def take(self) -> None:
        """Count a step.

        Raises:
            TooManyStepsError: there were too many.
        """
        self.left -= 1
        if self.left < 0:
            raise TooManyStepsError


def bounded(kind: "type[Validator]", steps: Steps) -> "type[Validator]":
    """Return a validator that counts its steps, and whose patterns take linear time."""
    from jsonschema.validators import extend

    ours: dict[str, Any] = {
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "uniqueItems": _unique_items,
    }

    def counting(keyword: Any) -> Any:
        def check(*given: Any) -> Any:
            steps.take()
            return keyword(*given)

        return check

    keywords = {name: ours.get(name, keyword) for name, keyword in kind.VALIDATORS.items()}
    counted = {name: counting(keyword) for name, keyword in keywords.items()}
    bounded: type[Validator] = extend(kind, counted)  # type: ignore[no-untyped-call]
    return bounded


def _pattern(validator: Any, pattern: str, instance: Any, _: Any) -> "Iterator[ValidationError]":
    from jsonschema.exceptions import ValidationError

    if validator.is_type(instance, "string") and not compile_pattern(pattern).search(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _pattern_properties(
    validator: Any, patterns: dict[str, Any], instance: Any, _: Any
) -> "Iterator[ValidationError]":
    if validator.is_type(instance, "object"):
        for pattern, inner in patterns.items():
            for key, value in instance.items():
                if compile_pattern(pattern).search(key):
                    yield from validator.descend(value, inner, path=key, schema_path=pattern)


def _additional_properties(
    validator: Any, wanted: Any, instance: Any, schema: Any
) -> "Iterator[ValidationError]":
    from jsonschema.exceptions import ValidationError

    if not validator.is_type(instance, "object"):
        return
    extras = additional(schema, instance)
    if validator.is_type(wanted, "object"):
        for key in extras:
            yield from validator.descend(instance[key], wanted, path=key)
    elif not wanted and extras:
        yield ValidationError("additional properties are not allowed")


def _unique_items(
    validator: Any, wanted: Any, instance: Any, _: Any
) -> "Iterator[ValidationError]":
    from jsonschema.exceptions import ValidationError

    if wanted and validator.is_type(instance, "array"):
        seen = {_told_apart(item) for item in instance}
        if len(seen) < len(instance):
            yield ValidationError(f"{instance!r} has non-unique elements")


def _told_apart(value: Any) -> Any:
    """Return what is the same for values that JSON Schema holds to be equal."""
    if isinstance(value, dict):
        return "map", frozenset((key, _told_apart(item)) for key, item in value.items())
    if isinstance(value, list):
        return "list", tuple(map(_told_apart, value))
    return ("boolean", value) if isinstance(value, bool) else value


def additional(schema: Any, value: dict[str, Any]) -> list[str]:
    """Return the keys that a schema names nowhere."""
    known = schema.get("properties", {})
    patterns = list(schema.get("patternProperties", {}))
    return [
        key
        for key in value
        if key not in known and not any(compile_pattern(each).search(key) for each in patterns)
    ]


def formats() -> "FormatChecker":
    """Return the forms that are checked; a date and time is what Obsidian writes, zone or not."""
    from jsonschema import FormatChecker

    checker = FormatChecker(())
    checker.checkers = dict(FormatChecker.checkers)
    checker.checks("date", ValueError)(_is_date)
    checker.checks("date-time", ValueError)(_is_date_time)
    return checker


def _is_date(value: object) -> bool:
    import datetime as dt

    return not isinstance(value, str) or (
        _DATE.fullmatch(value) is not None and bool(dt.date.fromisoformat(value))
    )


def _is_date_time(value: object) -> bool:
    import datetime as dt

    return not isinstance(value, str) or (
        _DATE_TIME.match(value) is not None and bool(dt.datetime.fromisoformat(value))
    )
