"""What holds of any edits and of repairing any vault at all, looked for by Hypothesis."""

import unicodedata
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rounds import rounds
from vaultkit.api import Vault
from vaultkit.changes.edits import apply, edited
from vaultkit.changes.fix import Edit, Fix
from vaultkit.config.read import read_settings
from vaultkit.fix.plan import plan
from vaultkit.fix.repair import repair
from vaultkit.rules.base.problem import Applicability

MODERATE = settings(
    max_examples=rounds(150),
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SETTINGS = read_settings()

TARGETS = [
    *("Roses", "roses", "Red roses", "red-roses", "Roses.md", "roses.MD", "Roses.md.md"),
    *("gone/Roses", "garden/Red roses", "garden/Red%20roses.md", "Red%20roses.md", "Rose"),
    *("Caf\u00e9", "Cafe\u0301", "CAFE\u0301", "Caf%C3%A9.md", "\u65e5\u672c", "Rosa", "a.png"),
    *("gone/a.png", "A.PNG", "Bed (1)", "gone/Bed%20(1).md", "nowhere", "garden/../Roses"),
]
ANCHORS = [
    *("", "", "", "#pruning-in-march", "#Pruning in March", "#pruning", "#soil", "#soil-1"),
    *("#Soil", "#red-roses", "#roses", "#caf\u00e9", "#^id", "#Pruning: in March", "#-odd-", "#"),
]
TEXTS = ["text", "a b", "Roses", "**bold**", "a|b", "caf\u00e9 \U0001f339", "", "a]b", "`c`", "x#y"]
PROSE = [
    *(
        "words",
        "a b",
        "\u00e9",
        "e\u0301",
        "\U0001f339",
        "\u00a0",
        "\u2028",
        "\x00",
        "\\",
        "`",
        "``",
    ),
    *("%%", "$", "**", "==", "<b>", "<!--", "-->", "#tag", " ^id", "[^1]", "&amp;", "|", "\t", "!"),
    *("[", "]", "{#id}", "[x]: Roses.md\n", "[x]"),
]
STARTS = ["", "", "", "# ", "## ", "- ", "> ", "1. ", "    ", "```\n", "- [ ] ", "[^1]: ", "| "]
HEADINGS = [
    "# Pruning in March",
    "## Soil",
    "## Soil",
    "# Red roses",
    "### Caf\u00e9",
    "# *Odd* [[Roses]]",
]
NAMES = [
    *(
        "Roses.md",
        "garden/Red roses.md",
        "Caf\u00e9.md",
        "Cafe\u0301s.md",
        "\u65e5\u672c.md",
        "Home.md",
    ),
    *("far/Bed (1).md", "Soil #1.md", "x/Rosas.md"),
]
YAML = [
    *(
        "tags: a",
        "tag: one",
        "tag: [a, b]",
        "alias: Rosa",
        "cssclass: wide",
        "aliases:\n  - Rosa\n  -",
    ),
    *(
        "aliases: [Rosa, , ]",
        "aliases: ['', Rosa] # why",
        "aliases:",
        "aliases:\n-\n- ''",
        "# note",
    ),
    *("up: [[Roses]]", 'up: "[[roses]]"', "up: [[red roses]] # x", "up: '[[gone/Roses|R]]'"),
    *('rel: "[[Roses]] [[Home]]"', "rel:\n  - '[[Roses]]'\n  - [[Home]]", "rel: &a '[[roses]]'"),
    *(
        "also: *a",
        "date: 2020-01-01",
        "tab:\tx",
        "odd: [",
        "Up: [[Roses]], [[Home]]",
        "aliases: null",
    ),
    *('rel: "[x](gone/Roses.md)"', "when: {a: '[[roses]]'}"),
]


@st.composite
def links(draw: st.DrawFn) -> str:
    target = draw(st.sampled_from(TARGETS)) if draw(st.integers(0, 3)) else ""
    target += draw(st.sampled_from(ANCHORS))
    text = draw(st.sampled_from(TEXTS))
    mark = draw(st.sampled_from(["", "", "", "!"]))
    shape = draw(
        st.sampled_from(
            [
                "[[{0}]]",
                "[[{0}|{1}]]",
                "[[{0}\\|{1}]]",
                "[{1}]({0})",
                "[{1}]({0})",
                "[{1}](<{0}>)",
                '[{1}]({0} "title")',
                "[{1}]( {0} )",
                "[Roses|{1}](#roses{1})",
            ]
        )
    )
    return mark + shape.format(target, text)


LINES = st.one_of(
    st.builds(
        lambda start, parts: start + "".join(parts),
        st.sampled_from(STARTS),
        st.lists(st.one_of(links(), links(), st.sampled_from(PROSE), st.just(" ")), max_size=5),
    ),
    st.sampled_from(HEADINGS),
    st.builds(
        lambda one, other: f"\n| a | b |\n|:--|---|\n| {one} | {other} |\n", links(), links()
    ),
)


@st.composite
def notes(draw: st.DrawFn) -> bytes:
    text = "\n".join(draw(st.lists(LINES, max_size=7)))
    yaml = draw(
        st.lists(st.sampled_from(YAML), max_size=3, unique_by=lambda one: one.split(":")[0])
    )
    if yaml:
        opening = draw(st.sampled_from(["---\n", "---\n", "---\n", "\n---\n", "--- \n"]))
        text = opening + "\n".join(yaml) + "\n---\n" + text
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])))
    if "\r" in text and "\n" not in text:
        text = text.replace("```", "~~~")  # pyromark looks past a lone CR for a fence's backticks
    text = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFC", "NFD"])), text)
    return draw(st.sampled_from([b"", b"", b"", b"\xef\xbb\xbf"])) + text.encode()


