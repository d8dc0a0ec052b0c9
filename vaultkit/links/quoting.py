"""The text of a reference, and the bytes that write it: plain, in YAML quotes, in JSON."""

import json
import re

from vaultkit.links.references import Form, Reference
from vaultkit.links.write_link import NOT_IN_YAML, is_utf8
from vaultkit.markdown.facts import ScalarKind
from vaultkit.markdown.frontmatter import read_front_matter
from vaultkit.markdown.yaml.kinds import plain_kind
from vaultkit.vault.notes.note import Document

_UNSAFE_IN_FLOW = re.compile(r"[,\[\]{}\"'\\]|: |:\Z| #|\A[-?:&*!|>%@`#]")
_UNSAFE_IN_BRACKETS = re.compile(r"[\[\]|]")
_ESCAPED = re.compile(r"(?s)\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u.{4}|\\.|.")
_DOUBLED = re.compile(r"(?s)''|.")
_UNSAFE_IN_BASE = re.compile(r"[\"'\\#:]")


class Codec:
    """Reads and writes the text of one reference."""

    def __init__(self, reference: Reference, data: bytes, document: Document | None) -> None:
        """Store a reference, the bytes of its file, and its note, if it is in one."""
        self.form = reference.form
        self.raw = data[reference.start : reference.end]
        self.quote = ""
        before = data[max(reference.start - 2, 0) : reference.start]
        self.in_brackets = reference.form is Form.BASE and before == b"[["
        if reference.form is Form.PROPERTY and document is not None:
            for value, _, _ in document.property_index.values_at(reference.start)[:1]:
                if data[value.start : value.start + 1] in (b"'", b'"'):
                    self.quote = data[value.start : value.start + 1].decode()

    @property
    def text(self) -> str | None:
        """Return what is written; None where that cannot be told."""
        try:
            written = self.raw.decode()
            if self.form in (Form.CARD, Form.CARD_TEXT):
                return str(json.loads(f'"{written}"'))
            if self.quote == '"' and "\\" in written:
                return str(json.loads(f'"{written}"'))
        except ValueError:
            return None
        return written.replace("''", "'") if self.quote == "'" else written

    def place(self, number: int) -> int:
        """Return where in the bytes a character of the text begins; past the last is the end."""
        written = self.raw.decode()
        if self.quote == '"' or self.form in (Form.CARD, Form.CARD_TEXT):
            return place_in_json(self.raw, number)
        characters = _DOUBLED.findall(written) if self.quote else list(written)
        return len("".join(characters[:number]).encode())

    def write(self, text: str) -> bytes | None:
        """Return the bytes that write a text there; None where it cannot be there."""
        escaped = self.form in (Form.CARD, Form.CARD_TEXT) and b"\\u" in self.raw
        if "\n" in text or "\r" in text or not (escaped or is_utf8(text)):
            return None
        if self.form in (Form.CARD, Form.CARD_TEXT):
            return json_text(text, escaped=escaped)
        if self.form is Form.BASE and _UNSAFE_IN_BASE.search(text):
            return None
        if self.in_brackets and _UNSAFE_IN_BRACKETS.search(text):
            return None
        if self.form is Form.UNQUOTED and not self._may_be_unquoted(text):
            return None
        if self.quote == '"':
            text = text.replace("\\", "\\\\").replace('"', '\\"')
            text = NOT_IN_YAML.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
        elif self.form in (Form.PROPERTY, Form.UNQUOTED) and NOT_IN_YAML.search(text):
            return None
        if self.quote == "'":
            text = text.replace("'", "''")
        return text.encode()

    def _may_be_unquoted(self, text: str) -> bool:
        """Return whether YAML reads a text in brackets as it reads the one there, names aside."""
        if _is_plain_text(text[2:-2]):
            return _is_plain_text(self.raw.decode()[2:-2])
        shape = _shape_in_yaml(text.encode())
        return shape is not None and shape == _shape_in_yaml(self.raw)


def place_in_json(written: bytes, number: int) -> int:
    """Return where in what is between quotes in JSON a character of the text begins."""
    return len("".join(_ESCAPED.findall(written.decode())[:number]).encode())


def json_text(text: str, *, escaped: bool) -> bytes:
    """Return what writes a text between quotes in JSON, in ASCII if it is to be escaped."""
    return json.dumps(text, ensure_ascii=escaped)[1:-1].encode("utf-8", "surrogatepass")


def _shape_in_yaml(written: bytes) -> list[tuple[object, ...]] | None:
    """Return where the values of a list in a list are in it, and their kinds.

    None if it is not read as one that is meant as a link.
    """
    data = b"x: " + written
    block = read_front_matter(data, 0, len(data), len(data))
    whole = [(item.start, item.end) for item in block.malformed_links] == [(3, len(data))]
    if block.error is not None or not whole:
        return None
    return [(value.path, value.kind) for item in block.properties for value in item.values]


def _is_plain_text(text: str) -> bool:
    """Return whether YAML reads a text as it is without quotes within brackets."""
    return not _UNSAFE_IN_FLOW.search(text) and plain_kind(text) is ScalarKind.TEXT
