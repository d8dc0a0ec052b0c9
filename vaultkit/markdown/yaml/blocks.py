"""Lists and maps on lines, and the front matter as a whole."""

from vaultkit.markdown.yaml import scalars
from vaultkit.markdown.yaml.cursor import SCALARS, TRIVIA, Cursor, Prefix, glued_comment
from vaultkit.markdown.yaml.flow import read_flow
from vaultkit.markdown.yaml.nodes import ListNode, MapNode, Node, ScalarNode, Style
from vaultkit.markdown.yaml.scanner import scan
from vaultkit.markdown.yaml.tokens import Kind, Token, YamlError

_BRACKETS = frozenset({Kind.OPEN_LIST, Kind.OPEN_MAP})
_KEYS = SCALARS | _BRACKETS
_ENDS = frozenset({Kind.END, Kind.DOCUMENT_END})
_PROPERTIES = frozenset({Kind.ANCHOR, Kind.TAG})


def read(text: str) -> Node | None:
    """Read front matter; None where there is nothing in it.

    Raises:
        YamlError: it is no valid YAML.
        BeyondReasonError: it is nested too deep.
    """
    reader = _Reader(text)
    try:
        return reader.document()
    except YamlError as error:
        if reader.is_odd:
            error.disputed = True
        raise


class _Reader:
    """Reads one front matter.

    ``is_odd`` is set where a key begins with ``? ``, which nobody writes: what follows it is read
    in ways that are the app's own.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._cursor = Cursor(text, scan(text))
        self.is_odd = False

    def document(self) -> Node | None:
        """Read the one value that front matter is, and check that nothing follows."""
        cursor = self._cursor
        run = cursor.run(TRIVIA | _PROPERTIES)
        root: Node | None = None
        if cursor.token.kind in _ENDS:
            start = cursor.token.start
            prefix = cursor.prefix(run, None, start=start, written=False, fresh=True)
            if prefix.anchor or prefix.tag:
                root = cursor.nothing(prefix, start)
        else:
            root = self._node(run, None, -1)
        cursor.run(TRIVIA | {Kind.DOCUMENT_END})
        token = cursor.token
        if token.kind is not Kind.END:
            raise self._misplaced(token)
        if cursor.disputed is not None:
            raise cursor.disputed
        return root

    def _node(
        self, run: list[Token], sign: Kind | None, parent: int, *, on_key_line: bool = False
    ) -> Node:
        """Read the list, map or scalar that comes next.

        Args:
            run: what stands before it.
            sign: the sign that is among that.
            parent: how far the entry is indented that it belongs to; -1 at the root.
            on_key_line: whether it begins on the line of its key, where a map cannot begin.
        """
        cursor = self._cursor
        token = cursor.token
        if token.kind is Kind.DASH:
            prefix = self._prefix(run, sign, parent, block=True)
            if (prefix.anchor or prefix.tag) and not prefix.own_line:
                cursor.dispute(YamlError("a list begins on a line of its own", token.start))
            return self._list(prefix)
        in_brackets = token.kind in _BRACKETS
        if self._begins_map() and not (on_key_line and in_brackets and token.indent == parent):
            if on_key_line:
                raise self._nested()
            before, own = _split(run)
            return self._map(self._prefix(before, sign, parent, block=True), own)
        prefix = self._prefix(run, sign, parent, block=False)
        if token.kind is Kind.HEADER:
            return self._block_text(prefix, parent)
        if token.kind in SCALARS:
            node = cursor.scalar(prefix)
        elif in_brackets:
            node = read_flow(cursor, prefix)
        else:
            first = self._text[token.start]
            raise YamlError(f"a value that begins with {first} needs quotes", token.start)
        self._check_rest(node)
        return node

    def _check_lone(self, dash: Token) -> None:
        """Check that no item of a list stands on the line of the list's key."""
        cursor = self._cursor
        cursor.take()
        cursor.run({Kind.SPACE})
        if cursor.token.kind in _KEYS and not self._begins_map():
            raise YamlError("a list begins below its key", dash.start)
        cursor.back_to(dash)
        cursor.at -= 1

    def _begins_map(self) -> bool:
        """Return whether what comes next is a key."""
        token = self._cursor.token
        if token.kind is Kind.QUESTION or token.kind is Kind.COLON:
            return True
        return token.kind in _KEYS and self._cursor.after_node().kind is Kind.COLON

    def _nested(self) -> YamlError:
        """Return what is wrong with a second colon on a line."""
        token = self._cursor.token
        sign = self._cursor.after_node() if token.kind in _KEYS else token
        return YamlError(f"a value with {sign.kind.value} in it needs quotes", sign.start)

    def _misplaced(self, token: Token) -> YamlError:
        """Return what is wrong with a line that is no entry of what is above."""
        if token.kind is Kind.DASH:
            reason = (
                "a list item belongs to no list: what is above has a value, or other indentation"
            )
        elif token.kind in _KEYS or token.kind in _PROPERTIES or token.kind is Kind.QUESTION:
            reason = "a line is indented otherwise than those it belongs to"
        elif token.kind is Kind.END:
            reason = "the last line has no key"
        else:
            reason = f"a key that begins with {self._text[token.start]} needs quotes"
        return YamlError(reason, token.start)

    def _prefix(self, run: list[Token], sign: Kind | None, parent: int, *, block: bool) -> Prefix:
        token = self._cursor.token
        return self._cursor.prefix(
            run,
            sign,
            start=token.start,
            written=token.start < token.end,
            fresh=sign is not Kind.COLON,
            indent=max(parent, 0),
            block=block,
            in_flow=parent < 0 and token.kind in _BRACKETS and not block,
        )

    def _check_rest(self, node: Node) -> None:
        """Check that nothing but a comment follows a scalar or brackets on its line."""
        cursor = self._cursor
        if cursor.token.kind is Kind.COMMENT:
            raise glued_comment(cursor.token)
        cursor.run({Kind.SPACE, Kind.COMMENT})
        token = cursor.token
        is_key = token.kind is Kind.COLON and not isinstance(node, ScalarNode)
        if token.kind is not Kind.NEWLINE and token.kind not in _ENDS and not is_key:
            what = "closing quote" if self._text[node.start] in "\"'" else "value"
            raise YamlError(f"there is more after the {what}", token.start)

    def _block_text(self, prefix: Prefix, parent: int) -> Node:
        cursor = self._cursor
        header = cursor.take()
        run = cursor.run(TRIVIA)
        if run and run[0].kind is Kind.COMMENT:
            raise glued_comment(run[0])
        body = cursor.take()
        if body.kind is not Kind.BLOCK:
            first = self._text[header.start]
            raise YamlError(f"a value that begins with {first} needs quotes", header.start)
        place = scalars.Block(
            (header.start, header.end), (body.start, body.end), max(parent, 0), nested=parent >= 0
        )
        try:
            said = scalars.block(self._text, place)
        except YamlError as error:
            if self._text[error.at :].lstrip(" ")[:1] != "\t":
                raise
            cursor.dispute(error)  # versions differ about a tab below a text
            said = ""
        end = header.start + len(self._text[header.start : body.end].rstrip())
        return ScalarNode(header.start, end, prefix.anchor, prefix.tag, said, Style.BLOCK)

    def _list(self, prefix: Prefix) -> Node:
        """Read a list whose first dash comes next."""
        cursor = self._cursor
        cursor.deeper()
        first = cursor.token
        items: list[Node] = []
        run: list[Token] = []
        while True:
            items.append(self._item(run, first.indent))
            last = cursor.at
            run = cursor.run(TRIVIA)
            token = cursor.token
            if token.kind is Kind.DASH and token.indent == first.indent:
                continue
            if token.kind not in _ENDS and token.indent > first.indent:
                raise self._misplaced(token)
            cursor.at = last
            break
        cursor.shallower()
        return ListNode(first.start, items[-1].end, prefix.anchor, prefix.tag, items, flow=False)

    def _item(self, before: list[Token], indent: int) -> Node:
        """Read an item whose dash comes next."""
        cursor = self._cursor
        run = [*before, cursor.take(), *cursor.run(TRIVIA)]
        while cursor.token.kind in _PROPERTIES and cursor.token.indent > indent:
            run += [cursor.take(), *cursor.run(TRIVIA)]
        token = cursor.token
        if token.kind in _ENDS or token.indent <= indent:
            return self._empty(run, Kind.DASH, indent)
        return self._node(run, Kind.DASH, indent)

    def _empty(self, run: list[Token], sign: Kind, indent: int) -> Node:
        """Return the value that is not there, and go back to the end of what stands before it."""
        cursor = self._cursor
        prefix = cursor.prefix(
            run,
            sign,
            start=cursor.token.start,
            written=False,
            fresh=sign is not Kind.COLON,
            indent=indent,
        )
        last = next(token for token in reversed(run) if token.kind not in TRIVIA)
        cursor.back_to(last)
        return cursor.nothing(prefix, last.end)

    def _map(self, prefix: Prefix, run: list[Token]) -> Node:
        """Read a map whose first key comes next; ``run`` stands before that."""
        cursor = self._cursor
        cursor.deeper()
        first = cursor.token
        pairs: list[tuple[Node, Node]] = []
        seen: set[object] = set()
        while True:
            odd = cursor.token.kind is Kind.QUESTION
            pairs.append(self._pair(run, first.indent, seen))
            self.is_odd = odd
            last = cursor.at
            run = cursor.run(TRIVIA)
            token = cursor.token
            if token.kind in _ENDS or token.indent < first.indent:
                cursor.at = last
                break
            if token.indent > first.indent and token.kind is not Kind.COLON:
                raise self._misplaced(token)
            run += cursor.run(TRIVIA | _PROPERTIES)
        cursor.shallower()
        end = pairs[-1][1].end
        return MapNode(first.start, end, prefix.anchor, prefix.tag, pairs, flow=False)

    def _pair(self, run: list[Token], indent: int, seen: set[object]) -> tuple[Node, Node]:
        cursor = self._cursor
        token = cursor.token
        if token.kind is Kind.QUESTION:
            return self._explicit(run, indent, seen)
        if token.kind is not Kind.COLON and (token.kind not in _KEYS or token.indent != indent):
            error = self._misplaced(token)
            if token.kind is Kind.HEADER and token.end == token.start + 1:
                error.disputed = cursor.after_node().kind is Kind.NEWLINE
            raise error
        prefix = self._prefix(run, None, indent, block=False)
        key: Node = cursor.nothing(prefix, token.start)
        sep: list[Token] = []
        if token.kind is not Kind.COLON:
            key = cursor.scalar(prefix) if token.kind in SCALARS else read_flow(cursor, prefix)
            if prefix.newline_after or "\n" in self._text[key.start : key.end]:
                raise _no_colon(key)
            sep = self._separator(key, indent)
        colon = cursor.take()
        cursor.check_length(prefix.start, colon)
        cursor.check_unique(seen, key, key.start)
        return key, self._value([*sep, colon], indent, compact=False)

    def _separator(self, key: Node, indent: int) -> list[Token]:
        """Take what stands between a key and its colon."""
        cursor = self._cursor
        sep = cursor.run(TRIVIA)
        token = cursor.token
        if token.kind is not Kind.COLON or (_has_newline(sep) and token.indent <= indent):
            raise _no_colon(key)
        return sep

    def _explicit(self, run: list[Token], indent: int, seen: set[object]) -> tuple[Node, Node]:
        """Read a pair whose key begins with ``? ``."""
        cursor = self._cursor
        self.is_odd = True
        question = cursor.take()
        if question.indent != indent:
            raise self._misplaced(question)
        key = self._below([*run, question], Kind.QUESTION, indent, compact=True)
        cursor.check_unique(seen, key, key.start)
        last = cursor.at
        sep = cursor.run(TRIVIA)
        token = cursor.token
        if token.kind is not Kind.COLON or token.indent < indent:
            cursor.at = last
            return key, cursor.nothing(Prefix(key.end), key.end)
        return key, self._value([*sep, cursor.take()], indent, compact=True)

    def _value(self, sep: list[Token], indent: int, *, compact: bool) -> Node:
        """Read the value of a key; ``compact`` says that a map may begin on the colon's line."""
        return self._below(sep, Kind.COLON, indent, compact=compact)

    def _below(self, before: list[Token], sign: Kind, indent: int, *, compact: bool) -> Node:
        """Read what belongs to a sign that ends the tokens ``before``."""
        cursor = self._cursor
        own = cursor.run(TRIVIA)
        below = _has_newline(own)
        while (token := cursor.token).kind in _PROPERTIES:
            if token.indent < indent or (below and token.indent == indent):
                break
            own.append(cursor.take())
            more = cursor.run(TRIVIA)
            below = below or _has_newline(more)
            own += more
        run = before + own
        if not below and token.kind is Kind.DASH and token.indent == indent:
            self._check_lone(token)
        ends = token.kind in _ENDS or token.indent < indent
        if ends or (below and token.indent == indent and token.kind is not Kind.DASH):
            return self._empty(run, sign, indent)
        return self._node(run, sign, indent, on_key_line=not below and not compact)


def _no_colon(key: Node) -> YamlError:
    return YamlError("a key must have a colon and a space after it, on its line", key.start)


def _has_newline(run: list[Token]) -> bool:
    return any(token.kind is Kind.NEWLINE for token in run)


def _split(run: list[Token]) -> tuple[list[Token], list[Token]]:
    """Part what stands before a map from what stands before its first key, on the key's line."""
    at = len(run)
    while at and (run[at - 1].kind in _PROPERTIES or run[at - 1].kind is Kind.SPACE):
        at -= 1
    while at < len(run) and run[at].kind is Kind.SPACE:
        at += 1
    return run[:at], run[at:]
