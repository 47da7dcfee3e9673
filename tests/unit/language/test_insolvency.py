"""Whose insolvency is told: help is for whoever cannot pay, not for whoever is owed."""

from __future__ import annotations

import pytest
import yaml

from bot.language.insolvency import Whose, whose_insolvency
from bot.settings import ROOT


@pytest.mark.parametrize(
    "text",
    [
        "a customer of ours went bankrupt and still owes us money",
        "our biggest customer went bust and owes us 8,000",
        "one client is insolvent and won't pay",
        "our main buyer has filed for bankruptcy with our invoices open",
        "my customer can't pay me, he is bankrupt",
        "the insolvency administrator of our customer wrote to us",
        "we lost 8000 because a client went out of business",
        "our supplier went bankrupt",
        "We supply a dealer who has gone into administration",
        "a customer went bust, but we are not insolvent",
    ],
)
def test_the_insolvency_of_another_is_theirs(text: str) -> None:
    assert whose_insolvency(text) is Whose.ANOTHERS


@pytest.mark.parametrize(
    "text",
    [
        "our customer went bankrupt and now we can't pay the wages",
        "our biggest customer went bust and now we are insolvent too",
        "our customer went bust, we can't pay our suppliers anymore",
        "because a client went under we're bankrupt",
        "a client is bankrupt and it drags us down with him",
        "our dealer went under and we haven't been able to pay anybody since",
        "two clients are insolvent and my own firm is going under with them",
    ],
)
def test_whoever_is_drawn_in_is_told_apart(text: str) -> None:
    assert whose_insolvency(text) is Whose.ALSO_OURS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "we are insolvent",
        "we have filed for bankruptcy",
        "my firm is insolvent, customers don't pay",
        "we are broke because our customers don't pay",
        "our customer went bust, there is nothing left for the wages",
        "customers pay late",
        "bankrupt because of a client",
    ],
)
def test_nothing_is_said_of_another_or_it_is_not_sure(text: str) -> None:
    assert whose_insolvency(text) is Whose.NOBODYS


def test_no_cry_for_help_is_taken_for_the_insolvency_of_another_alone() -> None:
    learnt = yaml.safe_load((ROOT / "data" / "nlu" / "diagnosis.yml").read_text(encoding="utf-8"))["nlu"]
    (cries,) = (entry["examples"] for entry in learnt if entry["intent"] == "report_distress")
    signs = yaml.safe_load((ROOT / "knowledge" / "distress.yml").read_text(encoding="utf-8"))
    texts = [*(line.removeprefix("- ") for line in cries.splitlines()), *signs["signs"], *signs["despair"]]
    assert [text for text in texts if whose_insolvency(text) is Whose.ANOTHERS] == []
