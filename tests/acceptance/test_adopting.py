"""An old vault of a thousand notes in git: what a commit may do, and what it may not."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit import Vault
from vaultkit.vault.files.tree import FolderTree

HOOK = ("check", "--staged", "--new-since", "HEAD", "--format", "concise", "--quiet")


@pytest.fixture
def old_vault(copied: Callable[[str], Path], repository) -> Path:
    """Return a copy of the user's vault, committed as it is."""
    shutil.rmtree(repository.top)
    copied("data-archive")
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.git("add", "--all")
    repository.commit()
    return repository.top


@pytest.fixture
def judged(old_vault: Path) -> Callable[[], tuple[int, list[str]]]:
    """Return a function that judges what is staged as the hook does."""

    def run() -> tuple[int, list[str]]:
        command = [sys.executable, "-m", "vaultkit", *HOOK]
        done = subprocess.run(command, cwd=old_vault, capture_output=True, text=True, check=False)
        assert not done.stderr
        return done.returncode, done.stdout.splitlines()

    return run


@pytest.fixture
def committed(old_vault: Path, pre_commit: None) -> Callable[[], tuple[bool, str]]:
    """Return a function that commits in the vault as `vaultkit init` left it, and tells of it."""

    def run(*arguments: str) -> tuple[bool, str]:
        done = subprocess.run(arguments, cwd=old_vault, capture_output=True, text=True, check=False)
        return done.returncode == 0, done.stdout + done.stderr

    passed, said = run("vaultkit", "init", "--yes", "--ci", "github")
    assert passed, said
    assert said.count("wrote ") == 4, said
    assert run("pre-commit", "install")[0]
    assert run("git", "add", "--all")[0]
    return lambda: run("git", "commit", "--message=x")


def refused(said: str) -> dict[str, list[str]]:
    """Return the errors in a report for people, by the note they stand in."""
    found: dict[str, list[str]] = {}
    for note, message in re.findall(r"(?m)^(\S.*\.md):\d+:\d+: error: [a-z-]+: (.*)$", said):
        found.setdefault(note, []).append(message)
    return found


def with_ten_backlinks(vault: Vault) -> tuple[str, set[str]]:
    """Return a note and the ten others that link to it."""
    linking = {
        path: {other for other in paths if other != path}
        for path, paths in vault.graph.backlinks.items()
    }
    path = min(linking, key=lambda path: (abs(len(linking[path]) - 10), path))
    assert len(linking[path]) == 10
    return path, linking[path]


def test_init_refuses_new_breaks_and_nothing_else(old_vault: Path, committed, repository) -> None:
    passed, said = committed()
    assert passed, said
    vault = Vault(FolderTree(old_vault))
    source, link, path, heading = linkable_heading(vault)
    text = (old_vault / source).read_text("utf-8")
    repository.stage({source: text.replace(link, f"{link[:-2]}#{heading}]]", 1)})
    assert committed()[0]

    target = (old_vault / path).read_text("utf-8")
    repository.stage({path: target.replace(f"# {heading}", f"# Not {heading}", 1)})
    passed, said = committed()
    assert not passed
    ((where, found),) = refused(said).items()
    assert where == source
    (message,) = found
    assert message.startswith(f'no heading "{heading}" in ')
    assert "the link worked at HEAD" in message
    repository.git("reset", "--quiet", "--hard")

    path, linking = with_ten_backlinks(vault)
    repository.git("rm", "--quiet", path)
    passed, said = committed()
    assert not passed
    assert "the link worked at HEAD (10 such links)" in said
    also = set(re.findall(r"(?m)^    also: (.*):\d+:\d+$", said))
    assert {*refused(said), *also} == linking
    repository.git("reset", "--quiet", "--hard")

    repository.stage({source: (old_vault / source).read_text("utf-8") + "\nMore.\n"})
    passed, said = committed()
    assert passed, said


def linkable_heading(vault: Vault) -> tuple[str, str, str, str]:
    """Return a note and a plain link in it, and a note's path and a heading of its own there."""
    for note in vault.notes:
        for link, outcome in vault.outcomes(note):
            text = f"[[{link.target}]]"
            if link.text is None and not link.embed and "#" not in text and outcome.documents:
                target = outcome.documents[0]
                for heading in target.root_headings[1:]:
                    if heading.text.isalpha() and target.forms.count(heading.text.lower()) == 1:
                        return note.path, text, target.path, heading.text
    raise AssertionError("no note links to one with headings")


def test_a_broken_heading_link_is_refused_alone(old_vault: Path, judged, repository) -> None:
    source, link, path, heading = linkable_heading(Vault(FolderTree(old_vault)))
    text = (old_vault / source).read_text("utf-8")
    linked = text.replace(link, f"{link[:-2]}#{heading}]]", 1)
    assert linked != text
    repository.stage({source: linked})
    assert judged() == (0, [])
    repository.commit()
    target = (old_vault / path).read_text("utf-8")
    repository.stage({path: target.replace(f"# {heading}", f"# Not {heading}", 1)})

    code, found = judged()

    assert (code, len(found)) == (1, 1)
    assert f'broken-anchor: no heading "{heading}"' in found[0]
    assert found[0].endswith("the link worked at HEAD")
    repository.git("reset", "--quiet", "--hard")
    assert judged() == (0, [])


def test_a_commit_that_deletes_a_note_is_refused_with_those_that_link_to_it(
    old_vault: Path, judged, repository
) -> None:
    path, linking = with_ten_backlinks(Vault(FolderTree(old_vault)))
    repository.stage({path: None})

    code, found = judged()

    broken = {item.partition(".md:")[0] + ".md" for item in found if "worked at HEAD" in item}
    assert code == 1
    assert broken == linking
    repository.git("reset", "--quiet", "--hard")
    assert judged() == (0, [])
