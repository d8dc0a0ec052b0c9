"""The rule book: one page a rule, from the wheel or from the checkout."""

import re
from functools import cache
from pathlib import Path

from vaultkit.errors import UsageError

_WIKILINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]")
_LINK = re.compile(r"\[([^\]\[]+)\]\([^)]*\)")


def without_links(text: str) -> str:
    """Return a text of a page with the words of its links alone, as a terminal shows it."""
    text = _WIKILINK.sub(lambda link: link[1].rpartition("#")[2], text)
    return _LINK.sub(r"\1", text)


@cache
def book() -> Path:
    """Return the folder of the pages.

    Raises:
        UsageError: this installation has none.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "_rulebook", package.parent / "rules"):
        if (folder / "README.md").is_file():
            return folder
    raise UsageError("this installation of vaultkit has no rule book; reinstall it")


def read_page(name: str) -> str:
    """Return the text of a rule's page."""
    try:
        return (book() / f"{name}.md").read_text("utf-8")
    except OSError as error:
        raise UsageError(f"the rule book has no page for {name}") from error
