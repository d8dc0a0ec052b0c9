"""The commands; each imports what it needs when it runs, so that starting stays quick."""

import sys
import traceback
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vaultkit import __version__
from vaultkit.cli.formats import FORMATS, OutputFileType
from vaultkit.errors import ConfigError, UsageError, VaultkitError
from vaultkit.printable import printable, reason

if TYPE_CHECKING:
    from vaultkit.cli.since import Since

_ISSUES = "please report it with the lines above"


def run() -> int:
    """Run the command line in ``sys.argv`` and give the exit code."""
    try:
        result = main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        return 130
    except click.ClickException as error:
        error.show()
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
        traceback.print_exc()
        click.echo(f"vaultkit: this is a bug in vaultkit {__version__}; {_ISSUES}", err=True)
        return 3
    return result if isinstance(result, int) else 0


def complain(sentence: str) -> None:
    """Say on standard error what is wrong."""
    click.echo(f"vaultkit: {printable(sentence)}", err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="vaultkit %(version)s")
def main() -> None:
    """Check an Obsidian vault: broken links and anchors, stubs, duplicates, orphans.

    Exit codes: 0 nothing found, 1 findings, 2 wrong use or unreadable files, 3 a bug.
    """


_RULE = "RULE"
_PATH = click.Path(path_type=Path)


