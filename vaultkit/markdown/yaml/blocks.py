"""Lists and maps on lines, and the front matter as a whole."""

from vaultkit.markdown.yaml.cursor import SCALARS, TRIVIA, Cursor, Prefix, glued_comment
from vaultkit.markdown.yaml.flow import read_flow
from vaultkit.markdown.yaml.line_checks import (
    BRACKETS,
    ENDS,
    KEYS,
    PROPERTIES,
    before_empty_lines,
    has_newline,
    misplaced,
    no_colon,
    read_text,
    split_run,
)
from vaultkit.markdown.yaml.nodes import ListNode, MapNode, Node, ScalarNode
from vaultkit.markdown.yaml.scanner import scan
from vaultkit.markdown.yaml.tokens import Kind, Token, YamlError


def read_node(text: str) -> Node | None:
    """Read front matter; None where there is nothing in it.

    Raises:
        YamlError: it is no valid YAML.
        BeyondReasonError: it is nested too deep.
    """
    reader = _FrontMatterReader(text)
    try:
        return reader.document()
    except YamlError as error:
        if reader.is_odd:
            error.disputed = True
        raise


class _FrontMatterReader:
    """Reads one front matter.

    ``is_odd`` is set where a key begins with ``? ``, which no one writes: what follows it is read
    in ways that are the app's own.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._cursor = Cursor(text, scan(text))
        self.is_odd = False

    def document(self) -> Node | None:
        """Read the one value that front matter is, and check that nothing follows."""
        cursor = self._cursor
        run = cursor.run(TRIVIA | PROPERTIES)
        root: Node | None = None
        if cursor.token.kind in ENDS:
            start = cursor.token.start
            prefix = cursor.prefix(run, None, start=start, written=False, fresh=True)
            if prefix.anchor or prefix.tag:
                root = cursor.nothing(prefix, start)
        else:
            root = self._node(run, None, -1)
        cursor.run(TRIVIA | {Kind.DOCUMENT_END})
        token = cursor.token
        if token.kind is not Kind.END:
            raise misplaced(self._text, token)
        if cursor.disputed is not None:
            raise cursor.disputed
        return root

    def _node(
        self, run: list[Token], sign: Kind | None, parent: int, *, on_key_line: bool = False
    ) -> Node:
        """Read the list, map or scalar that comes next.

        Args:
            run: what is before it.
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
        in_brackets = token.kind in BRACKETS
        if self._begins_map() and not (on_key_line and in_brackets and token.indent == parent):
            if on_key_line:
                raise self._nested()
            before, own = split_run(run)
            return self._map(self._prefix(before, sign, parent, block=True), own)
        prefix = self._prefix(run, sign, parent, block=False)
        if token.kind is Kind.HEADER:
            return read_text(cursor, prefix, parent)
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
        """Check that no item of a list is on the line of the list's key."""
        cursor = self._cursor
        cursor.take()
        cursor.run({Kind.SPACE})
        if cursor.token.kind in KEYS and not self._begins_map():
            raise YamlError("a list begins below its key", dash.start)
        cursor.back_to(dash)
        cursor.at -= 1

    def _begins_map(self) -> bool:
        """Return whether what comes next is a key."""
        token = self._cursor.token
        if token.kind is Kind.QUESTION or token.kind is Kind.COLON:
            return True
        return token.kind in KEYS and self._cursor.after_node().kind is Kind.COLON

    def _nested(self) -> YamlError:
        """Return what is wrong with a second colon on a line."""
        token = self._cursor.token
        sign = self._cursor.after_node() if token.kind in KEYS else token
        return YamlError(f"a value with {sign.kind.value} in it needs quotes", sign.start)

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
            in_flow=parent < 0 and token.kind in BRACKETS and not block,
        )

    def _check_rest(self, node: Node) -> None:
        """Check that nothing but a comment follows a scalar or brackets on its line."""
        cursor = self._cursor
        if cursor.token.kind is Kind.COMMENT:
            raise glued_comment(cursor.token)
        cursor.run({Kind.SPACE, Kind.COMMENT})
        token = cursor.token
        is_key = token.kind is Kind.COLON and not isinstance(node, ScalarNode)
        if token.kind is not Kind.NEWLINE and token.kind not in ENDS and not is_key:
            what = "closing quote" if self._text[node.start] in "\"'" else "value"
            raise YamlError(f"there is more after the {what}", token.start)

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
            if token.kind not in ENDS and token.indent > first.indent:
                raise misplaced(self._text, token)
            cursor.at = last
            break
        cursor.shallower()
        return ListNode(first.start, items[-1].end, prefix.anchor, prefix.tag, items, flow=False)

    def _item(self, before: list[Token], indent: int) -> Node:
        """Read an item whose dash comes next."""
        cursor = self._cursor
        run = [*before, cursor.take(), *cursor.run(TRIVIA)]
        while cursor.token.kind in PROPERTIES and cursor.token.indent > indent:
            run += [cursor.take(), *cursor.run(TRIVIA)]
        token = cursor.token
        if token.kind in ENDS or token.indent <= indent:
            return self._empty(run, Kind.DASH, indent)
        return self._node(run, Kind.DASH, indent)

    def _empty(self, run: list[Token], sign: Kind, indent: int) -> Node:
        """Return the value that is not there, and go back to the end of what is before it."""
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
        """Read a map whose first key comes next; ``run`` is before that."""
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
            if token.kind in ENDS or token.indent < first.indent:
                cursor.at = last
                break
            if token.indent > first.indent and token.kind is not Kind.COLON:
                raise misplaced(self._text, token)
            run += cursor.run(TRIVIA | PROPERTIES)
        cursor.shallower()
        end = pairs[-1][1].end
        return MapNode(first.start, end, prefix.anchor, prefix.tag, pairs, flow=False)

    def _pair(self, run: list[Token], indent: int, seen: set[object]) -> tuple[Node, Node]:
        cursor = self._cursor
        token = cursor.token
        if token.kind is Kind.QUESTION:
            return self._explicit(run, indent, seen)
        if token.kind is not Kind.COLON and (token.kind not in KEYS or token.indent != indent):
            error = misplaced(self._text, token)
            if token.kind is Kind.HEADER and token.end == token.start + 1:
                error.disputed = cursor.after_node().kind is Kind.NEWLINE
            raise error
        prefix = self._prefix(run, None, indent, block=False)
        key: Node = cursor.nothing(prefix, token.start)
        sep: list[Token] = []
        if token.kind is not Kind.COLON:
            key = cursor.scalar(prefix) if token.kind in SCALARS else read_flow(cursor, prefix)
            if prefix.newline_after or "\n" in self._text[key.start : key.end]:
                raise no_colon(key)
            sep = self._separator(key, indent)
        colon = cursor.take()
        cursor.check_length(prefix.start, colon)
        cursor.check_unique(seen, key, key.start)
        return key, self._below([*sep, colon], Kind.COLON, indent, compact=False)

    def _separator(self, key: Node, indent: int) -> list[Token]:
        """Read what is between a key and its colon."""
        cursor = self._cursor
        sep = cursor.run(TRIVIA)
        token = cursor.token
        if token.kind is not Kind.COLON or (has_newline(sep) and token.indent <= indent):
            raise no_colon(key)
        return sep

    def _explicit(self, run: list[Token], indent: int, seen: set[object]) -> tuple[Node, Node]:
        """Read a pair whose key begins with ``? ``."""
        cursor = self._cursor
        self.is_odd = True
        question = cursor.take()
        if question.indent != indent:
            raise misplaced(self._text, question)
        key = self._below([*run, question], Kind.QUESTION, indent, compact=True)
        cursor.check_unique(seen, key, key.start)
        last = cursor.at
        sep = cursor.run(TRIVIA)
        token = cursor.token
        if token.kind is not Kind.COLON or token.indent < indent:
            cursor.at = last
            return key, cursor.nothing(Prefix(key.end), key.end)
        return key, self._below([*sep, cursor.take()], Kind.COLON, indent, compact=True)

    def _below(self, before: list[Token], sign: Kind, indent: int, *, compact: bool) -> Node:
        """Read what belongs to a sign that ends the tokens ``before``.

        ``compact`` says that a map may begin on the line of the sign.
        """
        cursor = self._cursor
        own = cursor.run(TRIVIA)
        below = has_newline(own)
        while (token := cursor.token).kind in PROPERTIES:
            if token.indent < indent or (below and token.indent == indent):
                break
            own.append(cursor.take())
            more = cursor.run(TRIVIA)
            below = below or has_newline(more)
            own += more
        run = before + own
        if not below and token.kind is Kind.DASH and token.indent == indent:
            self._check_lone(token)
        if token.kind in ENDS or token.indent < indent:
            return self._empty(run, sign, indent)
        if below and token.indent == indent and token.kind is not Kind.DASH:
            return self._empty(before_empty_lines(run), sign, indent)
        return self._node(run, sign, indent, on_key_line=not below and not compact)
