"""Questions about stretches of a text, held against asking each stretch."""

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.markdown.spans import Stretches

PLACES = st.tuples(st.integers(0, 12), st.integers(0, 6)).map(lambda pair: (pair[0], sum(pair)))


@given(st.lists(PLACES, max_size=8), PLACES)
def test_each_question_is_about_a_single_stretch(spans, asked) -> None:
    first, last = asked
    known = Stretches(spans)

    assert known.hold(first, last) is any(s <= first and last <= e for s, e in spans)
    assert known.meet(first, last) is any(s < last and first < e for s, e in spans)
    assert known.begin_in(first, last) is any(first <= s < last for s, _ in spans)


def test_two_that_touch_hold_nothing_together() -> None:
    assert not Stretches([(0, 5), (5, 9)]).hold(3, 7)
    assert not Stretches([(0, 6), (4, 9)]).hold(3, 7)
