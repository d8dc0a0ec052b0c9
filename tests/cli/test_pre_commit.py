"""The hooks as users have them: the real pre-commit, in a real git repository."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import vaultkit

CHECKOUT = Path(vaultkit.__file__).parents[1]
OLD = {
    "Home.md": "# Home\n\n[[Soil]] [[Soil#Worms]] [[/ld/Path]]\n",
    "Soil.md": "# Soil\n\n[[Home]]\n\n## Worms\n\nMany.\n",
    "Moss.md": "# Moss\n\n[[Home]] [[old/Moss]]\n",
}


@pytest.fixture
def hooks(repository, tmp_path_factory) -> tuple[Path, str]:
    """Return a repository of the hooks, which all tests share, and its only commit."""
    top = tmp_path_factory.getbasetemp() / "hooks"
    if top.exists():
        return top, (top / ".git/refs/heads/main").read_text().strip()
    text = (CHECKOUT / ".pre-commit-hooks.yaml").read_text()
    return top, type(repository)(top).commit({".pre-commit-hooks.yaml": text})


@pytest.fixture
def hooked(repository, tmp_path, pre_commit, hooks) -> Callable[..., tuple[bool, str]]:
    """Return a function that commits what is staged in a vault with hooks, and what was said.

    The hooks are those of this checkout, but run what is installed here, for want of a network.
    """
    top, commit_of_hooks = hooks

    def commit(*arguments: str, hook: str = "vaultkit-check") -> tuple[bool, str]:
        if not (repository.top / ".git/hooks/pre-commit").exists():
            chosen = ", ".join(f"{{id: {name}, language: system}}" for name in hook.split())
            config = f"repos: [{{repo: '{top}', rev: {commit_of_hooks}, hooks: [{chosen}]}}]\n"
            (tmp_path / "hooks.yaml").write_text(config)
            install = ["pre-commit", "install", "--config", str(tmp_path / "hooks.yaml")]
            subprocess.run(install, cwd=repository.top, check=True, capture_output=True)
        done = subprocess.run(
            ["git", "commit", "--message=x", *arguments],
            cwd=repository.top,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode == 0, done.stdout + done.stderr

    return commit


def test_an_old_vault_goes_on_and_a_new_break_is_refused(repository, hooked) -> None:
    repository.commit(OLD)
    repository.stage({"Moss.md": OLD["Moss.md"] + "\nMore moss.\n"})
    assert hooked()[0]

    repository.stage({"Soil.md": OLD["Soil.md"].replace("Worms", "Beetles")})
    passed, said = hooked()

    assert not passed
    assert said.count(": error: ") == 1
    assert 'no heading "Worms" in "Soil"; the link worked at HEAD' in said


def test_a_commit_of_deletions_only_is_refused(repository, hooked) -> None:
    repository.commit(OLD)
    repository.git("rm", "--quiet", "Soil.md")

    passed, said = hooked()

    assert not passed
    assert 'no note "Soil"; the link worked at HEAD' in said
    repository.git("reset", "--quiet", "--hard")
    repository.stage({"Soil.md": OLD["Soil.md"] + "\n"})
    assert hooked()[0]


def test_the_first_commit(repository, hooked) -> None:
    repository.stage(OLD)
    passed, said = hooked()
    assert not passed
    assert 'no note "/ld/Path"' in said

    repository.stage(
        {name: text.replace("[[/ld/", "[[").replace("[[old/", "[[") for name, text in OLD.items()}
    )
    assert hooked()[0]


def test_a_partially_staged_note_is_judged_by_what_is_staged(repository, hooked) -> None:
    repository.commit(OLD)
    repository.stage({"Moss.md": OLD["Moss.md"] + "\n[[/astaged]]\n"})
    repository.write({"Moss.md": OLD["Moss.md"]})
    passed, said = hooked()
    assert not passed
    assert 'no note "/astaged"' in said

    repository.stage({"Moss.md": OLD["Moss.md"] + "\nFine.\n"})
    repository.write({"Moss.md": OLD["Moss.md"] + "\n[[/aunstaged]]\n"})
    assert hooked()[0]
    assert (repository.top / "Moss.md").read_text().endswith("[[/aunstaged]]\n")


@pytest.mark.parametrize("arguments", [("--all",), ("--only", "Moss.md"), ("--include", "Moss.md")])
def test_commits_that_stage_by_themselves(repository, hooked, arguments) -> None:
    repository.commit(OLD)
    repository.write({"Moss.md": OLD["Moss.md"] + "\n[[/anew]]\n"})

    passed, said = hooked(*arguments)

    assert not passed
    assert 'no note "/anew"' in said


def test_a_commit_of_some_files_is_not_blamed_for_the_others(repository, hooked) -> None:
    repository.commit(OLD)
    repository.stage({"Moss.md": OLD["Moss.md"] + "\n[[/anew]]\n"})
    repository.write({"Soil.md": OLD["Soil.md"] + "\nMore.\n"})

    assert hooked("--only", "Soil.md")[0]


def test_a_merge_that_is_resolved(repository, hooked) -> None:
    repository.commit(OLD)
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit({"Soil.md": OLD["Soil.md"].replace("Many", "Side")})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"Soil.md": OLD["Soil.md"].replace("Many", "Main")})
    repository.git("merge", "side", check=False)
    repository.stage({"Soil.md": OLD["Soil.md"].replace("Worms", "Beetles")})
    passed, said = hooked()
    assert not passed
    assert 'no heading "Worms"' in said

    repository.stage({"Soil.md": OLD["Soil.md"]})
    assert hooked()[0]


@pytest.mark.parametrize("odd", ["a b.md", "a \"b\" 'c'.md", "line\nend.md", "Über ☃ 日本.md"])
def test_odd_names(repository, hooked, odd: str) -> None:
    repository.commit(OLD)
    repository.stage({odd: "[[Home]] [[/anew]]\n"})

    passed, said = hooked()

    assert not passed
    assert said.count(": error: ") == 1


def test_a_note_that_was_not_added(repository, hooked) -> None:
    repository.commit(OLD)
    repository.write({"Fern.md": "# Fern\n\nx [[Home]]\n"})
    repository.stage({"Moss.md": OLD["Moss.md"] + "\n[[Fern]]\n"})

    passed, said = hooked()

    assert not passed
    assert 'leads to "Fern", which is not in the commit' in said
    repository.git("add", "Fern.md")
    assert hooked()[0]


def test_a_fix_changes_the_notes_of_the_commit_and_stops_it(repository, hooked) -> None:
    old = "---\nup: [[Home]]\n---\n\n[[Home]] words\n"
    repository.commit({**OLD, "Fern.md": old})
    repository.stage({"Elm.md": old})

    passed, said = hooked(hook="vaultkit-fix")

    assert not passed
    assert "files were modified by this hook" in said
    assert 'up: "[[Home]]"' in (repository.top / "Elm.md").read_text()
    assert (repository.top / "Fern.md").read_text() == old
    repository.git("add", "Elm.md")
    assert hooked(hook="vaultkit-fix")[0]


def test_both_hooks_tell_each_thing_once(repository, hooked) -> None:
    """What can be mended is told by the fix alone, and all else by the check alone."""
    both = "vaultkit-fix vaultkit-check"
    repository.commit(OLD)
    repository.stage({"Elm.md": "---\nup: [[Home]]\n---\n\n[[Home]] [[/anew]]\n"})

    passed, said = hooked(hook=both)

    assert not passed
    assert said.count("malformed-property-link") == 1
    assert 'no note "/anew"' not in said
    repository.git("add", "Elm.md")
    passed, said = hooked(hook=both)
    assert not passed
    assert said.count('no note "/anew"') == 1
    assert re.search(r"vaultkit fix\.+Passed", said)
    assert "malformed-property-link" not in said
    repository.stage({"Elm.md": "[[Home]]\n"})
    assert hooked(hook=both)[0]
