"""What was meant by a word that is no command, and by an option that is none."""

import os
from collections.abc import Sequence

_ALSO_CALLED = {
    "check": ("lint", "scan", "verify", "validate", "doctor", "status", "test"),
    "fix": ("format", "fmt", "repair", "autofix"),
    "move": ("mv",),
    "rename": ("ren",),
    "rules": ("list", "ls"),
    "config": ("settings", "show-settings"),
    "undo": ("revert", "restore", "rollback"),
}
"""Commands by what other programs call them."""
_COMMANDS_BY_OPTION = {
    "--watch": "watch",
    "--show-settings": "config",
    "--show-config": "config",
    "--list-rules": "rules",
    "--explain": "rule NAME",
    "--undo": "undo",
}


def meant_by(word: str, known: Sequence[str]) -> str | None:
    """Return what to type instead of a word that is no command; None if nothing is near to it.

    Args:
        word: what was typed.
        known: the commands there are, and other words that may be typed.
    """
    for command, names in _ALSO_CALLED.items():
        if word.lower() in names:
            return command
    if is_path(word) or os.path.lexists(word):
        from vaultkit.cli.next_commands import shell_word

        return f"vaultkit check {shell_word(word)}"
    from vaultkit.vault.wording import nearest

    return rule_named(word) or nearest(word, known)


def is_path(word: str) -> bool:
    """Return whether a word can be nothing but a path, were there such a file or none."""
    separators = filter(None, (os.sep, os.altsep))
    return any(mark in word for mark in separators) or word.lower().endswith(".md")


def rule_named(word: str) -> str | None:
    """Return the command that explains the rule of this name or code; None if there is none."""
    from vaultkit.cli.rule_pages import known_rules

    names = {name for rule in known_rules() for name in (rule.name, rule.code.lower())}
    return f"rule {word}" if word.lower() in names else None


def command_for(option: str) -> str | None:
    """Return the command that does what an option does elsewhere; None if there is none."""
    command = _COMMANDS_BY_OPTION.get(option)
    return f"vaultkit {command}" if command else None
