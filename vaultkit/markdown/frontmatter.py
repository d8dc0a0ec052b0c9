"""Front matter: where it is, its properties, and which of them link (reference, section 7).

Most front matter is plain ``key: value`` lines, which a quick reader here takes in a tenth of the
time; whatever it does not understand exactly goes to the reader in ``markdown/yaml``. Scalars
stay the strings they are; their kinds follow YAML 1.2's core schema, as Obsidian's own parser does.
"""

import re
from html import unescape
from sys import intern

from vaultkit.markdown.facts import (
    FrontMatter,
    Link,
    LinkKind,
    MalformedLink,
    Place,
    Property,
    Scalar,
    ScalarKind,
)
from vaultkit.markdown.inline_link import IN_PROPERTY, end_of_text
from vaultkit.markdown.pulldown import outline
from vaultkit.markdown.url import WEB_ADDRESS
from vaultkit.markdown.wikilink import split_wikilink
from vaultkit.markdown.yaml.kinds import plain_kind
from vaultkit.source import Span

_OPEN = re.compile(rb"---(?:\r\n|\n|\r)")
_CLOSE = re.compile(rb"(?m)^---[^\r\n]*(?:\r\n|\n|\r|\Z)")
_CLOSE_AFTER_CR = re.compile(rb"(?:(?<=\r)|(?<=\n))---[^\r\n]*(?:\r\n|\n|\r|\Z)")

_PLAIN = r"""(?![-?:,\[\]{}#&*!|>'"%@` ])(?:[^ :#]|:(?=[^ ])|(?<=[^ ])\#|[ ](?=[^ #]))+"""
_FLOW_ITEM = (
    r"""(?:"[^"\\\n]*"|'[^'\n]*+(?:''[^'\n]*+)*+'"""
    r"""|(?![-?:,\[\]{}#&*!|>'"%@` ])(?:[^ :#,\[\]{}]|[ ](?=[^ #,\[\]{}:]))+)"""
)
_LINE = re.compile(
    rf"""(?x)
      (?P<blank>[ ]*(?:\#.*)?)
    | (?P<key>[^\W\d](?:[\w-]|[ ](?=[\w-]))*)[ ]*:
      (?:[ ]+(?P<value>{_PLAIN}|"[^"\\\n]*"|'[^'\n]*+(?:''[^'\n]*+)*+'
             |\[[ ]*(?:{_FLOW_ITEM}(?:[ ]*,[ ]*{_FLOW_ITEM})*)?[ ]*\])?[ ]*)?
    | (?P<indent>[ ]*)-[ ]+(?P<item>{_PLAIN}|"[^"\\\n]*"|'[^'\n]*+(?:''[^'\n]*+)*+')[ ]*
    | (?P<bare>[ ]*)-[ ]*
    """
)
_FLOW = re.compile(_FLOW_ITEM)
_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\t]")
_TEXT = ScalarKind.TEXT
_LONGEST_KEY = 500
_NO_TEXT = frozenset("null Null NULL true True TRUE false False FALSE".split())


def find_front_matter(data: bytes) -> tuple[int, int, int] | None:
    """Locate the block: offsets of its YAML's start and end, and of what follows the block."""
    opened = _OPEN.match(data)
    if not opened:
        return None
    closing = _CLOSE_AFTER_CR if b"\r" in data[:5] else _CLOSE
    closed = closing.search(data, opened.end())
    if not closed:
        return None
    return opened.end(), closed.start(), closed.end()


def read_front_matter(data: bytes, start: int, end: int, after: int) -> FrontMatter:
    """Read the properties between ``start`` and ``end``; never raises, errors become a fact."""
    result = FrontMatter(start, after)
    last = data[end:after].rstrip()
    if last[3:] and not last[3:4].isspace():
        result.odd_end = Span(end, end + len(last))
    raw = data[start:end]
    result.templated = b"{{" in raw or b"<%" in raw
    properties = _read_plainly(raw, start)
    if properties is not None:
        result.properties = properties
    else:
        from vaultkit.markdown.yaml.values import read_properties

        text = raw.decode()
        if data[start - 1 : start] == b"\r" and "\n" not in text:  # its lines end so, here as well
            text = text.replace("\r", "\n")
        read_properties(text, start, result)
    for item in result.properties:
        for value in item.values:
            _check_several(value, result)
    return result


