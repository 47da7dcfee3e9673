"""Passages found by words and by meaning together."""

from __future__ import annotations

import numpy as np
import pytest

from bot.language.encoder import DIMENSION, Vectors
from bot.search.lexical import LexicalIndex
from bot.search.passages import PassageIndex


def pointing(*directions: float) -> Vectors:
    """A unit vector with these first numbers."""
    vector = np.zeros(DIMENSION, dtype=np.float32)
    vector[: len(directions)] = directions
    return vector / np.linalg.norm(vector)


QUESTION = pointing(1)


def index(*passages: tuple[str, Vectors]) -> PassageIndex:
    """An index over texts with their vectors; their ids are p0, p1 ..."""
    vectors = np.stack([vector for _, vector in passages])
    names = [f"p{place}" for place in range(len(passages))]
    return PassageIndex(names, vectors, LexicalIndex.build([text for text, _ in passages]))


def test_an_index_without_passages_finds_none() -> None:
    empty = PassageIndex.empty()
    assert len(empty) == 0 and empty.search("hedging", QUESTION, 3) == []


def test_words_decide_between_passages_of_one_meaning() -> None:
    found = index(("Boats and nets.", QUESTION), ("Hedging for beginners.", QUESTION)).search("hedging", QUESTION, 2)
    assert [hit.passage for hit in found] == ["p1", "p0"]
    assert found[0].lexical > 0 == found[1].lexical and found[0].dense == found[1].dense


def test_meaning_decides_between_passages_with_the_same_words() -> None:
    passages = index(("Hedging.", pointing(0, 1)), ("Hedging.", pointing(1, 1)))
    assert [hit.passage for hit in passages.search("hedging", QUESTION, 2)] == ["p1", "p0"]


def test_what_has_words_and_meaning_goes_before_what_has_one_of_them() -> None:
    passages = index(
        ("Boats.", pointing(1)), ("Hedging.", pointing(0, 1)), ("Hedging too.", pointing(1)), ("Nets.", pointing(0, 1))
    )
    found = passages.search("hedging", QUESTION, 4)
    assert found[0].passage == "p2" and found[-1].passage == "p3"
    assert found[0].score == pytest.approx((found[0].dense + found[0].lexical) / 2)


def test_no_more_than_asked_for_come_and_they_come_in_order() -> None:
    passages = index(*((f"text {place}", pointing(1, place)) for place in range(9)))
    found = passages.search("hedging", QUESTION, 3)
    assert [hit.passage for hit in found] == ["p0", "p1", "p2"]
    assert sorted((hit.score for hit in found), reverse=True) == [hit.score for hit in found]


def test_among_many_passages_that_sound_alike_the_one_with_the_words_is_found() -> None:
    alike = [(f"Something else {place}.", pointing(1, 1)) for place in range(200)]
    found = index(*alike, ("Hedging.", pointing(0.5, 1))).search("hedging", QUESTION, 3)
    assert "p200" in [hit.passage for hit in found]


def test_without_the_words_of_every_passage_meaning_alone_decides() -> None:
    vectors = np.stack([pointing(0, 1), pointing(1)])
    found = PassageIndex(["p0", "p1"], vectors, LexicalIndex.build(["hedging"])).search("hedging", QUESTION, 2)
    assert [hit.passage for hit in found] == ["p1", "p0"] and not any(hit.lexical for hit in found)
