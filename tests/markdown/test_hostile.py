"""Texts made to break a parser: it ends, and four times the text costs about four times as long."""

from functools import cache

import pytest

from tests import effort
from tests.effort import ORDINARY
from tests.rounds import rounds
from vaultkit.markdown.parser import parse
from vaultkit.source import Source

DEPTH = 10_000
SOON = 0.005
"""What takes no longer, in seconds, is not told apart."""

NESTED = {
    "brackets": "[" * DEPTH,
    "brackets and destinations": "[" * DEPTH + "](u)" * DEPTH,
    "closing brackets": "]" * DEPTH,
    "wikilinks": "[[" * DEPTH,
    "closed wikilinks": "[[" * DEPTH + "]]" * DEPTH,
    "embeds": "![[" * DEPTH,
    "closed single brackets": "[" * DEPTH + "x" + "]" * DEPTH,
    "quotes": ">" * DEPTH + " x",
    "quotes with spaces": "> " * DEPTH + "x",
    "lists": "- " * DEPTH + "x",
    "indented lists": "".join(f"{' ' * (2 * n)}- x\n" for n in range(1000)),
    "numbered lists": "1. " * DEPTH + "x",
    "emphasis": "*" * DEPTH + "x" + "*" * DEPTH,
    "emphasis of two kinds": "*_" * DEPTH + "x" + "_*" * DEPTH,
    "parentheses": "[a](" + "(" * DEPTH,
    "angle brackets": "<" * DEPTH,
    "HTML elements": "<div>" * DEPTH,
    "footnotes": "[^" * DEPTH,
    "braces": "{" * DEPTH,
}
YAML = {
    "nested brackets": "a: " + "[" * DEPTH + "]" * DEPTH,
    "unclosed brackets": "a: " + "[" * DEPTH,
    "nested braces": "a: " + "{b: " * DEPTH + "}" * DEPTH,
    "nested dashes": "a:\n  " + "- " * DEPTH + "x",
    "nested keys": "".join(f"{' ' * n}k:\n" for n in range(1500)),
    "nested questions": "? " * DEPTH,
    "anchors that multiply": "a0: &a0 [x, x]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)),
    "anchor of itself": "a: &a [*a]\nb: |\n  x",
    "anchor of itself in a mapping": "a: &a {b: *a}\nc: |\n  x",
    "wide indents": "a:\n" + (" " * 1999 + "x\n") * 500,
    "many keys": "".join(f"k{n}: v\n" for n in range(DEPTH)),
    "many links": "a:\n" + "".join(f'  - "[[N{n}]]"\n' for n in range(DEPTH)),
    "long scalar": "a: " + "x" * 1_000_000,
    "quote without end": 'a: "' + "x\n" * DEPTH,
    "tags of brackets": "a: " + "[!" * DEPTH,
    "names of empty lists": "a0: &a0 []\n"
    + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 500)),
    "names of long lists": "a: &a ["
    + "x," * 10_000
    + "]\n"
    + "".join(f"k{n}: *a\n" for n in range(99)),
}
SIZE = 2_000_000
LARGE = {
    "2 MB of one line": "word " * (SIZE // 5),
    "2 MB without a space": "x" * SIZE,
    "2 MB of links on one line": "[[Note|text]] " * (SIZE // 14),
    "2 MB of spaces": " " * SIZE,
    "5 MB of paragraphs": ORDINARY,
}

REPEATED = {
    "opening wikilinks": lambda n: "[[" * n,
    "opening brackets": lambda n: "[" * n,
    "opening links": lambda n: "[a](" * n,
    "links without end": lambda n: "[a](<b" * n,
    "wikilinks without end": lambda n: "[[a|b" * n,
    "piped wikilinks": lambda n: "[[|" * n,
    "images": lambda n: "![[a](" * n,
    "single backticks with comments": lambda n: "` %% " * n,
    "growing backtick runs": lambda n: "".join(f"{'`' * k}a %% " for k in range(1, 300)) * n,
    "dollars": lambda n: "$a " * n,
    "dollars and digits": lambda n: "$1" * n,
    "double dollars": lambda n: "a $$ " * n + "$",
    "triple dollars": lambda n: "$$$ a" * n,
    "comment marks": lambda n: "a %% " * n + "%",
    "comment lines": lambda n: "%%\n# x\n" * n,
    "three per cent signs": lambda n: "%%% " * n,
    "HTML comments": lambda n: "<!-- " * n,
    "closed HTML comments": lambda n: "<!-- a -->" * n,
    "HTML tags": lambda n: "<a " * n,
    "tags": lambda n: "#a" * n,
    "tags after escapes": lambda n: r"\[#a" * n,
    "tags after backslashes": lambda n: "\\" * n + "#a",
    "tags in an address": lambda n: "https://a=#b" * n,
    "three brackets": lambda n: "[[[a]]]" * n,
    "three brackets at the end": lambda n: "[[a [b]]]" * n,
    "ids that are not read": lambda n: "- a ^b\n  c\n" * n,
    "block ids": lambda n: "^a " * n,
    "block ids on lines": lambda n: "x ^a\n" * n,
    "own-line block ids": lambda n: "^a\n\n" * n,
    "footnote marks": lambda n: "[^a" * n,
    "footnotes without text": lambda n: "[^a] " * n,
    "footnote texts": lambda n: "[^a]: b\n" * n,
    "references": lambda n: "[a][b" * n,
    "undefined references": lambda n: "[a][b] " * n,
    "destinations with spaces": lambda n: "[a](b c" * n,
    "unencoded links": lambda n: "[a](b c.md) " * n,
    "unencoded brackets": lambda n: "](a (b) c" * n,
    "backslashes": lambda n: "\\" * n,
    "quotes and fences": lambda n: "> ```\n" * n,
    "fences": lambda n: "```\n~~~~\n" * n,
    "fences of growing length": lambda n: "".join("`" * k + "\n" for k in range(3, 200)) * n,
    "indented dollars": lambda n: "\n    $a\n" * n,
    "indented continuation": lambda n: "x\n" + "    $a `b\n" * n,
    "tables": lambda n: "| a | b |\n|---|---|\n" * n,
    "wide table": lambda n: "|a" * n + "|\n" + "|-" * n + "|\n",
    "long line in a table": lambda n: "|a|\n|-|\n" + "x" * n + "\ny\n",
    "tables and headings": lambda n: "|a|\n|-|\nx\n===\n" * n,
    "links in display texts": lambda n: "[[a|[b](c)]] " * n,
    "headings": lambda n: "# a\n" * n,
    "Setext headings": lambda n: "a\n---\n" * n,
    "closing marks": lambda n: "# a " + "# " * n,
    "hashes": lambda n: "# " + "#" * n,
    "heading of comments": lambda n: "# " + "%%a%% b" * n,
    "quotes that grow": lambda n: "".join(f"{'>' * k} x\n" for k in range(100)) * n,
    "lists": lambda n: "- a\n  - b\n" * n,
    "suppressions": lambda n: "%% vaultkit: allow x %%\n\n" * n,
    "code and suppressions": lambda n: "`a` %% vaultkit: allow x %%\n\n" * n,
    "opened suppressions": lambda n: "%% vaultkit: allow-start x %%\n\n" * n,
    "closed suppressions": lambda n: (
        "%% vaultkit: allow-start x %%\n\n%% vaultkit: allow-end x %%\n\n" * n
    ),
    "suppression of many spaces": lambda n: "%% vaultkit: allow x" + " " * n + "y",
    "heading of many spaces": lambda n: "# a" + " " * n + "b",
    "destination of many spaces": lambda n: "[a](b" + " " * n + "c)",
    "list marks of many spaces": lambda n: "-" + " " * n + "$a",
    "HTML attributes": lambda n: "<a " + "id " * n + ">",
    "merge marks": lambda n: "<<<<<<< a\n=======\n" * n + ">>>>>>> b\n",
    "code and merge marks": lambda n: "`a`\n\n<<<<<<< a\n\n" * n + ">>>>>>> b\n",
    "YAML lines": lambda n: "---\n" + "".join(f"k{k}: v\n" for k in range(n // 10)) + "---\n",
    "YAML links": lambda n: "---\na:\n" + '  - "[[N]]"\n' * n + "---\n",
    "YAML Markdown links": lambda n: "---\na:\n" + '  - "[N](N.md)"\n' * n + "---\n",
    "YAML brackets": lambda n: "---\na: [" + "[x], " * n + "]\n---\n",
    "YAML braces": lambda n: (
        "---\na: {" + ", ".join(f"k{k}: v" for k in range(n // 10)) + "}\n---\n"
    ),
    "YAML brackets not closed": lambda n: "---\na: " + "[x, " * 60 + "y, " * n + "\n---\n",
    "YAML items in brackets": lambda n: (
        "---\n" + "".join(f"k{k}: [[a]]\n" for k in range(n // 10)) + "---\n"
    ),
    "YAML quotes": lambda n: "---\na: '" + "''" * n + "'\n---\n",
    "YAML quoted lines": lambda n: '---\na: "' + "b\n  " * n + '"\n---\n',
    "YAML escapes": lambda n: '---\na: "' + "\\n" * n + '"\n---\n',
    "YAML quote of blanks": lambda n: '---\na: "' + " " * n + 'x"\n---\n',
    "YAML text of blanks": lambda n: "---\na:\tb" + " " * n + "c\n---\n",
    "YAML text of lines": lambda n: "---\na: |\n" + "  b\n" * n + "---\n",
    "YAML text of empty lines": lambda n: "---\na: |\n  b\n" + "\n" * n + "---\n",
    "YAML folded text": lambda n: "---\na: >\n" + "  b\n\n" * n + "---\n",
    "YAML value of lines": lambda n: "---\na: b\n" + "  b\n" * n + "---\n",
    "YAML value of empty lines": lambda n: "---\na: b\n" + "\n" * n + "---\n",
    "YAML empty lines": lambda n: "---\na:\n  b:\n    - c:\td\n" + "\n" * n + "---\n",
    "YAML comments": lambda n: "---\na:\n  b:\n    - c:\td\n" + "# x\n" * n + "---\n",
    "YAML tabs": lambda n: "---\na:\n" + "-\tb: c\n" * n + "---\n",
    "YAML tabs below empty lines": lambda n: "---\na:\n" + "- b:\n\n\t- c\n" * n + "---\n",
    "YAML keys without a colon": lambda n: "---\na:\t1\n" + "b\n" * n + "---\n",
    "YAML anchors": lambda n: (
        "---\n" + "".join(f"k{k}: &a{k} v\n" for k in range(n // 10)) + "---\n"
    ),
    "YAML colons": lambda n: "---\na: [" + ":" * n + "]\n---\n",
    "YAML questions": lambda n: "---\na: [" + "?" * n + "]\n---\n",
    "YAML exclamation marks": lambda n: "---\na: [" + "! " * n + "]\n---\n",
    "carriage returns": lambda n: "a `b\r" * n,
    "CRLF": lambda n: "[[a]] $b\r\n" * n,
}


def cost(text):
    """Return the processor time that parsing takes."""
    source = Source(text.encode())
    return effort.cost(lambda: parse(source))


@cache
def ordinary():
    """Return the processor time that an ordinary note of five megabytes takes."""
    return cost(ORDINARY)


@pytest.mark.parametrize("name", NESTED)
def test_nesting_ends(name):
    assert cost(NESTED[name]) < 2 * ordinary()


@pytest.mark.parametrize("name", YAML)
def test_hostile_front_matter_ends(name):
    assert cost(f"---\n{YAML[name]}\n---\n[[x]]\n") < 2 * ordinary()


@pytest.mark.parametrize("name", [name for name in YAML if name.startswith(("anchor", "names"))])
def test_anchors_that_multiply_are_left_alone(facts, name):
    found = facts(f"---\n{YAML[name]}\n---\n[[x]]\n")
    assert (found.properties, [link.target for link in found.links]) == ([], ["x"])


@pytest.mark.parametrize("name", LARGE)
def test_a_large_note_costs_ten_times_a_tenth_of_it(name):
    tenth = LARGE[name][: len(LARGE[name]) // 10]

    assert cost(LARGE[name]) < 40 * max(min(cost(tenth) for _ in range(3)), SOON)


def repeated(name, size):
    """Return one of the repeated texts of about that size."""
    made = REPEATED[name]
    return made(max(1, 100 * size // len(made(100))))


@pytest.mark.parametrize("name", REPEATED)
def test_time_grows_with_the_size(name):
    """Sixteen times the text costs about that; what is quadratic costs 256 times as much."""
    full = 6_000 if cost(repeated(name, 6_000)) > 0.02 else 24_000  # the clock can tell
    size = rounds(full, 2)
    some, many = repeated(name, size), repeated(name, 16 * size)
    spent = cost(many)
    if spent >= 100 * SOON:
        least = max(min(cost(some) for _ in range(3)), SOON)
        assert spent < 100 * least or cost(many) < 100 * least
