"""What the tests of the command line use: vaults on disk, and ways to run vaultkit on them."""

import errno
import importlib
import io
import json
import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import warm
from vaultkit.cli import app

_SECONDS = re.compile(r"\(\d+\.\d\d s\)")
_CONCISE = re.compile(r"(?m)^(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): \w+: (?P<code>VK\d{3}) ")
_LOUD = (
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "CI"),
    *("NO_HYPERLINKS", "NO_HYPERLINK", "FORCE_HYPERLINK", "VAULTKIT_HYPERLINKS", "TERM_PROGRAM"),
    *("VTE_VERSION", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM"),
)
_SUMMARY = re.compile(r"(?m)^[^\n]+: (?:[\d,]+ of )?[\d,]+ notes?[^\n]* \(TIME\)\n")
_TELL = """
import json, os, sys
sys.argv = ["vaultkit", *json.loads(sys.argv[1])]
leave = os._exit
def told(code):
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
    sys.stderr.flush()
    leave(code)
os._exit = told
from vaultkit.__main__ import main
main()
"""
_PATIENT = """
import json, sys
from vaultkit.cli import progress_bar
progress_bar._PATIENCE_SECONDS = float("inf")
sys.argv = ["vaultkit", *json.loads(sys.argv[1])]
from vaultkit.__main__ import main
main()
"""
_PYTHONS = ("PYTHONIOENCODING", "PYTHONUTF8", "PYTHONWARNINGS", "PYTHONSTARTUP")

Files = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Ran:
    """What came of a run: the exit code and what was printed; temporary folders read ``TMP``.

    ``summary`` is the line that sums up findings which are printed one a line, with which ``err``
    begins; it is not in that.
    """

    code: int
    out: str
    err: str
    summary: str = ""

    @property
    def json(self) -> Any:
        """Return what was printed as JSON."""
        return json.loads(self.out)

    @property
    def found(self) -> list[str]:
        """Return ``path:line:column CODE`` of each finding in concise output."""
        return [
            f"{item['path']}:{item['line']}:{item['column']} {item['code']}"
            for item in _CONCISE.finditer(self.out)
        ]

    @property
    def codes(self) -> list[str]:
        """Return the codes of the findings in concise output, sorted, each once."""
        return sorted({item["code"] for item in _CONCISE.finditer(self.out)})

    @property
    def problems(self) -> list[str]:
        """Return the lines on standard error without the program's name."""
        return [line.removeprefix("vaultkit: ") for line in self.err.splitlines()]


@pytest.fixture(autouse=True)
def _scrubbed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the developer's environment out of the tests."""
    for name in (*_LOUD, *_PYTHONS):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes files into a folder (``vault`` by default) and names it."""

    def written(files: Files, folder: str = "vault") -> Path:
        root = tmp_path / folder
        root.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return written


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    tmp_path: Path,
) -> Callable[..., Ran]:
    """Return a function that runs the command line in this process, by default in ``vault``.

    A traceback fails the test: there is no input for which one is right.
    """

    def ran(*arguments: str | Path, stdin: str | bytes = "", cwd: str | Path = "vault") -> Ran:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["vaultkit", *map(str, arguments)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), "utf-8"))
            patch.chdir(tmp_path / cwd)
            capsysbinary.readouterr()
            code = app.run()
        out, err = (text.decode() for text in capsysbinary.readouterr())
        assert "Traceback" not in err, err
        out, err = (_placeholders(text, tmp_path) for text in (out, err))
        sums_up = "".join(_SUMMARY.findall(err))
        return Ran(code, out, _SUMMARY.sub("", err), sums_up)

    return ran


@pytest.fixture
def check(write: Callable[..., Path], run: Callable[..., Ran]) -> Callable[..., Ran]:
    """Return a function that writes a vault and checks it with concise output."""

    def checked(files: Files, *arguments: str) -> Ran:
        write(files)
        return run("check", "--format", "concise", *arguments)

    return checked


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the cache and other processes however few the notes are, and just changed."""
    importlib.import_module("vaultkit.cli.check")
    for module in [module for name, module in sys.modules.items() if name.startswith("vaultkit.")]:
        for limit in ("RACY_NS", "FEWEST_TO_SHARE"):
            if hasattr(module, limit):
                monkeypatch.setattr(module, limit, 0)


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Return a function that keeps vaultkit, root as well, from listing a folder."""

    def locked(folder: Path) -> None:
        scandir = os.scandir

        def refusing(path: str) -> Iterator[os.DirEntry[str]]:
            if path == str(folder):
                raise PermissionError(errno.EACCES, "Permission denied", path)
            return scandir(path)

        monkeypatch.setattr("vaultkit.vault.files.tree.os.scandir", refusing)

    return locked


@pytest.fixture
def run_process(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Return a function that runs the command line as a process of its own."""

    def ran(
        *arguments: str | Path,
        stdin: bytes = b"",
        cwd: str | Path = "vault",
        **environment: str,
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            _command(arguments),
            input=stdin,
            capture_output=True,
            cwd=tmp_path / cwd,
            env={**os.environ, **environment},
            timeout=60,
            check=False,
        )

    return ran


