"""Comments and maths: the block details of the reference, section 8."""

import pytest


def seen(found):
    return (
        [link.target for link in found.links],
        [heading.text for heading in found.headings if heading.root],
    )


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        pytest.param("%%\n# In\n%%\n\n# Out", ["Out"], id="two marks"),
        pytest.param("%%\n# In\n%%\n# Out", ["Out"], id="heading right after"),
        pytest.param("%% words\n# In\n%%\n\n# Out", ["Out"], id="text on the first line"),
        pytest.param("  %%\n# In\n%%\n\n# Out", ["Out"], id="spaces before"),
        pytest.param("%%\n# In\nend %% rest\n\n# Out", ["Out"], id="closed in mid-line"),
        pytest.param("%%\n# In\n\n# In too\n%%\n\n# Out", ["Out"], id="over blank lines"),
        pytest.param("%%\n# In\n", [], id="to the end of the file"),
        pytest.param("text\n%%\n# In\n%%\n\n# Out", ["Out"], id="interrupts a paragraph"),
        pytest.param("- item\n%%\n# In\n%%\n\n# Out", ["Out"], id="interrupts a list"),
        pytest.param("> quote\n%%\n# In\n%%\n\n# Out", ["Out"], id="interrupts a quote"),
        pytest.param("%%x%%\n# Out", ["Out"], id="one line is an inline comment"),
        pytest.param("%%%%\n# Out\n%%%%", ["Out"], id="four marks are no comment"),
        pytest.param("%%%\n# Out", ["Out"], id="three marks are no comment"),
        pytest.param("%% 100%\n# Out\n%%", ["Out"], id="further mark on the line"),
        pytest.param("text %%\n# Out\n%%", ["Out"], id="mark at the end of a line"),
        pytest.param("%%\n```\n%%\n# Out", ["Out"], id="fence inside a comment"),
        pytest.param("```\n%%\n```\n# Out\n%%", ["Out"], id="mark inside a fence"),
        pytest.param("`%%`\n\n# Out\n\n`%%`", ["Out"], id="mark inside a code span"),
        pytest.param("x\n\n    ```\n\n%%\n# In\n%%\n# Out", ["Out"], id="after a fence in code"),
        pytest.param("x\n    ```\n\n%%\n# In\n%%\n# Out", ["Out"], id="after lazy fence marks"),
        pytest.param("- ```\n\n%%\n# In\n%%\n# Out", ["Out"], id="after a fence in an item"),
        pytest.param("> ```\n\n%%\n# In\n%%\n# Out", ["Out"], id="after a fence in a quote"),
        pytest.param("```\na\n    ```\n%%\n```\n# Out\n", ["Out"], id="indented closing fence"),
        pytest.param("%%\r\n# In\r\n%%\r\n# Out\r\n", ["Out"], id="CRLF"),
    ],
)
def test_a_block_comment_hides_headings(facts, text, headings):
    assert seen(facts(text))[1] == headings


@pytest.mark.parametrize(
    ("text", "links"),
    [
        pytest.param("%%\n[[A]]", ["A"], id="unclosed comment"),
        pytest.param("%%\n[[A]]\n%% [[B]]", ["A", "B"], id="after a comment"),
        pytest.param("a %%[[A]]%% [[B]]", ["A", "B"], id="inline comment"),
        pytest.param("100%% sure [[A]]", ["A"], id="unclosed inline comment"),
    ],
)
def test_links_in_comments_count(facts, text, links):
    assert seen(facts(text))[0] == links


