"""SARIF 2.1.0."""

import json
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from jsonschema import Draft4Validator

from vaultkit import Severity, Vault
from vaultkit.api import check
from vaultkit.report.columns import in_utf16
from vaultkit.report.formats import sarif
from vaultkit.report.record import Compared, RelatedPlace, Remedied, Replacement
from vaultkit.rules.base.problem import Applicability
from vaultkit.rules.registry import RULES
from vaultkit.version import __version__

SCHEMA = Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json"
TEXT = (
    "\U0001f331 [[old/Soil]] \U0001f331\U0001f331 [[old/Soil|x]] [y](My Note.md)\r\n"
    "- \U0001f33f [[Earth]]\r[[old/Soil]]\n"
)
FILES = {
    "Home.md": f"---\r\nalias: \U0001f331\r\nup: [[Soil]]\r\n---\r\n{TEXT}",
    "Soil.md": "---\naliases:\n  - Earth\n  -\n---\n# Soil\n\n## T\n\n## T\n",
    "My Note.md": "\ufeff[[old/Soil]] \U0001f331 [[Home]]\n",
}


@pytest.fixture(scope="session")
def is_valid():
    """Return a function that fails on what the schema does not allow, and gives the object."""
    validator = Draft4Validator(json.loads(SCHEMA.read_text("utf-8")))

    def checked(text: str):
        log = json.loads(text)
        validator.validate(log)
        return log

    return checked


def rendered(files, **options):
    vault = Vault.from_texts(files)
    return sarif.render([in_utf16(check(vault, **options), vault.source)])


def results(log):
    return log["runs"][0]["results"]


def test_a_finding_in_full(finding, report, is_valid) -> None:
    found = finding(
        help="write [[b]]",
        related=(RelatedPlace("folder/Other.md", 7, 2, "the same"),),
        fix=Remedied(
            Applicability.UNSAFE,
            "write [[b]]",
            replacements=(Replacement("Soil.md", 3, 5, 3, 12, "[[b]]"),),
        ),
    )
    log = is_valid(sarif.render([report(found, folder="content/")]))

    assert results(log) == [
        {
            "ruleId": "VK101",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": 'no note "a/b" (help: write [[b]])'},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "content/Soil.md", "uriBaseId": "%SRCROOT%"},
                        "region": {
                            "startLine": 3,
                            "startColumn": 5,
                            "endLine": 3,
                            "endColumn": 12,
                        },
                    },
                    "logicalLocations": [{"name": "Soil"}],
                }
            ],
            "partialFingerprints": {"vaultkit/v1": "0123456789abcdef"},
            "relatedLocations": [
                {
                    "id": 0,
                    "physicalLocation": {
                        "artifactLocation": {
                            "uri": "content/folder/Other.md",
                            "uriBaseId": "%SRCROOT%",
                        },
                        "region": {"startLine": 7, "startColumn": 2},
                    },
                    "message": {"text": "the same"},
                }
            ],
            "fixes": [
                {
                    "description": {"text": "write [[b]] (unsafe: it may be wrong)"},
                    "artifactChanges": [
                        {
                            "artifactLocation": {
                                "uri": "content/Soil.md",
                                "uriBaseId": "%SRCROOT%",
                            },
                            "replacements": [
                                {
                                    "deletedRegion": {
                                        "startLine": 3,
                                        "startColumn": 5,
                                        "endLine": 3,
                                        "endColumn": 12,
                                    },
                                    "insertedContent": {"text": "[[b]]"},
                                }
                            ],
                        }
                    ],
                    "properties": {"applicability": "unsafe"},
                }
            ],
        }
    ]


def test_what_a_run_says_of_itself(report, is_valid) -> None:
    (run,) = is_valid(sarif.render([report(not_checked=("a.md: cannot be read",))]))["runs"]

    assert run["tool"]["driver"] == {"name": "vaultkit", "version": __version__, "rules": []}
    assert run["columnKind"] == "utf16CodeUnits"
    assert run["newlineSequences"] == ["\r\n", "\n", "\r"]
    assert run["results"] == []
    assert run["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [
                {"level": "error", "message": {"text": "a.md: cannot be read"}}
            ],
        }
    ]
    assert "automationDetails" not in run


