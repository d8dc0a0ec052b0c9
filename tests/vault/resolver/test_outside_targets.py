"""Targets that name something outside the vault are no names of its files."""

from pathlib import Path

import pytest

from vaultkit import check
from vaultkit.vault.resolver.outside_targets import Beyond, beyond

TOPS = {"notes", "python.md", "example.org", "http", "~archive"}


def kind(target: str, folder: str = "", *there: str) -> str | None:
    found = beyond(target, folder, TOPS, lambda path: path in there)
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://en.wikipedia.org/wiki/Python", "scheme"),
        ("HTTP://x.org/Python.md", "scheme"),
        ("https:/x.org/Python", "scheme"),
        ("https: //x.org/Python", "scheme"),
        ("https：//x.org/Python", "scheme"),
        ("https:\\\\x.org\\Python", "scheme"),
        ("https%3A%2F%2Fx.org%2FPython", "scheme"),
        ("file:///home/u/Python.md", "scheme"),
        ("zotero://select/items/Python", "scheme"),
        ("dendron://vault/Python", "scheme"),
        ("x-devonthink-item:ABC", "scheme"),
        ("mailto:me@example.org", "scheme"),
        ("doi:10.1000/Python", "scheme"),
        ("onenote:https://x/Python", "scheme"),
        ("urn:isbn:Python", "scheme"),
        ("localhost:8080/Python", "scheme"),
        ("https//x.org/Python", "garbled"),
        ("http;//x.org/Python", "garbled"),
        ("htttps/x.org/Python", "garbled"),
        ("file///home/Python", "garbled"),
        ("zotero//select/Python", "garbled"),
        ("www.x.org/Python", "host"),
        ("www.python", "host"),
        ("github.com/a/b/Python.md", "host"),
        ("docs.python.org/3/Python", "host"),
        ("münchen.de/Python", "host"),
        ("xn--mnchen-3ya.de/Python", "host"),
        ("x.xn--p1ai/Python", "host"),
        ("youtu.be/Python", "host"),
        ("user@host.example.com/Python", "host"),
        ("git@github.com:a/Python", "host"),
        ("me@example.museum", "host"),
        ("localhost/Python", "host"),
        ("nas.local/Python", "host"),
        ("a.b.photography/Python", "host"),
        ("192.168.0.1/Python", "host"),
        ("127.0.0.1", "host"),
        ("//host/pic.png", "server"),
        ("///Python", "server"),
        ("\\\\server\\share\\Python", "server"),
        ("C:/notes/Python", "drive"),
        ("c:\\notes\\Python", "drive"),
        ("C|/notes/Python", "drive"),
        ("~/notes/Python.md", "home"),
        ("~user/Python", "home"),
        ("~\\notes\\Python", "home"),
        ("$HOME/Python", "home"),
        ("${HOME}/Python", "home"),
        ("%USERPROFILE%\\Python", "home"),
        ("../../Other vault/Python", "above"),
        ("../Python", "above"),
        ("..\\Other\\Python", "above"),
        ("a/../../Python", "above"),
        ("/../Python", "above"),
        ("%2E%2E/Python", "above"),
        ("..", "above"),
    ],
)
def test_what_names_something_outside(target: str, expected: str) -> None:
    assert kind(target) == expected


@pytest.mark.parametrize(
    "target",
    [
        "Python",
        "old/Python",
        "/old/Python.md",
        "Note: A subtitle",
        "Data: Overview",
        "Re:Zero",
        "12:30 Meeting",
        "Q&A: part 1",
        "old/a: b",
        "v1.2/Python",
        "2024.05.01/Python",
        "asp.net",
        "socket.io",
        "e.g. this/Python",
        "Dr. No/Python",
        "example.org/Python",
        "http/Python",
        "~archive/Python",
        "~draft",
        "a~/Python",
        "notes//Python",
        "notes/../Python",
        "...",
        "etc../Python",
        "Wait.../Python",
        "$5/Python",
        "100%/Python",
        "Me @ home",
        "1.2.3.4.5",
    ],
)
def test_what_may_be_a_name_of_the_vault(target: str) -> None:
    assert kind(target) is None


@pytest.mark.parametrize(
    ("target", "folder", "expected"),
    [
        ("../Python", "a/", None),
        ("../../Python", "a/", "above"),
        ("../../Python", "a/b/", None),
        ("./../Python", "", "above"),
        ("/a/../Python", "x/", None),
    ],
)
def test_above_is_seen_from_the_folder(target: str, folder: str, expected: str | None) -> None:
    assert kind(target, folder) == expected


@pytest.mark.parametrize(
    ("target", "folder", "there"),
    [
        pytest.param(".github/Python.md", "", ".github/Python.md", id="hidden"),
        pytest.param("pub/Python", "a/", "a/pub/Python.md", id="from the folder"),
        pytest.param("/static/pic.png", "a/", "../static/pic.png", id="beside the vault"),
        pytest.param("/home/me/Python", "", "../../../home/me/Python.md", id="further up"),
        pytest.param("up/Python.md", "", "up/Python.md", id="behind a link to the vault"),
    ],
)
def test_what_is_there_on_disk(target: str, folder: str, there: str) -> None:
    assert kind(target, folder, there) == Beyond.ON_DISK
    assert kind(target, folder) is None


@pytest.mark.parametrize("target", ["home/", "old/home", "/home", "home/me/Python"])
def test_where_the_vault_lies_says_nothing_of_its_names(target: str) -> None:
    """There is a folder of that name far above it."""
    assert kind(target, "", "../../home", "../home", "../../home/me/Python") is None


ADDRESSES = [
    "https://en.wikipedia.org/wiki/Python",
    "https//x.org/a/Python",
    "www.x.org/Python",
    "github.com/a/b/Python.md",
    "//host/Python",
    "C:/notes/Python",
    "~/notes/Python.md",
    "../../Other vault/Python",
    "../Python",
]
FORMS = ["[[{}]]", "[[{}|text]]", "[[{}#install]]", "![[{}]]", "[x](<{}>)", "![x](<{}>)"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("settings", [{".obsidian/app.json": "{}"}, {}], ids=["in the app", "not"])
def test_no_rule_finds_a_name_or_a_fix(address: str, form: str, settings: dict[str, str]) -> None:
    link = form.format(address)
    files = settings | {
        "Home.md": f'---\nsource: "{link}"\n---\n{link}\n',
        "sub/Python.md": "# Install\n",
        "Pythons.md": "---\naliases: [https://en.wikipedia.org/wiki/Python, Www.x.org]\n---\nx\n",
    }
    for finding in check(files, select=["VK1"]).findings:
        assert finding.fix is None
        assert "Python" not in (finding.help or "").replace(address, "")


def test_a_file_beside_the_vault_is_not_another_one_in_it(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    (vault / "img").mkdir(parents=True)
    (tmp_path / "public" / "assets").mkdir(parents=True)
    (tmp_path / "public" / "assets" / "a.png").touch()
    (vault / "img" / "a.png").touch()
    (vault / "Home.md").write_text(
        "![[../assets/a.png]] ![x](/public/assets/a.png) ![y](gone/a.png)\n"
    )

    above, beside, moved = check(vault, select=["broken-embed"]).findings
    assert above.fix is None
    assert beside.fix is None
    assert beside.help == "it exists on disk, but the app does not see it in the vault"
    assert moved.fix is not None
