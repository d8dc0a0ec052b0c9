"""The configuration file: found and read, not yet understood, and what is laid over it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vaultkit.errors import ConfigError
from vaultkit.vault.files.disk import DISK, Disk

FILE_NAME = "vaultkit.toml"
_LONGEST = 120
_LARGEST = 1_000_000
_DEEPEST = 50
_MOST_PARTS = 500
_PART = r"""(?:[\w-]+|"(?:[^"\\\n]|\\.)*(?:"|\\?(?=\n)|\\?\Z)|'[^'\n]*(?:'|(?=\n)|\Z))"""
_KEYS = re.compile(rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*")
"""Keys of one part or more, and whatever looks like them; it stops nowhere twice."""
KINDS: dict[Any, str] = {
    str: "a string",
    int: "a whole number",
    bool: "true or false",
    dict: "a table",
    list: "a list",
}
"""What values of a type are called."""


@dataclass
class Choices:
    """What the command line asks for; None where it says nothing."""

    select: Sequence[str] | None = None
    extend_select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    fail_on: str | None = None
    dialect: str | None = None


def configured_root(config_file: Path, disk: Disk = DISK) -> str | None:
    """Return the ``root`` that a configuration names, if it names one."""
    try:
        value = table_of(config_file, disk).get("root")
    except ConfigError:
        return None
    return value if isinstance(value, str) else None


def find_config(start: Path, disk: Disk = DISK) -> Path | None:
    """Find the configuration that holds for a folder: the nearest upwards in its repository."""
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        if disk.is_file(own):
            return own
        project = folder / "pyproject.toml"
        if disk.is_file(project) and _names_us(project, disk):
            return project
        if (folder / ".git").exists():
            return None
    return None


def _names_us(project: Path, disk: Disk) -> bool:
    try:
        text = disk.read(project).decode("utf-8", "replace")
    except OSError:
        return False
    if "vaultkit" not in text:
        return False
    try:
        tool = _parsed(text).get("tool")
    except (ValueError, RecursionError):
        return "[tool.vaultkit" in text
    if not isinstance(tool, dict):
        return isinstance(tool, str) and "tool.vaultkit" in tool
    return "vaultkit" in tool


def table_of(config_file: Path, disk: Disk = DISK) -> dict[str, Any]:
    """Return what a configuration file holds.

    Raises:
        ConfigError: it cannot be read.
    """
    import tomllib

    try:
        content = _parsed(disk.read(config_file).decode())
    except _TooLargeError as error:
        raise ConfigError([f"{config_file}: {error}"]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{config_file}: not valid TOML: {error}"]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([f"{config_file}: not valid TOML: it is not UTF-8"]) from error
    except ValueError as error:
        what = "not valid TOML: it has a number that is too long"
        raise ConfigError([f"{config_file}: {what}"]) from error
    except RecursionError as error:
        raise ConfigError([f"{config_file}: not valid TOML: nested too deeply"]) from error
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise ConfigError([f"{config_file}: cannot be read: {said}"]) from error
    if config_file.name == "pyproject.toml":
        for key, place in (("tool", "tool"), ("vaultkit", "tool.vaultkit")):
            content = content.get(key, {})
            if not isinstance(content, dict):
                what = f"must be a table, not {described(content)}"
                raise ConfigError([f"{config_file.name}: {place}: {what}"])
    return content


class _TooLargeError(ValueError):
    """What a file holds is more than any configuration needs, and could take very long to read."""


def _parsed(text: str) -> dict[str, Any]:
    """Return what a text in TOML holds.

    Raises:
        ValueError: it is not one.
        RecursionError: it is nested too deeply to be read.
    """
    import tomllib

    if len(text) > _LARGEST:
        raise _TooLargeError(f"has more than {_LARGEST:,} characters, which no configuration needs")
    # reading a key takes time that grows with the square of its parts
    for keys in _KEYS.finditer(text):
        if keys[0].count(".") > _MOST_PARTS:
            line = text.count("\n", 0, keys.start()) + 1
            raise _TooLargeError(f"line {line}: a key has more than {_MOST_PARTS} parts")
    content = tomllib.loads(text)
    level: list[Any] = [content]
    for _ in range(_DEEPEST):
        level = [
            inner
            for part in level
            for inner in (part.values() if isinstance(part, dict) else part)
            if isinstance(inner, dict | list)
        ]
    if level:
        raise RecursionError
    return content


def described(value: Any) -> str:
    """Return a value as a message calls it."""
    if isinstance(value, str):
        return f'"{shortened(value)}"'
    return KINDS.get(type(value), type(value).__name__)


def shortened(text: str) -> str:
    """Return a text as a message holds it, cut where it is very long."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
