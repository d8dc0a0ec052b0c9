"""The formats of a report, and the option that writes one to a file."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vaultkit.cli.output_files import expect_place
from vaultkit.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

FORMATS = (
    "text",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "markdown",
)
FOR_PEOPLE = ("text", "concise")
FINDINGS_ONLY = ("concise", "jsonl", "gitlab")
"""Formats that have no room for what is said besides the findings."""

HYPERLINKS = "vaultkit.hyperlinks"
"""The key of what ``--hyperlinks`` says, in the context of a command."""


@dataclass(frozen=True)
class OutputFile:
    """A file to write the findings to, and how."""

    format: str
    path: Path


class OutputFileType(click.ParamType):  # type: ignore[type-arg]  # old versions take none
    """An option's value ``FORMAT=PATH``."""

    name = "FORMAT=PATH"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> OutputFile:
        """Return the file that a value names.

        Raises:
            UsageError: there is no such format, or no file can be there.
        """
        del param, ctx
        if isinstance(value, OutputFile):
            return value
        given = f"--output-file {value}"
        name, equals, path = str(value).partition("=")
        if not (equals and name and path):
            raise UsageError(f"{given}: must be FORMAT=PATH")
        if name not in FORMATS:
            raise UsageError(f'{given}: unknown format "{name}"; choose from {", ".join(FORMATS)}')
        if path == "-":
            raise UsageError(f"{given}: use --format for standard output")
        expect_place(Path(path), given)
        return OutputFile(name, Path(path))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        """Return the formats that begin as what is typed; after ``=`` the shell knows the files."""
        from click.shell_completion import CompletionItem

        del ctx, param
        return [CompletionItem(f"{name}=") for name in FORMATS if f"{name}=".startswith(incomplete)]
