"""Properties that are not what the configuration or the app says they are."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from vaultkit.errors import ConfigError
from vaultkit.markdown.facts import FrontMatter, Property
from vaultkit.rules.base.bounded_validator import TooManyStepsError
from vaultkit.rules.base.json_schema import Schema, SchemaViolation, shown_path, shown_value
from vaultkit.rules.base.option_types import Glob
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import DocumentRule
from vaultkit.source import Span
from vaultkit.text import printable
from vaultkit.vault.notes.note import Document, Note
from vaultkit.vault.notes.property_values import span_of_part, value_of
from vaultkit.vault.notes.selection import Selection
from vaultkit.vault.vault import Vault

_OURS = "vaultkit-allow"
_ONE_OR_MANY = frozenset(("tags", "aliases", "cssclasses"))
_DATE = re.compile(r"\d{4}\D\d")


@dataclass(frozen=True)
class NotesOfSchema:
    """``schema``: what the properties of some notes must be, those with a path and a tag of these.

    ``message``: what to add to a finding.
    """

    schema: dict[str, Any]
    paths: tuple[Glob, ...] = ()
    tags: tuple[str, ...] = ()
    message: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """Return whether the schema is not one."""
        trouble = Schema(self.schema).trouble()
        if trouble is not None:
            yield "schema", trouble


@dataclass(frozen=True)
class Options:
    """``notes``: schemas and their notes; ``app_types``: whether the app's types count, too."""

    notes: tuple[NotesOfSchema, ...] = field(default=())
    app_types: bool = False


class PropertySchema(DocumentRule):
    """A property that is missing or does not have the value that the configuration requires."""

    code = "VK601"
    name = "property-schema"
    severity = Severity.WARNING
    default = False
    on_by_options = True
    spares_templates = True
    checks_daily_notes = True
    Options = Options

    def prepare(self, vault: Vault) -> None:
        """Ask for the types the app has for properties."""
        if self.options.app_types:
            vault.property_types  # noqa: B018

    def check(self, document: Document, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report what a note's properties are against its schemas, then against the app's types.

        The notes of a flattened file have none, and what a template fills in later is not known.
        """
        block = document.facts.front_matter
        if document.flattened or document.facts.unreadable:
            return
        if block is not None and (block.error or block.templated):
            return
        note = document.notes[0]
        properties = [item for item in (block.properties if block else []) if item.key != _OURS]
        said: set[str] = set()
        for selection, schema, message in self._schemas:
            if not selection.holds(note):
                continue
            values, written = _instance(properties, schema.schema)
            for fault in _faults(schema, values, note):
                said.add(str(fault.path[0]).lower() if fault.path else "")
                yield note, _problem(fault, _span(fault, written, note), message)
        if self.options.app_types and block is not None:
            yield from self._against_types(note, block, vault.property_types, said)

    def _against_types(
        self, note: Note, block: FrontMatter, types: Mapping[str, str], said: set[str]
    ) -> Iterator[tuple[Note, Problem]]:
        for item in block.properties:
            check = _CHECKS.get(types.get(item.key.lower(), ""))
            value = value_of(item)
            if check is None or value is None or item.key.lower() in said or check[1](value):
                continue
            name, shown = shown_path((item.key,)), shown_value(value)
            message = f'"{name}" must be {check[0]}, as in the app, not {shown}'
            yield note, Problem(span_of_part(item, ()), message, target=f"{item.key} app-types")

    @cached_property
    def _schemas(self) -> list[tuple[Selection, Schema, str]]:
        return [
            (Selection(item.paths, item.tags), Schema(item.schema), item.message)
            for item in self.options.notes
        ]


def _faults(schema: Schema, values: dict[str, Any], note: Note) -> Iterator[SchemaViolation]:
    try:
        yield from schema.faults(values)
    except TooManyStepsError as error:
        what = "a schema takes too many steps to be checked against the properties of"
        raise ConfigError(
            [f'rules.property-schema: {what} "{printable(note.path)}"; make it simpler']
        ) from error


def _instance(
    properties: list[Property], schema: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Property]]:
    """Return what a schema checks, and where each value comes from.

    A property that is empty counts as none: that is how the app leaves one that no one has filled
    in. Names are the schema's where they differ by case alone, and what the app reads as a list of
    one is such a list.
    """
    named: set[str] = {*_keys(schema.get("properties")), *_keys(schema.get("required"))}
    known = {name.lower(): name for name in named}
    values: dict[str, Any] = {}
    written: dict[str, Property] = {}
    for item in properties:
        key = item.key if item.key in named else known.get(item.key.lower(), item.key)
        written[key] = item
        value = value_of(item)
        if key.lower() in _ONE_OR_MANY and not isinstance(value, list | dict | None):
            value = [value]
        if value is not None:
            values[key] = value
    return values, written


def _keys(part: Any) -> Iterator[str]:
    if isinstance(part, dict | list):
        yield from (key for key in part if isinstance(key, str))


def _span(fault: SchemaViolation, written: Mapping[str, Property], note: Note) -> Span:
    """Return where a fault shows; the line that opens the front matter for what is nowhere."""
    if fault.path:
        item = written.get(str(fault.path[0]))
        if item is not None:
            is_key = fault.at_key and len(fault.path) == 1
            path = fault.path[1:] if item.values and item.values[0].path else ()
            return item.span if is_key else span_of_part(item, path)
    return note.head if note.front_matter is None else Span(0, 3)


def _problem(fault: SchemaViolation, span: Span, message: str) -> Problem:
    said = f"{fault.message}: {message}" if message else fault.message
    return Problem(span, said, target=f"{shown_path(fault.path)} {fault.keyword}")


def _is_plain(value: Any) -> bool:
    return not isinstance(value, list | dict)


def _is_flat(value: Any) -> bool:
    return not isinstance(value, dict) and (
        _is_plain(value) or all(_is_plain(item) for item in value)
    )


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return not isinstance(value, bool)


def _is_checkbox(value: Any) -> bool:
    return isinstance(value, bool) or str(value).lower() in {"true", "false"}


def _is_date(value: Any) -> bool:
    """Return whether the app may read a date; of a number or a link that is not certain."""
    if not isinstance(value, str):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return not value.strip() or "[[" in value or _DATE.search(value) is not None


_CHECKS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "text": ("text", _is_plain),
    "multitext": ("a list", _is_flat),
    "tags": ("a list of tags", _is_flat),
    "aliases": ("a list of aliases", _is_flat),
    "number": ("a number", _is_number),
    "checkbox": ("a checkbox (true or false)", _is_checkbox),
    "date": ("a date", _is_date),
    "datetime": ("a date and time", _is_date),
}
