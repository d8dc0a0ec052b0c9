"""Ten thousand of anything, one in another: soon done, and no traceback."""

import json
from functools import cache

import pytest

from tests.effort import ORDINARY, cost
from vaultkit import check as check_texts

MANY = 10_000
NESTED = {
    "brackets": "[" * MANY,
    "brackets closed": "[" * MANY + "]" * MANY,
    "wikilinks": "[[" * MANY,
    "wikilinks closed": "[[a" * MANY + "]]" * MANY,
    "embeds": "![[" * MANY,
    "images": "![" * MANY,
    "images in images": "![" * MANY + "](x)" * MANY,
    "links in links": "[a](" * MANY + ")" * MANY,
    "parentheses": "[a](" + "(" * MANY + ")" * MANY + ")",
    "footnotes": "[^" * MANY,
    "footnotes in footnotes": "[^1]: " * MANY,
    "quotes": ">" * MANY + " [[/ab]]",
    "quotes apart": "> " * MANY + "[[/ab]]",
    "quoted lines": "".join(f"{'>' * (number % 500)} x\n" for number in range(1000)),
    "double quotes": '"' * MANY,
    "apostrophes": "'" * MANY,
    "list items": "- " * MANY + "[[/ab]]",
    "list items deeper": "".join(f"{'  ' * number}- x\n" for number in range(300)),
    "emphasis": "*" * MANY + "a" + "*" * MANY,
    "emphasis apart": "*a **b " * MANY,
    "underscores": "_a" * MANY,
    "backticks": "`" * MANY,
    "backticks apart": "`a ``b " * MANY,
    "fences": "```\n" * MANY,
    "fences that grow": "".join("`" * (number % 200 + 3) + "\n" for number in range(2000)),
    "comments": "%%" * MANY + "%",
    "comments apart": "%% a " * MANY,
    "HTML comments": "<!--" * MANY,
    "HTML tags": "<a " * MANY,
    "HTML attributes": "<a " + 'id="x" ' * MANY,
    "maths": "$" * MANY,
    "maths apart": "$a $$b " * MANY,
    "headings": "# " * MANY,
    "headings one a line": "# a\n" * MANY,
    "anchors": "[[#" * MANY + "]]",
    "subpaths": "[[x" + "#a" * MANY + "]]",
    "pipes": "[[a" + "|b" * MANY + "]]",
    "dots": "[[" + "../" * MANY + "a]]",
    "percents": "[a](" + "%25" * MANY + ".md)",
    "tables": "|" * MANY + "\n" + "|-" * MANY + "\n" + "|[[/ab]]" * MANY,
    "tags": "#a/" * MANY,
    "block ids": "^a " * MANY,
    "blocks": "a ^b\n\n" * MANY,
    "suppressions": "%% vaultkit: allow broken-link %%\n\n" * 2000,
    "opened suppressions": "%% vaultkit: allow-start broken-link %%\n\n[[/ab]]\n\n" * 1000,
    "front matter lists": "---\na: " + "[" * MANY + "\n---\n[[/ab]]",
    "front matter lists closed": "---\na: " + "[" * MANY + "]" * MANY + "\n---\n[[/ab]]",
    "front matter maps": "---\na: " + "{a: " * MANY + "\n---\n[[/ab]]",
    "front matter indents": "---\n" + "".join(" " * n + "a:\n" for n in range(900)) + "---\n",
    "front matter quotes": "---\na: " + '"' * MANY + "\n---\n[[/ab]]",
    "front matter keys": "---\n" + "".join(f"k{n}: v\n" for n in range(MANY)) + "---\n[[/ab]]",
    "front matter bombs": "---\na0: &a0 x\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    + "---\n[[/ab]]",
    "thematic breaks": "---\n" * MANY,
    "conflict marks": "<<<<<<< a\n" * MANY,
    "backslashes": "\\" * MANY + "[[/ab]]",
    "entities": "&amp;" * MANY,
    "NULs further down": "x" * 9000 + "\0" * 10,
    "carriage returns": "\r" * MANY,
    "ids": "# a {#a}\n" * MANY,
    "titles with ids": "".join(f"# A{n} {{#a{n}}}\n\n[x](#b{n})\n" for n in range(1000)),
}


@cache
def most() -> float:
    """Return the processor time that an ordinary note of five megabytes takes, about."""
    tenth = ORDINARY[: len(ORDINARY) // 10]
    return 10 * min(cost(lambda: check_texts({"A.md": tenth})) for _ in range(2))


class TestNesting:
    """Ten thousand of anything, one in another."""

    @pytest.mark.parametrize("name", NESTED)
    def test_ends_soon(self, name) -> None:
        reports = []
        taken = cost(lambda: reports.append(check_texts({"A.md": NESTED[name] + "\n\nend\n"})))

        assert taken < most()
        assert reports[0].notes == {"ids": MANY, "titles with ids": 1000}.get(name, 1)

    @pytest.mark.parametrize(
        ("name", "links", "errors"),
        [
            ("brackets", "0 links", 0),
            ("wikilinks closed", "1 link", 0),
            ("quotes", "1 link", 1),
            ("front matter lists", "1 link", 1),
        ],
    )
    def test_what_is_found_in_it_is_printed(self, write, run, name, links, errors) -> None:
        write({"A.md": NESTED[name]})
        ran = run("check", "--verbose")

        assert ran.code == errors
        assert f"1 note, {links}: {errors} error" in ran.out

    @pytest.mark.parametrize("text", ["[" * 100_000, '{"nodes":' * MANY, '{"nodes":[' + "[" * MANY])
    def test_in_a_canvas(self, check, text) -> None:
        ran = check({"A.canvas": text})

        assert (ran.code, ran.found) == (1, ["A.canvas:1:1 VK502"])

    def test_in_a_canvas_card(self, check) -> None:
        node = {"type": "text", "text": "[[" * MANY + "> " * MANY + "[[/ab]]"}

        ran = check({"A.canvas": json.dumps({"nodes": [node]})})

        assert ran.found == [f"A.canvas:1:{4 * MANY + 38} VK101"]

    def test_in_obsidians_settings(self, check) -> None:
        assert check({".obsidian/app.json": "[" * 100_000, "A.md": "[[/ab]]"}).code == 1

    def test_in_the_config(self, write, run) -> None:
        write({"vaultkit.toml": "a = " + "[" * MANY})
        ran = run("check")

        assert ran.code == 2
        assert "TMP/vault/vaultkit.toml: not valid TOML" in ran.err

    def test_of_folders(self, write, run) -> None:
        deep = "/".join(["d"] * 500)
        write({f"{deep}/A.md": "[[/ab]]\n"})

        assert run("check", "--format=concise", "--select=VK1").found == [f"{deep}/A.md:1:1 VK101"]


@pytest.mark.parametrize(
    "text",
    [
        "\t" * 200_000 + "x\n",
        f"[x](a/Soil{' ' * 200_000})\n",
        "[x](" + " " * 200_000 + "a/Soil.md)\n",
    ],
    ids=["tabs", "spaces behind a target", "spaces before a target"],
)
def test_very_much_space_takes_no_time(write, run, text) -> None:
    write({"Home.md": text, "Soil.md": "[[Home]]\n"})

    assert run("fix", "--diff").code in (0, 1)
    assert run("flatten", ".", "../Flat.md", "--dry-run").code == 0
