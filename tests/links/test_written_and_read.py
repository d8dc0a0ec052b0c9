"""What is written for a link, the parser reads back as it was meant, wherever it is written."""

import json
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tests.rounds import rounds
from vaultkit.changes.edits import edited
from vaultkit.config.read import read_settings
from vaultkit.fix.repair import repair
from vaultkit.links.flat_links import LinkWriter
from vaultkit.links.plain_text import as_markdown, as_path, as_text
from vaultkit.links.references import Form, Reference, moved, references
from vaultkit.links.rewrite import LinkRewriter
from vaultkit.links.syntax import RenamedTarget
from vaultkit.markdown.facts import Link, LinkKind, Place
from vaultkit.markdown.inline_link import read_inline_link, write_inline_link
from vaultkit.markdown.parser import parse, parse_fragment
from vaultkit.markdown.seen import visible
from vaultkit.markdown.unlinkable import IN_TEXT, is_linkable_anywhere
from vaultkit.markdown.wikilink import read_wikilink, tidy, write_wikilink
from vaultkit.source import Source
from vaultkit.vault.vault import Vault

SIGNS = "aB1é \u0301'.,;:&%()!*_~=$^#[]|<>\\\"`+-{}@x"
NAMES = (
    st.text(SIGNS, min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda name: name and not name.startswith("."))
)
LINKABLE = st.text("aB1é \u0301'.,;:&%()!*_~=^+-{}@x", min_size=1, max_size=8)
WORDS = st.text("abcé ,.'-!&", max_size=8).map(str.strip).filter(bool)
TITLES = st.sampled_from(["", ' "title"', " 'a \"b\"'", " (title)", ' "a \\" b"'])
LINKS = st.one_of(
    st.sampled_from(["[[Old]]", "[[Old#Part]]", "[[ Old ]]", "![[Old]]", "[[Old.md]]"]),
    st.builds("[[Old|{}]]".format, WORDS),
    st.sampled_from(["![[Old|100]]", "![[Old|100x200]]", "![a|100](Old.md)", "![](Old.md)"]),
    st.builds("[{}]({}{})".format, WORDS, st.sampled_from(["Old.md", "<Old.md>"]), TITLES),
    st.builds("![{}](Old.md#Part{})".format, WORDS, TITLES),
)
TEXTS = {
    "paragraph": "Before {} behind.\n",
    "cell": "| a | b |\n| - | - |\n| {} | x |\n",
    "list": "- one\n  - {}\n",
    "callout": "> [!note] {}\n> more\n",
    "heading": "## About {}\n",
    "comment": "%% {} %%\n",
    "double quotes": '---\nup: "{}"\n---\n',
    "single quotes": "---\nup:\n  - '{}'\n---\n",
    "flow list": '---\nup: ["{}", other]\n---\n',
    "block scalar": "---\nup: |-\n  {}\n---\n",
}
DEFINITIONS = [
    '[r]\n\n[r]: Old.md "title"\n',
    "> [r]\n>\n> [r]: <Old.md>\n",
    "- [r]\n\n  [r]:\n  Old.md\n  'title'\n",
    "[r]\n\n[r]: Old.md#Part (title)\n",
]


def looks(count: int) -> settings:
    """Return settings under which a busy machine finds what an idle one does."""
    checks = [HealthCheck.filter_too_much, HealthCheck.too_slow]
    return settings(
        max_examples=rounds(count), derandomize=True, deadline=None, suppress_health_check=checks
    )


def in_place(place: str, link: str) -> str:
    """Return a note with a link in a place, as that has to be written there."""
    if place == "cell":
        link = link.replace("|", "\\|")
    elif place in ("double quotes", "flow list"):
        link = link.replace("\\", "\\\\").replace('"', '\\"')
    elif place == "single quotes":
        link = link.replace("'", "''")
    return TEXTS[place].format(link)


def check_rewritten(path: str, text: str, name: str) -> None:
    """Check each way to write the only link of a file anew for a file of another name."""
    others = {"Old.md": "# Part\n"}
    before = Vault.from_texts({path: text, **others})
    found = references(before, path)
    assume(len(found) == 1)
    new = f"{name}.md"
    after = Vault.from_texts({path: text, new: "# Part\n"})
    renamed_target = RenamedTarget("Old.md", new)
    for meant, edits in LinkRewriter(before, after).spellings(
        found[0], moved(found[0], path), renamed_target
    ):
        written = edited(before.source(path).data, edits)
        again = references(Vault.from_texts({path: written, new: ""}), path)

        assert [read_as(item) for item in again] == [read_as(meant)], written
        assert again[0].link.text in (found[0].link.text, name, None, f"{name}.md", name.strip())


def read_as(reference: Reference) -> tuple[object, ...]:
    """Return what a reference says: of a card the path it is looked up by."""
    link = reference.link
    card = reference.context if reference.form is Form.CARD else ""
    is_definition = reference.form is Form.DEFINITION  # some signs are escaped in it alone
    target = unquote(link.target) if is_definition else link.target
    return reference.form, link.kind, link.embed, target, card


