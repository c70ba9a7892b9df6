"""The few best of many scores."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.nearest import nearest

SCORES = st.lists(st.floats(-8, 8, width=32), max_size=60)


@given(SCORES, st.integers(1, 20))
def test_none_left_out_is_higher_than_one_taken(scores: list[float], count: int) -> None:
    given_scores = np.array(scores, dtype=np.float32)
    places = nearest(given_scores, count).tolist()
    assert len(set(places)) == len(places) == min(count, len(scores))
    assert places == sorted(places)
    left = [scores[at] for at in range(len(scores)) if at not in places]
    assert not left or max(left) <= min(scores[at] for at in places)
