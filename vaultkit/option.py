"""What an option of a rule can hold besides TOML's own types, and how a list of tables is declared.

The options of a rule are a frozen dataclass. A field is a ``str``, ``int``, ``bool``, ``dict`` or
``Literal``, one of the types here, a ``tuple[..., ...]`` of any of these, or a tuple of another
such dataclass, which is written as a list of tables; in that, a field without a default has to be
given. Where fields depend on each other, the dataclass has a method ``faults``.
"""

import re
import warnings
from collections.abc import Iterator
from functools import cache
from typing import NewType, Protocol, runtime_checkable

Glob = NewType("Glob", str)
"""A pattern for paths, with the meaning it has in a ``.gitignore``."""

Regex = NewType("Regex", str)
"""A regular expression of Python's."""

NO_REGEX = Regex("")
"""What stands for none."""


@runtime_checkable
class Faulty(Protocol):
    """Options that can say what is wrong with them, one by one right though they are."""

    def faults(self) -> Iterator[tuple[str, str]]:
        """Give the key and a sentence ("must ...") for each thing that is wrong."""
        ...


@cache
def compiled(pattern: str, *, ignore_case: bool = False) -> re.Pattern[str]:
    """Compile a regular expression, in which ``^`` and ``$`` stand for the ends of any line.

    Raises:
        ValueError: it is none; the message says why.
    """
    flags = re.MULTILINE | (re.IGNORECASE if ignore_case else 0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(pattern, flags)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(str(error)) from error
