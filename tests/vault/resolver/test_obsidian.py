"""Where links lead in Obsidian: reference, sections 1.4, 2, 3.6, 3.7 and 4."""

import pytest

from vaultkit import Vault
from vaultkit.markdown.facts import LinkKind
from vaultkit.vault.resolver.obsidian import decode_uri, internal_target
from vaultkit.vault.resolver.outcome import State

FILES = [
    "Note.md",
    "a/Note.md",
    "Sub/My Note.md",
    "Note: A.md",
    "Part: One.md",
    "R&D.md",
    "100%.md",
    "Note (1).md",
    "Über.md",
]


@pytest.mark.parametrize(
    ("link", "path"),
    [
        pytest.param("[x](My%20Note.md)", "Sub/My Note.md", id="percent 20"),
        pytest.param("[x](<My Note.md>)", "Sub/My Note.md", id="angle brackets"),
        pytest.param("[x](My%20Note)", "Sub/My Note.md", id="without .md"),
        pytest.param("[x](My%C2%A0Note.md)", "Sub/My Note.md", id="no-break space"),
        pytest.param("[x](./Part:%20One.md)", "Part: One.md", id="colon after ./"),
        pytest.param("[x](R&D.md)", "R&D.md", id="ampersand"),
        pytest.param("[x](R&amp;D.md)", "R&D.md", id="entity"),
        pytest.param("[x](100%25.md)", "100%.md", id="percent sign"),
        pytest.param("![x](100%.md)", "100%.md", id="image that cannot be decoded"),
        pytest.param("[x](Note%20(1).md)", "Note (1).md", id="balanced brackets"),
        pytest.param(r"[x](Note%20\(1\).md)", "Note (1).md", id="escaped brackets"),
        pytest.param("[x](/a/Note.md)", "a/Note.md", id="vault path"),
        pytest.param("[x](a/Note.md)", "a/Note.md", id="exact path"),
        pytest.param('[x](Note.md "title")', "Note.md", id="title"),
        pytest.param("[x](Note.md 'title')", "Note.md", id="title in single quotes"),
        pytest.param("[x]( Note.md )", "Note.md", id="spaces around"),
        pytest.param("[x](%C3%9Cber.md)", "Über.md", id="UTF-8 sequence"),
        pytest.param("[x](U%CC%88ber.md)", "Über.md", id="NFD"),
        pytest.param("[x](note.MD)", "Note.md", id="case"),
        pytest.param("[](Note.md)", "Note.md", id="empty text"),
        pytest.param("![](Note.md)", "Note.md", id="image"),
    ],
)
def test_a_markdown_link_finds_its_file(follow, link, path):
    outcome = follow(link, FILES)
    assert (outcome.state, outcome.files) == (State.RESOLVED, (path,))


@pytest.mark.parametrize(
    ("link", "linkpath"),
    [
        pytest.param("[x](Note%3A%20A.md)", "Note%3A A.md", id="colon"),
        pytest.param("[x](R%26D.md)", "R%26D.md", id="ampersand"),
        pytest.param("[x](Missing.md)", "Missing.md", id="plain"),
    ],
)
def test_reserved_characters_stay_as_written(follow, link, linkpath):
    outcome = follow(link, FILES)
    assert (outcome.state, outcome.linkpath) == (State.NO_FILE, linkpath)


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("[x](Note.md#Part:%20One)", id="colon in the fragment"),
        pytest.param("[x](<Note: A.md>)", id="colon in the path"),
        pytest.param("[x](100%.md)", id="cannot be decoded"),
        pytest.param("[x](%FF.md)", id="no UTF-8"),
        pytest.param("[x][r]\n\n[r]: Note.md", id="reference link"),
        pytest.param("[r]\n\n[r]: Missing.md", id="dead reference link"),
    ],
)
def test_a_markdown_link_that_is_external(link):
    """Such a link is ignored: it may be no fact at all, but it is never broken nor an edge."""
    vault = Vault.from_texts({".obsidian/app.json": "{}", **dict.fromkeys(FILES, ""), "S.md": link})
    outcomes = [outcome for _, outcome in vault.outcomes(vault.documents["S.md"].notes[0])]
    assert {outcome.state for outcome in outcomes} <= {State.EXTERNAL}
    assert vault.graph.links["S.md"] == set()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[x](My Note.md)", id="raw space"),
        pytest.param("[x]()", id="empty destination"),
        pytest.param("[x](<>)", id="empty destination in angle brackets"),
        pytest.param("<Note.md>", id="angle brackets alone"),
        pytest.param('<a href="Note.md">x</a>', id="HTML"),
        pytest.param("[x](mailto:a@b.c)", id="mailto"),
        pytest.param("[x](obsidian://open?vault=v)", id="obsidian address"),
        pytest.param("[x](https://x.org/Note.md)", id="web"),
        pytest.param("<https://x.org>", id="autolink"),
    ],
)
def test_what_is_no_internal_link(facts, text):
    assert facts(text).links == []


