"""The mark of a note that vaultkit wrote: what is there is about the vault, no part of it."""

import re
from codecs import BOM_UTF8

MARK = "<!-- vaultkit report -->"
"""The first line of a report, below the front matter if someone has given it any."""

_MARKED = re.compile(rb"\s*" + re.escape(MARK.encode()))


def is_report(data: bytes, start: int) -> bool:
    """Return whether a note is a report.

    Args:
        data: the note's bytes, without a byte order mark.
        start: where its body begins.
    """
    return _MARKED.match(data, start) is not None


def own_front_matter(data: bytes) -> bytes | None:
    """Return the front matter that a report has; None where a file is no report.

    Args:
        data: the file's bytes; one that is empty counts as a report.
    """
    from vaultkit.markdown.frontmatter import find_front_matter

    data = data.removeprefix(BOM_UTF8)
    block = find_front_matter(data)
    start = block[2] if block else 0
    return data[:start] if is_report(data, start) or not data.strip() else None
