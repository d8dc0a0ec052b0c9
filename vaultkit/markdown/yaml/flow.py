"""Lists and maps in brackets."""

from vaultkit.markdown.yaml.cursor import SCALARS, TRIVIA, Cursor, Prefix, glued_comment
from vaultkit.markdown.yaml.nodes import ListNode, MapNode, Node
from vaultkit.markdown.yaml.tokens import Kind, Token, YamlError

_PROPERTIES = TRIVIA | {Kind.ANCHOR, Kind.TAG}
_BEFORE_ITEM = _PROPERTIES | {Kind.COMMA, Kind.QUESTION}
_BEFORE_VALUE = _PROPERTIES | {Kind.COLON}
_CLOSED_BY = {Kind.OPEN_LIST: Kind.CLOSE_LIST, Kind.OPEN_MAP: Kind.CLOSE_MAP}


def read_flow(cursor: Cursor, prefix: Prefix) -> Node:
    """Read the list or map in brackets that comes next.

    Raises:
        YamlError: it is not one.
        BeyondReasonError: it is nested too deep.
    """
    return _Brackets(cursor, prefix).read()


class _Brackets:
    """One list or map in brackets, while it is read."""

    def __init__(self, cursor: Cursor, prefix: Prefix) -> None:
        self._cursor = cursor
        self._prefix = prefix
        self._opening = cursor.take()
        self._is_map = self._opening.kind is Kind.OPEN_MAP
        self._items: list[Node] = []
        self._pairs: list[tuple[Node, Node]] = []
        self._seen: set[object] = set()

    def read(self) -> Node:
        """Return the list or map."""
        self._cursor.deeper()
        first = True
        while self._entry(first=first):
            first = False
        closing = self._cursor.take()
        if closing.kind is not _CLOSED_BY[self._opening.kind]:
            raise self._not_closed(closing)
        self._cursor.shallower()
        following = self._cursor.token
        if following.kind is Kind.COMMENT:
            raise glued_comment(following)
        place = self._opening.start, closing.end
        anchor, tag = self._prefix.anchor, self._prefix.tag
        if self._is_map:
            return MapNode(*place, anchor, tag, self._pairs, flow=True)
        return ListNode(*place, anchor, tag, self._items, flow=True)

    def _entry(self, *, first: bool) -> bool:
        """Read an item or a pair; return False where there is none before the closing bracket."""
        cursor = self._cursor
        run = cursor.run(_BEFORE_ITEM)
        token = cursor.token
        written = _is_node(token) or token.kind is Kind.COLON
        is_key = self._is_map or any(one.kind is Kind.QUESTION for one in run)
        prefix = cursor.prefix(
            run,
            Kind.QUESTION,
            start=token.start,
            written=written and is_key and token.start < token.end,
            fresh=False,
            in_flow=True,
        )
        if prefix.comma is not None and first:
            raise YamlError("there is nothing before the comma", prefix.comma.start)
        if not written:
            if token.kind not in _CLOSED_BY.values():
                raise self._not_closed(token)
            if prefix.sign is None and prefix.anchor is None and prefix.tag is None:
                return False
        if prefix.comma is None and not first:
            raise self._no_comma(token)
        key = self._node(prefix, token)
        sep = cursor.run(TRIVIA)
        if cursor.token.kind is not Kind.COLON:
            cursor.prefix(sep, None, start=token.start, written=False, fresh=False, in_flow=True)
            self._add(prefix, key, None)
        else:
            self._add(prefix, key, self._value(prefix, key, sep))
        return True

    def _value(self, prefix: Prefix, key: Node, sep: list[Token]) -> Node:
        """Read the colon after a key, and the value."""
        cursor = self._cursor
        colon = cursor.token
        if not self._is_map and prefix.sign is None:
            if "\n" in cursor.text[key.start : colon.start]:
                raise YamlError("a key in brackets must be on one line", key.start)
            cursor.check_length(prefix.start, colon)
            if prefix.glued and key.start < key.end:
                raise cursor.glued(prefix.start)
        run = sep + cursor.run(_BEFORE_VALUE)
        token = cursor.token
        written = _is_node(token) and token.start < token.end
        before = cursor.prefix(
            run, Kind.COLON, start=token.start, written=written, fresh=False, in_flow=True
        )
        return self._node(before, token)

    def _node(self, prefix: Prefix, token: Token) -> Node:
        """Read the node that comes next, if any."""
        if token.kind in SCALARS:
            return self._cursor.scalar(prefix)
        if token.kind in _CLOSED_BY:
            return read_flow(self._cursor, prefix)
        return self._cursor.nothing(prefix, token.start)

    def _add(self, prefix: Prefix, key: Node, value: Node | None) -> None:
        if not self._is_map and prefix.sign is None and value is None:
            self._items.append(key)
            return
        pair = key, value or self._cursor.nothing(Prefix(key.end), key.end)
        if self._is_map:
            self._cursor.check_unique(self._seen, key, prefix.start)
            self._pairs.append(pair)
        else:
            self._items.append(MapNode(key.start, pair[1].end, None, None, [pair], flow=True))

    def _no_comma(self, token: Token) -> YamlError:
        if token.kind is Kind.PLAIN and self._cursor.text[token.start] == ":":
            return YamlError("a space is missing after the colon", token.start)
        following = self._cursor.text[token.end : token.end + 1]
        disputed = token.kind is Kind.COLON and following in set(",[]{}")  # read as text before 2.4
        return YamlError("a comma is missing between two entries", token.start, disputed=disputed)

    def _not_closed(self, token: Token) -> YamlError:
        opening = self._opening
        if token.kind is Kind.DASH:
            return YamlError("a dash alone in brackets needs quotes", token.start)
        sign = self._cursor.text[opening.start]
        if token.kind is Kind.OUTDENT and token.start < len(self._cursor.text):
            reason = f"what belongs to the {sign} above is not indented, or the {sign} not closed"
            return YamlError(reason, token.start)
        if token.kind in {Kind.END, Kind.OUTDENT}:
            return YamlError(f"the {sign} is not closed", opening.start)
        return YamlError(f"{token.kind.value} does not close the {sign}", token.start)


def _is_node(token: Token) -> bool:
    return token.kind in SCALARS or token.kind in _CLOSED_BY
