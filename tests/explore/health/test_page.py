"""The page: whole, self-contained, and nothing in a vault can be more than text in it."""

import json
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from vaultkit.explore.health import health_note
from vaultkit.explore.health.address import AppVault
from vaultkit.explore.health.html import page
from vaultkit.explore.health.html.markup import Html, escaped, tag

HOSTILE = {
    "<script>alert(1)</script>.md": '[[No "such" </script><img src=x onerror=alert(2)>]]\n',
    "a/'odd' & \"quoted\" <b>.md": "# `</script>`\n\n# `</script>`\n",
    "Home.md": "[[</title><script>alert(3)</script>]] [[Wish </script>]] [x](<gone.md'\">)\n",
    "Stub \u202etxt.md": "",
}


@pytest.mark.parametrize("files", [{}, {"A.md": "x"}, HOSTILE])
def test_a_page_is_whole_and_asks_for_nothing(health, about, taken_apart, files) -> None:
    text = page.render(health(files, {"B.md": "[[x/</script>]]"}), about)
    found = taken_apart(text)
    kinds = {kind for kind, _ in found.tags}
    names = [given["id"] for _, given in found.tags if "id" in given]
    pointed = " ".join(
        given.get(key) or ""
        for _, given in found.tags
        for key in ("aria-labelledby", "aria-controls", "for")
    ).split()

    assert text.startswith("<!DOCTYPE html>\n")
    assert {"header", "nav", "main", "footer", "h1", "title"} <= kinds
    assert {"link", "img", "iframe", "object", "form"}.isdisjoint(kinds)
    assert not any(
        key in ("src", "style", "srcset") or key.startswith("on")
        for _, given in found.tags
        for key in given
    )
    assert all(href.startswith(("#", "obsidian://open?")) for href in found.attributes("a", "href"))
    assert len(names) == len(set(names))
    assert set(pointed) <= set(names)
    assert {href[1:] for href in found.attributes("a", "href") if href[0] == "#"} <= set(names)


def test_the_policy_allows_what_the_page_brings_and_no_more(health, about, taken_apart) -> None:
    found = taken_apart(page.render(health({"A.md": "x"}), about))
    (policy,) = (
        given["content"] for kind, given in found.tags if "http-equiv" in given and kind == "meta"
    )
    scripts = [given for kind, given in found.tags if kind == "script"]
    runs = [given for given in scripts if "type" not in given]

    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert policy.count("sha256-") == len(runs) + 1 == 4
    assert "unsafe" not in policy
    assert "http" not in policy


def test_hostile_names_stay_text(health, about, taken_apart) -> None:
    text = page.render(health(HOSTILE), about)
    found = taken_apart(text)
    scripts = [data for tag_name, data in found.texts if tag_name == "script"]
    known = json.loads(next(data for data in scripts if data.startswith('{"vault"')))
    folders = [f"{folder}/" if folder else "" for folder in known["folders"]]

    assert not re.search(r"<(?:img|b)\b", text)
    assert text.count("<script") == text.count("</script") == 4
    assert "script>" in found.text
    assert 'no note "</title><script>alert(3)</script>"' in found.text
    assert "Wish </script>" in found.text
    assert "\u202e" not in found.text
    assert {folders[i] + file for i, file in zip(known["in"], known["files"], strict=True)} == set(
        HOSTILE
    )
    assert "\u202e" not in "".join(known["texts"])


def test_tables_have_captions_headers_and_numbers_to_the_right(health, about, taken_apart) -> None:
    found = taken_apart(page.render(health(HOSTILE), about))
    tables = sum(kind == "table" for kind, _ in found.tags)
    scopes = found.attributes("th", "scope")

    assert tables >= 5
    assert sum(kind == "caption" for kind, _ in found.tags) == tables
    assert scopes.count("col") + scopes.count("row") == sum(k == "th" for k, _ in found.tags)
    assert found.attributes("table", "role") == ["table"] * tables
    assert set(found.attributes("td", "role")) == {"cell"}
    assert "number" in found.attributes("td", "class")
    assert "" not in found.attributes("td", "data-label")


def test_numbers_of_the_record_are_those_of_the_page(health, about, taken_apart) -> None:
    files = {f"{number}.md": "[[Wanted]] [[Also]]" if number % 2 else "" for number in range(400)}
    record = health(files)
    found = taken_apart(page.render(record, about))
    numbers = [data for kind, data in found.texts if kind == "dd"]

    linked = [data for kind, data in found.texts if kind == "a"]

    assert record.totals.tally.total == 1000
    assert numbers == ["0", "0"]
    assert linked[linked.index("200") :][:5] == ["200", "800", "2", "200", "400"]
    assert "150 more; vaultkit check --select stub-note lists all." in found.text
    assert "Wanted" in found.text


def test_where_there_is_a_baseline_the_command_named_looks_past_it(health, about) -> None:
    record = health({f"{number}.md": "" for number in range(200)})
    known = replace(about, has_baseline=True)

    for text in (page.render(record, known), health_note.render(record, known)):
        assert "more; vaultkit check --no-baseline --select stub-note lists all." in text
        assert "vaultkit check --select" not in text


def test_a_page_says_what_is_not_known(health, about, taken_apart) -> None:
    found = taken_apart(page.render(health({"A.md": ""}, ignore=["stub-note"]), about))

    assert "Not known: the rule stub-note is switched off." in found.text


@pytest.mark.parametrize(
    ("app", "path", "address"),
    [
        (AppVault("My vault"), "a/B & C#1?.md", "vault=My%20vault&file=a%2FB%20%26%20C%231%3F.md"),
        (AppVault("Notes", "content/"), "é.md", "vault=Notes&file=content%2F%C3%A9.md"),
        (AppVault("V"), "bad\udcff.md", "vault=V&file=bad%ED%B3%BF.md"),
    ],
)
def test_addresses_for_the_app(app, path, address) -> None:
    assert app.address(path) == f"obsidian://open?{address}"


def test_the_addresses_on_the_page_open_the_notes(health, about, taken_apart) -> None:
    found = taken_apart(page.render(health(HOSTILE), about))
    opened = {
        unquote(href.partition("&file=")[2])
        for href in found.attributes("a", "href")
        if href.startswith("obsidian:")
    }

    assert opened <= set(HOSTILE)
    assert "<script>alert(1)</script>.md" in opened


def test_markup_escapes_what_is_text_and_nothing_twice() -> None:
    assert escaped('<a href="x">&\'') == "&lt;a href=&quot;x&quot;&gt;&amp;&#x27;"
    assert escaped(tag("p", "a<b", title='"')) == '<p title="&quot;">a&lt;b</p>'
    assert tag("p", 1234, None, Html("<br>"), hidden=True, class_=None) == "<p hidden>1,234<br></p>"
