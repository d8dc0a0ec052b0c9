"""A vault on disk that is checked again and again, with what the last check left."""

import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import pytest

from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.lint import check as linter
from vaultkit.lint.incremental import recheck as incremental
from vaultkit.lint.incremental.check_run import CheckRequest
from vaultkit.lint.run_rules import RuleRunner
from vaultkit.report.record import Report
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.history.past import Moved, Past
from vaultkit.vault.index import facts_cache as cache_module
from vaultkit.vault.index.facts_cache import FactsCache
from vaultkit.vault.vault import Vault

TICK_NS = 4_000_000


@pytest.fixture(autouse=True)
def _trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust files that were changed only just before they were read, and small vaults as well."""
    monkeypatch.setattr(cache_module, "RACY_NS", 0)
    monkeypatch.setattr(cache_module, "LEAST_BYTES", 0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder of the vault."""
    folder = tmp_path / "vault"
    (folder / ".obsidian").mkdir(parents=True)
    (folder / "map.png").write_bytes(bytes(200_000))
    return folder


@pytest.fixture
def write(root: Path) -> Callable[[dict[str, str | None]], None]:
    """Return a function that writes files, None deleting one; no two writes look alike in time."""
    clock = iter(range(10**18, 10**19, TICK_NS))

    def written(files: dict[str, str | None]) -> None:
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
                continue
            path.write_bytes(text.encode())
            stamp = next(clock)
            os.utime(path, ns=(stamp, stamp))

    return written


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the path of each file that is judged."""
    paths: list[str] = []
    check_file = RuleRunner.check

    def counted(self: RuleRunner, path: str) -> object:
        paths.append(path)
        return check_file(self, path)

    monkeypatch.setattr(RuleRunner, "check", counted)
    return paths


class _Silent:
    """A past that answers as another one, and is not counted."""

    def __init__(self, past: Past) -> None:
        self.key = self.tip = b""
        self._answers = past.answers
        self._ignored = past.ignored
        self._kept_out = past.kept_out

    def moved(self, linkpath: str, folder: str) -> Moved | None:
        return self._answers.get(linkpath)

    def had(self, linkpath: str, folder: str) -> bool:
        return False

    def lost(self, files: Collection[str]) -> Sequence[str]:
        return ()

    def ignores(self, path: str) -> bool:
        return path in self._ignored

    def keeps_out(self, path: str) -> bool:
        return path in self._kept_out

    def expect(self, paths: Collection[str]) -> None:
        pass


@pytest.fixture
def check(root: Path, tmp_path: Path, checked: list[str]) -> Callable[..., tuple[Report, set[str]]]:
    """Return a function that checks the vault, compares with a check of all, and tells the work."""
    kept = tmp_path / "kept"

    def run(
        *named: str, select: list[str] | None = None, past: Past | None = None
    ) -> tuple[Report, set[str]]:
        settings = read_settings(None, Choices(select=select))
        tree = FolderTree(root, past=past)
        request = CheckRequest(
            name="vault",
            key=repr(select),
            settings=lambda: settings,
            wanted=(lambda path: path in named) if named else None,
            named=named,
        )
        entries = sorted(tree.entries(), key=lambda entry: entry.path)
        checked.clear()
        file = kept / "test.ledger"
        report = incremental.recheck(tree, entries, request, FactsCache(kept), file)
        work = set(checked)
        vault = Vault(
            FolderTree(root, past=_Silent(past) if past else None), settings.plan(), name="vault"
        )
        assert report == linter.check(vault, settings, request.wanted, named=named)
        return report, work

    return run
