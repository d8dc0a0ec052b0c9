"""The independent witness: what a reader sees of a note, by a second parser.

markdown-it-py reads the note and everything seen is written down as one string, in which every link
and every block leaves a mark. A fix is checked by two such strings: they may differ in what the fix
declared, and in nothing else.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from vaultkit.markdown.facts import FrontMatter
from vaultkit.markdown.frontmatter import find_front_matter
from vaultkit.markdown.seen import CLOSE, INLINE, seen_link, seen_text, visible
from vaultkit.markdown.wikilink import closes_later, split_wikilink
from vaultkit.markdown.yaml_witness import compose_properties

_BLOCK = "\x1f"
ROW_END = f"{_BLOCK}tr_close"
"""What the end of a table's row leaves in what the witness writes down."""
_DEEPEST = 100
"""Each level takes several of Python's thousand calls; what is deeper is seen by no one."""
_WIKILINK = re.compile(r"!?\[\[((?:(?!\[\[|\]\])[^\n])+)\]\]")
_FOOTNOTE = re.compile(r"(?m)^([ \t>]*)\[\^")


def witness(data: bytes) -> str:
    """Return what a reader sees of a note, front matter left out.

    Args:
        data: the note, valid UTF-8 without a byte order mark.
    """
    block = find_front_matter(data) if data.startswith(b"---") else None
    text = (data[block[2] :] if block else data).decode()
    pieces: list[str] = []
    for token in _parser().parse(_FOOTNOTE.sub(r"\1\\[^", text)):
        if token.type == "inline":
            for child in token.children or ():
                _write_inline(child, pieces)
        else:
            pieces.append(seen_block(token.type, token.markup, token.info) + token.content)
    return "".join(pieces)


def seen_block(kind: str, markup: str = "", info: str = "") -> str:
    """Return what the beginning or end of a block leaves in what the witness writes down."""
    return f"{_BLOCK}{kind} {markup} {info}\n"


def witness_cells(row: bytes) -> list[str]:
    """Return the cells of a table's row as they are written, also those that its header cuts off.

    Args:
        row: the line, valid UTF-8 without what a quote or a list puts before it.
    """
    cells = escapedSplit(row.decode().strip())
    if cells and not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return cells


def witness_properties(data: bytes) -> FrontMatter | None:
    """Return a note's front matter as PyYAML reads it; None where there is none.

    Of what PyYAML cannot read there is an error and nothing else.
    """
    block = find_front_matter(data) if data.startswith(b"---") else None
    if block is None:
        return None
    start, end, after = block
    result = FrontMatter(start, after)
    compose_properties(data[start:end], start, result)
    return result


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.validateLink = lambda _: True  # type: ignore[assignment,method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.inline.ruler.before("link", "wikilink", _wikilink)
    return parser


def _wikilink(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if state.src[state.pos] not in "![":
        return False
    found = _WIKILINK.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    inner, end = found[1], found.end()
    if not inner.startswith("[") and state.src.startswith("]", end) and closes_later(inner):
        inner, end = f"{inner}]", end + 1
    if not silent:
        token = state.push("wikilink", "", 0)
        token.content = inner
        token.markup = found.group()[0]
    state.pos = end
    return True


def _write_inline(token: Token, pieces: list[str]) -> None:
    if token.type == "text":
        pieces.append(token.content)
    elif token.type == "softbreak":
        pieces.append("\n")
    elif token.type == "wikilink":
        target, text = split_wikilink(token.content)
        pieces.append(seen_link(target, wikilink=True, embed=token.markup == "!"))
        pieces.append(seen_text(visible(target, text)))
    elif token.type == "link_open":
        pieces.append(seen_link(str(token.attrs["href"]), wikilink=False, embed=False))
        pieces.append(str(token.attrs.get("title", "")) and f"{token.attrs['title']}{INLINE}")
    elif token.type == "link_close":
        pieces.append(CLOSE)
    elif token.type == "image":
        pieces.append(seen_link(str(token.attrs["src"]), wikilink=False, embed=True))
        pieces.append(str(token.attrs.get("title", "")) and f"{token.attrs['title']}{INLINE}")
        for child in token.children or ():
            _write_inline(child, pieces)
        pieces.append(CLOSE)
    else:
        pieces.append(f"{INLINE}{token.type} {token.content}")
