"""Which headings exist and what their text is: reference, sections 3.2 and 3.3."""

import pytest

from vaultkit.vault.notes.anchor import normal_form


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        pytest.param("# H", [1], id="level 1"),
        pytest.param("###### H", [6], id="level 6"),
        pytest.param("####### H", [], id="no level 7"),
        pytest.param("   # H", [1], id="three spaces before"),
        pytest.param("    # H", [], id="four spaces before"),
        pytest.param("#\tH", [1], id="tab after the mark"),
        pytest.param("#H", [], id="no space is a tag"),
        pytest.param("#", [1], id="empty"),
        pytest.param("##\n", [2], id="empty at the end of a line"),
        pytest.param("## ##", [2], id="empty and closed"),
        pytest.param("H\n=", [1], id="Setext level 1"),
        pytest.param("H\n---", [2], id="Setext level 2"),
        pytest.param("H\nI\n---", [2], id="Setext of two lines"),
        pytest.param("a\n# H\nb", [1], id="interrupts a paragraph"),
        pytest.param("# A\r\n\r\n## B\r\n", [1, 2], id="CRLF"),
    ],
)
def test_a_heading_exists(facts, text, levels):
    assert [heading.level for heading in facts(text).headings if heading.root] == levels


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("> # H", id="quote"),
        pytest.param("> [!note] T\n> # H", id="callout"),
        pytest.param("- # H", id="list item"),
        pytest.param("1. x\n\n   # H", id="further down an ordered item"),
        pytest.param("- x\n  - # H", id="nested item"),
        pytest.param("- | a |\n  |---|\n  H\n  ===", id="right after a table in an item"),
        pytest.param("> | a |\n> |---|\n> H\n> ===", id="right after a table in a quote"),
        pytest.param("[^1]: # H", id="footnote definition"),
        pytest.param("[^1]: x\n\n    # H", id="further down a footnote"),
        pytest.param("%%\n# H\n%%", id="comment"),
        pytest.param("<!--\n# H\n-->", id="HTML comment"),
        pytest.param("<div>\n# H\n</div>", id="HTML block"),
        pytest.param("```\n# H\n```", id="code"),
        pytest.param("$$\n# H\n$$", id="maths"),
    ],
)
def test_only_headings_at_the_root_are_indexed(facts, text):
    assert [heading.text for heading in facts(text).headings if heading.root] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("> x\n\n# H", id="after a quote"),
        pytest.param("> x\n# H", id="right after a quote"),
        pytest.param("- x\n# H", id="right after a list"),
        pytest.param("- x\n\n# H", id="after a list"),
        pytest.param("[^1]: x\n\n# H", id="after a footnote"),
        pytest.param("---\na: b\n---\n# H", id="after front matter"),
        pytest.param("| a |\n|---|\n| b |\n# H", id="right after a table"),
    ],
)
def test_headings_after_other_blocks_are_at_the_root(facts, text):
    assert [heading.text for heading in facts(text).headings if heading.root] == ["H"]


@pytest.mark.parametrize(
    ("source", "form"),
    [
        pytest.param("## A & B", "a b", id="ampersand"),
        pytest.param("## **Bold** and `code`", "bold and code", id="markup"),
        pytest.param("## _under_ score", "_under_ score", id="underscore markup"),
        pytest.param("## snake_case", "snake_case", id="underscore in a word"),
        pytest.param("## C++ / C#", "c c", id="signs"),
        pytest.param("## 1.2.3 Release", "1 2 3 release", id="dots"),
        pytest.param("## See [[Other|x]]", "see other x", id="wikilink"),
        pytest.param("## [t](u.md) z", "t u md z", id="Markdown link"),
        pytest.param("## Foo ^abc", "foo abc", id="block id"),
        pytest.param("## Foo %%c%%", "foo c", id="comment"),
        pytest.param("## x {#id}", "x id", id="custom id"),
        pytest.param("## Foo [^1]", "foo 1", id="footnote"),
        pytest.param("## <b>hi</b>", "b hi b", id="HTML"),
        pytest.param("## don’t", "don’t", id="curly quote"),
        pytest.param("## #tag head", "tag head", id="tag"),
        pytest.param("#tag head\n---", "tag head", id="tag first in a Setext heading"),
        pytest.param("## Foo ##", "foo", id="closing marks"),
        pytest.param("## Foo #", "foo", id="one closing mark"),
        pytest.param("## Foo #  ", "foo", id="spaces after a closing mark"),
        pytest.param("##   Foo   ", "foo", id="spaces around"),
        pytest.param("  ## Foo", "foo", id="spaces before the mark"),
        pytest.param("Foo\nbar\n===", "foo bar", id="Setext of two lines"),
        pytest.param("  Foo  \n===", "foo", id="spaces around a Setext heading"),
        pytest.param("Foo\r\nbar\r\n===\r\n", "foo bar", id="Setext of two lines with CRLF"),
        pytest.param("##", "", id="empty"),
        pytest.param("## A\r\n", "a", id="carriage return"),
        pytest.param("## The $x^2$", "the $x^2$".replace("$", " ").replace("^", " "), id="maths"),
    ],
)
def test_the_text_is_the_source(facts, source, form):
    (heading,) = facts(source).headings
    assert normal_form(heading.text) == " ".join(form.split())


@pytest.mark.parametrize(
    ("source", "rendered"),
    [
        pytest.param("# **Bold** and `code`", "Bold and code", id="markup"),
        pytest.param("# [t](u.md) z", "t z", id="Markdown link"),
        pytest.param("# See [[Other|x]]", "See x", id="wikilink with a display text"),
        pytest.param("# [[Other]]", "Other", id="wikilink"),
        pytest.param(r"# a \* b", "a * b", id="escape"),
        pytest.param("# A &amp; B", "A & B", id="entity"),
        pytest.param("# plain", "plain", id="plain"),
    ],
)
def test_slugs_are_made_of_the_rendered_text(facts, source, rendered):
    (heading,) = facts(source).headings
    assert (heading.text if heading.rendered is None else heading.rendered) == rendered
