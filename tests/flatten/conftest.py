"""What the tests of flattening use: a vault in memory flattened, and its notes back."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest

from vaultkit.flatten.flatten import flatten
from vaultkit.flatten.unflatten import Unflattened, unflatten
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan
from vaultkit.vault.vault import Vault

PLAN = DialectPlan(Dialect.OBSIDIAN, flattened=lambda _: False)
FILE = "one/flat.md"


class Trip(NamedTuple):
    """A vault, the file made of it, and the notes made of the file."""

    vault: Vault
    text: str
    back: Unflattened

    @property
    def body(self) -> str:
        """Return the file without its first comment."""
        return self.text.partition("-->\n\n")[2]

    @property
    def flat(self) -> Vault:
        """Return the file as vaultkit reads it, the vault's other files beside it."""
        files = {f"vault/{path}": b"" for path in self.vault.files if not path.endswith(".md")}
        return Vault.from_texts({**files, FILE: self.text}, DialectPlan(flattened=FILE.__eq__))


def travel(files: Mapping[str, str | bytes]) -> Trip:
    """Flatten a vault and take it apart again."""
    vault = Vault.from_texts(files, PLAN)
    made = flatten(vault, "../vault")
    back = unflatten(made.text, name="flat", folder="/top/one", target="/top/back")
    return Trip(vault, made.text.decode(), back)


@pytest.fixture
def trip() -> Callable[[Mapping[str, str | bytes]], Trip]:
    """Return a function that flattens a vault and takes it apart again."""
    return travel


@pytest.fixture
def apart() -> Callable[[str], Unflattened]:
    """Return a function that takes apart a file of another exporter."""

    def taken(text: str) -> Unflattened:
        return unflatten(text.encode(), name="export", folder="/top/one", target="/top/one/vault")

    return taken
