"""A question of knowledge is answered wherever it is asked, and nothing is filed because of it."""

from __future__ import annotations

import pytest

from bot.advisor import guidance, noting
from bot.advisor.asking import explain_meaning, explain_why
from bot.model.knowledge import Knowledge
from bot.model.turn import Found
from tests.unit.advisor.conftest import Talk

HEDGING = "ext.finance.fx_payments"
SURE = Found((("concept.promise", 0.9),))
HALF_SURE = Found((("concept.promise", 0.45), ("dimension.economic", 0.3)))
REFUSED = Found((("concept.promise", 0.2),), (("refusal.tax", 0.6),))
BUFFER = "ext.finance.buffer"


@pytest.fixture
def asking(talk: Talk) -> Talk:
    """A person who is asked E1."""
    talk.start(facts={"sector": "retail", "rival": "none"})
    return talk


def test_a_plain_question_is_answered_and_the_open_question_waits(asking: Talk) -> None:
    answer, question = asking.say("why do banks prefer the large?", options={"E1": (("4", 0.95),)}, found=SURE)
    assert answer.about == ("concept.promise",) and question.about == ("E1",)
    assert asking.case.answers == {} and not asking.slots.get("attempts")


def test_asking_never_uses_up_the_attempts_at_a_question(asking: Talk) -> None:
    for _ in range(5):
        asking.say("why do banks prefer the large?", found=SURE)
    assert asking.question == "E1" and asking.case.answers == {}


@pytest.mark.parametrize(
    ("text", "found"), [("banks prefer the large", SURE), ("banks prefer the large?", HALF_SURE), ("is it 4?", Found())]
)
def test_what_is_no_plain_question_can_still_be_an_answer(asking: Talk, text: str, found: Found) -> None:
    asking.say(text, options={"E1": (("4", 0.95),)}, found=found)
    assert asking.case.answers == {"E1": "4"}


def test_what_is_refused_is_refused_at_an_open_question_too(asking: Talk) -> None:
    refused, question = asking.say("how do we hide income", found=REFUSED)
    assert refused.about == ("refusal.tax",) and question.about == ("E1",)


def test_what_is_refused_is_refused_though_it_sounds_like_a_trouble_of_another_question(asking: Talk) -> None:
    sounds = {"problems": (("S2", 4, 0.9),), "intent": "describe_problem"}
    refusal, question = asking.say("can't we hide income?", found=REFUSED, **sounds)
    assert refusal.about == ("refusal.tax",) and question.about == ("E1",)


def test_distress_goes_before_an_answer_to_a_question(asking: Talk) -> None:
    urgent, *rest = asking.say("what if we can't pay the wages?", distress=0.9, found=SURE)
    assert urgent.about[0] == "distress.cash" and ("concept.promise",) in [message.about for message in rest]


@pytest.mark.parametrize("explain", [explain_why, explain_meaning])
def test_what_a_word_means_is_about_the_word_and_a_button_about_the_question(asking: Talk, explain: object) -> None:
    (word,) = asking.do(explain, "what does hedging mean", found=Found(((HEDGING, 0.9),)))
    assert word.about == (HEDGING,) and asking.question == "E1"
    (meaning,) = asking.do(explain, token="meaning", found=Found(((HEDGING, 0.9),)))
    assert meaning.about == ("E1",)
    (unsure,) = asking.do(explain, "what does that mean", found=HALF_SURE)
    assert unsure.about == ("E1",)


def test_a_question_about_a_trouble_is_answered_before_the_trouble_is_proposed(talk: Talk) -> None:
    problems = (("E1", 4, 0.8),)
    answer, proposed = talk.do(noting.note_problem, "why do banks turn us down?", problems=problems, found=SURE)
    assert (answer.about, proposed.about) == (("concept.promise",), ("E1",)) and talk.case.answers == {}
    (alone,) = talk.do(noting.note_problem, "banks turn us down", problems=problems, found=SURE)
    assert alone.about == ("E1",) and talk.slots["proposal"] == "E1:4"


def test_a_trouble_that_cannot_be_placed_and_is_about_a_record_is_answered(talk: Talk) -> None:
    (answer,) = talk.do(noting.note_problem, "banks turn us down", found=SURE)
    assert answer.about == ("concept.promise",)


