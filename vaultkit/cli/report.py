"""``vaultkit report``: how a vault fares, as a page, as a note or in a few lines."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from vaultkit.cli.app import complain
from vaultkit.cli.job import Job
from vaultkit.cli.next_commands import shell_word
from vaultkit.cli.options import ReportOptions
from vaultkit.cli.output_files import expect_own, expect_place, read_there, write_file
from vaultkit.cli.progress_bar import JUDGING_BEFORE
from vaultkit.cli.session import CheckSession
from vaultkit.cli.terminal import write, write_exactly
from vaultkit.cli.vaults import jobs_of, refuse_led_out
from vaultkit.config.file import Choices
from vaultkit.errors import UsageError
from vaultkit.explore.health.about import About
from vaultkit.explore.health.address import AppVault
from vaultkit.explore.health.count import health_of
from vaultkit.explore.health.health import Changes, Health
from vaultkit.lint.known.baseline import baseline_file
from vaultkit.markdown.report_mark import own_front_matter
from vaultkit.report.record import Report
from vaultkit.text import json_document, printable, reason
from vaultkit.version import __version__


@dataclass(frozen=True)
class _Written:
    """A file to write: where, the option that says so, and what makes its content."""

    path: Path
    given: str
    content: Callable[[Health, About], str]


def run_report(options: ReportOptions) -> int:
    """Count, then write what is asked for; print a summary where nothing is.

    Raises:
        VaultkitError: the vault cannot be read, or a file must not be overwritten.
    """
    if options.is_opened and options.html_file is None:
        raise UsageError("--open: opens the page; add --html FILE")
    (job,) = jobs_of([options.path], options.root, options.config_file, None)
    job.paths = None
    if options.note_file is not None:
        refuse_led_out(job.home)
    files = _files(options.html_file, options.note_file, job.home.root)
    check_session = CheckSession(job, Choices(), options.caching())
    report = check_session.check()
    revision = options.compare
    changes = _changes(check_session, report, revision) if revision is not None else None
    health = health_of(check_session.vault, report, check_session.settings.rules, changes)
    about = _about(job, options)
    written: list[str] = []
    failed: list[str] = []
    for file in files:
        said = _write(file, health, about)
        (failed if said else written).append(said or str(file.path))
    if options.is_opened and options.html_file is not None and not failed:
        failed += _open(options.html_file)
    remarks = report.remarks
    if options.output_format == "json":
        from vaultkit.explore.health import json

        content = json.document(health, str(job.home.root), about.time.isoformat("T", "seconds"))
        write_exactly(json_document({**content, "written": written, "remarks": remarks}))
        remarks = ()
    elif files:
        for name in written:
            click.echo(f"{printable(name)}: written")
    else:
        from vaultkit.explore.health import text

        write(text.render(health, about))
    for sentence in (*report.not_checked, *remarks, *failed):
        complain(sentence)
    return 2 if report.not_checked or failed else 0


def _files(html_file: Path | None, note_file: Path | None, root: Path) -> list[_Written]:
    """Return what is to be written.

    Raises:
        UsageError: one of the files must not be written.
    """
    found = []
    if html_file is not None:
        given = f"--html {html_file}"
        _refuse_place(html_file, given)
        _refuse_page(html_file, given)
        found.append(_Written(html_file, given, _page))
    if note_file is not None:
        given = f"--note {note_file}"
        _refuse_place(note_file, given)
        _refuse_outside(note_file, given, root)
        expect_own(note_file, given)
        found.append(_Written(note_file, given, _note_at(note_file, given)))
    return found


def _page(health: Health, about: About) -> str:
    from vaultkit.explore.health.html import page

    return page.render(health, about)


def _note_at(file: Path, given: str) -> Callable[[Health, About], str]:
    """Return what makes the note, with the properties that a report at its place has."""

    def render(health: Health, about: About) -> str:
        from vaultkit.explore.health import health_note

        kept = own_front_matter(read_there(file, given)) if file.is_file() else None
        return health_note.render(
            health, about, kept.decode("utf-8", "surrogateescape") if kept else None
        )

    return render


def _refuse_place(file: Path, given: str) -> None:
    """Refuse what is no place for a file."""
    if str(file) == "-":
        raise UsageError(f"{given}: the summary already goes to standard output; name a file")
    expect_place(file, given)


def _refuse_page(file: Path, given: str) -> None:
    """Refuse files  that are no page of ours."""
    if file.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{given}: a page's name ends in .html")
    expect_own(file, given)


def _refuse_outside(file: Path, given: str, root: Path) -> None:
    """Refuse what is no place for a note of the vault."""
    if file.suffix.lower() != ".md":
        raise UsageError(f"{given}: a note's name ends in .md")
    real = os.path.realpath(file)
    try:
        below = Path(real).relative_to(os.path.realpath(root))
    except ValueError:
        raise UsageError(f"{given}: is outside the vault {root}") from None
    if any(part.startswith(".") for part in below.parts):
        raise UsageError(f"{given}: is in a hidden folder, which is not part of the vault")


def _changes(check_session: CheckSession, report: Report, revision: str) -> Changes:
    """Compare the vault with what it was at a revision.

    Raises:
        VaultkitError: there is no such revision, or no repository.
    """
    from vaultkit.explore.health.comparison import changes_since
    from vaultkit.lint import check as linter
    from vaultkit.vault.git.git_tree import Snapshot
    from vaultkit.vault.git.repository import Repository
    from vaultkit.vault.history.revision import vault_at
    from vaultkit.vault.index import workers

    root, past = check_session.job.home.root, check_session.job.past
    repository = Repository.of(root)
    tree = Snapshot(repository, repository.revision(revision, "--compare")).tree(root, past)
    vault = check_session.vault
    with check_session.progress as progress:
        before = vault_at(tree, vault, progress)
        found = linter.check(
            before,
            check_session.settings,
            processes=workers.available(),
            step=progress(JUDGING_BEFORE),
        )
    return changes_since(revision, (before, found), (vault, report))


def _about(job: Job, options: ReportOptions) -> About:
    root = job.home.root
    return About(
        root.name or str(root),
        _app_vault(root),
        datetime.now().astimezone(),
        __version__,
        baseline_file(root, job.home.config_file).is_file(),
        _where(options, root),
    )


def _where(options: ReportOptions, root: Path) -> str:
    """Return how a command names the same vault as this one does, from the same folder.

    The user's own folder is called ``~``: a page that is sent to others need not name it.
    """
    is_root = os.path.realpath(options.path) == os.path.realpath(root)
    path = options.path if is_root else root
    given = [("", path)] if path != Path() else []
    given += [("--root ", options.root)] if options.root is not None else []
    given += [("--config ", options.config_file)] if options.config_file is not None else []
    return " ".join(option + shell_word(str(path)) for option, path in given)


def _open(page: Path) -> list[str]:
    """Open the page in a browser; return the sentence on why it could not be, if so."""
    import webbrowser

    try:
        is_open = webbrowser.open(page.absolute().as_uri())
    except (OSError, webbrowser.Error):
        is_open = False
    return [] if is_open else ["--open: no browser could be started; open the page by hand"]


def _app_vault(root: Path) -> AppVault:
    """Return the vault as Obsidian knows it: the nearest folder upwards with its settings."""
    for folder in (root, *root.parents):
        if (folder / ".obsidian").is_dir():
            below = root.relative_to(folder).as_posix()
            return AppVault(folder.name, "" if below == "." else f"{below}/")
    return AppVault(root.name)


def _write(file: _Written, health: Health, about: About) -> str:
    """Write one file; give the sentence on why it could not be, else nothing."""
    content = file.content(health, about).encode("utf-8", "surrogateescape")
    try:
        write_file(file.path, content)
    except OSError as error:
        return f"{file.given}: cannot be written: {reason(error)}"
    return ""
