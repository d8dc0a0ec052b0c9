"""The steps of setting vaultkit up: each a file that is drafted, or why it is not."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vaultkit.changes.disk import atomic
from vaultkit.errors import UsageError
from vaultkit.lint.known import baseline
from vaultkit.lint.known.match import Known
from vaultkit.report.record import Finding
from vaultkit.setup import ci, pre_commit
from vaultkit.setup.config_text import config_text
from vaultkit.setup.files import Draft
from vaultkit.setup.install_source import Installed, program
from vaultkit.setup.place import SetupPlace
from vaultkit.setup.suggested_settings import Setting
from vaultkit.text import reason

STAYS = "already exists and stays as it is"
"""What is said of a file that is not touched."""


@dataclass(frozen=True)
class Step:
    """What becomes of a file: a draft of it, or a text to put in by hand, or nothing; and why.

    Without a path ``said`` is a whole sentence, about what is not done or what is to be known.
    """

    path: Path | None
    said: str
    draft: Draft | None = None
    snippet: str = ""


def config_step(place: SetupPlace, settings: Sequence[Setting]) -> Step:
    """Draft the configuration, unless there is one."""
    if place.config_file is not None:
        return Step(place.config_file, STAYS)
    content = config_text(settings).encode()
    names = [setting.key for setting in settings if setting.said]
    said = f"sets {', '.join(dict.fromkeys(names))}" if names else "the defaults fit"
    return _new(place.new_config, content, said)


def baseline_place(place: SetupPlace) -> Path:
    """Return where the baseline is, or will be."""
    return baseline.baseline_file(place.root, place.config_file or place.new_config)


def baseline_step(place: SetupPlace, findings: Sequence[Finding]) -> Step:
    """Draft a baseline of these findings, unless there is one."""
    content = baseline.render(map(Known.of, findings))
    return _new(baseline_place(place), content, f"hides today's {len(findings):,} findings")


def hook_step(place: SetupPlace, top: Path, origin: Installed) -> Step:
    """Draft the hook, in a new file or at the end of the list in one that is there.

    Raises:
        UsageError: the file cannot be read.
    """
    file = top / pre_commit.FILE_NAME
    entry = pre_commit.entry(origin, place.argument, program())
    if not os.path.lexists(file):
        return _new(file, pre_commit.new_file(entry), "vaultkit checks each commit", top)
    before = _read(file)
    if pre_commit.has_entry(before):
        return Step(
            file, f"has a hook of vaultkit's and stays as it is{_if_missing(place, before)}"
        )
    content = pre_commit.with_entry(before, entry)
    if content is None:
        return Step(file, "stays as it is; add this to its list `repos`:", snippet=entry)
    return Step(file, "the hook is added after the others", Draft(file, before, content, top))


def ci_step(
    place: SetupPlace, top: Path, origin: Installed, forge: str, branch: str, *, whole: bool
) -> Step:
    """Draft the check in CI, unless its file is there.

    Args:
        place: where the vault is.
        top: the top of its repository.
        origin: what to install.
        forge: ``github`` or ``gitlab``.
        branch: the branch whose pushes are checked.
        whole: whether all that is found counts, or only what is new.
    """
    if "${{" in place.argument:
        return Step(None, "no check in CI: a workflow takes ${{ in the folder's name for a command")
    if forge == "github":
        text = ci.github(origin, place.argument, branch, whole=whole)
        file = top / ci.GITHUB_FILE
    else:
        text, file = ci.gitlab(origin, place.argument, whole=whole), top / ci.GITLAB_FILE
    if os.path.lexists(file):
        before = _read(file)
        if forge == "github" or b"vaultkit" in before:
            return Step(file, STAYS + _if_missing(place, before))
        return Step(file, "stays as it is; add this job to it:", snippet=text)
    requests = "pull requests" if forge == "github" else "merge requests"
    what = "" if whole else "what is new in "
    said = f"checks {what}pushes{f' to {branch}' if branch else ''} and {requests}"
    return _new(file, text.encode(), said, top)


def _if_missing(place: SetupPlace, content: bytes) -> str:
    """Return a hint where a file that is there seems to be about other vaults only."""
    if not place.argument or place.argument.encode() in content:
        return ""
    return f"; if it does not check {place.argument} yet, name that there, too"


def _new(file: Path, content: bytes, said: str, within: Path | None = None) -> Step:
    """Draft a file that is not there, below a folder; by default in its own."""
    if os.path.lexists(file):
        return Step(file, STAYS)
    return Step(file, said, Draft(file, None, content, within or file.parent))


def _read(file: Path) -> bytes:
    try:
        found = atomic.read_file(Path(os.path.realpath(file)))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {reason(error)}") from error
    if found is None:
        raise UsageError(f"{file}: a broken symbolic link")
    return found
