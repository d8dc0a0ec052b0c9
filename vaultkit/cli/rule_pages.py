"""``vaultkit rule`` and ``vaultkit rules``: the rule book on the screen."""

import inspect
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from vaultkit.cli.terminal import has_color, width, write
from vaultkit.config.catalog import OURS, Catalog
from vaultkit.config.file import find_config, table_of
from vaultkit.config.rule_book import read_page
from vaultkit.errors import ConfigError, UsageError, VaultkitError
from vaultkit.rules.base.rule import Rule, rule_summary
from vaultkit.rules.registry import RULES
from vaultkit.text import printable_lines
from vaultkit.vault.wording import nearest

_LEGEND = """\
off: runs where it is selected or configured.
safe, unsafe: findings have fixes; `vaultkit fix` makes the safe ones, with --unsafe-fixes all;
those of an info only where its rule is asked for: by --select, or in the configuration.
`vaultkit rule NAME` explains a rule."""
_COLUMNS_ELSEWHERE = 80
_FAMILIES = {
    "VK1": "Links",
    "VK2": "Headings",
    "VK3": "Notes",
    "VK4": "Properties and tags",
    "VK5": "Attachments and canvases",
    "VK6": "House rules",
    "VK9": "Files and suppressions",
}


def print_rule(name: str, *, whole: bool) -> None:
    """Explain a rule on one screen; for a family (``VK1``) print the list of its rules.

    Args:
        name: of the rule, or a code.
        whole: whether to print the complete page.

    Raises:
        UsageError: there is no such rule.
    """
    found = rules_named(name)
    if len(found) > 1:
        for rule in found:
            click.echo(_line(rule))
        return
    page = read_page(found[0].name) if found[0] in RULES else own_page(found[0])
    if not whole:
        from vaultkit.cli.rule_screen import rule_on_screen

        columns = width() if sys.stdout.isatty() else _COLUMNS_ELSEWHERE
        write(rule_on_screen(found[0], printable_lines(page), columns, color=has_color()))
        return
    if not sys.stdout.isatty():
        sys.stdout.write(page)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(no_color=not has_color()).print(Markdown(page))


def print_rules() -> None:
    """Print code, name, severity, fixes and first sentence of every rule, by family."""
    for family, title in _FAMILIES.items():
        click.echo(f"{title} ({family})")
        for rule in RULES:
            if rule.code.startswith(family):
                click.echo(f"  {_line(rule)}")
        click.echo()
    for name, rules in plugin_rules(find_config(Path.cwd())).items():
        click.echo(f"Of {name}")
        for rule in rules:
            click.echo(f"  {_line(rule)}")
        click.echo()
    click.echo(_LEGEND)


def rules_named(name: str) -> Sequence[type[Rule]]:
    """Return the rules that a name, a code or the start of codes stands for.

    Raises:
        UsageError: there is none.
    """
    catalog = _catalog()
    found = catalog.named(name)
    if not found:
        near = nearest(name, catalog.by_name)
        hint = f'did you mean "{near}"?' if near else "`vaultkit rules` lists them"
        raise UsageError(f'there is no rule "{name}": {hint}')
    return found


def known_rules() -> Sequence[type[Rule]]:
    """Return the rules known here; vaultkit's own where the configuration here cannot be used."""
    try:
        return _catalog().rules
    except VaultkitError:
        return RULES


def own_page(rule: type[Rule]) -> str:
    """Return the page of a plug-in's rule: its docstring, under a title like that of our pages."""
    return f"# {rule.name} ({rule.code})\n\n{inspect.cleandoc(rule.__doc__ or '')}\n"


def _catalog() -> Catalog:
    """Return the rules known here.

    Raises:
        ConfigError: a plug-in that the configuration here names cannot be used.
    """
    added = [rule for rules in plugin_rules(find_config(Path.cwd())).values() for rule in rules]
    return Catalog(added) if added else OURS


def plugin_rules(config: Path | None) -> dict[str, list[type[Rule]]]:
    """Return the rules of each plug-in that a configuration names, whatever else is wrong with it.

    Raises:
        ConfigError: one of them cannot be used.
    """
    try:
        table = table_of(config) if config is not None else {}
    except ConfigError:
        table = {}
    if config is None or "plugins" not in table:
        return {}
    from vaultkit.config.plugins.installed import plugin_names
    from vaultkit.config.plugins.load import load_plugins

    problems: list[str] = []
    found: dict[str, list[type[Rule]]] = {}
    say = lambda what: problems.append(f"{config.name}: plugins: {what}")  # noqa: E731
    for rule, added in load_plugins(plugin_names(table), say).items():
        found.setdefault(str(added.plugin), []).append(rule)
    if problems:
        raise ConfigError(problems)
    return found


def _line(rule: type[Rule]) -> str:
    said = rule_summary(rule).replace("``", "`")
    return f"{rule.code}  {rule.name:<24} {default_severity(rule):<8} {fixes(rule):<13} {said}"


def default_severity(rule: type[Rule]) -> str:
    """Return a rule's default severity, or ``off``."""
    return str(rule.severity) if rule.default else "off"


def fixes(rule: type[Rule]) -> str:
    """Return the kinds of fix that a rule's findings may have; a dash for none."""
    return ", ".join(rule.fixes) or "-"
