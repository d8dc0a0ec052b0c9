"""A run and its undo under every fault: killed, or refused by the system, at each of its steps.

Whatever happens, each note has its old bytes or its new, none is lost, and undo gives back the
vault as it was, without a temporary file.

A step is known by what it does and to what, by the one before, and by how often the two have come:
its number in the run will not do, for a run has more steps where one that was killed has left
something. The notes are few, since each step is tried. That they are enough the steps themselves
show: any two that follow each other in a run on many notes are two between which one was killed.
"""

import errno
import os
import pickle
import re
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest import mock

import pytest

from vaultkit.changes.disk.write import Written, write_files
from vaultkit.changes.file_change import FileChange
from vaultkit.changes.undo.run_record import RunState
from vaultkit.changes.undo.undo import runs, undo
from vaultkit.errors import UsageError, VaultkitError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")

STEPS = ("open", "write", "fsync", "replace", "rename", "link", "unlink", "mkdir", "rmdir", "chmod")
CREATED = ("new.md", "made/new.md", "made/deep/new.md")
DELETED = ("0/gone.md", "1/gone.md", "gone.md")
LINKED = ("link a.md", "link b.md")
FEW, MANY = 10, 50

Pair = tuple[str, str]
"""A step, after the one before it."""
Tried = list[tuple[Pair, int]]
"""Such pairs, each with how often it had come in its run by then."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch) -> None:
    """Leave out what only a loss of power could show."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def few(vault) -> list[FileChange]:
    """Fill the vault and give the changes of a run on few notes, of all kinds."""
    return _fill(vault, FEW)


@pytest.fixture
def many(tmp_path) -> tuple[Path, list[FileChange]]:
    """Fill another vault and give it, with the changes of a run on many notes, of all kinds."""
    vault = tmp_path / "many" / "vault"
    vault.mkdir(parents=True)
    return vault, _fill(vault, MANY)


def _fill(vault: Path, notes: int) -> list[FileChange]:
    others = len(CREATED) + len(DELETED) + len(LINKED)
    edited = [f"{number % 5}/edited {number}.md" for number in range(notes - others)]
    for path in (*edited, *DELETED):
        (vault / path).parent.mkdir(exist_ok=True)
        (vault / path).write_bytes(_text(path))
    (vault / ".linked").mkdir()
    for path in LINKED:
        (vault / ".linked" / path).write_bytes(_text(path))
        (vault / path).symlink_to(f".linked/{path}")
    return [
        *(FileChange(path, None, _text(path, "after")) for path in CREATED),
        *(FileChange(path, _text(path), None) for path in DELETED),
        *(FileChange(path, _text(path), _text(path, "after")) for path in (*edited, *LINKED)),
    ]


@pytest.fixture
def tell(capsys) -> Callable[[str, Tried], None]:
    """Return a function that says how many faults were tried; it shows without -s, too."""

    def told(what: str, tried: Tried) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{len(tried)} faults tried: {what}\n")

    return told


class Fault:
    """Patches that count the steps, and let something happen at one that was not tried yet."""

    def __init__(self, tried: Tried, at: int = 0) -> None:
        self.tried = tried
        self.left = at
        self.here: tuple[Pair, int] = (("", ""), 0)
        self.taken: Counter[Pair] = Counter()
        self.has_happened = False

    def patch(self, name: str, original: Callable) -> Callable:
        def step(*arguments, **options):
            pair = self.here[0][1], _told(name, arguments)
            self.taken[pair] += 1
            self.here = pair, self.taken[pair]
            self.left -= 1
            if self.left < 0 and not self.has_happened and self.here not in self.tried:
                self.has_happened = True
                self.tried.append(self.here)
                self.happen(name, arguments)
            elif self.has_happened:
                self.go_on(name)
            return original(*arguments, **options)

        return step

    def happen(self, name: str, arguments: tuple) -> None:
        """Let it happen, at the step of that name."""

    def go_on(self, name: str) -> None:
        """Do what is to be done at the steps after that."""


