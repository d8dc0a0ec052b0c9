"""Real vaults in the formats for programs, with all rules on: valid, and no finding lost."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft4Validator
from lxml import etree

from tests.acceptance.vaults import OTHERS
from vaultkit import Report
from vaultkit.api import Vault
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.lint.check import check
from vaultkit.report.columns import in_utf16
from vaultkit.report.formats import github, gitlab, junit, sarif
from vaultkit.vault.files.tree import FolderTree

SCHEMAS = Path(__file__).parents[1] / "report" / "formats" / "schemas"
VAULTS = ("obsidian-help", *OTHERS)


@cache
def checked(root: Path) -> tuple[Vault, Report]:
    """Check a vault, once for all tests."""
    settings = read_settings(None, Choices(extend_select=("all",)))
    vault = Vault(FolderTree(root), settings.plan(), name=str(root))
    return vault, check(vault, settings)


@pytest.mark.parametrize("name", VAULTS)
def test_sarif_is_valid(corpora: Path, name: str) -> None:
    vault, report = checked(corpora / "vaults" / name)
    log = json.loads(sarif.render([in_utf16(report, vault.source)]))
    results = log["runs"][0]["results"]

    Draft4Validator(json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text())).validate(log)
    assert len(results) == len(report.findings) > 0
    fixed = [item for item in report.findings if item.fix is not None and item.fix.edits]
    assert sum("fixes" in item for item in results) == len(fixed)
    assert len({str(item["partialFingerprints"]) for item in results}) == len(results)


@pytest.mark.parametrize("name", VAULTS)
def test_junit_is_valid(corpora: Path, name: str) -> None:
    _, report = checked(corpora / "vaults" / name)
    document = etree.fromstring(junit.render([report]).encode())

    etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd")).assertValid(document)
    cases = [(case.get("classname"), case.get("name")) for case in document.iter("testcase")]
    assert len(set(cases)) == len(cases) == len(report.findings) + len(report.not_checked)


@pytest.mark.parametrize("name", VAULTS)
def test_gitlab_gets_each_finding_once(corpora: Path, name: str) -> None:
    _, report = checked(corpora / "vaults" / name)
    issues = json.loads(gitlab.render([report]))

    assert len({issue["fingerprint"] for issue in issues}) == len(report.findings)


@pytest.mark.parametrize("name", VAULTS)
def test_github_gets_twenty_and_the_log_the_rest(corpora: Path, name: str) -> None:
    _, report = checked(corpora / "vaults" / name)
    said = github.render([report]).splitlines()
    annotations = [line for line in said if line.startswith(("::error ", "::warning "))]
    lines = [line for line in said if not line.startswith("::")]

    assert len(annotations) <= 20
    assert len(annotations) + len(lines) == len(report.findings)
