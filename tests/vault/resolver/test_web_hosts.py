"""Links that look like web addresses without their https://."""

import pytest

from vaultkit import check

SAID = "if this is a web address, it must begin with https://"


def helped(link: str, *others: str) -> tuple[str | None, bool]:
    """Return the help of the only finding in a note, and whether it has a fix."""
    (found,) = check(
        {"Home.md": f"x {link}\n", **dict.fromkeys(others, "text\n")},
        select=["broken-link", "unwritten-note"],
    ).findings
    return found.help, found.fix is not None


@pytest.mark.parametrize(
    "address",
    [
        "chat.openai.com/c/4e1f",
        "blynk.cloud",
        "randelshofer.ch/treeviz/",
        "create.arduino.cc/iot/",
        "Example.ORG/Page",
        "example.com?q=1",
        "a-b.co.uk/x#part",
        "a_b.com/x",
        "example.com/Note.md",
    ],
)
def test_a_host(address: str) -> None:
    assert helped(f"[x]({address})") == (SAID, False)


@pytest.mark.parametrize(
    ("link", "others"),
    [
        pytest.param("[x](Notes.py)", [], id="no domain"),
        pytest.param("[x](folder/example.com)", [], id="not the first folder"),
        pytest.param("[x](picture.ch)", [], id="a country alone"),
        pytest.param("[x](sheet.cloud)", ["other.cloud"], id="an ending of files in the vault"),
        pytest.param("[x](example.com/x)", ["example.com/y.md"], id="a folder of the vault"),
        pytest.param("[x](.com/x)", [], id="no name"),
        pytest.param("[x](C.R.)", [], id="initials"),
        pytest.param("[[example.com]]", [], id="a wikilink without a path"),
    ],
)
def test_what_is_no_host(link: str, others: list[str]) -> None:
    assert helped(link, *others) == (None, False)


def test_an_address_is_no_note_that_lies_elsewhere() -> None:
    assert helped("[x](example.com/y/Soil)", "Soil.md") == (SAID, False)
    assert helped("[x](example.com/y/Soil.md)", "Soil.md") == (SAID, False)
    assert helped("[[example.com/y/Soil]]", "Soil.md") == (SAID, False)