@pytest.fixture
def loaded(
    run_process: Callable[..., subprocess.CompletedProcess[bytes]],
) -> Callable[..., tuple[int, set[str], set[str]]]:
    """Return a function that runs the command line: exit code, top modules and modules loaded."""

    def ran(*arguments: str) -> tuple[int, set[str], set[str]]:
        done = run_process("-c", _TELL, json.dumps(arguments))
        modules = json.loads(done.stderr.splitlines()[-1])
        return done.returncode, {name.partition(".")[0] for name in modules}, {*modules}

    return ran


@pytest.fixture
def run_on_terminal(tmp_path: Path) -> Callable[..., str]:
    """Return a function that runs the command line on a terminal and gives what shows there.

    No bar shows, however long it takes: it comes after a second, which a busy machine needs.
    """
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")

    def ran(*arguments: str | Path, columns: int = 100, **environment: str) -> str:
        screen, terminal = os.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        if arguments[0] != "-c":
            arguments = ("-c", _PATIENT, json.dumps([str(argument) for argument in arguments]))
        with subprocess.Popen(
            [*warm.command(), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=terminal,
            stderr=terminal,
            cwd=tmp_path / "vault",
            env={**os.environ, **environment},
        ):
            os.close(terminal)
            shown = _read_screen(screen)
        return _placeholders(shown.decode().replace("\r\n", "\n"), tmp_path)

    return ran


def _command(arguments: Sequence[str | Path]) -> list[str]:
    if arguments and arguments[0] == "-c":
        return [sys.executable, *map(str, arguments)]
    return [*warm.command(), *map(str, arguments)]


def _read_screen(screen: int) -> bytes:
    shown = b""
    try:
        while piece := os.read(screen, 65536):
            shown += piece
    except OSError as error:
        if error.errno != errno.EIO:  # how Linux says that the other side is closed
            raise
    finally:
        os.close(screen)
    return shown


def _placeholders(text: str, folder: Path) -> str:
    return _SECONDS.sub("(TIME)", text).replace(str(folder), "TMP")


@pytest.fixture
def undocumented() -> Callable[[Any, dict[str, Any]], list[str]]:
    """Return a function that names the fields, of an object or in it, that a schema lacks."""

    def lacking(given: Any, whole: dict[str, Any]) -> list[str]:
        return list(_lacking(given, whole, whole, "$"))

    return lacking


def _lacking(given: Any, schema: Any, whole: dict[str, Any], where: str) -> Iterator[str]:
    while not schema.keys().isdisjoint(("$ref", "oneOf")):
        if "$ref" in schema:
            schema = whole["$defs"][schema["$ref"].rpartition("/")[2]]
        else:
            (schema,) = (other for other in schema["oneOf"] if other.get("type") != "null")
    if isinstance(given, list) and "items" in schema:
        for item in given:
            yield from _lacking(item, schema["items"], whole, f"{where}[]")
    elif isinstance(given, dict) and ("type" in schema or "properties" in schema):
        more = schema.get("additionalProperties")
        for name, value in given.items():
            known = schema.get("properties", {}).get(name, more)
            if isinstance(known, dict):
                yield from _lacking(value, known, whole, f"{where}.{name}")
            elif known is not True:
                yield f"{where}.{name}"
