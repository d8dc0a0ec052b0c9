"""The inside of ``[[...]]``, split as Obsidian splits it (reference, section 1.1)."""

import unicodedata


def tidy(text: str) -> str:
    """Return a link text or path in the form Obsidian compares: plain spaces, trimmed, NFC."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text.replace("\u00a0", " ").replace("\u202f", " ")).strip()


def split_wikilink(inner: str) -> tuple[str, str | None]:
    """Split what stands between the brackets into target and display text (None without a pipe).

    The first pipe after the first character divides; a backslash at the end of the target (the form
    that tables need before the pipe) is dropped.
    """
    inner = inner.strip()
    pipe = inner.find("|", 1)
    target, text = (inner, None) if pipe < 0 else (inner[:pipe], inner[pipe + 1 :])
    return tidy(target.removesuffix("\\")), text


def closes_later(inner: str) -> bool:
    """Return whether a third ``]`` behind a wikilink is part of its name, as in ``[[a [b]]]``.

    That is so where the name holds a bracket that nothing else closes. The app is said to take the
    last two of the three; such a link is written for such a name or by nobody.

    Args:
        inner: what is between the brackets, without the third one.
    """
    return inner.count("[") > inner.count("]") and "|" not in inner and "#" not in inner


def begins_with_third(linkpath: str) -> bool:
    """Return whether a name begins with a bracket that it does not close, as of ``[[[name]]]``."""
    return linkpath.startswith("[") and linkpath.count("[") > linkpath.count("]")


def split_subpath(target: str) -> tuple[str, str]:
    """Split a link target at the first ``#`` into linkpath and subpath (which keeps its ``#``)."""
    at = target.find("#")
    return (target, "") if at < 0 else (target[:at].rstrip(), target[at:])
