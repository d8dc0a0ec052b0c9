"""What is worth knowing of a vault's graph, each number with the notes it counts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from vaultkit.config.settings import Settings
from vaultkit.explore.graph.cuts import Bridge, Joint, cuts
from vaultkit.explore.graph.network import Network
from vaultkit.explore.graph.pagerank import pagerank
from vaultkit.lint.check import diagnose
from vaultkit.progress import Progress, silent
from vaultkit.vault.notes.note import Note
from vaultkit.vault.vault import Vault

RULES = ("orphan-note", "dead-end-note", "island")
"""The rules that say what an orphan, a dead end and an island is; the settings must name them."""


@dataclass(frozen=True)
class Offenders:
    """What one rule finds: keys of notes; and what fits its pattern and yet is exempt from it."""

    members: tuple[str, ...]
    exempt: tuple[str, ...] = ()


class Analysis:
    """A vault's graph with its figures; what takes long is worked out when it is asked for.

    An orphan, a dead end and an island (by its first note) is what the rule of that name finds
    under the settings, so that the numbers are those of a check.
    """

    def __init__(self, vault: Vault, settings: Settings, progress: Progress = silent) -> None:
        """Analyse a vault.

        Args:
            vault: the vault.
            settings: under which the rules in ``RULES``, and no others, run.
            progress: receives progress updates.
        """
        self.vault = vault
        self.network = Network(vault, progress("following links"))
        self._progress = progress
        found: dict[str, set[tuple[object, ...]]] = {name: set() for name in RULES}
        for item in diagnose(vault, settings, step=progress("looking at notes")):
            found[item.rule].add((item.path, item.problem.span))
        self._found = found
        self._notes = [note for note in vault.notes if not (note.is_preamble or note.is_report)]
        reports = {note.key for note in vault.notes if note.is_report}
        groups = ([key for key in group if key not in reports] for group in vault.graph.islands())
        self._groups = [group for group in groups if group]

    @property
    def notes(self) -> int:
        """Return the number of notes, as a check counts them."""
        return len(self._notes)

    @property
    def links(self) -> int:
        """Return the number of links that stay in the vault, as a check counts them."""
        vault = self.vault
        return sum(vault.outgoing(note).links for note in vault.notes) + sum(
            vault.outgoing_from(path).links for path in vault.canvas_paths
        )

    @cached_property
    def orphans(self) -> Offenders:
        """Return the notes that nothing else links to."""
        incoming = self.vault.incoming
        return self._offenders("orphan-note", lambda note: incoming.is_orphan(note.key))

    @cached_property
    def dead_ends(self) -> Offenders:
        """Return the notes that link to no other note."""
        links = self.vault.graph.links
        return self._offenders("dead-end-note", lambda note: not links[note.key])

    @cached_property
    def isolated(self) -> tuple[str, ...]:
        """Return the notes that are an orphan and a dead end."""
        ends = {*self.dead_ends.members}
        return tuple(key for key in self.orphans.members if key in ends)

    @cached_property
    def mainland(self) -> list[str]:
        """Return the largest group of notes that links join; nothing where there are no notes."""
        return self._groups[0] if self._groups else []

    @property
    def groups(self) -> list[list[str]]:
        """Return all groups of notes that links join, the mainland first, then largest first."""
        return self._groups

    @cached_property
    def group_of(self) -> dict[str, int]:
        """Return for each note the number of its group."""
        return {key: number for number, group in enumerate(self._groups) for key in group}

    @cached_property
    def islands(self) -> list[list[str]]:
        """Return the other groups of two or more notes, largest first."""
        return [group for group in self._cut_off if self._is_island(group)]

    @cached_property
    def exempt_islands(self) -> list[list[str]]:
        """Return those of which the rule is not to speak."""
        return [group for group in self._cut_off if not self._is_island(group)]

    @property
    def _cut_off(self) -> Iterator[list[str]]:
        return (group for group in self._groups[1:] if len(group) > 1)

    @cached_property
    def _cuts(self) -> tuple[list[Bridge], list[Joint]]:
        step = self._progress("looking for bridges")
        if step is not None:
            step(0, 1)
        return cuts(self.network.undirected)

    @cached_property
    def bridges(self) -> list[Bridge]:
        """Return the bridges with two or more notes on either side, those that hold most first."""
        return [bridge for bridge in self._cuts[0] if bridge.cut_off > 1]

    @cached_property
    def articulation_notes(self) -> list[Joint]:
        """Return the notes whose loss cuts others off, those that hold most first."""
        return self._cuts[1]

    @cached_property
    def ranks(self) -> dict[str, float]:
        """Return the PageRank of each note."""
        return pagerank(self.network.links, self._progress("ranking notes"))

    def by(self, value: Callable[[str], float]) -> list[tuple[str, float]]:
        """Return the notes with a value above 0, largest first, alike ones in order of keys."""
        found = [(key, value(key)) for key in self.network.notes]
        return sorted(
            ((key, number) for key, number in found if number > 0),
            key=lambda item: (-item[1], item[0]),
        )

    @cached_property
    def hubs(self) -> list[tuple[str, float]]:
        """Return the notes by how many others they link to."""
        return self.by(lambda key: len(self.network.links[key]))

    @cached_property
    def authorities(self) -> list[tuple[str, float]]:
        """Return the notes by how many others link to them."""
        return self.by(lambda key: len(self.network.backlinks[key]))

    def _offenders(self, rule: str, fits: Callable[[Note], bool]) -> Offenders:
        members: list[str] = []
        exempt: list[str] = []
        for note in self._notes:
            if fits(note):
                (members if self._is_found(rule, note) else exempt).append(note.key)
        return Offenders(tuple(members), tuple(exempt))

    def _is_found(self, rule: str, note: Note) -> bool:
        return (note.path, note.head) in self._found[rule]

    def _is_island(self, group: list[str]) -> bool:
        return self._is_found("island", self._by_key[group[0]])

    @cached_property
    def _by_key(self) -> dict[str, Note]:
        return {note.key: note for note in self.vault.notes}
