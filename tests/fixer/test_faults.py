"""A run and its undo under every fault: killed, or refused by the system, at each of its steps.

Whatever happens, each note has its old bytes or its new, none is lost, and undo gives back the
vault as it was, without a temporary file.
"""

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from unittest import mock

import pytest

from vaultkit.errors import UsageError, VaultkitError
from vaultkit.fixer.change import FileChange
from vaultkit.fixer.journal import State
from vaultkit.fixer.undo import runs, undo
from vaultkit.fixer.writer import Written, write

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")

STEPS = ("open", "write", "fsync", "replace", "rename", "link", "unlink", "mkdir", "rmdir", "chmod")
CREATED = ("new.md", "made/new.md", "made/deep/new.md")
DELETED = ("0/gone.md", "1/gone.md", "gone.md")
LINKED = ("link a.md", "link b.md")


@pytest.fixture(autouse=True)
def _quick(monkeypatch) -> None:
    """Leave out what only a loss of power could show."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def fifty(vault, fill) -> list[FileChange]:
    """Fill the vault and give the changes of a run on fifty notes, of all kinds."""
    return _fill(vault, fill, 50)


@pytest.fixture
def twelve(vault, fill) -> list[FileChange]:
    """Fill the vault and give the changes of a run on twelve notes, of all kinds."""
    return _fill(vault, fill, 12)


def _fill(vault: Path, fill: Callable, notes: int) -> list[FileChange]:
    others = len(CREATED) + len(DELETED) + len(LINKED)
    edited = [f"{number % 5}/edited {number}.md" for number in range(notes - others)]
    fill({path: _text(path) for path in (*edited, *DELETED)})
    fill({f".linked/{path}": _text(path) for path in LINKED})
    for name in LINKED:
        (vault / name).symlink_to(f".linked/{name}")
    return [
        *(FileChange(path, None, _text(path, "after")) for path in CREATED),
        *(FileChange(path, _text(path), None) for path in DELETED),
        *(FileChange(path, _text(path), _text(path, "after")) for path in (*edited, *LINKED)),
    ]


@pytest.fixture
def tell(capsys) -> Callable[[str, int], None]:
    """Give a function that says how many faults were tried; it shows without -s, too."""

    def told(what: str, tried: int) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{tried} faults tried: {what}\n")

    return told


class Killed:
    """Patches that count the steps, and end the process at one of them."""

    def __init__(self, at: int) -> None:
        self.left = at

    def patch(self, name: str, original: Callable) -> Callable:
        def step(*arguments, **options):
            self.left -= 1
            if self.left < 0:
                if name == "write":
                    original(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*arguments, **options)

        return step


class Refused:
    """Patches that count the steps, and fail at one of them, or from one on."""

    CODES = dict.fromkeys(("replace", "rename", "link", "unlink", "rmdir", "chmod"), errno.EACCES)

    def __init__(self, at: int, *, lasting: bool) -> None:
        self.left = at
        self.lasting = lasting

    def patch(self, name: str, original: Callable) -> Callable:
        def step(*arguments, **options):
            self.left -= 1
            if self.left == -1 or (self.lasting and self.left < 0):
                code = self.CODES.get(name, errno.ENOSPC)
                raise OSError(code, os.strerror(code))
            return original(*arguments, **options)

        return step


@contextmanager
def _faulty(fault: Killed | Refused) -> Iterator[None]:
    patched = {name: fault.patch(name, getattr(os, name)) for name in STEPS}
    with mock.patch.multiple(os, **patched):
        yield


def _dies(at: int, work: Callable[[], object]) -> bool:
    """Do something in a process that is killed at a step; False when it ended before."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with _faulty(Killed(at)):
                work()
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _text(path: str, which: str = "before") -> bytes:
    return f"{path} {which}\n".encode() * 7


def _tree(root: Path) -> dict[Path, tuple[int, bytes | None]]:
    """Give modes and bytes of the vault, and of what its links lead to."""
    return {
        path: (path.lstat().st_mode, path.read_bytes() if path.is_file() else None)
        for path in [*root.rglob("*"), *root.parent.glob("*.md"), *root.parent.glob(".vk-*")]
    }


def _assert_whole(vault: Path, changes: list[FileChange]) -> None:
    for change in changes:
        path = vault / change.path
        found = path.read_bytes() if path.exists() else None
        assert found in (change.before, change.after), change.path


def _is_left(vault: Path) -> bool:
    """Check whether there is a run to undo; what is said to be undone is."""
    return any(run.state != State.UNDONE for run in runs(vault))


def _take_back(vault: Path) -> None:
    """Undo what there is to undo."""
    if _is_left(vault):
        undone = undo(vault)
        assert (dict(undone.refused), dict(undone.failed)) == ({}, {})


