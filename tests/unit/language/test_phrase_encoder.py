"""The second encoder: its files are checked, its vectors are of unit length and know what resembles what."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot.errors import ModelFileError
from bot.language import phrase_encoder
from bot.language.encoder import shared_encoder
from bot.language.phrase_encoder import MOST_CHARACTERS, both_views, shared_phrase_encoder


def test_like_sentences_are_nearer_than_others_and_each_vector_has_length_one() -> None:
    texts = ["the bank turned us down again", "our loan was refused", "how do I plant tulips"]
    vectors = shared_phrase_encoder().encode(texts)
    assert vectors.shape == (3, 512)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_a_text_has_one_vector_alone_and_among_others() -> None:
    alone = shared_phrase_encoder().encode(["customs sat on it"])
    among = shared_phrase_encoder().encode(["hi", "customs sat on it", "what would that cost us in a year"])
    assert np.allclose(alone[0], among[1], atol=1e-4)


@pytest.mark.parametrize("text", ["", " ", "?", "🙂", "привет", "a" * 4000, "'" * 4000, "\u202e\ufeff"])
def test_every_text_has_a_finite_vector(text: str) -> None:
    assert np.isfinite(shared_phrase_encoder().encode([text])).all()


def test_no_more_is_read_than_the_first_letters() -> None:
    long = "we sell shoes " * 100
    first, cut = shared_phrase_encoder().encode([long, long[:MOST_CHARACTERS]])
    assert np.allclose(first, cut, atol=1e-5)


def test_both_views_stand_side_by_side() -> None:
    texts = ["the bank turned us down again", "hi"]
    beside = both_views(texts, shared_encoder().encode(texts))
    assert beside.shape == (2, 896)
    assert np.allclose(np.linalg.norm(beside, axis=1), 1, atol=1e-4)


def test_an_altered_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_encoder, "PIECES", replace(phrase_encoder.PIECES, sha256="0" * 64))
    with pytest.raises(ModelFileError, match=r"sp\.model has sha256 .* expected 0+"):
        phrase_encoder.PhraseEncoder()
