"""A case in a file, and what is wrong with one."""

from __future__ import annotations

import pytest

from bot.cli.diagnose import read_case
from bot.errors import UnknownAnswer
from bot.model.case import Facts
from bot.model.knowledge import Knowledge


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("not json", "not JSON (line 1"),
        ("[]", "not an object"),
        ('{"facts": []  , "answers": {}, "x": 1, "facts": [1]}', "are objects"),
        ('{"answers": {"E1": 7}}', "E1 cannot be answered by 7"),
        ('{"answers": {"E1": true}}', "E1 cannot be answered by True"),
        ('{"answers": {"E1": null}}', "E1 cannot be answered by None"),
        ('{"answers": {"E1": "na"}}', "Use one of 0, 1, 2, 3, 4, skip, dont_know."),
        ('{"answers": {"Z1": 1}}', 'unknown question "Z1"'),
        ('{"facts": {"sector": "circus"}}', "sector 'circus' is unknown"),
        ('{"facts": {"sektor": "retail"}}', 'unknown fact "sektor"'),
        ('{"facts": {"team_size": 0}}', "Write a whole number above 0"),
        ('{"facts": {"team_size": "many"}}', "Write a whole number above 0"),
        ('{"facts": {"pains": "sales"}}', "Write a list"),
        ('{"facts": {"budget": "2"}}', "Write a number from 0 to 4"),
        ('{"facts": {"budget": 9}}', "budget 9 is unknown"),
        ('{"facts": {"flags": ["rich"]}}', "unknown flags ['rich']"),
        ('{"facts": {"country": 3}}', "country is 3"),
    ],
)
def test_what_cannot_be_used_is_named(knowledge: Knowledge, said: str, says: str) -> None:
    with pytest.raises(UnknownAnswer) as error:
        read_case(knowledge, said)
    assert says in str(error.value)


def test_everything_that_cannot_be_used_is_named_at_once(knowledge: Knowledge) -> None:
    with pytest.raises(UnknownAnswer) as error:
        read_case(knowledge, '{"facts": {"sector": "circus", "hours": 8}, "answers": {"E1": 9, "Q9": 1}}')
    assert len(str(error.value).splitlines()) == 4


def test_what_is_not_told_is_not_known(knowledge: Knowledge) -> None:
    assert read_case(knowledge, "{}") == (Facts(), {})
    assert read_case(knowledge, '{"facts": {"sector": null}, "answers": {}}') == (Facts(), {})


def test_answers_are_numbers_or_words(knowledge: Knowledge) -> None:
    _, answers = read_case(knowledge, '{"answers": {"E1": 3, "P1": "none", "P2": "na", "T1": "skip", "X1": "near"}}')
    assert answers == {"E1": "3", "P1": "none", "P2": "na", "T1": "skip", "X1": "near"}


def test_facts_are_taken_as_they_are(knowledge: Knowledge) -> None:
    facts, _ = read_case(
        knowledge,
        '{"facts": {"sector": "retail", "pains": ["sales"], "budget": 0, "hours": 4, "goal": "survive",'
        ' "country": "France", "markets": ["home", "Italy"], "flags": ["goods"], "distress": true}}',
    )
    assert facts == Facts(
        sector="retail",
        pains=("sales",),
        budget=0,
        hours=4,
        goal="survive",
        country="France",
        markets="home, Italy",
        flags=frozenset({"goods"}),
        distress=True,
    )
