"""``ambiguous-link``: what it advises."""

from vaultkit import check

ONE, OTHER = "Maturit\u00e0.md", "Maturita\u0300.md"


def advice(*paths: str) -> list[str | None]:
    files = {"Home.md": "[[Maturit\u00e0]]", **dict.fromkeys(paths, "x")}
    return [finding.help for finding in check(files, select=["ambiguous-link"]).findings]


def test_no_path_tells_two_unicode_forms_apart() -> None:
    assert advice(ONE, OTHER) == [
        "their names are one in two Unicode forms; rename or delete all but one"
    ]


def test_a_path_in_two_unicode_forms_is_named_once() -> None:
    (said,) = advice(f"x/{ONE}", f"x/{OTHER}", f"y/{ONE}")
    assert said is not None
    assert said.count('"x/') == said.count('"y/') == 1
