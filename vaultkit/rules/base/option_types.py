"""What an option of a rule can hold besides TOML's own types, and how a list of tables is declared.

The options of a rule are a frozen dataclass. A field is a ``str``, ``int``, ``bool``, ``dict`` or
``Literal``, one of the types here, a ``tuple[..., ...]`` of any of these, or a tuple of another
such dataclass, which is written as a list of tables; in that, a field without a default has to be
given. Where fields depend on each other, the dataclass has a method ``faults``.
"""

from collections.abc import Iterator
from typing import NewType, Protocol, runtime_checkable

from vaultkit.patterns.pattern import Pattern, compile_pattern

Glob = NewType("Glob", str)
"""A pattern for paths, with the meaning it has in a ``.gitignore``."""

Regex = NewType("Regex", str)
"""A regular expression, as ``vaultkit.patterns`` takes them."""

NO_REGEX = Regex("")
"""What stands for none."""


@runtime_checkable
class Faulty(Protocol):
    """Options that can say what is wrong with them, one by one right though they are."""

    def faults(self) -> Iterator[tuple[str, str]]:
        """Return the key and a sentence ("must ...") for each thing that is wrong."""
        ...


def compiled(pattern: str, *, ignore_case: bool = False) -> Pattern:
    """Compile a regular expression, in which ``^`` and ``$`` stand for the ends of any line.

    Raises:
        ValueError: it cannot be used; the message is what follows the pattern in a sentence.
    """
    return compile_pattern(pattern, ignore_case=ignore_case, multiline=True)
