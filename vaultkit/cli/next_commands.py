"""The command to type after a report: the same paths and choices, for ``vaultkit fix``."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from vaultkit.cli.options import CheckOptions, FixOptions
from vaultkit.config.vault_root import find_home
from vaultkit.errors import UsageError
from vaultkit.report.ending import Advice

_MOST_PATHS = 4
_OPTIONS = ("root", "config_file", "dialect", "select", "extend_select", "ignore")
_SINCE = ("staged", "new_since", "new_since_merge_base", "no_baseline")


def advice_of(options: CheckOptions) -> Advice:
    """Return the commands to type after the report of a check, or of a fix."""
    can_be_said = Path("-") not in options.paths and len(options.paths) <= _MOST_PATHS
    chosen = " ".join(_words(options)) if can_be_said else None
    is_fix = isinstance(options, FixOptions)
    is_asked = isinstance(options, FixOptions) and options.interactive
    return Advice(
        _program(),
        chosen,
        is_fixed=is_fix and not is_asked,
        is_asked=is_asked,
        is_commit=options.since.staged,
    )


def _words(options: CheckOptions) -> Iterator[str]:
    """Yield the words that choose what is fixed as they chose what was checked."""
    for record, names in ((options, _OPTIONS), (options.since, _SINCE)):
        for name in names:
            value = getattr(record, name)
            option = f"--{name.removesuffix('_file').replace('_', '-')}"
            if value is True:
                yield option
            elif value:
                words = [value] if isinstance(value, (str, Path)) else value
                yield from (f"{option} {shell_word(str(word))}" for word in words)
    yield from (shell_word(str(path)) for path in options.paths)


def with_vault(command: str, root: Path) -> str:
    """Return a command of this program for a vault, to be typed in the current folder."""
    try:
        here = Path.cwd()
        is_here = find_home(here).root == root
    except (OSError, UsageError):
        return f"vaultkit {command} {shell_word(str(root))}"
    if is_here:
        return f"vaultkit {command}"
    below = root.relative_to(here) if root.is_relative_to(here) else root
    return f"vaultkit {command} {shell_word(str(below))}"


def shell_word(text: str) -> str:
    """Return a word as it is typed; the user's own folder as ``~``, as it mostly was."""
    if os.name == "nt":  # whose shells pass ~ on as it is
        return subprocess.list2cmdline([text])
    text = text if not text.startswith("-") else f"./{text}"
    home = os.path.expanduser("~").rstrip("/")  # noqa: PTH111
    if home and text == home:
        return "~"
    if home and text.startswith(f"{home}/"):
        return f"~/{quote(text[len(home) + 1 :])}"
    return quote(text)


def _program() -> str:
    """Return what to type for this program: its path where its name alone would not find it."""
    typed = sys.argv[0]
    if os.path.basename(typed) != "vaultkit":  # noqa: PTH119
        return "vaultkit"
    found = shutil.which("vaultkit")
    if found and os.path.realpath(found) == os.path.realpath(typed):
        return "vaultkit"
    return shell_word(typed) if os.sep in typed else "vaultkit"
