"""A graph's figures for people."""

from collections.abc import Callable, Iterable, Sequence

from vaultkit.explore.graph.analysis import Analysis, Offenders
from vaultkit.text import printable
from vaultkit.vault.wording import shown_name

_LABEL = 20


def render(analysis: Analysis, top: int) -> str:
    """Return the figures, each with at most so many of the notes it counts."""
    lines = [printable(analysis.vault.name), ""]
    add = lines.append
    add(_row("notes", analysis.notes))
    add(_row("links", analysis.links, "to notes and other files, each counted every time"))
    add(_row("edges", len(analysis.network.edges), "from one note to another, however many links"))
    add(_row("mainland", len(analysis.mainland), "notes in the largest group that links join"))
    lines += _offenders("orphans", "nothing else links to them", analysis.orphans, top)
    lines += _offenders("dead ends", "link to no other note", analysis.dead_ends, top)
    lines += _listed("isolated", "both of these", [*map(_shown, analysis.isolated)], top)
    lines += _islands(analysis, top)
    lines += _listed(
        "bridges",
        "links that are the only connection of two or more notes to the rest",
        [
            f"{_shown(item.first)} -- {_shown(item.second)}: {_notes(item.cut_off)}"
            for item in analysis.bridges
        ],
        top,
    )
    lines += _listed(
        "articulation notes",
        "notes that alone join others to the rest",
        [f"{_shown(item.key)}: {_notes(item.cut_off)}" for item in analysis.articulation_notes],
        top,
    )
    lines += _ranked("hubs", "link to the most notes", analysis.hubs, top, _whole)
    lines += _ranked(
        "authorities", "the most notes link to them", analysis.authorities, top, _whole
    )
    ranks = analysis.by(lambda key: analysis.ranks[key])
    lines += _ranked(
        "PageRank", "where following links at random leads", ranks, top, lambda x: f"{x:.4f}"
    )
    return "\n".join(lines) + "\n"


def _islands(analysis: Analysis, top: int) -> list[str]:
    exempt = len(analysis.exempt_islands)
    numbers = analysis.group_of
    named = [
        f"{numbers[group[0]]}: {', '.join(map(_shown, group[:3]))}"
        + (f" and {len(group) - 3:,} more" if len(group) > 3 else "")
        for group in analysis.islands
    ]
    return _listed("islands", f"groups cut off from the mainland{_exempt(exempt)}", named, top)


def _offenders(label: str, said: str, found: Offenders, top: int) -> list[str]:
    said += _exempt(len(found.exempt))
    return _listed(label, said, [*map(_shown, found.members)], top)


def _exempt(count: int) -> str:
    return f" ({count:,} more exempt)" if count else ""


def _listed(label: str, said: str, items: Sequence[str], top: int) -> list[str]:
    lines = ["", _row(label, len(items), said)]
    lines += [f"  {item}" for item in items[:top]]
    if len(items) > top > 0:
        lines.append(f"  ... and {len(items) - top:,} more; --top {len(items)} lists them all")
    return lines


def _ranked(
    label: str,
    said: str,
    items: Iterable[tuple[str, float]],
    top: int,
    shown: Callable[[float], str],
) -> list[str]:
    first = list(items)[:top]
    if not first:
        return []
    return [
        "",
        f"{label}: {said}",
        *(f"  {shown(value):>6}  {_shown(key)}" for key, value in first),
    ]


def _row(label: str, count: int, said: str = "") -> str:
    return f"{label:<{_LABEL}}{count:>7,}  {said}".rstrip()


def _notes(count: int) -> str:
    return f"{count:,} note{'s' * (count != 1)}"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _shown(key: str) -> str:
    return shown_name(key)