def _choosing(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that say what is checked, in this order."""
    for option in reversed(_CHOOSING):
        command = option(command)
    return command


def _take_since(options: dict[str, Any]) -> "Since":
    """Take from the options what they say of time."""
    from vaultkit.cli.since import Since

    return Since(**{field.name: options.pop(field.name, False) for field in fields(Since)})


_CHOOSING = (
    click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True)),
    click.option("--root", type=_PATH, help="The vault's folder; found by itself by default."),
    click.option("--config", "config_file", type=_PATH, help="Use this configuration file."),
    click.option("--select", multiple=True, metavar=_RULE, help="Run these rules only."),
    click.option("--extend-select", multiple=True, metavar=_RULE, help="Run these rules, too."),
    click.option("--ignore", multiple=True, metavar=_RULE, help="Do not run these rules."),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "info"]),
        help="The least severity that makes the exit code 1.  [default: warning]",
    ),
    click.option(
        "--dialect",
        type=click.Choice(["auto", "obsidian", "flat", "github"]),
        help="Who decides whether a link is broken.  [default: auto]",
    ),
)


def _caching(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options about the cache, and the one that has it say more."""
    for option in reversed(_CACHING):
        command = option(command)
    return command


_CACHING = (
    click.option("-v", "--verbose", is_flag=True, help="List what is for information only, too."),
    click.option(
        "--no-cache",
        is_flag=True,
        help="Read and parse everything anew, and keep nothing for the next run.",
    ),
    click.option(
        "--cache-dir",
        type=_PATH,
        help="Keep what was found here.  [default: the user's cache folder]",
    ),
)


def _common(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of a check, in this order."""
    for option in reversed(_REPORTING):
        command = option(command)
    return _choosing(command)


_REPORTING = (
    click.option(
        "--format",
        "output_format",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="How to print the findings.",
    ),
    click.option(
        "--output-file",
        "output_files",
        type=OutputFileType(),
        multiple=True,
        help="Write the findings to a file, too, in a format of its own; repeatable.",
    ),
    click.option("--statistics", is_flag=True, help="Add the number of findings by rule."),
    click.option("-q", "--quiet", is_flag=True, help="Print the findings only."),
    _caching,
    click.option(
        "--staged", is_flag=True, help="Look at what git would commit and what it breaks."
    ),
    click.option(
        "--new-since", metavar="REV", help="Report only what is new since a git revision."
    ),
    click.option(
        "--new-since-merge-base",
        metavar="REF",
        help="The same since HEAD and a git branch went their ways.",
    ),
    click.option(
        "--no-baseline", is_flag=True, help="Report also what vaultkit-baseline.json holds."
    ),
    click.option("--unsafe-fixes", is_flag=True, help="With fixes: those that may be wrong, too."),
    click.option("--diff", is_flag=True, help="With fixes: show what would change, write nothing."),
)


@main.command()
@_common
@click.option("--stdin-filename", metavar="PATH", help="What the note read from - is called.")
@click.option("--fix", is_flag=True, help="Repair what can be, as `vaultkit fix` does.")
def check(**options: Any) -> int:
    """Check the vault and report on PATHS (everything by default).

    PATHS are folders, notes or canvases; links are always resolved in the whole vault they lie in.
    A note can be read from standard input as -.

    RULE is a name, a code, or the start of codes (VK1); several are separated by commas.
    """
    if options.pop("fix"):
        if options.pop("stdin_filename") is not None:
            raise UsageError("--stdin-filename: a fix is written to a file; name the note")
        from vaultkit.cli.fix import run_fix

        since = _take_since(options)
        return run_fix(since=since, **options, dry_run=False, interactive=False)
    for needs_fix in ("unsafe_fixes", "diff"):
        if options.pop(needs_fix):
            name = needs_fix.replace("_", "-")
            raise UsageError(f"--{name}: a check changes nothing; add --fix")
    from vaultkit.cli.check import run_check

    return run_check(since=_take_since(options), **options)


@main.command()
@_common
@click.option("--dry-run", is_flag=True, help="Say what would be done, write nothing.")
@click.option("-i", "--interactive", is_flag=True, help="Ask before each fix, showing its diff.")
def fix(**options: Any) -> int:
    """Repair what is certain in PATHS (everything by default) and say what remains.

    Each fix is proven before it is written: a reader sees the same text, and every other link leads
    where it led. `vaultkit undo` takes the run back.

    RULE is a name, a code, or the start of codes (VK1); several are separated by commas.
    """
    from vaultkit.cli.fix import run_fix

    return run_fix(since=_take_since(options), **options)


@main.command()
@click.argument("path", type=_PATH, default=".")
@click.option("--root", type=_PATH, help="The vault's folder; found by itself by default.")
@click.option("--config", "config_file", type=_PATH, help="Use this configuration file.")
@click.option("--prune", is_flag=True, help="Only take out what is found no more.")
def baseline(**options: Any) -> int:
    """Write down what is found in the vault of PATH, so that checks report only what is new.

    It is written to vaultkit-baseline.json, beside the configuration or in the vault's root, one
    finding a line. Commit it; `vaultkit check --no-baseline` reports everything.
    """
    from vaultkit.cli.baseline import run_baseline

    return run_baseline(**options)


@main.command()
@_choosing
@_caching
def watch(**options: Any) -> int:
    """Check the vault now and after every save, and print what each save changed.

    PATHS are folders or notes of one vault (everything by default). Findings that are new are
    shown, those that are gone named. Ctrl-C ends it.

    RULE is a name, a code, or the start of codes (VK1); several are separated by commas.
    """
    from vaultkit.cli.watch import run_watch

    return run_watch(**options)


@main.command()
@click.argument("run", type=click.IntRange(min=1), required=False)
@click.option("--list", "listed", is_flag=True, help="List the runs that are kept, and stop.")
@click.option("--show", is_flag=True, help="Show as a diff what undo would change, and stop.")
@click.option("--force", is_flag=True, help="Restore notes that were edited since, too.")
@click.option("--root", type=_PATH, help="The vault's folder; found by itself by default.")
@click.option(
    "--vault-was", type=_PATH, metavar="PATH", help="Where the vault lay before it was moved."
)
def undo(**options: object) -> int:
    """Take back what `vaultkit fix` has written: the last run not undone, or RUN.

    Every note gets back the bytes it had. Notes edited since are left alone; with --force the edits
    are overwritten, and a copy of them is kept outside the vault. A run that was cut short is taken
    back, too. The last 20 runs are kept.

    Exit codes: 0 done, 1 a note was left alone because it was edited, 2 there is no such run, or a
    note could not be written.
    """
    from vaultkit.cli.undo import run_undo

    return run_undo(**options)  # type: ignore[arg-type]


@main.group()
def cache() -> None:
    """Say where a vault's cache lies, or remove it; no result depends on it."""


def _of_vault(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say which vault's cache it is about."""
    for option in reversed(_CACHE):
        command = option(command)
    return command


_CACHE = (
    click.argument("path", type=_PATH, default="."),
    click.option("--root", type=_PATH, help="The vault's folder; found by itself by default."),
    click.option("--cache-dir", type=_PATH, help="Where --cache-dir of the check put it."),
)


@cache.command("info")
@_of_vault
def cache_info(path: Path, root: Path | None, cache_dir: Path | None) -> None:
    """Say where the cache of the vault that PATH lies in is, and what it holds."""
    from vaultkit.cli.cache import print_cache

    print_cache(path, root, cache_dir)


@cache.command("clean")
@_of_vault
def cache_clean(path: Path, root: Path | None, cache_dir: Path | None) -> None:
    """Remove the cache of the vault that PATH lies in."""
    from vaultkit.cli.cache import clean_cache

    clean_cache(path, root, cache_dir)


@main.command()
@click.argument("name")
def rule(name: str) -> None:
    """Print the page of a rule: what it finds, why, and examples.

    NAME may be a code; the start of codes (VK1) lists the rules of that family.
    """
    from vaultkit.cli.rulebook import print_rule

    print_rule(name)


@main.command()
def rules() -> None:
    """List the rules with their codes and severities."""
    from vaultkit.cli.rulebook import print_rules

    print_rules()


@main.command()
@click.argument("path", type=_PATH, default=".")
@click.option("--root", type=_PATH, help="The vault's folder; found by itself by default.")
@click.option("--config", "config_file", type=_PATH, help="Use this configuration file.")
def config(path: Path, root: Path | None, config_file: Path | None) -> None:
    """Show what is in force for PATH, and where each value comes from."""
    from vaultkit.cli.config import print_config

    print_config(path, root, config_file)


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes vaultkit's commands in a shell."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"there is no completion for {shell}")
    sys.stdout.write(kind(main, {}, "vaultkit", "_VAULTKIT_COMPLETE").source() + "\n")
