"""A vault against what the running app said of it: its metadata cache, written out inside the app.

All that the app says is compared but for list items, which are no facts here, and the kinds of
sections other than front matter, comments and code.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from tests.oracles.test_npm_yaml import read_scalars, scalars
from vaultkit.api import Vault, check
from vaultkit.markdown.blank import blank
from vaultkit.markdown.facts import Facts, Link, LinkKind, Mark, Place
from vaultkit.markdown.parser import parse
from vaultkit.markdown.pulldown import outline
from vaultkit.markdown.seen import visible
from vaultkit.rules.tag_variant import placed_tags
from vaultkit.source import Source
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.obsidian import decode_uri
from vaultkit.vault.resolver.outcome import State

NOTES, SOURCES = 89, 202
EDITED = "How To/Find tasks in notes with particular tag.md"
"""A note whose text is newer than what the app said of its links: it has one more by now."""
EXEMPT = ("Daily Notes/", "_meta/templates/")
"""Folders whose notes nothing has to link to."""
KINDS = ("yaml", "comment", "code")


@dataclass(frozen=True)
class Dump:
    """What the app said of one note, and what vaultkit says of the same text."""

    path: str
    text: str
    metadata: Mapping[str, Any]
    all_tags: list[str]

    @cached_property
    def source(self) -> Source:
        return Source(self.text.encode())

    @cached_property
    def facts(self) -> Facts:
        return parse(self.source)

    def said(self, kind: str) -> list[Any]:
        return self.metadata.get(kind) or []

    def span(self, position: Mapping[str, Mapping[str, int]]) -> tuple[int, int]:
        """Return a place in bytes; the app counts in UTF-16, and its lines and columns from 0."""
        units = self.text.encode("utf-16-le")
        found = []
        for name in ("start", "end"):
            before = units[: 2 * position[name]["offset"]].decode("utf-16-le")
            line = before.rpartition("\n")[2].encode("utf-16-le")
            assert before.count("\n") == position[name]["line"]
            assert len(line) == 2 * position[name]["col"]
            found.append(len(before.encode()))
        return found[0], found[1]

    def written(self, item: Link | Mark) -> str:
        return self.source.data[item.start : item.end].decode()


@cache
def read_dumps(folder: Path) -> list[Dump]:
    found = [json.loads(file.read_text()) for file in sorted(folder.glob("data/*.json"))]
    return [
        Dump(one["filePath"], one["fileContents"], one["cachedMetadata"], one["getAllTags"])
        for one in found
    ]


@cache
def read_vault(folder: Path) -> Vault:
    return Vault(FolderTree(folder / "vault"))


@pytest.fixture
def dump_folder(corpora: Path) -> Path:
    folder = corpora / "oracles" / "tasks-demo"
    if not folder.is_dir():
        pytest.skip("what the app said of a vault does not lie beside this checkout")
    return folder


@pytest.fixture
def dumps(dump_folder: Path) -> list[Dump]:
    return read_dumps(dump_folder)


def differing(said: Mapping[str, Any], got: Mapping[str, Any]) -> dict[str, Any]:
    return {path: (said[path], got.get(path)) for path in said if said[path] != got.get(path)}


def test_there_are_as_many_notes_as_ever(dumps: list[Dump]) -> None:
    assert len(dumps) == NOTES


def test_headings(dumps: list[Dump]) -> None:
    said = {
        dump.path: [
            (item["heading"], item["level"], dump.span(item["position"]))
            for item in dump.said("headings")
        ]
        for dump in dumps
    }
    got = {
        dump.path: [
            (item.text, item.level, (item.start, item.end))
            for item in dump.facts.headings
            if item.root
        ]
        for dump in dumps
    }

    assert differing(said, got) == {}
    assert sum(map(len, said.values())) == 119


@pytest.mark.parametrize(("kind", "count"), [("links", 68), ("embeds", 3)])
def test_links(dumps: list[Dump], kind: str, count: int) -> None:
    said = {
        dump.path: [
            (item["original"], item["link"], item["displayText"], dump.span(item["position"]))
            for item in dump.said(kind)
        ]
        for dump in dumps
    }
    got = {
        dump.path: [
            (dump.written(link), target_of(link), text_of(link), (link.start, link.end))
            for link in dump.facts.links
            if link.place is not Place.PROPERTY
            and link.kind is not LinkKind.REFERENCE
            and link.embed is (kind == "embeds")
        ]
        for dump in dumps
    }

    assert differing(said, got) == {}
    assert sum(map(len, said.values())) == count


def target_of(link: Link) -> str | None:
    return link.target if link.kind is LinkKind.WIKILINK else decode_uri(link.target)


def text_of(link: Link) -> str | None:
    return visible(link.target, link.text) if link.kind is LinkKind.WIKILINK else link.text


def test_links_in_properties(dumps: list[Dump]) -> None:
    said = {
        dump.path: sorted(
            (item["key"], item["original"], item["link"], item["displayText"])
            for item in dump.said("frontmatterLinks")
        )
        for dump in dumps
    }
    got = {
        dump.path: sorted(
            (key_of(link, dump.facts), dump.written(link), link.target, text_of(link))
            for link in dump.facts.links
            if link.place is Place.PROPERTY
        )
        for dump in dumps
    }

    assert differing(said, got) == {}
    assert sum(map(len, said.values())) == 10


def key_of(link: Link, facts: Facts) -> str:
    """Return where a property's link is, as the app writes it: ``key.0``."""
    return next(
        ".".join(map(str, (item.key, *value.path)))
        for item in facts.properties
        for value in item.values
        if value.start <= link.start < value.end
    )


