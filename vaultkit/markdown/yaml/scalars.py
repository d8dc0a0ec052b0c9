"""What a scalar says: line ends folded, escapes resolved, indentation taken off."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from vaultkit.markdown.yaml.tokens import YamlError

_SURROGATE = re.compile("[\ud800-\udfff]")
_FOLD = r"\r?\n[ \t]*+(?:\r?\n[ \t]*+)*+"
_ENDS = re.compile(rf"(?<![ \t])[ \t]*+{_FOLD}")
_IN_DOUBLE = re.compile(
    r"(?s)\\(?:(?P<code>x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
    rf"|(?P<joined>\r?\n[ \t]*+)|(?P<sign>.))|(?P<blanks>[ \t]++)(?!\r?\n)|[ \t]*+(?P<ends>{_FOLD})"
)
_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "\t": "\t",
}
_STARTS_NOTHING = frozenset(",%|>@`")
_HEADER = re.compile(
    r"(?P<style>[|>])(?:(?P<width>[1-9])(?P<end>[-+]?)|(?P<end2>[-+]?)(?P<width2>[1-9]?))"
)


def plain_scalar(text: str, start: int, end: int) -> str:
    """Return what a scalar without quotes says.

    Raises:
        YamlError: it begins with what cannot begin one.
    """
    if start < end and text[start] in _STARTS_NOTHING:
        raise YamlError(f"a value that begins with {text[start]} needs quotes", start)
    return _folded(text[start:end])


def single(text: str, start: int, end: int) -> str:
    """Return what a text in single quotes says.

    Raises:
        YamlError: the quotes are not closed.
    """
    _check_closed(text, start, end)
    return _folded(text[start + 1 : end - 1]).replace("''", "'")


def double(text: str, start: int, end: int) -> str:
    """Return what a text in double quotes says.

    Raises:
        YamlError: the quotes are not closed, or an escape means nothing.
    """
    _check_closed(text, start, end)
    written = text[start + 1 : end - 1]
    if "\\" not in written and "\n" not in written:
        return written

    def said(found: re.Match[str]) -> str:
        if found["blanks"]:
            return found["blanks"]
        if found["ends"]:
            return _fold(found["ends"])
        if found["joined"]:
            return ""
        if found["sign"]:
            known = _ESCAPES.get(found["sign"])
        else:
            number = int(found["code"][1:], 16)
            known = chr(number) if number <= 0x10FFFF else None
        if known is None:
            reason = f"{found.group()} means nothing in double quotes; single quotes keep a \\"
            raise YamlError(reason, start + 1 + found.start())
        return known

    made = _IN_DOUBLE.sub(said, written)
    if _SURROGATE.search(made):
        made = made.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return made


def _check_closed(text: str, start: int, end: int) -> None:
    if end - start < 2 or text[end - 1] != text[start]:
        raise YamlError(
            f"the quote {text[start]} is not closed, or not indented below its key", start
        )


def _folded(written: str) -> str:
    """Return a text with one line end made a space, and one fewer of several."""
    return _ENDS.sub(lambda found: _fold(found.group()), written) if "\n" in written else written


def _fold(ends: str) -> str:
    return "\n" * (ends.count("\n") - 1) or " "


class _Line(NamedTuple):
    blanks: str
    content: str
    start: int


class Block(NamedTuple):
    """Where a text of several lines is, and how far the entry that it belongs to is indented.

    ``nested`` is False where it is all of the front matter.
    """

    header: tuple[int, int]
    body: tuple[int, int]
    indent: int
    nested: bool


def block(text: str, place: Block) -> str:
    """Return what a text of several lines says.

    Raises:
        YamlError: the header or the indentation makes no sense.
    """
    found = _HEADER.fullmatch(text, *place.header)
    if not found:
        sign = text[place.header[0]]
        raise YamlError(f"a value that begins with {sign} needs quotes", place.header[0])
    chomp = found["end"] or found["end2"]
    lines = list(_lines(text, *place.body))
    filled = [number for number, line in enumerate(lines) if line.content]
    if not filled:
        return "\n" * max(len(lines) - 1, 1) if chomp == "+" and lines else ""
    width = _width(lines[: filled[0] + 1], place, int(found["width"] or found["width2"] or 0))
    last = filled[-1]
    for number in range(len(lines) - 1, last, -1):
        if len(lines[number].blanks) > width:
            last = number
            break
    for line in lines[filled[0] : last + 1]:
        if line.content and len(line.blanks) < width:
            raise YamlError("a line of a text is indented less than its first one", line.start)
    above = "".join(line.blanks[width:] + "\n" for line in lines[: filled[0]])
    join = _literal if found["style"] == "|" else _folded_lines
    made = above + join(lines[filled[0] : last + 1], width)
    if chomp == "+":
        made += "".join("\n" + line.blanks[width:] for line in lines[last + 1 :])
        return made if made.endswith("\n") else made + "\n"
    return made if chomp == "-" else made + "\n"


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    """Yield the lines of a text, and what follows its last line end."""
    if start == end:
        return
    for written in text[start:end].split("\n"):
        content = written.lstrip(" ")
        blanks = written[: len(written) - len(content)]
        yield _Line(blanks, content.removesuffix("\r"), start)
        start += len(written) + 1


def _width(lines: list[_Line], place: Block, given: int) -> int:
    """Return how much indentation is not part of a text, by its lines up to the first with text."""
    width = place.indent + given
    *blank, first = lines
    if not given:
        width = max([width, *(len(line.blanks) for line in blank)])
    if len(first.blanks) < width:
        raise YamlError("an empty line above a text is indented more than the text", first.start)
    if not given:
        width = len(first.blanks)
    if not width and place.nested:
        raise YamlError("a text of several lines is not indented below its key", first.start)
    return width


def _literal(lines: list[_Line], width: int) -> str:
    return "\n".join(line.blanks[width:] + line.content for line in lines)


def _folded_lines(lines: list[_Line], width: int) -> str:
    """Return lines as one, except for empty lines and those that are indented more."""
    made: list[str] = []
    between = ""
    after_deeper = False
    for line in lines:
        if len(line.blanks) > width or line.content.startswith("\t"):
            if between == " ":
                between = "\n"
            elif between == "\n" and not after_deeper:
                between = "\n\n"
            made += between, line.blanks[width:], line.content
            between = "\n"
            after_deeper = True
        elif not line.content:
            if between == "\n":
                made.append("\n")
            else:
                between = "\n"
        else:
            made += between, line.content
            between = " "
            after_deeper = False
    return "".join(made)