@pytest.mark.parametrize(
    ("written", "decoded"),
    [
        pytest.param("a%20b", "a b", id="space"),
        pytest.param("100%25", "100%", id="percent"),
        pytest.param("%2525", "%25", id="decoded once only"),
        pytest.param("%C3%A9", "é", id="two bytes"),
        pytest.param("%e6%97%a5", "日", id="three bytes in lower case"),
        pytest.param("%F0%9F%8E%89", "🎉", id="four bytes"),
        pytest.param("%41%5B%5D%7C%5C", "A[]|\\", id="everything else"),
        pytest.param("no%20%23%20hash", "no %23 hash", id="reserved among others"),
        pytest.param("a%2fb", "a%2fb", id="reserved in lower case"),
        pytest.param("plain é", "plain é", id="nothing to decode"),
        pytest.param("100%", None, id="percent last"),
        pytest.param("%zz", None, id="no digits"),
        pytest.param("%4", None, id="one digit"),
        pytest.param("%20%", None, id="stray after a run"),
        pytest.param("%C3", None, id="cut short"),
        pytest.param("%C3%20", None, id="cut short by another"),
        pytest.param("%FF", None, id="no UTF-8"),
        pytest.param("%ED%A0%80", None, id="surrogate"),
        pytest.param("%C0%AF", None, id="overlong"),
    ],
)
def test_decode_uri(written, decoded):
    assert decode_uri(written) == decoded


@pytest.mark.parametrize("code", "23 24 26 2B 2C 2F 3A 3B 3D 3F 40".split())
def test_decode_uri_keeps_the_eleven_reserved_characters(code):
    assert decode_uri(f"a%{code}b") == f"a%{code}b"


@pytest.mark.parametrize(
    ("destination", "internal"),
    [
        pytest.param("Note.md", True, id="plain"),
        pytest.param("./a:b", True, id="./"),
        pytest.param("../a:b", True, id="../"),
        pytest.param("a:b", False, id="colon"),
        pytest.param("a#b:c", False, id="colon in the fragment"),
        pytest.param("a/./b:c", False, id="./ further on"),
        pytest.param("/a:b", False, id="slash first"),
        pytest.param(".a:b", False, id="dot first"),
    ],
)
def test_a_colon_makes_a_destination_external(destination, internal):
    assert (internal_target(destination, embed=False) is not None) == internal


@pytest.mark.parametrize("text", ["[x][r] [y](Gone.md)", "[y](Gone.md) [x][r]"])
def test_a_reference_link_says_nothing_about_another_link_to_the_same_file(text):
    vault = Vault.from_texts({"S.md": f"{text}\n\n[r]: Gone.md\n", ".obsidian/app.json": "{}"})
    (note,) = vault.notes
    states = {link.kind: outcome.state for link, outcome in vault.outcomes(note)}

    assert states == {
        LinkKind.REFERENCE: State.EXTERNAL,
        LinkKind.MARKDOWN: State.NO_FILE,
    }


def test_reference_links_make_no_edge():
    texts = {"S.md": "[x][r]\n\n[r]: Note.md", "Note.md": "", ".obsidian/app.json": "{}"}
    vault = Vault.from_texts(texts)
    assert [link.kind for link in vault.notes[1].links] == [LinkKind.REFERENCE]
    assert vault.graph.links == {"S.md": set(), "Note.md": set()}


AI = "Artificial Intelligence.md"