@looks(200)
@given(st.sampled_from(sorted(TEXTS)), LINKS, NAMES)
@example("cell", "[[Old|a]]", "\\")
def test_a_link_in_a_note_is_rewritten_so_that_it_is_read(place, link, name):
    check_rewritten("Note.md", in_place(place, link), name)


@looks(60)
@given(st.sampled_from(DEFINITIONS), NAMES)
@example(DEFINITIONS[0], "=#")
def test_a_definition_is_rewritten_so_that_it_is_read(text, name):
    check_rewritten("Note.md", text, name)


@looks(60)
@given(LINKS, NAMES, st.booleans())
def test_a_text_card_is_rewritten_so_that_it_is_read(link, name, escaped):
    node = {"type": "text", "text": f"ü {link}\nmore"}
    check_rewritten("A.canvas", json.dumps({"nodes": [node]}, ensure_ascii=escaped), name)


@looks(30)
@given(NAMES, st.booleans())
def test_a_file_card_is_rewritten_so_that_it_is_read(name, escaped):
    nodes = [{"type": "file", "file": "Old.md", "subpath": "#Part"}]
    check_rewritten("A.canvas", json.dumps({"nodes": nodes}, ensure_ascii=escaped), name)


@looks(100)
@given(LINKABLE, st.none() | LINKABLE, st.booleans(), st.booleans())
def test_a_wikilink_holds_what_is_called_linkable(target, text, embed, in_table):
    assume(is_linkable_anywhere(target) and not (text and IN_TEXT.search(text)))
    assume(not text or is_linkable_anywhere(text))
    written = write_wikilink(target, text, embed=embed, in_table=in_table)
    whole = TEXTS["cell" if in_table else "paragraph"].format(written)
    link = parse(Source(whole.encode())).links[0]

    assert (link.embed, link.target, link.text) == (embed, tidy(target), text)
    pieces = read_wikilink(written)
    assert "".join(pieces) + "]]" == written
    assert pieces.target == target


@looks(100)
@given(WORDS, NAMES, st.text("ab \u00e9'(", max_size=6), st.booleans())
def test_an_inline_link_has_the_parts_it_is_written_from(text, name, title, embed):
    destination = as_path(f"{name}.md")
    written = write_inline_link(text, destination, title=title, embed=embed)
    parts = read_inline_link(written.encode())

    assert parts is not None
    pieces = [written.encode()[slice(*part)].decode() for part in parts if part is not None]
    assert pieces == [text, destination, *([f'"{title}"'] if title else [])]
    assert len(parse_fragment(written).links) == 1


@looks(150)
@given(
    NAMES,
    st.text(SIGNS, min_size=1, max_size=8),
    st.sampled_from(["", "#Part", "#^id"]),
    st.booleans(),
)
@example("a", "b|c", "", True)
@example("a", "[b](c)", "", False)
@example("a", "\\", "", False)
def test_a_link_of_a_flattened_file_opens_its_note_and_shows_its_text(name, said, anchor, in_table):
    assume("#" not in name)  # which no link of the app can hold
    path = f"{name}.md"
    text = as_markdown(said.strip() or "x", in_table=in_table)
    written = LinkWriter([path, "Note.md"]).to_note(
        text, path, anchor, "Note.md", in_table=in_table
    )
    whole = TEXTS["cell" if in_table else "paragraph"].format(written)
    vault = Vault.from_texts({"Note.md": whole, path: "# Part\n\nx ^id\n"})
    links = vault.documents["Note.md"].facts.links

    assert [vault.resolve(link, vault.documents["Note.md"]).files for link in links] == [(path,)]
    assert shown(links[0]) == as_text(text)


def shown(link: Link) -> str:
    """Return what a reader sees of a link."""
    if link.kind is LinkKind.WIKILINK:
        return visible(link.target, link.text)
    return as_text(link.text or "")


@pytest.mark.parametrize("place", TEXTS)
def test_every_place_holds_a_link(place):
    facts = parse(Source(in_place(place, "[[Old|it's]]").encode()))
    expected = Place.PROPERTY if TEXTS[place].startswith("---") else facts.links[0].place

    assert [(item.target, item.text, item.place) for item in facts.links] == [
        ("Old", "it's", expected)
    ]


@looks(60)
@given(
    st.sampled_from(sorted(set(TEXTS) - {"comment", "block scalar"})),
    st.sampled_from(["[[#{}]]", "[[#{}|text]]", "[text](#{})", "[text](<#{}> 'title')"]),
    st.text("aB1é '.,;:&%()!*_~=$^|<>\\\"`+-{}@x", min_size=1, max_size=8),
)
def test_a_fixed_link_is_read_as_its_fix_says(place, link, heading):
    start = f"# {heading} b\n\n"
    facts = parse(Source(start.encode()))
    assume(len(facts.headings) == 1 and not facts.links)
    slug = Vault.from_texts({"Part.md": start}).documents["Part.md"].slugs[0]
    assume(slug.strip("-"))
    body = in_place(
        place,
        link.replace("#", "Part#")
        .replace("(Part", "(Part.md")
        .replace("<Part", "<Part.md")
        .format(slug),
    )
    texts = {"Note.md": body, "Part.md": start, ".obsidian/app.json": "{}"}
    done = repair(Vault.from_texts(texts), read_settings())

    assert done.refusals == []
