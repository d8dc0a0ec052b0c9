"""The rules, as a document for programs: a contract by its version."""

from collections.abc import Iterable, Mapping
from typing import Any

from vaultkit.config.documents.toml_schema import option_schemas
from vaultkit.rules.base.rule import Rule, rule_summary

VERSION = 1


def document(
    rules: Iterable[type[Rule]],
    plugins: Mapping[type[Rule], str],
    pages: Mapping[type[Rule], str] | None = None,
) -> dict[str, Any]:
    """Return what there is to know of some rules.

    Args:
        rules: the rules.
        plugins: the plug-ins of those that are not vaultkit's own.
        pages: the pages of the rules, in Markdown; left out when None.
    """
    return {
        "version": VERSION,
        "rules": [
            {
                **_rule(rule, plugins.get(rule)),
                **({} if pages is None else {"page": pages[rule]}),
            }
            for rule in rules
        ],
    }


def _rule(rule: type[Rule], plugin: str | None) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(rule.severity),
        "on_by_default": rule.default,
        "on_when_configured": rule.on_by_options,
        "fixes": [str(kind) for kind in rule.fixes],
        "summary": rule_summary(rule),
        "plugin": plugin,
        "options": [
            {
                "name": name,
                "default": schema.pop("default"),
                "description": schema.pop("description", None),
                "schema": schema,
            }
            for name, schema in option_schemas(rule).items()
        ],
    }
