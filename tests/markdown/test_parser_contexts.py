"""Where links, headings and tags are recognised: reference, section 8."""

import pytest

from vaultkit.markdown.facts import Place
from vaultkit.markdown.parser import parse
from vaultkit.source import Source


def recognised(found):
    return (
        [link.target for link in found.links],
        [heading.text for heading in found.headings if heading.root],
        [tag.name for tag in found.tags],
    )


TABLE = "| a | b |\n|---|---|\n"


@pytest.mark.parametrize(
    ("text", "links", "headings", "tags"),
    [
        pytest.param("See [[A]] and ![[B]] #t", ["A", "B"], [], ["t"], id="paragraph"),
        pytest.param("x **[[A]] #t** y", ["A"], [], ["t"], id="bold"),
        pytest.param("x *[[A]] #t* y", ["A"], [], ["t"], id="italic"),
        pytest.param("x ~~[[A]] #t~~ y", ["A"], [], ["t"], id="strike"),
        pytest.param("x ==[[A]] #t== y", ["A"], [], ["t"], id="highlight"),
        pytest.param("# [[A]] #t", ["A"], ["[[A]] #t"], ["t"], id="heading"),
        pytest.param("[[A]] #t\n===", ["A"], ["[[A]] #t"], ["t"], id="Setext heading"),
        pytest.param("- [[A]] #t", ["A"], [], ["t"], id="list item"),
        pytest.param("1. [[A]] #t", ["A"], [], ["t"], id="ordered item"),
        pytest.param("- [ ] [[A]] #t", ["A"], [], ["t"], id="task"),
        pytest.param("- x\n\n  [[A]] #t", ["A"], [], ["t"], id="second paragraph of an item"),
        pytest.param("- # H", [], [], [], id="heading in a list item"),
        pytest.param("- x\n\n  # H", [], [], [], id="heading further down a list item"),
        pytest.param("> [[A]] #t", ["A"], [], ["t"], id="quote"),
        pytest.param("> # H", [], [], [], id="heading in a quote"),
        pytest.param("> H\n> ===", [], [], [], id="Setext heading in a quote"),
        pytest.param("> [!note] [[A]] #t", ["A"], [], ["t"], id="callout title"),
        pytest.param("> [!note]- T\n> [[A]] #t", ["A"], [], ["t"], id="callout body"),
        pytest.param("> [!note]\n> # H", [], [], [], id="heading in a callout"),
        pytest.param(f"{TABLE}| [[A]] | #t |", ["A"], [], ["t"], id="table cell"),
        pytest.param(f"{TABLE}| [[A\\|x]] | y |", ["A"], [], [], id="escaped pipe in a cell"),
        pytest.param(f"{TABLE}| [[A|x]] | y |", [], [], [], id="bare pipe destroys the link"),
        pytest.param("x[^1]\n\n[^1]: [[A]] #t", ["A"], [], ["t"], id="footnote definition"),
        pytest.param("x[^1]\n\n[^1]: # H", [], [], [], id="heading in a footnote"),
        pytest.param("x^[see [[A]] and #t] y", ["A"], [], ["t"], id="inline footnote"),
        pytest.param("x `[[A]] #t` y", [], [], [], id="inline code"),
        pytest.param("```\n[[A]]\n# H\n#t\n```", [], [], [], id="backtick fence"),
        pytest.param("~~~\n[[A]]\n# H\n#t\n~~~", [], [], [], id="tilde fence"),
        pytest.param("```\n[[A]]\n# H\n#t", [], [], [], id="unclosed fence"),
        pytest.param("```mermaid\n[[A]]\n# H\n#t\n```", [], [], [], id="mermaid"),
        pytest.param("```dataview\nLIST FROM [[A]] #t\n```", [], [], [], id="dataview"),
        pytest.param("```query\n[[A]] #t\n```", [], [], [], id="query"),
        pytest.param('```base\nfilters: link("[[A]]") #t\n```', [], [], [], id="base"),
        pytest.param("```tasks\n[[A]] #t\n```", [], [], [], id="tasks"),
        pytest.param("x\n\n    [[A]]\n    # H\n    #t", [], [], [], id="indented code"),
        pytest.param("x\n\n\t[[A]]\n\t# H\n\t#t", [], [], [], id="code indented by a tab"),
        pytest.param("- x\n\n      [[A]] #t", [], [], [], id="indented code in an item"),
        pytest.param("- x\n\n    [[A]] #t", ["A"], [], ["t"], id="indented text in an item"),
        pytest.param("x\n    [[A]] #t", ["A"], [], ["t"], id="indented continuation"),
        pytest.param("x\n    # H", [], [], [], id="no heading in an indented continuation"),
        pytest.param("x %%[[A]] #t%% y", ["A"], [], ["t"], id="inline comment"),
        pytest.param("%%\n[[A]]\n# H\n#t\n%%", ["A"], [], ["t"], id="block comment"),
        pytest.param("%%\n![[A]]\n[x](B.md)\n%%", ["A", "B.md"], [], [], id="embed in a comment"),
        pytest.param("x <!-- [[A]] #t --> y", [], [], [], id="inline HTML comment"),
        pytest.param("<!--\n[[A]]\n\n# H\n#t\n-->", [], [], [], id="HTML comment block"),
        pytest.param("<div>\n[[A]]\n# H\n#t\n</div>", [], [], [], id="div"),
        pytest.param("<details>\n[[A]] #t\n</details>", [], [], [], id="details"),
        pytest.param("<span>\n[[A]] #t\n</span>", [], [], [], id="lone span line"),
        pytest.param(
            "<div>\n\n[[A]] #t\n\n# H\n\n</div>", ["A"], ["H"], ["t"], id="HTML ends at a blank"
        ),
        pytest.param("x <span>[[a]]</span> y", ["a"], [], [], id="inline HTML"),
        pytest.param("<span>[[a]]</span>", ["a"], [], [], id="line that opens with a span"),
        pytest.param("x <b>y #t</b>", [], [], ["t"], id="tag in inline HTML"),
        pytest.param('x <a href="[[A]] #t">y</a>', [], [], [], id="attribute of inline HTML"),
        pytest.param('x <a href="A.md">y</a>', [], [], [], id="HTML link"),
        pytest.param("x $a [[A]] #t b$ y", [], [], [], id="inline maths"),
        pytest.param("$$\n[[A]]\n# H\n#t\n$$", [], [], [], id="display maths"),
        pytest.param("$$\na\n\n[[A]]\n\n# H\n$$", [], [], [], id="display maths over blanks"),
        pytest.param("x $$[[A]] #t$$ y", [], [], [], id="display maths within a line"),
        pytest.param("[a [[b]] c](u)", ["b"], [], [], id="wikilink in a link text"),
        pytest.param(r"\[[x]]", [], [], [], id="escaped link"),
        pytest.param(r"\#x", [], [], [], id="escaped tag"),
    ],
)
def test_what_counts_where(facts, text, links, headings, tags):
    assert recognised(facts(text)) == (links, headings, tags)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        pytest.param('---\nup: "[[A]]"\n---\n', ["A"], id="whole value"),
        pytest.param("---\nup: see [[A]]\n---\n", [], id="part of a value"),
    ],
)
def test_front_matter_links_by_whole_values_only(facts, text, links):
    assert [link.target for link in facts(text).links] == links


