"""Moves of what is called by something that Markdown, YAML, JSON or a path means otherwise."""

import pytest

from vaultkit.errors import UsageError
from vaultkit.rename import operations as moves
from vaultkit.vault.history.moved_files import moved_files
from vaultkit.vault.vault import Vault

APP = {".obsidian/app.json": "{}"}


@pytest.mark.parametrize("app", [{}, APP])
@pytest.mark.parametrize(
    "link", ["[[./[br]acket|]]", "[[./[br]acket]]", "[[/[br]acket]]", "![[./[br]acket.md|x]]"]
)
def test_a_name_that_begins_with_a_bracket(move, app, link) -> None:
    moved = move({"[br]acket.md": "", "S.md": link, **app}, "S.md", "a/b/")

    assert moved.conflicts == []
    (outcome,) = [found for _, found in moved.after.outcomes(moved.after.notes[1])]
    assert outcome.files == ("[br]acket.md",)
    assert "[[[" not in moved["a/b/S.md"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[x](Old.md)", "[x](a&amp;amp;b/Old.md)"),
        ("[r]\n\n[r]: Old.md\n", "[r]\n\n[r]: a&amp;amp;b/Old.md\n"),
        ("---\nup: '[x](Old.md)'\n---\n", "---\nup: '[x](a&amp;b/Old.md)'\n---\n"),
        ("[[Old]]", "[[Old]]"),
        ("![[/Old]]", "![[/a&amp;b/Old]]"),
    ],
)
def test_a_folder_that_reads_as_an_entity(move, before, after) -> None:
    assert move({"Old.md": "", "S.md": before}, "Old.md", "a&amp;b/")["S.md"] == after


def test_a_parenthesis_in_a_property(rename) -> None:
    files = {"Old.md": "", "S.md": "---\nup: '[x](Old.md)'\n---\n"}

    assert rename(files, "Old.md", "a (b)")["S.md"] == "---\nup: '[x](a%20%28b%29.md)'\n---\n"


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\x7f"])
def test_what_ends_a_line_in_yaml_is_escaped_in_double_quotes(rename, sign) -> None:
    files = {"Old.md": "", "S.md": '---\nup: "[[Old]]"\n---\n'}
    moved = rename(files, "Old.md", f"a{sign}b")

    assert moved["S.md"] == f'---\nup: "[[a\\u{ord(sign):04x}b]]"\n---\n'


@pytest.mark.parametrize("written", ["'[[Old]]'", "[[Old]]"])
def test_and_is_in_the_way_elsewhere(rename, written) -> None:
    moved = rename({"Old.md": "", "S.md": f"---\nup: {written}\n---\n"}, "Old.md", "a\u2028b")

    assert moved.conflicts or moved.outcome.told


@pytest.mark.parametrize("subpath", ["", ', "subpath": "#H"'])
def test_a_card_in_a_folder_with_a_sharp(rename, subpath) -> None:
    card = '{"nodes": [{"type": "file", "file": "%s/x.md"' + subpath + "}]}"
    files = {"C#/x.md": "# H\n", "M.canvas": card % "C#"}

    assert rename(files, "C#/", "D")["M.canvas"] == card % "D"
    assert rename({"D/x.md": "# H\n", "M.canvas": card % "D"}, "D/", "E")["M.canvas"] == card % "E"


def test_a_name_of_other_bytes_is_refused() -> None:
    vault = Vault.from_texts({"Old.md": "", "S.md": "[[Old]]"})
    with pytest.raises(UsageError, match="the name is not UTF-8"):
        moves.rename(vault, "Old.md", "a\udcff")


def test_a_file_whose_name_is_of_other_bytes_moves(move) -> None:
    moved = move({"a\udcff.md": "[[S]]", "S.md": ""}, "a\udcff.md", "z/")

    assert moved["z/a\udcff.md"] == "[[S]]"


def test_what_was_moved_to_a_name_of_other_bytes_is_not_healed() -> None:
    """Also where YAML says twice what led there."""
    then = {"Old.md": "words", "S.md": "---\na: &x '[[Old]]'\nb: *x\n---\n[[Old]] [x](Old.md)\n"}
    now = {"a\udcff.md": "words", "S.md": then["S.md"]}
    vaults = Vault.from_texts(then), Vault.from_texts(now)
    found = moved_files(*vaults, exchanged=True)
    done = moves.healed(*vaults, found.renames, found.doubtful)

    assert (done.faults, done.changes) == ([], [])
    assert [place.line for place in done.told] == [2, 5, 5]


def test_a_name_in_a_base_with_a_space_around_it(rename) -> None:
    files = {"trail .md": "", "P.base": 'filters: file.hasLink("trail ")\n'}
    moved = rename(files, "trail .md", "New")

    assert moved["P.base"] == files["P.base"]


def test_half_a_character_in_a_card(rename) -> None:
    """JSON can write it, where it is escaped."""
    card = '{"nodes": [{"type": "text", "text": "[[%s|\\ud800]]"}]}'
    files = {"Old.md": "", "M.canvas": card % "Old"}

    assert rename(files, "Old.md", "New")["M.canvas"] == card % "New"


def test_a_heading_of_other_bytes_is_refused() -> None:
    with pytest.raises(UsageError, match="is not UTF-8"):
        moves.rename_heading(Vault.from_texts({"N.md": "# H\n"}), "N.md", "#H", "a\udcff")


@pytest.mark.parametrize("unread", ["k: [!]", "k:\n-\ta", ": v"])
def test_a_property_that_no_second_reader_reads_is_in_the_way(rename, unread) -> None:
    """Obsidian reads it, PyYAML does not; what stands elsewhere in the note can change."""
    above = f"---\n{unread}\nup: '[[Old]]'\n---\n"
    outcome = moves.rename(Vault.from_texts({"Old.md": "", "S.md": above}), "Old.md", "New")

    assert [(item.path, item.line, item.reason) for item in outcome.faults] == [
        ("S.md", unread.count("\n") + 3, "a second reader of YAML cannot read the front matter")
    ]
    below = f"---\n{unread}\n---\n[[Old]]\n"
    assert rename({"Old.md": "", "S.md": below}, "Old.md", "New")["S.md"].endswith("[[New]]\n")
