"""One JSON object a line for every finding, to be read as it comes."""

import json
from collections.abc import Iterator, Sequence

from vaultkit.report.formats.json import VERSION, finding
from vaultkit.report.record import Report
from vaultkit.text import decodable, escaped_json


def render(reports: Sequence[Report]) -> str:
    """Return the findings of all reports, each an object on a line of its own.

    All but ASCII is escaped: to some readers U+0085 or U+2028 ends a line.
    """
    return "".join(_lines(reports))


def _lines(reports: Sequence[Report]) -> Iterator[str]:
    for report in reports:
        about = {"version": VERSION, "vault": decodable(report.root)}
        for found in report.findings:
            yield f"{escaped_json(json.dumps({**about, **finding(found, report)}))}\n"
