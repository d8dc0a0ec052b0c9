"""Every vault comes back to the letter from the file made of it, and every link leads where it led.

What is read here is read by others than the code that writes: links by the vault's resolver, words
by markdown-it.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.flatten.conftest import FILE, PLAN, travel
from tests.rounds import rounds
from vaultkit.markdown.facts import LinkKind, Place
from vaultkit.vault.vault import Vault

NAMES = [
    "Compost",
    "compost heap",
    "C++",
    "a_b_c",
    "*Star*",
    "1. First",
    "Über Straße",
    "日本語",
    "กี่",
    "!!!",
    "Compost-1",
    "Soil (old)",
    "R&D",
    "x <y",
    "Setup",
    "n1",
    "section",
    "100%",
    "$5",
    "-- >",
]
FOLDERS = ["", "beds/", "beds/west/", "Old %20/"]
HEADINGS = [
    "Layers",
    "Setup",
    "A & B",
    "Compost",
    "`code` x",
    "日本",
    "v1.2 x",
    "See [[Compost|it]]",
]
PIECES = [
    "Some *plain* text.", "- item\n- other", "> quoted", "```sh\n# no heading\n[[no link]]\n```",
    "a | b\n--|--\n[[Compost\\|c]] | ![[pic.png\\|20]]", "Text[^1].\n\n[^1]: Note.", "A block. ^b1",
    "[r] and [t][r] and [r][].\n\n[r]: Compost.md 'tip'", "> [r]:\n> Setup.md\n>\n> [r] ![r][R]",
    "- [x]\n\n  [x]: <C++.md>\n  'on\n  two'", "[r][r] [ r ] [x][] in none", "## See [r] [^1]",
    "[Straße x]\n\n[STRASSE\n x]: img/pic.png", "[r]: https://x.org 'one of many'", "[n1-r]",
    "# Own title {#own}",
    "<div>\n\nhtml\n\n</div>",
    "%% a [[Compost]] comment %%", "$$\nx_1\n$$", "---\nkey: x\n---", "\\[[no]] `[[no]]`",
    "Setext\n===",
    "![[pic.png]] ![[pic.png|300]] ![alt|20](img/pic.png) ![](../img/pic.png 'T')", "line  \nbreak",
    '[web](https://x.org/a?b=c "t") <https://y.org>', "[[file.pdf#page=3]] [p](img/pic.png)",
    "| t |\n|---|", "* * *", "    code", "\\",
]  # fmt: skip
LAST = ["", "~~~\nopen", "<!-- open", "%%\n[[Compost]]", "$$\nopen", "- x\n  ```\n  open"]
FRONT = [
    "", "---\naliases: [x]\nup: '[[Compost]]'\n---\n", "---\na: b --> c &amp; --&gt; --!>\n\n---\n",
    "---\n---\n", "\n---\na: b\n---\n", "---\nbad: [\n---\n", "\n\n",
]  # fmt: skip
TEXTS = ["", "|text", "|*bold* [x]", "|Compost", "| spaced ", "|a|b", "|`c`", "|$x$ & <b>", "|x]"]


@st.composite
def notes(draw):
    """Make a vault: a few notes, whatever they hold, that link to each other and to nothing."""
    paths = draw(
        st.lists(
            st.builds(lambda f, n: f"{f}{n}.md", st.sampled_from(FOLDERS), st.sampled_from(NAMES)),
            min_size=1,
            max_size=6,
            unique_by=str.lower,
        )
    )
    stems = [path.rpartition("/")[2][:-3] for path in paths]
    target = st.sampled_from([*stems, *(path[:-3] for path in paths), "Nowhere", "Setup", "gone/X"])
    anchor = st.sampled_from(["", "", *(f"#{heading}" for heading in HEADINGS), "#^b1", "#Gone"])
    wikilink = st.builds(
        lambda mark, to, at, text: f"{mark}[[{to}{at}{text}]]",
        st.sampled_from(["", "", "!"]), target, anchor, st.sampled_from(TEXTS),
    )  # fmt: skip
    markdown = st.builds(
        lambda mark, text, to, at: (
            f"{mark}[{text}]({to.replace('%', '%25').replace(' ', '%20')}.md{at})"
        ),
        st.sampled_from(["", "", "!"]),
        st.sampled_from(["text", "*b*", "![i](img/pic.png)", "Compost", ""]),
        target,
        st.sampled_from(["", "#Layers", "#layers", "#Gone"]),
    )
    own = st.builds("[[#{}]] [x](#{})".format, st.sampled_from(HEADINGS), st.sampled_from(stems))
    heading = st.builds(
        "{} {}".format, st.sampled_from(["#", "##", "###"]), st.sampled_from([*HEADINGS, *stems])
    )
    piece = st.one_of(wikilink, markdown, own, heading, st.sampled_from(PIECES))
    made = {"img/pic.png": b"", "file.pdf": b""}
    for path, stem in zip(paths, stems, strict=True):
        start = draw(st.sampled_from([*FRONT, f"# {stem}\n", f"---\na: b\n---\n\n# {stem}\n"]))
        body = draw(st.lists(piece, max_size=6))
        between = draw(st.sampled_from(["\n\n", "\n\n", "\n"]))
        body.append(draw(st.sampled_from(LAST)))
        text = start + between.join(body) + draw(st.sampled_from(["", "\n", "\n\n"]))
        newline = draw(st.sampled_from(["\n", "\n", "\n", "\r\n"]))
        bom = draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"]))
        made[path] = bom + text.replace("\n", newline).encode()
    return made


def edges(vault: Vault) -> dict[str, list[tuple]]:
    """Return where all links of each note lead."""
    return {
        note.path: [
            (link.embed, outcome.state, outcome.files, outcome.heading and outcome.heading.text)
            for link, outcome in vault.outcomes(note)
        ]
        for note in vault.notes
    }


@settings(
    max_examples=rounds(150),
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(notes())
def test_the_notes_come_back_to_the_letter_and_lead_where_they_led(files) -> None:
    trip = travel(files)
    others = {path: data for path, data in files.items() if not path.endswith(".md")}
    expected = {path: data for path, data in files.items() if path.endswith(".md")}

    assert trip.back.notes == expected
    assert edges(Vault.from_texts({**others, **trip.back.notes}, PLAN)) == edges(trip.vault)


@settings(
    max_examples=rounds(150),
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(notes())
def test_no_link_of_the_file_is_broken_that_was_not(files) -> None:
    trip = travel(files)
    flat = trip.flat
    (document,) = flat.documents.values()
    assert len(document.notes) - 1 == len(trip.vault.notes)
    for before, after in zip(trip.vault.notes, document.notes[1:], strict=True):
        was = [o for link, o in trip.vault.outcomes(before) if link.place is not Place.PROPERTY]
        broken = [outcome.linkpath for outcome in was if outcome.is_broken]
        now = [
            link.target
            for link, outcome in flat.outcomes(after)
            if outcome.is_broken and link.kind is not LinkKind.REFERENCE  # Obsidian judges none
        ]
        assert len(now) <= len(broken), (before.path, now)
    assert FILE in flat.documents


if __name__ == "__main__":
    pytest.main([__file__])
