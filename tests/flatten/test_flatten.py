"""A vault as one file: ids that every reader follows, and what Markdown has no word for is kept."""

import re

import pytest
from markdown_it import MarkdownIt

from vaultkit.errors import UsageError
from vaultkit.flatten.ids import Ids, Section
from vaultkit.vault.notes.slug import slugs
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan
from vaultkit.vault.vault import Vault

ANCHOR = re.compile(r'<a id="([^"]+)"></a>')


def titles(body: str) -> list[str]:
    return re.findall(r"(?m)^# .*\{#.*\}$", body)


def test_a_note_is_a_section_with_an_id_and_an_anchor(trip) -> None:
    made = trip({"A note.md": "Text.\n", "B.md": "[[A note]]\n"})

    assert made.text == (
        "<!-- vaultkit flatten 1\nvault: ../vault\n-->\n\n"
        '<a id="a-note"></a>\n\n# A note {#a-note}\n\nText.\n\n'
        '<a id="b"></a>\n\n# B {#b}\n\n[A note](#a-note)\n'
    )


def test_the_notes_own_first_heading_is_the_title(trip) -> None:
    made = trip({"A.md": "\n# A\n\nText.\n", "B.md": "# Other\n"})

    assert titles(made.body) == ["# A {#a}", "# B {#b}"]
    assert made.body.count("# A") == 1


def test_folders_and_front_matter_are_kept_in_a_comment(trip) -> None:
    made = trip({"beds/A.md": "---\ntags: [x]\n---\nText.\n", "B.md": ""})

    assert "<!-- note\npath: beds/A.md\n---\ntags: [x]\n---\n-->\n\nText.\n" in made.body
    assert "x" not in MarkdownIt("commonmark", {"html": False}).parse(made.body)[-1].content


def test_a_comment_cannot_be_ended_by_front_matter(trip) -> None:
    made = trip({"A.md": "---\na: b --> c --&gt; --!> d\n---\nText.\n", "B.md": "x\n"})

    assert made.body.count("-->") == 1
    assert made.back.notes["A.md"] == b"---\na: b --> c --&gt; --!> d\n---\nText.\n"


def test_two_notes_of_one_name_have_two_ids(trip) -> None:
    made = trip({"a/N.md": "[[N]]\n", "b/N.md": "[[a/N]] [[b/N|x]]\n"})

    assert titles(made.body) == ["# N {#n}", "# N {#n-1}"]
    assert "[N](#n)\n" in made.body
    assert "[a/N](#n) [x](#n-1" in made.body
    assert sorted(made.back.notes) == ["a/N.md", "b/N.md"]


@pytest.mark.parametrize(
    ("link", "written"),
    [
        pytest.param("[[To]]", "[To](#to)", id="name"),
        pytest.param("[[to]]", "[to](#to)", id="name in another case"),
        pytest.param("[[To|the *text* [x] y]]", "[the \\*text\\* \\[x\\] y](#to", id="text"),
        pytest.param("[[To|snake_case]]", "[snake_case](#to)", id="text that is no markup"),
        pytest.param("[[To#Part]]", "[To > Part](#to.part)", id="heading"),
        pytest.param("[[To#Part|p]]", "[p](#to.part)", id="heading and text"),
        pytest.param("[[To#^b]]", "[To > ^b](#to.block-b)", id="block"),
        pytest.param("[[Gone]]", "[Gone](#gone)", id="note nobody wrote"),
        pytest.param("[[To#Gone]]", "[To > Gone](#to.gone ", id="heading that is not there"),
        pytest.param("![[To]]", '[To](#to "!&#91;&#91;To&#93;&#93;")', id="embedded note"),
        pytest.param("![[p.png]]", "![p.png](../vault/img/p.png)", id="image"),
        pytest.param("![[p.png|30]]", "![p.png|30](../vault/img/p.png)", id="image of a width"),
        pytest.param("[[d.pdf#page=3]]", "[d.pdf > page=3](../vault/d.pdf#page=3)", id="document"),
        pytest.param("[t](To.md)", '[t](#to "&#40;To.md&#41;")', id="Markdown link"),
        pytest.param("![a](img/p.png)", "![a](../vault/img/p.png)", id="Markdown image"),
        pytest.param("[w](https://x.org)", "[w](https://x.org)", id="web"),
        pytest.param("[{{t}}]({{url}})", "[{{t}}]({{url}})", id="filled in later"),
    ],
)
def test_what_becomes_of_a_link(trip, link, written) -> None:
    files = {"From.md": f"{link}\n", "To.md": "## Part\n\nText. ^b\n", "img/p.png": "", "d.pdf": ""}
    made = trip(files)

    assert written in made.body
    assert made.back.notes["From.md"] == files["From.md"].encode()


