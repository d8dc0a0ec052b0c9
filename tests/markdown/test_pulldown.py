"""What the adapter mends of the parser's own mistakes."""

import pytest

from vaultkit.markdown.facts import LinkKind
from vaultkit.markdown.parser import parse
from vaultkit.source import Source


@pytest.mark.parametrize("text", ["![[d.png]] text](y.md)", r"![[d.png]]\[x](y.md)"])
def test_an_embed_is_not_swallowed_by_an_image(text: str) -> None:
    (link,) = parse(Source(text.encode())).links

    assert (link.kind, link.embed, link.target) == (LinkKind.WIKILINK, True, "d.png")
    assert text[link.start : link.end] == "![[d.png]]"


def test_a_link_longer_than_any_name_is_none() -> None:
    assert parse(Source(f"[{'x' * 30_000}](y.md)".encode())).links == []


def test_maths_with_a_space_in_a_destination_makes_no_link() -> None:
    assert parse(Source(b"[$\\bar E$](#$\\bar E$)\n")).links == []
