"""The linear classifier on invented vectors."""

import numpy as np
import pytest

from bot.language.linear import Fit, cross_validate, fit, softmax

RANDOM = np.random.default_rng(3)
CENTRES = {"affirm": 0, "deny": 1, "out_of_scope": 2}
WORDS = {"affirm": "yes sure", "deny": "no never", "out_of_scope": "weather football"}


def examples(each, spread=0.4):
    texts, vectors, labels = [], [], []
    for label, axis in CENTRES.items():
        for number in range(each):
            vector = RANDOM.normal(0, spread, 8)
            vector[axis] += 1
            texts.append(f"{WORDS[label].split()[number % 2]} {number}")
            vectors.append(vector / np.linalg.norm(vector))
            labels.append(label)
    return texts, np.array(vectors, dtype=np.float32), labels


def test_it_learns_and_ranks_every_class():
    model = fit(*examples(30))
    texts, vectors, labels = examples(20)
    found = [model.predict(text, vector) for text, vector in zip(texts, vectors, strict=True)]
    assert np.mean([p.ranking[0][0] == label for p, label in zip(found, labels, strict=True)]) > 0.9
    assert all(sum(confidence for _, confidence in p.ranking) == pytest.approx(1) for p in found)
    assert all({name for name, _ in p.ranking} == set(CENTRES) for p in found)
    assert all(p.ranking[0][1] >= p.ranking[1][1] and p.margin >= 0 for p in found)


def test_one_text_is_scored_as_in_a_batch():
    model = fit(*examples(30))
    text, vector = "sure sure weather yes", examples(1)[1][0]
    alone, batch = model.predict(text, vector), model.logits([text], vector[None, :])[0]
    assert alone.logit == pytest.approx(batch.max(), abs=1e-5)
    assert alone.ranking[0][0] == model.classes[int(batch.argmax())]


def test_confidence_is_honest():
    model = fit(*examples(200, spread=0.7), Fit(ngram_weight=0))
    texts, vectors, labels = examples(400, spread=0.7)
    found = [model.predict(text, vector) for text, vector in zip(texts, vectors, strict=True)]
    confidence = np.array([p.ranking[0][1] for p in found])
    right = np.array([p.ranking[0][0] == label for p, label in zip(found, labels, strict=True)])
    assert confidence.mean() == pytest.approx(right.mean(), abs=0.05)


def test_the_threshold_turns_away_about_the_share_it_may():
    data = examples(100)
    model = fit(*data)
    probabilities = softmax(model.temperature * cross_validate(*data, Fit()))
    in_scope = [label != "out_of_scope" for label in data[2]]
    best, top = probabilities.max(axis=1)[in_scope], probabilities.argmax(axis=1)[in_scope]
    right = best[[model.classes[i] == label for i, label in zip(top, np.array(data[2])[in_scope], strict=True)]]
    assert (right < model.threshold).mean() == pytest.approx(0.05, abs=0.01)


def test_fitting_twice_gives_the_same_model():
    data = examples(20)
    first, second = fit(*data), fit(*data)
    assert np.array_equal(first.weights, second.weights)
    assert (first.temperature, first.threshold) == (second.temperature, second.threshold)


def test_ngrams_tell_apart_what_the_vectors_do_not():
    texts = [f"{word} {n}" for word in ("skipping", "stopping") for n in range(12)]
    vectors = np.full((24, 4), 0.5, dtype=np.float32)
    labels = ["skip"] * 12 + ["stop"] * 12
    assert fit(texts, vectors, labels).predict("skipping", vectors[0]).ranking[0][0] == "skip"
    assert fit(texts, vectors, labels).predict("stopping", vectors[0]).ranking[0][0] == "stop"


def test_too_few_examples_to_hold_one_back_leave_the_defaults():
    texts, vectors, labels = examples(1)
    model = fit(texts, vectors, labels)
    assert (model.temperature, model.threshold) == (1.0, 0.0)
    assert model.predict(texts[0], vectors[0]).ranking[0][0] == labels[0]


def test_one_class_is_certain():
    model = fit(["a", "b"], np.eye(2, dtype=np.float32), ["greet", "greet"])
    assert model.predict("a", np.array([1, 0], dtype=np.float32)).ranking == (("greet", 1.0),)


def test_nothing_to_learn_from_is_refused():
    with pytest.raises(ValueError, match="no example"):
        fit([], np.zeros((0, 2), dtype=np.float32), [])
