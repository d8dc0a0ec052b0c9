"""No step is quadratic: sixteen times the vault is about sixteen times the work."""

import sys
from collections.abc import Callable, Mapping
from types import FrameType

import pytest

from tests.growing import CHANGES, REPAIRS, SHAPES
from tests.rounds import rounds
from vaultkit import Vault
from vaultkit.cli.cache import Caching
from vaultkit.cli.job import Job
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.config.vault_root import Home
from vaultkit.lint import check as linter
from vaultkit.lint.check import check
from vaultkit.rename.listed import named_files
from vaultkit.report.formats import concise, json, text
from vaultkit.vault.history.moved_files import moved_files

SLACK = 1.1


def lines_run(work: Callable[[], object]) -> int:
    """Count the lines of Python that some work runs, each round of a loop for itself."""
    count = 0

    def count_line(frame: FrameType, event: str, value: object) -> object:
        nonlocal count
        count += 1
        return count_line

    before = sys.gettrace()
    sys.settrace(count_line)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def checked(texts: Mapping[str, str]) -> object:
    """Check a vault in memory, and print the report in all formats."""
    vault = Vault.from_texts(texts)
    report = check(vault, read_settings(None, Choices(extend_select=["VK3"])))
    return text.render(report, verbose=True), json.render([report]), concise.render(report)


def test_each_round_of_a_loop_is_counted() -> None:
    few, many = (lines_run(lambda: [item for item in range(size)]) for size in (100, 1600))  # noqa: B023, C416

    assert many - few >= 1500


@pytest.mark.parametrize("make", SHAPES, ids=lambda make: make.__name__)
def test_sixteen_times_the_vault_is_sixteen_times_the_work(make) -> None:
    size = rounds(SHAPES[make] // 4, 2)
    few, some, many = make(4), make(size), make(16 * size)
    checked(few)
    small, large = lines_run(lambda: checked(some)), lines_run(lambda: checked(many))

    assert large < 16 * SLACK * small, f"{large / small:.1f} times the work"


@pytest.mark.parametrize("make", REPAIRS, ids=lambda make: make.__name__)
@pytest.mark.parametrize(
    "command",
    [("fix", "--unsafe-fixes"), ("flatten", ".", "../{}.md"), ("graph",), ("stats",), ("report",)],
    ids=lambda command: command[0],
)
def test_eight_times_the_vault_is_eight_times_the_work_of_a_command(
    command, make, write, run
) -> None:
    def counted(size: int) -> int:
        folder = f"vault{size}"
        write(make(size), folder)
        arguments = [argument.format(folder) for argument in command]
        return lines_run(lambda: run(*arguments, cwd=folder))

    counted(4)
    small, large = counted(REPAIRS[make]), counted(8 * REPAIRS[make])

    assert large < 8 * SLACK * small, f"{large / small:.1f} times the work"


def test_eight_times_the_notes_that_moved_are_eight_times_the_work() -> None:
    """All are of one template, and half of them have an own line; all went to new folders."""

    def counted(size: int) -> int:
        notes = {
            f"{number % 9}/day {number}.md": f"## Plan\n\nStretch\n{number * (number % 2)} apples\n"
            for number in range(size)
        }
        before = Vault.from_texts({f"old/{path}": text for path, text in notes.items()})
        after = Vault.from_texts({f"new/{path}": text for path, text in notes.items()})
        return lines_run(lambda: moved_files(before, after, exchanged=True))

    counted(4)
    small, large = counted(40), counted(320)

    assert large < 8 * SLACK * small, f"{large / small:.1f} times the work"


def test_eight_times_the_names_in_queries_are_eight_times_the_work() -> None:
    def counted(size: int) -> int:
        query = '```dataview\nLIST WHERE up = [[old/x{0}]] or x = "old/x{0}"\n```\n'
        notes = {f"old/x{number}.md": query.format(number * 7 % size) for number in range(size)}
        bases = {f"{number}.base": f'x: "old/x{number}"\n' for number in range(size)}
        vault = Vault.from_texts(notes | bases)
        renames = {path: f"new/{path}" for path in notes}
        return lines_run(lambda: list(named_files(vault, renames, {"old/": "new/old/"})))

    counted(4)
    small, large = counted(40), counted(320)

    assert large < 8 * SLACK * small, f"{large / small:.1f} times the work"


@pytest.mark.parametrize("command", CHANGES, ids=" ".join)
def test_eight_times_the_edits_are_eight_times_the_work(command, write, run) -> None:
    make, size = CHANGES[command]

    def counted(size: int) -> tuple[int, int]:
        folder = f"vault{size}"
        write(make(size), folder)
        codes = []
        done = lines_run(lambda: codes.append(run(*command, "--no-cache", cwd=folder).code))
        undone = lines_run(lambda: codes.append(run("undo", cwd=folder).code))
        assert codes[0] in (0, 1)
        assert codes[1] == 0
        return done, undone

    counted(4)
    size = rounds(size, 2)
    for small, large in zip(counted(size), counted(8 * size), strict=True):
        assert large < 8 * SLACK * small, f"{large / small:.1f} times the work"


class Counted(str):
    """A path that counts how often it is compared with another."""

    __slots__ = ()
    comparisons = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.comparisons += 1
        return str.__eq__(self, other)


def test_each_path_that_was_named_is_looked_up_not_searched_for(tmp_path) -> None:
    paths = [Counted(f"{number}.md") for number in range(100)]
    for path in paths:
        (tmp_path / path).write_text("[[/one/x]]")
    Counted.comparisons = 0
    job = Job(Home(tmp_path, None), paths=paths)
    vault, settings = job.read(Choices(), Caching(False, None, False))
    report = linter.check(vault, settings, job.wanted, named=job.named)

    assert len(report.findings) == 2 * len(paths)
    assert Counted.comparisons < 10 * len(paths)
