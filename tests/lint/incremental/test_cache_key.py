"""What a kept result depends on, and whose code an error is in: the package as a whole."""

from pathlib import Path

import vaultkit
from vaultkit.config.plugins import guarded
from vaultkit.lint.incremental import cache_key

PACKAGE = Path(vaultkit.__file__).parent


def test_every_file_of_the_package_counts() -> None:
    """Results that another state of any module has left are not used."""
    said = "\n".join(cache_key._code())

    assert cache_key._PACKAGE == PACKAGE
    for path in PACKAGE.rglob("*.py"):
        assert path.relative_to(PACKAGE).as_posix() in said.replace("\\", "/")


def test_the_code_of_the_package_is_told_from_that_of_a_plug_in() -> None:
    assert Path(guarded._OURS) == PACKAGE