def test_a_link_in_a_table_keeps_its_cell(trip) -> None:
    made = trip(
        {"A.md": "> a | b\n> --|--\n> [[B\\|x]] | ![[p.png\\|20]]\n", "B.md": "", "p.png": ""}
    )

    assert "> [x](#b) | ![p.png\\|20](../vault/p.png " in made.body
    assert made.back.notes["A.md"].endswith(b"> [[B\\|x]] | ![[p.png\\|20]]\n")


def test_a_linked_heading_gets_an_id_and_an_anchor_above_it(trip) -> None:
    made = trip({"A.md": "Text.\n## Part\nMore. [[#Part]]\n", "B.md": "# Part\n[[#Part]]\n"})

    assert 'Text.\n\n<a id="a.part"></a>\n\n## Part {#a.part}\nMore.' in made.body
    assert '\n<a id="b.part"></a>\n\n# Part\n' in made.body, "a second title would be a note"


def test_an_id_in_a_note_makes_no_note_of_its_heading(trip) -> None:
    made = trip({"A.md": "# X {#x}\n\n# Y {#y .c}\n", "B.md": ""})

    assert len(made.flat.documents["one/flat.md"].notes) - 1 == 2
    assert made.back.notes["A.md"] == b"# X {#x}\n\n# Y {#y .c}\n"


def test_footnotes_and_references_keep_to_their_note(trip) -> None:
    text = "One[^1], [r], [t][r] and [r][].\n\n[^1]: {}\n\n[r]: https://x.org/{} 'T'\n"
    files = {"A.md": text.format("a", "a"), "B.md": text.format("b", "b")}
    made = trip(files)
    shown = MarkdownIt("commonmark").render(made.body)

    assert made.body.count("[^n1-1]") == made.body.count("[^n2-1]") == 2
    assert shown.count('href="https://x.org/a"') == shown.count('href="https://x.org/b"') == 3
    assert {path: data.decode() for path, data in made.back.notes.items()} == files


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[t][r]\n\n> [r]: {}\n", id="quote"),
        pytest.param("> [t][r]\n>\n> > [r]:\n> > {}\n> > 'T'\n", id="quote in a quote"),
        pytest.param("[t][r]\n\n> [r]:\n{}\n", id="quoted lazily"),
        pytest.param("> [!note]\n> [t][r]\n>\n> [r]: {}\n", id="callout"),
        pytest.param("[t][r]\n\n- [r]: {}\n", id="item"),
        pytest.param("1. x\n\n   [t][r]\n\n   [r]:\n     {} (T\n   U)\n", id="numbered"),
        pytest.param("- [ ] [t][r]\n\n  > [r]: {}\n", id="quote in a task"),
        pytest.param("[t][r]\n\n[r]:\n{}\n", id="next line"),
        pytest.param("[t][r]\n\n[r]: {}\n'T\nU'\n", id="title on two lines"),
        pytest.param("[t][a\nr]\n\n[a\n  r]: {}\n", id="label on two lines"),
        pytest.param("> [t][a\n> r] [a\n> r] [a\n> r][]\n\n[A R]: {}\n", id="quoted label"),
        pytest.param("[t][Straße]\n\n[STRASSE]: {}\n", id="label in another case"),
        pytest.param("[t][ r ] [ r ]\n\n[ r ]: {}\n", id="blanks in the label"),
        pytest.param("[t][r\\]] [r\\]][] [r\\]]\n\n[r\\]]: {}\n", id="bracket in the label"),
        pytest.param("[r][r] [r][ r] [r][] [r] ![r][r]\n\n[r]: {}\n", id="text that is the label"),
        pytest.param("[t][r]\n\n[r]: {}\n[r]: other.md\n\n> [R]: more.md\n", id="thrice"),
        pytest.param("[t][r]\n\n[r]: <{}>\n", id="angle brackets"),
        pytest.param("# See [r]\n\n## [t][r]\n\n[[#See r]] [[#t]]\n\n[r]: {}\n", id="heading"),
        pytest.param("%%\n[t][r]\n\n[r]: {}\n%%\n", id="comment"),
        pytest.param("|a|\n|-|\n|[r] [t][r]|\n\n[r]: {}\n", id="table"),
        pytest.param("[![i][r]][r]\n\n[r]: {}\n", id="link around an image"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_label_that_two_notes_have_leads_where_it_led(trip, text, newline) -> None:
    files = {
        f"{name}.md": text.format(target).replace("\n", newline)
        for name, target in (("A", "B.md"), ("B", "A.md"), ("C", "https://x.org/c"))
    }
    files["D.md"] = "[t][r] and [r] name nothing here, [t][a r] and [Straße] neither.\n"
    made = trip(files)
    seen = MarkdownIt("commonmark").enable("table").render(made.body)

    shown = [re.findall(r'(?:href|src)="([^"]*)"', part) for part in seen.split("<h1")[1:]]
    ours = [{url for url in urls if not url.startswith(("#a.", "#b.", "#c."))} for urls in shown]
    assert [urls for urls in ours if urls] == [{"#b"}, {"#a"}, {"https://x.org/c"}]
    assert {path: data.decode() for path, data in made.back.notes.items()} == files


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("[t][r]\n\n> [r]: C.md\n", r'^B\.md:1: the link to "C\.md" would lead elsewhere'),
        ("Text.\n\n[r] is none.\n", r"^B\.md: a text in brackets would become a link"),
    ],
)
def test_the_proof_refuses_a_link_that_leads_elsewhere(monkeypatch, trip, other, why) -> None:
    monkeypatch.setattr("vaultkit.flatten.flatten.prefixed", lambda *_, **__: iter(()))
    with pytest.raises(UsageError, match=why):
        trip({"A.md": "[t][r]\n\n[r]: B.md\n", "B.md": other, "C.md": ""})


