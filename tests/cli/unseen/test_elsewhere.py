"""Comparisons with git, flattening and watching while something cannot be seen."""

import pytest

FILES = {
    ".obsidian/app.json": "{}",
    "archive/Plan.md": "# Plan of 2019\n\nthe old one, with many words of its own\n",
    "archive/Only here.md": "# Only here\n\nfound nowhere else at all\n",
    "Home.md": "[[archive/Plan]] [[Only here]] [old](archive/Plan.md) [[Soil]]\n",
    "Soil.md": "# Soil\n\nwhat the garden is made of\n",
}


@pytest.fixture
def vault(repository):
    """Commit a vault, of which a folder is not mounted any more; elsewhere there is a copy."""
    repository.commit(FILES)
    for path in (repository.top / "archive").iterdir():
        path.unlink()
    (repository.top / "archive").rmdir()
    (repository.top / "archive").symlink_to("/not/mounted")
    repository.write({"copy/Plan.md": FILES["archive/Plan.md"]})
    return repository


class TestHeal:
    """What is hidden is not gone, and links to it are not broken."""

    def test_nothing_is_to_be_healed(self, vault, run, held) -> None:
        before = held(vault.top)
        ran = run("heal", "--unseen-stays")

        assert (ran.code, ran.out) == (0, "nothing to heal\n")
        assert held(vault.top) == before

    def test_what_did_move_is(self, vault, run) -> None:
        (vault.top / "Soil.md").rename(vault.top / "Earth.md")
        ran = run("heal", "--unseen-stays")

        assert ran.out.endswith("healed 1 link in 1 file\n")
        assert (vault.top / "Home.md").read_text() == FILES["Home.md"].replace("Soil", "Earth")

    def test_a_submodule(self, repository, run) -> None:
        repository.commit(FILES)
        for path in (repository.top / "archive").iterdir():
            path.unlink()
        repository.write({".gitmodules": '[submodule "a"]\n\tpath = archive\n\turl = ../a\n'})
        ran = run("heal", "--unseen-stays")

        assert (ran.code, ran.out) == (0, "nothing to heal\n")

    def test_what_was_hidden_then_is_not_new_now(self, vault, run) -> None:
        """A note that comes back with its disk is not one that another has become."""
        vault.git("add", "--all")
        vault.git("rm", "--quiet", "--cached", "-r", "copy")
        vault.git("commit", "--quiet", "--message=x")
        (vault.top / "archive").unlink()
        vault.write({path: text for path, text in FILES.items() if path.startswith("archive/")})
        ran = run("heal")

        assert (ran.code, ran.out) == (0, "nothing to heal\n")


class TestSince:
    """Links into what is hidden are not new, nor were they whole."""

    def test_nothing_is_new(self, vault, run) -> None:
        ran = run("check", "--new-since=HEAD", "--format=concise")

        assert (ran.found, ran.code) == ([], 0)

    def test_what_was_hidden_was_not_whole(self, vault, run) -> None:
        vault.commit({"Home.md": "[[archive/Nowhere]] [[Soil]]\n"})
        vault.git("add", "--all")
        vault.git("commit", "--quiet", "--message=x")
        (vault.top / "archive").unlink()
        vault.write({"Home.md": "[[archive/Nowhere]] [[Soil]] more\n"})
        ran = run("check", "--new-since=HEAD", "--format=concise")

        assert "was whole" not in ran.out


def test_flatten_goes_on_and_says_what_is_left_out(vault, run) -> None:
    ran = run("flatten", ".", "../flat.md")

    assert ran.code == 0
    assert "archive is a broken symbolic link, and is left out" in ran.problems
    assert (vault.top.parent / "flat.md").exists()


@pytest.mark.parametrize("what", ["copy", "Soil.md"])
def test_flatten_writes_nothing_where_something_cannot_be_read(vault, run, shut, what) -> None:
    shut(vault.top / what)
    ran = run("flatten", ".", "../flat.md")

    assert ran.code == 2
    assert not (vault.top.parent / "flat.md").exists()


@pytest.mark.parametrize("below", ["", "notes/"])
class TestClone:
    """A clone without its submodules, as CI makes one by default."""

    @pytest.fixture
    def clone(self, repository, below):
        """Commit a vault with a submodule, and clone it without that."""
        inner = repository.top.parent / "inner"
        repository.git("init", "--quiet", inner)
        (inner / "Plan.md").write_text("# Plan of 2019\n")
        repository.git("-C", inner, "add", "--all")
        repository.git("-C", inner, "commit", "--quiet", "--message=x")
        allowed = ("-c", "protocol.file.allow=always")
        repository.git(*allowed, "submodule", "--quiet", "add", "../inner", f"{below}archive")
        files = {
            ".obsidian/app.json": "{}",
            "Home.md": "[[archive/Plan]] [old](archive/Plan.md) [[Plan]]\n",
            "z/Note.md": "[[Home]]\n",
        }
        repository.commit({f"{below}{path}": text for path, text in files.items()})
        repository.git("clone", "--quiet", repository.top, repository.top.parent / "clone")
        return repository.top.parent / "clone" / below

    def test_a_check_passes_and_counts(self, clone, run) -> None:
        ran = run("check", cwd=clone)

        assert (ran.code, ran.err) == (0, "")
        assert "2 links lead into archive/, which is a git submodule that was not " in ran.out

    def test_a_fix_changes_nothing(self, clone, run, held) -> None:
        (clone / "z/Plan.md").write_text("# Plan\n\nanother\n")
        before = held(clone)
        ran = run("fix", "--unsafe-fixes", cwd=clone)

        assert (ran.code, held(clone)) == (0, before)

    def test_a_rename_says_so(self, clone, run) -> None:
        ran = run("rename", "z/Note", "New", cwd=clone)

        assert ran.code == 2
        assert "archive is a git submodule that was not fetched; links in it may" in ran.err