def _kill_again_and_again(vault: Path, assert_whole: Callable[[], None]) -> int:
    """Undo a run, each time killed one step later than the last; give how often it was killed.

    How many steps an undo takes differs by machine, and the run may be undone before its process
    is done: then there is nothing left to undo.
    """
    killed = 0
    while _is_left(vault) and _dies(killed, lambda: undo(vault)):
        killed += 1
        assert_whole()
    return killed


def test_killed_at_each_step_of_writing(vault, fifty, tell) -> None:
    original = _tree(vault)
    for tried in count():
        if not _dies(tried, lambda: write(vault, fifty)):
            break
        _assert_whole(vault, fifty)
        _take_back(vault)
        assert _tree(vault) == original, tried

    tell("killed in writing", tried)
    assert tried > 8 * len(fifty)


def test_killed_at_each_step_of_undo(vault, twelve, tell) -> None:
    original = _tree(vault)
    for tried in count():
        assert len(write(vault, twelve).paths) == len(twelve)
        if not _dies(tried, lambda: undo(vault)):
            break
        _assert_whole(vault, twelve)
        _take_back(vault)
        assert _tree(vault) == original, tried

    assert _tree(vault) == original
    tell("killed in undoing", tried)
    assert tried > 5 * len(twelve)


RENAMES = dict(zip(DELETED, CREATED, strict=True))


@pytest.fixture
def edited(vault, fill) -> Callable[[], dict[Path, bytes | None]]:
    """Give a function that makes a run that is whole, edits files, and says what undo gives."""
    fill({path: _text(path) for path in (*DELETED, "A.md", "B.md", "untouched.md")})
    notes = {path: _text(path).replace(b"before", b"after", 1) for path in ("A.md", "B.md")}
    changes = [
        *(FileChange(old, _text(old), None) for old in DELETED),
        *(FileChange(new, None, _text(old)) for old, new in RENAMES.items()),
        *(FileChange(path, _text(path), new) for path, new in notes.items()),
    ]

    def edit() -> dict[Path, bytes | None]:
        for path in vault.rglob("*.md"):
            path.unlink()
        fill({path: _text(path) for path in (*DELETED, "A.md", "B.md", "untouched.md")})
        wanted = {vault / path: _text(path) for path in (*DELETED, "B.md", "untouched.md")}
        assert write(vault, changes, renames=RENAMES, whole=True).skipped == {}
        for path in ("A.md", RENAMES[DELETED[0]]):
            (vault / path).write_bytes((vault / path).read_bytes() + b"mine\n")
        wanted[vault / "A.md"] = _text("A.md") + b"mine\n"
        wanted[vault / DELETED[0]] += b"mine\n"
        return wanted

    return edit


def _held(vault: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}


def test_killed_at_each_step_of_writing_a_run_that_is_whole(vault, twelve, tell) -> None:
    original = _tree(vault)
    for tried in count():
        if not _dies(tried, lambda: write(vault, twelve, renames=RENAMES, whole=True)):
            break
        _assert_whole(vault, twelve)
        _take_back(vault)
        assert _tree(vault) == original, tried

    _take_back(vault)
    assert _tree(vault) == original
    tell("killed in writing a run that is whole", tried)
    assert tried > 8 * len(twelve)


def test_killed_at_each_step_of_undo_around_edits(vault, edited, tell) -> None:
    for tried in count():
        wanted = edited()
        if not _dies(tried, lambda: undo(vault)):
            break
        _assert_mine_is_there(vault)
        _take_back(vault)
        assert _held(vault) == wanted, tried

    assert _held(vault) == wanted
    tell("killed in undoing around edits", tried)
    assert tried > 50


def test_undo_around_edits_killed_again_and_again_gets_there(vault, edited) -> None:
    wanted = edited()

    killed = _kill_again_and_again(vault, lambda: _assert_mine_is_there(vault))

    assert _held(vault) == wanted
    assert killed > 1


@pytest.mark.parametrize("lasting", [False, True])
def test_refused_at_each_step_of_undo_around_edits(vault, edited, tell, lasting) -> None:
    rolled_back = 0
    for tried in count():
        wanted = edited()
        before = _held(vault)
        fault = Refused(tried, lasting=lasting)
        undone = None
        with suppress(VaultkitError), _faulty(fault):
            undone = undo(vault)
        if fault.left >= 0:
            break
        _assert_mine_is_there(vault)
        if undone is not None and undone.failed and not undone.restored:
            left = {path: held for path, held in _held(vault).items() if ".vk-" not in path.name}
            assert left == before, tried
            rolled_back += 1
        _take_back(vault)
        assert _held(vault) == wanted, tried

    tell("refused in undoing around edits", tried)
    assert tried > 50
    assert rolled_back or lasting


def _assert_mine_is_there(vault: Path) -> None:
    held = [path for path, text in _held(vault).items() if text.endswith(b"mine\n")]
    assert {path.name for path in held} >= {"A.md"}
    assert len({path.name for path in held}) > 1


