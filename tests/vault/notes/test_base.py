"""What a base names counts as linked to: reference, section 10."""

import pytest

from vaultkit import check


@pytest.mark.parametrize(
    "formula",
    [
        pytest.param('file.hasLink("N")', id="name"),
        pytest.param('file.hasLink("N.md")', id="file name"),
        pytest.param('file.hasLink("[[N]]")', id="wikilink"),
        pytest.param('file.hasLink("N#h")', id="heading"),
        pytest.param('file.hasLink("N.md#h")', id="file name and heading"),
        pytest.param('file.hasLink("[[N#h|x]]")', id="wikilink with a heading and a text"),
        pytest.param("file.hasLink('a/N#^b')", id="path and block"),
        pytest.param('link("N#h", "x")', id="link with a text"),
    ],
)
def test_a_note_that_a_base_names_is_no_orphan(formula: str) -> None:
    files = {".obsidian/app.json": "{}", "a/N.md": "# h\n", "B.base": f"filters: {formula}\n"}

    assert check(files, select=["orphan-note"]).findings == ()
    assert check({**files, "B.base": "filters: x\n"}, select=["orphan-note"]).findings != ()
