"""The lines of a run taken back from around what was written later: exactly, or not at all."""

import random

import pytest

from vaultkit.changes.undo.changed_lines import is_kin, rewritten_lines, taken_back

BEFORE = b"# Home\r\n\n- [[Old]] and\n- [[Old]] and\ntext\n[[Old]]"
AFTER = BEFORE.replace(b"[[Old]]", b"[[New]]")


@pytest.mark.parametrize(
    ("now", "back"),
    [
        (AFTER, BEFORE),
        (AFTER + b"\n", None),  # the last line has an end now
        (b"mine\n" + AFTER, b"mine\n" + BEFORE),
        (AFTER.replace(b"text\n", b""), BEFORE.replace(b"text\n", b"")),
        (AFTER.replace(b"text", b"te\xffxt"), BEFORE.replace(b"text", b"te\xffxt")),
        (b"[[New]]\n# Home\r\n\ntext\n- [[New]] and\n- [[New]] and\n", None),
        (
            b"\n- [[New]] and\n# Home\r\n- [[New]] and\n[[New]]",
            b"\n- [[Old]] and\n# Home\r\n- [[Old]] and\n[[Old]]",
        ),
        (AFTER.replace(b"- [[New]] and\n", b"", 1), None),
        (AFTER.replace(b"text\n", b"- [[New]] and\n"), None),
        (AFTER.replace(b"text\n[[New]]", b"text\n[[New]]s"), None),
        (AFTER.replace(b"\n", b"\r\n"), None),
        (BEFORE.replace(b"text", b"mine"), BEFORE.replace(b"text", b"mine")),
        (AFTER.replace(b"text\n[[New]]", b"t\n[[Old]]"), BEFORE.replace(b"text", b"t")),
        (b"", None),
        (BEFORE + b"\n" + b"[[New]]", None),  # taken back by hand, and one of the user's own
        (AFTER + b"\n[[Old]]", None),
    ],
)
def test_what_is_taken_back(now, back) -> None:
    lines = rewritten_lines(BEFORE, AFTER)
    assert lines is not None

    assert taken_back(BEFORE, lines, now) == back


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\nb\n", b"a\n"),
        (b"a\n", b"a\nb\n"),
        (b"a\nb\n", b"c\nc\n"),  # which of the two was a?
        (b"a\nb\n", b"b\nb\n"),  # one was there before
        (b"a\nb\n", b"b\na\n"),
    ],
)
def test_lines_that_are_not_known_by_their_bytes(before, after) -> None:
    assert rewritten_lines(before, after) is None


def test_nothing_written_leaves_all_as_it_is() -> None:
    assert rewritten_lines(b"a\n", b"a\n") == ()
    assert taken_back(b"a\n", (), b"b") == b"b"


def test_any_edits_around_the_lines_stay() -> None:
    chance = random.Random(7)
    exact = 0
    for _ in range(2000):
        words = [b"w%d\n" % chance.randrange(6) for _ in range(chance.randrange(9))]
        links = {chance.randrange(len(words) + 1) for _ in range(2)}
        before = [
            line
            for at, word in enumerate([*words, b"end\n"])
            for line in ([b"[[Old]]%d\n" % at, word] if at in links else [word])
        ]
        after = [line.replace(b"Old", b"New") for line in before]
        edited, wanted = list(after), list(before)
        for _ in range(chance.randrange(4)):
            at = chance.randrange(len(edited))
            if edited[at] == wanted[at]:
                edited[at : at + 1] = wanted[at : at + 1] = [b"mine\n"] * chance.randrange(3)
            if not edited:
                break
        lines = rewritten_lines(b"".join(before), b"".join(after))
        assert lines is not None
        assert taken_back(b"".join(before), lines, b"".join(edited)) == b"".join(wanted)
        exact += edited != after
    assert exact > 1000


@pytest.mark.parametrize(
    ("content", "other", "kin"),
    [
        (b"a\nb\n", b"a\nb\nc\n", True),
        (b"a\nb\n", b"new\n a\n", True),
        (b"a\nb\n", b"c\n", False),
        (b"a\nb\nc\n", b"a\n\n", False),
        (b"", b"anything", True),
        (b"\n\n", b"anything\n", False),
        (b"\0a\nb", b"\0a\nc", False),
        (b"\0a\nb", b"\0a\nb", True),
    ],
)
def test_what_may_be_a_file_edited(content, other, kin) -> None:
    assert is_kin(content, other) is kin
