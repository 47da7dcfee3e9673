"""Sentence vectors."""

import dataclasses

import numpy as np
import pytest

from bot.errors import ModelFileError
from bot.language.encoder import MODEL, SentenceEncoder, shared_encoder
from bot.language.package_files import PackageFile, verified_bytes


@pytest.fixture(scope="module")
def encoder():
    return shared_encoder()


def test_vectors_have_unit_length(encoder):
    vectors = encoder.encode(["banks turn us down", "hello", ""])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_vectors(encoder):
    assert encoder.encode([]).shape == (0, 384)


def test_like_meaning_is_nearer_than_unlike(encoder):
    loan, refused, weather = encoder.encode(["we cannot get a loan", "the bank refused us credit", "it rains today"])
    assert loan @ refused > loan @ weather + 0.3


def test_a_batch_gives_the_same_vectors_in_the_same_order(encoder):
    texts = [f"text {'word ' * (i % 7)}{i}" for i in range(70)]
    alone = np.vstack([encoder.encode([text]) for text in texts])
    assert np.abs(encoder.encode(texts) - alone).max() < 1e-5


def test_several_threads_give_the_same_vectors_to_the_bit(encoder, monkeypatch):
    texts = [f"{'we ship boxes ' * (number % 7)}to town {number}" for number in range(300)]
    alone = encoder.encode(texts)
    monkeypatch.setattr("bot.language.encoder._MANY", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    assert np.array_equal(encoder.encode(texts), alone)


@pytest.mark.parametrize("text", [" ", "🙂", "?", "a" * 3000, "word " * 5000, "мы пекарня", "/greet", "\x00"])
def test_any_text_has_a_vector(encoder, text):
    assert np.isfinite(encoder.encode([text])).all()


def test_there_is_one_encoder_in_a_process():
    assert shared_encoder() is shared_encoder()


def test_an_altered_file_is_refused():
    altered = dataclasses.replace(MODEL, sha256="0" * 64)
    with pytest.raises(ModelFileError, match=r"model\.onnx has sha256 8199be6f.*Reinstall"):
        SentenceEncoder(model=altered)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (PackageFile("no_such_package_here", "x", ""), "not installed"),
        (PackageFile(MODEL.package, "no_such_file", ""), "cannot be read"),
    ],
)
def test_a_missing_file_says_what_to_do(file, message):
    with pytest.raises(ModelFileError, match=message):
        verified_bytes(file)
