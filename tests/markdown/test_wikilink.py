"""The inside of ``[[...]]``: reference, section 1.1."""

import pytest

from vaultkit.markdown.facts import LinkKind
from vaultkit.markdown.wikilink import split_subpath, split_wikilink
from vaultkit.vault.resolver.outcome import State


@pytest.mark.parametrize(
    ("text", "linkpath", "subpath", "display"),
    [
        pytest.param("[[A]]", "A", "", None, id="plain"),
        pytest.param(
            "| x | y |\n|---|---|\n| [[A#H\\|d]] | z |",
            "A",
            "#H",
            "d",
            id="escaped pipe in a table",
        ),
        pytest.param("[[A#H\\|d]]", "A", "#H", "d", id="escaped pipe outside a table"),
        pytest.param("[[a|b|c]]", "a", "", "b|c", id="further pipes belong to the display text"),
        pytest.param("[[a||b]]", "a", "", "|b", id="second pipe at once"),
        pytest.param("[[|x]]", "|x", "", None, id="pipe first is part of the linkpath"),
        pytest.param("[[ |x]]", "|x", "", None, id="pipe first after trimming"),
        pytest.param("[[|]]", "|", "", None, id="nothing but a pipe"),
        pytest.param("[[A|]]", "A", "", "", id="nothing after the pipe"),
        pytest.param("[[A|[b](c)]]", "A", "", "[b](c)", id="Markdown link in the display text"),
        pytest.param("[[#H]]", "", "#H", None, id="own heading"),
        pytest.param("[[ ]]", "", "", None, id="a space is the note itself"),
        pytest.param("[[Sq]uare]]", "Sq]uare", "", None, id="one bracket inside"),
        pytest.param("[[Nested [[Inner]] x]]", "Inner", "", None, id="only the inner of two"),
        pytest.param("[[A|b [[Inner]] x]]", "Inner", "", None, id="only the inner in a display"),
        pytest.param("[[My%20Note]]", "My%20Note", "", None, id="percent stays"),
        pytest.param("[[A &amp; B]]", "A &amp; B", "", None, id="entity stays"),
        pytest.param(r"[[a\*b]]", r"a\*b", "", None, id="backslash stays"),
        pytest.param("[[*a*]]", "*a*", "", None, id="markup stays"),
        pytest.param("[[C# notes]]", "C", "# notes", None, id="hash cuts the name"),
        pytest.param("[[A#B#C]]", "A", "#B#C", None, id="only the first hash divides"),
        pytest.param("[[A|b#c]]", "A", "", "b#c", id="hash in the display text"),
        pytest.param("[[https://x.org]]", "https://x.org", "", None, id="web address"),
        pytest.param("[[  A  ]]", "A", "", None, id="trimmed"),
        pytest.param("[[A |d]]", "A", "", "d", id="target trimmed before the pipe"),
        pytest.param("[[My\u00a0Note]]", "My Note", "", None, id="no-break space is a space"),
        pytest.param("[[\u00a0A\u202f]]", "A", "", None, id="no-break spaces trimmed"),
        pytest.param("[[Cafe\u0301]]", "Caf\u00e9", "", None, id="NFC"),
        pytest.param("[[A]]]", "A", "", None, id="shortest run"),
        pytest.param("[[[X]]]", "[X", "", None, id="the first two of three brackets"),
        pytest.param("a [[[X|y]]] b", "[X", "", "y", id="three brackets and a text"),
        pytest.param("[[[[X]]]]", "[X", "", None, id="four brackets"),
        pytest.param(r"\[[[X]]]", "X", "", None, id="three brackets, the first one escaped"),
        pytest.param(r"\\[[[X]]]", "[X", "", None, id="three brackets after a backslash"),
        pytest.param("[ [[X]] ]", "X", "", None, id="brackets with blanks between"),
        pytest.param("[[[X]]](u.md)", "[X", "", None, id="three brackets, as if a text"),
        pytest.param("%%[[[X]]]%%", "[X", "", None, id="three brackets in a comment"),
        pytest.param("| [[[X]]] |\n|---|", "[X", "", None, id="three brackets in a cell"),
        pytest.param("[[A#[x]]]", "A", "#[x", None, id="a bracket in the subpath"),
        pytest.param("[[A|[x]]]", "A", "", "[x", id="a bracket in the display text"),
        pytest.param("[[wiki [x]]]", "wiki [x]", "", None, id="brackets within, closed at the end"),
        pytest.param("[[wiki [x]] y]]", "wiki [x", "", None, id="a bracket within, not closed"),
        pytest.param("[[wiki [x] y]]", "wiki [x] y", "", None, id="brackets within"),
        pytest.param("[[A]](b)", "A", "", None, id="no text of a Markdown link"),
    ],
)
def test_a_wikilink_is_split(facts, text, linkpath, subpath, display):
    (link,) = facts(text).links
    assert (*split_subpath(link.target), link.text) == (linkpath, subpath, display)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[[]]", id="empty"),
        pytest.param(r"\[[x]]", id="backslash before"),
        pytest.param(r"[\[x]]", id="backslash between"),
        pytest.param("[[A\nB]]", id="newline in the target"),
        pytest.param("[[A\r\nB]]", id="carriage return and newline in the target"),
        pytest.param("[[A|b\nc]]", id="newline in the display text"),
        pytest.param("[[A]", id="one closing bracket"),
        pytest.param("[A]]", id="one opening bracket"),
        pytest.param("[[A] ]", id="closing brackets apart"),
    ],
)
def test_what_is_no_wikilink(facts, text):
    assert facts(text).links == []


@pytest.mark.parametrize(
    ("text", "embed"),
    [
        pytest.param("[[x]]", False, id="link"),
        pytest.param("![[x]]", True, id="embed"),
        pytest.param("! [[x]]", False, id="mark apart"),
        pytest.param(r"\![[x]]", False, id="mark escaped"),
        pytest.param("[[a ![[x]] b]]", True, id="embed inside a link"),
    ],
)
def test_an_exclamation_mark_makes_an_embed(facts, text, embed):
    (link,) = facts(text).links
    assert (link.kind, link.target, link.embed) == (LinkKind.WIKILINK, "x", embed)


@pytest.mark.parametrize(
    ("inner", "target", "display"),
    [
        pytest.param("A\\|d", "A", "d", id="table form"),
        pytest.param("A\\\\|d", "A\\", "d", id="one backslash only"),
        pytest.param("A\\", "A", None, id="without a pipe"),
    ],
)
def test_one_backslash_at_the_end_of_the_target_is_dropped(inner, target, display):
    assert split_wikilink(inner) == (target, display)


@pytest.mark.parametrize(
    ("text", "linkpath"),
    [
        pytest.param("[[|x]]", "|x", id="pipe first"),
        pytest.param("[[My%20Note]]", "My%20Note", id="percent"),
        pytest.param("[[A &amp; B]]", "A &amp; B", id="entity"),
        pytest.param("[[https://x.org]]", "https://x.org", id="web address"),
        pytest.param("[[C# notes]]", "C", id="hash in a file name"),
    ],
)
def test_a_literal_name_is_unresolved(follow, text, linkpath):
    outcome = follow(text, ["My Note.md", "A & B.md", "C# notes.md", "x.md"])
    assert (outcome.state, outcome.linkpath) == (State.NO_FILE, linkpath)


@pytest.mark.parametrize("text", ["[[#H]]\n\n# H", "[[ ]]"])
def test_an_empty_linkpath_is_the_note_itself(follow, text):
    outcome = follow(text)
    assert (outcome.state, outcome.files) == (State.RESOLVED, ("S.md",))
