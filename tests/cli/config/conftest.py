"""What the tests of the configuration use: vaults with one."""

from pathlib import Path

import pytest


@pytest.fixture
def configured(check):
    """Return a function that checks a vault with a ``vaultkit.toml``."""

    def checked(config: str, files, *arguments: str):
        return check({**files, "vaultkit.toml": config}, *arguments)

    return checked


@pytest.fixture
def root_of(run):
    """Return a function that says which folder a check takes for the vault's root."""

    def found(*arguments: str | Path, cwd: str = "vault") -> str:
        return run("check", "--format", "json", *arguments, cwd=cwd).json["vault"]

    return found
