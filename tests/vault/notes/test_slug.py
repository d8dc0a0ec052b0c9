"""Web slugs: reference, section 12."""

import pytest

from vaultkit.vault.notes.slug import pandoc_slug, slug, slugs, split_id


@pytest.mark.parametrize(
    ("heading", "made"),
    [
        ("A & B", "a--b"),
        ("C++", "c"),
        ("1.2.3", "123"),
        ("A—B", "ab"),
        ("snake_case", "snake_case"),
        ("Über Straße", "über-straße"),
        ("日本語 見出し", "日本語-見出し"),
        ("a  b", "a--b"),
        (" a ", "-a-"),
        ("don’t", "dont"),
        ("🎉 Party", "-party"),
        ("", ""),
    ],
)
def test_github(heading, made):
    assert slug(heading) == made


def test_github_counts_repeats_and_skips_what_is_taken():
    assert slugs(["Foo", "Foo", "Foo 1", "Foo"]) == ["foo", "foo-1", "foo-1-1", "foo-2"]


@pytest.mark.parametrize(
    ("heading", "made"),
    [
        ("Maître d'hôtel", "maître-dhôtel"),
        ("Dogs?--in *my* house?", "dogs--in-my-house"),
        ("3. Applications", "applications"),
        ("33", "section"),
        ("Heading identifiers in HTML", "heading-identifiers-in-html"),
        ("a.b_c-d", "a.b_c-d"),
    ],
)
def test_pandoc(heading, made):
    assert pandoc_slug(heading) == made


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Title {#title}", ("Title", "title")),
        ("Title {#title .class}", ("Title", "title")),
        ("Title", ("Title", None)),
        ("Title {#}", ("Title {#}", None)),
        ("{#a} Title", ("{#a} Title", None)),
        ("Title {.class}", ("Title {.class}", None)),
    ],
)
def test_an_explicit_id_is_split_off(text, parts):
    assert split_id(text) == parts