class Killed(Fault):
    """The end of the process, which tells first where it dies."""

    SAY = staticmethod(os.write)

    def __init__(self, tried: Tried, at: int, said: int) -> None:
        super().__init__(tried, at)
        self.said = said

    def happen(self, name: str, arguments: tuple) -> None:
        if name == "write":
            self.SAY(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
        self.SAY(self.said, pickle.dumps(self.here))
        os.kill(os.getpid(), signal.SIGKILL)


class Refused(Fault):
    """A failure at one of the steps, or at each from one on."""

    CODES = dict.fromkeys(("replace", "rename", "link", "unlink", "rmdir", "chmod"), errno.EACCES)

    def __init__(self, tried: Tried, *, lasting: bool) -> None:
        super().__init__(tried)
        self.lasting = lasting

    def happen(self, name: str, arguments: tuple) -> None:
        code = self.CODES.get(name, errno.ENOSPC)
        raise OSError(code, os.strerror(code))

    def go_on(self, name: str) -> None:
        if self.lasting:
            self.happen(name, ())


def _told(name: str, arguments: tuple) -> str:
    """Say what a step does and to what; names that differ by note or by run read alike."""
    paths = [Path(each).name for each in arguments if isinstance(each, str | os.PathLike)]
    return " ".join([name, *(re.sub(r"[0-9a-f]{8,}|\d+", "N", path) for path in paths)])


@contextmanager
def _faulty(fault: Fault) -> Iterator[None]:
    patched = {name: fault.patch(name, getattr(os, name)) for name in STEPS}
    with mock.patch.multiple(os, **patched):
        yield


def _pairs(work: Callable[[], object]) -> set[Pair]:
    """Do something and give each two steps that follow each other in it."""
    watched = Fault([])
    with _faulty(watched):
        work()
    return {*watched.taken}


def _dies(work: Callable[[], object], tried: Tried, at: int = 0) -> bool:
    """Do something in a process that is killed at a step; False when it ended before.

    Args:
        work: what to do.
        tried: the steps at which it is not killed any more; the one at which it is comes to them.
        at: the number of the first step at which it may be killed.
    """
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with _faulty(Killed(tried, at, says)):
                work()
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    os.close(says)
    last = os.read(hears, 4096)
    os.close(hears)
    if not os.WIFSIGNALED(status):
        assert os.WEXITSTATUS(status) == 0
        return False
    tried.append(pickle.loads(last))
    return True


def _dies_writing(vault: Path, work: Callable[[], object], state: Path, tried: Tried) -> bool:
    """Write in such a process.

    The first run in a vault has steps of its own: as long as it was killed in these, so that there
    is no lock yet, this is a first one, too, once it has been seen that another can follow it.
    """
    if not any(state.rglob("lock")):
        work()
        _take_back(vault)
        shutil.rmtree(state, ignore_errors=True)
    return _dies(work, tried)


def _text(path: str, which: str = "before") -> bytes:
    return f"{path} {which}\n".encode() * 7


def _tree(root: Path) -> dict[Path, tuple[int, bytes | None]]:
    """Return modes and bytes of the vault, and of what its links lead to."""
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
    return any(run.state != RunState.UNDONE for run in runs(vault))


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
    while _is_left(vault) and _dies(lambda: undo(vault), [], killed):
        killed += 1
        assert_whole()
    return killed


def test_killed_at_each_step_of_writing(vault, state, few, many, tell) -> None:
    original = _tree(vault)
    tried: Tried = []
    while _dies_writing(vault, lambda: write_files(vault, few), state, tried):
        _assert_whole(vault, few)
        _take_back(vault)
        assert _tree(vault) == original, tried[-1]

    tell("killed in writing", tried)
    assert len(tried) > 8 * len(few)
    shutil.rmtree(state)
    assert {pair for pair, _ in tried} >= _pairs(lambda: write_files(*many))


def test_killed_at_each_step_of_undo(vault, few, many, tell) -> None:
    original = _tree(vault)
    tried: Tried = []
    while len(write_files(vault, few).paths) == len(few) and _dies(lambda: undo(vault), tried):
        _assert_whole(vault, few)
        _take_back(vault)
        assert _tree(vault) == original, tried[-1]

    assert _tree(vault) == original
    tell("killed in undoing", tried)
    assert len(tried) > 5 * len(few)
    write_files(*many)
    assert {pair for pair, _ in tried} >= _pairs(lambda: undo(many[0]))


RENAMES = dict(zip(DELETED, CREATED, strict=True))


@pytest.fixture
def edited(vault, fill) -> Callable[[], dict[Path, bytes | None]]:
    """Return a function that makes a run that is whole, edits files, and says what undo gives."""
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
        assert write_files(vault, changes, renames=RENAMES, whole=True).skipped == {}
        for path in ("A.md", RENAMES[DELETED[0]]):
            (vault / path).write_bytes((vault / path).read_bytes() + b"mine\n")
        wanted[vault / "A.md"] = _text("A.md") + b"mine\n"
        wanted[vault / DELETED[0]] += b"mine\n"
        return wanted

    return edit


def _held(vault: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}


def test_killed_at_each_step_of_writing_a_run_that_is_whole(vault, state, few, many, tell) -> None:
    original = _tree(vault)
    tried: Tried = []
    while _dies_writing(
        vault, lambda: write_files(vault, few, renames=RENAMES, whole=True), state, tried
    ):
        _assert_whole(vault, few)
        _take_back(vault)
        assert _tree(vault) == original, tried[-1]

    _take_back(vault)
    assert _tree(vault) == original
    tell("killed in writing a run that is whole", tried)
    assert len(tried) > 8 * len(few)
    shutil.rmtree(state)
    assert {pair for pair, _ in tried} >= _pairs(
        lambda: write_files(*many, renames=RENAMES, whole=True)
    )


def test_killed_at_each_step_of_undo_around_edits(vault, edited, tell) -> None:
    tried: Tried = []
    while (wanted := edited()) and _dies(lambda: undo(vault), tried):
        _assert_mine_is_there(vault)
        _take_back(vault)
        assert _held(vault) == wanted, tried[-1]

    assert _held(vault) == wanted
    tell("killed in undoing around edits", tried)
    assert len(tried) > 50


def test_undo_around_edits_killed_again_and_again_gets_there(vault, edited) -> None:
    wanted = edited()

    killed = _kill_again_and_again(vault, lambda: _assert_mine_is_there(vault))

    assert _held(vault) == wanted
    assert killed > 1


@pytest.mark.parametrize("lasting", [False, True])
def test_refused_at_each_step_of_undo_around_edits(vault, edited, tell, lasting) -> None:
    rolled_back = 0
    tried: Tried = []
    while True:
        wanted = edited()
        before = _held(vault)
        fault = Refused(tried, lasting=lasting)
        undone = None
        with suppress(VaultkitError), _faulty(fault):
            undone = undo(vault)
        if not fault.has_happened:
            break
        _assert_mine_is_there(vault)
        if undone is not None and undone.failed and not undone.restored:
            left = {path: held for path, held in _held(vault).items() if ".vk-" not in path.name}
            assert left == before, tried[-1]
            rolled_back += 1
        _take_back(vault)
        assert _held(vault) == wanted, tried[-1]

    tell("refused in undoing around edits", tried)
    assert len(tried) > 50
    assert rolled_back or lasting


def _assert_mine_is_there(vault: Path) -> None:
    held = [path for path, text in _held(vault).items() if text.endswith(b"mine\n")]
    assert {path.name for path in held} >= {"A.md"}
    assert len({path.name for path in held}) > 1


def test_undo_killed_again_and_again_gets_there(vault, few) -> None:
    original = _tree(vault)
    write_files(vault, few)

    killed = _kill_again_and_again(vault, lambda: _assert_whole(vault, few))

    assert _tree(vault) == original
    assert killed > 3


@pytest.mark.parametrize("lasting", [False, True])
def test_refused_at_each_step_of_writing(vault, few, tell, lasting) -> None:
    original = _tree(vault)
    tried: Tried = []
    while True:
        fault = Refused(tried, lasting=lasting)
        try:
            with _faulty(fault):
                written = write_files(vault, few)
        except VaultkitError as error:
            written = None
            if "no note was changed" in str(error):
                assert _tree(vault) == original, tried[-1]
        if not fault.has_happened:
            break
        _assert_whole(vault, few)
        if written is not None:
            _assert_true(vault, few, written)
        _take_back(vault)
        assert _tree(vault) == original, tried[-1]

    tell("refused in writing", tried)
    assert len(tried) > 8 * len(few)


@pytest.mark.parametrize("lasting", [False, True])
def test_refused_at_each_step_of_undo(vault, few, tell, lasting) -> None:
    original = _tree(vault)
    refused = 0
    tried: Tried = []
    while True:
        write_files(vault, few)
        fault = Refused(tried, lasting=lasting)
        try:
            with _faulty(fault):
                undo(vault)
        except VaultkitError:
            refused += 1
        if not fault.has_happened:
            break
        _assert_whole(vault, few)
        _take_back(vault)
        for folder in ("made/deep", "made"):  # an empty folder that cannot be removed may stay
            with suppress(FileNotFoundError):
                (vault / folder).rmdir()
        assert _tree(vault) == original, tried[-1]

    tell("refused in undoing", tried)
    assert len(tried) > 5 * len(few)
    assert refused < len(tried)


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
            code = int(write_files(vault, changes).run is None)
        except UsageError:
            code = 2
        finally:
            os._exit(code)
    return child


def _code(child: int) -> int:
    return os.WEXITSTATUS(os.waitpid(child, 0)[1])


def test_two_writers_at_once(vault, few) -> None:
    original = _tree(vault)
    for _ in range(20):
        ready, go = os.pipe()
        children = [_begin_to_write(vault, few, ready) for _ in range(2)]
        os.write(go, b"go")
        codes = sorted(map(_code, children))
        os.close(ready)
        os.close(go)
        assert codes in ([0, 1], [0, 2])  # the second came late, or found the first at work
        undo(vault)
        assert _tree(vault) == original


def test_a_writer_that_finds_another_at_work_is_refused(vault, few) -> None:
    original = _tree(vault)
    replace = os.replace
    codes = []

    def slowly(*arguments, **options) -> None:
        if not codes:
            with (vault.parent / "ready").open("wb+") as ready:
                codes.append(_code(_begin_to_write(vault, few, ready.fileno())))
        replace(*arguments, **options)

    with mock.patch.object(os, "replace", slowly):
        written = write_files(vault, few)

    assert codes == [2]
    assert len(written.paths) == len(few)
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
            written = write_files(vault, given)
            code = int(dict(written.skipped) != {"A.md": "it cannot be written: file too large"})
        finally:
            os._exit(code)

    assert os.waitpid(child, 0)[1] == 0
    assert {path.name: path.read_bytes() for path in vault.iterdir()} == {
        "A.md": b"a",
        "B.md": b"bb",
    }


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may do anything")
def test_a_folder_that_may_not_be_written(vault, few) -> None:
    (vault / "3").chmod(0o555)
    written = write_files(vault, few)
    (vault / "3").chmod(0o755)

    assert {*written.skipped} == {c.path for c in few if c.path.startswith("3/")}
    assert set(written.skipped.values()) == {"it cannot be written: permission denied"}
    _assert_true(vault, few, written)
