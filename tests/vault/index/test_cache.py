"""The cache spares work and never changes a result, whatever becomes of its file."""

import itertools
import os
import shutil
import signal
import sqlite3
import time

import pytest

from tests.rounds import rounds
from vaultkit.vault.index import facts_cache as cache_module
from vaultkit.vault.index.facts_cache import FILE, FactsCache, count_notes


@pytest.fixture
def trusting(monkeypatch):
    """Trust notes that were changed only just before they were read."""
    monkeypatch.setattr(cache_module, "RACY_NS", 0)


def counts(vault) -> tuple[int, int, int]:
    return vault.work.read, vault.work.parsed, vault.work.reused


@pytest.mark.usefixtures("trusting")
class TestWork:
    def test_nothing_is_read_twice(self, read) -> None:
        assert counts(read()) == (42, 42, 0)
        assert counts(read()) == (0, 0, 42)

    def test_one_changed_note_costs_one(self, read, vault) -> None:
        read()
        (vault / "Note 3.md").write_text("# Other\n")

        assert counts(read()) == (1, 1, 41)
        assert counts(read()) == (0, 0, 42)

    def test_a_touched_note_is_read_but_not_parsed(self, read, vault) -> None:
        read()
        os.utime(vault / "Note 3.md", ns=(1, 1))

        assert counts(read()) == (1, 0, 42)
        assert counts(read()) == (0, 0, 42)

    def test_a_renamed_note_is_read_but_not_parsed(self, read, vault) -> None:
        read()
        (vault / "Note 3.md").rename(vault / "Renamed.md")

        assert counts(read()) == (1, 0, 42)

    def test_what_is_gone_is_forgotten(self, read, vault, kept) -> None:
        read()
        for number in range(30):
            (vault / f"Note {number}.md").unlink()
        read()

        assert count_notes(kept) == 12
        with sqlite3.connect(kept / FILE) as database:
            (left,) = database.execute("SELECT count(*) FROM facts").fetchone()
        database.close()
        assert left <= 12

    def test_another_parser_starts_anew(self, read, monkeypatch) -> None:
        read()
        monkeypatch.setattr(cache_module, "fingerprint", lambda: "another")

        assert counts(read()) == (42, 42, 0)
        assert counts(read()) == (0, 0, 42)

    def test_a_file_that_cannot_be_read_is_not_kept(self, read, vault, said) -> None:
        if os.geteuid() == 0:
            (vault / "Note 3.md").unlink()
            pytest.skip("root reads everything")
        (vault / "Note 3.md").chmod(0)
        read()

        assert counts(read()) == (1, 1, 41)
        assert said(read()) == said(read(cached=False))

    def test_names_that_are_no_text_are_kept(self, read, vault) -> None:
        (vault / os.fsdecode(b"na\xefve.md")).write_text("[[Note 1]]")
        read()

        assert counts(read()) == (0, 0, 43)


def test_a_note_changed_within_the_same_time_is_read_again(read, vault, monkeypatch) -> None:
    monkeypatch.setattr(cache_module, "RACY_NS", 3_600_000_000_000)  # a busy machine is slow
    read()

    assert counts(read()) == (42, 0, 42)


def test_a_small_vault_has_no_cache(read, vault, kept) -> None:
    (vault / "map.png").unlink()
    read()

    assert not kept.exists()


def test_the_cache_is_never_larger_than_the_vault(read, vault, kept, monkeypatch) -> None:
    monkeypatch.setattr(cache_module, "LEAST_BYTES", 0)
    (vault / "map.png").unlink()
    read()

    assert not kept.exists()


def test_only_the_user_can_read_it(read, kept) -> None:
    read()

    assert kept.stat().st_mode & 0o077 == 0


def test_random_edits_never_show(read, said, vault, chance, text, monkeypatch) -> None:
    monkeypatch.setattr(cache_module, "RACY_NS", 50_000_000)
    old = {path: path.read_bytes() for path in vault.glob("*.md")}
    for step in range(rounds(50)):
        path = chance.choice(sorted(vault.glob("*.md")))
        match chance.choice(["edit", "edit", "rename", "delete", "touch", "revert", "swap"]):
            case "edit":
                path.write_text(text(), encoding="utf-8")
            case "rename":
                path.rename(vault / f"Moved {step}.md")
            case "delete":
                path.unlink()
            case "touch":
                os.utime(path, ns=(step, step))
            case "revert":
                for each, content in old.items():
                    each.write_bytes(content)
            case "swap":
                path.write_bytes(path.read_bytes().swapcase())
        if step % 3 == 0:
            time.sleep(0.06)

        assert said(read(processes=chance.choice([1, 2, 4]))) == said(read(cached=False)), step


