"""What the page's scripts know of the vault: short, since it holds every note and finding."""

from vaultkit.explore.health.address import AppVault
from vaultkit.explore.health.health import Drawing, Health, NoteName
from vaultkit.report.record import Finding
from vaultkit.rules.base.problem import Applicability
from vaultkit.text import printable

_FIXABLE, _UNSAFE, _NEW, _GONE = 1, 2, 4, 8


def data_of(health: Health, app: AppVault) -> dict[str, object]:
    """Return the data: what repeats is in lists of its own, and named by its number there.

    ``files`` are the notes of the drawing, then other files with findings. Of a finding there are
    seven numbers: file, line, rule, severity, message, help (-1: none), and flags.
    """
    return _Data(health, app).all()


class _Numbers(dict[str, int]):
    """Texts by their numbers, each new one the next."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


class _Data:
    """The parts of the data; the arguments are those of ``data_of``."""

    def __init__(self, health: Health, app: AppVault) -> None:
        self.health = health
        self.app = app
        self.names = [item.note for item in health.drawing.notes]
        self.numbers = {name: number for number, name in enumerate(self.names)}
        self.rules, self.texts, self.folders = _Numbers(), _Numbers(), _Numbers()

    def all(self) -> dict[str, object]:
        changes = self.health.changes
        new = {id(item) for item in changes.new} if changes else set()
        found = [
            number
            for item in self.health.findings
            for number in self._finding(item, _NEW * (id(item) in new))
        ]
        found += [
            number
            for item in (changes.gone if changes else ())
            for number in self._finding(item, _GONE)
        ]
        paths = [name.path.rpartition("/") for name in self.names]
        left = changes.left if changes else ()
        drawing = self.health.drawing
        return {
            "vault": self.app.name,
            "folder": self.app.folder,
            "notes": len(drawing.notes),
            "files": [file for _, _, file in paths],
            "in": [self.folders[folder] for folder, _, _ in paths],
            "folders": list(self.folders),
            "parts": {n: name.name for n, name in enumerate(self.names) if not name.is_file},
            "left": [n for n, name in enumerate(self.names) if name.path in left],
            "backlinks": [item.backlinks for item in drawing.notes],
            "links": _steps(drawing),
            "rules": list(self.rules),
            "summaries": {item.rule: item.summary for item in self.health.rules},
            "texts": list(self.texts),
            "findings": found,
        }

    def _finding(self, item: Finding, flags: int) -> tuple[int, ...]:
        name, fix = NoteName(item.path, item.note), item.fix
        if name not in self.numbers:
            self.numbers[name] = len(self.names)
            self.names.append(name)
        if item.is_fixable:
            flags |= _FIXABLE
        elif fix is not None and fix.applicability is Applicability.UNSAFE:
            flags |= _UNSAFE
        return (
            self.numbers[name],
            item.line,
            self.rules[item.rule],
            item.severity.rank,
            self.texts[printable(item.message)],
            self.texts[printable(item.help)] if item.help else -1,
            flags,
        )


def _steps(drawing: Drawing) -> list[list[int]]:
    """Return for each note the notes of higher numbers it is linked with, each as a difference."""
    steps: list[list[int]] = [[] for _ in drawing.notes]
    before = (-1, 0)
    for low, high in drawing.links:
        steps[low].append(high - (before[1] if low == before[0] else low))
        before = (low, high)
    return steps
