"""The project's own workflows and issue forms: well-formed, pinned, and true to the package.

They run on a forge alone; what can be held here is what a slip of the hand would break.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

CHECKOUT = Path(__file__).parents[1]
FORGE = CHECKOUT / ".github"
WORKFLOWS = sorted((FORGE / "workflows").glob("*.yml"))
FORMS = sorted((FORGE / "ISSUE_TEMPLATE").glob("[!c]*.yml"))

pytestmark = pytest.mark.skipif(not FORGE.is_dir(), reason="an sdist has no .github")


def named(path: Path) -> str:
    return path.name


def steps(path: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
class TestWorkflows:
    def test_actions_are_pinned_to_commits(self, path) -> None:
        used = [step["uses"] for step in steps(path) if "uses" in step]

        assert used != []
        assert [name for name in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name)] == []

    def test_no_input_gets_into_a_script(self, path) -> None:
        assert [step for step in steps(path) if "${{" in step.get("run", "")] == []

    def test_what_it_may_do_is_said(self, path) -> None:
        assert yaml.safe_load(path.read_text("utf-8"))["permissions"] == {"contents": "read"}


def test_every_supported_python_is_tested() -> None:
    project = (CHECKOUT / "pyproject.toml").read_text("utf-8")
    first = re.search(r'requires-python = ">=(\d\.\d+)"', project)
    jobs = yaml.safe_load((FORGE / "workflows" / "ci.yml").read_text("utf-8"))["jobs"]

    assert first is not None
    assert jobs["tests"]["strategy"]["matrix"]["python"][0] == first[1]


@pytest.mark.parametrize("path", FORMS, ids=named)
def test_the_forms_ask_for_something(path) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    fields = [field for field in form["body"] if field["type"] != "markdown"]

    assert {"name", "description", "labels"} <= form.keys()
    assert len({field["id"] for field in fields}) == len(fields) > 0
    assert any(field.get("validations", {}).get("required") for field in fields)
