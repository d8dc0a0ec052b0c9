"""A configuration whose ``root`` leads out of its folder: read there, never written there."""

import os
from pathlib import Path

import pytest

from tests.folders import contents

MINE = {
    "mine/README.md": "# Mine\n\n[later](My Plan.md) #todo and [[index#usage]]\n",
    "mine/My Plan.md": "plan [[README]]\n",
    "mine/Empty.md": "",
}
CLONED = {"Note.md": "# Cloned\n\n[x](My Plan.md) words #todo\n"}
TOML = {"vaultkit.toml": 'root = "{}"\n'}
PYPROJECT = {"pyproject.toml": '[tool.vaultkit]\nroot = "{}"\n'}
WRITING = [
    ("fix", "--unsafe-fixes"),
    ("fix", "--dry-run"),
    ("check", "--fix"),
    ("check", "--fix", "."),
    ("fix", "Note.md"),
    ("rename", "Note", "New"),
    ("rename", "My Plan", "New"),
    ("move", "Note.md", "sub/"),
    ("rename-heading", "Note#Cloned", "New"),
    ("rename-tag", "todo", "done"),
    ("heal",),
    ("baseline",),
    ("init", "--yes"),
    ("init", "--baseline"),
    ("report", "--note", "../Health.md"),
    ("undo",),
    ("undo", "."),
]


@pytest.fixture
def clone(write, tmp_path):
    """Return a function that makes a repository beside the user's notes, with a configuration."""

    def made(root: str, config=TOML) -> Path:
        write({".git/HEAD": "", **CLONED}, "projects/cloned")
        files = {name: text.replace("{}", root) for name, text in config.items()}
        write(MINE, "projects")
        return write(files, "projects/cloned")

    return made


def typed(said: str) -> str:
    return said.rpartition("name that yourself: ")[2]


@pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
@pytest.mark.parametrize("config", [TOML, PYPROJECT], ids=["toml", "pyproject"])
def test_nothing_is_written_there(clone, run, tmp_path, arguments, config) -> None:
    clone("..", config)
    (name,) = config
    before = contents(tmp_path)
    ran = run(*arguments, cwd="projects/cloned")

    command = "check --fix" if arguments[0] == "check" else arguments[0]
    more = "" if arguments[0] in ("init", "undo") else f" --config TMP/projects/cloned/{name}"
    assert (ran.code, ran.out) == (2, "")
    assert ran.problems == [
        (
            f"TMP/projects/cloned/{name}: root: points outside its folder, to TMP/projects, where "
            f"nothing is written unless you name that yourself: vaultkit {command} "
            f"--root TMP/projects{more}"
        )
    ]
    assert contents(tmp_path) == before


@pytest.mark.parametrize("root", ["../..", "../../..", "/", "../../projects", "./..", "x/../.."])
@pytest.mark.parametrize("arguments", [("rename-tag", "todo", "done"), ("baseline",)])
def test_however_it_is_written(clone, run, tmp_path, root, arguments, monkeypatch) -> None:
    monkeypatch.setattr("vaultkit.vault.files.tree.FolderTree.entries", lambda _: iter(()))
    clone(root)
    before = contents(tmp_path)
    ran = run(*arguments, cwd="projects/cloned")

    assert ran.code == 2
    assert "root: points outside its folder, to " in ran.err
    assert contents(tmp_path) == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("root", ["notes", "notes/deep"])
def test_through_a_symbolic_link(clone, run, tmp_path, write, root) -> None:
    folder = clone(root)
    write({"deep/A.md": "[x](My Plan.md)\n"}, "projects/mine")
    (folder / "notes").symlink_to("../mine")
    before = contents(tmp_path)
    ran = run("fix", cwd="projects/cloned")

    assert (ran.code, ran.out) == (2, "")
    assert "root: points outside its folder, to " in ran.err
    assert contents(tmp_path) == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_through_a_symbolic_link_that_stays(clone, run) -> None:
    folder = clone("notes")
    (folder / "docs").mkdir()
    (folder / "docs/A.md").write_text("[x](B C.md)\n")
    (folder / "docs/B C.md").write_text("x\n")
    (folder / "notes").symlink_to("docs")

    assert "run 1 changed 1 note" in run("fix", cwd="projects/cloned").err


