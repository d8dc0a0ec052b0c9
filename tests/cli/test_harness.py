"""What the tests of the command line use does what it promises."""

import os
import subprocess
from pathlib import Path

import pytest

import vaultkit
from tests import warm


def test_python_finds_the_checkout_under_test(run_process, write) -> None:
    write({})
    ran = run_process("-c", "import vaultkit; print(vaultkit.__file__)")

    assert Path(ran.stdout.decode().strip()) == Path(vaultkit.__file__)


def ran(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fork of the vaultkit that has started already."""
    return subprocess.run(
        [*warm.command(), "-c", code, "a b"],
        env={**os.environ, **environment},
        input="said",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
class TestAForkedRun:
    def test_it_has_the_streams_the_environment_and_the_arguments(self, tmp_path) -> None:
        code = (
            "import os, sys; print(input(), os.environ['X'], sys.argv); print('é', file=sys.stderr)"
        )
        done = ran(code, X="x")

        assert (done.returncode, done.stdout) == (0, "said x ['-c', 'a b']\n")
        assert done.stderr == "é\n"

    @pytest.mark.parametrize(
        ("code", "ends"),
        [
            ("import sys; sys.exit(7)", 7),
            ("1 / 0", 1),
            ("import os; os.kill(os.getpid(), 9)", -9),
        ],
    )
    def test_it_ends_as_the_run_ends(self, code, ends) -> None:
        assert ran(code).returncode == ends

    def test_it_has_imported_vaultkit_and_no_slow_library(self) -> None:
        done = ran("import sys; print({'vaultkit.cli.check', 'rich', 'networkx'} & {*sys.modules})")

        assert done.stdout == "{'vaultkit.cli.check'}\n"

    def test_python_starts_anew_where_it_would_start_otherwise(self) -> None:
        done = ran("import sys; print('vaultkit' in sys.modules)", PYTHONIOENCODING="latin-1")

        assert (done.returncode, done.stdout) == (0, "False\n")
