"""The JSON Schema of ``vaultkit.toml``, for editors: made from the rules and their options.

It is of draft 7, which the editors of TOML know. What a schema cannot say is left to vaultkit: that
a glob or a pattern is one, that a plug-in is installed, that options fit each other.
"""

import re
from collections.abc import Iterable
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from vaultkit.config.catalog import OURS, Catalog
from vaultkit.config.documents.option_texts import key_of, option_texts
from vaultkit.config.read import DIALECTS
from vaultkit.rules.base.problem import Severity
from vaultkit.rules.base.rule import Rule, rule_summary

_RULE, _FIXABLE, _GLOBS = (
    {"$ref": f"#/definitions/{name}"} for name in ("rule", "fixable", "globs")
)
_SEVERITY = {"enum": [str(level) for level in Severity]}
_TEXT, _TEXTS = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
_PLAIN: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0},
    dict: {"type": "object"},
}


def toml_schema(catalog: Catalog = OURS, *, pyproject: bool = False) -> dict[str, Any]:
    """Return the schema of a configuration.

    Args:
        catalog: the rules that it may name.
        pyproject: whether it is the table in a ``pyproject.toml``, not a file of its own.
    """
    settings = _closed(_settings(catalog))
    definitions = _definitions(catalog)
    if pyproject:
        definitions["vaultkit"] = settings
        settings = _nested("tool", _nested("vaultkit", {"$ref": "#/definitions/vaultkit"}))
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "[tool.vaultkit] of pyproject.toml" if pyproject else "vaultkit.toml",
        "description": "The configuration of vaultkit.",
        **settings,
        "definitions": definitions,
    }


def _nested(key: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {key: schema}}


def _definitions(catalog: Catalog) -> dict[str, Any]:
    return {
        "globs": {"type": "array", "items": _TEXT},
        "rule": _rule_word(catalog, catalog.rules),
        "fixable": _rule_word(catalog, [rule for rule in catalog.rules if rule.fixes]),
        "severities": _severities(catalog),
        "override": _override(),
        **{
            _options_of(rule): {"description": _finds(rule), **_closed(option_schemas(rule))}
            for rule in catalog.rules
        },
    }


def _options_of(rule: type[Rule]) -> str:
    """Return what the schema of a rule's options is called; of a rule without any, it is empty."""
    return f"options-{rule.name}"


def option_schemas(rule: type[Rule]) -> dict[str, dict[str, Any]]:
    """Return the schema of each option of a rule, with its default and what it means."""
    return _properties(rule.Options, option_texts(rule), ())


def _settings(catalog: Catalog) -> dict[str, dict[str, Any]]:
    def rules(said: str, items: dict[str, Any] = _RULE) -> dict[str, Any]:
        return {"description": said, "type": "array", "items": items}

    def globs(said: str) -> dict[str, Any]:
        return {"description": said, "type": "array", "items": _TEXT}

    return {
        "root": {"description": "Where the notes are, relative to this file.", **_TEXT},
        "select": rules("Which rules run, instead of those that are on by default."),
        "extend-select": rules("Which rules run in addition."),
        "ignore": rules("Which rules do not run."),
        "fail-on": {
            "description": "The lowest severity that makes the exit code 1.",
            **_SEVERITY,
            "default": "warning",
        },
        "dialect": {
            "description": "Which app decides whether a link is broken.",
            **_dialect(),
            "default": "auto",
        },
        "must-open-in": {
            "description": "Where Markdown links must open.",
            "type": "array",
            "items": {"enum": ["obsidian", "github"]},
        },
        "flattened": {
            "description": "Which files are a vault in one file: globs, true or false; detected if "
            "not set.",
            "anyOf": [{"type": "boolean"}, _GLOBS],
        },
        "exclude": globs("Globs of paths without findings; links to them still resolve."),
        "entry-points": globs("Globs of notes that need no link to them."),
        "plugins": {"description": "Installed distributions with your own rules.", **_TEXTS},
        "severity": _described("The severity of rules.", "severities"),
        "fix": rules("Rules whose info-level findings `vaultkit fix` fixes, too.", _FIXABLE),
        "rules": {
            "description": "Options of rules.",
            **_closed(
                {
                    word: {"$ref": f"#/definitions/{_options_of(rule)}"}
                    for rule in catalog.rules
                    for word in (rule.name, rule.code)
                }
            ),
        },
        "overrides": {
            "description": "Different settings for some paths.",
            "type": "array",
            "items": {"$ref": "#/definitions/override"},
        },
    }