@pytest.mark.parametrize(
    ("severity", "level"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note")],
)
def test_levels(finding, report, is_valid, severity, level) -> None:
    log = is_valid(sarif.render([report(finding(severity=severity))]))

    assert results(log)[0]["level"] == level


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_brings_its_page(finding, report, is_valid, rule) -> None:
    found = finding(code=rule.code, rule=rule.name)
    log = is_valid(sarif.render([report(found)]))
    (described,) = log["runs"][0]["tool"]["driver"]["rules"]

    assert (described["id"], described["name"]) == (rule.code, rule.name)
    assert described["help"]["markdown"].startswith(described["shortDescription"]["text"])
    assert "## Why" in described["help"]["markdown"]
    assert "## Fix" in described["help"]["markdown"]
    assert "## Examples" not in described["help"]["markdown"]


def test_the_index_of_a_rule_leads_to_it(finding, report, is_valid) -> None:
    codes = ["VK302", "VK101", "VK302", "VK104"]
    log = is_valid(sarif.render([report(*(finding(code=code, rule=code) for code in codes))]))
    rules = log["runs"][0]["tool"]["driver"]["rules"]

    assert [rules[item["ruleIndex"]]["id"] for item in results(log)] == codes
    assert len(rules) == 3


def test_a_rule_of_somebody_elses_has_no_page(finding, report, is_valid) -> None:
    log = is_valid(sarif.render([report(finding(code="MY7", rule="my-rule"))]))

    assert log["runs"][0]["tool"]["driver"]["rules"] == [{"id": "MY7", "name": "my-rule"}]


def test_what_is_about_a_whole_note_marks_its_line(finding, report, is_valid) -> None:
    log = is_valid(sarif.render([report(finding(line=1, column=1, end_line=1, end_column=1))]))
    physical = results(log)[0]["locations"][0]["physicalLocation"]

    assert physical["region"] == {"startLine": 1}


def test_a_fix_without_edits_is_none(is_valid) -> None:
    log = is_valid(rendered({"A.md": ""}, select=["stub-note"]))

    assert [item["ruleId"] for item in results(log)] == ["VK301"]
    assert "fixes" not in results(log)[0]


def test_several_vaults_have_a_run_each_with_a_name(finding, report, is_valid) -> None:
    reports = [
        report(finding(), folder="a/"),
        report(folder="b/c/"),
        report(root="/home/me/x"),
        report(root="/srv/x"),
    ]
    runs = is_valid(sarif.render(reports))["runs"]

    assert [run["automationDetails"]["id"] for run in runs] == [
        "vaultkit/a/",
        "vaultkit/b/c/",
        "vaultkit/x/",
        "vaultkit/x-4/",
    ]
    assert [len(run["results"]) for run in runs] == [1, 0, 0, 0]


def test_hostile_names(finding, report, is_valid, hostile) -> None:
    found = finding(
        path=f"{hostile}.md",
        note=hostile,
        message=f'no note "{hostile}"',
        help=hostile,
        related=(RelatedPlace(f"{hostile}.md", 1, 1, hostile),),
        fix=Remedied(
            Applicability.SAFE,
            hostile,
            replacements=(Replacement(f"{hostile}.md", 1, 1, 1, 1, "x"),),
        ),
    )
    (result,) = results(is_valid(sarif.render([report(found)])))
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    said = result["message"]["text"]

    assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)
    assert unquote_to_bytes(uri).decode("utf-8", "surrogateescape") == f"{hostile}.md"
    assert not re.search(r"[\x00-\x1f\ud800-\udfff]", said)
    assert not re.search(r"(?<!\{)\{\d+\}", said), "a place for an argument"
    assert not re.search(r"\[.*\]\(.*\)", said), "a link"


