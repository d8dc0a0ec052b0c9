"""``duplicate-heading``: what it advises."""

import pytest

from vaultkit import check

PARENTS = "# Beans\n\n## Care\n\n# Peas\n\n## Care\n\n[[#Care]]\n"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        pytest.param(PARENTS, '; "#Peas#Care" reaches this one', id="by its parent"),
        pytest.param("# Beans\n\n## Care\n\n## Care\n", "", id="by nothing"),
    ],
)
def test_it_says_how_the_second_is_reached(text, advice) -> None:
    found = check({"Home.md": text}, select=["duplicate-heading"]).findings

    assert [finding.help for finding in found] == [
        f"a link by its text reaches only the first, further up{advice}"
    ]