def test_tags_in_comments_count(facts):
    found = facts("#a %%#b%% #c\n\n%%\n#d\n%%\n\n#e")
    assert sorted(tag.name for tag in found.tags) == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        pytest.param("a $x [[A]] y$ b", [], id="maths"),
        pytest.param("a $[[A]]$ b", [], id="nothing but a link"),
        pytest.param("a $ [[A]]$ b", ["A"], id="space after the opening"),
        pytest.param("a $\t[[A]]$ b", ["A"], id="tab after the opening"),
        pytest.param("a $[[A]] $ b", ["A"], id="space before the closing"),
        pytest.param("a $[[A]]\t$ b", ["A"], id="tab before the closing"),
        pytest.param("a $[[A]]$5 b", ["A"], id="digit after the closing"),
        pytest.param("a $x$5 [[A]] y$ b", [], id="digit after the first of two closings"),
        pytest.param("costs $5 and [[A]] $6", ["A"], id="prices"),
        pytest.param("a $x\n[[A]] y$ b", [], id="over a line end"),
        pytest.param("a $x\n\n[[A]] y$ b", ["A"], id="not over a blank line"),
        pytest.param("a $x\n# [[A]] y$ b", ["A"], id="not into a heading"),
        pytest.param("- a $x\n- [[A]] y$ b", ["A"], id="not into the next item"),
        pytest.param("# a $x\n[[A]] y$", ["A"], id="not out of a heading"),
        pytest.param("> # a $x\n> [[A]] y$", ["A"], id="not out of a heading in a quote"),
        pytest.param("- # a $x\n  [[A]] y$", ["A"], id="not out of a heading in an item"),
        pytest.param("a $x\n> [[A]] y$ b", ["A"], id="not into a quote"),
        pytest.param("> a $x\n> [[A]] y$ b", [], id="over a line end in a quote"),
        pytest.param("- a\n\n  b\n\n    $x [[A]] y$", [], id="in a later paragraph of an item"),
        pytest.param("a|b\n-|-\nUS$|[[A]] CA$", ["A"], id="not into the next cell without edges"),
        pytest.param("a $x\n***\n[[A]] y$ b", ["A"], id="not over a rule"),
        pytest.param("a $x\n===\n[[A]] y$ b", ["A"], id="not over a Setext line"),
        pytest.param("a $x\n```\n[[A]] y$\n```\n[[B]]", ["B"], id="not into a fence"),
        pytest.param("|a|b|\n|-|-|\n|US$|[[A]] CA$|", ["A"], id="not into the next cell"),
        pytest.param("<https://x.org/$a> [[A]] y$ b", ["A"], id="mark in an autolink"),
        pytest.param('<a title="$5"> [[A]] y$ b', ["A"], id="mark in an attribute"),
        pytest.param("a <!-- $x --> [[A]] y$ b", ["A"], id="mark in an HTML comment"),
        pytest.param("a $$x [[A]] y$$ b", [], id="display maths outranks"),
        pytest.param("a $$ [[A]] $$ b", [], id="display maths may hold spaces at its ends"),
        pytest.param("a $$x$ [[A]] $$ b", [], id="single mark inside display maths"),
        pytest.param(r"a \$x [[A]] y$ b", ["A"], id="escaped opening"),
        pytest.param("a `$x` [[A]] `y$` b", ["A"], id="marks in code"),
        pytest.param("$$\n[[A]]\n$$\n[[B]]", ["B"], id="display block"),
        pytest.param("a $x$ [[A]] $y$ b", ["A"], id="between two"),
        pytest.param("[a](<$b$ c.md>)", ["$b$ c.md"], id="whole maths in a destination"),
        pytest.param("[a](b$c$.md 'd')", ["b$c$.md"], id="in a destination with a title"),
        pytest.param("[a](b$c$(1).md)", ["b$c$(1).md"], id="in a destination with brackets"),
        pytest.param("[a](b%%c%%(1).md)", ["b%%c%%(1).md"], id="comment in a destination"),
        pytest.param("[[A$]] b [[B$]]", ["A$", "B$"], id="marks in links"),
        pytest.param("[a](b$.md) c [[B$]]", ["b$.md", "B$"], id="mark in a destination"),
    ],
)
def test_maths_hides_links(facts, text, links):
    assert seen(facts(text))[0] == links


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        pytest.param("$$\n# In\n$$\n\n# Out", ["Out"], id="heading"),
        pytest.param("$$\na\n===\n$$\n\n# Out", ["Out"], id="Setext line"),
        pytest.param("$$\na\n\n# In\n\nb\n$$\n\n# Out", ["Out"], id="blank lines"),
        pytest.param("# Cost $5\n\n# Price $6", ["Cost $5", "Price $6"], id="prices in headings"),
    ],
)
def test_maths_hides_headings(facts, text, headings):
    assert seen(facts(text))[1] == headings


def test_maths_in_a_heading_is_part_of_its_text(facts):
    assert seen(facts("# The $x^2$ law"))[1] == ["The $x^2$ law"]


MATHS_BESIDE_A_BREAK = "$$\nA|b\n$$\n{0}\nTwo $$\nx\n$$\n$$\ny\n=\nz\n$$\n"


@pytest.mark.parametrize("line", ["---", " ---", "-", "--- ", "> ---", "***"])
@pytest.mark.parametrize("quote", ["", "> "])
def test_a_break_beside_a_pipe_makes_no_table_of_maths(facts, line, quote) -> None:
    note = MATHS_BESIDE_A_BREAK.format(line)

    assert seen(facts(note.replace("\n", f"\n{quote}"))) == ([], [])


def test_a_row_of_delimiters_makes_a_table(facts) -> None:
    assert seen(facts("a | b\n- | -\n$x | y$ \n=\n# Out\n")) == ([], ["Out"])
