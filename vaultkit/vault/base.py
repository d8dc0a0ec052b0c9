"""Base files: the names they mention are soft references, never errors (section 10)."""

import re

_QUOTED = re.compile(r"""\\?"([^"\\\n]{1,400})\\?"|'([^'\n]{1,400})'""")
_WIKILINK = re.compile(r"\[\[([^\[\]|#\n]+)")


def names_in_base(data: bytes) -> list[str]:
    """Give every string in a base that may be the name of a note or file."""
    text = data.decode("utf-8", "replace")
    names = [found[1] or found[2] for found in _QUOTED.finditer(text)]
    return list(dict.fromkeys([*names, *(found[1] for found in _WIKILINK.finditer(text))]))
