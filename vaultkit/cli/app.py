"""The commands; each is imported when it is asked for, so that starting stays quick."""

import io
import traceback
from importlib import import_module
from typing import IO

import click

from vaultkit.errors import ConfigError, VaultkitError
from vaultkit.text import printable, printable_lines, reason
from vaultkit.version import __version__

_ISSUES = "please report it with the lines above"


def run() -> int:
    """Run the command line in ``sys.argv`` and return the exit code."""
    try:
        result = main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        return 130
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        click.echo(printable_lines(said.getvalue()), err=True, nl=False)
        return 2
    except ConfigError as error:
        for problem in error.problems:
            complain(problem)
        return 2
    except VaultkitError as error:
        complain(str(error))
        return 2
    except BrokenPipeError:
        return 0
    except OSError as error:
        complain(f"the output cannot be written: {reason(error)}")
        return 2
    except Exception:  # noqa: BLE001
        click.echo(printable_lines(traceback.format_exc()), err=True, nl=False)
        click.echo(f"vaultkit: this is a bug in vaultkit {__version__}; {_ISSUES}", err=True)
        return 3
    return result if isinstance(result, int) else 0


def complain(sentence: str) -> None:
    """Print on standard error what is wrong."""
    click.echo(f"vaultkit: {printable(sentence)}", err=True)


COMMANDS = (
    "init",
    "check",
    "fix",
    "baseline",
    "report",
    "watch",
    "graph",
    "stats",
    "rename",
    "move",
    "rename-heading",
    "rename-tag",
    "heal",
    "undo",
    "flatten",
    "unflatten",
    "cache",
    "rule",
    "rules",
    "config",
    "completion",
)
"""In the order of help; each is a module of ``vaultkit.cli.commands`` that holds it by its name."""

_WORDS = ("explain", "help", "version")
"""What people type instead of a command or an option; help does not list them."""


def as_meant(args: list[str]) -> list[str]:
    """Return what was typed with a word of ``_WORDS`` as the command or the option it means."""
    match args:
        case ["explain", *others]:
            return ["rule", *others]
        case ["help", word] if word not in (*COMMANDS, *_WORDS) and _is_rule(word):
            return ["rule", word]
        case ["help", *others]:
            return [*as_meant(others), "--help"]
        case ["version", *others]:
            return ["--version", *others]
    return args


_FIRST_STEPS = """\
vaultkit checks an Obsidian vault, repairs what is certain, and renames notes so that links follow.

  vaultkit check ~/notes       report broken links and other findings
  vaultkit fix --diff ~/notes  show what can be fixed; nothing is written
  vaultkit fix ~/notes         apply the safe fixes
  vaultkit undo ~/notes        undo the last run
  vaultkit rule NAME           explain a rule: why, what to do, an example
  vaultkit rename OLD NEW      rename a note, and update links

`vaultkit help` lists all commands."""


class _NoArgumentsError(click.UsageError):
    """Nothing was typed but the program's name; the message is what to begin with."""

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


class _Commands(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"vaultkit.cli.commands.{name}"), name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            raise _NoArgumentsError(_FIRST_STEPS, ctx)
        return super().parse_args(ctx, as_meant(args))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from vaultkit.cli.meant import meant_by

            near = meant_by(args[0], [*COMMANDS, *_WORDS])
            if near is None:
                raise
            said = f"No such command '{args[0]}'. Did you mean \"{near}\"?"
            raise click.UsageError(said, ctx) from error

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            from vaultkit.cli.meant import command_for

            command = command_for(error.option_name)
            if command is None:
                raise
            said = f"No such option '{error.option_name}'. Did you mean \"{command}\"?"
            raise click.UsageError(said, error.ctx) from error


def _is_rule(word: str) -> bool:
    from vaultkit.cli.meant import rule_named

    return rule_named(word) is not None


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="vaultkit %(version)s")
def main() -> None:
    """Check an Obsidian vault, repair what is certain, and rename notes so that links follow.

    Exit codes: 0 nothing to fail on, 1 findings, 2 wrong use or unreadable files, 3 a bug.
    """