@pytest.mark.parametrize(
    ("yaml", "link"),
    [
        pytest.param("aliases: [AI]", "[[AI]]", id="alias"),
        pytest.param("title: AI", "[[AI]]", id="title"),
        pytest.param("aliases: [AI]", "[x](AI.md)", id="alias in a Markdown link"),
    ],
)
def test_only_file_names_resolve(follow, yaml, link):
    assert follow(link, {AI: f"---\n{yaml}\n---\n"}).state is State.NO_FILE


def test_the_first_heading_does_not_resolve(follow):
    assert follow("[[AI]]", {AI: "# AI\n"}).state is State.NO_FILE


def test_an_alias_as_display_text_resolves(follow):
    outcome = follow("[[Artificial Intelligence|AI]]", {AI: "---\naliases: [AI]\n---\n"})
    assert (outcome.state, outcome.files) == (State.RESOLVED, (AI,))


@pytest.mark.parametrize(
    ("yaml", "aliases"),
    [
        pytest.param("aliases: [AI, KI]", ["AI", "KI"], id="flow list"),
        pytest.param("aliases:\n  - AI\n  - KI", ["AI", "KI"], id="list"),
        pytest.param("aliases: AI", ["AI"], id="one string"),
        pytest.param("aliases: AI, KI", ["AI, KI"], id="no split at a comma"),
        pytest.param("Aliases: [AI]", ["AI"], id="key in another case"),
        pytest.param("ALIASES: [AI]", ["AI"], id="key in capitals"),
        pytest.param("alias: AI", [], id="old key"),
        pytest.param("aliases: [2024, true, null]", [], id="no strings"),
        pytest.param('aliases: ["2024"]', ["2024"], id="quoted number"),
        pytest.param("aliases: [[AI]]", [], id="list in a list"),
        pytest.param("aliases: {x: AI}", [], id="mapping"),
        pytest.param("aliases:", [], id="nothing"),
    ],
)
def test_aliases(yaml, aliases):
    vault = Vault.from_texts({AI: f"---\n{yaml}\n---\n"})
    asked = ["AI", "KI", "AI, KI", "2024", "true", "null"]
    assert [name for name in asked if vault.suggester.meanings.owners(name)] == aliases


def test_aliases_are_asked_for_without_case():
    vault = Vault.from_texts({AI: "---\naliases: [AI]\n---\n"})
    assert [owner.note.path for owner in vault.suggester.meanings.owners("ai")] == [AI]


def test_two_hashes_mean_a_heading_of_the_own_note(follow):
    outcome = follow("[[##x]]\n\n# x\n")
    assert (outcome.state, outcome.files) == (State.RESOLVED, ("S.md",))
    assert outcome.heading.text == "x"


def test_two_carets_are_a_note_of_that_name(follow):
    outcome = follow("[[^^x]]\n\ntext ^x\n")
    assert (outcome.state, outcome.linkpath) == (State.NO_FILE, "^^x")


DRAWING = "---\nexcalidraw-plugin: parsed\n---\n# Text\n"


@pytest.mark.parametrize(
    "link",
    [
        "![[file.pdf#page=3]]",
        "![[file.pdf#height=400]]",
        "[[file.pdf#page=3&selection=1,2,3,4]]",
        "[[file.pdf#page=3&annotation=5R]]",
        "![[video.mp4#t=10]]",
        "![[video.mp4#t=10,20]]",
        "![[audio.mp3#t=10]]",
        "![[img.png#anything]]",
        "![[img.png#^x]]",
        "![[X.base#View name]]",
        "[[X.canvas#node]]",
        "[[Draw.excalidraw#^group=abc]]",
        "[[Draw.excalidraw#^area=abc]]",
        "[[Draw.excalidraw#^frame=abc]]",
        "[[Draw.excalidraw#^clippedframe=abc]]",
        "[[Draw.excalidraw#^elementid]]",
        "[[Draw.excalidraw#No heading]]",
        "[x](file.pdf#page=3)",
        "[[notes.txt#Heading]]",
    ],
)
def test_anchors_of_other_files_are_never_checked(follow, link):
    names = "file.pdf video.mp4 audio.mp3 img.png X.base X.canvas notes.txt".split()
    files = {**dict.fromkeys(names, ""), "Draw.excalidraw.md": DRAWING}
    assert follow(link, files).state is State.RESOLVED


