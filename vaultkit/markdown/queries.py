"""The folders and notes that Dataview's queries read from, in their own language and in scripts.

Source: https://blacksmithgu.github.io/obsidian-dataview/reference/sources, and the plugin's parser.
"""

import re
from collections.abc import Iterator

from vaultkit.markdown.code import code_blocks, inline_scripts
from vaultkit.markdown.facts import Facts, Mark
from vaultkit.markdown.pulldown import MarkdownStructure

_COMMENT = re.compile(rb"(?m)^[ \t>]*//[^\r\n]*")
_COMMENT_OF_SCRIPT = re.compile(rb"""(?s)(?<![:"'`\\\w])//[^\r\n]*|/\*.*?(?:\*/|\Z)""")
_BEFORE_FROM = re.compile(
    rb"""(?xi) "(?:[^"\\]|\\.)*" | \[\[[^\[\]]*\]\]
    | (?P<from>from)\s | (?!from\s)[\w.-]+ | [^\w"]"""
)
_GAP = re.compile(rb"[\s>]*")
_SOURCE = re.compile(
    rb"""(?xi)
      (?P<quote>\\?")(?P<path>[^"\\\r\n]*)(?P=quote)
    | \#[\w/-]*[^\s()]* | \[\[[^\[\]]*\]\]
    | outgoing\([^()]*\) | csv\([^()]*\)"""
)
_OPERATOR = re.compile(rb"(?i)and|or|[&|]")
_CALL = re.compile(
    rb"""(?xs) \bdv\.(?:pages|pagePaths)\(\s*
    (?P<mark>["'`])(?P<source>(?:\\.|(?!(?P=mark))[^\\])*)(?P=mark)\s*\)"""
)
_NOT_LITERAL = b"${"


def add_query_sources(found: MarkdownStructure, data: bytes, facts: Facts) -> None:
    """Add what the queries of a note read from; what they leave out is nothing they need.

    Args:
        found: the note's outline.
        data: the note.
        facts: what to add to.
    """
    if b"dataview" in data:
        for language, start, end in code_blocks(found, data):
            if language == "dataview":
                facts.query_sources += _in_query(data[start:end], start)
            elif language == "dataviewjs":
                facts.query_sources += _in_script(data[start:end], start)
    if b"dv.page" in data and b"`$=" in data:
        for _, start, end in inline_scripts(found, data):
            facts.query_sources += _in_script(data[start:end], start)


def _in_query(text: bytes, base: int) -> Iterator[Mark]:
    text = _COMMENT.sub(_blank, text)
    at = 0
    while token := _BEFORE_FROM.match(text, at):
        at = token.end()
        if token["from"] is not None:
            yield from _sources(text, at, base)
            return


def _in_script(text: bytes, base: int) -> Iterator[Mark]:
    text = _COMMENT_OF_SCRIPT.sub(_blank, text)
    for call in _CALL.finditer(text):
        if _NOT_LITERAL not in call["source"]:
            start = call.start("source")
            yield from _sources(text[: call.end("source")], start, base)


def _sources(text: bytes, at: int, base: int) -> Iterator[Mark]:
    """Yield the paths in an expression of sources, up to where it ends."""
    negated: list[bool] = [False]
    is_left_out = False
    while True:
        at = _skipped(text, at)
        sign = text[at : at + 1]
        if sign in (b"-", b"!") and sign:
            is_left_out = not is_left_out
            at += 1
        elif sign == b"(":
            negated.append(negated[-1] is not is_left_out)
            is_left_out = False
            at += 1
        else:
            source = _SOURCE.match(text, at)
            if source is None:
                return
            if source["path"] is not None and negated[-1] is is_left_out:
                name = source["path"].decode("utf-8", "replace")
                yield Mark(name, base + source.start("path"), base + source.end("path"))
            at = _skipped(text, source.end())
            while text[at : at + 1] == b")" and len(negated) > 1:
                negated.pop()
                at = _skipped(text, at + 1)
            operator = _OPERATOR.match(text, at)
            if operator is None:
                return
            at, is_left_out = operator.end(), False


def _skipped(text: bytes, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _blank(comment: re.Match[bytes]) -> bytes:
    return b" " * len(comment.group())
