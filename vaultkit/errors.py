"""What a user can cause and fix: one clear sentence each, exit code 2."""

from collections.abc import Sequence


class VaultkitError(Exception):
    """Something the user can act on; the message says what, where and what to do."""


class UsageError(VaultkitError):
    """The command was asked for something it cannot do."""


class TreeError(VaultkitError):
    """A file or folder could not be listed or read."""


class ConfigError(VaultkitError):
    """A configuration that cannot be used; holds every problem found, not just the first."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Store the problems, one sentence each."""
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)
