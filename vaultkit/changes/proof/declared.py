"""All that fixes declare about a file."""

from dataclasses import dataclass, field

from vaultkit.changes.edits import edits_by_path
from vaultkit.changes.fix import Fix, HeadingChange, LinkChange, PropertyChange, RowChange
from vaultkit.rules.base.problem import Edit


@dataclass(slots=True)
class DeclaredChanges:
    """All that the fixes declare about one file."""

    edits: list[Edit] = field(default_factory=list)
    links: dict[tuple[int, int], LinkChange] = field(default_factory=dict)
    properties: list[PropertyChange] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    rows: list[RowChange] = field(default_factory=list)
    headings: list[HeadingChange] = field(default_factory=list)
    lifts: bool = False


def declared_by(fixes: list[Fix]) -> dict[str, DeclaredChanges]:
    """Return what fixes declare, by the file they change."""
    found: dict[str, DeclaredChanges] = {
        path: DeclaredChanges(edits) for path, edits in edits_by_path(fixes).items()
    }
    for fix in fixes:
        for path in fix.paths:
            if path in found:
                found[path].rules.append(fix.rule)
        for link in fix.links:
            found[link.path].links[link.start, link.within] = link
        for item in fix.properties:
            found[item.path].properties.append(item)
        for row in fix.rows:
            found[row.path].rows.append(row)
        for heading in fix.headings:
            found[heading.path].headings.append(heading)
        for path in fix.lifts:
            found[path].lifts = True
    return found
