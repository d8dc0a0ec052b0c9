"""``vaultkit rule`` and ``vaultkit rules``: the rule book on the screen."""

import os
import sys

import click

from vaultkit.config import rules_named
from vaultkit.errors import UsageError
from vaultkit.rule import Rule
from vaultkit.rulebook import read_page
from vaultkit.rules import RULES

_FAMILIES = {
    "VK1": "Links",
    "VK2": "Headings",
    "VK3": "Notes",
    "VK4": "Properties and tags",
    "VK5": "Attachments and canvases",
    "VK9": "Files and suppressions",
}


def print_rule(name: str) -> None:
    """Print the page of a rule; for a family (``VK1``) the list of its rules.

    Raises:
        UsageError: there is no such rule.
    """
    found = rules_named(name)
    if len(found) > 1:
        for rule in found:
            click.echo(_line(rule))
        return
    if not found:
        from rapidfuzz import process

        near = process.extractOne(name.lower(), [rule.name for rule in RULES], score_cutoff=60)
        hint = f'did you mean "{near[0]}"?' if near else "`vaultkit rules` lists them"
        raise UsageError(f'there is no rule "{name}": {hint}')
    page = read_page(found[0].name)
    if not sys.stdout.isatty():
        sys.stdout.write(page)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(no_color=bool(os.environ.get("NO_COLOR"))).print(Markdown(page))


def print_rules() -> None:
    """Print code, name, severity, fixes and first sentence of every rule, by family."""
    for family, title in _FAMILIES.items():
        click.echo(f"{title} ({family})")
        for rule in RULES:
            if rule.code.startswith(family):
                click.echo(f"  {_line(rule)}")
        click.echo()


def _line(rule: type[Rule]) -> str:
    return f"{rule.code}  {rule.name:<24} {severity(rule):<8} {fixes(rule):<13} {summary(rule)}"


def severity(rule: type[Rule]) -> str:
    """Give a rule's default severity, or ``off``."""
    return str(rule.severity) if rule.default else "off"


def fixes(rule: type[Rule]) -> str:
    """Give the kinds of fix that a rule's findings may have; a dash for none."""
    return ", ".join(rule.fixes) or "-"


def summary(rule: type[Rule]) -> str:
    """Give the first sentence of a rule's docstring."""
    return (rule.__doc__ or "").strip().partition("\n")[0]
