"""Cries for help in other words than the examples, and what only sounds like one."""

from __future__ import annotations

import pytest

from bot.language.encoder import SentenceEncoder
from bot.understanding.exemplars import Exemplars

# Where answers.distress lies, from which the words alone set it off.
ALARM = 0.68


@pytest.fixture(scope="module")
def nearest(real_exemplars: Exemplars, encoder: SentenceEncoder):
    vectors = (real_exemplars.signs, real_exemplars.despair, real_exemplars.not_signs)

    def read(text: str) -> tuple[float, float]:
        """How near to a cry, and how near to what only sounds like one."""
        said = encoder.encode([text])[0]
        signs, despair, calm = (float((group @ said).max()) for group in vectors)
        return max(signs, despair), calm

    return read


@pytest.mark.parametrize(
    "text",
    [
        "our firm is bankrupt",
        "salaries are two months behind and there is no money",
        "we're behind with taxes and they'll seize our van",
        "we got a fine and can't pay it",
        "I don't want to be here anymore",
        "I'd be better off dead",
        "I can't see any reason to carry on",
        "everything falls apart and I can't cope",
    ],
)
def test_a_cry_is_nearer_than_any_near_miss(nearest, text: str) -> None:
    cry, calm = nearest(text)
    assert cry > calm and cry > ALARM, (cry, calm)


@pytest.mark.parametrize(
    "text",
    [
        "we aren't broke",
        "we are not insolvent at all",
        "taxes are due next month",
        "the wages are due on monday",
        "rent is due on the first",
        "we laid off three people",
        "we let two people go in spring",
        "we have cash for more than a year",
        "a customer of ours is insolvent and owes us 20k",
        "my customer can't pay me, he is bankrupt",
        "the administrator of a client's insolvency wrote to us",
        "I'm not desperate",
        "we've done the cash list",
        "all the bills are covered and the oven is on",
    ],
)
def test_a_near_miss_sets_nothing_off(nearest, text: str) -> None:
    cry, calm = nearest(text)
    assert calm >= cry or cry < ALARM, (cry, calm)
