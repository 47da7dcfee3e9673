"""Questions of knowledge are answered from the records, or said not to be known."""

from __future__ import annotations

import itertools

import pytest

from bot.advisor import answering
from bot.model.knowledge import Knowledge
from bot.model.turn import Found
from bot.rendering.answers import LEVELS
from tests.unit.advisor.conftest import Talk


@pytest.mark.parametrize(
    ("intent", "about"),
    [
        ("ask_asymmetry", "concept.asymmetry.basic"),
        ("ask_importance", "risk.ignoring_asymmetry"),
        ("ask_example", "concept.asymmetry.bakery_example"),
    ],
)
def test_the_great_questions_have_their_text(talk: Talk, intent: str, about: str) -> None:
    (message,) = talk.do(answering.answer_question, "tell me", intent=intent)
    assert message.kind == "answer" and message.about == (about,) and message.sources


@pytest.mark.parametrize(
    "name",
    [
        *("dimension.platform", "concept.globalization", "cause.platform.concentration", "ext.cyber.baseline"),
        *("table1", "table1.service", "figure.logistics_cost", "guide.tax", "sector.retail"),
    ],
)
def test_a_button_opens_any_record(talk: Talk, name: str) -> None:
    (message,) = talk.do(answering.answer_question, token=f"explain:{name}", intent="ask_dimension")
    assert message.about[0] == name


def test_a_dimension_is_known_by_its_name(talk: Talk, knowledge: Knowledge) -> None:
    named = {"entities": (("dimension", "dimension.regulatory"),)}
    (what,) = talk.do(answering.answer_question, "what about rules", intent="ask_dimension", **named)
    (why,) = talk.do(answering.answer_question, "why are they ahead", intent="ask_cause", **named)
    assert what.about == why.about == ("dimension.regulatory",)
    assert knowledge.dimensions["dimension.regulatory"].parts["Why the large are ahead"] in why.text


def test_the_surest_record_answers(talk: Talk) -> None:
    found = Found((("concept.promise", 0.7), ("dimension.economic", 0.1)), outside=0.01)
    (message,) = talk.do(answering.answer_question, "what does it promise", found=found)
    assert message.about == ("concept.promise",) and message.data["confidence"] == 0.99


def test_two_records_that_are_equally_near_are_asked_back(talk: Talk) -> None:
    found = Found((("concept.promise", 0.36), ("dimension.economic", 0.34)))
    (message,) = talk.do(answering.answer_question, "that thing", found=found)
    assert message.kind == "unknown" and message.about == ("concept.promise", "dimension.economic")
    assert [button.payload for button in message.buttons] == ["explain:concept.promise", "explain:dimension.economic"]


def test_what_is_not_known_is_said_not_to_be_known_with_the_nearest(talk: Talk) -> None:
    found = Found((("concept.promise", 0.1), ("dimension.economic", 0.05), ("dimension.platform", 0.01)), outside=0.8)
    (message,) = talk.do(answering.answer_question, "who won the cup", found=found)
    assert message.kind == "unknown" and message.about == ("concept.promise", "dimension.economic")


def test_where_nothing_is_near_nothing_is_offered_but_a_way_on(talk: Talk) -> None:
    found = Found((("concept.promise", 0.01),), outside=0.98)
    (message,) = talk.do(answering.answer_question, "who won the cup", found=found)
    assert message.kind == "unknown" and not message.about and message.buttons


@pytest.mark.parametrize("intent", ["ask_asymmetry", "ask_importance", "ask_example"])
def test_a_part_that_is_plainly_meant_goes_before_the_whole(talk: Talk, intent: str) -> None:
    found = Found((("concept.asymmetry.growth_stages", 0.8),))
    (message,) = talk.do(answering.answer_question, "does it grow with us", intent=intent, found=found)
    assert message.about == ("concept.asymmetry.growth_stages",)


