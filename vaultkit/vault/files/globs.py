"""Globs over paths, with the meaning they have in a ``.gitignore``."""

import re
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from vaultkit.errors import ConfigError
from vaultkit.patterns.engine import has_engine
from vaultkit.text import decodable

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


_LONGEST = 4096
"""No path is longer."""
_AT_ONCE = 100
_MOST_STARS = 3
"""In one part of a path, without RE2: with more, a long name may take Python's ``re`` minutes."""


def any_glob(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Return a test for paths that match any of the patterns; case counts for nothing.

    Raises:
        ConfigError: they are too many, and depend on each other because of a "!".
    """
    if not patterns:
        return lambda _: False
    size = len(patterns) if any(pattern.startswith("!") for pattern in patterns) else _AT_ONCE
    try:
        specs = [_spec(patterns[at : at + size]) for at in range(0, len(patterns), size)]
    except ValueError as error:
        said = f"these {len(patterns):,} globs are too many to be matched together; write fewer"
        raise ConfigError([f'{said}, or none with "!"']) from error

    def matches(path: str) -> bool:
        path = decodable(path.lower())
        return any(spec.match_file(path) for spec in specs)

    return matches


def is_glob(pattern: str) -> bool:
    """Return whether a pattern can be understood."""
    if len(pattern) > _LONGEST:
        return False
    try:
        _spec([pattern])
    except ValueError:
        return False
    return True


def _spec(patterns: Sequence[str]) -> "GitIgnoreSpec":
    """Return patterns that RE2 matches, in linear time.

    Raises:
        ValueError: one cannot be used, or they are too many.
    """
    import pathspec

    if not has_engine():
        return _spec_without_engine(patterns)
    import re2

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return pathspec.GitIgnoreSpec.from_lines(
                (pattern.lower() for pattern in patterns), backend="re2"
            )
    except (re.error, re2.error) as error:
        raise ValueError(str(error)) from error


def _spec_without_engine(patterns: Sequence[str]) -> "GitIgnoreSpec":
    """Return patterns that Python's ``re`` matches: only such as cannot take it long.

    Raises:
        ValueError: one cannot be used, or has too many stars.
    """
    import pathspec

    for pattern in patterns:
        parts = pattern.split("/")
        if max(parts.count("**"), *(part.count("*") for part in parts)) > _MOST_STARS:
            raise ValueError(f"more than {_MOST_STARS} stars need google-re2: pip install it")
    try:
        return pathspec.GitIgnoreSpec.from_lines(
            (pattern.lower() for pattern in patterns), backend="simple"
        )
    except re.error as error:
        raise ValueError(str(error)) from error
