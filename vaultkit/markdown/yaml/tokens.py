"""The tokens that front matter is cut into, and what is told of it where they make no sense."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a token is."""

    SPACE = "blanks"
    COMMENT = "a comment"
    NEWLINE = "a line end"
    ANCHOR = "an anchor"
    TAG = "a tag"
    DASH = '"- "'
    QUESTION = '"? "'
    COLON = '": "'
    COMMA = '","'
    OPEN_LIST = '"["'
    CLOSE_LIST = '"]"'
    OPEN_MAP = '"{"'
    CLOSE_MAP = '"}"'
    ALIAS = "an alias"
    PLAIN = "a text"
    SINGLE = "a text in single quotes"
    DOUBLE = "a text in double quotes"
    HEADER = '"|" or ">"'
    BLOCK = "a text of several lines"
    STRAY = "more text"
    DOCUMENT_END = '"..."'
    OUTDENT = "a line that is not indented"
    END = "the end"


class Token(NamedTuple):
    """A stretch of the text; ``indent`` is how far the entry that it belongs to is indented.

    Dashes, question marks and colons at the beginning of a line count as indentation.
    """

    kind: Kind
    start: int
    end: int
    indent: int


class YamlError(Exception):
    """What makes the text no valid YAML, in plain words, and at which character.

    ``disputed`` is set where versions of the app disagree about it.
    """

    def __init__(self, reason: str, at: int, *, disputed: bool = False) -> None:
        """Store the reason and the place."""
        super().__init__(reason)
        self.reason = reason
        self.at = at
        self.disputed = disputed


class BeyondReasonError(Exception):
    """The text is nested deeper, or repeats more by name, than is worth reading."""
