"""Base files: the names they mention are soft references, never errors (section 10)."""

import re

from vaultkit.markdown.wikilink import TARGET

_QUOTED = re.compile(r"""\\?"([^"\\\n]{1,400})\\?"|'([^'\n]{1,400})'""")


def names_in_base(data: bytes) -> list[str]:
    """Return every string in a base that may be the name of a note or file, or begin with one."""
    text = data.decode("utf-8", "replace")
    names = [found[1] or found[2] for found in _QUOTED.finditer(text)]
    targets = (found["target"].partition("#")[0] for found in TARGET.finditer(text))
    names += filter(None, targets)
    names += [name.partition("#")[0] for name in names if "#" in name]
    return list(dict.fromkeys(names))
