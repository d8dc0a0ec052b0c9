"""The report as JUnit's XML, which most CI servers show: a suite a vault, a case a finding."""

import re
from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from vaultkit.report.formats import concise
from vaultkit.report.record import Finding, Report
from vaultkit.text import printable

_NO_XML = re.compile("[\ufffe\uffff]")


def render(reports: Sequence[Report]) -> str:
    """Return the reports as a document of test suites.

    A finding that fails the check is a failed case, one that does not a skipped case, and what
    could not be looked at an error. A vault without any of them has one case that passed.
    """
    top = ET.Element("testsuites", name="vaultkit")
    totals: Counter[str] = Counter()
    for report in reports:
        suite, counts = _suite(report)
        top.append(suite)
        totals += counts
    top.attrib |= {key: str(totals[key]) for key in ("tests", "failures", "errors")}
    ET.indent(top)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(top, "unicode")}\n'


def _suite(report: Report) -> tuple[ET.Element, Counter[str]]:
    """Return the suite of a vault and what it counts."""
    suite = ET.Element("testsuite", name=_text(report.folder.rstrip("/") or "vault"))
    counts: Counter[str] = Counter()
    names: Counter[tuple[str, str]] = Counter()
    for found in report.findings:
        suite.append(_case(report, found, names))
        fails = found.severity.rank >= report.fail_on.rank
        counts["failures" if fails else "skipped"] += 1
    for trouble in report.not_checked:
        case = ET.SubElement(suite, "testcase", classname="vaultkit", name="reading the vault")
        ET.SubElement(case, "error", message=_text(trouble))
        counts["errors"] += 1
    if not len(suite):
        ET.SubElement(suite, "testcase", classname="vaultkit", name="no findings")
    counts["tests"] = len(suite)
    suite.attrib |= {key: str(counts[key]) for key in ("tests", "failures", "errors", "skipped")}
    suite.set("time", f"{report.seconds:.3f}")
    if report.asides:
        ET.SubElement(suite, "system-out").text = "\n".join(map(_text, report.asides))
    return suite, counts


def _case(report: Report, found: Finding, names: Counter[tuple[str, str]]) -> ET.Element:
    path, name = _text(report.folder + found.path), _text(f"{found.rule}: {found.message}")
    names[path, name] += 1
    if names[path, name] > 1:
        name = f"{name} ({names[path, name]})"
    case = ET.Element("testcase", classname=path, name=name)
    fails = found.severity.rank >= report.fail_on.rank
    outcome = ET.SubElement(case, "failure" if fails else "skipped", type=str(found.severity))
    outcome.set("message", _text(found.message))
    said = [concise.line(found, report.folder), *([f"help: {found.help}"] if found.help else ())]
    outcome.text = "\n".join(map(_text, said))
    return case


def _text(text: str) -> str:
    """Return a text that XML can hold."""
    return _NO_XML.sub("\ufffd", printable(text))
