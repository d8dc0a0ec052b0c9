"""A page taken over from the web has links to parts of itself that stayed behind."""

import pytest

from vaultkit import check

SETTINGS = {".obsidian/app.json": "{}"}
SOURCE = "source: https://example.org/a"


def severity(text: str, *, front_matter: str = "") -> str:
    block = f"---\n{front_matter}\n---\n" if front_matter else ""
    files = {**SETTINGS, "Home.md": f"{block}{text}\n", "Soil.md": "## Clay\n"}
    (finding,) = check(files, select=["broken-anchor"]).findings
    return str(finding.severity)


@pytest.mark.parametrize(
    "front_matter",
    [
        SOURCE,
        'url: "http://example.org/a#b"',
        "Original URL: https://example.org",
        "link:\n  - https://example.org",
    ],
)
def test_what_a_page_links_to_in_itself_is_an_info(front_matter: str) -> None:
    assert severity("line [3](#line-3)", front_matter=front_matter) == "info"


@pytest.mark.parametrize("text", ["[\u00b6](#x)", "[#](#x)", "[](#x)", "[\u21a9\ufe0e](#fnref-1)"])
def test_a_permalink_is_an_info_anywhere(text: str) -> None:
    assert severity(f"# A\n\n`let` {text}") == "info"


@pytest.mark.parametrize("text", ["[[#Gone]]", "[x](Soil.md#gone)", "[\u00b6](Soil.md#gone)"])
def test_what_no_page_can_hold_stays_an_error(text: str) -> None:
    assert severity(text, front_matter=SOURCE) == "error"


@pytest.mark.parametrize(
    "front_matter",
    ["", "source: a talk", "source: see https://example.org", "website: https://example.org"],
)
def test_a_note_that_is_no_page_has_errors(front_matter: str) -> None:
    assert severity("[3](#line-3), and more", front_matter=front_matter) == "error"


def test_what_a_fix_makes_right_stays_an_error() -> None:
    text = f"---\n{SOURCE}\n---\n# Drip-lines\n\n[x](#Drip%20lines) [y](#drop)\n"
    report = check({**SETTINGS, "Home.md": text}, select=["broken-anchor"])
    assert [(str(item.severity), item.fix is None) for item in report.findings] == [
        ("error", False),
        ("info", True),
    ]
