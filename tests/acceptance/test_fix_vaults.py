"""Copies of real vaults and their twins, fixed: nothing lost, nothing broken, all undoable.

What is measured, and by which means, is in bench/fix.py; here every promise must hold.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.acceptance.vaults import ENCYCLOPEDIA, VAULTS
from vaultkit.api import Vault
from vaultkit.changes.file_change import FileChange
from vaultkit.fix.repair import Repair

SCRIPT = Path(__file__).parents[2] / "bench" / "fix.py"
FIXED = (*(name for name in VAULTS if name != ENCYCLOPEDIA), "obsidian-help/ja")
INFOS = ("VK402", "VK404")
NOTE = b"""---
aliases: [one]
up: "[[B]]"
rating: 5
---
# Head

words [[B|text]] and ![[C]] and [t](B.md), the end.
"""


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
    """Return a function that fixes a copy of a vault and measures it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def measure(name, kind="", *, unsafe=False, infos=True):
        files = bench.contents(corpora / "vaults" / name)
        folder = tmp_path / "vault"
        folder.mkdir()
        given = bench.twin(files, kind) if kind else files
        select = INFOS if infos else ()
        return bench.measure(name, given, folder, unsafe=unsafe, extend_select=select)

    return measure


@pytest.mark.parametrize("name", FIXED)
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


@pytest.mark.parametrize("infos", [False, True])
def test_what_is_fixed_in_the_users_vault(measured, infos):
    row = measured("data-archive", infos=infos)
    asked_for = {"empty-alias": 288} if infos else {}

    assert row.fixes == {"broken-link": 33, "unescaped-pipe": 4, **asked_for}
    assert (row.links, row.broken) == ((4322, 4326), (268, 235))  # pipes make four links
    assert (row.declared, row.texts_changed) == (9, 5)


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

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            (b"[[B|text]]", b"[[C|text]]", "leads elsewhere"),
            (b"(B.md)", b"(C.md)", "leads elsewhere"),
            (b"(B.md)", b"(B.md#H)", "leads elsewhere"),
            (b"![[C]]", b"[[C]]", "leads elsewhere"),
            (b'up: "[[B]]"', b'up: "[[C]]"', "leads elsewhere"),
            (b"rating: 5", b"rating: 6", "the property 'rating' changed"),
            (b"rating: 5", b"rating: '5'", "the property 'rating' changed"),
            (b"rating: 5\n", b"", "the property 'rating' changed"),
            (b"[one]", b"[uno]", "the property 'aliases' changed"),
            (b"# Head", b"## Head", "undeclared"),
            (b"words ", b"", "undeclared"),
            (b"the end.\n", b"the end.", "the final newline changed"),
        ],
    )
    def test_a_damage_done_to_a_note(self, bench, tmp_path, monkeypatch, old, new, said):
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        assert NOTE.count(old) == 1
        damaged = Repair(Vault.from_texts({}))
        damaged.changes["A.md"] = FileChange("A.md", NOTE, NOTE.replace(old, new))
        repairs = iter([damaged, Repair(damaged.vault)])
        monkeypatch.setattr(bench, "repair", lambda *_, **__: next(repairs))
        folder = tmp_path / "vault"
        folder.mkdir()
        files = {".obsidian/app.json": b"{}", "A.md": NOTE, "B.md": b"# H\n", "C.md": b"c\n"}

        wrong = bench.measure("", files, folder, unsafe=False).wrong

        assert any(said in item for item in wrong)
