"""Clauses: what one message says, thing by thing."""

import pytest

from bot.language.clauses import MOST_CLAUSES, clauses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "we're 12 people and banks keep turning us down, what's regulatory asymmetry?",
            ["we're 12 people and banks keep turning us down", "what's regulatory asymmetry?"],
        ),
        ("12 ppl in hanoi whats platform asymmetry", ["12 ppl in hanoi", "whats platform asymmetry"]),
        ("They have lawyers and I have my Sunday evening", ["They have lawyers", "I have my Sunday evening"]),
        ("they went bust and now we can't pay the wages", ["they went bust", "now we can't pay the wages"]),
        ("we sell bread, cakes, rolls", ["we sell bread, cakes, rolls"]),
        ("about 1,200 customers a week", ["about 1,200 customers a week"]),
        ("what is asymmetry", ["what is asymmetry"]),
        ("no", ["no"]),
        ("?!", []),
        ("", []),
    ],
)
def test_a_message_is_split_where_a_new_thought_begins(text, expected):
    assert clauses(text) == expected


def test_a_very_long_message_has_so_many_clauses_and_no_more():
    assert len(clauses("we are tired of it. " * 200)) == MOST_CLAUSES
