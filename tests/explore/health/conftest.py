"""What the tests of the health report use: the record of a vault, and what a report says."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from vaultkit import Vault
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.explore.health.about import About
from vaultkit.explore.health.address import AppVault
from vaultkit.explore.health.comparison import changes_since
from vaultkit.explore.health.count import health_of
from vaultkit.explore.health.health import Health
from vaultkit.lint import check as linter

Files = Mapping[str, str | bytes]
VOID = {"meta", "input", "img", "br", "link"}


@pytest.fixture
def about() -> About:
    """Return a vault's name, a time and a version."""
    return About("Garden", AppVault("Garden"), datetime(2024, 5, 6, 7, 8, tzinfo=UTC), "1.2.3")


@pytest.fixture
def health() -> Callable[..., Health]:
    """Return a function that counts contents by path, held against others where these are given."""

    def counted(files: Files, before: Files | None = None, **choices: list[str]) -> Health:
        settings = read_settings(None, Choices(**choices))
        both = []
        for texts in (files, before):
            vault = Vault.from_texts({".obsidian/app.json": "{}", **(texts or {})})
            both.append((vault, linter.check(vault, settings)))
        now, then = both
        changes = changes_since("HEAD~1", then, now) if before is not None else None
        return health_of(*now, settings.rules, changes)

    return counted


class Page(HTMLParser):
    """A page as a browser would take it apart; what is not closed in order is an error."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.stack[-1] if self.stack else "", data))

    def attributes(self, tag: str, name: str) -> list[str]:
        """Return an attribute's values on all elements of a name."""
        return [given[name] or "" for kind, given in self.tags if kind == tag and name in given]

    @property
    def text(self) -> str:
        """Return what a reader sees."""
        return " ".join(data for tag, data in self.texts if tag not in ("script", "style"))


@pytest.fixture
def taken_apart() -> Callable[[str], Page]:
    """Return a function that takes a page apart."""
    return Page
