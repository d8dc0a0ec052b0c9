"""The package as users get it: a wheel built from the sdist, with the rule book inside."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from vaultkit.explore.health.html.scripts import ARRANGING, DRAWING
from vaultkit.rules.registry import RULES

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build sdist and wheel, the wheel from the unpacked sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, "--sdist", str(CHECKOUT)], check=True, capture_output=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as sdist:
        sdist.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11.4 has it
        sdist.extractall(folder)
    unpacked = folder / archive.name.removesuffix(".tar.gz")
    subprocess.run([*build, "--wheel", str(unpacked)], check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_carries_every_page_and_the_type_marker(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    assert {f"vaultkit/_rulebook/{rule.name}.md" for rule in RULES} <= names
    assert "vaultkit/py.typed" in names
    assert not any(name.startswith(("rules/", "tests/")) for name in names)


def test_the_wheel_carries_what_the_report_needs(wheel: Path, tmp_path: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    assets = CHECKOUT / "vaultkit" / "explore" / "health" / "assets"
    wanted = {
        f"vaultkit/explore/health/assets/{path.relative_to(assets).as_posix()}": path.read_bytes()
        for path in assets.rglob("*")
        if path.is_file()
    }
    (tmp_path / "Home.md").write_text("[[Soil]]\n")
    folder = tmp_path / "wheel"
    archive.extractall(folder)
    command = [sys.executable, "-m", "vaultkit", "report", str(tmp_path), "--no-cache"]

    subprocess.run(
        [*command, "--html", str(tmp_path / "x.html")],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )

    assert len(wanted) > 10
    assert {name: archive.read(name) for name in wanted} == wanted
    assert "d3-force" in (tmp_path / "x.html").read_text("utf-8")


def test_each_foreign_script_is_named_with_its_version_and_licence() -> None:
    folder = CHECKOUT / "vaultkit" / "explore" / "health" / "assets" / "d3"
    told = (folder / "README.md").read_text("utf-8")
    licence = (folder / "LICENSE").read_text("utf-8")

    for part in (*ARRANGING, *DRAWING):
        first = (folder / f"d3-{part}.min.js").read_text("utf-8").partition("\n")[0]
        version = first.partition(" v")[2].partition(" ")[0]
        assert f"| d3-{part} | {version} |" in told
    assert "Permission to use, copy, modify" in licence
    assert "Redistribution and use in source and binary forms" in licence


def test_the_rule_book_is_read_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    script = (
        "from vaultkit.config.rule_book import book, read_page; "
        "print(book()); read_page('broken-link')"
    )

    said = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True
    )

    assert said.stdout.strip().endswith("_rulebook")
