"""Whether a reference that still leads to its file says a name or path that is no more."""

import posixpath
from collections.abc import Mapping

from vaultkit.links.references import Form, Reference
from vaultkit.links.syntax import written_path
from vaultkit.markdown.wikilink import tidy
from vaultkit.vault.vault import Vault


def is_dated(
    old: Reference, path: str, file: str, renames: Mapping[str, str], before: Vault
) -> bool:
    """Return whether a reference leads to a file by a name that is not the file's any more.

    That is the name in another case, its old path, or a path from where the note lay.

    Args:
        old: the reference as it is.
        path: where its note will lie.
        file: what it leads to.
        renames: new paths by old ones.
        before: the vault as it is.
    """
    linkpath, _ = written_path(old.link)
    new = renames.get(file, file)
    if not linkpath:
        return False
    if old.form is Form.CARD:
        return tidy(old.context) != tidy(new)
    names = [tidy(path).rpartition("/")[2] for path in (file, new)]
    if names[0] != names[1]:
        said = tidy(linkpath).rpartition("/")[2]
        return said not in (names[1], names[1].removesuffix(".md"))
    if "/" in linkpath and _is_from("", linkpath.lstrip("/"), file):
        return not _is_from("", linkpath.lstrip("/"), new)
    if old.path == path:
        return False
    relative = before.settings.link_format == "relative"
    if not (relative or linkpath.startswith(("./", "../"))):
        return False
    return _is_from(old.path, linkpath, file) and not _is_from(path, linkpath, new)


def _is_from(path: str, linkpath: str, file: str) -> bool:
    """Return whether a path leads from a note's folder to a file exactly."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), linkpath)).lower()
    return joined in (file.lower(), file.lower().removesuffix(".md"))
