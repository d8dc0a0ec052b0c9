"""What files are to be called: new paths for old ones, and why a name will not do."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from vaultkit.changes.file_change import is_vault_path
from vaultkit.errors import UsageError
from vaultkit.links.write_link import is_utf8
from vaultkit.markdown.unlinkable import IN_NAME
from vaultkit.markdown.wikilink import tidy
from vaultkit.text import printable
from vaultkit.vault.files.extensions import has_file_extension
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import shown_name

_FORBIDDEN = re.compile(r"[\\:\x00-\x1f]")
_LONGEST_NAME = 255
_LAST = "\U0010ffff"


def named(vault: Vault, said: str) -> str:
    """Return the file or folder (with a slash at its end) that a person means.

    That is the path from the vault's root, with or without ``.md``, else the name that a link to it
    would have.

    Raises:
        UsageError: there is none, or several are called that.
    """
    path = said.strip("/")
    if not path:
        raise UsageError(f'"{said}": does not name a file or folder in the vault')
    forms = () if said.endswith("/") else (path, f"{path}.md")
    whole = [form for form in forms if form in vault.index.twins(form)]
    if files_below(vault, f"{path}/"):
        if whole:
            raise UsageError(f"{said}: is a folder and a note; write {path}/ or {whole[0]}")
        return f"{path}/"
    if whole:
        return whole[0]
    found = vault.index.find(path, "")[0]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(found[:4]) + (" ..." if len(found) > 4 else "")
        raise UsageError(f"{said}: several files have this name: {names}; write the whole path")
    near = vault.suggester.near_names(path)
    hint = f"; did you mean {' or '.join(map(printable, near))}?" if near else ""
    raise UsageError(f"{said}: there is no such file or folder in the vault{hint}")


def renamed(vault: Vault, old: str, name: str) -> dict[str, str]:
    """Return the new paths when a file or folder gets another name where it is.

    Args:
        vault: where it is.
        old: the file, or the folder with a slash at its end.
        name: the new name; the extension may be left out.

    Raises:
        UsageError: the name will not do.
    """
    if "/" in name:
        raise UsageError(f"{name}: is a path; `vaultkit move` moves to another folder")
    folder = old.rstrip("/").rpartition("/")[0]
    return placed(vault, {old: f"{folder}/{name}" if folder else name})


def moved_to(vault: Vault, olds: Sequence[str], to: str) -> dict[str, str]:
    """Return the new paths when files and folders are moved.

    Args:
        vault: where they lie.
        olds: files, and folders with a slash at their end.
        to: a folder that is there or ends in a slash (``/`` is the root), to move them into; else
            the new path of the only one.

    Raises:
        UsageError: that cannot be.
    """
    there = to.strip("/")
    is_folder = not there or to.endswith("/") or bool(files_below(vault, f"{there}/"))
    if not is_folder and len(olds) > 1:
        raise UsageError(f"{to}: is not a folder; write {there}/ to create it")
    if not is_folder:
        return placed(vault, {olds[0]: there})
    wanted = {}
    for old in olds:
        name = old.rstrip("/").rpartition("/")[2]
        wanted[old] = f"{there}/{name}" if there else name
    return placed(vault, wanted, whole=True)


def placed(vault: Vault, wanted: Mapping[str, str], *, whole: bool = False) -> dict[str, str]:
    """Return the new path of every file that moves, once it is sure that it can be there.

    Args:
        vault: where they lie.
        wanted: new paths by old ones; folders have a slash at the end of the old one.
        whole: whether the new names are whole, so that no extension is added.

    Raises:
        UsageError: a name will not do, or something is there already.
    """
    renames: dict[str, str] = {}
    for old, new in wanted.items():
        if old.endswith("/"):
            if f"{new}/".startswith(old) and f"{new}/" != old:
                raise UsageError(f"{old}: a folder cannot be moved into itself")
            renames.update({path: f"{new}/{path[len(old) :]}" for path in files_below(vault, old)})
        else:
            renames[old] = new if whole else _with_extension(old, new)
    same = [old for old, new in renames.items() if old == new]
    if same:
        raise UsageError(f"{same[0]}: already has that name and place")
    if len(set(renames.values())) < len(renames):
        raise UsageError("two files would have the same name")
    _refuse_merge(vault, wanted, renames)
    for old, new in renames.items():
        _refuse_name(new)
        if not is_utf8(new) and new.rpartition("/")[2] != old.rpartition("/")[2]:
            raise UsageError(f"{printable(new)}: the name is not UTF-8; no link could contain it")
        _refuse_taken(vault, new, renames)
    return renames


def _with_extension(old: str, new: str) -> str:
    """Return a new name with the extension that a note keeps, and other files unless told."""
    if old.lower().endswith(".md"):
        return new if new.lower().endswith(".md") else f"{new}.md"
    extension = old.rpartition("/")[2].rpartition(".")[2]
    if "." not in old.rpartition("/")[2] or has_file_extension(new):
        return new
    return new if new.lower().endswith(f".{extension.lower()}") else f"{new}.{extension}"


def _refuse_name(path: str) -> None:
    for part in path.split("/"):
        if not part or part in (".md", "..", "...md"):
            raise UsageError(f'"{path}": is not a valid file name')
        if part.startswith("."):
            raise UsageError(f"{path}: would be hidden, and no longer part of the vault")
        if part != part.strip() or part.removesuffix(".md") != part.removesuffix(".md").rstrip():
            raise UsageError(f'"{part}": a name cannot begin or end with a space')
        forbidden = _FORBIDDEN.search(part)
        if forbidden:
            raise UsageError(f'{path}: a name cannot contain "{printable(forbidden[0])}"')
        unlinkable = IN_NAME.search(part)
        if unlinkable:
            raise UsageError(f'{path}: links cannot contain "{unlinkable[0]}"; choose another name')
        if len(part.encode("utf-8", "surrogatepass")) > _LONGEST_NAME:
            raise UsageError(f"{part[:40]}...: the name is longer than disks allow")
    if not is_vault_path(path):
        raise UsageError(f"{path}: is outside the vault")


def _refuse_merge(vault: Vault, wanted: Mapping[str, str], renames: Mapping[str, str]) -> None:
    """Refuse to make one folder of two."""
    folders = [f"{tidy(new).lower()}/" for old, new in wanted.items() if old.endswith("/")]
    if len(set(folders)) < len(folders):
        raise UsageError("two folders would have the same name")
    known = frozenset(folders)
    for path in vault.files if folders else ():
        lower = tidy(path).lower()
        above = {lower[: at + 1] for at, sign in enumerate(lower) if sign == "/"}
        for folder in folders if path not in renames and not known.isdisjoint(above) else ():
            if folder in above:
                there = path[: len(folder) - 1] if len(lower) == len(path) else folder[:-1]
                raise UsageError(f'the folder "{there}" already exists; choose another name')


def _refuse_taken(vault: Vault, new: str, renames: Mapping[str, str]) -> None:
    others = [path for path in vault.index.twins(new) if path not in renames]
    if others:
        raise UsageError(f'"{shown_name(others[0])}" already exists; choose another name')
    if new not in renames and not vault.index.twins(new) and vault.tree.exists(new):
        raise UsageError(f"{new}: something with that name already exists")
    folders = new.split("/")[:-1]
    for end in range(1, len(folders) + 1):
        folder = "/".join(folders[:end])
        if vault.index.twins(folder) and folder not in renames:
            raise UsageError(f"{folder}: is a file, not a folder")


def folders_of(vault: Vault, renames: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    """Return the new paths of a moved folder and of those in it, by the old ones, without slash."""
    found = {old.rstrip("/"): new.rstrip("/")}
    for path in files_below(vault, old):
        parent = path.rpartition("/")[0]
        there = renames[path].rpartition("/")[0]
        while len(parent) > len(old.rstrip("/")):
            found[parent] = there
            parent, there = parent.rpartition("/")[0], there.rpartition("/")[0]
    return found


def files_below(vault: Vault, folder: str) -> Sequence[str]:
    """Return the files in a folder, which has a slash at its end, and in those below it."""
    first = bisect_left(vault.files, folder)
    return vault.files[first : bisect_left(vault.files, folder + _LAST, lo=first)]
