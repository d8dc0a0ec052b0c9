"""Real vaults: the exact totals that are known, and twins that must not differ."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.acceptance.vaults import HELP, VAULTS
from tests.folders import contents
from vaultkit import Report
from vaultkit.api import Vault, check
from vaultkit.vault.files.tree import MemoryTree

NOWHERE = ("broken-link", "unwritten-note", "broken-embed", "slug-link", "alias-link")


@cache
def checked(root: Path) -> Report:
    """Check a vault, once for all tests."""
    return check(root)


def test_the_official_help_has_six_links_to_nowhere(corpora: Path) -> None:
    report = checked(corpora / "vaults" / HELP)
    nowhere = [found.path for found in report.findings if found.rule in NOWHERE]

    assert nowhere == ["Linking notes and files/Internal links.md"] * 6
    assert not any(found.rule.startswith("broken-a") for found in report.findings)


def test_the_users_vault_has_the_stubs_its_owner_named(corpora: Path) -> None:
    report = checked(corpora / "vaults" / "data-archive")
    stubs = {found.note for found in report.findings if found.rule == "stub-note"}
    nowhere = sum(found.rule in NOWHERE for found in report.findings)

    assert stubs >= {"Merge", "MongoDB", "Model Cascading", "Maintainability"}
    assert "Mean Absolute Error" not in stubs
    assert 260 <= nowhere <= 275


@pytest.mark.parametrize("name", VAULTS)
def test_errors_and_warnings_are_few(corpora: Path, name: str) -> None:
    report = checked(corpora / "vaults" / name)
    failing = sum(str(found.severity) != "info" for found in report.findings)

    assert failing <= max(10, report.notes // 4)


def in_crlf(path: str, data: bytes) -> tuple[str, bytes]:
    return path, data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def with_mark(path: str, data: bytes) -> tuple[str, bytes]:
    return path, data if data.startswith(b"\xef\xbb\xbf") else b"\xef\xbb\xbf" + data


def with_decomposed_name(path: str, data: bytes) -> tuple[str, bytes]:
    return unicodedata.normalize("NFD", path), data


def with_swapped_case(path: str, data: bytes) -> tuple[str, bytes]:
    folder, slash, name = path.rpartition("/")
    return folder + slash + name.swapcase(), data


def without_final_newline(path: str, data: bytes) -> tuple[str, bytes]:
    return path, data.removesuffix(b"\n").removesuffix(b"\r")


def findings(report: Report) -> Counter[tuple[str, str, int, int]]:
    return Counter(
        (found.rule, unicodedata.normalize("NFC", found.path).lower(), found.line, found.column)
        for found in report.findings
    )


def twin(files: dict[str, bytes], change: Callable[..., tuple[str, bytes]]) -> dict[str, bytes]:
    def changed() -> Iterator[tuple[str, bytes]]:
        for path, data in files.items():
            is_note = path.lower().endswith(".md") and not path.startswith(".")
            yield change(path, data) if is_note else (path, data)

    return dict(changed())


@pytest.mark.parametrize(
    "change",
    [in_crlf, with_mark, with_decomposed_name, with_swapped_case, without_final_newline],
)
@pytest.mark.parametrize("name", VAULTS)
def test_a_twin_has_the_same_findings(
    corpora: Path, name: str, change: Callable[..., tuple[str, bytes]]
) -> None:
    root = corpora / "vaults" / name
    other = check(Vault(MemoryTree(twin(contents(root), change))))

    assert findings(other) == findings(checked(root))
