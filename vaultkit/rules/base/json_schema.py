"""JSON Schema: what a schema finds wrong with a value, and where, in words for people.

With ``bounded_validator`` the only importer of jsonschema, which is slow to import. Where a value
holds numbers that cannot be reckoned with, nothing is wrong with it.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultkit.patterns.pattern import compile_pattern
from vaultkit.rules.base.bounded_validator import MOST_STEPS, Steps, additional, bounded, formats
from vaultkit.rules.base.schema_parts import (
    MOST_MIXED,
    OF_SCHEMAS,
    is_slow_list,
    keywords,
    lists,
    patterns,
    references,
)
from vaultkit.text import printable

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

Path = tuple[str | int, ...]
_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a map",
    "null": "empty",
}
_LONGEST = 60
_LONGEST_SENTENCE = 160
_ALTERNATIVES = ("anyOf", "oneOf")


class SchemaViolation(NamedTuple):
    """One thing that is wrong: where in the value, which keyword says so, and a sentence.

    ``at_key`` says that the name at the end of the path is what is wrong, not its value.
    """

    path: Path
    keyword: str
    message: str
    at_key: bool = False


class Schema:
    """A JSON Schema; draft 2020-12 unless it names another."""

    def __init__(self, schema: dict[str, Any]) -> None:
        """Store the schema as TOML gives it; what draft it is of, it says at its top."""
        self._draft = schema.get("$schema")
        self.schema: dict[str, Any] = _as_json(schema)

    def trouble(self) -> str | None:
        """Return why this is not a schema or cannot be used; None if it can."""
        from jsonschema.exceptions import SchemaError
        from referencing import Registry
        from referencing.exceptions import Unresolvable
        from referencing.jsonschema import DRAFT202012

        if any(map(is_slow_list, lists(self.schema))):
            return f"has a list of more than {MOST_MIXED:,} values of mixed types"
        try:
            self._kind.check_schema(self.schema)
        except SchemaError as error:
            where = "".join(f"{part}." for part in error.absolute_path).removesuffix(".")
            return f"is not a JSON Schema: {f'{where}: ' if where else ''}{error.message}"
        except RecursionError:
            return "is not a JSON Schema: nested too deeply"
        for pattern in patterns(self.schema):
            try:
                compile_pattern(pattern)
            except ValueError as error:
                return f'has a pattern that cannot be used: "{_short(pattern)}" {error}'
        if {"unevaluatedProperties", "patternProperties"} <= set(keywords(self.schema)):
            both = "has unevaluatedProperties and patternProperties"
            return f"{both}, which cannot be checked together; write additionalProperties"
        whole = DRAFT202012.create_resource(self.schema)
        resolver = Registry().with_resource("", whole).resolver("")
        for reference in references(self.schema):
            if not reference.startswith("#"):
                return f'refers to "{reference}", which is outside the schema; only "#/..." works'
            try:
                resolver.lookup(reference)
            except Unresolvable:
                return f'refers to "{reference}", which it does not contain'
        return None

    def faults(self, value: Any) -> Iterator[SchemaViolation]:
        """Yield what is wrong with a value, each thing once.

        Raises:
            TooManyStepsError: the schema asks for more than can be done.
        """
        self._steps.left = MOST_STEPS
        try:
            errors = sorted(self._validator.iter_errors(value), key=_place)
        except (ArithmeticError, ValueError, RecursionError):
            return
        seen = set()
        for error in errors:
            for fault in _faults(_deepest(error)):
                if fault not in seen:
                    seen.add(fault)
                    yield fault

    @cached_property
    def _kind(self) -> "type[Validator]":
        from jsonschema import Draft202012Validator
        from jsonschema.validators import validator_for

        if not isinstance(self._draft, str):
            return Draft202012Validator
        return validator_for({"$schema": self._draft}, Draft202012Validator)

    @cached_property
    def _validator(self) -> "Validator":
        from referencing import Registry

        kind = bounded(self._kind, self._steps)
        return kind(self.schema, registry=Registry(), format_checker=formats())

    @cached_property
    def _steps(self) -> "Steps":
        return Steps()


def shown_value(value: Any) -> str:
    """Return a value as a message shows it."""
    if isinstance(value, str):
        return f'"{_short(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a map"
    return "nothing" if value is None else f"the number {value}"


def _short(text: str) -> str:
    return printable(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def shown_path(path: Path) -> str:
    """Return what to call a place in a value: ``authors[2].name``, counted from 1."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return printable("".join(parts).removeprefix("."))


