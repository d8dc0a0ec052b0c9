"""The help of a broken link: names that are near, and what stays encoded."""

import pytest

from vaultkit import check


def test_a_short_name_is_no_slip_for_another() -> None:
    """Nor is it written by an unsafe fix."""
    report = check({"Home.md": "[[foo/bar]]", "bat.md": "text"}, select=["broken-link"])
    (finding,) = report.findings

    assert (finding.help, finding.fix) == (None, None)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(["deep/Soil.md"], 'did you mean "Soil"?', id="a name without its folder"),
        pytest.param(
            ["a/Soil.md", "b/Soil.md"],
            'did you mean "a/Soil" or "b/Soil"?',
            id="several of one name with their folders",
        ),
        pytest.param(["Soil.png"], None, id="no file of another kind"),
        pytest.param(["Soil 2.md"], None, id="numbers must agree"),
    ],
)
def test_the_help_names_what_is_near(files: list[str], said: str | None) -> None:
    report = check({"Home.md": "[[Soli]]", **dict.fromkeys(files, "text")})
    (finding,) = [found for found in report.findings if found.path == "Home.md" and found.target]

    assert finding.help == said


def test_what_stays_encoded_is_explained() -> None:
    files = {".obsidian/app.json": "{}", "H.md": "[x](R%26D.md)", "R&D.md": "text"}
    (finding,) = check(files, select=["broken-link"]).findings

    assert finding.help == "Obsidian leaves %26 as it stands: write &"