def test_a_record_that_is_plainly_meant_goes_before_a_dimension_that_is_named(talk: Talk) -> None:
    named = {"entities": (("dimension", "dimension.regulatory"),)}
    found = Found((("cause.regulatory.influence", 0.8),))
    (message,) = talk.do(answering.answer_question, "who writes the rules", found=found, **named)
    assert message.about == ("cause.regulatory.influence",)


def test_the_part_that_an_intent_asks_for_is_said_of_what_search_found(talk: Talk, knowledge: Knowledge) -> None:
    found = Found((("dimension.platform", 0.8),))
    (message,) = talk.do(answering.answer_question, "what does it do to us", intent="ask_effect", found=found)
    assert knowledge.dimensions["dimension.platform"].parts["What it does to a small firm"] in message.text


@pytest.mark.parametrize("intent", ["ask_asymmetry", "ask_dimension", "ask_evidence", "out_of_scope", ""])
def test_what_is_refused_is_refused_whatever_the_intent_says(talk: Talk, knowledge: Knowledge, intent: str) -> None:
    use_cases = {"ask_evidence": answering.evidence, "out_of_scope": answering.out_of_scope}
    use_cases[""] = answering.not_understood
    found = Found((("concept.promise", 0.2),), (("refusal.legal", 0.6),))
    (message,) = talk.do(use_cases.get(intent, answering.answer_question), "may we do that", intent=intent, found=found)
    assert message.about == ("refusal.legal",) and knowledge.refusals["refusal.legal"].text in message.text
    assert all(button.payload.startswith("explain:") for button in message.buttons)


@pytest.mark.parametrize(("level", "name"), [(name, f"explain:level.{name}") for name in LEVELS])
def test_a_button_opens_a_table_of_contents(talk: Talk, level: str, name: str) -> None:
    (message,) = talk.do(answering.answer_question, token=name, intent="ask_dimension")
    assert message.kind == "menu" and message.data["level"] == level


def test_a_button_reads_on(talk: Talk, knowledge: Knowledge) -> None:
    (first,) = talk.do(answering.answer_question, token="explain:concept.promise", intent="ask_dimension")
    (second,) = talk.do(answering.answer_question, token=first.buttons[0].payload, intent="ask_dimension")
    assert first.buttons[0].payload == "read:concept.promise/1" and second.data["step"] == 1
    assert knowledge.concepts["concept.promise"].parts["More"] in second.text


def test_an_old_button_of_a_record_that_is_gone_is_not_known(talk: Talk) -> None:
    for token in ("explain:concept.none", "read:concept.none/2", "explain:level.none", "read:concept.promise/x"):
        (message,) = talk.do(answering.answer_question, token=token, intent="ask_dimension")
        assert message.kind == ("answer" if "promise" in token else "unknown") and message.buttons


def test_a_button_opens_who_helps_and_what_is_refused(talk: Talk, knowledge: Knowledge) -> None:
    service, refusal = next(iter(knowledge.services)), next(iter(knowledge.refusals))
    (helps,) = talk.do(answering.answer_question, token=f"explain:{service}", intent="ask_dimension")
    (refused,) = talk.do(answering.answer_question, token=f"explain:{refusal}", intent="ask_dimension")
    assert (helps.about, refused.about) == ((service,), (refusal,))


@pytest.mark.parametrize("use_case", [answering.out_of_scope, answering.not_understood])
def test_what_is_outside_always_has_a_way_on(talk: Talk, use_case: object) -> None:
    for found in (Found(), Found((("concept.promise", 0.2),), outside=0.7)):
        (message,) = talk.do(use_case, "x" * 4000, found=found)
        assert message.kind == "unknown" and message.buttons and len(str(message.data["question"])) == 200


@pytest.mark.parametrize("use_case", [answering.out_of_scope, answering.not_understood])
def test_what_is_plainly_about_a_record_is_answered_whatever_the_intent_says(talk: Talk, use_case: object) -> None:
    (message,) = talk.do(use_case, "what does it promise", found=Found((("concept.promise", 0.9),)))
    assert message.about == ("concept.promise",)


