"""Notes of which nothing says what vault they are in: only they and what they may name are read."""

import html
import os
import re
import unicodedata
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from vaultkit.errors import TreeError
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.files.unseen import Unseen, Why

_MOST_NAMES = 20_000
_LEVELS = 4
_LONGEST = 1_000
_AROUND_PATHS = re.compile(r"[\[\]()<>|#\"\n]+")
_CLIMB = re.compile(r"\A(?:\.{0,2}/)+")
_PASSED_OVER = ("node_modules",)


class LoneFiles(FolderTree):
    """Some notes, and those files in or below their folder whose names are in their texts.

    A link to a file that is there opens it, wherever below the folder that is; all else, such as
    the other notes of a folder of downloads, is neither read nor reported on. The nearest 20,000
    names are looked at, and what is beyond them may hold what a link leads to.
    """

    def __init__(
        self,
        root: Path,
        named: Collection[str],
        texts: Mapping[str, bytes],
        *,
        whole: bool = False,
    ) -> None:
        """Store the folder and the notes.

        Args:
            root: the folder that the notes are in.
            named: their paths from there.
            texts: what is laid over some of them, and is read in place of them.
            whole: whether they are all that there is, as a flattened vault is.
        """
        super().__init__(root)
        self._whole = whole
        self._named = frozenset(named)
        self._texts = texts

    def entries(self) -> Iterator[Entry]:
        """Yield the notes, and the files that they may name."""
        texts = [form for path in sorted(self._named) for form in self._forms(path)]
        around = [] if self._whole else [Unseen("", Why.UNREAD)]
        self.unseen = [*around, *self._above(texts)]
        said = "\n".join(map(_squashed, texts))
        for path, item in self._nearest():
            stem = path.rpartition("/")[2].rpartition(".")[0]
            if path in self._named or _squashed(stem) in said:
                try:
                    found = item.stat()
                except OSError:
                    continue
                times = found.st_mtime_ns, found.st_ctime_ns
                yield Entry(path, found.st_size, *times, found.st_ino)

    def _forms(self, path: str) -> list[str]:
        """Return a note's text, in all the ways in which it may name a file."""
        try:
            content = self._texts[path] if path in self._texts else self.read(path)
        except TreeError:
            return []
        text = content.decode("utf-8", "replace")
        plain = unquote(text)
        return list(dict.fromkeys((text, plain, html.unescape(plain))))

    def _above(self, texts: Sequence[str]) -> list[Unseen]:
        """Return the files in folders above that texts may name, by ``..`` or from there.

        The folder of a note need not be the root of its vault.
        """
        pieces = {piece.strip() for text in texts for piece in _AROUND_PATHS.split(text)}
        tails = {_CLIMB.sub("", item) for item in pieces if "/" in item and len(item) < _LONGEST}
        paths = (form for tail in sorted(tails) for form in (tail, f"{tail}.md"))
        above = self.root.parents[:_LEVELS]
        return [
            Unseen(path, Why.ABOVE)
            for path in paths
            if any(FolderTree(folder).exists(path) for folder in above)
        ]

    def _nearest(self) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
        """Yield the files below the folder with their paths, those with the fewest folders first.

        A link to a folder is followed once, to wherever it leads.
        """
        left = _MOST_NAMES
        waiting, known = deque([("", str(self.root))]), {os.path.realpath(self.root)}
        while waiting:
            prefix, folder = waiting.popleft()
            if left <= 0:
                self.unseen = [*self.unseen, Unseen(prefix.rstrip("/"), Why.FAR)]
                continue
            try:
                with os.scandir(folder) as found:
                    items = sorted(found, key=lambda item: item.name)
            except OSError as error:
                said = error.strerror or str(error)
                self.unseen = [*self.unseen, Unseen(prefix.rstrip("/"), Why.SHUT, said)]
                continue
            left -= len(items)
            for item in items:
                if item.name.startswith(".") or item.name in _PASSED_OVER:
                    continue
                if item.is_dir():
                    real = os.path.realpath(item.path)
                    if real not in known:
                        known.add(real)
                        waiting.append((f"{prefix}{item.name}/", item.path))
                elif item.is_file():
                    yield prefix + item.name, item


def _squashed(text: str) -> str:
    """Return a text's letters and digits alone, as a link, a slug and a file name share them."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
