"""What a note leaves open at its end, and the line that ends it.

In a file of its own, code or a comment that nothing ends goes to the end of the note; in one file
it would swallow the notes that follow.
"""

import re
from collections.abc import Iterator

from vaultkit.errors import UsageError
from vaultkit.markdown.facts import Place
from vaultkit.markdown.parser import parse
from vaultkit.markdown.wikilink import write_wikilink
from vaultkit.markdown.witness import witness
from vaultkit.source import Source
from vaultkit.text import printable

_DOLLARS = b"&#36;$"
_SIGN = "$$"
_PROBE_ID = "vaultkit-probe"
_PROBE = (
    f'\n<a id="{_PROBE_ID}"></a>\n\n# Probe {{#{_PROBE_ID}}}\n\n%% {write_wikilink(_PROBE_ID)} %%\n'
)
_SEEN = f"heading_open # \nProbe {{#{_PROBE_ID}}}"
_MAY_SWALLOW = re.compile(rb"(?m)^[ \t>]*+(?:[-*+]|\d+[.)])?[ \t]*(?:`{3}|~{3}|<[!?A-Za-z])")
_FENCE = re.compile(rb"(?m)^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})")
_TAILS = ((b"$$", b"\n$$\n"), (b"%%", b"\n%%\n"), (b"<!--", b"\n-->\n"), (b"<?", b"\n?>\n"))
"""What may be open without harm until a later note holds its end."""
_CLOSERS = ("-->", "%%", "</pre>", "</script>", "</style>", "</textarea>", "?>", "]]>", ">")


def close(body: bytes, path: str) -> tuple[bytes, str]:
    """Return a note's text so that it ends where it ends, and what `reopen` must know.

    Args:
        body: the text.
        path: the note, for the message.

    Raises:
        UsageError: nothing ends it.
    """
    ended = body if not body or body.endswith(b"\n") else body + b"\n"
    if _is_closed(ended, entirely=True):
        return ended, ""
    links = _links(ended)
    best = (ended, "") if _is_closed(ended) else None
    for shown, sign in _without_maths(ended):
        for line in ("", *_lines(shown)) if sign else _lines(shown):
            closed = shown + (line.encode() + b"\n" if line else b"")
            found = closed, f"{sign}\n{line}" if sign and line else sign or line
            if _is_closed(closed, entirely=True) and _links(closed) == links:
                return found
            if best is None and _is_closed(closed):
                best = found
    if best is not None:
        return best
    raise UsageError(
        f"{printable(path)}: something in it is not closed and would swallow the notes after it; "
        "close it and try again"
    )


def _links(body: bytes) -> list[str]:
    return [link.target for link in parse(Source(body)).links]


def reopen(body: bytes, closed: str) -> bytes:
    """Return the text of a note as it was before it was closed."""
    had_maths = closed == _SIGN or closed.startswith(f"{_SIGN}\n")
    line = closed.removeprefix(_SIGN).removeprefix("\n") if had_maths else closed
    if line:
        body = body.removesuffix(f"{line}\n".encode())
    before, dollars, after = body.rpartition(_DOLLARS)
    return before + b"$$" + after if had_maths and dollars else body


def _without_maths(body: bytes) -> Iterator[tuple[bytes, str]]:
    """Yield the text as it is, and with its last two dollar signs written so that they are text.

    A line that ends maths would make maths of all after the signs, links and all.
    """
    at = body.rfind(b"$$")
    if at >= 0:
        yield b"".join([body[:at], _DOLLARS, body[at + 2 :]]), _SIGN
    yield body, ""


def _is_closed(body: bytes, *, entirely: bool = False) -> bool:
    """Return whether a title that follows is one, whatever the notes after it hold.

    Args:
        body: the text.
        entirely: whether a comment that follows must be one, too.
    """
    tails = [tail for sign, tail in _TAILS if sign in body]
    if not all(
        _is_read(body + _PROBE.encode() + tail, entirely=entirely) for tail in (b"", *tails)
    ):
        return False
    return not _MAY_SWALLOW.search(body) or _SEEN in witness(b"\n" + body + _PROBE.encode())


def _is_read(text: bytes, *, entirely: bool) -> bool:
    facts = parse(Source(text))
    if entirely and not any(
        link.target == _PROBE_ID and link.place is Place.COMMENT for link in facts.links
    ):
        return False
    return any(mark.name == _PROBE_ID for mark in facts.html_ids) and any(
        heading.root and heading.level == 1 and heading.text.endswith(f"{{#{_PROBE_ID}}}")
        for heading in facts.headings
    )


def _lines(body: bytes) -> Iterator[str]:
    found = dict.fromkeys(reversed(_FENCE.findall(body)))
    fences = [fence.decode() for _, fence in found]
    fences += [f"{' ' * len(before)}{fence.decode()}" for before, fence in found if before]
    yield from fences
    yield from _CLOSERS
    for fence in fences:
        yield from (f"{fence}\n{closer}" for closer in _CLOSERS)
