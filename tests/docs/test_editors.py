"""The settings for editors read what vaultkit prints."""

import json
import re
from pathlib import Path

import pytest

from tests.pages import steps_of

CHECKOUT = Path(__file__).parents[2]
PAGE = CHECKOUT / "docs" / "editors.md"
GARDEN = CHECKOUT / "examples" / "garden"


def block(language: str) -> str:
    """Return the only block of a language on the page."""
    (found,) = [step for step in steps_of(PAGE) if getattr(step, "language", "") == language]
    return found.text


@pytest.fixture
def lines(shell) -> list[str]:
    """Return the findings of the example, a line each."""
    said = shell.run(f"vaultkit check {GARDEN} --format concise")
    return [line for line in said.splitlines() if ": VK" in line]


def test_the_problem_matcher_reads_every_line(lines) -> None:
    """The page's regular expression is one of JavaScript's that Python has, too."""
    (task,) = json.loads(block("json"))["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    assert len(lines) > 20
    for line in lines:
        found = re.search(pattern["regexp"], line)
        assert found, line
        assert (GARDEN / found[pattern["file"]]).is_file()
        assert found[pattern["line"]].isdigit()
        assert found[pattern["code"]].startswith("VK")
        assert ": " in found[pattern["message"]]