class TestDamage:
    @pytest.fixture
    def whole(self, read, kept, said, monkeypatch):
        """Return the bytes of a good cache, and what the vault says without it."""
        monkeypatch.setattr(cache_module, "RACY_NS", 0)
        read()
        return (kept / FILE).read_bytes(), said(read(cached=False))

    def test_bits_flipped(self, whole, read, said, kept, chance) -> None:
        content, expected = whole
        for at in [*range(0, 100, 7), *(chance.randrange(len(content)) for _ in range(60))]:
            damaged = bytearray(content)
            damaged[at] ^= 1 << chance.randrange(8)
            kept.mkdir(exist_ok=True)
            (kept / FILE).write_bytes(damaged)

            assert said(read()) == expected, at

    @pytest.mark.parametrize("part", [0.0, 0.001, 0.2, 0.5, 0.9, 0.999])
    def test_truncated(self, whole, read, said, kept, part) -> None:
        content, expected = whole
        (kept / FILE).write_bytes(content[: int(len(content) * part)])

        assert said(read()) == expected
        assert said(read()) == expected
        assert counts(read()) == (0, 0, 42)

    def test_no_database_at_all(self, whole, read, said, kept) -> None:
        (kept / FILE).write_bytes(b"notes " * 9000)

        assert said(read()) == whole[1]
        assert counts(read()) == (0, 0, 42)

    def test_tables_of_another_kind(self, whole, read, kept, said) -> None:
        with sqlite3.connect(kept / FILE) as database:
            database.execute("DROP TABLE notes")
        database.close()

        assert said(read()) == whole[1]
        assert counts(read()) == (0, 0, 42)

    def test_a_file_where_the_folder_should_be(self, whole, read, kept, said) -> None:
        shutil.rmtree(kept)
        kept.write_text("x")

        assert said(read()) == whole[1]
        assert kept.read_text() == "x"

    def test_locked_by_another_run(self, whole, read, said, kept, vault, monkeypatch) -> None:
        monkeypatch.setattr(cache_module, "_PATIENCE_SECONDS", 0.01)
        other = sqlite3.connect(kept / FILE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        (vault / "Note 1.md").write_text("[[changed]]")
        expected = said(read(cached=False))

        assert said(read()) == expected
        other.execute("ROLLBACK")
        other.close()
        assert (kept / FILE).exists()


def in_child(work) -> int:
    """Do something in a process of its own and give what ended it."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.mark.parametrize("is_new", [True, False], ids=["a new cache", "a kept cache"])
def test_killed_while_writing(read, said, kept, vault, monkeypatch, is_new) -> None:
    """How many steps SQLite takes differs by its version: the last point is where none is left."""
    expected = said(read(cached=False))
    connect = sqlite3.connect

    def killed(at: int) -> bool:
        left = at

        def mortal(*arguments, **options):
            database = connect(*arguments, **options)

            def tick() -> int:
                nonlocal left
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return 0

            database.set_progress_handler(tick, 10)
            return database

        with monkeypatch.context() as patch:
            patch.setattr(sqlite3, "connect", mortal)
            return os.WIFSIGNALED(in_child(read))

    for point in itertools.count():
        if is_new:
            shutil.rmtree(kept, ignore_errors=True)
        else:
            os.utime(vault / "Note 1.md", ns=(point, point))
        if not killed(4 * point):
            break
        assert said(read()) == expected, point

    assert said(read()) == expected
    assert point > 5


def test_two_runs_at_once(read, said, vault, kept, text) -> None:
    for _ in range(20):
        (vault / "Note 1.md").write_text(text(), encoding="utf-8")
        shutil.rmtree(kept, ignore_errors=True)
        other = os.fork()
        if other == 0:
            try:
                read()
            finally:
                os._exit(0)
        both = said(read())
        os.waitpid(other, 0)

        assert both == said(read(cached=False))
        assert said(read()) == both


def test_unsaved_text_never_enters(vault, kept, read) -> None:
    from vaultkit import Vault
    from vaultkit.vault.files.tree import FolderTree, OverlayTree

    read()
    tree = OverlayTree(FolderTree(vault), {"Note 1.md": b"# Unsaved", "New.md": b"new"})
    over = Vault(tree, cache=FactsCache(kept))

    assert over.documents["Note 1.md"].facts.headings[0].text == "Unsaved"
    assert count_notes(kept) == 42
    assert read().documents["Note 1.md"].facts == read(cached=False).documents["Note 1.md"].facts
