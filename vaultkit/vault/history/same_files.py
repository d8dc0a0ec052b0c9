"""Which of the files that are gone are others now, by what is kept of both."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from vaultkit.errors import TreeError
from vaultkit.vault.history.file_names import name_key
from vaultkit.vault.history.similarity import Text, find_evidence, lines_of
from vaultkit.vault.index.kept_files import KeptFile
from vaultkit.vault.vault import Vault


def same_files(
    vault: Vault,
    gone: Mapping[str, KeptFile],
    come: Mapping[str, KeptFile],
    third: Iterable[tuple[str, KeptFile]],
) -> dict[str, str]:
    """Return the new paths of files by the old ones.

    Args:
        vault: the vault as it is.
        gone: the files that are gone.
        come: the files that have come since the last check.
        third: those that were and are there.
    """
    olds, news = _by_identity(gone), _by_identity(come)
    fits = {key: group for key, group in olds.items() if len(group) == len(news[key]) == 1}
    for path, file in third if fits else ():
        fits.pop(file_identity(path, file), None)
    found: dict[str, str] = {}
    doubtful: dict[str, str] = {}
    for key, (old,) in fits.items():
        (new,) = news[key]
        if _is_no_chance(old, gone[old], new, come[new]):
            found[old] = new
        elif gone[old].digest:
            doubtful[old] = new
    return found | _with_lines_of_their_own(vault, doubtful)


def _by_identity(files: Mapping[str, KeptFile]) -> dict[object, list[str]]:
    found: dict[object, list[str]] = defaultdict(list)
    for path, file in files.items():
        key = file_identity(path, file)
        if key is not None:
            found[key].append(path)
    return found


def file_identity(path: str, file: KeptFile) -> object:
    """Return what tells a file from others wherever it is; None if nothing does."""
    if not file.size:
        return None
    if path.lower().endswith(".md"):
        return file.digest or None
    return (file.size, file.modified_ns, _extension(path)) if file.modified_ns else None


def is_the_same(path: str, was: KeptFile, file: KeptFile) -> bool:
    """Return whether a file that came back to its path is the one that was there."""
    known = file_identity(path, file)
    return (
        known is not None
        and known == file_identity(path, was)
        and was.modified_ns == file.modified_ns
    )


def _is_no_chance(old: str, was: KeptFile, new: str, file: KeptFile) -> bool:
    """Return whether times and names show that it is not by chance that two files hold the same."""
    if file.digest:
        return 0 != was.modified_ns == file.modified_ns
    return name_key(old) == name_key(new) or 0 != was.inode == file.inode


def _with_lines_of_their_own(vault: Vault, renames: Mapping[str, str]) -> dict[str, str]:
    """Return those renames of which the note has a line that no third note has.

    A note that holds nothing but what others of its template hold is another one of them.
    """
    if not renames:
        return {}
    texts = {new: Text.of(bytes_of(vault, new), _stem(new)) for new in renames.values()}
    thirds = (lines_of(bytes_of(vault, path)) for path in vault.documents if path not in texts)
    olds = {old: texts[new] for old, new in renames.items()}
    shared = find_evidence(olds, texts, thirds).shared
    return {old: new for old, new in renames.items() if new in shared.get(old, ())}


def bytes_of(vault: Vault, path: str) -> bytes:
    """Return a file's bytes; none if it cannot be read."""
    try:
        return vault.tree.read(path)
    except TreeError:
        return b""


def last_part(path: str) -> str:
    """Return what a file is called, of its path."""
    return path[path.rfind("/") + 1 :]


def _stem(path: str) -> str:
    name = last_part(path)
    return name.rpartition(".")[0] or name


def _extension(path: str) -> str:
    return last_part(path).rpartition(".")[2].lower()


def circles(became: Mapping[str, str]) -> dict[str, str]:
    """Return those renames that lead back to where they began."""
    found: dict[str, str] = {}
    for start in became:
        circle, path = [start], became[start]
        while path in became and path not in circle:
            circle.append(path)
            path = became[path]
        if path == start:
            found |= {old: became[old] for old in circle}
    return found
