"""Within ``%% %%`` a reader misses only a note that is gone."""

import pytest

from vaultkit import check

FILES = {".obsidian/app.json": "{}", "Soil.md": "## Clay soil\n\n[[Home]]\n"}


def severity(link: str, **more: str) -> str:
    files = {**FILES, "Home.md": f"Words.\n\n%% {link} %%\n", **more}
    (finding,) = [item for item in check(files).findings if item.path == "Home.md"]
    return str(finding.severity)


@pytest.mark.parametrize(
    "link", ["[[Soil#Sand]]", "[[Soil#^sand]]", "![[soil.png]]", "[x](Soil.md#clay-soil)"]
)
def test_a_part_or_a_picture_that_is_gone_is_an_info(link: str) -> None:
    assert severity(link) == "info"


@pytest.mark.parametrize(
    ("link", "expected"),
    [("[[beds/Soil 2.md]]", "error"), ("[[Sand]]", "info"), ("[[Sand:]]", "error")],
)
def test_a_note_that_is_gone_is_what_it_is_elsewhere(link: str, expected: str) -> None:
    assert severity(link) == expected


def test_a_link_in_a_comment_is_a_backlink() -> None:
    files = {"A.md": "%% [[B]] %%\n", "B.md": "x [[A]]\n"}
    assert not check(files, select=["orphan-note"]).findings
