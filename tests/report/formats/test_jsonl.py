"""JSON, one finding a line."""

import json

from vaultkit.report.formats import jsonl


def test_each_finding_is_a_line_of_its_own(finding, report) -> None:
    said = jsonl.render([report(finding(), finding(line=4), folder="a/"), report(finding())])
    lines = [json.loads(line) for line in said.splitlines()]

    assert [(line["file"], line["line"]) for line in lines] == [
        ("a/Soil.md", 3),
        ("a/Soil.md", 4),
        ("Soil.md", 3),
    ]
    assert list(lines[0])[:3] == ["version", "vault", "code"]


def test_nothing_found(report) -> None:
    assert jsonl.render([report()]) == ""


def test_hostile_names(finding, report, hostile) -> None:
    said = jsonl.render([report(finding(path=f"{hostile}.md", message=hostile))])

    assert len(said.splitlines()) == 1, "whatever a reader takes for the end of a line"
    assert json.loads(said.encode())["message"] == hostile.replace("\udcff", "\ufffd")
