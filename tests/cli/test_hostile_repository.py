"""A repository of somebody else's: whatever it names, no command runs a program of it."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.vault.git import command

COMMANDS = (
    "check",
    "check --new-since HEAD",
    "check --new-since-merge-base origin/main",
    "check --staged",
    "check --staged --new-since HEAD",
    "check --staged --new-since HEAD content",
    "check --fix --new-since HEAD",
    "heal --dry-run",
    "heal",
    "fix --staged --new-since HEAD --fix-only",
    "report --compare HEAD",
    "init --dry-run",
    "init --yes",
    "baseline",
    "graph",
    "stats",
    "rename Tea Chai",
    "move Tea.md sub/",
    "rename-tag drink beverage",
    "undo",
    "flatten . flat.md",
)
NOTES = {
    "Home.md": "# Home\n\n[[Tea]] [[Old]] [[/ab]] [[Gone]] #drink\n",
    "Old.md": "# Old\n\nwords of old [[Home]]\n",
    "Tea.md": "# Tea\n\nGreen [[Home]] [[Later]]\n",
    "Empty.md": "",
    ".gitattributes": "* filter=evil diff=evil merge=evil\nEmpty.md filter=other\n",
}
SETTINGS = """
[core]
	fsmonitor = "{fsmonitor}"
	hooksPath = {hooks}
	pager = "{pager}"
	editor = "{editor}"
	askPass = "{askpass}"
	sshCommand = "{ssh}"
	gitProxy = "{proxy}"
	alternateRefsCommand = "{alternates}"
	preloadIndex = true
	attributesFile = {attributes}
[pager]
	rev-parse = true
	ls-files = true
	cat-file = true
[alias]
	rev-parse = "!{alias}"
	ls-files = "!{alias}"
	ls-tree = "!{alias}"
	cat-file = "!{alias}"
	diff-index = "!{alias}"
	diff-tree = "!{alias}"
	rev-list = "!{alias}"
	merge-base = "!{alias}"
[filter "evil"]
	process = "{process}"
[filter "other"]
	clean = "{clean}"
	smudge = "{smudge}"
[diff]
	external = "{external}"
	submodule = diff
	ignoreSubmodules = none
	renames = copies
[diff "evil"]
	command = "{command}"
	textconv = "{textconv}"
[merge "evil"]
	driver = "{driver}"
[gpg]
	program = "{gpg}"
[log]
	showSignature = true
	diffMerges = remerge
	mailmap = true
[mailmap]
	blob = HEAD:Old.md
[format]
	pretty = "%G?"
[notes]
	displayRef = *
[credential]
	helper = "!{credential}"
[protocol]
	allow = always
[protocol "file"]
	allow = always
[protocol "ext"]
	allow = always
[uploadpack]
	packObjectsHook = "{pack}"
[gc]
	auto = 1
[submodule]
	recurse = true
"""
LACKING = """
[core]
	repositoryformatversion = 1
[extensions]
	partialClone = origin
[remote "origin"]
	promisor = true
	{how}
"""


@pytest.fixture
def ran(tmp_path: Path) -> Callable[[], list[str]]:
    """Return a function that names the programs of the repository's that were run since."""
    log = tmp_path / "log"

    def names() -> list[str]:
        found = log.read_text().split() if log.exists() else []
        log.unlink(missing_ok=True)
        return sorted(set(found))

    return names


@pytest.fixture
def trap(tmp_path: Path) -> Callable[[str], str]:
    """Return a function that gives a command which does nothing but say its name in a log."""
    return lambda name: f"echo {name} >>'{tmp_path}/log'; false"


@pytest.fixture
def hostile(repository, tmp_path, trap):
    """Return a repository whose settings name a program for everything there is.

    Its history has a note under another name, with other words.
    """
    gone = "# Gone\n\nwords of old [[Home]]\n\nand more, of which most stay\n"
    repository.commit({"Gone.md": gone, "a/b.md": "b", ".gitattributes": NOTES[".gitattributes"]})
    repository.commit({"Gone.md": None, "a/b.md": None, "Kept.md": f"{gone}\nmore\n"})
    repository.commit(NOTES)
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.write({"Old.md": "# Old\n\nother words [[Home]]\n", "Later.md": "# Later\n"})
    repository.write({"Empty.md": "not any more\n"})
    repository.stage({"Tea.md": "# Tea\n\nBlack [[Home]] [[Later]]\n"})
    repository.git("add", "--intent-to-add", "Later.md")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"):
        (hooks / name).write_text(f"#!/bin/sh\n{trap('hook')}\n")
        (hooks / name).chmod(0o755)
    (tmp_path / "attributes").write_text("* filter=evil diff=evil\n")
    places = {"hooks": hooks, "attributes": tmp_path / "attributes"}
    settings = re.sub(r"\{(\w+)\}", lambda at: str(places.get(at[1]) or trap(at[1])), SETTINGS)
    (tmp_path / "included").write_text(settings)
    configured(repository, f"[include]\n\tpath = {tmp_path / 'included'}\n{settings}")
    return repository