def test_who_names_a_trade_tells_of_a_firm_and_who_asks_about_it_is_answered(talk: Talk) -> None:
    found = Found((("sector.food_retail", 0.9),))
    told = {"facts": {"sector": "food_retail"}, "found": found}
    (asked,) = talk.do(answering.out_of_scope, "what differs for a bakery?", **told)
    assert asked.about == ("sector.food_retail",) and talk.case.facts.sector is None
    (noted,) = talk.do(answering.out_of_scope, "a bakery", **told)
    assert noted.kind == "noted" and talk.case.facts.sector == "food_retail"


def test_how_the_dimensions_hang_together_in_all_and_for_one(talk: Talk, knowledge: Knowledge) -> None:
    (all_of_them,) = talk.do(answering.couplings, intent="ask_couplings")
    (one,) = talk.do(answering.couplings, entities=(("dimension", "dimension.platform"),))
    assert "dimension.platform" in one.about and len(one.text) < len(all_of_them.text)


def test_figures_come_with_publisher_and_year_on_what_was_named(talk: Talk, knowledge: Knowledge) -> None:
    (message,) = talk.do(answering.evidence, entities=(("dimension", "dimension.platform"),))
    figures = [knowledge.figures[name] for name in message.about]
    assert figures and all("dimension.platform" in figure.dimensions for figure in figures)
    assert all(str(figure.year) in message.text for figure in figures)


@pytest.mark.parametrize("token", ["figures:dimension.platform/3", "figures:dimension.platform"])
def test_a_button_shows_further_figures(talk: Talk, token: str) -> None:
    (first,) = talk.do(answering.evidence, entities=(("dimension", "dimension.platform"),))
    (further,) = talk.do(answering.evidence, token=token, intent="ask_evidence")
    assert (first.about == further.about) is not token.endswith("/3")
    assert "figures:dimension.platform/3" in [button.payload for button in first.buttons]


def test_figures_are_on_what_search_found_where_nothing_is_named(talk: Talk, knowledge: Knowledge) -> None:
    item = knowledge.items["cause.platform.concentration"]
    (message,) = talk.do(answering.evidence, "any numbers on that", found=Found(((item.id, 0.9),)))
    assert all(item.dimension in knowledge.figures[name].dimensions for name in message.about)
    figure = next(iter(knowledge.figures))
    (message,) = talk.do(answering.evidence, "how many is it", found=Found(((figure, 0.9),)))
    assert message.about[0] == figure


def test_figures_are_on_the_strategy_being_talked_about(talk: Talk, knowledge: Knowledge) -> None:
    talk.slots["open_strategy"] = "ext.finance.trade_finance"
    (message,) = talk.do(answering.evidence, "does it work", intent="ask_evidence")
    for name in message.about:
        assert "ext.finance.trade_finance" in {support.strategy for support in knowledge.figures[name].supports}


def test_sources_are_those_of_the_strategy_being_talked_about(talk: Talk, knowledge: Knowledge) -> None:
    (general,) = talk.do(answering.sources, intent="ask_sources")
    talk.slots["open_strategy"] = "ext.cyber.baseline"
    (own,) = talk.do(answering.sources, intent="ask_sources")
    assert set(knowledge.strategies["ext.cyber.baseline"].sources) <= set(own.sources)
    assert set(general.sources) == {"article", "levelfield"}


def test_who_is_not_understood_again_is_helped_and_hears_no_reply_twice_in_a_row(talk: Talk) -> None:
    heard = []
    for lost in range(4):
        talk.slots["lost"] = lost
        (message,) = talk.do(
            answering.not_understood, "blorf gnarp", found=Found((("concept.promise", 0.2),), outside=0.7)
        )
        heard.append(message.text)
    assert "still don't follow" in heard[1]
    assert all(one != other for one, other in itertools.pairwise(heard))
