"""Names of web hosts, told from those of files and folders."""

import re

_ALONE = "cloud|com|dev|edu|gov|info|io|net|org"
"""Domains that are no ending of a file, so that a host needs no path to be told."""
_HOST = re.compile(
    r"(?i)(?:[\w.+~-]+(?::[^\s/@]*)?@)?(?:[^\W_](?:[\w-]*[^\W_])?\.)+"
    rf"(?:(?:{_ALONE})(?=[/?:#]|\Z)|(?:[^\W\d_]{{2,}}|xn--[a-z\d-]+)(?=[/?:]))"
)
_MAIL = re.compile(r"[^\s/@]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}\Z")


def host_of(address: str) -> str | None:
    """Return the host that an address without ``https://`` begins with; None where it names none.

    Of most domains a path must follow, since they may be endings of files as well. Any word counts
    as a domain there: new ones are made every year, and networks have their own (``nas.local``).
    An e-mail address is a host, too.
    """
    found = _HOST.match(address) or _MAIL.match(address)
    return found[0] if found else None
