"""How a flattened file is laid out: its first comment, its anchors, and the comment of a note.

What Markdown cannot say is kept in HTML comments, which no reader shows: where the notes lay, and
of a note whatever its title and text do not say, its front matter first of all.
"""

import json
import re
from dataclasses import dataclass, fields

from vaultkit.text import printable

_HEADER = re.compile(rb"<!-- vaultkit flatten 1\nvault: ([^\n]*)\n-->\n\n")
_COMMENT = re.compile(rb"(?s)\n<!-- note\n(?P<lines>(?:[a-z]+: [^\n]*\n)*)(?P<block>.*?)-->\n")
_ENDS_A_COMMENT = re.compile("--[>&!]")
_HIDDEN = {"-->": "--&gt;", "--&": "--&amp;", "--!": "--&#33;"}
_SHOWN = {hidden: shown for shown, hidden in _HIDDEN.items()}
_HIDES = re.compile("--&(?:gt|amp|#33);")


@dataclass(frozen=True, slots=True)
class NoteComment:
    """What the comment of a note keeps; a field that is empty is not written.

    ``path`` is the note's path where its title does not say it; ``heading`` the number of empty
    lines before the note's own first heading where that became the title; ``footnotes`` what was
    put before the labels of footnotes and references; ``closed`` the line that ends what the note
    leaves open; ``end`` says ``open`` where the last line has no end; ``newline`` and ``bom``
    whether lines end in CRLF and the file starts with a mark; ``front_matter`` is the whole block.
    """

    path: str = ""
    heading: str = ""
    footnotes: str = ""
    closed: str = ""
    end: str = ""
    newline: str = ""
    bom: str = ""
    front_matter: str = ""

    def written(self) -> str:
        """Return the comment with the line before it; nothing where there is nothing to keep."""
        lines = [
            f"{field.name}: {_quoted(value)}\n"
            for field in fields(self)
            if field.name != "front_matter" and (value := getattr(self, field.name))
        ]
        block = self.front_matter
        if block and not block.endswith("\n"):
            lines.append("block: open\n")
            block += "\n"
        if not lines and not block:
            return ""
        kept = _ENDS_A_COMMENT.sub(lambda found: _HIDDEN[found.group()], "".join(lines) + block)
        return f"\n<!-- note\n{kept}-->\n"


def read_comment(data: bytes, at: int) -> tuple[NoteComment, int]:
    """Read the comment of a note, if one is at an offset; give where the text goes on."""
    found = _COMMENT.match(data, at)
    if found is None:
        return NoteComment(), at
    known = {field.name for field in fields(NoteComment)}
    values = {}
    opened = False
    for line in _shown(found["lines"].decode()).splitlines():
        key, _, value = line.partition(": ")
        if key in known:
            values[key] = _unquoted(value)
        opened |= line == "block: open"
    block = _shown(found["block"].decode())
    return NoteComment(**values, front_matter=block[:-1] if opened else block), found.end()


def _shown(text: str) -> str:
    return _HIDES.sub(lambda found: _SHOWN[found.group()], text)


def _quoted(value: str) -> str:
    plain = value == printable(value) and not value.startswith(('"', " ")) and value
    return value if plain else json.dumps(value)


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value


def header(base: str) -> str:
    """Return the comment at the start of a file: where its vault lay, seen from the file."""
    return f"<!-- vaultkit flatten 1\nvault: {_quoted(base)}\n-->\n\n"


def read_header(data: bytes) -> tuple[str | None, int]:
    """Return where the vault lay (None in a file that was not written by vaultkit) and the rest."""
    found = _HEADER.match(data)
    return (_unquoted(found[1].decode()), found.end()) if found else (None, 0)


def anchor(identifier: str) -> str:
    """Return the place that a forge's links lead to."""
    return f'<a id="{identifier}"></a>'
