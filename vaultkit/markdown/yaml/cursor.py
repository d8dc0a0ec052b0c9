"""A place in the tokens of front matter, and what holds of brackets and of lines alike."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from vaultkit.markdown.yaml import scalars
from vaultkit.markdown.yaml.keys import key_identity
from vaultkit.markdown.yaml.nodes import AliasNode, Node, ScalarNode, Style
from vaultkit.markdown.yaml.tokens import BeyondReasonError, Kind, Token, YamlError

DEEPEST = 64
"""So many lists and maps may be in each other."""
LONGEST_KEY = 1024
"""From a key's beginning to its colon, in UTF-16."""
TRIVIA = frozenset({Kind.SPACE, Kind.COMMENT, Kind.NEWLINE})
SCALARS = frozenset({Kind.PLAIN, Kind.SINGLE, Kind.DOUBLE, Kind.ALIAS})
_OPENING = frozenset({Kind.OPEN_LIST, Kind.OPEN_MAP})
_CLOSING = frozenset({Kind.CLOSE_LIST, Kind.CLOSE_MAP})


@dataclass(slots=True)
class Prefix:
    """What is before a node: its anchor and tag, the sign that it belongs to, a comma.

    ``start`` is where the first of anchor and tag begins, or else where the node does.
    ``newline`` says that a line ends after the sign, ``own_line`` that one ends after anchor and
    tag, ``glued`` that nothing parts those from the node.
    """

    start: int
    anchor: str | None = None
    tag: str | None = None
    sign: Token | None = None
    comma: Token | None = None
    newline: bool = False
    newline_after: bool = False
    own_line: bool = False
    glued: bool = False


