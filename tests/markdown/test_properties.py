"""What holds of any text at all, looked for by Hypothesis."""

import dataclasses
import itertools

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.rounds import rounds
from vaultkit.markdown.blank import blank
from vaultkit.markdown.facts import Facts, LinkKind, Place
from vaultkit.markdown.parser import parse, parse_fragment
from vaultkit.source import Source

TOKENS = [
    *("[[", "]]", "|", "\\|", "![[", "](", "[", "]", "(", ")", "<", ">", "!", "\\"),
    *("%%", "%", "$", "$$", "`", "``", "```", "~~~", "<!--", "-->", "<div>", "</div>", "<b>"),
    *("---", "--- ", "===", "# ", "## ", "#", "#tag", "#tag/a", "- ", "* ", "1. ", "> ", ">"),
    *("\n", "\n", "\n", "\n\n", "\r\n", "\r", "\t", " ", "  ", "    "),
    *("^id", " ^id", "[^1]", "[^1]: ", "{#id}", "| a | b |\n|---|---|\n", "|---|"),
    *("a", "b c", "Note", "é", "日本", "🎉", "e\u0301", "\u00a0", "\u2028", "\x00", "\ufeff"),
    *("key: v", 'up: "[[N]]"', "- [[N]]", "aliases:", "{{x}}", "&amp;", "*", "**", "_", "~~", "=="),
    *("https://x.org", "a.md", "a b.md", "%20", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n"),
    *("%% vaultkit: allow x %%", "<!-- vaultkit: allow-start y -->", "[x]: y.md\n"),
]
SOUP = st.lists(st.sampled_from(TOKENS), max_size=60).map("".join)
NOTE = st.one_of(SOUP, SOUP.map(lambda body: f"---\n{body}\n---\n{body}"))
MODERATE = settings(
    max_examples=rounds(200),
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def located(facts: Facts):
    """Return all that has a place, by the name of its list."""
    lists = {
        field.name: value
        for field in dataclasses.fields(facts)
        if isinstance(value := getattr(facts, field.name), list)
    }
    if facts.front_matter is not None:
        properties = facts.front_matter.properties
        lists["properties"] = properties
        lists["malformed_links"] = facts.front_matter.malformed_links
        lists["values"] = [value for item in properties for value in item.values]
    return lists


def check_spans(source, facts):
    for name, marks in located(facts).items():
        for mark in marks:
            assert 0 <= mark.start <= mark.end <= len(source.data), name
            source.data[mark.start : mark.end].decode()


@MODERATE
@given(st.binary(max_size=400))
def test_any_bytes_can_be_parsed(raw):
    source = Source(raw)
    check_spans(source, parse(source))


@MODERATE
@given(NOTE)
@example("%%[[\u2028")
def test_any_tokens_can_be_parsed(text):
    source = Source(text.encode())
    check_spans(source, parse(source))


@MODERATE
@given(SOUP)
@example("%%[[\u2028")
def test_any_fragment_can_be_parsed(text):
    source = Source(text.removeprefix("\ufeff").encode())
    check_spans(source, parse_fragment(source.data.decode()))


@MODERATE
@given(NOTE)
@example("#a %%#b%%\n\n%%\n#c\n%%")
def test_facts_are_in_document_order(text):
    facts = parse(Source(text.encode()))
    for name, marks in located(facts).items():
        if name in ("malformed_links", "suppressions"):
            continue
        starts = [mark.start for mark in marks]
        assert starts == sorted(starts), name


@MODERATE
@given(NOTE)
def test_links_and_headings_do_not_overlap_their_like(text):
    facts = parse(Source(text.encode()))
    wikilinks = [link for link in facts.links if link.kind is LinkKind.WIKILINK]
    for marks in (wikilinks, facts.headings, facts.tags, facts.block_ids):
        spans = sorted((mark.start, mark.end) for mark in marks)
        assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


@MODERATE
@given(NOTE)
@example("x ^id%%c%%")
@example("#tag%%c%%")
@example("#tag$c$")
@example("x ^id $c$")
def test_what_a_span_begins_with(text):
    source = Source(text.encode())
    facts = parse(source)
    for link in facts.links:
        written = source.data[link.start : link.end]
        if link.kind is LinkKind.WIKILINK:
            assert written.startswith(b"![[" if link.embed else b"[[")
            assert written.endswith(b"]]")
            if link.place is not Place.PROPERTY:
                assert b"\n" not in written
        elif link.place is not Place.PROPERTY:
            assert written.startswith(b"![" if link.embed else b"[")
    for tag in facts.tags:
        assert source.data[tag.start : tag.end].decode().rstrip("/") == f"#{tag.name}"
    for mark in facts.block_ids:
        assert source.data[mark.start : mark.end].decode() == f"^{mark.name}"
    for mark in facts.footnotes:
        assert source.data[mark.start : mark.end].startswith(b"[^")


@MODERATE
@given(NOTE)
def test_blanking_keeps_the_length_and_the_line_ends(text):
    data = Source(text.encode()).data
    blanked = blank(data, 0).data
    assert len(blanked) == len(data)
    blanked.decode()
    ends = [(at, byte) for at, byte in enumerate(data) if byte in b"\r\n"]
    assert [(at, byte) for at, byte in enumerate(blanked) if byte in b"\r\n"] == ends


@MODERATE
@given(NOTE)
def test_parsing_is_a_function_of_the_bytes(text):
    source = Source(text.encode())
    assert parse(source) == parse(Source(text.encode()))


@MODERATE
@given(NOTE)
def test_a_byte_order_mark_changes_nothing(text):
    if not text.startswith("\ufeff"):
        assert parse(Source(("\ufeff" + text).encode())) == parse(Source(text.encode()))


@MODERATE
@given(NOTE.filter(lambda text: "\r" not in text))
@example("#tag\n---")
@example("A\nB\n---")
@example("<<<<<<< a\n[x]: y.md\n=======\n")
def test_line_ends_change_no_names(text):
    def names(facts):
        return (
            sorted((link.kind, link.embed, link.target) for link in facts.links),
            [(heading.level, heading.text, heading.root) for heading in facts.headings],
            sorted(tag.name for tag in facts.tags),
            [mark.name for mark in facts.block_ids],
            [mark.name for mark in facts.footnotes],
        )

    crlf = parse(Source(text.replace("\n", "\r\n").encode()))
    assert names(crlf) == names(parse(Source(text.encode())))
