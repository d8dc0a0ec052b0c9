"""What is known of a file that is gone, as a broken link to it hears of it."""

import pytest

from vaultkit import Vault
from vaultkit.vault.files.tree import MemoryTree
from vaultkit.vault.history.past import Moved


class Known:
    """A past that knows of one file what it has become."""

    key = b""

    def __init__(self, path: str) -> None:
        self._path = path

    def moved(self, linkpath: str, folder: str) -> Moved:
        return Moved(self._path, "renamed in commit 1a2b3c4")

    def had(self, linkpath: str, folder: str) -> bool:
        return True

    def ignores(self, path: str) -> bool:
        return False


@pytest.mark.parametrize(
    ("known", "path"),
    [
        pytest.param("New.md", "New.md", id="there"),
        pytest.param("Gone.md", None, id="no file of the vault"),
        pytest.param("Caf\u00e9.md", "Cafe\u0301.md", id="in another Unicode form than git's"),
    ],
)
def test_what_a_file_is_known_to_have_become(known: str, path: str | None) -> None:
    files = {"S.md": "[[Zebra]]", "New.md": "", "Cafe\u0301.md": ""}
    vault = Vault(MemoryTree(files, Known(known)))

    near_miss = vault.suggester.near_miss("Zebra", "")

    assert (near_miss.path if near_miss else None) == path
    assert near_miss is None or (near_miss.sure, near_miss.reason, near_miss.evidence) == (
        True,
        "renamed",
        "renamed in commit 1a2b3c4",
    )


@pytest.mark.parametrize(
    ("path", "source", "sure"),
    [
        pytest.param("New.md", "Home.md", True, id="another note's link"),
        pytest.param("New.md", "New.md", None, id="the note's own old name may be free"),
        pytest.param("b/Zebra.md", "b/Zebra.md", True, id="the note's own link, in another folder"),
        pytest.param("Archive/Zebra.md", "Home.md", False, id="another may have come in its place"),
        pytest.param("_Archive/Zebra.md", "Home.md", False, id="an archive with a mark"),
        pytest.param("04 Archives/Zebra.md", "Home.md", False, id="an archive with a number"),
    ],
)
def test_how_sure_that_is(path, source, sure) -> None:
    files = {"Home.md": "[[Zebra]]", "New.md": "", "b/Zebra.md": "", path: ""}
    vault = Vault(MemoryTree(files, Known(path)))

    near_miss = vault.suggester.near_miss("old/Zebra", "", source)

    assert (near_miss.sure if near_miss and near_miss.path == path else None) is sure
