"""An old vault of a thousand notes in git: what a commit may do, and what it may not."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import vaultkit
from vaultkit import Vault
from vaultkit.vault.tree import FolderTree

HOOK = ("check", "--staged", "--new-since", "HEAD", "--format", "concise")


@pytest.fixture
def old_vault(corpora: Path, repository) -> Path:
    """Give a copy of the user's vault, committed as it is."""
    shutil.rmtree(repository.top)
    shutil.copytree(corpora / "vaults" / "data-archive", repository.top)
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.git("add", "--all")
    repository.commit()
    return repository.top


@pytest.fixture
def judged(old_vault: Path, monkeypatch) -> Callable[[], tuple[int, list[str]]]:
    """Give a function that judges what is staged as the hook does."""
    monkeypatch.setenv("PYTHONPATH", str(Path(vaultkit.__file__).parents[1]))

    def run() -> tuple[int, list[str]]:
        command = [sys.executable, "-m", "vaultkit", *HOOK]
        done = subprocess.run(command, cwd=old_vault, capture_output=True, text=True, check=False)
        assert not done.stderr
        return done.returncode, done.stdout.splitlines()

    return run


def linkable_heading(vault: Vault) -> tuple[str, str, str, str]:
    """Give a note and a plain link in it, and a note's path and a heading of its own there."""
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
    assert found[0].endswith("the link was whole at HEAD")
    repository.git("reset", "--quiet", "--hard")
    assert judged() == (0, [])


def test_a_commit_that_deletes_a_note_is_refused_with_those_that_link_to_it(
    old_vault: Path, judged, repository
) -> None:
    graph = Vault(FolderTree(old_vault)).graph
    linking = {
        path: {other for other in graph.backlinks[path] if other != path}
        for path in graph.backlinks
    }
    path = min(linking, key=lambda path: (abs(len(linking[path]) - 10), path))
    repository.stage({path: None})

    code, found = judged()

    broken = {item.partition(".md:")[0] + ".md" for item in found if "was whole at HEAD" in item}
    assert code == 1
    assert len(linking[path]) == 10
    assert broken == linking[path]
    repository.git("reset", "--quiet", "--hard")
    assert judged() == (0, [])
