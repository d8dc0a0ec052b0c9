"""The proof of a joined row: pipes within links are escaped, which joins cells, and that is all.

The witness looks at the note before and after: it may differ in these rows alone. What it does not
see, because the header cuts it off, is compared as it is written.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from vaultkit.changes.edits import edited
from vaultkit.changes.fix import LinkChange, RowChange
from vaultkit.markdown.facts import Mark
from vaultkit.markdown.spans import Stretches
from vaultkit.markdown.witness import ROW_END, witness, witness_cells
from vaultkit.rules.base.problem import Edit

_COMPARED_FIRST = 256
_LINE_ENDS = (b"", b"\n", b"\r")
_PREFIX = b" \t>"
_OTHERWISE = "a row of a table would change beyond what was declared"


def row_edits(
    data: bytes, parted: Sequence[Mark], rows: Sequence[RowChange], edits: Sequence[Edit]
) -> list[Edit]:
    """Return those of the edits that put a backslash before a link's pipe in one of the rows.

    Args:
        data: the note as it is.
        parted: its links that a pipe takes apart.
        rows: the rows that are declared to change.
        edits: all edits of the note, in order.
    """
    declared = Stretches((row.start, row.end) for row in rows)
    links = Stretches(
        (link.start, link.end) for link in parted if declared.hold(link.start, link.end)
    )
    return [
        edit
        for edit in edits
        if edit.start == edit.end
        and edit.new == b"\\"
        and data.startswith(b"|", edit.start)
        and links.hold(edit.start, edit.start + 1)
    ]


def objection_to_rows(
    data: bytes, rows: Sequence[RowChange], edits: Sequence[Edit], links: Sequence[LinkChange]
) -> str | None:
    """Return what is wrong with rows that are joined, or None.

    Args:
        data: the note as it is.
        rows: what is declared.
        edits: the edits of these rows, in order.
        links: the links that this adds.
    """
    after = edited(data, edits)
    places = [edit.start for edit in edits]
    for row in rows:
        first, last = bisect_right(places, row.start), bisect_right(places, row.end)
        old, new = data[row.start : row.end], after[row.start + first : row.end + last]
        if not _is_line(data, row) or not _is_joined(old, new, row):
            return _OTHERWISE
    return _objection_to_reading(witness(data), witness(after), rows, links)


def _is_line(data: bytes, row: RowChange) -> bool:
    """Return whether a row is one whole line."""
    around = data[max(0, row.start - 1) : row.start], data[row.end : row.end + 1]
    inside = data[row.start : row.end]
    return all(end in _LINE_ENDS for end in around) and not any(map(inside.count, b"\r\n"))


def _is_joined(old: bytes, new: bytes, row: RowChange) -> bool:
    """Return whether the cells of a row come from joining neighbours, as many as declared."""
    one, other = (witness_cells(line.lstrip(_PREFIX)) for line in (old, new))
    if (len(one), len(other)) != (row.cells_before, row.cells_after) or len(one) <= len(other):
        return False
    waiting = iter(one)
    for cell in other:
        joined = next(waiting, "")
        while len(joined) < len(cell):
            joined += f"|{next(waiting, '')}"
        if joined != cell:
            return False
    return next(waiting, None) is None


def _objection_to_reading(
    before: str, after: str, rows: Sequence[RowChange], links: Sequence[LinkChange]
) -> str | None:
    """Return where the witness sees more change than the rows, or a row without its links."""
    at = there = 0
    links = sorted((link for link in links if link.seen_after), key=_start)
    for row in sorted(rows, key=lambda row: row.start):
        same = common_length(before, at, after, there)
        last = before.find(ROW_END, at + same), after.find(ROW_END, there + same)
        if min(last) < 0:
            return _OTHERWISE
        place = there + same
        first, end = (bisect_left(links, offset, key=_start) for offset in (row.start, row.end))
        for link in links[first:end]:
            found = after.find(link.seen_after, place, last[1])
            if found < 0 or link.seen_before:
                return f'the link to "{link.target_after}" would not be added'
            place = found + len(link.seen_after)
        at, there = last
    return None if before[at:] == after[there:] else _OTHERWISE


def _start(link: LinkChange) -> int:
    return link.start


def common_length(one: str, start: int, other: str, begin: int) -> int:
    """Return the length of what two texts have in common from two places on.

    No more is looked at than about twice that.
    """
    most = min(len(one) - start, len(other) - begin)
    low, high = 0, min(_COMPARED_FIRST, most)
    while high < most and one[start + low : start + high] == other[begin + low : begin + high]:
        low, high = high, min(2 * high, most)
    while low < high:
        middle = (low + high + 1) // 2
        if one[start + low : start + middle] == other[begin + low : begin + middle]:
            low = middle
        else:
            high = middle - 1
    return low