def _override() -> dict[str, Any]:
    keys = {
        "paths": {
            "description": "Globs of the paths that this is for.",
            "type": "array",
            "items": _TEXT,
            "minItems": 1,
        },
        "ignore": {
            "description": "Which rules are off for these paths.",
            "type": "array",
            "items": _RULE,
        },
        "severity": _described("The severity of rules for these paths.", "severities"),
        "fix": {
            "description": "Rules whose info-level findings are fixed for these paths, too.",
            "type": "array",
            "items": _FIXABLE,
        },
        "dialect": {"description": "Which app decides about links in these files.", **_dialect()},
    }
    return {**_closed(keys), "required": ["paths"]}


def _described(said: str, definition: str) -> dict[str, Any]:
    """Return a reference with a description, which draft 7 ignores beside one."""
    return {"description": said, "allOf": [{"$ref": f"#/definitions/{definition}"}]}


def _dialect() -> dict[str, Any]:
    return {"enum": list(DIALECTS)}


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _rule_word(catalog: Catalog, rules: Iterable[type[Rule]]) -> dict[str, Any]:
    """Return the schema of what names one of some rules: its name, code or family, in any case.

    The words as they should be written come first, for editors to offer, with what each rule finds.
    """
    rules = list(rules)
    words = _words(catalog, rules)
    names = [rule.name for rule in rules]
    said = {rule.name: _finds(rule) for rule in rules}
    return {
        "anyOf": [
            {"enum": names, "x-taplo": {"docs": {"enumValues": [said[name] for name in names]}}},
            {"enum": [word for word in words if word not in said]},
            {"pattern": f"^(?:{'|'.join(map(_any_case, words))})$", **_TEXT},
        ]
    }


def _words(catalog: Catalog, rules: Iterable[type[Rule]]) -> list[str]:
    """Return all that names at least one of some rules."""
    words: dict[str, None] = {}
    for rule in rules:
        words[rule.name] = words[rule.code] = None
        for end in range(1, len(rule.code)):
            if catalog.named(rule.code[:end]):
                words[rule.code[:end]] = None
    return [*words, "all"]


def _any_case(word: str) -> str:
    """Return a pattern for a word in upper or lower case; JSON Schema has no flag for that."""
    return "".join(
        f"[{sign.lower()}{sign.upper()}]" if sign.isalpha() else re.escape(sign) for sign in word
    )


def _finds(rule: type[Rule]) -> str:
    """Return a rule's code, whether it is on, and what it finds."""
    on = "" if rule.default else ", on when configured" if rule.on_by_options else ", off"
    return f"{rule.code}, {rule.severity}{on}: {rule_summary(rule)}"


def _severities(catalog: Catalog) -> dict[str, Any]:
    word = _rule_word(catalog, catalog.rules)["anyOf"][-1]["pattern"]
    return {
        "type": "object",
        "properties": {
            rule.name: {"description": _finds(rule), **_SEVERITY, "default": str(rule.severity)}
            for rule in catalog.rules
        },
        "patternProperties": {word: _SEVERITY},
        "additionalProperties": False,
    }


def _properties(
    options: type[Any], texts: dict[tuple[str, ...], str], path: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    hints = get_type_hints(options)
    found = {}
    for item in fields(options):
        key = key_of(item.name)
        said = texts.get((*path, key))
        found[key] = {
            **({"description": said} if said else {}),
            **_schema(hints[item.name], texts, (*path, key)),
            **_default(item),
        }
    return found


def _schema(hint: Any, texts: dict[tuple[str, ...], str], path: tuple[str, ...]) -> dict[str, Any]:
    """Return the schema of a value that the loader takes for a field of this type."""
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0], texts, path)}
    if is_dataclass(hint) and isinstance(hint, type):
        needed = [key_of(item.name) for item in fields(hint) if _is_needed(item)]
        return {**_closed(_properties(hint, texts, path)), "required": needed}
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    return _PLAIN.get(get_origin(hint) or hint, _TEXT)


def _is_needed(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _default(item: Field[Any]) -> dict[str, Any]:
    if _is_needed(item):
        return {}
    default = item.default if item.default_factory is MISSING else item.default_factory()
    return {"default": list(default) if isinstance(default, tuple) else default}