class Cursor:
    """Where the reader is among the tokens, and how deep."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        """Store the text and its tokens; the reader is at the first."""
        self.text = text
        self.at = 0
        self._tokens = tokens
        self._first = next(token.start for token in tokens if token.kind not in TRIVIA)
        self._depth = 0
        self.disputed: YamlError | None = None

    @property
    def token(self) -> Token:
        """Return the token that comes next."""
        return self._tokens[self.at]

    def take(self) -> Token:
        """Return the token that comes next, and go past it."""
        token = self._tokens[self.at]
        self.at += 1
        return token

    def run(self, kinds: Container[Kind]) -> list[Token]:
        """Return the tokens of some kinds that come next, and go past them."""
        start = self.at
        while self._tokens[self.at].kind in kinds:
            self.at += 1
        return self._tokens[start : self.at]

    def back_to(self, token: Token) -> None:
        """Go back to what follows a token."""
        while self._tokens[self.at - 1] is not token:
            self.at -= 1

    def deeper(self) -> None:
        """Record that a list or map begins.

        Raises:
            BeyondReasonError: too many are open.
        """
        self._depth += 1
        if self._depth > DEEPEST:
            raise BeyondReasonError

    def shallower(self) -> None:
        """Record that a list or map has ended."""
        self._depth -= 1

    def after_node(self) -> Token:
        """Return what follows, on its line, the scalar or the brackets that come next."""
        at = self.at
        opened = 0
        while True:
            kind = self._tokens[at].kind
            opened += (kind in _OPENING) - (kind in _CLOSING)
            if kind is Kind.END or kind is Kind.OUTDENT:
                return self._tokens[at]
            at += 1
            if opened <= 0:
                break
        while self._tokens[at].kind is Kind.SPACE:
            at += 1
        return self._tokens[at]

    def scalar(self, prefix: Prefix) -> Node:
        """Read the scalar or alias that comes next."""
        token = self.take()
        kind, start, end = token.kind, token.start, token.end
        if kind is Kind.ALIAS:
            if end == start + 1:
                raise YamlError("a value that begins with * needs quotes", start)
            if prefix.anchor is not None or prefix.tag is not None:
                raise YamlError("an alias can have neither a tag nor an anchor", start)
            return AliasNode(start, end, None, None, self.text[start + 1 : end])
        if kind is Kind.PLAIN:
            said = scalars.plain_scalar(self.text, start, end)
        else:
            said = (scalars.single if kind is Kind.SINGLE else scalars.double)(
                self.text, start, end
            )
        style = Style.PLAIN if kind is Kind.PLAIN else Style.QUOTED
        return ScalarNode(start, end, prefix.anchor, prefix.tag, said, style)

    def nothing(self, prefix: Prefix, at: int) -> ScalarNode:
        """Return the node for a place where nothing is written."""
        return ScalarNode(at, at, prefix.anchor, prefix.tag, "", Style.PLAIN)

    def prefix(
        self,
        run: Sequence[Token],
        sign: Kind | None,
        *,
        start: int,
        written: bool,
        fresh: bool,
        indent: int = 0,
        block: bool = False,
        in_flow: bool = False,
    ) -> Prefix:
        """Read what is before a node.

        Args:
            run: the tokens before the node.
            sign: the sign that may be among them, once.
            start: where the node begins.
            written: whether the node is, so that a blank must part it from its tag.
            fresh: whether the tokens begin a line.
            indent: how far the entry around is indented.
            block: whether the node is a list or map on lines.
            in_flow: whether it is in brackets.
        """
        made = Prefix(-1)
        at_start = spaced = fresh
        glued = False
        tab: Token | None = None
        for number, token in enumerate(run):
            kind = token.kind
            if glued and kind not in {Kind.SPACE, Kind.NEWLINE, Kind.COMMA}:
                raise self.glued(run[number - 1].start)
            glued = False
            if tab and at_start and kind is not Kind.COMMENT and kind is not Kind.NEWLINE:
                self._refuse_tab(tab, made, block=False)
            tab = None
            if kind is Kind.SPACE:
                spaced = True
                if not in_flow and "\t" in self.text[token.start : token.end]:
                    tab = token
            elif kind is Kind.NEWLINE:
                at_start = spaced = made.newline = True
                if made.start >= 0:
                    made.newline_after = made.own_line = True
            elif kind is Kind.COMMENT:
                if not spaced:
                    raise glued_comment(token)
                at_start = False
            elif kind is Kind.ANCHOR or kind is Kind.TAG:
                self._note_property(made, token)
                at_start = spaced = made.own_line = False
                glued = True
            elif kind is Kind.COMMA:
                if made.comma is not None:
                    raise YamlError("there is nothing between two commas", token.start)
                made.comma = token
                at_start = spaced = False
            else:
                if kind is not sign or made.start >= 0 or made.sign is not None:
                    raise YamlError(f"{kind.value} makes no sense here", token.start)
                made.sign = token
                made.newline = False
                at_start = kind is not Kind.COLON
                spaced = False
        if glued and written:
            raise self.glued(run[-1].start)
        if tab and (block or (at_start and tab.indent <= indent)):
            self._refuse_tab(tab, made, block=block)
        made.glued = glued
        if made.start < 0:
            made.start = start
        return made

    def glued(self, at: int) -> YamlError:
        """Return what is wrong with a tag or an anchor that no blank follows."""
        return YamlError(f"a value that begins with {self.text[at]} needs quotes", at)

    def _note_property(self, made: Prefix, token: Token) -> None:
        said = self.text[token.start : token.end]
        if token.kind is Kind.ANCHOR:
            if made.anchor is not None:
                raise YamlError("a value can have one anchor", token.start)
            if len(said) == 1:
                raise YamlError("a value that begins with & needs quotes", token.start)
            made.anchor = said[1:]
        else:
            if made.tag is not None:
                raise YamlError("a value can have one tag", token.start)
            _check_tag(said, token.start)
            made.tag = said
        if made.start < 0:
            made.start = token.start

    def _refuse_tab(self, tab: Token, before: Prefix, *, block: bool) -> None:
        """Refuse a tab, or note it where versions of the app differ.

        That is at the top, behind a sign, and where a list begins below an empty line.
        """
        error = YamlError("indent with spaces, not tabs", tab.start)
        behind_sign = before.sign is not None and not before.newline
        if behind_sign or tab.start < self._first or (block and self._below_empty_line(tab)):
            self.dispute(error)
        else:
            raise error

    def _below_empty_line(self, tab: Token) -> bool:
        line = self.text.rfind("\n", 0, tab.start)
        above = self.text.rfind("\n", 0, max(line, 0))
        return above >= 0 and self.text[above:line].isspace()

    def dispute(self, error: YamlError) -> None:
        """Record what only some versions of the app take for an error; others may follow."""
        error.disputed = True
        self.disputed = self.disputed or error

    def check_length(self, start: int, colon: Token) -> None:
        """Check that a key is not too long.

        Raises:
            YamlError: it is.
        """
        length = colon.start - start
        if length > LONGEST_KEY // 2:
            length = len(self.text[start : colon.start].encode("utf-16-le", "surrogatepass")) // 2
            if length > LONGEST_KEY:
                raise YamlError("a key can have at most 1,024 characters", start)

    def check_unique(self, seen: set[object], key: Node, at: int) -> None:
        """Check that no key of the same map is the same.

        Raises:
            YamlError: one is.
        """
        same = key_identity(key)
        if same in seen:
            written = key.text if isinstance(key, ScalarNode) else ""
            raise YamlError(f'duplicate key "{written}"', at)
        if same is not None:
            seen.add(same)


def glued_comment(token: Token) -> YamlError:
    """Return what is wrong with a ``#`` right behind something else."""
    return YamlError("a # needs a space before it, or quotes around the value", token.start)


def _check_tag(tag: str, at: int) -> None:
    """Check that a tag is none of those the app gives up on."""
    if tag == "!":
        return
    if tag.startswith("!<"):
        sound = tag.endswith(">") and tag not in {"!<!>", "!<!!>"}
    else:
        handle, _, suffix = tag.rpartition("!")
        sound = bool(suffix) and handle in {"", "!"}
    if not sound:
        raise YamlError("a value that begins with ! needs quotes", at)
