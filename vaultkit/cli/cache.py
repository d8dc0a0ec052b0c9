"""``vaultkit cache``, and what the other commands keep of a vault from one run to the next."""

import os
from dataclasses import dataclass
from pathlib import Path

import click

from vaultkit.changes.undo.user_folders import cache_folder
from vaultkit.cli.app import complain
from vaultkit.cli.output_files import expect_inside
from vaultkit.cli.terminal import write_exactly
from vaultkit.config.vault_root import find_home
from vaultkit.errors import UsageError
from vaultkit.text import counted, json_document, printable
from vaultkit.vault.files.disk import INDEX
from vaultkit.vault.index.facts_cache import FILE, FactsCache, count_notes, remove_cache
from vaultkit.vault.index.kept_files import KeptFiles

VERSION = 1
"""The version of what is printed for programs."""


@dataclass(frozen=True)
class Caching:
    """Whether parsed notes are kept, where, and whether to say what was wrong with them."""

    wanted: bool = True
    folder: Path | None = None
    verbose: bool = False

    def of(self, root: Path, part: str = "") -> FactsCache | None:
        """Return the cache of a vault, if there is to be one.

        Args:
            root: the vault's folder.
            part: where its files come from, if not from there.

        Raises:
            UsageError: it would lie among the notes.
        """
        if not self.wanted:
            return None
        folder = cache_folder(root, self.folder)
        if not _among_notes(folder, root):
            return FactsCache(folder / part)
        if self.folder is None:
            return None
        raise UsageError(f"--cache-dir {self.folder}: is in the vault; choose a folder outside it")

    def tell(self, cache: FactsCache | None) -> None:
        """Print, to those who want to know, why a cache was of no use."""
        if cache is not None and self.verbose:
            for trouble in cache.errors:
                complain(f"the cache {cache.file} was not used: {trouble}")
            for trouble in cache.kept_files.errors:
                complain(f"{cache.kept_files.file} was not used: {trouble}")


def print_cache(
    path: Path, root: Path | None, cache_dir: Path | None, *, as_json: bool = False
) -> None:
    """Print where a vault's cache is, how big, and how many notes it holds."""
    vault, folder = _folder(path, root, cache_dir)
    notes = count_notes(folder)
    file = folder / FILE if notes is not None else KeptFiles(folder).file
    exists = notes is not None or file.exists()
    if as_json:
        size = _size(folder) if exists else 0
        file = file if exists else folder / FILE
        _print_document(vault, file, exists=exists, notes=notes or 0, bytes=size)
        return
    if not exists:
        click.echo(f"{printable(str(folder / FILE))}: does not exist")
        return
    size = _size(folder)
    click.echo(f"{printable(str(file))}: {counted(notes or 0, 'note')}, {size:,} bytes")


def clean_cache(
    path: Path, root: Path | None, cache_dir: Path | None, *, as_json: bool = False
) -> None:
    """Remove a vault's cache.

    Raises:
        UsageError: it cannot be removed.
    """
    from vaultkit.lint.incremental import results_cache as ledgers
    from vaultkit.vault.history import past_cache

    vault, folder = _folder(path, root, cache_dir)
    there = any((place / FILE).exists() for place in (folder, folder / INDEX))
    there |= KeptFiles(folder).remove()
    for place in (folder / INDEX, folder):
        for file in ledgers.all_in(place):
            ledgers.remove_results(file)
        past_cache.remove_past(place)
        remove_cache(place)
    if (folder / FILE).exists():
        raise UsageError(f"{folder / FILE}: cannot be removed")
    if as_json:
        _print_document(vault, folder / FILE, removed=there)
        return
    click.echo(f"{printable(str(folder / FILE))}: {'removed' if there else 'does not exist'}")


def _print_document(vault: Path, file: Path, **facts: bool | int) -> None:
    """Print for programs what is known of a cache."""
    content = {"version": VERSION, "vault": str(vault), "file": str(file), **facts}
    write_exactly(json_document(content))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _among_notes(folder: Path, root: Path) -> bool:
    """Return whether a folder is one whose files belong to the vault."""
    lies, top = Path(os.path.realpath(folder)), Path(os.path.realpath(root))
    if not lies.is_relative_to(top):
        return False
    return not any(part.startswith(".") for part in lies.relative_to(top).parts)


def _folder(path: Path, root: Path | None, cache_dir: Path | None) -> tuple[Path, Path]:
    """Return a vault's folder, and the one of its cache."""
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    if cache_dir is not None:
        expect_inside(cache_dir, f"--cache-dir {cache_dir}")
    vault = find_home(path, root).root
    return vault, cache_folder(vault, cache_dir)
