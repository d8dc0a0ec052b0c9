"""A vault beside what it was at a revision, without parsing again what is the same in both."""

import hashlib

from vaultkit.errors import TreeError
from vaultkit.progress import Progress, Step, silent, with_progress
from vaultkit.vault.git.git_tree import GitTree
from vaultkit.vault.history.worktree_files import LentTree, paths_lent
from vaultkit.vault.index import workers
from vaultkit.vault.vault import Vault

_COMPARING = "comparing notes with git"
_SHA1_DIGITS = 40


def vault_at(tree: GitTree, now: Vault, progress: Progress = silent) -> Vault:
    """Return the vault that a revision holds, read like the one that is there now.

    Args:
        tree: the revision's files.
        now: the vault as it is.
        progress: receives progress updates.
    """
    names = object_names(now, tree, progress(_COMPARING))
    facts = {names[path]: item.facts for path, item in now.documents.items() if path in names}
    known = {path: facts[name] for path, name in tree.names.items() if name in facts}
    lent = paths_lent(tree, now.tree, now.files)
    known |= {path: now.documents[path].facts for path in lent if path in now.documents}
    return Vault(
        LentTree(tree, now.tree, lent) if lent else tree,
        now.plan,
        name=now.name,
        progress=progress("reading notes as they were"),
        known=known,
        processes=workers.available(),
    )


def changed_paths(tree: GitTree, now: Vault, progress: Progress = silent) -> set[str]:
    """Return the notes and other files that the revision does not hold as they are now."""
    names, then = object_names(now, tree, progress(_COMPARING)), tree.names
    return {path for path in now.files if path not in names or names[path] != then.get(path)}


def object_names(now: Vault, tree: GitTree, step: Step | None = None) -> dict[str, str]:
    """Return the names by which the repository of a tree knows what is in a vault now, by path.

    Where that comes from another place, only notes and canvases have one; ``step`` is told of the
    files looked at.
    """
    if isinstance(now.tree, GitTree):
        return now.tree.names
    names = {}
    digits = len(next(iter(tree.names.values()), ""))
    make = hashlib.sha256 if digits > _SHA1_DIGITS else hashlib.sha1
    for path in with_progress(now.files, len(now.files), step):
        if path in now.documents or path.lower().endswith(".canvas"):
            try:
                data = now.tree.read(path)
            except TreeError:
                continue
            names[path] = make(b"blob %d\0" % len(data) + data).hexdigest()
    return names
