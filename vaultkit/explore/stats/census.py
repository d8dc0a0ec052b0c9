"""Counting what a vault holds, from facts that are known anyway: no note is parsed for it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vaultkit.config.settings import Settings
from vaultkit.errors import TreeError
from vaultkit.lint.check import diagnose
from vaultkit.markdown.facts import Link, LinkKind, Place
from vaultkit.progress import Progress, Step, silent, with_progress
from vaultkit.rules.tag_variant import placed_tags
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.notes.note import Note
from vaultkit.vault.resolver.outcome import Outcome, State
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import is_attachment, is_open_to_doubt

RULES = ("unused-attachment",)
"""The rule that says what an unused attachment is; the settings must name it, and no other."""


@dataclass
class Files:
    """Some files: how many, and their bytes together."""

    count: int = 0
    size: int = 0

    def add(self, size: int) -> None:
        """Count one more."""
        self.count += 1
        self.size += size


@dataclass
class LinkCounts:
    """The links of notes and canvases that stay in the vault, each counted every time.

    ``wikilinks``, ``markdown`` and ``reference`` are how they are written, and make up the
    ``total``. The rest are those among them that are embeds, are in properties, comments or
    canvases, are wikilinks with a text of their own or with a folder, or lead nowhere: ``no_file``
    to no file, ``no_heading`` and ``no_block`` to one that lacks what they name. ``unseen`` are
    those that may lead to files that cannot be seen.
    """

    total: int = 0
    wikilinks: int = 0
    markdown: int = 0
    reference: int = 0
    embeds: int = 0
    in_properties: int = 0
    in_comments: int = 0
    in_canvases: int = 0
    with_text: int = 0
    with_folder: int = 0
    no_file: int = 0
    no_heading: int = 0
    no_block: int = 0
    unseen: int = 0


@dataclass
class Census:
    """What a vault holds.

    ``tags`` and ``properties`` say of each how often it is used and in how many notes,
    commonest first; spellings that differ by case are one. ``largest`` are notes with their bytes,
    ``most_linked`` with the number of other notes that link to them.
    """

    notes: int = 0
    folders: int = 0
    markdown: Files = field(default_factory=Files)
    canvases: Files = field(default_factory=Files)
    bases: Files = field(default_factory=Files)
    attachments: Files = field(default_factory=Files)
    others: Files = field(default_factory=Files)
    unused: list[str] = field(default_factory=list)
    unused_size: int = 0
    links: LinkCounts = field(default_factory=LinkCounts)
    headings: int = 0
    block_ids: int = 0
    footnotes: int = 0
    aliases: int = 0
    words: int | None = None
    tags: list[tuple[str, int]] = field(default_factory=list)
    properties: list[tuple[str, int]] = field(default_factory=list)
    largest: list[tuple[str, int]] = field(default_factory=list)
    most_linked: list[tuple[str, int]] = field(default_factory=list)


def take(
    vault: Vault,
    entries: Iterable[Entry],
    settings: Settings,
    *,
    words: bool = False,
    progress: Progress = silent,
) -> Census:
    """Count what a vault holds.

    Args:
        vault: the vault.
        entries: its files with their sizes.
        settings: under which the rule in ``RULES``, and no other, runs.
        words: whether to count words, for which every note is read again.
        progress: receives progress updates.
    """
    census = Census()
    sizes = {entry.path: entry.size for entry in entries}
    _count_files(vault, sizes, census)
    _count_facts(vault, census)
    _count_links(vault, census, progress("following links"))
    census.unused = [item.path for item in diagnose(vault, settings)]
    census.unused_size = sum(sizes[path] for path in census.unused)
    notes = [note for note in vault.notes if not (note.is_preamble or note.is_report)]
    census.notes = len(notes)
    backlinks = vault.graph.backlinks
    census.largest = _first(notes, _size)
    census.most_linked = _first(notes, lambda note: len(backlinks[note.key]))
    if words:
        census.words = _words(vault, progress("counting words"))
    return census


def _count_files(vault: Vault, sizes: Mapping[str, int], census: Census) -> None:
    folders = set()
    for path, size in sizes.items():
        name = path.lower()
        if path in vault.documents:
            census.markdown.add(size)
            folders.add(path.rpartition("/")[0])
        elif name.endswith(".canvas"):
            census.canvases.add(size)
        elif name.endswith(".base"):
            census.bases.add(size)
        elif is_attachment(path):
            census.attachments.add(size)
        else:
            census.others.add(size)
    census.folders = len(folders - {""})


def _count_facts(vault: Vault, census: Census) -> None:
    tags: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    for document in vault.documents.values():
        facts = document.facts
        census.headings += len(facts.headings)
        census.block_ids += len(facts.block_ids)
        census.footnotes += len(facts.footnotes)
        census.aliases += len(document.aliases)
        properties.update({item.key for item in facts.properties})
        for note in document.notes:
            tags.update(name for name, _ in placed_tags(note))
    census.tags = _merged(tags)
    census.properties = _merged(properties)


def _merged(counts: Counter[str]) -> list[tuple[str, int]]:
    """Combine what differs by case alone, under the commonest spelling."""
    spellings: dict[str, list[tuple[int, str]]] = {}
    for name, count in counts.items():
        spellings.setdefault(name.lower(), []).append((-count, name))
    found = [(min(same)[1], -sum(count for count, _ in same)) for same in spellings.values()]
    return sorted(found, key=lambda item: (-item[1], item[0]))


def _count_links(vault: Vault, census: Census, step: Step | None) -> None:
    for note in with_progress(vault.notes, len(vault.notes), step):
        for link, outcome in vault.outcomes(note):
            if outcome.state is not State.EXTERNAL:
                _count_link(link, outcome, census.links)
    for canvas in vault.canvases:
        for link, outcome in vault.canvas_outcomes(canvas):
            if outcome.state is not State.EXTERNAL:
                _count_link(link, outcome, census.links)
                census.links.in_canvases += 1


def _count_link(link: Link, outcome: Outcome, links: LinkCounts) -> None:
    links.total += 1
    if link.kind is LinkKind.WIKILINK:
        links.wikilinks += 1
        links.with_text += link.text is not None
        links.with_folder += "/" in outcome.linkpath
    elif link.kind in (LinkKind.MARKDOWN, LinkKind.URI):
        links.markdown += 1
    else:
        links.reference += 1
    links.embeds += link.embed
    links.in_properties += link.place is Place.PROPERTY
    links.in_comments += link.place is Place.COMMENT
    links.unseen += outcome.state is State.UNSEEN
    if outcome.is_broken and not is_open_to_doubt(link, outcome):
        links.no_file += outcome.state is State.NO_FILE
        links.no_heading += outcome.state is State.NO_HEADING
        links.no_block += outcome.state is State.NO_BLOCK


def _size(note: Note) -> int:
    facts = note.document.facts
    return facts.size if note.end < 0 else min(note.end, facts.size) - note.start


def _first(notes: Sequence[Note], value: Callable[[Note], int]) -> list[tuple[str, int]]:
    """Return notes with a value above 0, largest first."""
    found = ((note.key, value(note)) for note in notes)
    return sorted((item for item in found if item[1]), key=lambda item: (-item[1], item[0]))


def _words(vault: Vault, step: Step | None) -> int:
    documents = vault.documents.values()
    return sum(
        _words_in(vault, path) for path in with_progress(vault.documents, len(documents), step)
    )


def _words_in(vault: Vault, path: str) -> int:
    """Return how many words, separated by white space, are below the front matter of a file."""
    facts = vault.documents[path].facts
    try:
        data = vault.tree.read(path)
    except TreeError:
        return 0
    return len(data[facts.front_matter.end if facts.front_matter else 0 :].split())
