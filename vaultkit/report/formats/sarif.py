"""The report in SARIF 2.1.0, the format of code scanning services and editors."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from vaultkit.config.rule_book import read_page
from vaultkit.errors import UsageError
from vaultkit.markdown.wikilink import WIKILINK
from vaultkit.report.record import Finding, RelatedPlace, Remedied, Replacement, Report
from vaultkit.rules.base.problem import Applicability, Severity
from vaultkit.rules.registry import RULES
from vaultkit.text import escaped_json, printable
from vaultkit.version import __version__

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_BASE = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FAMILIES = {
    "1": "links",
    "2": "headings",
    "3": "notes",
    "4": "properties",
    "5": "attachments",
    "6": "house-rules",
    "9": "files",
}


def render(reports: Sequence[Report]) -> str:
    """Return the reports, a run each.

    Args:
        reports: as ``vaultkit.report.columns.in_utf16`` gives them.
    """
    names = _names(reports) if len(reports) > 1 else [None]
    runs = [_run(report, name) for report, name in zip(reports, names, strict=True)]
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": runs}
    return escaped_json(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def _names(reports: Sequence[Report]) -> list[str | None]:
    """Return what tells the runs of several vaults apart, which services refuse to mix."""
    names: list[str | None] = []
    for report in reports:
        name = report.folder.rstrip("/") or report.root.rstrip("/").rpartition("/")[2]
        name = f"vaultkit/{printable(name)}/"
        names.append(name if name not in names else f"{name[:-1]}-{len(names) + 1}/")
    return names


def _run(report: Report, name: str | None) -> dict[str, Any]:
    codes = {found.code: found.rule for found in report.findings}
    order = {code: number for number, code in enumerate(sorted(codes))}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "vaultkit",
                "version": __version__,
                "rules": [_rule(code, codes[code]) for code in order],
            }
        },
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {
            _BASE: {"description": {"text": "The top of the repository, else of the vault."}}
        },
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [_result(found, order[found.code], report.folder) for found in report.findings],
    }
    if name is not None:
        run["automationDetails"] = {"id": name}
    return run


def _invocation(report: Report) -> dict[str, Any]:
    return {
        "executionSuccessful": not report.not_checked,
        "toolExecutionNotifications": [
            {"level": "error", "message": {"text": _message(trouble)}}
            for trouble in report.not_checked
        ]
        + [{"level": "note", "message": {"text": _message(aside)}} for aside in report.asides],
    }


def _rule(code: str, name: str) -> dict[str, Any]:
    """Return what is known of a rule; of one that has no page no more than its name."""
    described: dict[str, Any] = {"id": code, "name": name}
    known = next((rule for rule in RULES if rule.code == code), None)
    if known is None:
        return described
    described["shortDescription"] = {"text": (known.__doc__ or name).strip().partition("\n")[0]}
    described["defaultConfiguration"] = {
        "enabled": known.default,
        "level": _LEVELS[known.severity],
    }
    described["properties"] = {"tags": [_FAMILIES[code[2]]], "precision": "very-high"}
    try:
        page = read_page(name)
    except UsageError:
        return described
    text = WIKILINK.sub(
        r"`\g<inner>`", page.partition("\n## Examples")[0].partition("\n\n")[2]
    ).strip()
    described["help"] = {"text": text, "markdown": text}
    return described


def _result(found: Finding, rule: int, folder: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": _message(found.sentence)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(folder + found.path),
                    "region": _region(found) if found.is_marked else {"startLine": found.line},
                },
                "logicalLocations": [{"name": printable(found.note)}],
            }
        ],
        "partialFingerprints": {"vaultkit/v1": found.fingerprint},
    }
    if found.related:
        result["relatedLocations"] = [
            _related(place, number, folder) for number, place in enumerate(found.related)
        ]
    if found.fix is not None and found.fix.replacements:
        result["fixes"] = [_fix(found.fix, folder)]
    return result


def _related(place: RelatedPlace, number: int, folder: str) -> dict[str, Any]:
    return {
        "id": number,
        "physicalLocation": {
            "artifactLocation": _artifact(folder + place.path),
            "region": {"startLine": place.line, "startColumn": place.column},
        },
        "message": {"text": _message(place.message)},
    }


def _fix(fix: Remedied, folder: str) -> dict[str, Any]:
    changes: dict[str, list[Replacement]] = {}
    for edit in fix.replacements:
        changes.setdefault(edit.path, []).append(edit)
    unsafe = " (unsafe: it may be wrong)" if fix.applicability is Applicability.UNSAFE else ""
    return {
        "description": {"text": _message(fix.title) + unsafe},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(folder + path),
                "replacements": [
                    {"deletedRegion": _region(edit), "insertedContent": {"text": edit.text}}
                    for edit in edits
                ],
            }
            for path, edits in changes.items()
        ],
        "properties": {"applicability": str(fix.applicability)},
    }


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path.encode("utf-8", "surrogateescape")), "uriBaseId": _BASE}


def _region(place: Finding | Replacement) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _message(text: str) -> str:
    """Return a text that is no pattern: its braces hold no place, its brackets make no link."""
    return printable(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")
