"""What the unit tests use: the facts of a text, and where one link of a vault leads."""

from collections.abc import Callable, Iterable, Mapping

import pytest

from vaultkit import Vault
from vaultkit.markdown.facts import Facts
from vaultkit.markdown.parser import parse
from vaultkit.source import Source
from vaultkit.vault.dialect import DialectPlan
from vaultkit.vault.resolver.outcome import Outcome

Files = Mapping[str, str | bytes] | Iterable[str]


@pytest.fixture(scope="session")
def facts() -> Callable[[str | bytes], Facts]:
    """Give a function that parses a text."""

    def parsed(text: str | bytes) -> Facts:
        return parse(Source(text.encode() if isinstance(text, str) else text))

    return parsed


@pytest.fixture(scope="session")
def follow() -> Callable[..., Outcome]:
    """Give a function that follows the only link of a text written into an Obsidian vault."""

    def followed(
        text: str, files: Files = (), *, source: str = "S.md", plan: DialectPlan | None = None
    ) -> Outcome:
        others = dict(files) if isinstance(files, Mapping) else dict.fromkeys(files, "")
        own = {} if plan else {".obsidian/app.json": "{}"}
        vault = Vault.from_texts({**own, **others, source: text}, plan)
        ((_, outcome),) = vault.outcomes(vault.documents[source].notes[0])
        return outcome

    return followed
