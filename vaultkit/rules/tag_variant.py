"""Tags that are one tag written two ways."""

import re
from collections import Counter
from collections.abc import Iterator

from vaultkit.markdown.facts import ScalarKind
from vaultkit.rules.base.problem import Problem, Severity
from vaultkit.rules.base.rule import VaultRule
from vaultkit.source import Span
from vaultkit.vault.notes.note import Note
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import quoted_list

_SEPARATOR = re.compile(r"[-_]")


class TagVariant(VaultRule):
    """A tag that differs from a more common one only by case or separator."""

    code = "VK406"
    name = "tag-variant"
    severity = Severity.INFO
    default = False

    def check(self, vault: Vault) -> Iterator[tuple[Note, Problem]]:
        """Report each use of the rarer spellings."""
        uses: dict[str, dict[str, list[tuple[Note, Span]]]] = {}
        for note in vault.notes:
            for written, span in placed_tags(note):
                key = _SEPARATOR.sub("", written.lower())
                uses.setdefault(key, {}).setdefault(written, []).append((note, span))
        for variants in uses.values():
            if len(variants) < 2:
                continue
            counts = Counter({written: len(places) for written, places in variants.items()})
            usual, count = max(counts.items(), key=lambda item: (item[1], item[0]))
            for written, places in variants.items():
                if written == usual:
                    continue
                for note, span in places:
                    message = f"{quoted_list(['#' + written])} is a variant of #{usual}"
                    remedy = f"#{usual} is used {count} time{'s' * (count > 1)}"
                    yield note, Problem(span, message, remedy, target=written)


def placed_tags(note: Note) -> Iterator[tuple[str, Span]]:
    """Yield a note's tags without ``#``, with their places: those in the text, then properties."""
    for mark in note.marks(note.document.facts.tags):
        yield mark.name, mark.span
    if note.front_matter:
        for value in note.document.facts.property_values("tags"):
            text = value.text.removeprefix("#")
            if value.kind is ScalarKind.TEXT and text and " " not in text:
                yield text.rstrip("/"), value.span
