"""Names and numbers in sentences."""

import pytest

from vaultkit.text import counted, some_of


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 notes"), (1, "1 note"), (2, "2 notes"), (1234, "1,234 notes")]
)
def test_a_number_with_its_word(number, said) -> None:
    assert counted(number, "note") == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a, b"),
        (["a", "b\n", "c", "d"], "a, b\ufffd and 2 more"),
    ],
)
def test_the_first_of_some_names(names, said) -> None:
    assert some_of(names, 2) == said
