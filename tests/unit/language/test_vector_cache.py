"""Vectors that are kept between starts."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.language.encoder import SentenceEncoder, Vectors
from bot.language.vector_cache import VectorCache

TEXTS = ["banks turn us down", "customs kept our goods", "banks turn us down", ""]


class CountingEncoder(SentenceEncoder):
    """The encoder, which also remembers what it encoded."""

    def __init__(self) -> None:
        super().__init__()
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors, as ever."""
        self.encoded += texts
        return super().encode(texts)


@pytest.fixture(scope="module")
def one_encoder() -> CountingEncoder:
    """Loading it takes longer than all tests here."""
    return CountingEncoder()


@pytest.fixture
def counting(one_encoder: CountingEncoder) -> CountingEncoder:
    """An encoder that has encoded nothing yet."""
    one_encoder.encoded.clear()
    return one_encoder


def test_vectors_are_those_of_the_encoder_in_the_order_of_the_texts(counting: CountingEncoder, tmp_path: Path) -> None:
    expected = counting.encode(TEXTS)
    for _ in range(2):
        found = VectorCache(tmp_path, counting).encode(TEXTS)
        assert found.dtype == np.float32 and np.abs(found - expected).max() < 1e-5
        assert np.abs(VectorCache(tmp_path, counting).encode(TEXTS[::-1]) - expected[::-1]).max() < 1e-5


def test_a_text_is_encoded_once_however_often_it_stands_there(counting: CountingEncoder, tmp_path: Path) -> None:
    VectorCache(tmp_path, counting).encode(TEXTS)
    assert sorted(counting.encoded) == sorted(set(TEXTS))


def test_only_what_is_new_is_encoded(counting: CountingEncoder, tmp_path: Path) -> None:
    VectorCache(tmp_path, counting).encode(TEXTS)
    counting.encoded.clear()
    VectorCache(tmp_path, counting).encode([*TEXTS, "we do not know hedging"])
    assert counting.encoded == ["we do not know hedging"]
    VectorCache(tmp_path, counting).encode([*TEXTS, "we do not know hedging"])
    assert counting.encoded == ["we do not know hedging"]


def test_of_two_who_begin_at_once_one_encodes(counting: CountingEncoder, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(lambda _: VectorCache(tmp_path, counting).encode(TEXTS), range(2))
    assert sorted(counting.encoded) == sorted(set(TEXTS)) and (first == second).all()


def test_a_text_that_was_struck_leaves_the_cache(counting: CountingEncoder, tmp_path: Path) -> None:
    VectorCache(tmp_path, counting).encode(TEXTS)
    VectorCache(tmp_path, counting).encode(TEXTS[1:2])
    counting.encoded.clear()
    VectorCache(tmp_path, counting).encode(TEXTS[:2])
    assert counting.encoded == TEXTS[:1]


def test_no_texts_give_no_vectors(counting: CountingEncoder, tmp_path: Path) -> None:
    assert VectorCache(tmp_path, counting).encode([]).shape == (0, 384)
    VectorCache(tmp_path, counting).encode(TEXTS)
    assert VectorCache(tmp_path, counting).encode([]).shape == (0, 384)


def test_nothing_but_the_one_file_is_written(counting: CountingEncoder, tmp_path: Path) -> None:
    for count in range(1, 4):
        VectorCache(tmp_path / "far" / "away", counting).encode(TEXTS[:count])
    left = {path.name for path in (tmp_path / "far" / "away").iterdir()}
    assert left - {".making"} == {f"vectors-{counting.version[:16]}.npz"}


@pytest.mark.parametrize("left", ["nothing", "half", "text", "other arrays", "other sizes", "objects"])
def test_a_damaged_file_costs_the_time_to_encode_anew(counting: CountingEncoder, tmp_path: Path, left: str) -> None:
    expected = VectorCache(tmp_path, counting).encode(TEXTS)
    (path,) = tmp_path.glob("vectors-*")
    if left in {"nothing", "half", "text"}:
        content = path.read_bytes()
        path.write_bytes({"nothing": b"", "half": content[: len(content) // 2], "text": b"not an archive"}[left])
    elif left == "objects":
        np.savez(path, keys=np.array([{}], dtype=object), vectors=np.zeros((1, 384)))
    else:
        np.savez(path, **{"keys" if left == "other sizes" else "k": np.zeros((3, 32), np.uint8), "vectors": expected})
    assert np.abs(VectorCache(tmp_path, counting).encode(TEXTS) - expected).max() < 1e-5
    counting.encoded.clear()
    VectorCache(tmp_path, counting).encode(TEXTS)
    assert counting.encoded == [], "the file is whole again"


def test_a_folder_that_cannot_be_written_is_said_and_costs_nothing_else(
    counting: CountingEncoder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    found = VectorCache(tmp_path / "file", counting).encode(TEXTS)
    assert found.shape == (4, 384) and "could not be kept" in caplog.text
