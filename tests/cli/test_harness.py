"""What the tests of the command line use does what it promises."""

from pathlib import Path

import vaultkit


def test_python_finds_the_checkout_under_test(run_process, write) -> None:
    write({})
    ran = run_process("-c", "import vaultkit; print(vaultkit.__file__)")

    assert Path(ran.stdout.decode().strip()) == Path(vaultkit.__file__)
