"""Globs over paths, with the meaning they have in a ``.gitignore``."""

import re
from collections.abc import Callable, Sequence


def any_glob(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Give a test for paths that match any of the patterns; case counts for nothing."""
    if not patterns:
        return lambda _: False
    import pathspec

    spec = pathspec.GitIgnoreSpec.from_lines(pattern.lower() for pattern in patterns)
    return lambda path: bool(spec.match_file(path.lower()))


def is_glob(pattern: str) -> bool:
    """Say whether a pattern can be understood."""
    import pathspec

    try:
        pathspec.GitIgnoreSpec.from_lines([pattern])
    except (ValueError, re.error):
        return False
    return True
