"""What holds of lines of front matter: what may begin one, and what is wrong with one."""

import re

from vaultkit.markdown.yaml import scalars
from vaultkit.markdown.yaml.cursor import SCALARS, TRIVIA, Cursor, Prefix, glued_comment
from vaultkit.markdown.yaml.nodes import Node, ScalarNode, Style
from vaultkit.markdown.yaml.tokens import Kind, Token, YamlError

BRACKETS = frozenset({Kind.OPEN_LIST, Kind.OPEN_MAP})
KEYS = SCALARS | BRACKETS
ENDS = frozenset({Kind.END, Kind.DOCUMENT_END})
PROPERTIES = frozenset({Kind.ANCHOR, Kind.TAG})


_TAB = re.compile(r" *\t")


def has_newline(run: list[Token]) -> bool:
    """Return whether a line ends among some tokens."""
    return any(token.kind is Kind.NEWLINE for token in run)


def before_empty_lines(run: list[Token]) -> list[Token]:
    """Return what belongs to a key without a value: the empty lines below are the next key's."""
    at = len(run)
    while at and run[at - 1].kind in {Kind.SPACE, Kind.NEWLINE}:
        at -= 1
    newlines = [place for place in range(at, len(run)) if run[place].kind is Kind.NEWLINE]
    return run[: newlines[1]] if len(newlines) > 1 else run


def split_run(run: list[Token]) -> tuple[list[Token], list[Token]]:
    """Part what is before a map from what is before its first key, on the key's line."""
    at = len(run)
    while at and (run[at - 1].kind in PROPERTIES or run[at - 1].kind is Kind.SPACE):
        at -= 1
    while at < len(run) and run[at].kind is Kind.SPACE:
        at += 1
    return run[:at], run[at:]


def no_colon(key: Node) -> YamlError:
    """Return what is wrong with a key that is not one."""
    return YamlError("a key must have a colon and a space after it, on its line", key.start)


def misplaced(text: str, token: Token) -> YamlError:
    """Return what is wrong with a line that is no entry of what is above."""
    if token.kind is Kind.DASH:
        reason = "a list item belongs to no list: what is above has a value, or other indentation"
    elif token.kind in KEYS or token.kind in PROPERTIES or token.kind is Kind.QUESTION:
        reason = "a line is not indented like those it belongs to"
    elif token.kind is Kind.END:
        reason = "the last line has no key"
    else:
        reason = f"a key that begins with {text[token.start]} needs quotes"
    return YamlError(reason, token.start)


def read_text(cursor: Cursor, prefix: Prefix, parent: int) -> Node:
    """Read the text of several lines whose ``|`` or ``>`` comes next.

    Args:
        cursor: where the reader is.
        prefix: what is before it.
        parent: how far the entry is indented that it belongs to; -1 at the root.

    Raises:
        YamlError: it is not one.
    """
    header = cursor.take()
    run = cursor.run(TRIVIA)
    if run and run[0].kind is Kind.COMMENT:
        raise glued_comment(run[0])
    body = cursor.take()
    if body.kind is not Kind.BLOCK:
        first = cursor.text[header.start]
        raise YamlError(f"a value that begins with {first} needs quotes", header.start)
    place = scalars.Block(
        (header.start, header.end), (body.start, body.end), max(parent, 0), nested=parent >= 0
    )
    try:
        said = scalars.block(cursor.text, place)
    except YamlError as error:
        if not _TAB.match(cursor.text, error.at) or not _is_last(cursor):
            raise
        cursor.dispute(error)  # versions differ about a tab on the last line
        said = ""
    end = header.start + len(cursor.text[header.start : body.end].rstrip())
    return ScalarNode(header.start, end, prefix.anchor, prefix.tag, said, Style.BLOCK)


def _is_last(cursor: Cursor) -> bool:
    """Return whether nothing follows."""
    at = cursor.at
    cursor.run(TRIVIA)
    ended = cursor.token.kind is Kind.END
    cursor.at = at
    return ended
