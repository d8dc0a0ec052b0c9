"""The report for people."""

import unicodedata
from dataclasses import replace

from vaultkit import check
from vaultkit.report import excerpt
from vaultkit.report.formats import text
from vaultkit.report.record import Compared


def test_one_cause_in_many_notes_is_told_once() -> None:
    report = check({f"{letter}.md": "\nSee [[old/in/Gone]].\n" for letter in "abcdefg"})

    said = text.render(report)

    assert said.count("error: broken-link: ") == 1
    assert "(7 such links)" in said
    assert "    also: b.md:2:5\n    also: c.md:2:5\n" in said
    assert "7 errors" in said


def test_of_what_is_new_all_notes_are_named() -> None:
    notes = {f"{number:02}.md": "\nSee [[old/in/Gone]].\n" for number in range(23)}
    report = replace(check(notes), compared=(Compared("HEAD", 23, 0, 0),))

    said = text.render(report)

    assert said.count("error: broken-link: ") == 1
    assert [f"    also: {number:02}.md:2:5\n" in said for number in range(23)] == [
        0 < number < 21 for number in range(23)
    ]
    assert "    and 2 more places\n" in said


def test_one_cause_in_a_few_notes_is_told_at_each() -> None:
    report = check({f"{letter}.md": "\nSee [[old/in/Gone]].\n" for letter in "abcde"})

    assert text.render(report).count("error: broken-link: ") == 5


def test_days_not_written_yet_are_folded_into_one() -> None:
    days = "\n".join(f"[[2024-05-{day:02}]]" for day in range(1, 32))

    said = text.render(check({"Calendar.md": days}, select=["unwritten-note"]))

    assert said.count("info: unwritten-note: ") == 1
    assert "(31 such links)" in said
    assert 'also: "2024-05-02", "2024-05-03", "2024-05-04" and 27 more' in said


def test_what_counts_as_plain_takes_one_cell_a_character() -> None:
    assigned = [character for character in map(chr, range(0xD800)) if is_assigned(character)]
    plain = [character for character in assigned if excerpt._PLAIN.fullmatch(character)]

    assert len(plain) > 1000
    assert {excerpt._cells_of(character) for character in plain} == {1}


def is_assigned(character: str) -> bool:
    return unicodedata.category(character) != "Cn"
