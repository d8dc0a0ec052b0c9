"""The settings in effect and where each comes from, as a document: a contract by its version."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from vaultkit.config.documents.option_texts import key_of
from vaultkit.config.settings import Override, Settings
from vaultkit.config.vault_root import Home
from vaultkit.rules.base.problem import Severity
from vaultkit.rules.base.rule import Rule
from vaultkit.vault.files.app_settings import AppSettings

VERSION = 1
DEFAULT = "default"
"""Where a value comes from that no one has set."""


def document(settings: Settings, home: Home, app: AppSettings, root_from: str) -> dict[str, Any]:
    """Return what is in force.

    Args:
        settings: the settings of a run.
        home: the vault, and its configuration.
        app: what Obsidian's own settings say.
        root_from: what says that the vault is there.
    """
    return {
        "version": VERSION,
        "vault": str(home.root),
        "vault_from": root_from,
        "config": str(home.config_file) if home.config_file else None,
        "app": _app(app) if app.present else None,
        "settings": {
            key: {"value": value, "from": settings.origins.get(key, DEFAULT)}
            for key, value in _values(settings)
        },
        "rules": [_rule(rule, settings) for rule in settings.rules],
        "turned_off": turned_off(settings),
    }


def turned_off(settings: Settings) -> list[str]:
    """Return the names of rules that are on by default and do not run."""
    running = {rule.name for rule in settings.rules}
    known = settings.catalog.rules
    return [rule.name for rule in known if rule.default and rule.name not in running]


def rule_from(rule: Rule, level: Severity, settings: Settings) -> str:
    """Return who changed a rule's severity or turned it on; empty when no one did."""
    keys = ["severity"] if level != rule.severity else []
    if not rule.default:
        keys += ["rules"] if rule.on_by_options else []
        keys += ["select", "extend-select"]
    return next((settings.origins[key] for key in keys if key in settings.origins), "")


def rule_options(rule: Rule, settings: Settings) -> Iterator[tuple[str, Any, str]]:
    """Yield the name of each option of a rule, its value, and where that comes from."""
    defaults = type(rule).Options()
    for item in fields(rule.options):
        given = getattr(rule.options, item.name)
        keys = ("rules", "entry-points") if item.name == "entry_points" else ("rules",)
        said = next((settings.origins[key] for key in keys if key in settings.origins), "")
        is_default = given == getattr(defaults, item.name)
        yield key_of(item.name), given, DEFAULT if is_default else said


def _values(settings: Settings) -> Iterator[tuple[str, Any]]:
    yield "dialect", str(settings.dialect)
    yield "must-open-in", list(settings.must_open_in)
    flattened = settings.flattened
    yield "flattened", list(flattened) if isinstance(flattened, tuple) else flattened
    yield "fail-on", str(settings.fail_on)
    yield "exclude", list(settings.exclude)
    yield "fix", sorted(settings.fix)
    yield "plugins", list(settings.plugins)
    yield "overrides", [_override(item) for item in settings.overrides]


def _override(item: Override) -> dict[str, Any]:
    return {
        "paths": list(item.paths),
        "ignore": sorted(item.ignore),
        "severity": _levels(item.severity),
        "fix": sorted(item.fix),
        "dialect": str(item.dialect) if item.dialect else None,
    }


def _levels(levels: Mapping[str, Severity]) -> dict[str, str]:
    return {name: str(level) for name, level in sorted(levels.items())}


def _rule(rule: Rule, settings: Settings) -> dict[str, Any]:
    level = settings.severity.get(rule.name, rule.severity)
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(level),
        "from": rule_from(rule, level, settings) or DEFAULT,
        "options": {
            name: {"value": _plain(value), "from": origin}
            for name, value, origin in rule_options(rule, settings)
        },
    }


def _plain(value: Any) -> Any:
    """Return the value of an option as a configuration has it."""
    if is_dataclass(value):
        return {key_of(item.name): _plain(getattr(value, item.name)) for item in fields(value)}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _app(app: AppSettings) -> dict[str, Any]:
    return {
        "links": "markdown" if app.markdown_links else "wikilink",
        "link_format": app.link_format,
        "excluded": list(app.excluded),
        "templates": list(app.templates or ()),
        "daily_notes": app.daily_notes or None,
    }
