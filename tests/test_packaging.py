"""The package as users get it: a wheel built from the sdist, with the rule book inside."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from vaultkit.rules import RULES

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build sdist and wheel, the wheel from the unpacked sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, "--sdist", str(CHECKOUT)], check=True, capture_output=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as sdist:
        sdist.extractall(folder, filter="data")
    unpacked = folder / archive.name.removesuffix(".tar.gz")
    subprocess.run([*build, "--wheel", str(unpacked)], check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_carries_every_page_and_the_type_marker(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    assert {f"vaultkit/_rulebook/{rule.name}.md" for rule in RULES} <= names
    assert "vaultkit/py.typed" in names
    assert not any(name.startswith(("rules/", "tests/")) for name in names)


def test_the_rule_book_is_read_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    script = (
        "from vaultkit.rulebook import book, read_page; print(book()); read_page('broken-link')"
    )

    said = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True
    )

    assert said.stdout.strip().endswith("_rulebook")
