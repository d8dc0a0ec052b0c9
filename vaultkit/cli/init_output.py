"""What ``vaultkit init`` says: what it saw of a vault, and what comes next."""

import os
import shlex
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from vaultkit.changes.diff import unified
from vaultkit.changes.file_change import FileChange
from vaultkit.cli.next_commands import with_vault
from vaultkit.lint.known.baseline import FILE_NAME as BASELINE
from vaultkit.report.record import Report
from vaultkit.rules.base.problem import Severity
from vaultkit.setup import ci, pre_commit
from vaultkit.setup.files import Draft
from vaultkit.setup.install_source import Installed, program
from vaultkit.setup.place import SetupPlace
from vaultkit.setup.survey import Survey
from vaultkit.text import counted, printable, some_of

_MOST = 3
_LINES = 8


def survey_summary(place: SetupPlace, seen: Survey, report: Report) -> list[str]:
    """Return what was seen of a vault, a line each.

    Args:
        place: where it is.
        seen: what a look at it says.
        report: what is found in it with the configuration that it has or will have.
    """
    rows = [
        ("vault", f"{place.root}{_repository(place)}"),
        ("size", f"{counted(report.notes, 'note')}, {counted(report.links, 'link')}"),
        ("Obsidian", _app(seen)),
        ("links", _links(seen)),
        ("findings", _findings(report)),
    ]
    if seen.derived:
        told = [f"{item.folder} is {item.what}" for item in seen.derived]
        rows.insert(2, ("derived", some_of(told, _MOST)))
    if report.findings:
        common = sorted(report.by_rule.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
        rows.append(("mostly", ", ".join(f"{rule} ({count:,})" for rule, count in common)))
    if report.fixable:
        rows.append(("fixable", f"{report.fixable:,} by `vaultkit fix`"))
    return [f"{label:<10}{printable(said)}" for label, said in rows]


def next_steps(place: SetupPlace, written: Sequence[Path], origin: Installed) -> list[str]:
    """Return what is left to do when some files were written, a line each.

    Args:
        place: where the vault is.
        written: the files.
        origin: where vaultkit was installed from.
    """
    if not written or place.top is None:
        return [f"next: {with_vault('check', place.root)}"] if written else []
    top = place.top
    names = [path.relative_to(top).as_posix() for path in written]
    at = "" if Path.cwd() == top else f"cd {shlex.quote(str(top))} && "
    lines = [f"next: {at}git add {shlex.join(names)}"]
    if pre_commit.FILE_NAME in names:
        get = "" if shutil.which("pre-commit") else f"{_installer()} install pre-commit && "
        lines.append(f"      {get}pre-commit install --install-hooks")
    lines.append("      git commit")
    return list(map(printable, [*lines, *_limits(names, origin)]))


def _installer() -> str:
    """Return what installs programs here: outside of an environment, pip mostly refuses to."""
    if os.environ.get("VIRTUAL_ENV"):
        return "pip"
    return "uv tool" if shutil.which("uv") and not shutil.which("pipx") else "pipx"


def _limits(names: Sequence[str], origin: Installed) -> Iterator[str]:
    """Yield what works on this machine alone, and what to replace, a sentence each."""
    if pre_commit.FILE_NAME in names and origin.is_local:
        what = "installs vaultkit from" if origin.repository else "runs"
        where = origin.repository or shlex.join(program())
        yield f"note: the hook {what} {where}, which only this machine has"
    for name in {ci.GITHUB_FILE, ci.GITLAB_FILE}.intersection(names):
        if origin.is_local:
            yield (
                f"note: {name}: replace {ci.PLACEHOLDER} by the address that vaultkit's repository "
                f"is cloned from, such as https://example.org/vaultkit.git"
            )
        elif "+ssh://" in origin.requirement:
            yield f"note: {name}: installs vaultkit over ssh, for which the job needs a key"


def shown_change(draft: Draft) -> str:
    """Return what a file would hold; of a baseline the first lines, of an addition the diff."""
    if draft.before is not None:
        change = FileChange(draft.path.name, draft.before, draft.content)
        return unified(change)
    lines = draft.content.decode().splitlines(keepends=True)
    if draft.path.name == BASELINE and len(lines) > _LINES:
        return "".join([*lines[:_LINES], f"... and {len(lines) - _LINES:,} more lines\n"])
    return "".join(lines)


def _repository(place: SetupPlace) -> str:
    if place.top is None:
        return " (not in a git repository)"
    return f" (in the repository {place.top})" if place.folder else " (a git repository)"


def _app(seen: Survey) -> str:
    if not seen.app.present:
        return "no .obsidian here"
    style = "Markdown links" if seen.app.markdown_links else "wikilinks"
    ignored = "; git ignores these settings" if seen.settings_ignored else ""
    return f"set to write {style}, {seen.app.link_format} paths{ignored}"


def _links(seen: Survey) -> str:
    kinds = (
        f"{counted(seen.wikilinks, 'wikilink')}, {counted(seen.markdown_links, 'Markdown link')}"
    )
    if elsewhere := seen.report.links - seen.links:
        kinds += f", {elsewhere:,} in canvases"
    unwritten = seen.report.by_rule["unwritten-note"]
    planned = f" ({unwritten:,} to notes not written yet)" if unwritten else ""
    return f"{kinds}; {seen.broken:,} broken{planned}"


def _findings(report: Report) -> str:
    if not report.findings:
        return "none"
    return (
        f"{counted(report.count(Severity.ERROR), 'error')}, "
        f"{counted(report.count(Severity.WARNING), 'warning')}, "
        f"{report.count(Severity.INFO):,} info"
    )
