"""The bar over long work: on a terminal, after a second, and nowhere else."""

import json
import math
import re
import sys
import threading

import pytest

from vaultkit.cli import progress_bar as progress_module
from vaultkit.cli.progress_bar import Progress

AT_ONCE = """
import json, os, sys
from vaultkit.cli import progress_bar
progress_bar._PATIENCE_SECONDS, progress_bar._BETWEEN_SECONDS = json.loads(sys.argv[1]), 0
sys.argv = ["vaultkit", *json.loads(sys.argv[2])]
leave = os._exit
def told(code):
    print("rich loaded:", "rich" in sys.modules)
    sys.stdout.flush()
    leave(code)
os._exit = told
from vaultkit.__main__ import main
main()
"""
VAULT = {
    "Home.md": "[[Soil ]] [[Bedss]]\n",
    "Soil.md": "---\nup: [[Home]]\n---\nx\n",
    "Bedding.md": "",
}
HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"


def argued(*arguments: str, patience: float = 0) -> tuple[str, ...]:
    """Return what runs the command line as if one had waited long already."""
    return ("-c", AT_ONCE, json.dumps(patience), json.dumps(arguments))


def works(shown: str) -> list[str]:
    """Return the pieces of work that a screen told of, in order."""
    found = re.findall(r"([a-z][a-z ]+[a-z]) (?:\x1b\[[0-9;]*m)+[━╸╺]", shown)
    return list(dict.fromkeys(found))


@pytest.fixture
def terminal(monkeypatch) -> None:
    """Make standard error look like a terminal, and a second go by at once."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(progress_module, "_PATIENCE_SECONDS", 0)
    monkeypatch.setattr(progress_module, "_BETWEEN_SECONDS", 0)


READING, JUDGING = "reading notes", "checking notes"
COMPARING = "comparing notes with git"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check"], [READING, JUDGING]),
        (["check", "--no-cache"], [READING, JUDGING]),
        (
            ["fix"],
            [READING, "looking for fixes", "proving fixes", "writing notes", JUDGING],
        ),
        (["fix", "--dry-run"], [READING, "looking for fixes", "proving fixes", JUDGING]),
        (["baseline"], [READING, JUDGING]),
        (
            ["graph"],
            [
                READING,
                "following links",
                "looking at notes",
                "looking for bridges",
                "ranking notes",
            ],
        ),
        (["stats", "--words"], [READING, "following links", "counting words"]),
        (["report"], [READING, JUDGING]),
        (["init", "--baseline"], [READING, JUDGING]),
        (["flatten", ".", "../all.md"], [READING, "writing notes", "reading notes again"]),
        (
            ["rename", "Soil", "Earth"],
            [READING, "following links", "checking where links will lead", "proving the change"],
        ),
    ],
    ids=lambda value: " ".join(value) if value[0].islower() and len(value) < 3 else "",
)
def test_a_terminal_is_told_of_each_piece_of_work(write, run_on_terminal, arguments, told) -> None:
    write(VAULT)
    shown = run_on_terminal(*argued(*arguments))

    assert works(shown) == told
    assert shown.count(HIDE) == shown.count(SHOW)
    assert shown.rindex(SHOW) > shown.rindex("━")


def test_unflatten_is_told_of(write, run, run_on_terminal) -> None:
    write(VAULT)
    run("flatten", ".", "../all.md")

    assert works(run_on_terminal(*argued("unflatten", "../all.md", "../again"))) == [
        "writing notes"
    ]


def test_heal_is_told_of(write, repository, run_on_terminal) -> None:
    repository.commit({**VAULT, "Home.md": "[[Bedding]]\n", "Bedding.md": "Of straw.\n"})
    repository.git("mv", "Bedding.md", "Straw.md")

    assert works(run_on_terminal(*argued("heal")))[:3] == [READING, COMPARING, "comparing links"]


def test_undo_is_told_of(write, run, run_on_terminal) -> None:
    write(VAULT)
    run("fix")

    assert works(run_on_terminal(*argued("undo"))) == ["restoring notes"]


def test_what_was_before_is_told_of(write, repository, run_on_terminal) -> None:
    repository.commit(VAULT)
    write({"Home.md": "[[/ab]]"})
    shown = run_on_terminal(*argued("check", "--new-since", "HEAD", "--no-cache"))

    assert works(shown) == [
        READING,
        JUDGING,
        COMPARING,
        "reading notes as they were",
        "checking notes as they were",
    ]


def test_a_fix_of_what_has_changed_is_told_of(write, repository, run_on_terminal) -> None:
    repository.commit(VAULT)
    write({"Home.md": "[[Soil ]] [[Bedss]] [[/ab]]\n"})
    shown = run_on_terminal(*argued("fix", "--new-since", "HEAD"))

    assert works(shown)[:3] == [READING, COMPARING, "looking for fixes"]


@pytest.mark.parametrize("command", ["check", "fix", "graph", "stats"])
def test_quiet_says_nothing_of_it(write, run_on_terminal, command) -> None:
    write(VAULT)
    shown = run_on_terminal(*argued(command, "--quiet"))

    assert works(shown) == []
    assert HIDE not in shown


def test_a_terminal_that_draws_nothing_anew_is_told_nothing(write, run_on_terminal) -> None:
    write(VAULT)
    shown = run_on_terminal(*argued("stats"), TERM="dumb")

    assert works(shown) == []
    assert "rich loaded: False" in shown


@pytest.mark.parametrize("command", ["check", "fix", "baseline", "graph", "stats"])
def test_a_pipe_is_told_nothing_and_rich_is_not_loaded(write, run_process, command) -> None:
    write(VAULT)
    done = run_process(*argued(command))

    assert b"\x1b" not in done.stdout + done.stderr
    assert "━".encode() not in done.stdout + done.stderr
    assert READING.encode() not in done.stdout + done.stderr
    assert (done.stderr == b"") is (command != "fix")
    assert b"rich loaded: False" in done.stdout


@pytest.mark.parametrize("command", ["check", "graph", "stats"])
def test_what_is_soon_done_shows_no_bar_and_loads_no_rich(write, run_on_terminal, command) -> None:
    write(VAULT)
    shown = run_on_terminal(*argued(command, patience=math.inf))

    assert works(shown) == []
    assert "rich loaded: False" in shown


def test_it_has_no_thread_next_to_which_nothing_could_be_forked(terminal) -> None:
    with Progress() as progress:
        progress("counting")(1, 10)
        assert progress._bar is not None
        assert threading.active_count() == 1


def test_it_is_gone_after_an_error_and_comes_back_for_other_work(terminal) -> None:
    progress = Progress()

    def fail() -> None:
        with progress:
            progress("counting")(1, 10)
            raise ValueError("oops")

    with pytest.raises(ValueError, match="oops"):
        fail()
    assert progress._bar is None
    with progress:
        progress("sorting")(1, 10)
        assert progress._bar is not None
    assert progress._bar is None


def test_it_waits_a_second(monkeypatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    now = [100.0]
    monkeypatch.setattr(progress_module.time, "monotonic", lambda: now[0])
    with Progress() as progress:
        step = progress("counting")
        step(1, 10)
        now[0] += 0.9
        step(2, 10)
        assert progress._bar is None
        now[0] += 0.2
        step(3, 10)
        assert progress._bar is not None