def applied(text: bytes, replacements) -> bytes:
    """Do as a reader of SARIF does: lines by the sequences of the run, columns in UTF-16."""
    mark = b"\xef\xbb\xbf" if text.startswith(b"\xef\xbb\xbf") else b""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text.removeprefix(mark).decode())
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode("utf-16-le")))
    whole = "".join(lines).encode("utf-16-le")
    for item in reversed(replacements):
        region = item["deletedRegion"]
        start = starts[region["startLine"] - 1] + 2 * (region["startColumn"] - 1)
        end = starts[region["endLine"] - 1] + 2 * (region["endColumn"] - 1)
        whole = whole[:start] + item["insertedContent"]["text"].encode("utf-16-le") + whole[end:]
    return mark + whole.decode("utf-16-le").encode()


def test_replacements_made_one_after_another_mend_the_vault(is_valid) -> None:
    files = {path: text.encode() for path, text in FILES.items()}
    rules = ["VK1", "VK4"]
    made = []
    while True:
        log = is_valid(rendered(files, select=rules))
        fixable = [item for item in results(log) if "fixes" in item]
        if not fixable:
            break
        (change,) = fixable[0]["fixes"][0]["artifactChanges"]
        path = unquote_to_bytes(change["artifactLocation"]["uri"]).decode()
        files[path] = applied(files[path], change["replacements"])
        made.append(fixable[0]["ruleId"])

    assert len(made) == 9
    assert files["Home.md"].decode() == (
        '---\r\naliases: \U0001f331\r\nup: "[[Soil]]"\r\n---\r\n'
        "\U0001f331 [[Soil]] \U0001f331\U0001f331 [[Soil|x]] [y](My%20Note.md)\r\n"
        "- \U0001f33f [[Soil|Earth]]\r[[Soil]]\n"
    )
    assert files["My Note.md"].decode() == "\ufeff[[Soil]] \U0001f331 [[Home]]\n"


def test_columns_are_utf_16_code_units(is_valid) -> None:
    log = is_valid(rendered(FILES, select=["VK101", "VK107", "VK109"]))
    regions = [
        (place["artifactLocation"]["uri"], *place["region"].values())
        for item in results(log)
        for place in [item["locations"][0]["physicalLocation"]]
    ]

    assert regions == [
        ("Home.md", 5, 4, 5, 16),
        ("Home.md", 5, 22, 5, 36),
        ("Home.md", 5, 37, 5, 52),
        ("Home.md", 6, 6, 6, 15),
        ("Home.md", 7, 1, 7, 13),
        ("My%20Note.md", 1, 1, 1, 13),
    ]


def test_the_columns_of_related_places_are_code_units_too(is_valid) -> None:
    text = "---\naliases: [\U0001f331, Earth]\n---\n"
    log = is_valid(rendered({"A.md": text, "B.md": text}, select=["duplicate-alias"]))
    places = [
        place["physicalLocation"]["region"]
        for result in results(log)
        for place in result["relatedLocations"]
    ]

    assert [place["startColumn"] for place in places] == [11, 15]


def test_a_note_that_is_gone_has_no_replacements(is_valid) -> None:
    vault = Vault.from_texts({"A.md": "\U0001f331 [[old/B]]\n", "B.md": "x\n"})
    report = check(vault, select=["broken-link"])
    elsewhere = Vault.from_texts({"B.md": "x\n"})

    (result,) = results(is_valid(sarif.render([in_utf16(report, elsewhere.source)])))
    assert result["locations"][0]["physicalLocation"]["region"]["startColumn"] == 3
    assert "fixes" not in result


def test_what_is_said_besides_the_findings_is_a_note(report, is_valid) -> None:
    told = report(compared=(Compared("HEAD", 0, 9, 2),), remarks=("ignored: {a}",))
    (run,) = is_valid(sarif.render([told]))["runs"]
    (invocation,) = run["invocations"]

    assert invocation["executionSuccessful"] is True
    assert invocation["toolExecutionNotifications"] == [
        {"level": "note", "message": {"text": "against HEAD: 0 new, 9 known, 2 gone"}},
        {"level": "note", "message": {"text": "ignored: {{a}}"}},
    ]
