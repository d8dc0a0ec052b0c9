"""What every test may use: a vault in memory, and the corpora when they lie beside the checkout."""

from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit import Report, check

CORPORA = Path(__file__).parents[2] / "shared"


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the user's cache folder out of the tests."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


@pytest.fixture
def corpora() -> Path:
    """Give the folder of real vaults and oracles beside the checkout; skip where there is none."""
    if not (CORPORA / "vaults").is_dir():
        pytest.skip("the corpora do not lie beside this checkout")
    return CORPORA


@pytest.fixture
def found() -> Callable[..., list[str]]:
    """Give a function that checks contents by path and lists ``path:line:column CODE`` of each."""

    def listed(files: dict[str, str | bytes], **options: list[str]) -> list[str]:
        report: Report = check(files, **options)
        return [f"{f.path}:{f.line}:{f.column} {f.code}" for f in report.findings]

    return listed
