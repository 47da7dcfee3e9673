"""The committee of judges on invented vectors: ranking, confidence, threshold, files."""

import numpy as np
import pytest

from bot.language.committee import Training, cross_validate, fit_committee, load_committee, save_committee
from bot.language.linear import softmax
from bot.language.neighbours import Neighbours
from tests.unit.language.test_linear import CENTRES, examples


def test_it_ranks_every_class_and_the_likeliest_first():
    committee = fit_committee(*examples(30))
    texts, vectors, labels = examples(20)
    found = [committee.predict([text], vector[None, :]) for text, vector in zip(texts, vectors, strict=True)]
    assert np.mean([p.ranking[0][0] == label for p, label in zip(found, labels, strict=True)]) > 0.9
    assert all(sum(confidence for _, confidence in p.ranking) == pytest.approx(1) for p in found)
    assert all({name for name, _ in p.ranking} == set(CENTRES) and p.margin >= 0 for p in found)


def test_one_text_is_judged_as_in_a_batch():
    committee = fit_committee(*examples(30))
    text, vector = "sure sure weather yes", examples(1)[1][0]
    alone, batch = committee.predict([text], vector[None, :]), committee.scores([text], vector[None, :])[0]
    assert alone.logit == pytest.approx(batch.max(), abs=1e-4)
    assert alone.ranking[0][0] == committee.classes[int(batch.argmax())]


def test_confidence_is_honest():
    committee = fit_committee(*examples(200, spread=0.7))
    texts, vectors, labels = examples(400, spread=0.7)
    found = [committee.predict([text], vector[None, :]) for text, vector in zip(texts, vectors, strict=True)]
    confidence = np.array([p.ranking[0][1] for p in found])
    right = np.array([p.ranking[0][0] == label for p, label in zip(found, labels, strict=True)])
    assert confidence.mean() == pytest.approx(right.mean(), abs=0.05)


def test_the_threshold_turns_away_about_the_share_it_may():
    texts, vectors, labels = examples(100, spread=0.8)
    # Words that give the class away would leave nobody in doubt.
    data, how = (["same"] * len(texts), vectors, labels), Training(lost=0.05)
    committee = fit_committee(*data, how)
    probabilities = softmax(committee.temperature * cross_validate(*data, how))
    in_scope = [label != "out_of_scope" for label in data[2]]
    best, top = probabilities.max(axis=1)[in_scope], probabilities.argmax(axis=1)[in_scope]
    labels = np.array(data[2])[in_scope]
    right = best[[committee.classes[i] == label for i, label in zip(top, labels, strict=True)]]
    assert (right < committee.threshold).mean() == pytest.approx(0.05, abs=0.01)


def test_fitting_twice_gives_the_same_committee():
    data = examples(20)
    first, second = fit_committee(*data), fit_committee(*data)
    assert np.array_equal(first.scores(data[0], data[1]), second.scores(data[0], data[1]))
    assert (first.temperature, first.threshold) == (second.temperature, second.threshold)


def test_what_is_saved_judges_as_before(tmp_path):
    data = examples(30)
    committee = fit_committee(*data)
    save_committee(committee, tmp_path)
    loaded = load_committee(tmp_path)
    # Half precision of the neighbours: the fourth digit.
    assert loaded.scores(data[0], data[1]) == pytest.approx(committee.scores(data[0], data[1]), abs=0.01)
    assert (loaded.temperature, loaded.threshold) == (committee.temperature, committee.threshold)
    (tmp_path / "committee.npz").unlink()
    with pytest.raises(ValueError, match="holds no classifier"):
        load_committee(tmp_path)


def test_far_from_every_example_no_class_is_favoured():
    vectors = np.eye(8, dtype=np.float32)[[0] * 10 + [1] * 10]
    near = Neighbours.of(vectors, ["a"] * 10 + ["b"] * 10, ["a", "b"])
    there = near.log_votes(np.eye(8, dtype=np.float32)[[0]])[0]
    nowhere = near.log_votes(vectors[:1] * 0.5 + vectors[-1:] * 0.5)[0]
    assert there[0] - there[1] > 3
    assert abs(nowhere[0] - nowhere[1]) < 0.5


def test_too_few_examples_to_hold_one_back_leave_the_defaults():
    texts, vectors, labels = examples(1)
    committee = fit_committee(texts, vectors, labels)
    assert (committee.temperature, committee.threshold) == (1.0, 0.0)


def test_one_class_is_certain():
    committee = fit_committee(["a", "b"], np.eye(2, dtype=np.float32), ["greet", "greet"])
    assert committee.predict(["a"], np.array([[1, 0]], dtype=np.float32)).ranking == (("greet", 1.0),)


def test_nothing_to_learn_from_is_refused():
    with pytest.raises(ValueError, match="no example"):
        fit_committee([], np.zeros((0, 2), dtype=np.float32), [])
