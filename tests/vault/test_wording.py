"""What no rule about links may judge (reference, section 7)."""

import pytest

from vaultkit import check

FILES = {
    ".obsidian/app.json": "{}",
    "N.md": "---\naliases: [Other]\n---\n\n# My Heading\n",
    "a/Twin.md": "x",
    "b/Twin.md": "x",
}


def judged(text: str) -> list[tuple[str, str]]:
    report = check({**FILES, "S.md": text})
    return [
        (found.rule, str(found.severity))
        for found in report.findings
        if found.code.startswith("VK1")
    ]


@pytest.mark.parametrize(
    ("target", "rule"),
    [
        ("gone.md", "broken-link"),
        ("N.md#gone", "broken-anchor"),
        ("N.md#^gone", "broken-block"),
        ("N.md#my-heading", "slug-link"),
        ("Other", "alias-link"),
        ("Twin", "ambiguous-link"),
    ],
)
def test_a_markdown_link_in_a_property_is_at_most_an_info(target: str, rule: str) -> None:
    ((found, severity),) = judged(f"[x]({target})")
    assert (found, severity != "info") == (rule, True)
    assert judged(f"---\nup: '[x]({target})'\n---\n") == [(rule, "info")]
    assert judged(f"---\nup:\n  - '[x]({target} \"title\")'\n---\n") == [(rule, "info")]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("see [x](gone.md)", id="text before it"),
        pytest.param("[x](gone.md), [y](N.md)", id="two"),
        pytest.param("![x](gone.md)", id="image"),
        pytest.param("[x](https://example.org/gone.md)", id="web address"),
        pytest.param("[x](N.md)", id="alive"),
        pytest.param("[x](N.md 'title')", id="alive, with a title"),
        pytest.param("[x](<N.md>)", id="alive, in angle brackets"),
        pytest.param("[x](My%20\\(N\\).md)", id="alive, with escapes"),
        pytest.param("[x](My%20(N).md)", id="alive, with parentheses"),
        pytest.param("[x](My (N).md)", id="alive, with blanks and parentheses"),
        pytest.param("[x]({{note}}.md)", id="filled in later"),
    ],
)
def test_what_is_no_dead_link_in_a_property(value: str) -> None:
    text = f'---\nup: "{value}"\n---\n'
    report = check({**FILES, "My (N).md": "x", "S.md": text})
    assert not [found for found in report.findings if found.code.startswith("VK1")]


@pytest.mark.parametrize(
    "text", ["[[gone [x]]]", "![[gone [x]]]", "---\nup: '[[gone [x]]]'\n---\n"]
)
def test_three_brackets_at_the_end_are_open_to_doubt(text: str) -> None:
    assert judged(text) == []
    assert judged(text.replace("]]]", "]]")) != []


@pytest.mark.parametrize("text", ["[[[N]]]", "![[[N#x|y]]]", "[[[a/twin]]]", "[[[N.md]]](u.md)"])
def test_three_brackets_before_a_name_that_is_there_are_open_to_doubt(text: str) -> None:
    assert judged(text) == []
    assert judged(text.replace("[[[", "[[[x")) != []


def test_three_brackets_before_a_name_are_no_link_to_it() -> None:
    files = {".obsidian/app.json": "{}", "N.md": "x", "S.md": "[[[N]]] [[S]]"}
    orphans = {found.path for found in check(files, select=["orphan-note"]).findings}
    assert orphans == {"N.md", "S.md"}