def test_the_proof_refuses_another_place_for_a_link(monkeypatch, trip) -> None:
    monkeypatch.setattr("vaultkit.flatten.flatten.hide", lambda written: f'" {written}')
    with pytest.raises(UsageError, match=r'^A\.md:3: the link to "B\.md" would lead elsewhere'):
        trip({"A.md": "[[B]]\n\n[b](B.md)\n", "B.md": ""})


def test_a_label_that_looks_like_one_of_ours_stays_apart(trip) -> None:
    files = {
        "A.md": "[t][r]\n\n[r]: B.md\n",
        "B.md": "[n1-r] is none, [N1-R][] neither.\n",
        "C.md": "[t][r]\n\n[r]: A.md\n",
    }
    made = trip(files)

    assert "[nn1-r]: #b" in made.body
    assert {path: data.decode() for path, data in made.back.notes.items()} == files


def test_a_reference_to_a_note_leads_to_its_section(trip) -> None:
    made = trip({"sub/A.md": "[t][r]\n\n[r]: ../B.md 'T'\n", "B.md": ""})

    assert "[n2-r]: #b \"&#40;../B.md 'T'&#41;\"" in made.body
    assert made.back.notes["sub/A.md"] == b"[t][r]\n\n[r]: ../B.md 'T'\n"


@pytest.mark.parametrize(
    "end", ["```\ncode", "~~~~\ncode", "- x\n  ```\n  code", "<!-- x", "%%\nx", "$$\nx", "<pre>\nx",
            "$$\n[[B]]\n```\nx"]
)  # fmt: skip
def test_what_a_note_leaves_open_does_not_swallow_the_next(trip, end) -> None:
    files = {"A.md": f"[[B]]\n\n{end}", "B.md": "$$\nx\n$$\n%%c%%\n\n```\n```\n-->\n"}
    made = trip(files)
    seen = MarkdownIt("commonmark").parse(made.body)
    headings = [
        seen[at + 1].content
        for at, token in enumerate(seen)
        if token.tag == "h1" and token.nesting == 1
    ]

    assert headings == ["A {#a}", "B {#b}"]
    assert {path: data.decode() for path, data in made.back.notes.items()} == files


def test_a_link_around_an_image_leads_to_the_section(trip) -> None:
    made = trip({"A.md": "[![[p.png]]](B.md)\n", "B.md": "", "p.png": ""})

    assert '[![p.png](../vault/p.png)](#b "' in made.body
    assert made.back.notes["A.md"] == b"[![[p.png]]](B.md)\n"


