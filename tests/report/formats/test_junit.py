"""JUnit's XML, by the schema of Jenkins' xUnit plugin (junit-10.xsd)."""

from pathlib import Path

import pytest
from lxml import etree

from vaultkit import Severity
from vaultkit.report.formats import junit
from vaultkit.report.record import Compared
from vaultkit.text import printable

XSD = Path(__file__).parent / "schemas" / "junit-10.xsd"


@pytest.fixture(scope="session")
def is_valid():
    """Return a function that fails on what the schema does not allow, and gives the document."""
    schema = etree.XMLSchema(etree.parse(XSD))

    def checked(text: str):
        document = etree.fromstring(text.encode())
        schema.assertValid(document)
        return document

    return checked


def test_a_report_in_full(finding, report, is_valid) -> None:
    said = junit.render(
        [
            report(
                finding(help="write [[b]]"),
                finding(severity=Severity.INFO, rule="unwritten-note", code="VK102"),
                folder="content/",
                seconds=0.25,
            )
        ]
    )

    is_valid(said)
    assert said == (
        """\
<?xml version="1.0" encoding="utf-8"?>
<testsuites name="vaultkit" tests="2" failures="1" errors="0">
  <testsuite name="content" tests="2" failures="1" errors="0" skipped="1" time="0.250">
    <testcase classname="content/Soil.md" name="broken-link: no note &quot;a/b&quot;">
      <failure type="error" message="no note &quot;a/b&quot;">\
content/Soil.md:3:5: error: VK101 broken-link: no note "a/b"
help: write [[b]]</failure>
    </testcase>
    <testcase classname="content/Soil.md" name="unwritten-note: no note &quot;a/b&quot;">
      <skipped type="info" message="no note &quot;a/b&quot;">\
content/Soil.md:3:5: info: VK102 unwritten-note: no note "a/b"</skipped>
    </testcase>
  </testsuite>
</testsuites>
"""
    )


def test_a_clean_vault_has_one_case_that_passed(report, is_valid) -> None:
    document = is_valid(junit.render([report()]))

    assert document.get("tests") == "1"
    assert document.get("failures") == "0"
    assert [case.get("name") for case in document.iter("testcase")] == ["no findings"]
    assert [len(case) for case in document.iter("testcase")] == [0]


@pytest.mark.parametrize(
    ("fail_on", "outcomes"),
    [
        (Severity.ERROR, ["failure", "skipped", "skipped"]),
        (Severity.WARNING, ["failure", "failure", "skipped"]),
        (Severity.INFO, ["failure", "failure", "failure"]),
    ],
)
def test_what_fails_the_check_is_a_failure(finding, report, is_valid, fail_on, outcomes) -> None:
    found = [finding(severity=level) for level in Severity]
    document = is_valid(junit.render([report(*found, fail_on=fail_on)]))

    assert [case[0].tag for case in document.iter("testcase")] == outcomes


def test_what_could_not_be_looked_at_is_an_error(report, is_valid) -> None:
    document = is_valid(junit.render([report(not_checked=("a.md: cannot be read",))]))

    assert document.get("errors") == "1"
    assert document.get("tests") == "1"
    assert [item.get("message") for item in document.iter("error")] == ["a.md: cannot be read"]


def test_cases_of_one_file_have_names_of_their_own(finding, report, is_valid) -> None:
    document = is_valid(junit.render([report(finding(), finding(line=9), finding(path="B.md"))]))
    names = [(case.get("classname"), case.get("name")) for case in document.iter("testcase")]

    assert names == [
        ("Soil.md", 'broken-link: no note "a/b"'),
        ("Soil.md", 'broken-link: no note "a/b" (2)'),
        ("B.md", 'broken-link: no note "a/b"'),
    ]


def test_several_vaults_are_added_up(finding, report, is_valid) -> None:
    document = is_valid(junit.render([report(finding(), folder="a/"), report(folder="b/")]))

    assert [suite.get("name") for suite in document] == ["a", "b"]
    assert (document.get("tests"), document.get("failures")) == ("2", "1")


@pytest.mark.parametrize(("seconds", "time"), [(0.0, "0.000"), (1234.5678, "1234.568")])
def test_the_time_is_one_the_schema_knows(report, is_valid, seconds, time) -> None:
    (suite,) = is_valid(junit.render([report(seconds=seconds)]))

    assert suite.get("time") == time


def test_hostile_names(finding, report, is_valid, hostile) -> None:
    found = finding(path=f"{hostile}.md", message=hostile, help=hostile)
    trouble = f"{hostile}: cannot be read"
    document = is_valid(junit.render([report(found, folder=f"{hostile}/", not_checked=(trouble,))]))
    (failure,) = document.iter("failure")

    assert len(failure.text.splitlines()) == 2
    assert failure.get("message").strip()


def test_what_is_said_besides_the_findings_is_output(report, is_valid, hostile) -> None:
    told = report(compared=(Compared("HEAD", 0, 9, 2),), remarks=(hostile,))
    (output,) = is_valid(junit.render([told])).iter("system-out")
    first, second = output.text.split("\n")

    assert first == "against HEAD: 0 new, 9 known, 2 gone"
    assert second == printable(hostile).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
