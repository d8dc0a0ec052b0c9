"""The names nearest to a misspelt one (design, section 5: "a typo that is unmistakable")."""

import pytest

from vaultkit.vault.suggestions.nearest import NameIndex, folded, is_unmistakable, singular


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
    ("written", "name"),
    [
        pytest.param("bar", "bat", id="three letters"),
        pytest.param("bar", "barn", id="three letters and four"),
        pytest.param("SQL", "T-SQL", id="three letters and a sign more"),
        pytest.param("bra", "bar", id="three letters swapped"),
        pytest.param("Cell", "Fell", id="four letters, another first"),
        pytest.param("Lace", "Lane", id="four letters, one replaced"),
        pytest.param("Chase", "Hase", id="four letters, the first missing"),
        pytest.param("Jolly", "Holly", id="five letters, another first"),
        pytest.param("Bidder", "Cider", id="two slips, the first letter among them"),
        pytest.param("Garnett", "Barnett", id="seven letters, another first"),
        pytest.param("註腳", "註解", id="one of two ideographs"),
    ],
)
def test_a_short_name_of_other_letters_is_another_name(written, name):
    assert NameIndex([name]).near(written) == []
    assert NameIndex([written]).near(name) == []


@pytest.mark.parametrize(
    ("written", "name", "distance"),
    [
        pytest.param("bar", "BAR", 0, id="case"),
        pytest.param("C.D", "cd", 0, id="signs"),
        pytest.param("Soli", "Soil", 1, id="four letters swapped"),
        pytest.param("Osil", "Soil", 1, id="the first two swapped"),
        pytest.param("Boie", "Boise", 1, id="a letter missing"),
        pytest.param("Mulsh", "Mulch", 1, id="five letters, one replaced"),
        pytest.param("neuron", "MP Neuron", 2, id="one name within the other"),
        pytest.param("Filters", "Filtre", 2, id="two slips"),
        pytest.param("半透明", "半透明度", 1, id="ideographs"),
        pytest.param("Jollyboat", "Hollyboat", 1, id="a long name"),
    ],
)
def test_a_short_name_that_is_near(written, name, distance):
    assert NameIndex([name]).near(written) == [(distance, name)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("Implemetnation", "Implementation", id="swapped letters"),
        pytest.param("Misinterpretation", "Missinterpretation", id="doubled letter too few"),
        pytest.param("Programmattically", "Programmatically", id="doubled letter too many"),
        pytest.param("The implemetnation of C++", "The Implementation of C++", id="one word of it"),
    ],
)
def test_an_unmistakable_typo(written, meant):
    assert is_unmistakable(written, meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Hartford", "Hertford"),
        ("Louis XVIII", "Louis VIII"),
        ("The Constitution of Pius XII", "The Constitution of Pius XI"),
        ("Type A personality", "Type B personality"),
        ("Macroeconomics", "Microeconomics"),
        ("Causal inference", "Casual inference"),
        ("Marital law", "Martial law"),
        ("complaint", "compliant"),
        ("infarction", "infraction"),
        ("httpsRequestOptions", "httpRequestOptions"),
        ("Implemetnation of C++", "Implementation of C"),
        ("implemetnation of progarmmatically", "implementation of programmatically"),
        ("Implementations", "Implementation"),
        ("methylisocyanate", "methylisocyanite"),
    ],
)
def test_names_that_may_be_two(written, meant):
    assert not is_unmistakable(written, meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("self-attention", "Self attention", id="hyphen for a space"),
        pytest.param("self_attention", "self  attention", id="underscore for spaces"),
        pytest.param("SelfAttention", "Self attention", id="space too few"),
        pytest.param("Notes - 2020", "Notes-2020", id="spaced hyphen"),
        pytest.param("Caf\u00e9", "Cafe\u0301", id="Unicode form"),
        pytest.param("C++ notes", "c++_Notes", id="same signs"),
    ],
)
def test_one_name_spelt_in_two_ways(written, meant):
    assert NameIndex([meant]).same_words(written) == [meant]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("C++", "C"),
        ("R&B", "RB"),
        ("Node+", "Node"),
        ("C-", "C"),
        ("_index", "index"),
        (".NET", "NET"),
        ("A.I.", "AI"),
        ("f(x)", "fx"),
        ("Re-sign", "Resign"),
        ("Over all", "Overall"),
        ("Part 1 2", "Part 12"),
        ("Below -5", "Below 5"),
        ("Maße", "Masse"),
        ("Butt.", "Butt"),
    ],
)
def test_names_that_differ_in_more_than_spelling(written, meant):
    index = NameIndex([meant])

    assert index.same_words(written) == []
    assert NameIndex([written]).same_words(meant) == []


def test_folding_ignores_signs_and_case():
    assert folded("A – B_c!") == "abc"


def test_the_nearest_come_first():
    index = NameIndex(["Programmers", "Programming", "Programmings"])
    assert [name for _, name in index.near("Programming")][:2] == ["Programming", "Programmings"]


def test_plurals_come_in_the_order_of_the_names() -> None:
    names = ["Cities", "churches", "city", "Church", "CHURCHES"]

    assert NameIndex(names).plural("church") == ["churches", "Church", "CHURCHES"]
    assert NameIndex(names).plural("CITY") == ["Cities", "city"]


@pytest.mark.parametrize("count", [1, 20, 21, 60])
def test_a_near_name_is_found_among_few_and_many_of_its_length(count) -> None:
    others = [f"{number:b}".translate({48: "x", 49: "y"}).rjust(9, "z") for number in range(count)]

    assert NameIndex([*others, "gardening"]).near("gardenign") == [(1, "gardening")]
