"""Markdown links whose destination the maths in it would hide or make."""

from vaultkit import check
from vaultkit.markdown.parser import parse
from vaultkit.source import Source


def test_maths_with_a_space_in_a_destination_makes_no_link() -> None:
    assert parse(Source(b"[$\\bar E$](#$\\bar E$)\n")).links == []


def test_what_stays_encoded_is_explained() -> None:
    files = {".obsidian/app.json": "{}", "H.md": "[x](R%26D.md)", "R&D.md": "text"}
    (finding,) = check(files, select=["broken-link"]).findings

    assert finding.help == "Obsidian leaves %26 as it stands: write &"
