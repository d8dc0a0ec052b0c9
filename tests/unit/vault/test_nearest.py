"""The names nearest to a misspelt one (design, section 5: "a typo that is unmistakable")."""

import pytest

from vaultkit.vault.nearest import NameIndex, folded, is_unmistakable, singular


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("My Note", "my note", id="case"),
        pytest.param("My Note", "MyNote", id="spacing"),
        pytest.param("My Note", "my-note", id="dash"),
        pytest.param("My Note", "my_note", id="underscore"),
        pytest.param("Caf\u00e9", "Cafe\u0301", id="Unicode form"),
        pytest.param("Don't", "Don’t", id="apostrophe"),
    ],
)
def test_names_that_fold_alike(one, other):
    assert NameIndex([one]).alike(other) == [one]


@pytest.mark.parametrize(
    ("one", "other"),
    [("note", "notes"), ("category", "categories"), ("class", "classes"), ("church", "churches")],
)
def test_plurals(one, other):
    assert singular(one) == singular(other)
    assert NameIndex([one]).plural(other) == [one]
    assert NameIndex([other]).plural(one) == [other]


@pytest.mark.parametrize("word", ["glass", "is", "us"])
def test_what_is_no_plural(word):
    assert singular(word) == word


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("Programing", "Programming", id="letter too few"),
        pytest.param("Proogramming", "Programming", id="letter too many"),
        pytest.param("Prgoramming", "Programming", id="swapped"),
        pytest.param("Prokramming", "Programming", id="wrong"),
        pytest.param("rogramming", "Programming", id="first missing"),
        pytest.param("Programmin", "Programming", id="last missing"),
    ],
)
def test_a_name_one_letter_off_is_found(written, meant):
    others = [f"Other name {letter}" for letter in "abcdefghij"]
    assert NameIndex([*others, meant]).near(written)[0] == (1, meant)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param("Lecture 3", "Lecture 2", id="numbers must agree"),
        pytest.param("cat", "dog", id="nothing alike"),
        pytest.param("", "a", id="empty"),
        pytest.param("!!!", "a", id="signs only"),
    ],
)
def test_a_name_that_is_not_near(written, name):
    assert NameIndex([name]).near(written) == []


@pytest.mark.parametrize(
    ("written", "meant", "distance", "sure"),
    [
        pytest.param("hartford", "hertford", 1, False, id="two towns"),
        pytest.param("programing", "programming", 1, True, id="doubled letter"),
        pytest.param("prgoramming", "programming", 1, True, id="swapped letters"),
        pytest.param("cat", "cta", 1, False, id="too short"),
        pytest.param("rogramming", "programming", 1, False, id="first letter differs"),
        pytest.param("internationalizationn", "internationalisation", 2, True, id="two in a long"),
        pytest.param("programmer", "programming", 3, False, id="three letters"),
    ],
)
def test_an_unmistakable_typo(written, meant, distance, sure):
    assert is_unmistakable(written, meant, distance) == sure


def test_folding_ignores_signs_and_case():
    assert folded("A – B_c!") == "abc"


def test_the_nearest_come_first():
    index = NameIndex(["Programmers", "Programming", "Programmings"])
    assert [name for _, name in index.near("Programming")][:2] == ["Programming", "Programmings"]