@st.composite
def vaults(draw: st.DrawFn) -> dict[str, bytes]:
    files = draw(st.dictionaries(st.sampled_from(NAMES), notes(), min_size=1, max_size=4))
    files["a.png"] = b""
    options = draw(
        st.sampled_from(
            [None, b"{}", b'{"useMarkdownLinks": true}', b'{"newLinkFormat": "relative"}']
        )
    )
    if options is not None:
        files[".obsidian/app.json"] = options
    return files


def repaired(files: dict[str, bytes], *, unsafe: bool) -> dict[str, bytes]:
    """Repair a vault in memory; give its files and see that nothing was refused."""
    vault = Vault.from_texts(files, SETTINGS.plan())
    done = repair(vault, SETTINGS, unsafe=unsafe)
    assert done.refusals == []
    assert done.cycle == ()
    assert done.moved == []
    result = dict(files)
    for path, change in done.changes.items():
        assert change.before == files.get(path)
        if change.after is None:
            del result[path]
        else:
            result[path] = change.after
    return result


def links_of(files: dict[str, bytes]) -> tuple[int, int]:
    """Return how many links there are in a vault and how many of them are broken."""
    vault = Vault.from_texts(files, SETTINGS.plan())
    broken = [outcome.is_broken for note in vault.notes for _, outcome in vault.outcomes(note)]
    return len(broken), sum(broken)


def with_escaped_pipes(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return a vault in which no pipe takes a link in a table apart, so that dead ones count."""
    documents = Vault.from_texts(files, SETTINGS.plan()).documents
    result = dict(files)
    for path, document in documents.items():
        mark = files[path][: len(files[path]) - document.facts.size]
        data = files[path][len(mark) :]
        pipes = [
            Edit(path, at, at, b"\\")
            for link in document.facts.parted_links
            for at in range(link.start, link.end)
            if data[at : at + 1] == b"|" and data[at - 1 : at] != b"\\"
        ]
        result[path] = mark + edited(data, pipes)
    return result


def check_repair(files: dict[str, bytes], *, unsafe: bool) -> None:
    once = repaired(files, unsafe=unsafe)
    assert repaired(once, unsafe=unsafe) == once
    before, after = links_of(files), links_of(once)
    dead = links_of(with_escaped_pipes(files))[1] if unsafe else 0
    assert after[1] <= max(before[1], dead)
    if once.keys() == files.keys():
        assert after[0] >= before[0]


@MODERATE
@given(vaults())
def test_any_vault_is_repaired(files: dict[str, bytes]) -> None:
    check_repair(files, unsafe=False)


@MODERATE
@given(vaults())
def test_any_vault_is_repaired_unsafely(files: dict[str, bytes]) -> None:
    check_repair(files, unsafe=True)


@st.composite
def texts_and_edits(draw: st.DrawFn) -> tuple[bytes, list[Edit]]:
    data = draw(st.text(max_size=60)).encode()
    places = st.integers(0, len(data))
    spans = draw(st.lists(st.tuples(places, places), max_size=8))
    edits = [
        Edit("N.md", min(span), max(span), draw(st.text(max_size=5)).encode()) for span in spans
    ]
    return data, edits


def fix(*edits: Edit) -> Fix:
    return Fix("a-rule", "do it", Applicability.SAFE, edits)


@MODERATE
@given(texts_and_edits())
def test_what_is_planned_neither_overlaps_nor_touches(given_: tuple[bytes, list[Edit]]) -> None:
    chosen = plan([fix(edit) for edit in given_[1]])
    spans = sorted((edit.start, edit.end) for one in chosen for edit in one.edits)

    assert all(one[1] < other[0] for one, other in pairwise(spans))
    assert plan(chosen) == chosen
    for edit in given_[1]:
        if fix(edit) not in chosen:
            assert any(start <= edit.end and edit.start <= end for start, end in spans)


@MODERATE
@given(texts_and_edits(), st.randoms(use_true_random=False))
def test_disjoint_edits_commute(given_: tuple[bytes, list[Edit]], rng) -> None:
    data, edits = given_
    chosen = plan([fix(edit) for edit in edits])
    at_once = apply(chosen, Vault.from_texts({"N.md": data})) if chosen else {}
    expected = at_once["N.md"].after if at_once else data
    waiting = [one.edits[0] for one in chosen]
    rng.shuffle(waiting)
    for number, edit in enumerate(waiting):
        data = edited(data, [edit])
        grown = len(edit.new) - (edit.end - edit.start)
        waiting[number + 1 :] = [
            Edit(later.path, later.start + grown, later.end + grown, later.new)
            if later.start > edit.start
            else later
            for later in waiting[number + 1 :]
        ]

    assert data == expected


@MODERATE
@given(texts_and_edits())
def test_bytes_outside_the_edits_never_change(given_: tuple[bytes, list[Edit]]) -> None:
    data, edits = given_
    chosen = [one.edits[0] for one in plan([fix(edit) for edit in edits])]
    after = edited(data, chosen)
    at = there = 0
    for edit in chosen:
        kept = data[at : edit.start]
        assert after[there : there + len(kept)] == kept
        there += len(kept) + len(edit.new)
        at = edit.end

    assert after[there:] == data[at:]
