"""GitLab's code quality format."""

import json

import pytest

from vaultkit import Severity
from vaultkit.report.formats import gitlab
from vaultkit.text import printable


def test_an_issue_in_full(finding, report) -> None:
    said = gitlab.render([report(finding(help="write [[b]]"), folder="content/")])

    assert said == (
        """\
[
  {
    "description": "no note \\"a/b\\" (help: write [[b]])",
    "check_name": "broken-link",
    "fingerprint": "0123456789abcdef",
    "severity": "major",
    "location": {
      "path": "content/Soil.md",
      "lines": {
        "begin": 3,
        "end": 3
      }
    }
  }
]
"""
    )


def test_nothing_found(report) -> None:
    assert json.loads(gitlab.render([report()])) == []


@pytest.mark.parametrize(
    ("severity", "level"),
    [(Severity.ERROR, "major"), (Severity.WARNING, "minor"), (Severity.INFO, "info")],
)
def test_severities(finding, report, severity, level) -> None:
    assert json.loads(gitlab.render([report(finding(severity=severity))]))[0]["severity"] == level


def test_no_two_issues_have_one_fingerprint(finding, report) -> None:
    issues = json.loads(gitlab.render([report(finding(), folder=f"{name}/") for name in "abc"]))

    assert [issue["fingerprint"] for issue in issues] == [
        "0123456789abcdef",
        "0123456789abcdef-2",
        "0123456789abcdef-3",
    ]
    assert [issue["location"]["path"] for issue in issues] == [
        "a/Soil.md",
        "b/Soil.md",
        "c/Soil.md",
    ]


def test_hostile_names(finding, report, hostile) -> None:
    found = finding(path=f"{hostile}.md", message=hostile)
    said = gitlab.render([report(found)])
    (issue,) = json.loads(said.encode())

    assert issue["location"]["path"] == f"{hostile}.md".replace("\udcff", "\ufffd")
    assert issue["description"] == printable(hostile)
    assert "\n" not in issue["description"]
