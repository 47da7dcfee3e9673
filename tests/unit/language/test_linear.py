"""The linear classifiers on invented vectors."""

import numpy as np
import pytest

from bot.language.linear import Fit, fit_margin, fit_regression, fit_regressions, softmax
from bot.language.linear_files import load_model, save

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


def by_regression(texts, vectors, labels):
    return fit_regression(texts, vectors, labels)


def by_margin(texts, vectors, labels):
    return fit_margin(texts, vectors, labels, strength=1.0, vector_weight=2.5)


@pytest.fixture(params=[by_regression, by_margin])
def fit(request):
    return request.param


def best(model, text, vector):
    return model.classes[int(model.logits_of(text, vector).argmax())]


def test_it_learns(fit):
    model = fit(*examples(30))
    texts, vectors, labels = examples(20)
    found = [best(model, text, vector) for text, vector in zip(texts, vectors, strict=True)]
    assert np.mean([name == label for name, label in zip(found, labels, strict=True)]) > 0.9


def test_one_text_is_scored_as_in_a_batch(fit):
    model = fit(*examples(30))
    text, vector = "sure sure weather yes 7", examples(1)[1][0]
    assert model.logits_of(text, vector) == pytest.approx(model.logits([text], vector[None, :])[0], abs=1e-5)


def test_fitting_twice_gives_the_same_model(fit):
    data = examples(20)
    assert np.array_equal(fit(*data).weights, fit(*data).weights)


def test_letters_tell_apart_what_the_vectors_do_not(fit):
    texts = [f"{word} {n}" for word in ("skipping", "stopping") for n in range(12)]
    vectors = np.full((24, 4), 0.5, dtype=np.float32)
    model = fit(texts, vectors, ["skip"] * 12 + ["stop"] * 12)
    assert best(model, "skipping", vectors[0]) == "skip"
    assert best(model, "stopping", vectors[0]) == "stop"


def test_a_word_of_one_letter_counts():
    texts = [f"{word} go on {n}" for word in ("i", "u") for n in range(24)]
    model = fit_margin(texts, np.full((48, 4), 0.5, dtype=np.float32), ["me"] * 24 + ["you"] * 24, 1.0, 2.5)
    assert best(model, "u", np.full(4, 0.5, dtype=np.float32)) == "you"


def test_two_classes_have_a_row_each_and_one_is_certain(fit):
    texts, vectors, labels = examples(30)
    two = [row for row, label in enumerate(labels) if label != "deny"]
    model = fit([texts[row] for row in two], vectors[two], [labels[row] for row in two])
    assert model.classes == ("affirm", "out_of_scope") and model.weights.shape[1] == 2
    alone = fit(texts[:5], vectors[:5], ["affirm"] * 5)
    assert softmax(alone.logits_of("yes", vectors[0])) == pytest.approx([1.0])


def test_without_ngrams_a_regression_looks_at_vectors_only():
    texts, vectors, labels = examples(30)
    assert fit_regression(texts, vectors, labels, Fit(ngram_weight=0)).views == ()


def test_what_is_saved_scores_as_before(fit, tmp_path):
    texts, vectors, labels = examples(30)
    model = fit(texts, vectors, labels)
    save(model, tmp_path)
    assert np.array_equal(load_model(tmp_path).logits(texts, vectors), model.logits(texts, vectors))


@pytest.mark.parametrize("damage", ["classifier.json", "classifier.npz"])
def test_a_damaged_file_is_named(damage, tmp_path):
    save(by_regression(*examples(5)), tmp_path)
    (tmp_path / damage).write_bytes(b"{")
    with pytest.raises(ValueError, match="holds no classifier"):
        load_model(tmp_path)


def test_regressions_of_several_groups_stand_side_by_side():
    texts, vectors, labels = examples(20)
    pairs = [("first", label) for label in labels] + [("second", label.upper()) for label in labels]
    model = fit_regressions([*texts, *texts], np.vstack([vectors, vectors]), pairs)
    assert model.classes[0] == "first:affirm" and model.classes[-1] == "second:OUT_OF_SCOPE"
    fresh, asked, truth = examples(10)
    for text, vector, label in zip(fresh, asked, truth, strict=True):
        logits = model.logits_of(text, vector)
        assert model.classes[int(np.argmax(logits[:3]))] == f"first:{label}"
        assert model.classes[3 + int(np.argmax(logits[3:]))] == f"second:{label.upper()}"
