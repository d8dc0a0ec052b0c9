"""The quick reader of plain front matter agrees with the others on whatever it accepts."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.rounds import rounds
from vaultkit.markdown.facts import FrontMatter, Property
from vaultkit.markdown.frontmatter import _read_plainly, find_front_matter
from vaultkit.markdown.yaml.values import read_properties
from vaultkit.markdown.yaml_witness import compose_properties

PIECES = st.sampled_from(
    [
        *"ab1 :#-,[]{}'\"\n\t|>&*!%@`?~.é\u00a0",
        "key: ",
        "- ",
        "\n- ",
        "\n  - ",
        "\nother: ",
        "null",
        "''",
        "é: ",
    ]
)


def composed(raw: bytes) -> FrontMatter:
    result = FrontMatter(0, len(raw))
    compose_properties(raw, 0, result)
    return result


def wholly(raw: bytes) -> FrontMatter:
    """Return what the reader makes of it that takes all of YAML."""
    result = FrontMatter(0, len(raw))
    read_properties(raw.decode(), 0, result)
    return result


def places(properties: list[Property]) -> list[object]:
    """Return what matters of properties; where an empty value stands is nobody's business."""
    return [
        (
            item.key,
            item.start,
            item.end,
            [
                (value.path, value.text, value.kind, *((value.start, value.end) * bool(value.text)))
                for value in item.values
            ],
        )
        for item in properties
    ]


@example("\nother:  -")
@example("null: a")
@example("True: a")
@given(st.lists(PIECES, max_size=25).map("".join))
@settings(max_examples=rounds(2000), deadline=None)
def test_what_the_quick_reader_accepts_is_what_yaml_says(text: str) -> None:
    raw = text.encode()
    quick = _read_plainly(raw, 0)

    if quick:
        for slow in (composed(raw), wholly(raw)):
            assert slow.error is None
            assert places(quick) == places(slow.properties)


@pytest.mark.parametrize(
    ("vault", "notes"), [("obsidian-help/en", 173), ("data-archive", 1151), ("13th-age-srd", 998)]
)
def test_the_two_readers_agree_on_real_notes(corpora: Path, vault: str, notes: int) -> None:
    """``notes`` are those that the quick one can read."""
    compared = 0
    for path in sorted((corpora / "vaults" / vault).rglob("*.md")):
        data = path.read_bytes()
        block = find_front_matter(data)
        if block is None:
            continue
        raw = data[block[0] : block[1]]
        quick = _read_plainly(raw, 0)
        if quick is not None:
            assert places(quick) == places(composed(raw).properties), path
            assert places(quick) == places(wholly(raw).properties), path
            compared += 1
    assert compared == notes