def test_front_matter_has_no_headings_and_no_body_tags(facts):
    assert recognised(facts("---\n# H\nx: a #t\n---\n")) == ([], [], [])


def test_a_link_knows_that_it_stands_in_a_comment(facts):
    found = facts("[[A]] %%[[B]]%%")
    assert [(link.target, link.place) for link in found.links] == [
        ("A", Place.BODY),
        ("B", Place.COMMENT),
    ]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        pytest.param("````\n[[A]]\n```\n[[B]]\n````\n[[C]]", ["C"], id="longer fence"),
        pytest.param("   ```\n[[A]]\n```\n[[B]]", ["B"], id="three spaces before a fence"),
        pytest.param("x\n\n``` a`b\n[[A]]", ["A"], id="backtick in the info string"),
        pytest.param("~~~ a`b\n[[A]]\n~~~", [], id="backtick in a tilde's info string"),
        pytest.param("``\n[[A]]", ["A"], id="two backticks are no fence"),
        pytest.param("a ``b ` [[A]] `` c [[B]]", ["B"], id="span closed by its own length"),
        pytest.param("a ` b [[A]]", ["A"], id="stray backtick"),
        pytest.param("a `` b ` c [[A]]", ["A"], id="runs that do not match"),
        pytest.param("a ` b\n\n[[A]] ` c", ["A"], id="no span across paragraphs"),
    ],
)
def test_code(facts, text, links):
    assert [link.target for link in facts(text).links] == links


@pytest.mark.parametrize(
    ("following", "headings"),
    [
        pytest.param("Title\n===", ["Title"], id="Setext heading"),
        pytest.param("# Title", ["Title"], id="ATX heading"),
    ],
)
def test_a_line_without_a_pipe_ends_a_table(facts, following, headings):
    found = facts(f"{TABLE}| 1 | 2 |\n{following}\n")
    assert [heading.text for heading in found.headings] == headings


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_fence_holds_what_follows_its_line_whatever_ends_it(facts, end):
    found = facts(f"```{end}[[x]] `c`{end}```{end}[[y]]{end}")

    assert [link.target for link in found.links] == ["y"]


def test_a_wikilink_in_code_that_one_before_it_began() -> None:
    """To the app the first two brackets end a wikilink, whatever stands between."""
    text = "![[a`b.png]]\n![[c`d.png]] [[e]] `[[f]]`\n"
    found = parse(Source(text.encode())).links

    assert [(link.target, link.embed) for link in found] == [
        ("a`b.png", True),
        ("c`d.png", True),
        ("e", False),
    ]
    assert [text[link.start : link.end] for link in found] == [
        "![[a`b.png]]",
        "![[c`d.png]]",
        "[[e]]",
    ]
