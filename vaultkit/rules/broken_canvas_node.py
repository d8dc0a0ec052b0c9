"""Canvas cards whose file is not there."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import CanvasRule
from vaultkit.source import Span
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import slipped

if TYPE_CHECKING:
    from vaultkit.vault.notes.canvas import Canvas, Card


class BrokenCanvasNode(CanvasRule):
    """A canvas card whose file does not exist, or a canvas file that is not a valid canvas."""

    code = "VK502"
    name = "broken-canvas-node"
    severity = Severity.ERROR

    def check(self, canvas: "Canvas", vault: Vault) -> Iterator[Problem]:
        """Report cards by exact vault path, as Obsidian looks them up (section 10)."""
        if canvas.error:
            yield Problem(Span(0, 0), f"the canvas {canvas.error}")
        for card in canvas.cards:
            if not vault.has_file(card.path) and vault.hidden.at(card.path) is None:
                yield _problem(card, vault)


def _problem(card: "Card", vault: Vault) -> Problem:
    message = f'no file "{card.path}" for this card'
    problem = Problem(card.span, message, _help(card, vault), target=card.path.lower())
    near_miss = vault.suggester.near_miss(card.path, "")
    if near_miss is not None and near_miss.sure:
        return problem
    kept_out = vault.kept_out.find(f"/{card.path}", "")
    return problem if kept_out is None else problem.in_clone(kept_out)


def _help(card: "Card", vault: Vault) -> str | None:
    if vault.suggester.is_folder(card.path, ""):
        return "it is a folder, and cards show only files"
    near_miss = vault.suggester.near_miss(card.path, "")
    return slipped(near_miss, card.path) if near_miss else None
