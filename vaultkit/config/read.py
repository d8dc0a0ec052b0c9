"""The configuration: found, read and checked whole, then told as settings.

Everything wrong with it is reported at once, each with the place and, for a misspelt word, the one
that was probably meant.

It is one file because all keys are read by one reader, which collects what is wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.config.catalog import OURS, Catalog, is_all
from vaultkit.config.file import KINDS, Choices, described, shortened, table_of
from vaultkit.config.rule_options import read_options, suggestion, unknown_keys
from vaultkit.config.settings import Override, Settings
from vaultkit.errors import ConfigError
from vaultkit.rules.base.problem import Severity
from vaultkit.rules.base.rule import Rule
from vaultkit.vault.files.disk import DISK, Disk
from vaultkit.vault.files.globs import is_glob
from vaultkit.vault.resolver.dialect import Dialect

if TYPE_CHECKING:
    from vaultkit.config.plugins.load import Added

DIALECTS = ("auto", "obsidian", "flat", "github", "either")
"""What a configuration may say of who decides."""


def read_settings(
    config_file: Path | None = None, choices: Choices | None = None, disk: Disk = DISK
) -> Settings:
    """Read a configuration file and lay the command line's choices over it.

    Raises:
        ConfigError: something in it cannot be used; holds all such problems.
    """
    reader = _ConfigReader(config_file, choices or Choices(), disk)
    settings = reader.read()
    if reader.problems:
        raise ConfigError(reader.problems)
    return settings


_KEYS = (
    "root",
    "select",
    "extend-select",
    "ignore",
    "fail-on",
    "dialect",
    "must-open-in",
    "flattened",
    "exclude",
    "entry-points",
    "plugins",
    "severity",
    "fix",
    "rules",
    "overrides",
)
_OVERRIDE_KEYS = ("paths", "ignore", "severity", "fix", "dialect")


class _ConfigReader:
    """Reads one configuration; every problem goes to ``problems``, and reading goes on."""

    def __init__(self, config_file: Path | None, choices: Choices, disk: Disk) -> None:
        self.file = config_file
        self.disk = disk
        self.choices = choices
        self.problems: list[str] = []
        self.catalog: Catalog = OURS
        self.origins: dict[str, str] = {}

    def read(self) -> Settings:
        table = table_of(self.file, self.disk) if self.file else {}
        self._known_keys(table, _KEYS, "")
        self._choice(table, "root", None, str)
        for key in table:
            if key in _KEYS:
                self.origins[key] = self.file.name if self.file else ""
        added = self._plugins(table)
        self.catalog = Catalog(added) if added else OURS
        severity = self._severities(table.get("severity", {}), "severity")
        options = self._options(table)
        enabled, named = self._enabled(table, options)
        choices = self.choices
        for key, value in (("fail-on", choices.fail_on), ("dialect", choices.dialect)):
            if value is not None:
                self.origins[key] = f"--{key}"
        fail_on = choices.fail_on or self._one_of(table, "fail-on", tuple(Severity), "warning")
        dialect = choices.dialect or self._one_of(table, "dialect", DIALECTS, "auto")
        return Settings(
            rules=tuple(
                added[rule].make(options.get(rule.name))
                if rule in added
                else rule(options.get(rule.name))
                for rule in self.catalog.rules
                if rule.name in enabled
            ),
            severity=severity,
            fix=self._fixed(table) | self._asked_for(),
            named=frozenset(named),
            fail_on=Severity(fail_on),
            dialect=Dialect(dialect),
            must_open_in=self._must_open_in(table),
            flattened=self._flattened(table),
            exclude=tuple(self._globs(table, "exclude")),
            plugins=tuple(self._strings(table, "plugins") if added else ()),
            overrides=self._overrides(table),
            config_file=self.file,
            catalog=self.catalog,
            origins=self.origins,
        )

    def _say(self, where: str, what: str) -> None:
        self.problems.append(f"{self.file.name if self.file else 'config'}: {where}: {what}")

    def _known_keys(self, table: Mapping[str, Any], known: Sequence[str], prefix: str) -> None:
        unknown_keys(table, known, prefix, self._say)

    def _choice(self, table: Mapping[str, Any], key: str, default: Any, kind: type) -> Any:
        value = table.get(key, default)
        if value is not default and not isinstance(value, kind):
            self._say(key, f"must be {KINDS[kind]}, not {described(value)}")
            return default
        return value

    def _one_of(
        self,
        table: Mapping[str, Any],
        key: str,
        known: Sequence[str],
        default: str,
        prefix: str = "",
    ) -> str:
        value = table.get(key, default)
        if value in known:
            return str(value)
        said = f"{described(value)}{suggestion(value, known)}"
        self._say(f"{prefix}{key}", f"must be one of {', '.join(known)}, not {said}")
        return default

    def _strings(self, table: Mapping[str, Any], key: str, prefix: str = "") -> list[str]:
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        self._say(f"{prefix}{key}", f"must be a list of strings, not {described(value)}")
        return []

    def _globs(self, table: Mapping[str, Any], key: str, prefix: str = "") -> list[str]:
        found = []
        for pattern in self._strings(table, key, prefix):
            if is_glob(pattern):
                found.append(pattern)
            else:
                self._say(f"{prefix}{key}", f'"{shortened(pattern)}" is not a glob')
        return found

    def _rule_hint(self, word: str) -> str:
        """Return what to say behind a word that names no rule."""
        near = suggestion(word, self.catalog.by_name)
        return near or "; `vaultkit rules` lists them"

    def _rules(self, words: Iterable[str], where: str) -> set[str]:
        found: set[str] = set()
        for word in words:
            rules = self.catalog.named(word)
            if not rules:
                self._say(where, f'no rule "{word}"{self._rule_hint(word)}')
            found.update(rule.name for rule in rules)
        return found

    def _plugins(self, table: Mapping[str, Any]) -> "Mapping[type[Rule], Added]":
        """Return the rules of the plug-ins that are named, with what makes an instance of each."""
        names = self._strings(table, "plugins")
        if not names:
            return {}
        from vaultkit.config.plugins.load import load_plugins

        return load_plugins(names, lambda what: self._say("plugins", what))

    def _enabled(
        self, table: Mapping[str, Any], options: Mapping[str, Any]
    ) -> tuple[set[str], set[str]]:
        """Return the names of the rules that run, and of those that were asked for one by one."""
        choices = self.choices
        select = self._strings(table, "select")
        extend = self._strings(table, "extend-select")
        ignore = self._strings(table, "ignore")
        idle = {
            rule.name
            for rule in self.catalog.rules
            if rule.on_by_options and options.get(rule.name) in (None, rule.Options())
        }
        enabled = {rule.name for rule in self.catalog.rules if rule.default or rule.on_by_options}
        configured = self._rules(select, "select")
        ignored = self._rules(ignore, "ignore")
        if "select" in table:
            enabled = configured
        enabled |= self._rules(extend, "extend-select")
        if choices.select is not None:
            enabled = self._given(choices.select, "--select")
            ignored = set()
        enabled |= self._given(choices.extend_select, "--extend-select")
        ignored -= self._given(choices.extend_select, "--extend-select", silent=True)
        ignored |= self._given(choices.ignore, "--ignore")
        words = [*(choices.select or ()), *choices.extend_select]
        named = self._exactly(words)
        asked = named | self._exactly([*select, *extend])
        for name in sorted(enabled & idle & asked - ignored) if not self.problems else ():
            what = f"reports nothing until it is configured; `vaultkit rule {name}` says how"
            self.problems.append(f"{name}: {what}")
        return enabled - ignored - idle, named - ignored

    def _exactly(self, words: Iterable[str]) -> set[str]:
        """Return the names of the rules that words name one by one."""
        exact = {word.lower() for word in words}
        return {
            rule.name
            for rule in self.catalog.rules
            if rule.name in exact or rule.code.lower() in exact
        }

    def _given(self, words: Iterable[str], option: str, *, silent: bool = False) -> set[str]:
        found: set[str] = set()
        for word in words:
            rules = self.catalog.named(word)
            if not rules and not silent:
                self.problems.append(f'{option}: no rule "{word}"{self._rule_hint(word)}')
            found.update(rule.name for rule in rules)
            if rules and not silent:
                self.origins[option.strip("-")] = option
        return found

    def _severities(self, table: Any, where: str) -> dict[str, Severity]:
        if not isinstance(table, dict):
            self._say(where, f"must be a table, not {described(table)}")
            return {}
        found = {}
        for word in table:
            level = self._one_of(table, word, tuple(Severity), "warning", f"{where}.")
            for name in self._rules([word], where):
                found[name] = Severity(level)
        return found

    def _fixed(self, table: Mapping[str, Any], prefix: str = "") -> frozenset[str]:
        """Return the names of the rules whose infos the configuration wants repaired."""
        where = f"{prefix}fix"
        found: set[str] = set()
        for word in self._strings(table, "fix", prefix):
            names = self._rules([word], where)
            fixed = {name for name in names if self.catalog.by_name[name].fixes}
            if names and not fixed:
                said = f'"{word}" has no fixes; `vaultkit rules` says which rules have'
                self._say(where, said)
            found |= fixed
        return frozenset(found)

    def _asked_for(self) -> frozenset[str]:
        """Return the names of the rules that the command line names, one by one or by family."""
        words = [*(self.choices.select or ()), *self.choices.extend_select]
        meant = (self.catalog.meant(word) for word in words if not is_all(word))
        return frozenset[str]().union(*meant)

    def _options(self, table: Mapping[str, Any]) -> dict[str, Any]:
        rules = self._choice(table, "rules", {}, dict)
        found = {}
        for word, given in rules.items():
            rule = self.catalog.by_name.get(word) or self.catalog.by_code.get(word)
            if rule is None:
                self._say(f"rules.{word}", f"unknown rule{self._rule_hint(word)}")
            elif not isinstance(given, dict):
                what = f"contains the rule's options and must be a table, not {described(given)}"
                self._say(f"rules.{word}", f"{what}; select and ignore say which rules run")
            else:
                prefix = f"rules.{word}."
                found[rule.name] = read_options(rule.Options, given, prefix, self._say)
        entry_points = self._globs(table, "entry-points")
        if entry_points:
            rule = self.catalog.by_name["orphan-note"]
            own = found.get(rule.name) or rule.Options()
            found[rule.name] = rule.Options(entry_points=(*own.entry_points, *entry_points))
        return found

    def _must_open_in(self, table: Mapping[str, Any]) -> tuple[str, ...]:
        found = self._strings(table, "must-open-in")
        for word in found:
            if word not in ("obsidian", "github"):
                self._say("must-open-in", f'"{word}" is neither "obsidian" nor "github"')
        return tuple(found)

    def _flattened(self, table: Mapping[str, Any]) -> bool | tuple[str, ...] | None:
        value = table.get("flattened")
        if value is None or isinstance(value, bool):
            return value
        if not isinstance(value, list):
            self._say(
                "flattened", f"must be true or false, or a list of strings, not {described(value)}"
            )
            return None
        return tuple(self._globs(table, "flattened"))

    def _overrides(self, table: Mapping[str, Any]) -> tuple[Override, ...]:
        found = []
        value = table.get("overrides", [])
        if not isinstance(value, list):
            what = f"must be a list of [[overrides]] tables, not {described(value)}"
            self._say("overrides", what)
            return ()
        for number, given in enumerate(value):
            prefix = f"overrides[{number + 1}]."
            if not isinstance(given, dict):
                self._say(prefix[:-1], f"must be a table, not {described(given)}")
                continue
            self._known_keys(given, _OVERRIDE_KEYS, prefix)
            if not given.get("paths"):
                what = 'is missing: say for which paths, such as ["drafts/**"]'
                self._say(f"{prefix}paths", what)
            dialect = None
            if "dialect" in given:
                dialect = Dialect(self._one_of(given, "dialect", DIALECTS, "auto", prefix))
            ignored = self._rules(self._strings(given, "ignore", prefix), f"{prefix}ignore")
            found.append(
                Override(
                    paths=tuple(self._globs(given, "paths", prefix)),
                    ignore=frozenset(ignored),
                    severity=self._severities(given.get("severity", {}), f"{prefix}severity"),
                    fix=self._fixed(given, prefix),
                    dialect=dialect,
                )
            )
        return tuple(found)