def test_what_is_typed_instead_does_it(clone, run, tmp_path) -> None:
    clone("..")
    said = typed(run("rename-tag", "todo", "done", cwd="projects/cloned").problems[0])
    options = [part.replace("TMP", str(tmp_path)) for part in said.split()[2:]]
    ran = run("rename-tag", "todo", "done", *options, cwd="projects/cloned")

    assert ran.code == 0
    assert "#done" in (tmp_path / "projects/mine/README.md").read_text()
    assert run("undo", cwd="projects/cloned").code == 2
    assert run("undo", "--root", "..", cwd="projects/cloned").code == 0
    assert "#todo" in (tmp_path / "projects/mine/README.md").read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "--output-file", "json=out.json"),
        ("config",),
        ("graph",),
        ("stats",),
        ("report",),
        ("report", "--html", "page.html"),
        ("undo", "--list"),
    ],
    ids=" ".join,
)
def test_what_only_reads_is_done(clone, run, arguments) -> None:
    clone("..")
    ran = run(*arguments, cwd="projects/cloned")

    assert (ran.code < 2, ran.err) == (True, "")


def test_of_one_of_several_vaults_nothing_is_written_in_any(clone, run, write, tmp_path) -> None:
    clone("..")
    write({".obsidian/app.json": "{}", "A.md": "[x](B C.md)\n", "B C.md": "x\n"}, "first")
    before = contents(tmp_path)
    ran = run("fix", "first", "projects/cloned", cwd=".")

    assert (ran.code, ran.out) == (2, "")
    assert contents(tmp_path) == before


class TestAllowed:
    """What leads down, and what is the user's own."""

    @pytest.mark.parametrize("root", [".", "notes", "./notes/", "../cloned/notes"])
    def test_a_root_below(self, clone, run, write, root) -> None:
        clone(root)
        write({"A.md": "[x](B C.md)\n", "B C.md": "x\n"}, "projects/cloned/notes")

        assert "run 1 changed" in run("fix", cwd="projects/cloned").err

    def test_a_configuration_above(self, run, write) -> None:
        write({"vaultkit.toml": 'root = "notes"\n'})
        write({"A.md": "[x](B C.md)\n", "B C.md": "x\n"}, "vault/notes/sub")

        assert "run 1 changed" in run("fix", cwd="vault/notes/sub").err

    def test_the_app_s_vault_above(self, run, write) -> None:
        write({".obsidian/app.json": "{}", "B C.md": "x\n"})
        write({"vaultkit.toml": "", "A.md": "[x](B C.md)\n"}, "vault/sub")

        assert "run 1 changed" in run("fix", cwd="vault/sub").err

    @pytest.mark.skipif(os.name == "nt", reason="links need rights there")
    def test_a_folder_behind_a_link(self, clone, run, write, tmp_path) -> None:
        clone("notes")
        write({"A.md": "[x](B C.md)\n", "B C.md": "x\n"}, "projects/cloned/notes")
        (tmp_path / "way").symlink_to("projects/cloned")

        assert "run 1 changed" in run("fix", tmp_path / "way", cwd=".").err


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
class TestInit:
    """``init`` follows links within the repository, and none that leads out."""

    @pytest.mark.parametrize("link", [".github", ".github/workflows"])
    def test_a_workflow(self, repository, run, tmp_path, link) -> None:
        repository.write({"Home.md": "[[Soil]]\n", ".obsidian/app.json": "{}"})
        (tmp_path / "elsewhere").mkdir()
        (repository.top / link).parent.mkdir(exist_ok=True)
        (repository.top / link).symlink_to(tmp_path / "elsewhere")
        ran = run("init", "--ci", "github")

        assert ran.code == 2
        assert "cannot be written: a symbolic link leads out of TMP/vault" in ran.err
        assert not list((tmp_path / "elsewhere").iterdir())

    def test_hooks(self, repository, run, tmp_path) -> None:
        repository.write({"Home.md": "[[Soil]]\n", ".obsidian/app.json": "{}"})
        hooks = "repos:\n- repo: meta\n  hooks:\n  - id: identity\n"
        (tmp_path / "hooks.yaml").write_text(hooks)
        (repository.top / ".pre-commit-config.yaml").symlink_to("../hooks.yaml")
        ran = run("init", "--pre-commit")

        assert (ran.code, (tmp_path / "hooks.yaml").read_text()) == (2, hooks)
        assert "cannot be written: a symbolic link leads out of TMP/vault" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("there", [None, '{\n "version": 1,\n "findings": []\n}\n'])
def test_a_baseline_is_not_written_through_a_link(write, run, tmp_path, there) -> None:
    root = write({"Home.md": "[[/ld/Soil]]\n"})
    if there is not None:
        (tmp_path / "elsewhere.json").write_text(there)
    (root / "vaultkit-baseline.json").symlink_to("../elsewhere.json")
    before = contents(tmp_path)
    ran = run("baseline")
    after = {path: data for path, data in contents(tmp_path).items() if "home/" not in path}

    assert (ran.code, after) == (2, before)
    assert ran.problems[0].endswith("cannot be written: not an ordinary file")
