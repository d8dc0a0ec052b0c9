"""What the tests of the reporters use: findings and reports made by hand, and hostile names."""

from collections.abc import Callable
from typing import Any

import pytest

from vaultkit import Finding, Report, Severity

HOSTILE = (
    "50% of a, b: c",
    "50%0A off, 20%25, 10%2C",
    "::error::x",
    'say "it" & <b>\'</b>',
    "]]> <!-- --> &amp;",
    "two\nlines\r\nmore",
    "bell\x07 null\x00 escape\x1b[31m next\x85",
    "not utf-8 \udcff",
    "no character \ufffe \uffff",
    "\u05e9\u05dc\u05d5\u05dd \u202eright to left\u2066",
    "seedling \U0001f331 family \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "a|b `code` ``more`` \\| *c* [d](e) #12 @someone",
    "{0} {{date}} ${{ secrets.TOKEN }}",
    "##[error]old command",
    "=cmd()",
)


@pytest.fixture(params=HOSTILE, ids=ascii)
def hostile(request: pytest.FixtureRequest) -> str:
    """Return a name that some format may stumble over."""
    return request.param


@pytest.fixture
def finding() -> Callable[..., Finding]:
    """Return a function that makes a finding."""

    def made(**fields: Any) -> Finding:
        usual = {
            "code": "VK101",
            "rule": "broken-link",
            "severity": Severity.ERROR,
            "path": "Soil.md",
            "note": "Soil",
            "line": 3,
            "column": 5,
            "end_line": 3,
            "end_column": 12,
            "message": 'no note "a/b"',
            "help": None,
            "target": "a/b",
            "related": (),
            "fingerprint": "0123456789abcdef",
        }
        return Finding(**{**usual, **fields})

    return made


@pytest.fixture
def report() -> Callable[..., Report]:
    """Return a function that makes the report of some findings."""

    def made(*findings: Finding, **fields: Any) -> Report:
        usual = {
            "root": "/home/me/notes",
            "notes": 17,
            "links": 25,
            "findings": findings,
            "suppressed": 0,
            "fail_on": Severity.WARNING,
        }
        return Report(**{**usual, **fields})

    return made


@pytest.fixture
def many(finding: Callable[..., Finding], report: Callable[..., Report]) -> Report:
    """Return a report of 500 findings: 100 errors, 200 warnings and 200 for information."""
    levels = [Severity.ERROR, Severity.WARNING, Severity.WARNING, Severity.INFO, Severity.INFO]
    return report(
        *(
            finding(
                severity=levels[number % 5],
                path=f"Note {number:03}.md",
                line=number + 1,
                end_line=number + 1,
                message=f'no note "target {number:03}"',
                fingerprint=f"{number:016x}",
            )
            for number in range(500)
        )
    )
