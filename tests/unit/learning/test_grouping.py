"""Messages that say nearly the same stand together, under keys that do not change with what stands beside them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
import pytest

from bot.language.encoder import SentenceEncoder, Vectors
from bot.learning import grouping
from bot.learning.grouping import find_group, grouped
from bot.model.unanswered import Unanswered

VAT = ("how do i charge vat to france", "how do I charge VAT to France?", "charging vat to customers in france")
BREXIT = ("does brexit matter to me", "what does brexit mean for me")
LONELY = "my dog ate the till"
START = datetime(2026, 11, 1)


def entries(*texts: str, intent: str = "ask_cost", **parts: object) -> list[Unanswered]:
    """Messages a minute apart, each of a case of its own."""
    return list(_entries(texts, {"intent": intent, "nearest": "", "language": "", **parts}))


def _entries(texts: tuple[str, ...], parts: dict[str, object]) -> Iterator[Unanswered]:
    for number, text in enumerate(texts):
        at = START + timedelta(minutes=number)
        yield Unanswered(f"case{number}", "m1", text, confidence=0.2, at=at, **parts)  # type: ignore[arg-type]


def test_what_says_nearly_the_same_is_one_group_and_the_largest_comes_first(encoder: SentenceEncoder) -> None:
    first, second, third = grouped(entries(LONELY, *BREXIT, *VAT), encoder)
    assert {text.lower().rstrip("?") for text in first.texts} == {VAT[0], VAT[2]}
    assert set(second.texts) == set(BREXIT) and third.texts == (LONELY,)
    assert [len(group.entries) for group in (first, second, third)] == [3, 2, 1]


def test_one_text_in_several_spellings_counts_for_itself_and_the_commonest_comes_first(
    encoder: SentenceEncoder,
) -> None:
    (group,) = grouped(entries(VAT[2], *VAT), encoder)
    assert group.texts[0] in {VAT[0], VAT[2]} and len(group.texts) == 2
    assert len(group.of([VAT[0]])) == 2 and len(group.of(group.texts)) == len(group.entries) == 4


def test_the_order_of_the_messages_does_not_matter(encoder: SentenceEncoder) -> None:
    told = entries(LONELY, *BREXIT, *VAT)
    mixed = random.Random(7).sample(told, len(told))
    assert [group.key for group in grouped(told, encoder)] == [group.key for group in grouped(mixed, encoder)]


def test_taking_a_group_away_leaves_the_keys_of_the_others(encoder: SentenceEncoder) -> None:
    before = [group.key for group in grouped(entries(LONELY, *BREXIT, *VAT), encoder)]
    assert [group.key for group in grouped(entries(LONELY, *BREXIT), encoder)] == before[1:]


def test_a_group_that_grew_by_another_text_has_another_key(encoder: SentenceEncoder) -> None:
    (before,) = grouped(entries(*BREXIT), encoder)
    (again,) = grouped(entries(*BREXIT, BREXIT[0]), encoder)
    (grown,) = grouped(entries(*BREXIT, "does brexit matter for me"), encoder)
    assert before.key == again.key != grown.key


def test_a_key_is_found_by_its_beginning_and_only_if_it_is_meant(encoder: SentenceEncoder) -> None:
    groups = grouped(entries(LONELY, *BREXIT), encoder)
    assert find_group(groups, groups[1].key.upper()) == groups[1]
    assert find_group(groups, groups[1].name[:9]) == groups[1]
    assert find_group(groups, groups[1].key[:1]) is find_group(groups, "zzzz") is find_group(groups, "") is None


class Scattered:
    """An encoder for which no text is like another."""

    def encode(self, texts: list[str]) -> Vectors:
        """Vectors at right angles."""
        return np.eye(len(texts), dtype=np.float32)


def test_keys_are_as_long_as_they_must_be() -> None:
    # Of 600 groups two share four letters, as a rule: 65,536 keys of that length, 180,000 pairs.
    groups = grouped(entries(*(f"text {number}" for number in range(600))), Scattered())  # type: ignore[arg-type]
    keys = {group.key for group in groups}
    assert len(keys) == 600 and {len(key) for key in keys} == {max(4, len(next(iter(keys))))}


def test_of_very_many_texts_the_newest_are_grouped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_TEXTS", 2)
    groups = grouped(entries("one", "two", "three", "two"), Scattered())  # type: ignore[arg-type]
    assert {text for group in groups for text in group.texts} == {"two", "three"}


def test_a_group_says_what_most_of_its_messages_were_taken_for(encoder: SentenceEncoder) -> None:
    told = [
        *entries(*BREXIT, intent="ask_effect", nearest="risk.trade"),
        *entries("brexit, and me?", intent="", language="de"),
    ]
    (group,) = grouped(told, encoder)
    assert group.intent == ("ask_effect", pytest.approx(0.2))
    assert (group.nearest, group.languages) == ("risk.trade", ("de",))
    (nothing,) = grouped(entries(LONELY, intent=""), encoder)
    assert nothing.intent == ("", 0.0)


def test_nothing_is_no_group(encoder: SentenceEncoder) -> None:
    assert grouped([], encoder) == []
    assert [group.texts for group in grouped(entries("?!"), encoder)] == [("?!",)]
