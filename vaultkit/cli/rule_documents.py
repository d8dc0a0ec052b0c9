"""``vaultkit rules`` and ``vaultkit rule`` for programs."""

from pathlib import Path

from vaultkit.cli.rule_pages import own_page, plugin_rules, rules_named
from vaultkit.cli.terminal import write_exactly
from vaultkit.config.documents.rules import document
from vaultkit.config.file import find_config
from vaultkit.config.rule_book import read_page
from vaultkit.rules.registry import RULES
from vaultkit.text import json_document


def print_rule_documents(name: str | None = None) -> None:
    """Print what there is to know of all rules; of those of a name, also their pages.

    Raises:
        VaultkitError: there is no such rule, or a plug-in that the configuration here names cannot
            be used.
    """
    by_plugin = plugin_rules(find_config(Path.cwd()))
    plugins = {rule: plugin for plugin, rules in by_plugin.items() for rule in rules}
    found = (*RULES, *plugins) if name is None else rules_named(name)
    pages = None
    if name is not None:
        pages = {r: read_page(r.name) if r in RULES else own_page(r) for r in found}
    write_exactly(json_document(document(found, plugins, pages)))
