"""What a slug means: reference, section 3.4, "Rewriting a slug safely"."""

import pytest

from vaultkit import Vault, check
from vaultkit.vault.clues import Clues
from vaultkit.vault.past import Moved
from vaultkit.vault.tree import MemoryTree


def meaning(text, files):
    vault = Vault.from_texts({".obsidian/app.json": "{}", **files, "S.md": text})
    note = vault.documents["S.md"].notes[0]
    ((link, outcome),) = vault.outcomes(note)
    return vault.clues.meaning(link, outcome)


@pytest.mark.parametrize(
    ("link", "text", "heading"),
    [
        pytest.param("[x](N.md#my-heading)", "## My Heading", "My Heading", id="Markdown link"),
        pytest.param("[[N#my-heading]]", "## My Heading", "My Heading", id="wikilink"),
        pytest.param("[x](N.md#My-Heading)", "# My. Heading", "My. Heading", id="capitals"),
        pytest.param("[x](N.md#a--b)", "## A & B", "A & B", id="sign between"),
        pytest.param(
            "[x](N.md#the-bold-one)", "## The **bold** one", "The **bold** one", id="bold"
        ),
        pytest.param(
            "[x](N.md#my-heading-1)", "# My heading\n# My heading", "My heading", id="2nd"
        ),
    ],
)
def test_a_slug_means_a_heading(link, text, heading):
    found = meaning(link, {"N.md": text})
    assert (found.by, found.heading.text) == ("slug", heading)


@pytest.mark.parametrize(
    ("link", "text"),
    [
        pytest.param("[x](N.md#my-heading)", "# Other", id="no such slug"),
        pytest.param("[x](N.md#my-heading-1)", "# My heading", id="no such counter"),
        pytest.param("[x](N.md#my-heading)", "> # My heading", id="not at the root"),
    ],
)
def test_a_slug_means_nothing(link, text):
    assert meaning(link, {"N.md": text}) is None


def test_a_fragment_that_opens_means_nothing_else():
    assert meaning("[x](N.md#my-heading)", {"N.md": "# My Heading\n# my-heading"}) is None


def test_the_second_of_two_slugs_is_the_second_heading():
    found = meaning("[x](N.md#dup-1)", {"N.md": "# Dup\n\ntext\n\n# Dup\n"})
    assert found.heading.start == len("# Dup\n\ntext\n\n")


@pytest.mark.parametrize(
    ("link", "path"),
    [
        pytest.param("[[my-note]]", "My Note.md", id="wikilink"),
        pytest.param("[x](my-note)", "a/My Note.md", id="Markdown link"),
    ],
)
def test_a_slug_means_a_note(link, path):
    found = meaning(link, {path: ""})
    assert (found.by, found.note.path) == ("slug", path)


def test_a_slug_of_two_notes_means_neither():
    assert meaning("[[my-note]]", {"a/My Note.md": "", "b/My Note.md": ""}) is None


@pytest.mark.parametrize(
    ("owners", "by"),
    [
        pytest.param(["A.md"], "alias", id="one owner"),
        pytest.param(["A.md", "B.md"], None, id="two owners"),
    ],
)
def test_an_alias_means_its_only_owner(owners, by):
    found = meaning("[[AI]]", dict.fromkeys(owners, "---\naliases: [AI]\n---\n"))
    assert (found and found.by) == by


def test_what_a_link_means_is_worked_out_once(monkeypatch):
    asked = []
    looked_up = Clues.notes_for_slug
    monkeypatch.setattr(
        Clues, "notes_for_slug", lambda *given: asked.append(given[1]) or looked_up(*given)
    )
    texts = {".obsidian/app.json": "{}", "My Note.md": "", "S.md": "[[my-note]]"}
    report = check(texts | {"T.md": "[[my-note]]"}, select=["VK1"])

    assert [found.rule for found in report.findings] == ["slug-link", "slug-link"]
    assert asked == ["my-note"]


class Known:
    """A past that knows of one file what it has become."""

    key = b""

    def __init__(self, path: str) -> None:
        self._path = path

    def moved(self, linkpath: str, folder: str) -> Moved:
        return Moved(self._path, "renamed in commit 1a2b3c4")

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

    slip = vault.clues.slip("Zebra", "")

    assert (slip.path if slip else None) == path
    assert slip is None or (slip.sure, slip.reason, slip.evidence) == (
        True,
        "renamed",
        "renamed in commit 1a2b3c4",
    )
