"""What links look for in vain because this copy lacks it: version control keeps it out."""

import posixpath
from collections.abc import Callable, Iterable
from functools import cached_property

from vaultkit.vault.files.extensions import has_file_extension
from vaultkit.vault.files.file_index import candidate_paths
from vaultkit.vault.history.past import Past


class KeptOut:
    """Finds the files that are not there because version control keeps them out of copies."""

    def __init__(
        self,
        past: Past | None,
        attachments: str,
        missing: Callable[[], Iterable[tuple[str, str]]],
    ) -> None:
        """Store where to look; nothing is looked up yet.

        Args:
            past: what is known of files that are not there.
            attachments: the folder for new attachments, as in the app's settings.
            missing: yields what links look for in vain, as in the arguments of ``find``.
        """
        self._past = past
        self._attachments = attachments
        self._missing = missing

    def prepare(self) -> None:
        """Find out all that will be asked, before the first question."""
        for path in self._expected:
            assert self._past is not None
            self._past.keeps_out(path)

    def find(self, linkpath: str, folder: str) -> str | None:
        """Return the path that a linkpath means, if version control keeps it out of this copy.

        Args:
            linkpath: the link's path, decoded.
            folder: the folder of the file that holds the link, with its final slash, or "".
        """
        if self._past is None:
            return None
        self._expected  # noqa: B018
        return next(filter(self._past.keeps_out, self._places(linkpath, folder)), None)

    @cached_property
    def _expected(self) -> list[str]:
        """Return the paths that will be asked about, without plain names, after asking for all."""
        if self._past is None:
            return []
        found: dict[str, None] = {}
        for linkpath, folder in self._missing():
            if "/" in linkpath or has_file_extension(linkpath):
                found |= dict.fromkeys(self._places(linkpath, folder))
        if found:
            self._past.expect(found)
        return list(found)

    def _places(self, linkpath: str, folder: str) -> list[str]:
        """Return the paths that a linkpath may mean; of a bare name first what the settings say."""
        if linkpath.endswith("/"):
            return [f"{path}/" for path in candidate_paths(linkpath, folder)]
        found = candidate_paths(linkpath, folder)
        if not has_file_extension(linkpath):
            return found
        as_written = found[::2]
        if "/" in linkpath:
            return as_written
        attached = posixpath.normpath(posixpath.join(self._folder_of_attachments(folder), linkpath))
        return list(dict.fromkeys([attached, *as_written]))

    def _folder_of_attachments(self, folder: str) -> str:
        """Return where the app puts what is attached to a note in a folder."""
        if self._attachments == "." or self._attachments.startswith("./"):
            return posixpath.normpath(posixpath.join(folder, self._attachments))
        return posixpath.normpath(self._attachments.strip("/"))
