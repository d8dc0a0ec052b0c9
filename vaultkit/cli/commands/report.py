"""``vaultkit report``."""

from typing import Any

import click

from vaultkit.cli.commands.options import PATH


@click.command(short_help="Report on the vault's health, as a page, a note or a summary.")
@click.argument("path", type=PATH, default=".")
@click.option("--html", "html_file", type=PATH, metavar="FILE", help="Write a page for a browser.")
@click.option("--note", "note_file", type=PATH, metavar="FILE", help="Write a note in the vault.")
@click.option("--open", "is_opened", is_flag=True, help="Open the page in the browser.")
@click.option("--compare", metavar="REV", help="Show what got better and worse since a revision.")
@click.option("--root", type=PATH, help="The vault's folder; detected by default.")
@click.option("--config", "config_file", type=PATH, help="Use this configuration file.")
@click.option("--no-cache", is_flag=True, help="Read and parse everything, and keep nothing.")
@click.option("--cache-dir", type=PATH, help="Keep the cache here.")
def report(**options: Any) -> int:
    """Report on the health of the vault at PATH: findings, missing notes and orphans.

    Without --html and --note a summary is printed. The page needs nothing but a browser; the note
    has links to click through in Obsidian, and is itself never counted as part of the vault. An
    existing file is overwritten only if it is such a report.

    Exit codes: 0 done, 2 wrong use, or a file could not be read, written or opened.
    """
    from vaultkit.cli.options import ReportOptions
    from vaultkit.cli.report import run_report

    return run_report(ReportOptions(**options))
