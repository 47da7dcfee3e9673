"""Nearest examples."""

import numpy as np
import pytest

from bot.language.answers import ExemplarIndex


def unit(*values):
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


@pytest.fixture
def index():
    vectors = np.stack([unit(1, 0, 0), unit(0, 1, 0), unit(1, 0.1, 0), unit(0, 0, 1), unit(1, 1, 0)])
    return ExemplarIndex(vectors, [("E1", "4"), ("E1", "0"), ("E1", "4"), ("T1", "2"), ("E1", "2")])


def test_a_label_counts_by_its_two_nearest_examples(index):
    found = dict(index.nearest(unit(1, 0, 0), None))
    assert found["E1", "4"] == pytest.approx((1 + float(unit(1, 0.1, 0)[0])) / 2, abs=1e-6)


def test_a_label_with_one_example_counts_by_that(index):
    assert dict(index.nearest(unit(0, 0, 1), None))["T1", "2"] == pytest.approx(1)


def test_nearest_ranks_over_all_questions(index):
    found = index.nearest(unit(0, 0, 1), 2)
    assert found[0] == (("T1", "2"), pytest.approx(1))
    assert len(found) == 2


def test_equal_likeness_is_settled_by_name():
    index = ExemplarIndex(np.stack([unit(1, 0), unit(1, 0)]), [("E1", "b"), ("E1", "a")])
    assert [value for (_, value), _ in index.nearest(unit(1, 0), None)] == ["a", "b"]


def test_an_empty_index_finds_nothing():
    index = ExemplarIndex(np.zeros((0, 3), dtype=np.float32), [])
    assert index.nearest(unit(1, 0, 0), 5) == []


def test_vectors_without_labels_are_refused():
    with pytest.raises(ValueError, match="1 vectors but 0 labels"):
        ExemplarIndex(np.zeros((1, 3), dtype=np.float32), [])