def _faults(error: "ValidationError") -> Iterator[SchemaViolation]:
    """Yield an error in our words; a library's sentence where we have none."""
    path, keyword = tuple(error.absolute_path), str(error.validator)
    wanted: Any = error.validator_value
    value: Any = error.instance
    name = f'"{shown_path(path)}"' if path else "the properties as a whole"
    if keyword == "required":
        for key in wanted:
            if key not in value:
                inner = shown_path((*path, key))
                yield SchemaViolation(
                    (*path, key), keyword, f'the property "{inner}" is missing or empty'
                )
    elif keyword == "additionalProperties" and wanted is False:
        for key in additional(error.schema, value):
            inner = shown_path((*path, key))
            said = f'unknown property "{inner}"'
            yield SchemaViolation((*path, key), keyword, said, at_key=True)
    elif keyword == "type":
        kinds = [wanted] if isinstance(wanted, str) else wanted
        said = _listed([_TYPES[kind] for kind in kinds])
        yield SchemaViolation(path, keyword, f"{name} must be {said}, not {_with_kind(value)}")
    elif keyword in {"enum", "const"}:
        known = [wanted] if keyword == "const" else wanted
        said = _listed([shown_value(item) for item in known])
        yield SchemaViolation(path, keyword, f"{name} must be {said}, not {shown_value(value)}")
    elif keyword == "format":
        yield SchemaViolation(
            path, keyword, f"{name} must have the format {wanted}, not {shown_value(value)}"
        )
    elif keyword == "pattern":
        yield SchemaViolation(
            path, keyword, f"{name} must match {wanted}, not {shown_value(value)}"
        )
    elif keyword in _ALTERNATIVES and error.context:
        said = _fitting(list(error.context)) or "match one of the alternatives in its schema"
        yield SchemaViolation(path, keyword, f"{name} must {said}, not {_with_kind(value)}")
    elif keyword == "not" and not wanted:
        yield SchemaViolation(path, keyword, f"{name} is not allowed here", at_key=True)
    else:
        said = printable(error.message)
        said = said if len(said) <= _LONGEST_SENTENCE else f"{said[: _LONGEST_SENTENCE - 1]}…"
        yield SchemaViolation(path, keyword, f"{name}: {said}")


def _deepest(error: "ValidationError") -> "ValidationError":
    """Return what a failed choice between alternatives comes down to, where that is certain."""
    while error.validator in _ALTERNATIVES and error.context:
        deeper = [inner for inner in error.context if len(inner.path) > 0]
        branches = {inner.schema_path[0] for inner in deeper}
        others = {inner.schema_path[0] for inner in error.context} - branches
        if len(branches) != 1 or len(deeper) != 1 or not others:
            break
        error = deeper[0]
    return error


def _fitting(alternatives: "list[ValidationError]") -> str | None:
    """Return what alternatives come down to if they differ by type, or by the values they allow."""
    if any(inner.path for inner in alternatives):
        return None
    kinds: list[str] = []
    for inner in alternatives:
        wanted: Any = inner.validator_value
        if inner.validator == "type":
            kinds += [_TYPES[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted)]
        elif inner.validator in {"enum", "const"}:
            kinds += [
                shown_value(item) for item in ([wanted] if inner.validator == "const" else wanted)
            ]
        else:
            return None
    return f"be {_listed(list(dict.fromkeys(kinds)))}"


def _with_kind(value: Any) -> str:
    return f"the text {shown_value(value)}" if isinstance(value, str) else shown_value(value)


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"


def _place(error: "ValidationError") -> list[str]:
    return [str(part) for part in error.absolute_path]


def _as_json(value: Any) -> Any:
    """Return a schema of TOML's as JSON has it: dates are texts.

    Properties that must not be there are said at length, because of ``false`` jsonschema does not
    tell the place.
    """
    if isinstance(value, dict):
        return {
            key: {
                name: {"not": {}} if inner is False else _as_json(inner)
                for name, inner in item.items()
            }
            if key in OF_SCHEMAS and isinstance(item, dict)
            else _as_json(item)
            for key, item in value.items()
            if key != "$schema"  # by it, jsonschema would leave our validator for its own
        }
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
