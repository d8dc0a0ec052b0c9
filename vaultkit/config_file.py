"""The configuration file: found and read, not yet understood, and what is laid over it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vaultkit.errors import ConfigError
from vaultkit.vault.disk import DISK, Disk

FILE_NAME = "vaultkit.toml"
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
    """Give the ``root`` that a configuration names, if it names one."""
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
    import tomllib

    try:
        tool = tomllib.loads(text).get("tool")
    except (ValueError, RecursionError):
        return "[tool.vaultkit" in text
    if not isinstance(tool, dict):
        return isinstance(tool, str) and "tool.vaultkit" in tool
    return "vaultkit" in tool


def table_of(config_file: Path, disk: Disk = DISK) -> dict[str, Any]:
    """Give what a configuration file holds.

    Raises:
        ConfigError: it cannot be read.
    """
    import tomllib

    try:
        content = tomllib.loads(disk.read(config_file).decode())
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{config_file}: not valid TOML: {error}"]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([f"{config_file}: not valid TOML: it is not UTF-8"]) from error
    except ValueError as error:
        what = "not valid TOML: it holds a number that is too long"
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


def described(value: Any) -> str:
    """Give a value as a message calls it."""
    if isinstance(value, str):
        return f'"{value}"'
    return KINDS.get(type(value), type(value).__name__)
