"""What a link cannot hold: in the name of a file, in the text of a heading, in its own text."""

import re

SYNTAX = ("#", "|", "[", "]")
"""What divides and ends a wikilink, so that hardly any name can hold it."""
IN_NAME = re.compile(r"[#^\[\]|\r\n]|%%")
"""What no name of a file should hold that a wikilink is written to."""
IN_TARGET = re.compile(r"\||\[\[|\]\]|[\]\\]\Z")
"""What surely ends or divides a wikilink, wherever in its target it is."""
IN_TEXT = re.compile(r"\[\[|\]\]|[\r\n]|[\]\\]\Z|!?\[[^\]]*\]\(")
"""What no text behind a pipe can hold."""
_IN_ANCHOR = re.compile(r"%%|\[\[|\]\]|[:#|^\\\r\n]")
_BRACKETS = re.compile(r"[\[\]()<>]")
_ODD = re.compile(r"[\\`$<>\x00-\x1f]|\A\s|\s\Z")


def as_anchor(heading: str) -> str:
    """Return a heading's text as it is written behind ``#`` (reference, section 3.5)."""
    text = _IN_ANCHOR.sub(" ", heading)
    if "[" in text or "]" in text:
        text = _BRACKETS.sub(" ", text)
    return " ".join(text.split())


def is_linkable_anywhere(name: str) -> bool:
    """Return whether a wikilink can hold a name in any text, also beside code and maths."""
    return not (IN_NAME.search(name) or _ODD.search(name))
