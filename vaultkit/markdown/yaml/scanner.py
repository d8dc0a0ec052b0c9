"""Cuts front matter into tokens.

What a character means depends on where it is: on how many brackets are open, and on how far a
line must be indented to go on with what the lines above began.

It is one file because the tokens of YAML depend on each other's state: indentation, brackets, keys.
"""

import re

from vaultkit.markdown.yaml import patterns
from vaultkit.markdown.yaml.tokens import Kind, Token

_BRACKETS = {
    "[": Kind.OPEN_LIST,
    "]": Kind.CLOSE_LIST,
    "{": Kind.OPEN_MAP,
    "}": Kind.CLOSE_MAP,
}
_INDICATORS = {"-": Kind.DASH, "?": Kind.QUESTION, ":": Kind.COLON}
_BYTE_ORDER_MARK = "\ufeff"


def scan(text: str) -> list[Token]:
    """Return the tokens of front matter, the last of which is its end."""
    return _TokenScanner(text).scan()


class _TokenScanner:
    """Where the scan is, and what it has to know of what went before."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._tokens: list[Token] = []
        self._indent = 0  # of the entry that the next token belongs to
        self._fresh = True  # nothing but blanks and indicators yet on this line
        self._least = 0  # how far a line must be indented to go on with what is above
        self._column = 0  # where the innermost entry of this line begins
        self._open = 0  # brackets
        self._after_key = False  # in brackets: a colon right here ends a key

    def scan(self) -> list[Token]:
        self._prologue()
        while self._at < len(self._text):
            if self._open:
                self._in_flow()
            else:
                self._in_line()
        self._add(Kind.END, self._at)
        return self._tokens

    def _add(self, kind: Kind, end: int) -> None:
        start = self._at
        self._tokens.append(Token(kind, start, end, self._indent))
        self._at = end
        if kind is Kind.NEWLINE or kind is Kind.BLOCK:
            self._fresh, self._indent = True, 0
        elif kind is Kind.SPACE:
            if self._fresh and self._text[start] == " ":
                self._indent += end - start
        elif kind is Kind.DASH or kind is Kind.QUESTION or kind is Kind.COLON:
            if self._fresh:
                self._indent += 1
        elif kind is not Kind.OUTDENT:
            self._fresh = False

    def _take(self, kind: Kind, pattern: re.Pattern[str]) -> int:
        """Add what a pattern finds here, if anything, and return how much that is."""
        found = pattern.match(self._text, self._at)
        if found is None or found.end() == self._at:
            return 0
        start = self._at
        self._add(kind, found.end())
        return self._at - start

    def _prologue(self) -> None:
        """Read the lines that hold nothing, and a directive or document end among them."""
        if self._text.startswith(_BYTE_ORDER_MARK):
            self._at = 1
            self._fresh = False
        while self._at < len(self._text):
            if self._text[self._at] == "%":
                self._take(Kind.STRAY, patterns.REST)
            blanks = patterns.BLANKS.match(self._text, self._at)
            assert blanks is not None
            following = self._text[blanks.end() : blanks.end() + 2]
            if following[:1] not in {"", "#", "\n"} and following != "\r\n":
                break
            self._take(Kind.SPACE, patterns.BLANKS)
            self._take(Kind.COMMENT, patterns.REST)
            if not self._take(Kind.NEWLINE, patterns.LINE_END):
                return
        self._line_start()

    def _line_start(self) -> None:
        """Read the indentation of a line, and the dashes and the like that begin it."""
        text = self._text
        if text.startswith("...", self._at) and self._take(
            Kind.DOCUMENT_END, patterns.DOCUMENT_END
        ):
            self._column = self._least = 0
            self._prologue()
            return
        self._column = self._take(Kind.SPACE, patterns.INDENT)
        second = text[self._at + 1 : self._at + 2]
        if self._least > self._column and second and second not in " \t\r\n":
            self._least = self._column
        while patterns.INDICATOR.match(text, self._at):
            self._add(_INDICATORS[text[self._at]], self._at + 1)
            width = 1 + self._take(Kind.SPACE, patterns.BLANKS)
            self._least = self._column + 1
            self._column += width

    def _properties(self) -> None:
        """Read tags, anchors and indicators, in any number."""
        text = self._text
        indicator = patterns.INDICATOR_IN_FLOW if self._open else patterns.INDICATOR
        while self._at < len(text):
            first = text[self._at]
            if first == "!":
                self._take(Kind.TAG, patterns.TAG)
            elif first == "&":
                self._take(Kind.ANCHOR, patterns.NAME)
            elif first in _INDICATORS and indicator.match(text, self._at):
                if self._open:
                    self._after_key = False
                else:
                    self._least = self._column + 1
                self._add(_INDICATORS[first], self._at + 1)
            else:
                return
            self._take(Kind.SPACE, patterns.BLANKS)

    def _in_line(self) -> None:
        """Read the next thing of a line outside of brackets."""
        self._take(Kind.SPACE, patterns.BLANKS)
        self._properties()
        first = self._text[self._at : self._at + 1]
        if first in {"", "#", "\n"} or self._text.startswith("\r\n", self._at):
            self._take(Kind.COMMENT, patterns.REST)
            if self._take(Kind.NEWLINE, patterns.LINE_END):
                self._line_start()
        elif first in _BRACKETS:
            if first in "[{":
                self._open, self._after_key = 1, False
            self._add(_BRACKETS[first], self._at + 1)
        elif first == "*":
            self._take(Kind.ALIAS, patterns.NAME)
        elif first in "\"'":
            self._quoted(first)
        elif first in "|>":
            self._block_text()
        else:
            self._plain()

    def _in_flow(self) -> None:
        """Read the next thing within brackets."""
        if self._line_ends_in_flow():
            return
        while self._text.startswith(",", self._at):
            self._add(Kind.COMMA, self._at + 1)
            self._take(Kind.SPACE, patterns.BLANKS)
            self._after_key = False
        self._properties()
        first = self._text[self._at : self._at + 1]
        if first in {"", "\n"} or self._text.startswith("\r\n", self._at):
            return
        if first == "#":
            self._take(Kind.COMMENT, patterns.REST)
        elif first in _BRACKETS:
            self._after_key = first in "]}"
            self._open += -1 if self._after_key else 1
            self._add(_BRACKETS[first], self._at + 1)
        elif first == "*":
            self._take(Kind.ALIAS, patterns.NAME)
        elif first in "\"'":
            self._after_key = True
            self._quoted(first)
        elif first == ":" and (
            self._after_key or patterns.COLON_IN_FLOW.match(self._text, self._at)
        ):
            self._after_key = False
            self._add(Kind.COLON, self._at + 1)
            self._take(Kind.SPACE, patterns.BLANKS)
        else:
            self._after_key = False
            self._plain()

    def _line_ends_in_flow(self) -> bool:
        """Read line ends within brackets; return True where a line is not indented enough."""
        indent = -1
        while True:
            ended = self._take(Kind.NEWLINE, patterns.LINE_END)
            if ended:
                indent = self._column = self._take(Kind.SPACE, patterns.INDENT)
            if not self._take(Kind.SPACE, patterns.BLANKS) and not ended:
                break
        first = self._text[self._at : self._at + 1]
        outdented = -1 < indent < self._least and first != "#"
        if not outdented and not (
            indent == 0 and patterns.DOCUMENT_END.match(self._text, self._at)
        ):
            return False
        if indent == self._least - 1 and self._open == 1 and first and first in "]}":
            return False
        self._open = 0
        self._add(Kind.OUTDENT, self._at)
        self._line_start()
        return True

    def _goes_on(self, line: int) -> int:
        """Return where the text of a line begins that goes on with a scalar; -1 if none does."""
        text = self._text
        if not self._least:
            return -1 if patterns.DOCUMENT_END.match(text, line) else line
        found = patterns.INDENT.match(text, line)
        assert found is not None
        at = found.end()
        if text.startswith("\r\n", at):
            return at + 1
        return at if text.startswith("\n", at) or at - line >= self._least else -1

    def _plain(self) -> None:
        """Read a plain scalar: up to a colon or a comment, or a line that does not go on."""
        pattern, stops = (patterns.PLAIN_IN_FLOW, "#,[]{}") if self._open else (patterns.PLAIN, "#")
        text = self._text
        at = end = self._at
        while piece := pattern.match(text, at):
            if piece.end() > at:
                at = end = piece.end()
            line_end = patterns.LINE_ENDS.match(text, at)
            if line_end is None or text[line_end.end() : line_end.end() + 1] in stops:
                break
            line = self._goes_on(line_end.end())
            if line < 0:
                break
            blanks = patterns.BLANKS.match(text, line)
            assert blanks is not None
            at = blanks.end()
            if text[at : at + 1] in stops:
                break
        self._add(Kind.PLAIN, end)

    def _quoted(self, quote: str) -> None:
        """Read a text in quotes; what is left open takes the rest of the text or of its lines."""
        pattern = patterns.SINGLE if quote == "'" else patterns.DOUBLE
        found = pattern.match(self._text, self._at)
        end = found.end() if found else len(self._text)
        line = self._text.find("\n", self._at, end) if found else -1
        while line >= 0:
            goes_on = self._goes_on(line + 1)
            if goes_on < 0:
                end = line
                break
            line = self._text.find("\n", goes_on, end)
        self._add(Kind.SINGLE if quote == "'" else Kind.DOUBLE, end)

    def _block_text(self) -> None:
        """Read the header of a text of several lines, and the text."""
        text = self._text
        self._take(Kind.HEADER, patterns.HEADER)
        written = text[self._tokens[-1].start : self._at]
        self._take(Kind.SPACE, patterns.BLANKS)
        if not self._take(Kind.COMMENT, patterns.COMMENT):
            self._take(Kind.STRAY, patterns.REST)
        self._take(Kind.NEWLINE, patterns.LINE_END)
        blank = patterns.BLANK_LINES.match(text, self._at)
        first = patterns.INDENT.match(text, blank.end() if blank else self._at)
        assert first is not None
        indent = first.end() - first.start()
        end = first.start() - 1
        if indent >= self._least:
            digits = [int(sign) for sign in written if sign in "123456789"]
            self._least = (digits[-1] - 1) + (self._least or 1) if digits else indent
            end = self._last_line(first.start() - 1)
        self._add(Kind.BLOCK, self._trimmed(end, indent, keep="+" in written))
        self._line_start()

    def _last_line(self, end: int) -> int:
        """Return the last line end of the lines that are indented enough."""
        while (line := self._goes_on(end + 1)) >= 0:
            end = self._text.find("\n", line)
            if end < 0:
                return len(self._text)
        return end

    def _trimmed(self, end: int, indent: int, *, keep: bool) -> int:
        """Return where a text of several lines ends whose last line end is known.

        Tabs after it are taken in, as they are an error there; empty lines only on demand.
        """
        text = self._text
        tabs = patterns.TABS.match(text, end + 1)
        if tabs:
            return tabs.end()
        while not keep:
            last = end - 1
            if last >= 0 and text[last] == "\r":
                last -= 1
            before = last
            while before >= 0 and text[before] == " ":
                before -= 1
            if before >= self._at and text[before] == "\n" and before + 1 + indent > last:
                end = before
            else:
                break
        return min(end + 1, len(text))
