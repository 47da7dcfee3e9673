"""What is said at a question and answers none is not recorded as one: asked of the adviser, told of others, "a lot"."""

from __future__ import annotations

import pytest

from bot.advisor import supposing
from bot.model.turn import Found
from tests.unit.advisor.conftest import Talk

PRICE_FIXING = Found(refusals=(("refusal.price_fixing", 1.0),))


@pytest.fixture
def asking(talk: Talk) -> Talk:
    """A person who is asked E1, which no number answers."""
    talk.start(facts={"sector": "retail", "rival": "none"})
    return talk


@pytest.mark.parametrize("typed", ["how sure are you", "whats ur take on AI", "what do you think", "do u know banks"])
def test_what_is_asked_of_the_adviser_answers_nothing(asking: Talk, typed: str) -> None:
    near = {"options": {"E1": (("2", 0.55),)}, "problems": (("T4", 4, 0.9),)}
    asking.say(typed, intent="nlu_fallback", confidence=0.4, **near)
    assert asking.case.answers == {} and not asking.slots.get("confirming")


@pytest.mark.parametrize("typed", ["a lot", "really a bit", "we do that already", "yes we have it already"])
def test_how_much_and_already_name_no_option(asking: Talk, typed: str) -> None:
    asking.say(typed, intent="inform", options={"E1": (("0", 0.58),)})
    assert asking.case.answers == {}


def test_what_plainly_names_an_option_is_still_an_answer(asking: Talk) -> None:
    asking.say("we do have that already", intent="inform", options={"E1": (("0", 0.8),)})
    assert asking.case.answers == {"E1": "0"}


def test_means_told_at_another_question_are_noted_and_answer_nothing(asking: Talk) -> None:
    told = {"facts": {"hours": 2, "budget": 2}, "options": {"E1": (("3", 0.55),)}}
    asking.say("we have 4 hrs a week and 200 euro a month", intent="inform", **told)
    facts = asking.case.facts
    assert asking.case.answers == {} and (facts.hours, facts.budget) == (2, 2)


def test_means_told_beside_an_answer_leave_it_one(asking: Talk) -> None:
    told = {"facts": {"hours": 2}, "options": {"E1": (("3", 0.55),)}}
    asking.say("from own savings, we have 4 hours a week", intent="inform", **told)
    assert asking.case.answers == {"E1": "3"}


@pytest.mark.parametrize("typed", ["nah none of it", "no, nothing", "none"])
def test_none_of_a_share_is_the_least_of_it(talk: Talk, typed: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "technological"})
    assert talk.question == "T1"
    talk.say(typed, intent="deny", confidence=0.95, options={"T1": (("4", 0.68),)})
    assert talk.case.answers == {"T1": "0"}


def test_a_trade_said_of_oneself_is_changed_and_leaves_nothing_open(asking: Talk) -> None:
    asking.say("im a florist not food", intent="not_applicable", confidence=0.6, facts={"sector": "building"})
    assert asking.case.answers == {} and asking.case.facts.sector == "building" and asking.question == "E1"


def test_a_trade_told_of_the_large_one_changes_nothing(asking: Talk) -> None:
    told = {"sector": "food_retail", "sells": "goods"}
    asking.say("supermarket, cheap roses", intent="describe_business", confidence=0.8, facts=told)
    assert (asking.case.facts.sector, asking.case.facts.sells) == ("retail", "goods")


def test_what_they_have_is_not_the_tellers_trade(talk: Talk) -> None:
    talk.start()
    assert talk.question == "fact.sector"
    talk.say("they know everything with their app", intent="inform", entities=(("sector", "saas"),))
    assert talk.case.facts.sector is None and talk.question == "fact.sector"


def test_a_forbidden_deal_is_refused_also_where_it_is_only_supposed(known: Talk) -> None:
    (message,) = known.do(
        supposing.what_if, "and if we agreed prices with the others?", intent="what_if", found=PRICE_FIXING
    )
    assert message.about[0] == "refusal.price_fixing"


@pytest.mark.parametrize("typed", ["how many more q", "how many qs"])
def test_questions_may_be_called_q(asking: Talk, typed: str) -> None:
    message, *_ = asking.say(typed, intent="complain", confidence=0.3)
    assert message.data["done"] == 2 and asking.slots.get("attempts", 0) == 0


@pytest.mark.parametrize("typed", ["same", "same as before", "swap 1 and 2", "pls move number 3 to the first place"])
def test_what_changes_the_plan_or_keeps_nothing_answers_nothing(asking: Talk, typed: str) -> None:
    asking.say(typed, intent="nlu_fallback", confidence=0.7, options={"E1": (("3", 0.55),)})
    assert asking.case.answers == {}


def test_an_ok_with_a_question_behind_it_takes_up_no_answer(asking: Talk) -> None:
    asking.advisor.cases.record_choice(asking.case.id, "heard.E1", "2", "m0")
    asking.say("ok whats the picture", intent="affirm")
    assert asking.case.answers == {}


def test_english_typed_in_haste_is_english(asking: Talk) -> None:
    message, *_ = asking.say("no dont send", intent="out_of_scope", confidence=0.4, language="fr")
    assert message.data.get("language") is None
