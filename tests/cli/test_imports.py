"""``python -m vaultkit`` in a vault, which may be a stranger's, imports nothing from it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import vaultkit

LIBRARIES = """
    IPython attr attrs click colorama filelock jsonschema markdown_it mdurl networkx numpy pathspec
    platformdirs pygments pyromark rapidfuzz referencing rich rpds watchfiles yaml
""".split()
FILES = {
    "Home.md": "# Home\n\n[[Tea]] [[/oil/x]] [[Solis]]\n",
    "Tea.md": "---\na: {b: [c]}\ntag: x\n---\n[[Home]] %% vaultkit: allow VK9 %%\n",
    "vaultkit/Notes.md": "A folder of notes called so is no package.\n",
    "vaultkit.toml": "exclude = ['*.x']\nplugins = ['evil']\n",
    "evil-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: evil\nVersion: 1\n",
    "evil-1.dist-info/entry_points.txt": "[vaultkit.rules]\nx = evil\n",
}


@pytest.fixture(scope="module")
def imported_before(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the modules that Python has imported before the first line of a package is run."""
    folder = tmp_path_factory.mktemp("probe")
    (folder / "probe").mkdir()
    (folder / "probe" / "__init__.py").write_text("import sys; print(*sys.modules)")
    (folder / "probe" / "__main__.py").write_text("")
    said = subprocess.check_output([sys.executable, "-m", "probe"], cwd=folder, text=True)
    return {name.partition(".")[0] for name in said.split()}


@pytest.fixture
def hostile(write: Callable[..., Path], imported_before: set[str], tmp_path: Path) -> Path:
    """Write a vault with a module for whatever may be imported; each leaves its name in a log."""
    names = {*sys.stdlib_module_names, *LIBRARIES, "evil"} - imported_before
    log = f"open({str(tmp_path / 'log')!r}, 'a').write(__name__ + ' ')\n"
    root = write({**FILES, **{f"{name}.py": log for name in names if name != "__main__"}})
    for name in ("yaml", "json", "click"):
        (root / f"{name}.py").unlink()
        write({f"{name}/__init__.py": log})
    return root


COMMANDS = (
    "check .",
    "check --select ALL --format sarif .",
    "check --no-cache .",
    "fix --unsafe-fixes",
    "rename Tea Chai",
    "graph",
    "graph --format graphml",
    "stats",
    "report --html ../page.html",
    "init --dry-run",
    "flatten . ../flat.md",
    "rule broken-link",
    "config",
)


@pytest.mark.parametrize("path", ["", os.pathsep, f".{os.pathsep}", f"nowhere{os.pathsep}"])
def test_nothing_of_the_vault_is_imported(hostile, run_process, tmp_path, path) -> None:
    own = str(Path(vaultkit.__file__).parents[1])

    for asked in COMMANDS if path == "" else COMMANDS[:1]:
        done = run_process(*asked.split(), PYTHONPATH=f"{path}{own}")
        assert (asked, (tmp_path / "log").exists()) == (asked, False)
        assert b"Traceback" not in done.stderr
        assert done.returncode in (0, 1, 2)


def test_a_plugin_in_the_vault_is_not_installed(hostile, run_process) -> None:
    assert b'"evil" is not installed with vaultkit' in run_process("check", ".").stderr


def test_the_folder_of_the_package_itself_stays(run_process, write, tmp_path) -> None:
    """Where vaultkit is not installed and runs from its checkout, so do its workers."""
    write({"probe.py": "", "Home.md": ""}, "code")
    (tmp_path / "code" / "vaultkit").symlink_to(Path(vaultkit.__file__).parent)
    told = (
        "from vaultkit.vault.index.spawned_workers import _command; import vaultkit.__main__ as m"
    )
    told = f"{told}; m._import_nothing_from_here(); import probe; print(*_command()[4:], sep='\\n')"

    done = run_process("-c", told, cwd="code", PYTHONPATH="")

    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "code") in done.stdout.decode().splitlines()
