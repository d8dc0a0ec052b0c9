"""Links to notes that the last commit, or the last check, still had: they are no plans."""

import pytest

LINKS = "[[Old note]] [x](<Old note>) [[CI/CD]] [[Never]]\n"
FILES = {".obsidian/app.json": "{}", "Home.md": LINKS, "Old note.md": "x\n", "CI/CD.md": "x\n"}
GONE = ["Home.md:1:1 VK101", "Home.md:1:14 VK101", "Home.md:1:30 VK101", "Home.md:1:40 VK102"]
NOT_GONE = [place.replace("VK101", "VK102") for place in GONE]


@pytest.fixture
def found(run):
    """Return a function that checks, and gives the links without a file."""

    def places(*options: str, cwd: str = "vault") -> list[str]:
        options = ("--select", "VK101,VK102", "--format", "concise", "--verbose", *options)
        return run("check", *options, cwd=cwd).found

    return places


def delete(top) -> None:
    (top / "Old note.md").unlink()
    (top / "CI/CD.md").unlink()
    (top / "CI").rmdir()


class TestHead:
    """What HEAD still has."""

    def test_what_is_deleted_and_not_committed(self, repository, found) -> None:
        repository.commit(FILES)
        delete(repository.top)

        assert found("--no-cache") == GONE

    def test_the_help_says_so(self, repository, run) -> None:
        repository.commit({**FILES, "Home.md": "[[Old note]]\n"})
        delete(repository.top)

        said = run("check", "--select", "VK1", "--no-cache").out
        assert 'error: broken-link: no note "Old note"' in said
        assert "it was deleted from the vault: restore it, or remove the link" in said

    def test_what_is_staged(self, repository, found) -> None:
        repository.commit({**FILES, "Home.md": "[[Home]]\n"})
        repository.stage({"Home.md": LINKS, "Old note.md": None, "CI/CD.md": None})

        assert found("--staged") == GONE
        assert found("--staged", "--new-since", "HEAD") == GONE

    def test_what_is_new_since_head(self, repository, found) -> None:
        repository.commit(FILES)
        delete(repository.top)

        assert found("--new-since", "HEAD") == GONE[:3]

    def test_what_an_older_commit_deleted_is_only_known_of_a_path(self, repository, found) -> None:
        repository.commit(FILES)
        repository.commit({"Old note.md": None, "CI/CD.md": None})

        assert found("--no-cache") == [*NOT_GONE[:2], GONE[2], GONE[3]]

    def test_a_vault_below_the_top(self, repository, found) -> None:
        repository.commit({f"notes/{path}": text for path, text in FILES.items()})
        repository.commit({"Never.md": "x\n"})
        delete(repository.top / "notes")

        assert found("--no-cache", cwd="vault/notes") == GONE

    def test_what_a_sparse_checkout_leaves_out_is_not_deleted(self, repository, found) -> None:
        repository.commit(FILES)
        repository.git("update-index", "--skip-worktree", "Old note.md", "CI/CD.md")
        delete(repository.top)

        assert found("--no-cache") == NOT_GONE

    def test_before_the_first_commit(self, repository, found) -> None:
        repository.stage(FILES)
        delete(repository.top)

        assert found("--no-cache") == NOT_GONE


class TestLastCheck:
    """What an earlier check saw, where there is no git."""

    def test_it_stays_gone(self, write, found) -> None:
        root = write({**FILES, "large.bin": bytes(200_000)})
        found()
        delete(root)

        assert [found(), found()] == [GONE, GONE]
        assert found("--no-cache") == NOT_GONE

    def test_what_comes_back_is_there(self, write, found) -> None:
        root = write(FILES)
        found()
        delete(root)
        found()
        write(FILES)

        assert found() == GONE[3:]
