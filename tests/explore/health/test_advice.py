"""The sentence on top of the page, and what it says to do first."""

from dataclasses import replace

import pytest

from vaultkit.explore.health.advice import actions, verdict
from vaultkit.rules.base.problem import Severity

BROKEN = "# Home\n\n[[beds/Gone]] [[beds/Went]]\n\nTo [[Soil]] and [[Lone]].\n"
LINKED = {"Soil.md": "To [[Home]].\n", "Lone.md": "To [[Home]].\n"}
PIPE = "# Home\n\nTo [[Soil]] and [[Lone]].\n\n| a | b |\n|---|---|\n| [[Soil|x]] | y |\n"


@pytest.mark.parametrize(
    ("files", "said", "level"),
    [
        ({}, "There is no note yet.", None),
        (LINKED | {"Home.md": "To [[Soil]] and [[Lone]]."}, "Nothing is wrong in 3 notes.", None),
        (
            LINKED | {"Home.md": "To [[Soil]] and [[Lone]] and [[Wish]]."},
            "Nothing is broken.",
            Severity.INFO,
        ),
        (
            LINKED | {"Home.md": "[[Soil]] [[Lone]] [[Bare]]", "Bare.md": ""},
            "1 of 4 notes has 1 warning.",
            Severity.WARNING,
        ),
        (LINKED | {"Home.md": BROKEN}, "1 of 3 notes has 2 errors.", Severity.ERROR),
        (
            {"Map.canvas": '{"nodes":[{"id":"1","type":"file","file":"no/x.md"}]}'},
            "1 file has 1 error.",
            Severity.ERROR,
        ),
    ],
)
def test_the_sentence_says_the_worst(health, files, said, level) -> None:
    assert verdict(health(files)) == (said, level)


def test_fixes_come_first_then_what_is_worst_and_never_more_than_three(health, about) -> None:
    files = LINKED | {
        "Home.md": PIPE + "\n[[beds/Gone]] [[beds/Went]]\n",
        "Bare.md": "",
        "Void.md": "",
    }
    found = actions(health(files), about)

    assert [(item.title, item.command) for item in found] == [
        ("Fix 1 finding", "vaultkit fix"),
        ("Look at 2 broken-link errors", "vaultkit check --select broken-link"),
        ("Look at 2 stub-note warnings", "vaultkit check --select stub-note"),
    ]
    assert [item.about for item in found] == ["fixable=1", "rule=broken-link", "rule=stub-note"]


def test_what_a_fix_leaves_is_counted_and_what_it_does_not_is_not(health, about) -> None:
    record = health(LINKED | {"Home.md": PIPE})

    assert [item.title for item in actions(record, about)] == ["Fix 1 finding"]


def test_where_nothing_is_wrong_it_says_how_to_keep_it_so(health, about) -> None:
    sound = health(LINKED | {"Home.md": "To [[Soil]] and [[Lone]]."})
    wished = health(LINKED | {"Home.md": "[[Soil]] [[Lone]] [[Wish]] [[Wish]]", "Alone.md": "x"})

    assert [item.command for item in actions(sound, about)] == ["vaultkit init"]
    assert [item.title for item in actions(wished, about)] == ['Write "Wish"', "Link to 1 orphan"]
    assert actions(health({}), about) == ()


def test_commands_name_the_vault_and_look_past_a_baseline(health, about) -> None:
    known = replace(about, has_baseline=True, where="~/'My notes' --root x")
    (first, second, *_) = actions(
        health(LINKED | {"Home.md": PIPE + "[[beds/Gone]] [[beds/Went]]"}), known
    )

    assert first.command == "vaultkit fix ~/'My notes' --root x"
    assert second.command == (
        "vaultkit check --no-baseline --select broken-link ~/'My notes' --root x"
    )