def configured(repository, settings: str) -> None:
    with (repository.top / ".git/config").open("a") as stream:
        stream.write(settings)


def lose(repository, how: str, *revisions: str) -> None:
    """Make a repository a partial clone that lacks the objects of some files."""
    for revision in revisions:
        name = repository.git("rev-parse", revision)
        (repository.top / ".git/objects" / name[:2] / name[2:]).unlink()
    configured(repository, LACKING.format(how=how))


def old_git(monkeypatch) -> None:
    """Make git one that cannot be told by a variable to fetch nothing."""
    monkeypatch.delitem(command.ENVIRONMENT, "GIT_NO_LAZY_FETCH")


def test_the_traps_are_set(hostile, ran, trap) -> None:
    """Git itself, asked by anybody else, runs what the settings name."""
    hostile.git("status", check=False)
    assert {"fsmonitor", "process"} <= set(ran())
    for file in (".git/config", "../included"):
        hostile.git("config", "--file", file, "--unset", "filter.evil.process")
    for asked in ("status", "log -p --no-ext-diff", "diff", "rm --cached Tea.md"):
        hostile.git(*asked.split(), check=False)
    assert {"clean", "command", "fsmonitor", "hook", "textconv"} <= set(ran())

    lose(hostile, f'url = .\n\tuploadpack = "{trap("upload")}"', "HEAD:Old.md")
    hostile.git("cat-file", "-e", "HEAD:Old.md", check=False)
    assert "upload" in ran()


@pytest.mark.parametrize("state", ["whole", "lacking", "lacking, an old git"])
@pytest.mark.parametrize("asked", COMMANDS)
def test_no_program_is_run(asked, state, hostile, run, ran, trap, monkeypatch) -> None:
    if state != "whole":
        how = f'url = .\n\tuploadpack = "{trap("upload")}"'
        lose(hostile, how, "HEAD:Old.md", "HEAD:Tea.md", ":Tea.md")
    if state == "lacking, an old git":
        old_git(monkeypatch)
    ran()

    done = run(*asked.split())

    assert ran() == []
    assert done.code in (0, 1, 2)


def test_the_history_is_read(hostile, run, ran, tmp_path) -> None:
    os.mkfifo(tmp_path / "order")  # whoever opens it waits for ever
    order = tmp_path / "order"
    configured(hostile, f"[diff]\n\torderFile = {order}\n[mailmap]\n\tfile = {order}\n")

    done = run("check", "--select", "broken-link", "--format", "json")

    assert ran() == []
    helps = [found["help"] for found in done.json["findings"] if '"Gone"' in found["message"]]
    commit = hostile.git("rev-parse", "HEAD~1")[:7]
    assert helps == [f'it is now called "Kept" (renamed in commit {commit})']


def test_a_tree_that_is_endless_to_list_is_not_listed(repository, run) -> None:
    """Ten folders that are one, each with ten that are one, and so on, in a commit of long ago."""
    blob = repository.git("hash-object", "-w", "--stdin", said="words")
    lines = "".join(f"100644 blob {blob}\tf{number}\n" for number in range(10))
    for _ in range(10):
        tree = repository.git("mktree", said=lines)
        lines = "".join(f"040000 tree {tree}\td{number}\n" for number in range(10))
    bomb = repository.git("commit-tree", repository.git("mktree", said=lines), "-m", "x")
    repository.git("update-ref", "refs/heads/main", bomb)
    repository.git("read-tree", "--empty")
    repository.commit({"Old.md": "Words of old.\n", "Home.md": "[[Old]]\n"})
    repository.commit({"Old.md": None, "New.md": "Words of old.\n"})

    assert run("check", "--format", "concise", "--select", "VK102").found == ["Home.md:1:1 VK102"]