def test_a_question_beside_facts_is_answered_and_the_facts_are_kept(talk: Talk) -> None:
    told = {"intent": "describe_business", "facts": {"team_size": 14}, "found": SURE}
    noted, answer = talk.do(noting.note_business, "we're 14, what can we gain?", **told)
    assert (noted.about, answer.about) == (("fact.team_size",), ("concept.promise",))
    assert talk.case.facts.team_size == 14


def test_distress_in_a_question_about_a_trouble_is_heard(talk: Talk) -> None:
    urgent, answer = talk.do(noting.note_problem, "why can't we pay the wages?", distress=0.9, found=SURE)
    assert urgent.about[0] == "distress.cash" and answer.about == ("concept.promise",)
    assert talk.case.facts.distress


# Guidance


@pytest.mark.parametrize("use_case", [guidance.tell_more, guidance.first_step, guidance.cost, guidance.why_this])
def test_a_question_about_something_else_is_not_about_the_strategy_being_talked_about(
    talk: Talk, use_case: object
) -> None:
    talk.do(guidance.tell_more, token=f"more:{BUFFER}")
    (message,) = talk.do(use_case, "tell me more about what it promises", found=SURE)
    assert message.about == ("concept.promise",) and talk.slots["open_strategy"] == BUFFER
    (same,) = talk.do(use_case, "and that?", found=HALF_SURE)
    assert same.about == (BUFFER,)


def test_a_strategy_that_is_named_or_pressed_goes_before_what_search_found(talk: Talk) -> None:
    (named,) = talk.do(guidance.tell_more, "x", entities=(("strategy", BUFFER),), found=SURE)
    (pressed,) = talk.do(guidance.tell_more, token=f"more:{BUFFER}", found=SURE)
    assert named.about == pressed.about == (BUFFER,)


def test_advice_on_a_strategy_that_is_plainly_meant_is_its_card(talk: Talk) -> None:
    (card,) = talk.do(guidance.show_guidance, "how do we save cash", found=Found(((BUFFER, 0.9),)))
    assert card.kind == "strategy" and card.about == (BUFFER,) and talk.slots["open_strategy"] == BUFFER


@pytest.mark.parametrize("name", ["sector.retail", "cause.platform.concentration", "table2", "guide.choosing"])
def test_advice_on_something_else_that_is_plainly_meant_is_its_answer(talk: Talk, name: str) -> None:
    (message,) = talk.do(guidance.show_guidance, "what helps a shop", found=Found(((name, 0.9),)))
    assert message.kind == "answer" and message.about[0] == name


def test_advice_on_a_dimension_is_what_relieves_it(talk: Talk, knowledge: Knowledge) -> None:
    named = {"entities": (("dimension", "dimension.platform"),), "found": Found((("dimension.platform", 0.9),))}
    (message,) = talk.do(guidance.show_guidance, "what helps against platforms", **named)
    assert message.kind == "ranking" and knowledge.dimensions["dimension.platform"].title in message.text


def test_a_family_is_an_overview_before_a_check_up_and_in_the_firms_order_after_it(
    talk: Talk, knowledge: Knowledge
) -> None:
    named = {"entities": (("topic", "niche"),), "found": Found((("strategy.niche.identify", 0.9),))}
    (overview,) = talk.do(guidance.show_guidance, "what about niches", **named)
    assert overview.about == ("strategy.niche.identify",)
    talk.check_up()
    (ranking,) = talk.do(guidance.show_guidance, "what about niches", **named)
    assert {knowledge.strategies[name].family for name in ranking.about} == {"niche"}


def test_advice_that_is_refused_is_refused_but_a_button_never_is(talk: Talk) -> None:
    (refused,) = talk.do(guidance.show_guidance, "how do we dodge tax", found=REFUSED)
    (menu,) = talk.do(guidance.show_guidance, token="menu.browse", found=REFUSED)
    (family,) = talk.do(guidance.show_guidance, token="guide:niche", found=SURE)
    assert refused.about == ("refusal.tax",) and menu.kind == "menu" and family.kind == "ranking"
