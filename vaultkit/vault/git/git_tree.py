"""The files of a vault as a commit or the index holds them, behind the methods of any tree."""

import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from vaultkit.errors import TreeError
from vaultkit.text import printable, reason
from vaultkit.vault.files.disk import INDEX, Disk
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.regular_files import read_regular
from vaultkit.vault.files.unseen import Unseen, errors_of
from vaultkit.vault.git.listing import Listing, Place, is_module
from vaultkit.vault.git.repository import MODULE, Blob, Repository
from vaultkit.vault.git.symlinks import Symlinks
from vaultkit.vault.history.past import Past


class GitTree:
    """The files below one folder of a snapshot.

    Links are followed as on disk, but not out of the repository: what they lead to there is no part
    of any commit. The files of a submodule belong to another repository; they are those on disk.
    """

    on_disk = None

    def __init__(
        self,
        repository: Repository,
        files: Mapping[str, Blob],
        folder: str = "",
        past: Past | None = None,
    ) -> None:
        """Store a snapshot of a repository, and the folder from its top ("" for all)."""
        self.repository = repository
        self.past = past
        self.files = files
        self.folder = folder
        self.folder_name = Path(os.path.abspath(repository.top), folder).name
        self._links = Symlinks(files, repository.objects.read)

    @property
    def unseen(self) -> Sequence[Unseen]:
        """Return what is in the snapshot and cannot be seen."""
        return self._listing.unseen

    @property
    def errors(self) -> list[str]:
        """Return the sentences about what could not be listed."""
        return errors_of(self.unseen)

    def is_outside(self, path: str) -> bool:
        """Return whether a file is not the repository's own."""
        return isinstance(self._listed.get(path), Path)

    def entries(self) -> Iterator[Entry]:
        """Yield every file without a part that starts with a dot."""
        names = (place for place in self._listed.values() if isinstance(place, str))
        sizes = self.repository.objects.sizes(names)
        for path, place in self._listed.items():
            if isinstance(place, str):
                yield Entry(path, sizes.get(place, 0), *_stamped(place))
            else:
                yield _entry_on_disk(path, place)

    def read(self, path: str) -> bytes:
        """Return a file's bytes as they are in the repository: no filter, no line end changed."""
        place = self._listed.get(path) or self._place(self._whole(path))
        try:
            if isinstance(place, Path):
                return read_regular(place)
            if place is not None:
                return self.repository.objects.read(place)
        except OSError as error:
            raise TreeError(f"{printable(path)} cannot be read: {reason(error)}") from error
        except TreeError as error:
            raise TreeError(f"{printable(path)} cannot be read: {error}") from error
        raise TreeError(f"{printable(path)} cannot be read: no such file")

    def exists(self, path: str) -> bool:
        """Return whether a file or folder is there; outside of the repository, on disk."""
        whole = self._whole(path)
        if whole in self.files or whole in self.folders or path in self._listed:
            return True
        if _leaves(whole) or self._is_in_module(whole):
            return Disk().exists(self.repository.top / whole)
        return self._links.follow(whole).path in self.files

    def is_file(self, path: str) -> bool:
        """Return whether a file is there, hidden or not; links are followed."""
        return self._place(self._whole(path)) is not None

    def ignored(self, paths: Iterable[str]) -> set[str]:
        """Return those of some files of the working tree that git ignores and does not track."""
        wholes = {self._whole(path): path for path in paths}
        inside = [whole for whole in wholes if not _leaves(whole)]
        return {wholes[whole] for whole in self.repository.ignored(inside)}

    @cached_property
    def folders(self) -> set[str]:
        """Return the folders of the snapshot by path from the top, which is "."."""
        found = {"."}
        for path in self.files:
            while (path := path.rpartition("/")[0]) and path not in found:
                found.add(path)
        return found | self._modules

    @property
    def names(self) -> dict[str, str]:
        """Return the names of the objects by path of the vault; none for files of the disk's."""
        return {path: place for path, place in self._listed.items() if isinstance(place, str)}

    @cached_property
    def _modules(self) -> set[str]:
        return {path for path, blob in self.files.items() if blob.mode == MODULE}

    def _is_in_module(self, whole: str) -> bool:
        top = self.repository.top
        within = (module for module in self._modules if whole.startswith(f"{module}/"))
        return any(is_module(top / module, top) for module in within)

    @property
    def _listed(self) -> dict[str, Place]:
        """Return where the bytes of each visible file of the vault are."""
        return self._listing.found

    @cached_property
    def _listing(self) -> Listing:
        return Listing(self.repository.top, self.files, self.folder, self._links)

    def _place(self, whole: str) -> str | None:
        """Return the name of a file's object; None for a folder, or where there is nothing."""
        led = self._links.follow(whole)
        blob = None if led.why else self.files.get(led.path)
        return None if blob is None or blob.mode == MODULE else blob.name

    def _whole(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(self.folder, path))


class Snapshot(Disk):
    """The repository as a commit or the index holds it, asked by paths of the work tree.

    What is outside of the work tree is the disk's; but no folder there counts as a vault's.
    """

    name = INDEX
    where = " in the index"

    def __init__(self, repository: Repository, files: Mapping[str, Blob]) -> None:
        """Store the repository and its files by path from the top."""
        self.repository = repository
        self._all = GitTree(repository, files)
        self._top = Path(os.path.realpath(repository.top))

    def is_file(self, path: Path) -> bool:
        """Return whether there is a file of that path."""
        inside = self.inside(path)
        return super().is_file(path) if inside is None else self._all.is_file(inside)

    def is_dir(self, path: Path) -> bool:
        """Return whether there is a folder of that path in the repository."""
        return self._folder(path) is not None

    def exists(self, path: Path) -> bool:
        """Return whether anything is there."""
        inside = self.inside(path)
        return super().exists(path) if inside is None else self._all.exists(inside)

    def read(self, path: Path) -> bytes:
        """Return a file's bytes."""
        inside = self.inside(path)
        return super().read(path) if inside is None else self._all.read(inside)

    def tree(self, root: Path, past: Past | None = None) -> GitTree:
        """Return the files below a folder of the work tree, and what is known of others.

        Raises:
            TreeError: it is outside.
        """
        inside = self._folder(root) or self.inside(root)
        if inside is None:
            raise TreeError(f"{root}: is outside the repository {self.repository.top}")
        return GitTree(self.repository, self._all.files, "" if inside == "." else inside, past)

    def inside(self, path: Path) -> str | None:
        """Return a path from the top, with a link itself and not where it leads; None outside."""
        return next(iter(self._meant(path)), None)

    def _folder(self, path: Path) -> str | None:
        return next((found for found in self._meant(path) if found in self._all.folders), None)

    def _meant(self, path: Path) -> Iterator[str]:
        """Yield what a path may mean from the top: itself, and where it leads on disk."""
        whole = Path(os.path.abspath(path))
        for real in (Path(os.path.realpath(whole.parent), whole.name), os.path.realpath(whole)):
            if Path(real).is_relative_to(self._top):
                yield Path(real).relative_to(self._top).as_posix()


def _stamped(name: str) -> tuple[int, int]:
    """Return two numbers in place of a file's times: like them they differ when its bytes do."""
    return int(name[:15], 16) or 1, int(name[15:30], 16)


def _leaves(whole: str) -> bool:
    return whole.startswith(("/", "../")) or whole == ".."


def _entry_on_disk(path: str, place: Path) -> Entry:
    try:
        stat = place.stat()
    except OSError:
        return Entry(path)
    return Entry(path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
