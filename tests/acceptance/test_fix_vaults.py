"""Copies of real vaults and their twins, fixed: nothing lost, nothing broken, all undoable.

What is measured, and by which means, is in bench/fix.py; here every promise must hold.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "bench" / "fix.py"
VAULTS = (
    "obsidian-help/en",
    "obsidian-help/ja",
    "data-archive",
    "kepano-obsidian",
    "thahir-notes",
    "blue-topaz",
    "foam-docs",
    "13th-age-srd",
)


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """Load the script, which is in no package."""
    spec = importlib.util.spec_from_file_location("bench_fix", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def measured(bench, corpora, tmp_path, monkeypatch):
    """Give a function that fixes a copy of a vault and measures it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def measure(name, kind="", *, unsafe=False):
        files = bench.contents(corpora / "vaults" / name)
        folder = tmp_path / "vault"
        folder.mkdir()
        given = bench.twin(files, kind) if kind else files
        return bench.measure(name, given, folder, unsafe=unsafe)

    return measure


@pytest.mark.parametrize("name", VAULTS)
def test_no_promise_is_broken(measured, name):
    row = measured(name)

    assert row.wrong == []
    assert row.undone


@pytest.mark.parametrize("kind", ["CRLF", "BOM", "NFD"])
@pytest.mark.parametrize("name", ["data-archive", "kepano-obsidian", "blue-topaz"])
def test_nor_with_other_bytes(measured, name, kind):
    assert measured(name, kind).wrong == []


@pytest.mark.parametrize("name", ["data-archive", "foam-docs", "blue-topaz"])
def test_nor_by_unsafe_fixes(measured, name):
    assert measured(name, unsafe=True).wrong == []


def test_what_is_fixed_in_the_users_vault(measured):
    row = measured("data-archive")

    assert row.fixes == {"empty-alias": 288, "broken-link": 33, "alias-link": 3}
    assert (row.links, row.broken) == ((4322, 4322), (268, 232))
    assert (row.declared, row.texts_changed) == (5, 5)


class TestTheMeasure:
    """It finds a damage of each kind, or it would prove nothing."""

    def test_a_lost_word(self, bench):
        assert bench.compare(b"one two\n", b"one\n", []) == (1, [("one two", "one")])

    def test_a_lost_block(self, bench):
        assert bench.compare(b"one\n\ntwo\n", b"one\n", [])[1]

    def test_a_lost_link_text(self, bench):
        assert bench.compare(b"[a](b)\n", b"[](b)\n", [])[1]

    def test_a_declared_difference_alone_passes(self, bench):
        before, after = b"a [A|B](#ab) A|B\n", b"a [B](#a) A|B\n"

        assert bench.compare(before, after, [("A|B", "B")]) == (1, [])
        assert bench.compare(before, b"a [B](#a) B\n", [("A|B", "B")])[1]

    def test_a_link_that_only_changes_its_form_is_no_difference(self, bench):
        assert bench.compare(b"[a](#b-c)\n", b"[[B C|a]]\n", []) == (0, [])
