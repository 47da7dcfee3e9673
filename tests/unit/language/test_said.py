"""A message with its clauses."""

import pytest

from bot.language.said import Said


@pytest.fixture(scope="module")
def said(encoder):
    def of(text):
        return Said.of(text, encoder.encode([text])[0], encoder)

    return of


def test_a_text_that_says_one_thing_stands_alone(said):
    assert said("the bank said no").texts == ("the bank said no",)


def test_clauses_stand_behind_the_whole_with_a_vector_each(said):
    text = "we're twelve people, what is a tariff?"
    found = said(text)
    assert found.texts == (text, "we're twelve people", "what is a tariff?")
    assert found.vectors.shape == (3, 384)


def test_statements_are_the_clauses_that_ask_nothing(said):
    assert said("we're twelve people, what is a tariff?").statements().texts == ("we're twelve people",)


@pytest.mark.parametrize("text", ["what is a tariff?", "the bank said no. the landlord wants more"])
def test_where_all_or_nothing_is_asked_everything_is_stated(said, text):
    found = said(text)
    assert found.statements() is found


def test_both_encoders_see_every_text_and_are_asked_once(said):
    found = said("we're twelve people, what is a tariff?")
    assert found.views.shape == (3, 896)
    assert found.views is found.views
