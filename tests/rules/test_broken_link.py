"""Links that came with a text of a web site or of another repository."""

import pytest

from vaultkit import check

ROOT = {"beds/North.md": "x\n", "Soil.md": "x\n"}


def severity(link: str, **files: str) -> str:
    (found,) = check({**ROOT, "Home.md": f"{link}\n", **files}, select=["broken-link"]).findings
    return str(found.severity)


@pytest.mark.parametrize(
    "link",
    [
        "[x](/tags/clay)",
        "[x](/tags/)",
        "[x](/about)",
        "[x](/.github/Help.md)",
        "[x](.github/Help.md)",
        "[x](docs/.site/Help.md#part)",
    ],
)
def test_a_path_from_elsewhere_is_an_info(link: str) -> None:
    assert severity(link) == "info"


@pytest.mark.parametrize(
    "link",
    [
        "[[/tags/soil]]",
        "[x](tags/soil)",
        "[x](./tags/soil.md)",
        "[x](/beds/South)",
        "[x](/Beds/South.md)",
        "[x](beds/.South.md)",
        "[x](./.South.md)",
    ],
)
def test_a_path_of_the_vault_is_an_error(link: str) -> None:
    assert severity(link) == "error"


def test_where_links_that_begin_with_a_slash_open_notes_others_are_errors() -> None:
    assert severity("[x](/tags/clay)", **{"A.md": "[y](/Soil)"}) == "error"
    assert severity("[x](/tags/clay)", **{"A.md": "![y](/one.png)", "one.png": ""}) == "info"


@pytest.mark.parametrize("link", ["[x](/tags/soil)", "[x](/North)", "[x](/plots/North.md)"])
def test_where_the_vault_has_a_file_of_that_name_it_is_an_error(link: str) -> None:
    assert severity(link) == "error"
