"""Front matter that Obsidian does not see: not on the first line, or without its end."""

import re

from vaultkit.markdown.facts import Loss, LostBlock

_FIRST = re.compile(rb"---(?:\r\n|\n|\r)")
_ABOVE = re.compile(
    rb"""(?xs) (?: [ \t]*+ (?: %% (?:(?!%%).){0,2000} %% | <!-- (?:(?!-->).){0,2000} -->)?+
    [ \t]*+ (?:\r\n|\n) )*+"""
)
_OPENED = re.compile(rb"([ ]{0,3}|\t)---[ \t]*(?:\r\n|\n)")
_KEY = rb"""[^\s:\#\-"'\[\]{}!|>%@`&*?,.]([^:\r\n\#]{0,60}[^\s:\#])?"""
_LINE = re.compile(
    rb"""(?x) (?: (?P<closed>---)[ \t]* | (?P<dots>\.\.\.)[ \t]* | (?P<blank>[ \t]*)
    | [ \t]*\#[^\r\n]* | (?P<key>"""
    + _KEY
    + rb""")[ \t]*:(?:[ \t][^\r\n]*)? | [ \t]*-(?:[ \t][^\r\n]*)?
    | [ \t]+"""
    + _KEY
    + rb"""[ \t]*:(?:[ \t][^\r\n]*)? ) (?:\r\n|\n|\Z)"""
)


def find_lost_block(data: bytes) -> LostBlock | None:
    """Return what was meant as front matter at the top of a note that has none.

    That is lines of keys and list items alone; above it nothing but empty lines and comments.
    """
    if first := _FIRST.match(data):
        return _read(data, 0, first.end(), None)
    above = _ABOVE.match(data)
    start = above.end() if above else 0
    opened = _OPENED.match(data, start)
    if not opened:
        return None
    loss = Loss.BELOW if start and not opened[1] else Loss.BLANK
    return _read(data, start, opened.end(), loss)


def _read(data: bytes, start: int, at: int, loss: Loss | None) -> LostBlock | None:
    """Read the lines of a block; ``loss`` is None where it begins as it should."""
    keys: list[str] = []
    while at < len(data):
        line = _LINE.match(data, at)
        if line is None or line.end() == at:
            return None
        at = line.end()
        if line["closed"]:
            return LostBlock(loss, start, line.end("closed"), keys) if loss and keys else None
        if line["dots"] and loss is None:
            return LostBlock(Loss.DOTS, start, line.start("dots"), keys) if keys else None
        if line["dots"] or (loss is None and line["blank"] is not None):
            break
        if line["key"]:
            keys.append(line["key"].decode("utf-8", "replace"))
    return LostBlock(Loss.OPEN, start, at, keys) if loss is None and keys else None
