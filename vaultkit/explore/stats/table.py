"""A census for people."""

from collections.abc import Callable, Sequence

from vaultkit.explore.stats.census import Census, Files
from vaultkit.text import printable
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import shown_name

_LABEL = 16
_UNITS = ("bytes", "KB", "MB", "GB", "TB")


def render(census: Census, vault: Vault, top: int) -> str:
    """Return the counts, and at most so many lines of each list."""
    lines = [printable(vault.name), ""]
    lines.append(_row("notes", census.notes, _sized(census.markdown, folders=census.folders)))
    if census.words is not None:
        lines.append(_row("words", census.words))
    lines += [
        _row(label, count)
        for label, count in (
            ("headings", census.headings),
            ("aliases", census.aliases),
            ("block ids", census.block_ids),
            ("footnotes", census.footnotes),
        )
    ]
    lines += ["", *_links(census, vault), "", *_files(census)]
    unused = [(printable(path), 0) for path in census.unused]
    lines += _list("unused attachments", unused, top, lambda _: "")
    lines += _list("tags", [(f"#{name}", count) for name, count in census.tags], top)
    lines += _list("properties", census.properties, top)
    lines += _list("largest notes", _shown(census.largest), top, size, more=False)
    lines += _list("most linked notes", _shown(census.most_linked), top, more=False)
    return "\n".join(lines) + "\n"


def size(count: float) -> str:
    """Return a number of bytes in the unit in which it is easy to read; 1 KB is 1,000 bytes."""
    unit = 0
    while count >= 1000 and unit < len(_UNITS) - 1:
        count /= 1000
        unit += 1
    return (
        f"{count:,.0f} {_UNITS[unit]}"
        if unit == 0 or count >= 10
        else f"{count:.1f} {_UNITS[unit]}"
    )


def _links(census: Census, vault: Vault) -> list[str]:
    links, settings = census.links, vault.settings
    written = [
        (links.wikilinks, "wikilink"),
        (links.markdown, "Markdown link"),
        (links.reference, "reference link"),
    ]
    named = [(count, f"{name}{'s' * (count != 1)}") for count, name in written]
    lines = [_row("links", links.total, _parts(named, "a "))]
    if links.wikilinks:
        how = f"{links.with_text:,} with display text, {links.with_folder:,} with a folder"
        lines.append(_row("", None, f"wikilinks: {how}"))
    lines.append(_row("embeds", links.embeds))
    lines += [
        _row(label, count)
        for label, count in (
            ("in properties", links.in_properties),
            ("in comments", links.in_comments),
            ("in canvases", links.in_canvases),
        )
        if count
    ]
    broken = links.no_file + links.no_heading + links.no_block
    lost = [
        (links.no_file, "to no file"),
        (links.no_heading, "to no heading"),
        (links.no_block, "to no block"),
    ]
    lines.append(_row("broken", broken, _parts(lost)))
    if links.unseen:
        lines.append(_row("may work", links.unseen, "to files that cannot be seen"))
    if settings.present:
        style = "Markdown links" if settings.markdown_links else "wikilinks"
        lines.append(_row("new links", None, f"{style}, path: {settings.link_format}"))
    return lines


def _parts(counted: Sequence[tuple[int, str]], article: str = "") -> str:
    """Return the parts of a number; where there is just one, without saying the number again."""
    parts = [(count, name) for count, name in counted if count]
    if len(parts) != 1:
        return ", ".join(f"{count:,} {name}" for count, name in parts)
    count, name = parts[0]
    return f"all {name}" if count > 1 else f"{article}{name}"


def _files(census: Census) -> list[str]:
    lines = [_row("attachments", census.attachments.count, _sized(census.attachments))]
    if census.attachments.count:
        unused = Files(len(census.unused), census.unused_size)
        lines.append(_row("unused of them", unused.count, _sized(unused)))
    for label, files in (
        ("canvases", census.canvases),
        ("bases", census.bases),
        ("other files", census.others),
    ):
        if files.count:
            lines.append(_row(label, files.count, _sized(files)))
    return lines


def _sized(files: Files, folders: int = 0) -> str:
    where = f" in {folders:,} folder{'s' * (folders != 1)}" if folders else ""
    return f"{size(files.size)}{where}" if files.count else ""


def _row(label: str, count: int | None, said: str = "") -> str:
    number = "" if count is None else f"{count:,}"
    return f"{label:<{_LABEL}}{number:>9}  {said}".rstrip()


def _shown(items: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(shown_name(key), count) for key, count in items]


def _list(
    title: str,
    items: Sequence[tuple[str, int]],
    top: int,
    shown: Callable[[int], str] = lambda count: f"{count:,}",
    *,
    more: bool = True,
) -> list[str]:
    if not items or not (more or top):
        return []
    head = f"{title}: {len(items):,}" if more else title
    lines = ["", head]
    for name, count in items[:top]:
        number = shown(count)
        lines.append(f"  {number:>9}  {printable(name)}" if number else f"  {printable(name)}")
    if more and len(items) > top > 0:
        lines.append(f"  ... and {len(items) - top:,} more; --top {len(items)} lists them all")
    return lines