REMOTES = {
    "file": 'url = .\n\tuploadpack = "{trap}"',
    "ssh": 'url = ssh://localhost/x\n\tuploadpack = "{trap}"',
    "ext": 'url = ext::sh -c \\"{trap}\\"',
    "git": "url = git://127.0.0.1:9/x",
    "http": "url = http://127.0.0.1:9/x",
    "helper": "url = x\n\tvcs = evil",
    "rewritten": 'url = none://x\n[url "ext::sh -c \\"{trap}\\" "]\n\tinsteadOf = none://x',
    "bundles": "url = .\n[fetch]\n\tbundleURI = http://127.0.0.1:9/x",
}


@pytest.mark.parametrize("remote", REMOTES)
@pytest.mark.parametrize("age", ["new", "old"])
def test_nothing_is_fetched(remote, age, hostile, run, ran, trap, tmp_path, monkeypatch) -> None:
    helper = tmp_path / "bin" / "git-remote-evil"
    helper.parent.mkdir()
    helper.write_text(f"#!/bin/sh\n{trap('helper')}\n")
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{helper.parent}{os.pathsep}{os.environ['PATH']}")
    lose(hostile, REMOTES[remote].format(trap=trap("upload")), "HEAD:Old.md")
    if age == "old":
        old_git(monkeypatch)
    ran()

    done = run("check", "--new-since", "HEAD")

    assert ran() == []
    assert (done.code, len(done.problems)) == (2, 1)
    assert done.problems[0] == (
        "TMP/vault: this partial clone lacks some objects that are needed, and vaultkit fetches "
        "nothing; `git fetch --refetch --no-filter` fetches them"
    )


@pytest.mark.parametrize("gone", ["HEAD^{tree}", "HEAD", "HEAD:Old.md"])
@pytest.mark.parametrize("age", ["new", "old"])
def test_whatever_is_lacking(gone, age, hostile, run, ran, trap, monkeypatch) -> None:
    lose(hostile, REMOTES["file"].format(trap=trap("upload")), gone)
    if age == "old":
        old_git(monkeypatch)
    ran()

    for asked in ("check --new-since HEAD", "check --staged --new-since HEAD", "heal --dry-run"):
        done = run(*asked.split())
        assert ran() == []
        assert (done.code, len(done.problems)) == (2, 1)


def test_what_is_advised_for_a_partial_clone_is_enough(repository, run, tmp_path) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit(NOTES)
    repository.commit({"Old.md": "# Old\n\nother words [[Home]]\n", "Tea.md": None})
    url = f"file://{repository.top}"
    repository.git("clone", "--quiet", "--filter=blob:none", url, tmp_path / "clone")
    asked = ("check", "--new-since", "HEAD~1", "--format", "concise", "--ignore", "VK3")
    assert run(*asked, cwd="clone").code == 2

    advice = run(*asked, cwd="clone").err.split("`")[1]
    repository.git("-C", tmp_path / "clone", *advice.split()[1:])

    assert run(*asked, cwd="clone").found == run(*asked).found == ["Home.md:3:1 VK102"]


@pytest.fixture
def embedded(repository, tmp_path):
    """Return a clone of plain committed files, of which a folder is itself a git directory.

    It is the vault, too.
    """
    other = type(repository)(tmp_path / "other")
    other.commit({"Home.md": "# Home\n\n[[Tea]] [[Old]]\n", "Old.md": "old\n", "Empty.md": ""})
    other.git("update-ref", "refs/remotes/origin/main", "HEAD")

    def made(settings: str, *, lacking: bool = False) -> Path:
        if lacking:
            for name in ("HEAD:Home.md", "HEAD:Old.md"):
                blob = other.git("rev-parse", name)
                (other.top / ".git/objects" / blob[:2] / blob[2:]).unlink()
        content = repository.top / "content"
        content.mkdir()
        for name in ("HEAD", "index"):
            shutil.copy(other.top / ".git" / name, content)
        for name in ("objects", "refs"):
            shutil.copytree(other.top / ".git" / name, content / name)
        files = {"content/config": settings, "vaultkit.toml": 'root = "content"\n'}
        files |= {f"content/{name}": NOTES[name] for name in ("Home.md", "Tea.md")}
        repository.write(files)
        repository.git("add", "--all")
        repository.commit()
        repository.git("clone", "--quiet", repository.top, tmp_path / "clone")
        return tmp_path / "clone"

    return made


REFUSED = (
    "TMP/vault: git does not trust its repository, which belongs to another user; "
    "if you do: git config --global --add safe.directory TMP/vault"
)
BARE = "[core]\n\trepositoryformatversion = 0\n\tbare = {bare}\n\tworktree = .\n"


