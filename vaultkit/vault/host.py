"""Names of web hosts, told from those of files and folders."""

import re

_SURE = "cloud|com|dev|edu|gov|info|io|net|org"
_WITH_PATH = (
    "ai|app|at|au|be|biz|br|ca|cc|ch|cn|co|cz|de|dk|es|eu|fi|fr|ie|in|it|jp|kr|me|nl|no|nz|pt|ru|"
    "se|tv|tw|uk|us|xyz"
)
_HOST = re.compile(
    rf"(?i)(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+(?:(?:{_SURE})(?=[/?]|\Z)|(?:{_WITH_PATH})(?=[/?]))"
)


def host_of(address: str) -> str | None:
    """Give the host that an address without ``https://`` begins with; None where it names none.

    Of the domains of countries, and others that are endings of files as well, a path must follow.
    """
    found = _HOST.match(address)
    return found[0] if found else None
