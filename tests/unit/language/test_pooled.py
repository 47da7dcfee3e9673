"""Texts that are told by one of their clauses, on invented vectors."""

import numpy as np
import pytest

from bot.language.linear import Fit
from bot.language.linear_files import load_model, save
from bot.language.pooled import fit_pooled, pooled_chances

HOW = Fit(strength=25.0, ngram_weight=1.0, steps=90)
CLASSES = ["goal:survive", "sells:goods"]
WORDS = ("stay open somehow", "bread and rolls", "rain fell again", "the dog sleeps")


def clause(chance, kind):
    vector = chance.normal(0, 0.25, 384) / np.sqrt(384 / 8)
    vector[kind] += 1
    return f"{WORDS[kind]} {chance.integers(99)}", vector / np.linalg.norm(vector)


def told(count=120, seed=3):
    """Texts of three clauses: class 0 or 1 is stated where one of them is of that kind, anywhere in the text."""
    chance = np.random.default_rng(seed)
    texts, vectors, owners, states = [], [], [], []
    for owner in range(count):
        kinds = [int(kind) for kind in chance.choice(4, size=3, replace=False)]
        for kind in kinds:
            text, vector = clause(chance, kind)
            texts.append(text)
            vectors.append(vector)
            owners.append(owner)
        states.append([0 in kinds, 1 in kinds])
    return texts, np.array(vectors, dtype=np.float32), owners, np.array(states)


@pytest.fixture(scope="module")
def model():
    texts, vectors, owners, states = told()
    return fit_pooled(texts, vectors, owners, CLASSES, states, np.ones_like(states), HOW)


def test_one_clause_is_enough_wherever_it_stands(model):
    texts, vectors, owners, states = told(40, seed=4)
    for owner, row in enumerate(states):
        places = [place for place, own in enumerate(owners) if own == owner]
        chances = pooled_chances(model, [texts[place] for place in places], vectors[places])
        assert ((chances > 0.5) == row).all()


def test_the_clause_that_tells_is_found_though_nobody_named_it(model):
    chance = np.random.default_rng(5)
    telling, beside = clause(chance, 0), clause(chance, 2)
    alone = [pooled_chances(model, [text], vector[np.newaxis])[0] for text, vector in (telling, beside)]
    assert alone[0] > 0.8
    assert alone[1] < 0.2


def test_what_is_not_known_is_not_learnt():
    texts, vectors, owners, states = told()
    known = np.ones_like(states)
    known[:, 1] = False
    blind = fit_pooled(texts, vectors, owners, CLASSES, states, known, HOW)
    text, vector = clause(np.random.default_rng(6), 1)
    # Where nothing is known of a class, its weights stay as they began.
    assert pooled_chances(blind, [text], vector[np.newaxis])[1] == pytest.approx(1 / (1 + np.exp(3)), abs=0.01)


def test_it_is_the_same_each_time_and_in_a_file(model, tmp_path):
    texts, vectors, owners, states = told()
    again = fit_pooled(texts, vectors, owners, CLASSES, states, np.ones_like(states), HOW)
    save(model, tmp_path)
    read = load_model(tmp_path)
    first = pooled_chances(model, texts[:3], vectors[:3])
    assert pooled_chances(again, texts[:3], vectors[:3]) == pytest.approx(first, abs=1e-4)
    assert pooled_chances(read, texts[:3], vectors[:3]) == pytest.approx(first, abs=1e-6)
