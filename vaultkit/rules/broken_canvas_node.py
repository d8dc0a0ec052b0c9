"""Canvas cards whose file is not there."""

from collections.abc import Iterator

from vaultkit.diagnostic import Problem, Severity
from vaultkit.rule import VaultRule
from vaultkit.source import Span
from vaultkit.vault.canvas import Card
from vaultkit.vault.note import Note
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import shown_name


class BrokenCanvasNode(VaultRule):
    """A canvas card that shows a file which does not exist, or a file that is no canvas."""

    code = "VK502"
    name = "broken-canvas-node"
    severity = Severity.ERROR

    def check(self, vault: Vault) -> Iterator[tuple[Note | str, Problem]]:
        """Report cards by exact vault path, as Obsidian looks them up (section 10)."""
        for canvas in vault.canvases:
            if canvas.error:
                yield canvas.path, Problem(Span(0, 0), f"the canvas {canvas.error}")
            for card in canvas.cards:
                if not vault.has_file(card.path):
                    yield canvas.path, _problem(card, vault)


def _problem(card: Card, vault: Vault) -> Problem:
    slip = vault.clues.slip(card.path)
    remedy = f'the vault has "{shown_name(slip.path)}"' if slip else None
    return Problem(
        card.span, f'no file "{card.path}" for this card', remedy, target=card.path.lower()
    )
