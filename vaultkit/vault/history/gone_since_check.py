"""Which files are gone, exchanged or overwritten since the last check."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from vaultkit.vault.history.same_files import circles, file_identity, is_the_same, same_files
from vaultkit.vault.index.kept_files import GoneFile, Kept, KeptFile, bounded
from vaultkit.vault.vault import Vault

UNKNOWN = KeptFile(0, 0, 0, 0, "")


def gone_files(vault: Vault, before: Kept, today: Mapping[str, KeptFile]) -> tuple[GoneFile, ...]:
    """Return the files that are gone, with what they are now."""
    lost = [path for path in before.files if path not in today]
    come = {path for path in today if path not in before.files}
    if not lost and not come:
        return before.gone
    rows = [
        *_still_gone(before.gone, today, come),
        *(GoneFile(path, before.at, "", before.files[path]) for path in lost),
    ]
    unknown = {row.path: row.file for row in rows if not row.became}
    both = chain(before.files.items(), today.items())
    third = ((path, file) for path, file in both if path in today and path not in come)
    became = same_files(vault, unknown, {path: today[path] for path in come}, third)
    rows = [row._replace(became=became.get(row.became or row.path, row.became)) for row in rows]
    return bounded(rows, len(today))


def swapped_files(vault: Vault, before: Kept, today: Mapping[str, KeptFile]) -> dict[str, str]:
    """Return the new paths of files that have each other's names since the last check."""
    changed = [
        path
        for path, file in today.items()
        if file != before.files.get(path, file)
        and file_identity(path, file) != file_identity(path, before.files[path])
    ]
    if len(changed) < 2:
        return {}
    olds, news = ({path: files[path] for path in changed} for files in (before.files, today))
    both = chain(before.files.items(), today.items())
    third = ((path, file) for path, file in both if path not in olds)
    return circles(same_files(vault, olds, news, third))


def overwritten_files(before: Kept, today: Mapping[str, KeptFile]) -> set[str]:
    """Return the paths that have another file now than at the last check.

    That is where what it holds was elsewhere, or what was there is elsewhere. Its number alone does
    not show the latter: a file that is replaced as a whole may get the number of another one.
    """
    changed = {path for path, file in today.items() if file != before.files.get(path, file)}
    if not changed:
        return set()
    held: dict[object, list[str]] = defaultdict(list)
    for path, file in before.files.items():
        held[file_identity(path, file)].append(path)
    places: dict[int, list[str]] = defaultdict(list)
    for path, file in today.items():
        places[file.inode].append(path)
    found = set()
    for path in changed:
        was, file = before.files[path], today[path]
        known = file_identity(path, file)
        if known is not None and known != file_identity(path, was) and held.get(known):
            found.add(path)
        elif was.inode and was.inode != file.inode:
            for place in places.get(was.inode, ()):
                other = before.files.get(place)
                is_swapped = other is not None and other.inode == file.inode
                if is_swapped or today[place].modified_ns == was.modified_ns:
                    found.add(path)
    return found


def followed(row: GoneFile, swapped: Mapping[str, str], lost: Collection[str]) -> GoneFile:
    """Return what is known of a file where that which it became has another name now."""
    if row.became in lost:
        return row._replace(became="", file=UNKNOWN)
    return row._replace(became=swapped.get(row.became, row.became))


def exchanged_files(
    before: Kept, today: Mapping[str, KeptFile], swapped: Mapping[str, str], lost: set[str]
) -> tuple[GoneFile, ...]:
    """Return the files that have each other's names.

    What was exchanged twice is where the two lead together.
    """
    rows = {
        row.path: row._replace(became=swapped.get(row.became, row.became))
        for row in before.exchanged
        if {row.path, row.became} <= today.keys() and lost.isdisjoint({row.path, row.became})
    }
    for old, new in swapped.items():
        rows.setdefault(old, GoneFile(old, before.at, new, before.files[old]))
    return tuple(row for row in rows.values() if row.path != row.became)


def _still_gone(
    gone: Sequence[GoneFile], today: Mapping[str, KeptFile], come: Collection[str]
) -> Iterator[GoneFile]:
    """Yield what is known of the files that have not come back.

    Where another file has the path now of what one became, nothing is known of that one.
    """
    was = {row.path: row.file for row in gone if not row.became}
    for row in gone:
        if row.path in today:
            continue
        new = row.became
        if new in come and (new not in was or not is_the_same(new, was[new], today[new])):
            yield row._replace(became="", file=UNKNOWN)
        else:
            yield row