def property_links(front_matter: FrontMatter, data: bytes) -> list[Link]:
    """Return the links among the property values: those that are one link as a whole."""
    links = []
    for item in front_matter.properties:
        for value in item.values:
            text = value.text.strip()
            if text.startswith("[[") and text.endswith("]]") and "]]" not in text[2:-2]:
                target, display = split_wikilink(text[2:-2])
                kind = LinkKind.WIKILINK
                if not text[2:-2].strip():
                    continue
            elif text.startswith("[") and (found := _markdown_link(text)):
                target, display = found
                kind = LinkKind.MARKDOWN
            else:
                continue
            raw = data[value.start : value.end]
            opening, closing = raw.find(b"["), max(raw.rfind(b"]"), raw.rfind(b")"))
            begin, stop = (opening, closing + 1) if 0 <= opening < closing else (0, len(raw))
            links.append(
                Link(
                    kind,
                    False,
                    target,
                    display,
                    value.start + begin,
                    value.start + stop,
                    Place.PROPERTY,
                )
            )
    return links


def _markdown_link(text: str) -> tuple[str, str] | None:
    """Return the destination and text of a value that is one Markdown link into the vault.

    The app takes one with blanks in its destination, too, where a property is nothing but that.
    """
    written = text.encode("utf-8", "replace")
    links = outline(text).links if text.isprintable() else []
    found = IN_PROPERTY.fullmatch(text)
    if len(links) == 1 and (links[0].start, links[0].end) == (0, len(written)):
        end = end_of_text(written)
        target = links[0].destination
        if found is not None and unescape(found["target"]) == target:
            target = found["target"]  # an entity is none in a property
        return (target, written[1:end].decode()) if end > 0 else None
    if found is None or WEB_ADDRESS.match(found["target"]):
        return None
    return found["target"], found["text"]


def _check_several(value: Scalar, result: FrontMatter) -> None:
    text = value.text.strip()
    if text.startswith("[[") and text.endswith("]]") and "]]" in text[2:-2] and "[[" in text[2:]:
        result.malformed_links.append(MalformedLink("several", text, value.start, value.end))


def _read_plainly(raw: bytes, base: int) -> list[Property] | None:
    """Read front matter of plain lines; None when there is anything else in it."""
    text = raw.decode()
    if _UNUSUAL.search(text.replace("\r\n", "\n")):
        return None
    properties: list[Property] = []
    seen: set[str] = set()
    indent = -1
    at = base
    for line in raw.splitlines(keepends=True):
        written = line.decode().rstrip("\r\n")
        found = _LINE.fullmatch(written)
        if not found:
            return None
        if key := found["key"]:
            if key in seen or len(key) > _LONGEST_KEY or key in _NO_TEXT:
                return None
            seen.add(key)
            current = Property(intern(key), at, at + len(key.encode()), [])
            properties.append(current)
            value = found["value"]
            indent = -1 if value else -2
            if value and value[0] == "[":
                current.values += _flow(value, at + _width(written, found.start("value")))
            elif value:
                current.values.append(
                    _scalar((), value, at + _width(written, found.start("value")))
                )
            else:
                end = at + len(written.rstrip().encode())
                current.values.append(Scalar((), "", ScalarKind.NULL, end, end))
        elif found["blank"] is None:
            item = found["item"]
            depth = len(found["indent"] if item else found["bare"])
            if indent == -2:
                indent = depth
                properties[-1].values.clear()
            if indent != depth or not properties:
                return None
            values = properties[-1].values
            if item:
                start = at + _width(written, found.start("item"))
                values.append(_scalar((len(values),), item, start))
            else:
                end = at + len(written.rstrip().encode())
                values.append(Scalar((len(values),), "", ScalarKind.NULL, end, end))
        at += len(line)
    return properties


def _flow(written: str, start: int) -> list[Scalar]:
    """Return the plain scalars of ``[a, b]``."""
    return [
        _scalar((number,), item.group(), start + _width(written, item.start()))
        for number, item in enumerate(_FLOW.finditer(written))
    ]


def _width(text: str, upto: int) -> int:
    return upto if text.isascii() else len(text[:upto].encode())


def _scalar(path: tuple[str | int, ...], written: str, start: int) -> Scalar:
    end = start + _width(written, len(written))
    if written[0] == '"':
        return Scalar(path, written[1:-1], _TEXT, start, end)
    if written[0] == "'":
        return Scalar(path, written[1:-1].replace("''", "'"), _TEXT, start, end)
    return Scalar(path, written, plain_kind(written), start, end)