def test_undo_killed_again_and_again_gets_there(vault, twelve) -> None:
    original = _tree(vault)
    write(vault, twelve)

    killed = _kill_again_and_again(vault, lambda: _assert_whole(vault, twelve))

    assert _tree(vault) == original
    assert killed > 3


@pytest.mark.parametrize("lasting", [False, True])
def test_refused_at_each_step_of_writing(vault, twelve, tell, lasting) -> None:
    original = _tree(vault)
    for tried in count():
        fault = Refused(tried, lasting=lasting)
        try:
            with _faulty(fault):
                written = write(vault, twelve)
        except VaultkitError as error:
            written = None
            if "no note was changed" in str(error):
                assert _tree(vault) == original, tried
        if fault.left >= 0:
            break
        _assert_whole(vault, twelve)
        if written is not None:
            _assert_true(vault, twelve, written)
        _take_back(vault)
        assert _tree(vault) == original, tried

    tell("refused in writing", tried)
    assert tried > 8 * len(twelve)


@pytest.mark.parametrize("lasting", [False, True])
def test_refused_at_each_step_of_undo(vault, twelve, tell, lasting) -> None:
    original = _tree(vault)
    refused = 0
    for tried in count():
        write(vault, twelve)
        fault = Refused(tried, lasting=lasting)
        try:
            with _faulty(fault):
                undo(vault)
        except VaultkitError:
            refused += 1
        if fault.left >= 0:
            break
        _assert_whole(vault, twelve)
        _take_back(vault)
        for folder in ("made/deep", "made"):  # an empty folder that cannot be removed may stay
            with suppress(FileNotFoundError):
                (vault / folder).rmdir()
        assert _tree(vault) == original, tried

    tell("refused in undoing", tried)
    assert tried > 5 * len(twelve)
    assert refused < tried


def _assert_true(vault: Path, changes: list[FileChange], written: Written) -> None:
    """See that what is said to be written is, and the rest is not."""
    assert {*written.paths, *written.skipped} == {change.path for change in changes}
    for change in changes:
        path = vault / change.path
        found = path.read_bytes() if path.exists() else None
        assert found == (change.after if change.path in written.paths else change.before)


def _begin_to_write(vault: Path, changes: list[FileChange], ready: int) -> int:
    """Write in a process of its own, once there is something to read; give the process.

    It ends with 1 where there is nothing left to write, and with 2 where another is at work.
    """
    child = os.fork()
    if child == 0:
        code = 3
        try:
            os.read(ready, 1)
            code = int(write(vault, changes).run is None)
        except UsageError:
            code = 2
        finally:
            os._exit(code)
    return child


def _code(child: int) -> int:
    return os.WEXITSTATUS(os.waitpid(child, 0)[1])


def test_two_writers_at_once(vault, twelve) -> None:
    original = _tree(vault)
    for _ in range(20):
        ready, go = os.pipe()
        children = [_begin_to_write(vault, twelve, ready) for _ in range(2)]
        os.write(go, b"go")
        codes = sorted(map(_code, children))
        os.close(ready)
        os.close(go)
        assert codes in ([0, 1], [0, 2])  # the second came late, or found the first at work
        undo(vault)
        assert _tree(vault) == original


def test_a_writer_that_finds_another_at_work_is_refused(vault, twelve) -> None:
    original = _tree(vault)
    replace = os.replace
    codes = []

    def slowly(*arguments, **options) -> None:
        if not codes:
            with (vault.parent / "ready").open("wb+") as ready:
                codes.append(_code(_begin_to_write(vault, twelve, ready.fileno())))
        replace(*arguments, **options)

    with mock.patch.object(os, "replace", slowly):
        written = write(vault, twelve)

    assert codes == [2]
    assert len(written.paths) == len(twelve)
    undo(vault)
    assert _tree(vault) == original


def test_a_limit_on_the_size_of_files(vault, fill) -> None:
    resource = pytest.importorskip("resource")
    fill({"A.md": b"a", "B.md": b"b"})
    given = [FileChange("A.md", b"a", b"x" * 100_000), FileChange("B.md", b"b", b"bb")]
    child = os.fork()
    if child == 0:
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
            written = write(vault, given)
            code = int(dict(written.skipped) != {"A.md": "it cannot be written: file too large"})
        finally:
            os._exit(code)

    assert os.waitpid(child, 0)[1] == 0
    assert {path.name: path.read_bytes() for path in vault.iterdir()} == {
        "A.md": b"a",
        "B.md": b"bb",
    }


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may do anything")
def test_a_folder_that_may_not_be_written(vault, twelve) -> None:
    (vault / "3").chmod(0o555)
    written = write(vault, twelve)
    (vault / "3").chmod(0o755)

    assert {*written.skipped} == {c.path for c in twelve if c.path.startswith("3/")}
    assert set(written.skipped.values()) == {"it cannot be written: permission denied"}
    _assert_true(vault, twelve, written)
