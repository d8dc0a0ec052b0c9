"""What every test may use: a vault in memory, a git repository, pre-commit, and real vaults."""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from pathlib import Path

import pytest

import vaultkit
from tests.folders import put_vaultkit
from tests.pages import Shell
from vaultkit import Report, Vault, check
from vaultkit.markdown.facts import Facts
from vaultkit.markdown.parser import parse
from vaultkit.source import Source
from vaultkit.vault.resolver.dialect import DialectPlan
from vaultkit.vault.resolver.outcome import Outcome

Files = Mapping[str, str | bytes] | Iterable[str]

_NUMBERS = count()
CORPORA = Path(__file__).parents[2] / "shared"


def pytest_collection_finish() -> None:
    """Keep the garbage collector from visiting thousands of collected tests again and again."""
    gc.collect()
    gc.freeze()


class GitRepository:
    """A real git repository in a folder of its own."""

    def __init__(self, top: Path) -> None:
        top.mkdir(parents=True)
        self.top = top
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str | Path, check: bool = True, said: str | None = None) -> str:
        """Run git there and give what it says."""
        done = subprocess.run(
            ["git", *map(str, arguments)],
            cwd=self.top,
            input=None if said is None else said.encode(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0 or not check, done.stderr.decode()
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files to the work tree; None removes one."""
        for name, content in files.items():
            path = self.top / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def stage(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files to the work tree and the index; None removes one from both."""
        self.write(files)
        if files:
            self.git("add", "--all", "--", *files)

    def commit(self, files: Mapping[str, str | bytes | None] | None = None) -> str:
        """Write, stage and commit files; give the commit's name."""
        if files:
            self.stage(files)
        self.git("commit", "--quiet", "--allow-empty", "--message=x", "--no-verify")
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """Return a new git repository in the folder ``vault``, out of reach of the user's settings."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }.items():
        monkeypatch.setenv(name, value)
    return GitRepository(tmp_path / "vault")


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the user's cache folder out of the tests; most never make the one they get."""
    folder = tmp_path_factory.getbasetemp() / "caches" / str(next(_NUMBERS))
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))


@pytest.fixture(autouse=True)
def _this_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the programs that a test starts import what it imports itself."""
    monkeypatch.setenv("PYTHONPATH", str(Path(vaultkit.__file__).parents[1]))


@pytest.fixture
def pre_commit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Have pre-commit and ``vaultkit`` on the PATH, as hooks need it; skip where there is none.

    What pre-commit has installed serves all tests.
    """
    programs = Path(sys.executable).parent
    if shutil.which("pre-commit", path=programs) is None:
        pytest.skip("pre-commit is not installed")
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PATH", put_vaultkit(tmp_path / "bin"))
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path_factory.getbasetemp() / "pre-commit"))


@pytest.fixture
def scrubbed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the developer's environment, colours and git's settings out of what is printed."""
    environment: Mapping[str, str] = {
        "HOME": str(tmp_path / "you"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_NAME": "You" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "you@example.org" for who in ("AUTHOR", "COMMITTER")},
    }
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scrubbed: None) -> Shell:
    """Return a shell in an empty home folder, with vaultkit on the PATH wherever it runs."""
    if os.name == "nt":
        pytest.skip("pages show what is typed in a POSIX shell")
    monkeypatch.setenv("PATH", put_vaultkit(tmp_path / "bin"))
    return Shell(tmp_path / "you")


@pytest.fixture
def corpora() -> Path:
    """Return the folder of real vaults beside the checkout; skip where there is none."""
    if not (CORPORA / "vaults").is_dir():
        pytest.skip("the corpora do not lie beside this checkout")
    return CORPORA


@pytest.fixture
def found() -> Callable[..., list[str]]:
    """Return a function that checks contents and lists ``path:line:column CODE`` of each."""

    def listed(files: dict[str, str | bytes], **options: list[str]) -> list[str]:
        report: Report = check(files, **options)
        return [f"{f.path}:{f.line}:{f.column} {f.code}" for f in report.findings]

    return listed


@pytest.fixture(scope="session")
def facts() -> Callable[[str | bytes], Facts]:
    """Return a function that parses a text."""

    def parsed(text: str | bytes) -> Facts:
        return parse(Source(text.encode() if isinstance(text, str) else text))

    return parsed


@pytest.fixture(scope="session")
def follow() -> Callable[..., Outcome]:
    """Return a function that follows the only link of a text written into an Obsidian vault."""

    def followed(
        text: str, files: Files = (), *, source: str = "S.md", plan: DialectPlan | None = None
    ) -> Outcome:
        others = dict(files) if isinstance(files, Mapping) else dict.fromkeys(files, "")
        own = {} if plan else {".obsidian/app.json": "{}"}
        vault = Vault.from_texts({**own, **others, source: text}, plan)
        ((_, outcome),) = vault.outcomes(vault.documents[source].notes[0])
        return outcome

    return followed
