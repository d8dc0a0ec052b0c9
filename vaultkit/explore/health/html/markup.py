"""HTML in the making: what is text is escaped here, and nowhere else."""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vaultkit.text import printable


class Html(str):
    """A piece of HTML, as opposed to a text that may say anything."""

    __slots__ = ()


Content = str | int | None
"""A text, a number with its thousands apart, a piece of HTML, or nothing."""


def escaped(content: Content) -> Html:
    """Return content as HTML; what is HTML already stays as it is."""
    if isinstance(content, Html):
        return content
    if content is None:
        return Html("")
    shown = f"{content:,}" if isinstance(content, int) else printable(content)
    return Html(html.escape(shown))


def tag(name: str, *contents: Content, **attributes: str | bool | None) -> Html:
    """Return an element with its contents.

    An attribute's name may end in ``_`` where Python has that word, and has ``_`` for ``-``; True
    is an attribute without a value, None and False are none.
    """
    written = "".join(
        f" {_name(key)}" if value is True else f' {_name(key)}="{escaped(value)}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Html(f"<{name}{written}>{''.join(map(escaped, contents))}</{name}>")


def join(pieces: Iterable[Content]) -> Html:
    """Put pieces side by side."""
    return Html("".join(map(escaped, pieces)))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what is above it, and whether it holds numbers."""

    title: str
    is_number: bool = False


def table(
    name: str, caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Content]]
) -> Html:
    """Return a table whose first column names its rows; where it is narrow, a card for each row.

    The roles are those that the elements have, said again for cards, which are no table to a
    browser.

    Args:
        name: the caption's id.
        caption: what the table is about.
        columns: the columns.
        rows: their cells.
    """
    kinds = ["number" if column.is_number else None for column in columns]
    head = join(
        tag("th", column.title, scope="col", role="columnheader", class_=kind)
        for column, kind in zip(columns, kinds, strict=True)
    )
    body = join(tag("tr", _cells(row, columns), role="row") for row in rows)
    return tag(
        "table",
        tag("caption", caption, id=name),
        tag("thead", tag("tr", head, role="row"), role="rowgroup"),
        tag("tbody", body, role="rowgroup"),
        role="table",
        aria_labelledby=name,
    )


def _cells(row: Sequence[Content], columns: Sequence[Column]) -> Html:
    first = tag("th", row[0], scope="row", role="rowheader")
    rest = (
        tag("td", cell, role="cell", class_=_kind(column, cell), data_label=column.title)
        for cell, column in zip(row[1:], columns[1:], strict=True)
    )
    return join((first, *rest))


def _kind(column: Column, cell: Content) -> str | None:
    if not column.is_number:
        return None
    return "number" if cell else "number none"


def _name(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")
