"""Spelling and preparing: slips put right, names and slang left alone."""

import random

import pytest

from bot.language.preparing import Preparer
from bot.language.spelling import Speller

OWN = ["the tariff on tiles"] * 3


@pytest.fixture(scope="module")
def preparer():
    return Preparer(Speller([*OWN, "kontokorrent once", "busness is bad"], names=["Burkina Faso", "Etsy"]))


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("recieve moeny form the bnak", "receive money form the bank"),
        ("a new tarif", "a new tariff"),
        ("our busness", "our business"),
        ("dont know, ppl like thx", "dont know, ppl like thx"),
        ("from burkina faso on etsy", "from burkina faso on etsy"),
        ("GDPR and LTD", "GDPR and LTD"),
        ("kontokorrent", "kontokorrent"),
        ("12.5 % of it, 3,000 €", "12.5 % of it, 3,000 €"),
        ("banks say no 😡 again🙏", "banks say no again"),
        ("👍", "👍"),
        ("  two   blanks ", "two blanks"),
        ("", ""),
    ],
)
def test_a_message_is_understood_without_its_slips(preparer, typed, understood):
    assert preparer.prepare(typed) == understood


def test_a_word_that_stands_often_in_our_texts_wins_over_a_commoner_one():
    assert Speller(["the oven, the oven"] * 9).correct("ovenn") == "oven"


def test_most_slips_are_put_right(preparer):
    text = "please explain what happens when customers abroad cannot receive the goods"
    twins = [preparer.misspelt_twin(text, random.Random(seed)).split() for seed in range(20)]
    same = sum(word == other for twin in twins for word, other in zip(twin, text.split(), strict=True))
    assert same / (20 * len(text.split())) > 0.7


def test_a_twin_is_the_same_for_the_same_seed(preparer):
    assert preparer.misspelt_twin("our customers pay late", random.Random(1)) == preparer.misspelt_twin(
        "our customers pay late", random.Random(1)
    )


@pytest.mark.parametrize("text", ["", "?", "12", "Temu", "we use Shopify", "thx", "hm ok", "l'atelier", "naïve"])
def test_what_may_be_language_reads(text: str) -> None:
    assert Preparer(Speller()).reads(text)


@pytest.mark.parametrize("text", ["blorf gnarp", "xqzt vrrpq", "asdkjh qwe lkj", "नमस्ते", "你好，我们有一家小工厂"])
def test_letters_that_nobody_knows_do_not_read(text: str) -> None:
    assert not Preparer(Speller()).reads(text)
