"""Whether the plugin Obsidian Git is in use, which commits without anyone at the keyboard."""

import json

from vaultkit.errors import TreeError
from vaultkit.vault.files.tree import Tree

_NAME = "obsidian-git"
_ENABLED = ".obsidian/community-plugins.json"


def commits_by_itself(tree: Tree) -> bool:
    """Return whether Obsidian Git is installed in a vault, and not turned off.

    Its own settings are no evidence: another device may have others, and they change by a click.
    """
    if not tree.exists(f".obsidian/plugins/{_NAME}"):
        return False
    try:
        enabled = json.loads(tree.read(_ENABLED).decode("utf-8-sig"))
    except (TreeError, ValueError, RecursionError):
        return True
    return not isinstance(enabled, list) or _NAME in enabled
