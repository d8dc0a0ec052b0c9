"""What no rule about links may judge (reference, section 7)."""

import pytest

from vaultkit import check

FILES = {
    ".obsidian/app.json": "{}",
    "N.md": "---\naliases: [Other]\n---\n\n# My Heading\n",
    "a/Twin.md": "x",
    "b/Twin.md": "x",
}


def judged(text: str) -> list[str]:
    report = check({**FILES, "S.md": text})
    return [found.rule for found in report.findings if found.code.startswith("VK1")]


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
def test_a_markdown_link_in_a_property_is_open_to_doubt(target: str, rule: str) -> None:
    assert judged(f"[x]({target})") == [rule]
    assert judged(f"---\nup: '[x]({target})'\n---\n") == []