@pytest.mark.parametrize(
    ("embed", "path", "display"),
    [
        ("![[note]]", "note.md", None),
        ("![[note#H]]", "note.md", None),
        ("![[note#^id]]", "note.md", None),
        ("![[img.png|300]]", "img.png", "300"),
        ("![[img.png|300x200]]", "img.png", "300x200"),
        ("![[img.png|alt|300x200]]", "img.png", "alt|300x200"),
        ("![[img.png|300|alt]]", "img.png", "300|alt"),
        ("![[img.png|100%]]", "img.png", "100%"),
        ("![alt|500](img.png)", "img.png", "alt|500"),
        ("![[file.pdf#page=3]]", "file.pdf", None),
        ("![[file.pdf#height=400]]", "file.pdf", None),
        ("![[video.mp4#t=10]]", "video.mp4", None),
        ("![[audio.mp3]]", "audio.mp3", None),
        ("![[F.base#View]]", "F.base", None),
    ],
)
def test_embeds_resolve_like_links(embed, path, display):
    names = "img.png file.pdf video.mp4 audio.mp3 F.base".split()
    files = {**dict.fromkeys(names, ""), "note.md": "# H\n\ntext ^id\n"}
    vault = Vault.from_texts({".obsidian/app.json": "{}", **files, "S.md": embed})
    note = vault.documents["S.md"].notes[0]
    ((link, outcome),) = vault.outcomes(note)
    assert (link.embed, link.text) == (True, display)
    assert (outcome.state, outcome.files) == (State.RESOLVED, (path,))


def test_an_image_on_the_web_is_no_embed(facts):
    assert facts("![250](https://x.org/a.png)").links == []


@pytest.mark.parametrize(
    ("embed", "state"),
    [
        pytest.param("![[note#No]]", State.NO_HEADING, id="heading"),
        pytest.param("![[note#^no]]", State.NO_BLOCK, id="block"),
        pytest.param("![[missing]]", State.NO_FILE, id="note"),
        pytest.param("![x](missing.png)", State.NO_FILE, id="image"),
    ],
)
def test_an_embed_may_be_broken(follow, embed, state):
    assert follow(embed, {"note.md": "# H\n"}).state is state


@pytest.mark.parametrize("text", ["![[N]]", "![](N.md)", "[[N]]", "[x](N)", "%%[[N]]%%"])
def test_links_and_embeds_are_edges(text):
    vault = Vault.from_texts({"S.md": text, "N.md": ""})
    assert vault.graph.links["S.md"] == {"N.md"}


def test_a_link_to_the_own_note_is_no_edge():
    """Obsidian counts it (3.4); for orphans it must not count (11)."""
    vault = Vault.from_texts({"S.md": "# H\n\n[[#H]] [[S]]"})
    assert vault.incoming.is_orphan("S.md")


def test_a_missing_anchor_is_an_edge_all_the_same():
    vault = Vault.from_texts({"S.md": "[[N#No]]", "N.md": ""})
    assert vault.graph.links["S.md"] == {"N.md"}


def test_what_is_found_from_the_root_is_not_what_is_found_from_every_folder():
    texts = {
        "Home.md": "[[Soil]]",
        "gone/North.md": "[[Soil]]",
        "gone/Soil.md": "",
        "b/Soil.md": "",
    }
    vault = Vault.from_texts({".obsidian/app.json": "{}", **texts})
    found = {
        note.path: [outcome.files for _, outcome in vault.outcomes(note)] for note in vault.notes
    }

    assert found["Home.md"] == [("b/Soil.md",)]
    assert found["gone/North.md"] == [("gone/Soil.md",)]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("[[x]]", ("n/x.md",)),
        ("[x](x)", ("n/x.md",)),
        ("[[x.md]]", ("n/x.md",)),
        ("[[x.base]]", ("x.base",)),
        ("![[x.canvas]]", ("x.canvas",)),
        ("[[y]]", ()),
    ],
)
def test_bases_and_canvases_are_opened_by_their_whole_names_only(follow, text, paths):
    files = ["x.base", "x.canvas", "n/x.md", "y.base", "y.canvas"]
    assert follow(text, files).files == paths


def test_a_date_in_a_property_is_no_link(facts):
    assert facts("---\ndate: 2025-01-02\nday: '2025-01-02'\n---\n").links == []


def test_a_name_that_begins_with_a_bracket_is_opened_behind_two_others(follow):
    assert follow("[[[24] Plan]]", ["[24] Plan.md"]).files == ("[24] Plan.md",)
