from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.retrieval.fusion import DENSE_WEIGHT, DEPTH, LEXICAL_WEIGHT, best, fused, scaled


def scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_weights_add_up() -> None:
    assert DENSE_WEIGHT + LEXICAL_WEIGHT == 1


def test_the_best_is_one_and_the_worst_nothing() -> None:
    assert scaled(scores(1.0, 3.0, 2.0)).tolist() == [0.0, 1.0, 0.5]


def test_what_lies_beyond_the_depth_is_nothing() -> None:
    values = np.arange(3 * DEPTH, dtype=np.float32)
    found = scaled(values)
    assert (found > 0).sum() == DEPTH - 1
    assert found[-1] == 1


def test_scores_that_are_all_alike() -> None:
    assert scaled(scores(0.0, 0.0)).tolist() == [0.0, 0.0]
    assert scaled(scores(2.0, 2.0)).tolist() == [1.0, 1.0]
    assert scaled(scores()).tolist() == []


def test_agreement_of_both_signals_wins() -> None:
    combined = fused(scores(0.9, 0.8, 0.1), scores(0.0, 9.0, 10.0))
    assert int(combined.argmax()) == 1


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.floats(-5, 5, width=32), max_size=60), st.integers(1, 20))
def test_best_is_the_head_of_a_stable_sort(values: list[float], count: int) -> None:
    wanted = sorted(range(len(values)), key=lambda place: -values[place])[:count]
    assert best(scores(*values), count) == wanted