def test_properties(dumps: list[Dump]) -> None:
    said = {dump.path: dict(scalars(dump.metadata.get("frontmatter") or {})) for dump in dumps}
    got = {
        dump.path: read_scalars(dump.facts.front_matter) if dump.facts.front_matter else {}
        for dump in dumps
    }

    assert differing(said, got) == {}
    assert sum(map(len, said.values())) == 186


def test_block_ids(dumps: list[Dump]) -> None:
    """The app gives the place of the whole block, which ends with the id."""
    said = {
        dump.path: {
            name: dump.span(item["position"])[1]
            for name, item in dump.metadata.get("blocks", {}).items()
        }
        for dump in dumps
    }
    got = {
        dump.path: {mark.name.lower(): mark.end for mark in dump.facts.block_ids} for dump in dumps
    }

    assert differing(said, got) == {}
    assert sum(map(len, said.values())) == 1


def test_tags(dumps: list[Dump]) -> None:
    said = {
        dump.path: [(item["tag"], dump.span(item["position"])) for item in dump.said("tags")]
        for dump in dumps
    }
    got = {
        dump.path: [(dump.written(mark), (mark.start, mark.end)) for mark in dump.facts.tags]
        for dump in dumps
    }

    assert differing(said, got) == {}
    assert sum(map(len, said.values())) == 195


def test_tags_in_properties(dumps: list[Dump]) -> None:
    """The app gives those of the properties first, then those of the text, each with its ``#``."""
    said = {
        dump.path: dump.all_tags[: len(dump.all_tags) - len(dump.said("tags"))] for dump in dumps
    }
    got = {}
    for dump in dumps:
        (note,) = Document(dump.path, dump.facts, flattened=False).notes
        got[dump.path] = [
            f"#{tag.removeprefix('#')}" for tag, _ in [*placed_tags(note)][len(dump.facts.tags) :]
        ]

    assert differing(said, got) == {}
    assert sum(map(len, said.values())) == 11


def test_sections(dumps: list[Dump]) -> None:
    said = {
        dump.path: [
            (item["type"] if item["type"] in KINDS else "", *lines_of(item["position"]))
            for item in dump.said("sections")
        ]
        for dump in dumps
    }
    got = {dump.path: list(sections_of(dump)) for dump in dumps}

    assert differing(said, got) == {}
    assert sum(map(len, said.values())) == 332


def lines_of(position: Mapping[str, Mapping[str, int]]) -> tuple[int, int]:
    return position["start"]["line"] + 1, position["end"]["line"] + 1


def sections_of(dump: Dump) -> Iterator[tuple[str, int, int]]:
    """Yield the blocks of a note: the kind, where it is compared, and the first and last line."""
    source, block = dump.source, dump.facts.front_matter
    blanked = blank(source.data, block.end if block else 0)
    found = outline(blanked.data.decode(), blocks=True)
    spans = [("yaml", block.start - 4, block.end)] if block else []
    spans += [
        ("comment", comment.start, comment.end)
        for comment in blanked.comments
        if source.position(comment.start).column == 1
    ]
    spans += [
        ("code" if (start, end) in found.code else "", start, end) for start, end in found.blocks
    ]
    for kind, start, end in sorted(spans, key=itemgetter(1)):
        text = blanked.data if kind == "" else source.data
        last = start + len(text[start:end].rstrip())
        yield kind, source.position(start).line, source.position(last).line


@pytest.mark.parametrize(("kind", "count"), [("resolved", 123), ("unresolved", 6)])
def test_links_by_source_and_target(dump_folder: Path, kind: str, count: int) -> None:
    said = json.loads((dump_folder / f"data/metadataCache/{kind}Links.json").read_text())
    found = links_by_source(read_vault(dump_folder))[kind]
    assert len(said) == SOURCES
    assert sum(sum(targets.values()) for targets in said.values()) == count

    different = differing(said, found)
    assert set(different) == ({EDITED} if kind == "resolved" else set())


def links_by_source(vault: Vault) -> dict[str, dict[str, Counter[str]]]:
    """Return how often each file links to each other, and to what is not there."""
    found = {
        kind: {path: Counter[str]() for path in (*vault.documents, *vault.canvas_paths)}
        for kind in ("resolved", "unresolved")
    }
    outcomes = [(note.path, vault.outcomes(note)) for note in vault.notes]
    for canvas in vault.canvases:
        shown = chain(vault.canvas_outcomes(canvas), vault.card_outcomes(canvas))
        outcomes.append((canvas.path, shown))
    for path, known in outcomes:
        for _, outcome in known:
            if outcome.state is State.NO_FILE:
                found["unresolved"][path][outcome.linkpath.removesuffix(".md")] += 1
            elif outcome.state is not State.EXTERNAL:
                (file,) = outcome.files
                found["resolved"][path][file] += 1
    return found


def test_orphans(dump_folder: Path) -> None:
    """A note is one that no other links to; some need no link."""
    resolved = json.loads((dump_folder / "data/metadataCache/resolvedLinks.json").read_text())
    linked = {
        target for source, targets in resolved.items() for target in targets if target != source
    }
    report = check(dump_folder / "vault", select=["orphan-note"])
    found = {finding.path for finding in report.findings}

    assert {path for path in found if path in resolved} == {
        path
        for path in resolved
        if path.endswith(".md") and path not in linked and not path.startswith(EXEMPT)
    }
