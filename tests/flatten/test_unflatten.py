"""A flattened file of any exporter as the notes of a vault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.errors import UsageError
from vaultkit.flatten.unflatten import unflatten

EXPORT = "# One {#one}\n\n{}\n\n# Two Words {#two-words}\n\n## Part\n\nText.\n"


@pytest.mark.parametrize(
    ("link", "written"),
    [
        pytest.param("[Two Words](#two-words)", "[[Two Words]]", id="name"),
        pytest.param("[two words](#two-words)", "[[two words]]", id="name in another case"),
        pytest.param("[text](#two-words)", "[[Two Words|text]]", id="text of its own"),
        pytest.param("[*t*](#two-words)", "[[Two Words|*t*]]", id="markup"),
        pytest.param("[Two Words|t](#two-wordst)", "[[Two Words|t]]", id="pair an export made one"),
        pytest.param("[\\\\](#two-words)", "[\\\\](Two%20Words.md)", id="backslash at the end"),
        pytest.param("[Gone|Gone](#gonegone)", "[[Gone]]", id="pair that says it twice"),
        pytest.param("[Gone](#gone)", "[[Gone]]", id="note that is not there"),
        pytest.param("[C & D](#c--d)", "[[C & D]]", id="slug of a name"),
        pytest.param("[x](#gone)", "[x](#gone)", id="slug of something else"),
        pytest.param("[Part](#part)", "[[Part]]", id="name of a heading elsewhere"),
        pytest.param("[see](#part)", "[[Two Words#Part|see]]", id="heading of another note"),
        pytest.param("| a |\n|---|\n| [t](#two-words) |", "[[Two Words\\|t]]", id="in a table"),
        pytest.param("[![i](p.png)](#two-words)", "[![i](../p.png)](Two%20Words.md)", id="image"),
        pytest.param("![p|500](<img/p q.png|500>)", "![p|500](../img/p%20q.png)", id="size"),
        pytest.param("[t](<p (a).png>)", "[t](../p%20%28a%29.png)", id="what looks like a title"),
        pytest.param("[t](p.png (T))", "[t](../p.png (T))", id="title in parentheses"),
        pytest.param('![p](img/p.png "T")', '![p](../img/p.png "T")', id="image"),
        pytest.param("[d](Dimensions.md)", "[d](Dimensions.md)", id="path of a note"),
        pytest.param("[w](https://x.org#two-words)", "[w](https://x.org#two-words)", id="web"),
        pytest.param("`[Two Words](#two-words)`", "`[Two Words](#two-words)`", id="code"),
        pytest.param("[[Two Words]]", "[[Two Words]]", id="wikilink left"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_link(apart, link, written) -> None:
    notes = apart(EXPORT.replace("{}", link, 1)).notes

    assert list(notes) == ["One.md", "Two Words.md"]
    assert written in notes["One.md"].decode()


def test_a_heading_of_the_same_note_is_linked_as_one(apart) -> None:
    text = "# One {#one}\n\n[Part](#part)\n\n## Part\n\nText.\n\n# Two {#two}\n"

    assert apart(text).notes["One.md"] == b"[[#Part]]\n\n## Part\n\nText.\n"


def test_a_heading_that_links_to_a_note_is_not_its_own_target(apart) -> None:
    text = "# One {#one}\n\n# [Gone](#gone)\n\n# Two {#two}\n"

    assert apart(text).notes["One.md"] == b"# [[Gone]]\n"


def test_empty_lines_around_a_section_go_and_those_within_stay(apart) -> None:
    assert apart("# A {#a}\n\n\n\n  x\n\n\ny\n\n\n# B {#b}\n").notes == {
        "A.md": b"  x\n\n\ny\n",
        "B.md": b"",
    }


def test_front_matter_of_a_section_is_the_notes(apart) -> None:
    made = apart("# A {#a}\n\n---\ntags: [x]\n---\nText.\n\n# B {#b}\n\n---\nwords\n---\nText.\n")

    assert made.notes["A.md"] == b"---\ntags: [x]\n---\nText.\n"
    assert made.notes["B.md"] == b"\n---\nwords\n---\nText.\n", "lines drawn, no properties"


def test_text_before_the_first_title_is_a_note_of_its_own(apart) -> None:
    made = apart("---\ntitle: X\n---\n\nHello [A](#a).\n\n# A {#a}\n\n# B {#b}\n")

    assert made.preamble == "export.md"
    assert made.notes["export.md"] == b"---\ntitle: X\n---\n\nHello [[A]].\n"


def test_names_that_no_file_can_have_are_encoded_and_told(apart) -> None:
    made = apart(
        "# A/B: C#? {#ab-c}\n\n# .hidden {#hidden}\n\n# con {#con}\n\n# D {#d}\n\n# d {#d-1}\n\n"
        "[x](#ab-c) [d](#d-1) [D](#d)\n"
    )

    assert made.renamed == {
        "A%2FB%3A C%23%3F.md": "A/B: C#?",
        "%2Ehidden.md": ".hidden",
        "%63on.md": "con",
        "d 2.md": "d",
    }
    assert made.notes["d 2.md"] == b"[[A%2FB%3A C%23%3F|x]] [[d 2|d]] [[D]]\n"


def test_a_title_longer_than_a_name_can_be_is_cut(apart) -> None:
    made = apart(f"# {'ü' * 300} {{#u}}\n\n# B {{#b}}\n")
    (long, _) = made.notes

    assert len(long.encode()) <= 255
    assert made.renamed[long] == "ü" * 300


@pytest.mark.parametrize(
    "path", ["../out.md", "/etc/x.md", "a/../../x.md", ".git/x.md", "x.sh", ""]
)
def test_no_comment_writes_outside_the_folder(path) -> None:
    text = (
        "<!-- vaultkit flatten 1\nvault: ../v\n-->\n\n"
        f"# A {{#a}}\n\n<!-- note\npath: {path}\n-->\n\nx\n\n# B {{#b}}\n"
    )
    made = unflatten(text.encode(), name="x", folder="/top", target="/top/v")

    assert list(made.notes) == ["A.md", "B.md"]


def test_a_section_added_by_hand_is_a_note(trip) -> None:
    text = trip({"A.md": "x\n", "B.md": "y\n"}).text + "\n# New {#new}\n\n[A](#a) [t](#b)\n"
    made = unflatten(text.encode(), name="x", folder="/top/one", target="/top/back")

    assert made.notes == {"A.md": b"x\n", "B.md": b"y\n", "New.md": b"[[A]] [[B|t]]\n"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"# A\n\nText.\n", "there is no note in it"),
        (b"", "there is no note in it"),
        (b"\xff\xfe#\0 \0A\0", "is UTF-16"),
        (b"# A {#a}\n\xff", "contains bytes that are not UTF-8"),
    ],
)
def test_what_is_no_flattened_vault_is_refused(data, reason) -> None:
    with pytest.raises(UsageError, match=reason):
        unflatten(data, name="x", folder="/top", target="/top/v")


PIECES = st.sampled_from(
    [
        "<!-- vaultkit flatten 1\nvault: ../v\n-->\n\n", '<a id="a"></a>\n\n', "# A {#a}\n",
        "# B {#b .c}\n", "# {#x}\n", "\n<!-- note\npath: x/A.md\nheading: 3\n", "closed: ```\n",
        "footnotes: n1-\n", 'path: "\\ud800.md"\n', "---\na: b\n---\n", "-->\n", "end: open\n",
        '[x](#a "&#91;&#91;A")', '[x](#b "(")', "[x](#a.p)", "## P {#a.p .c}\n", "\n", "text ",
        '\n<a id="a.p"></a>\n\n', '<a id="a.block-x"></a>^x\n', '[n1-r]: #a "(x)"\n', "[r][n1-r]",
        "| a |\n|--|\n", "![x|5](p.png|5)", "[](#a)", "[a](<#a>)", "[[A]]", "\r", "\ufeff", "> ",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_file_is_too_odd(text) -> None:
    try:
        made = unflatten(f"{text}\n# Z {{#z}}\n".encode(), name="x", folder="/t", target="/t/v")
    except UsageError:
        return
    assert all(path.endswith(".md") and ".." not in path for path in made.notes)


def test_links_that_name_no_note_are_counted(apart) -> None:
    text = "# A {#a}\n\n[A|a](#aa) [X|x](#xx) [Y](#y) [A](#a)\n\n# B {#b}\n"

    assert apart(text).missing == 2
