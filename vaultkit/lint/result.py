"""The result of checking one file, and its form as JSON: between processes, and between runs."""

import json
from dataclasses import dataclass, field
from typing import Any

from vaultkit.report.record import Finding, RelatedPlace, Remedied
from vaultkit.rules.base.problem import Applicability, Edit, Severity

_dump = json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(",", ":")).encode
_load = json.JSONDecoder().decode
_SEVERITIES = {str(item): item for item in Severity}
_APPLICABILITIES = {str(item): item for item in Applicability}


@dataclass(slots=True)
class FileResult:
    """The findings of one file, and how many were suppressed.

    ``depends_on`` are the files whose headings the remedies of findings depend on;
    ``depends_on_all`` says that these may be any.
    """

    findings: list[Finding]
    suppressed: int = 0
    depends_on: list[str] = field(default_factory=list)
    depends_on_all: bool = False


def encode_result(checked: FileResult) -> bytes:
    """Return a result as one line of JSON; nothing where there is nothing to say."""
    if not checked.findings and not checked.suppressed:
        return b""
    fixes = _Fixes()
    findings = [_flat(finding, fixes) for finding in checked.findings]
    return _dump(
        [checked.suppressed, checked.depends_on, checked.depends_on_all, fixes.flat, findings]
    ).encode()


def decode_result(data: bytes) -> FileResult:
    """Return the result that ``encode_result`` made JSON of.

    Raises:
        Exception: any; it is not what ``encode_result`` gave.
    """
    if not data:
        return FileResult([])
    *rest, flat_fixes, findings = _load(data.decode())
    fixes = [_fix(*flat) for flat in flat_fixes]
    return FileResult([_finding(item, fixes) for item in findings], *rest)


class _Fixes:
    """The fixes of a result; what several findings have together is there once."""

    def __init__(self) -> None:
        self.flat: list[list[Any]] = []
        self._numbers: dict[tuple[str, str, int], int] = {}

    def number(self, fix: Remedied) -> int:
        key = fix.applicability, fix.title, id(fix.edits)
        if key not in self._numbers:
            self._numbers[key] = len(self.flat)
            self.flat.append(_flat_fix(fix))
        return self._numbers[key]


def _flat(item: Finding, fixes: _Fixes) -> list[Any]:
    return [
        item.code,
        item.rule,
        item.severity,
        item.path,
        item.note,
        item.line,
        item.column,
        item.end_line,
        item.end_column,
        item.message,
        item.help,
        item.target,
        [[place.path, place.line, place.column, place.message] for place in item.related],
        item.fingerprint,
        None if item.fix is None else fixes.number(item.fix),
        item.to_fix,
        item.excerpt,
        item.excerpt_column,
        item.is_kept_out,
    ]


def _finding(flat: list[Any], fixes: list[Remedied]) -> Finding:
    flat[2] = _SEVERITIES[flat[2]]
    flat[12] = tuple(RelatedPlace(*place) for place in flat[12])
    if flat[14] is not None:
        flat[14] = fixes[flat[14]]
    return Finding(*flat)


def _flat_fix(fix: Remedied) -> list[Any]:
    edits = [
        [edit.path, edit.start, edit.end, edit.new.decode("utf-8", "surrogateescape")]
        for edit in fix.edits
    ]
    return [fix.applicability, fix.title, edits]


def _fix(applicability: str, title: str, edits: list[Any]) -> Remedied:
    return Remedied(
        _APPLICABILITIES[applicability],
        title,
        tuple(
            Edit(path, start, end, new.encode("utf-8", "surrogateescape"))
            for path, start, end, new in edits
        ),
    )
