"""A tag under another name, with the tags below it, wherever it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from vaultkit.errors import TreeError, UsageError
from vaultkit.links.base_names import names_of_tags
from vaultkit.links.quoting import json_text, place_in_json
from vaultkit.markdown.facts import ScalarKind
from vaultkit.markdown.parser import parse_fragment
from vaultkit.markdown.yaml.kinds import plain_kind
from vaultkit.rename.request import Wanted, checked_source
from vaultkit.rules.base.problem import Edit
from vaultkit.source import Source
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import nearest


@dataclass(frozen=True, slots=True)
class _Use:
    """One place that names a tag: the bytes of the name without its ``#``.

    ``plain`` says that it is in YAML without quotes, ``escaped`` that it is not written there
    letter by letter, ``in_json`` that it may hold escapes of JSON.
    """

    path: str
    name: str
    start: int
    end: int
    plain: bool = False
    in_json: bool = False
    escaped: bool = False


def tag_edits(vault: Vault, old: str, new: str, *, merge: bool = False) -> tuple[Wanted, int]:
    """Return the edits that call a tag, and those below it, something else, and how many there are.

    Args:
        vault: where the tags are.
        old: the tag, with or without ``#``, in any case.
        new: what it is to be called.
        merge: whether the new name may be in use already.

    Raises:
        UsageError: nothing has the tag, or the new name will not do.
    """
    old, new = old.removeprefix("#").rstrip("/"), new.removeprefix("#").rstrip("/")
    if [mark.name for mark in parse_fragment(f"#{new}").tags] != [new]:
        raise UsageError(
            f'"{new}": is not a tag; use letters, digits, _, - and /, and not only digits'
        )
    if old == new:
        raise UsageError(f"#{new}: already has this name")
    uses = list(_uses(vault))
    depth = len(old.split("/"))
    hits = [use for use in uses if _begins(use.name, old)]
    if not hits:
        tags = sorted({use.name for use in uses})
        near = [tag for tag in tags if old.lower() in tag.lower()][:3]
        near = near or list(filter(None, [nearest(old, tags)]))
        hint = f"; did you mean {' or '.join(f'#{name}' for name in near)}?" if near else ""
        raise UsageError(f"#{old}: nothing in the vault has this tag{hint}")
    others = {use.name.lower() for use in uses} - {use.name.lower() for use in hits}
    for use in hits:
        made = _renamed(use.name, depth, new)
        if made.lower() in others and not merge:
            raise UsageError(f"#{made}: is already in use; --merge merges the two tags")
        if use.escaped:
            line = vault.source(use.path).position(use.start).line
            raise UsageError(
                f"{use.path}:{line}: #{use.name} is written with escapes or across lines; write it "
                "plainly first"
            )
        if use.plain and plain_kind(made) is not ScalarKind.TEXT:
            raise UsageError(f'"{made}": would not be text in the front matter of {use.path}')
    for path in dict.fromkeys(use.path for use in hits):
        if checked_source(vault, path).invalid_at is not None:
            raise UsageError(f"{path}: has the tag and is not UTF-8; save it as UTF-8 first")
    edits: dict[str, dict[Edit, None]] = {}
    for use in hits:
        edit = _edit(vault, use, "/".join(use.name.split("/")[:depth]), new)
        edits.setdefault(use.path, {})[edit] = None
    wanted = {
        path: tuple(sorted(made, key=lambda edit: edit.start)) for path, made in edits.items()
    }
    return Wanted(edits=wanted), len(hits)


def renamed_tags(vault: Vault, old: str, new: str) -> dict[str, str]:
    """Return the new names of all tags as they are written, by the old ones."""
    old, new = old.removeprefix("#").rstrip("/"), new.removeprefix("#").rstrip("/")
    depth = len(old.split("/"))
    return {
        use.name: _renamed(use.name, depth, new) for use in _uses(vault) if _begins(use.name, old)
    }


def _edit(vault: Vault, use: _Use, named: str, new: str) -> Edit:
    """Return the edit that rewrites the first parts of a tag, in JSON with its escapes."""
    if not use.in_json:
        return Edit(use.path, use.start, use.start + len(named.encode()), new.encode())
    written = vault.source(use.path).data[use.start : use.end]
    said = json_text(new, escaped=b"\\u" in written)
    return Edit(use.path, use.start, use.start + place_in_json(written, len(named)), said)


def _begins(name: str, old: str) -> bool:
    parts = old.lower().split("/")
    return name.lower().split("/")[: len(parts)] == parts


def _renamed(name: str, depth: int, new: str) -> str:
    return "/".join([new, *name.split("/")[depth:]])


def _uses(vault: Vault) -> Iterator[_Use]:
    for path, document in vault.documents.items():
        for mark in document.facts.tags:
            yield _Use(path, mark.name, mark.start + 1, mark.end)
        yield from _in_properties(vault, path)
    for path in vault.canvas_paths:
        marks = vault.canvas(path).tags
        data = vault.source(path).data if marks else b""
        for mark in marks:
            start = mark.start + place_in_json(data[mark.start : mark.end], 1)
            yield _Use(path, mark.name, start, mark.end, in_json=True)
    for path in vault.files:
        if path.lower().endswith(".base"):
            try:
                names = names_of_tags(Source(vault.tree.read(path)).data)
            except TreeError:
                continue
            for name in names:
                skipped = len(name.text) - len(name.text.removeprefix("#"))
                yield _Use(path, name.text[skipped:], name.start + skipped, name.end)


def _in_properties(vault: Vault, path: str) -> Iterator[_Use]:
    """Yield the tags of a front matter (section 6), without those that only splitting makes."""
    values = vault.documents[path].facts.property_values("tags")
    if not values:
        return
    data = vault.source(path).data
    for value in values:
        deep = len(value.path) > 1 or any(not isinstance(part, int) for part in value.path)
        name = value.text.removeprefix("#").rstrip("/")
        if value.kind is not ScalarKind.TEXT or deep or not name or " " in name:
            continue
        written = data[value.start : value.end]
        at = written.find(name.encode())
        if at < 0:
            yield _Use(path, name, value.start, value.end, escaped=True)
            continue
        plain = written[:1] not in (b"'", b'"')
        start = value.start + at
        yield _Use(path, name, start, start + len(name.encode()), plain)