@pytest.mark.parametrize("lacking", [False, True])
@pytest.mark.parametrize("bare", ["false", "true"])
def test_a_folder_like_a_repository_is_none(embedded, run, ran, trap, lacking, bare) -> None:
    settings = BARE.format(bare=bare) + f'\tfsmonitor = "{trap("fsmonitor")}"\n'
    if lacking:
        settings += LACKING.format(how=f'url = .\n\tuploadpack = "{trap("upload")}"')
    top = embedded(settings, lacking=lacking)

    for asked in COMMANDS:
        for cwd in (top, top / "content"):
            done = run(*asked.split(), cwd=cwd)
            assert (asked, ran()) == (asked, [])
            assert done.code in (0, 1, 2)


def test_without_a_repository_around_it_is_none_either(embedded, run, ran, trap) -> None:
    top = embedded(BARE.format(bare="false") + f'\tfsmonitor = "{trap("fsmonitor")}"\n')
    shutil.rmtree(top / ".git")

    done = run("check", "--staged", cwd=top / "content")

    assert done.problems == [
        "TMP/clone/content: is in a bare repository, which has no files to check; clone it"
    ]
    assert ran() == []


def test_a_git_file_that_names_it_is_read_with_the_same_care(embedded, run, ran, trap) -> None:
    top = embedded(BARE.format(bare="false") + f'\tfsmonitor = "{trap("fsmonitor")}"\n')
    shutil.rmtree(top / ".git")
    (top / ".git").write_text("gitdir: content\n")
    (top / "vaultkit.toml").unlink()

    for asked in ("check --staged", "check --new-since HEAD", "heal --dry-run"):
        assert run(*asked.split(), cwd=top).code in (0, 1)
        assert ran() == []


@pytest.mark.parametrize("target", ["/", "..", "nowhere", "sub"])
def test_the_work_tree_is_where_git_lies(repository, run, target) -> None:
    repository.commit({"Home.md": "[[Tea]]\n", "sub/Tea.md": "[[Home]]\n"})
    repository.stage({"New.md": "[[/ab]]\n"})
    if target != "nowhere":
        repository.git("config", "core.worktree", target if target == "/" else f"../{target}")

    ran = run("check", "--staged", "--format", "concise", "--select", "VK1")

    assert ran.found == ["New.md:1:1 VK101"]


def test_a_program_in_the_vault_is_not_taken_for_git(repository, run, ran, trap, monkeypatch):
    repository.commit(NOTES)
    repository.write({"git": f"#!/bin/sh\n{trap('git')}\n", "bin/git": "#!/bin/sh\nexit 1\n"})
    for name in ("git", "bin/git"):
        (repository.top / name).chmod(0o755)
    own = Path(shutil.which("git") or "").parent
    monkeypatch.setenv("PATH", f".{os.pathsep}bin{os.pathsep}{os.pathsep}{own}")

    assert run("check", "--staged").code == 0
    assert ran() == []
    monkeypatch.setenv("PATH", f".{os.pathsep}bin{os.pathsep}")
    assert run("check", "--staged").problems == ["git is not installed, or not on your PATH"]


def test_every_command_is_gits_own() -> None:
    """Git takes no alias for its own commands."""
    said = subprocess.run(
        ["git", "--list-cmds=builtins"], capture_output=True, check=True, text=True
    )

    assert set(said.stdout.split()) >= command.READERS


def test_settings_of_the_environment_do_not_win(hostile, run, ran, trap, monkeypatch) -> None:
    """Not even what a ``git -c`` around a hook hands on."""
    pairs = [("core.fsmonitor", trap("counted")), ("safe.bareRepository", "all")]
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(pairs)))
    for number, (key, value) in enumerate(pairs):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    parameter = trap("parameter").replace("'", "'\\''")
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.fsmonitor'='{parameter}'")
    for name in ("GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, trap(name))
    assert hostile.git("config", "core.fsmonitor") == trap("parameter")

    for asked in ("check --staged --new-since HEAD", "heal --dry-run"):
        run(*asked.split())

    assert ran() == []


def test_what_is_another_users_is_refused(repository, run, monkeypatch) -> None:
    repository.commit(NOTES)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    for asked in ("check --staged", "check --new-since HEAD", "heal", "report --compare HEAD"):
        ran = run(*asked.split())
        assert ran.code == 2
        assert ran.problems == [REFUSED]

    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(repository.top))
    assert run("check", "--staged").code == 0