def test_no_heading_before_a_note_answers_to_its_id(trip) -> None:
    made = trip({"A.md": "## Setup\n\n[[Setup]] [[Layers]]\n\n## Layers\n", "Setup.md": "x\n"})
    headings = re.findall(r"(?m)^#+ (.*)$", made.body)

    assert titles(made.body) == ["# A {#a}", "# Setup {#setup-1}"]
    assert "setup" in slugs(headings), "a forge's anchor of the heading in A"
    assert "[Setup](#setup-1) [Layers](#layers-1" in made.body
    assert made.back.notes["A.md"].startswith(b"## Setup\n\n[[Setup]] [[Layers]]\n")


def test_an_id_that_pandoc_would_not_take_is_a_number(trip) -> None:
    made = trip({"กี่.md": "[[กี่]]\n", "!!!.md": "[[!!!]]\n"})

    assert titles(made.body) == ["# !!! {#n1}", "# กี่ {#n2}"]
    assert made.flat.documents["one/flat.md"].flattened


@pytest.mark.parametrize("dialect", [Dialect.AUTO, Dialect.FLAT, Dialect.GITHUB])
def test_every_link_works_here_and_on_a_forge(trip, dialect) -> None:
    made = trip(
        {
            "Home.md": "[[Soil#Clay]] [[Soil#^b]] [s](beds/Soil.md#Clay) ![[p q.png]] [[Home]]\n",
            "beds/Soil.md": "## Clay\n\nText ^b\n\n[[#Clay]] [h](../Home.md)\n",
            "p q.png": "",
        }
    )
    flat = Vault.from_texts(
        {"one/flat.md": made.text, "vault/p q.png": ""}, DialectPlan(default=dialect)
    )
    found = [outcome for note in flat.notes for _, outcome in flat.outcomes(note)]

    assert len(found) == 7
    assert not any(outcome.is_broken for outcome in found)


def test_ids_are_unique_though_titles_are_not(trip) -> None:
    names = ["a/N", "b/N", "N 1", "N-1", "c/n", "N"]
    made = trip({f"{name}.md": "## N\n\n[[#N]]\n" for name in names})
    ids = ANCHOR.findall(made.body)

    assert len(ids) == len(set(ids)) == 12


def test_bytes_that_are_no_text_are_left_out(trip) -> None:
    vault = {"A.md": "[[Bad]]\n", "B.md": "", "Bad.md": b"\xff\xfe\xfa"}
    made = trip(vault)

    assert "[Bad](../vault/Bad.md" in made.body
    assert sorted(made.back.notes) == ["A.md", "B.md"]


def test_what_nothing_ends_is_refused(monkeypatch, trip) -> None:
    monkeypatch.setattr("vaultkit.flatten.closing._lines", lambda _: iter(()))
    with pytest.raises(UsageError, match=r"^A\.md: something in it is not closed"):
        trip({"A.md": "```\nopen", "B.md": ""})


def test_ids_give_way_to_those_in_the_notes_html() -> None:
    vault = Vault.from_texts({"A.md": ""})
    section = Section(vault.documents["A.md"], "A")

    Ids([section], {"a"})

    assert section.id == "a-1"


def test_of_notes_that_fit_alike_the_one_with_the_heading_is_meant(trip) -> None:
    files = {
        "x/N.md": "## One\n\nText.\n",
        "y/N.md": "Longer text before.\n\n## Two\n\nText. ^b\n",
        "Home.md": "[[N#Two]] [[N#^b]] [[N]]\n",
    }
    made = trip(files)

    assert "[N > Two](#n-1.two " in made.body
    assert "[N > ^b](#n-1.block-b " in made.body
    assert {path: data.decode() for path, data in made.back.notes.items()} == files


def test_code_that_is_open_in_a_list_leaves_comments_comments(trip) -> None:
    files = {"A.md": "- x\n  ```\n  open", "B.md": "<div>\n%% [[A]] %%\n", "C.md": "%% [[A]] %%\n"}

    assert {path: data.decode() for path, data in trip(files).back.notes.items()} == files


def test_a_link_in_open_brackets_stays_as_it_is(trip) -> None:
    """In another form it would be a part of theirs, and not come back."""
    made = trip({"Tea.md": "![[Tea#See [[Tea|it]]]]\n"})

    assert "![[Tea#See [[Tea|it]]]]" in made.text
