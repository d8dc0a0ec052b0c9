"""The names of rules on the command line, as a shell completes them."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class RuleNames(click.ParamType):  # type: ignore[type-arg]  # old versions take none
    """The name or code of a rule; where several may stand, separated by commas, also ``all``."""

    name = "RULE"

    def __init__(self, *, several: bool) -> None:
        """Store whether several may be given."""
        self.several = several

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Return where the names are listed, for the error that none was given."""
        del param, ctx
        return "`vaultkit rules` lists them."

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        """Return the rules that begin as what is typed, or what is typed after a comma."""
        from click.shell_completion import CompletionItem

        from vaultkit.cli.rule_pages import known_rules
        from vaultkit.rules.base.rule import rule_summary

        del ctx, param
        before, comma, typed = incomplete.rpartition(",") if self.several else ("", "", incomplete)
        rules = known_rules()
        found = [(rule.name, rule) for rule in rules if rule.name.startswith(typed.lower())]
        if not found:
            found = [(rule.code, rule) for rule in rules if rule.code.startswith(typed.upper())]
        items = [
            CompletionItem(f"{before}{comma}{word}", help=rule_summary(rule))
            for word, rule in found
        ]
        if self.several and "all".startswith(typed.lower()):
            items.append(CompletionItem(f"{before}{comma}all", help="All rules."))
        return items
