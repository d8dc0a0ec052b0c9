"""Percent-encoding the destinations of Markdown links; ``vault.resolver.obsidian`` decodes them."""

import re

_CONTROLS = r"\x00-\x1f\x7f"
_IN_APP = re.compile(rf"[%\\<>`| {_CONTROLS}]")
_IN_ANY_READER = re.compile(r"""[%\\<>`| \t#?"()^\[\]{}]""")
_IN_FRAGMENT = re.compile(r"[\s<>()\"\\]")
_IN_NEW_FRAGMENT = re.compile(r"[^\w.~!$&'*+,;=:@/?%-]")
_PARENTHESES = re.compile(r"[()]")
_BEFORE_TAG = re.compile(r"[*_~=](?=#)")
_IN_ADDRESS, _IN_PATH = re.compile(" "), re.compile("[% ]")


def for_app(text: str) -> str:
    """Return a path and subpath as the app writes them (reference, section 9.3)."""
    return _escaped(_IN_APP, text)


def for_any_reader(path: str) -> str:
    """Return a file's path as every reader of Markdown takes it, be there a ``#`` in it."""
    return _escaped(_IN_ANY_READER, path)


def of_new_fragment(subpath: str) -> str:
    """Return the part of a file that a wikilink named, as the fragment of a Markdown link."""
    return _escaped(_IN_NEW_FRAGMENT, subpath)


def of_fragment(fragment: str) -> str:
    """Return the fragment of a Markdown link, escaped already except for what would end it."""
    return _escaped(_IN_FRAGMENT, fragment)


def parentheses(destination: str) -> str:
    """Return a destination without parentheses, which might end the link."""
    return _escaped(_PARENTHESES, destination)


def before_tags(destination: str) -> str:
    """Return a destination with no sign before its ``#`` behind which that would be a tag."""
    return _escaped(_BEFORE_TAG, destination)


def of_blanks(written: str, *, is_address: bool) -> str:
    """Return a destination that was written as it is read, blanks included."""
    return _escaped(_IN_ADDRESS if is_address else _IN_PATH, written)


def with_blanks(destination: str) -> str:
    """Return a destination as it can be within ``<>``."""
    return destination.replace("%20", " ")


def _escaped(unsafe: re.Pattern[str], text: str) -> str:
    return unsafe.sub(lambda found: _percent(found[0]), text)


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogatepass"))
