"""Names of web hosts, told from those of files and folders."""

import re

_ALONE = "cloud|com|dev|edu|gov|info|io|net|org"
"""Domains that are no ending of a file, so that a host needs no path to be told."""
_GENERIC = (
    "academy|agency|app|art|arpa|asia|biz|blog|capital|care|cat|center|chat|city|cloud|club|codes|"
    "coffee|com|community|company|computer|coop|design|dev|digital|earth|edu|education|email|"
    "energy|engineering|expert|farm|fm|foundation|fun|games|global|gov|group|guide|health|help|"
    "host|house|info|ink|institute|int|international|jobs|land|law|legal|life|link|live|media|"
    "mil|mobi|museum|name|net|network|news|ngo|nyc|one|ong|online|org|page|photo|photography|pics|"
    "place|plus|post|press|pro|pub|report|review|rocks|run|school|science|services|shop|show|site|"
    "social|software|solutions|space|store|studio|study|support|systems|team|tech|technology|tel|"
    "tips|today|tools|top|town|travel|university|video|wiki|work|works|world|wtf|xyz|zone"
)
_HOST = re.compile(
    r"(?i)(?:[\w.+~-]+(?::[^\s/@]*)?@)?(?:[^\W_](?:[\w-]*[^\W_])?\.)+"
    rf"(?:(?:{_ALONE})(?=[/?:#]|\Z)|(?:{_GENERIC}|[a-z]{{2}}|xn--[a-z\d-]+)(?=[/?:]))"
)
_MAIL = re.compile(r"[^\s/@]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}\Z")


def host_of(address: str) -> str | None:
    """Return the host that an address without ``https://`` begins with; None where it names none.

    Of the domains of countries (all of two letters), and others that are endings of files as well,
    a path must follow. An e-mail address is one.
    """
    found = _HOST.match(address) or _MAIL.match(address)
    return found[0] if found else None
