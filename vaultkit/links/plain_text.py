"""Plain words as Markdown, and back: texts of links, titles, and what a link's title keeps."""

import html
import re

from vaultkit.links import percent_encoding

_MARKUP = re.compile(
    r"""(?x) [\\`*\[\]$] | (?<!\w)_ | _(?!\w) | ~(?=~) | (?<=~)~ | %(?=%) | (?<=%)% | =(?==)
    | <(?=[A-Za-z/!?]) | &(?=[A-Za-z#]) | \A\^ """
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HIDDEN = str.maketrans({mark: f"&#{ord(mark)};" for mark in '"&\\|[]()<>`$*_%\r\n'})


def as_markdown(text: str, *, in_table: bool = False) -> str:
    """Return Markdown that shows a text exactly."""
    written = _MARKUP.sub(lambda found: f"\\{found.group()}", text)
    return written.replace("|", "\\|") if in_table else written


def as_text(markdown: str) -> str:
    """Return a piece of Markdown without the backslashes that only escape."""
    return _ESCAPED.sub(r"\1", markdown)


def hide(written: str) -> str:
    """Return a text as it can be in a link's title, with nothing in it that is markup."""
    return written.translate(_HIDDEN)


def text_of_title(title: str) -> str:
    """Return the text that is in a link's title."""
    return html.unescape(title)


def as_path(path: str) -> str:
    """Return a file's path as the destination of a Markdown link."""
    url = percent_encoding.for_any_reader(path)
    return f"./{url}" if ":" in url.partition("/")[0] else url
