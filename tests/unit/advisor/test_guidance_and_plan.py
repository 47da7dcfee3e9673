"""The walk from the profile to the plan, and every question about a strategy on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.advisor import choosing, guidance, handing_over, planning, results, supposing, talking
from bot.model.knowledge import Knowledge
from bot.model.turn import Found
from tests.conftest import TODAY
from tests.unit.advisor.conftest import Talk

BUFFER, CYBER = "ext.finance.buffer", "ext.cyber.baseline"


@pytest.mark.parametrize(
    ("stage", "family"), [("niche", "niche"), ("collaboration", "collaboration"), ("automation", "automation")]
)
def test_each_stage_of_the_walk_shows_its_best_strategy(
    known: Talk, knowledge: Knowledge, stage: str, family: str
) -> None:
    (card,) = known.do(getattr(guidance, f"show_{stage}"))
    ranked = [e.strategy for e in known.advisor.assess(known.case).ranking.ranked]
    best = next(name for name in ranked if knowledge.strategies[name].family == family)
    assert card.kind == "strategy" and card.about == (best,)
    assert (known.slots["stage"], known.slots["open_strategy"]) == (stage, best)
    assert f"more:{best}" in [button.payload for button in card.buttons]


def test_the_walk_ends_with_what_else_the_profile_calls_for_and_the_plan(known: Talk, knowledge: Knowledge) -> None:
    (message,) = known.do(guidance.show_other_help)
    families = {knowledge.strategies[name].family for name in message.about}
    assert message.about and not families & {"niche", "collaboration", "automation"}
    assert message.buttons[0].payload == "plan" and known.slots["stage"] == "more"


def test_each_recommendation_says_which_answer_it_rests_on(known: Talk) -> None:
    (message,) = known.do(guidance.recommend)
    first = message.data["strategies"][0]
    assert message.about[0] == first["id"] and first["because"] and first["factors"]
    assert any("you said: «" in reason for entry in message.data["strategies"] for reason in entry["because"])


def test_before_five_answers_only_a_first_step_is_recommended(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.press("E1:4")
    (message,) = talk.do(guidance.recommend)
    assert message.kind == "ranking" and len(message.about) == 1


def test_to_a_stranger_nothing_is_recommended_but_the_check_up(talk: Talk) -> None:
    (message,) = talk.do(guidance.recommend)
    assert [button.payload for button in message.buttons] == ["menu.check"] and not message.about


@pytest.mark.parametrize("use_case", [guidance.tell_more, guidance.first_step, guidance.cost, guidance.why_this])
def test_a_question_about_no_strategy_asks_which(talk: Talk, use_case: object) -> None:
    (message,) = talk.do(use_case, "tell me more")
    assert message.kind == "unknown" and len(message.buttons) == 3


@pytest.mark.parametrize("use_case", [guidance.tell_more, guidance.first_step, guidance.cost, guidance.why_not])
def test_a_question_is_about_the_strategy_being_talked_about(known: Talk, use_case: object) -> None:
    known.do(guidance.tell_more, token=f"more:{BUFFER}")
    (message,) = known.do(use_case, "and that?")
    assert message.about == (BUFFER,)


@pytest.mark.parametrize(
    "named",
    [{"token": f"more:{CYBER}"}, {"entities": (("strategy", CYBER),)}, {"topics": ((CYBER, 0.7), (BUFFER, 0.6))}],
)
def test_a_named_strategy_goes_before_the_one_being_talked_about(known: Talk, named: dict[str, object]) -> None:
    known.do(guidance.tell_more, token=f"more:{BUFFER}")
    (message,) = known.do(guidance.tell_more, "x", **named)
    assert message.about == (CYBER,) and known.slots["open_strategy"] == CYBER


def test_why_not_says_the_one_reason_of_what_is_left_out(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.answer_all("3", P1="none")
    channel = "strategy.platform.own_channel"
    (message,) = talk.do(guidance.why_not, "why no shop of our own", entities=(("strategy", channel),))
    assert "because you use no platform" in message.text and message.data["excluded"][0]["id"] == channel


def test_why_shows_place_and_factors(known: Talk) -> None:
    (message,) = known.do(guidance.why_this, token=f"why_this:{BUFFER}")
    assert "It's number" in message.text and message.data["strategies"][0]["factors"]


def test_without_answers_nothing_is_ruled_out(talk: Talk) -> None:
    (message,) = talk.do(guidance.why_not, token=f"why_not:{BUFFER}")
    assert "haven't ruled" in message.text


def test_two_strategies_stand_side_by_side(known: Talk) -> None:
    (message,) = known.do(guidance.compare, entities=(("strategy", BUFFER), ("strategy", CYBER)))
    assert message.kind == "comparison" and message.about == (BUFFER, CYBER)


def test_one_named_strategy_is_held_against_the_one_being_talked_about(known: Talk) -> None:
    known.do(guidance.tell_more, token=f"more:{BUFFER}")
    (message,) = known.do(guidance.compare, entities=(("strategy", CYBER),))
    assert set(message.about) == {BUFFER, CYBER}


def test_advice_on_a_family_and_on_a_dimension_and_on_nothing_named(known: Talk, knowledge: Knowledge) -> None:
    (family,) = known.do(guidance.show_guidance, token="guide:collaboration")
    assert {knowledge.strategies[name].family for name in family.about} == {"collaboration"}
    (dimension,) = known.do(guidance.show_guidance, entities=(("dimension", "dimension.platform"),))
    assert all(knowledge.strategies[name].relief["dimension.platform"] > 1 for name in dimension.about)
    (menu,) = known.do(guidance.show_guidance, "what helps")
    *families, reading = (button.payload for button in menu.buttons)
    assert menu.kind == "menu" and families == [f"guide:{name}" for name in knowledge.terms["families"]]
    assert reading == "explain:level.fundamentals"


def test_the_plan_is_shown_and_kept_with_dates(known: Talk) -> None:
    (message,) = known.do(planning.show_plan)
    plan = known.advisor.assess(known.case).plan
    assert message.kind == "plan" and message.about == plan.items
    assert [step.strategy for step in known.case.steps] == list(plan.items)
    due = {step.wave: step.due for step in known.case.steps}
    assert due["now"] == (TODAY + timedelta(days=14)).isoformat() < due["next"] < due.get("later", "9999")
    assert message.data["resume_code"] == known.case.resume_code
    assert message.data["knowledge_version"] == known.advisor.knowledge.version


def test_showing_the_plan_again_keeps_its_dates(known: Talk) -> None:
    known.do(planning.show_plan)
    before = known.case.steps
    known.do(planning.show_plan)
    assert known.case.steps == before


def test_an_accepted_strategy_comes_into_the_plan_and_a_rejected_one_goes(known: Talk) -> None:
    chain = "strategy.ethical.circularity"
    known.do(choosing.accept, token=f"accept:{chain}")
    first = known.advisor.assess(known.case).plan.now[0]
    known.do(choosing.reject, token=f"reject:{first}")
    (plan,) = known.do(planning.show_plan)
    assert chain in plan.about and first not in plan.about
    assert {"id": first, "reason": "you said it's not for you"} in plan.data["left_out"]


def test_what_is_done_leaves_the_plan_and_is_counted(known: Talk) -> None:
    known.do(planning.show_plan)
    first = known.case.steps[0].strategy
    (message,) = known.do(planning.report_progress, token=f"done:{first}")
    assert message.kind == "progress" and message.data["done"] == [first] and first not in message.data["due"]
    (plan,) = known.do(planning.show_plan)
    assert first not in plan.about


def test_progress_without_a_plan_offers_to_make_one(talk: Talk) -> None:
    (message,) = talk.do(planning.report_progress, "we did it")
    assert [button.payload for button in message.buttons] == ["plan"]


@pytest.mark.parametrize("words", ["i've finished the first one", "the first one is done", "we did the 1st"])
def test_a_step_that_is_done_may_be_named_by_its_place(known: Talk, words: str) -> None:
    known.do(planning.show_plan)
    first = known.case.steps[0].strategy
    (message,) = known.do(planning.report_progress, words)
    assert message.data["done"] == [first] and known.case.choices[first] == "done"


def test_a_step_of_a_plan_that_was_only_seen_may_be_done_too(known: Talk) -> None:
    known.do(planning.glance_at_plan)
    assert known.case.steps == ()
    (message,) = known.do(planning.report_progress, "i've finished the first one")
    assert message.data["done"] == [known.case.steps[0].strategy]


def test_the_plan_can_be_taken_away_once_there_is_one(known: Talk) -> None:
    (none,) = known.do(planning.export_plan)
    assert none.kind == "notice"
    known.do(planning.show_plan)
    (message,) = known.do(planning.export_plan)
    assert message.kind == "plan" and str(message.data["markdown"]) in message.text


@pytest.mark.parametrize(
    "supposed",
    [
        {"facts": {"hours": 4, "budget": 4}},
        {"text": "what if we had 10 hours a week"},
        {"text": "what if we were 20 people", "entities": (("team_size", 20),)},
        {"options": {"E1": (("0", 0.8),)}},
    ],
)
def test_what_if_shows_what_would_move_and_changes_nothing(known: Talk, supposed: dict[str, object]) -> None:
    known.do(planning.show_plan)
    before = known.case
    (message,) = known.do(supposing.what_if, **supposed)
    assert message.data["before"] and message.data["after"]
    assert known.case == before


def test_what_if_without_a_supposition_asks_for_one(known: Talk) -> None:
    before = known.case
    (message,) = known.do(supposing.what_if, "what if pigs could fly")
    assert message.kind == "notice" and known.case == before


def test_a_level_field_is_said_to_be_one(talk: Talk) -> None:
    profile = talk.check_up("0")[-1]
    (plan,) = talk.do(planning.show_plan)
    assert "level" in profile.text and plan.data["status"] == "level" and not plan.about and not talk.case.steps


def test_strengths_come_first_in_the_profile(known: Talk, knowledge: Knowledge) -> None:
    known.begin("guidance")
    known.answer_all("skip", X1="near")
    (profile,) = known.do(results.show_profile)
    says = knowledge.questions["X1"].option("near").says  # type: ignore[union-attr]
    assert profile.text.index(says) < profile.text.index("Against you:")


def test_while_unsure_a_dimension_is_named_with_a_word_and_no_number(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.press("T1:4")
    (profile,) = talk.do(results.show_profile)
    line = next(line for line in profile.text.splitlines() if "Technological" in line)
    assert "looks" in line and "100" not in line
    assert profile.data["dimensions"]["dimension.technological"]["severity"] == 100


def test_how_it_was_computed_names_each_answer(known: Talk) -> None:
    (message,) = known.do(results.explain_score)
    assert "Economic asymmetry" in message.text and "sure to" in message.text
    tokens = [button.payload for button in message.buttons]
    assert tokens == [f"score:{name}" for name in message.about[:3]]
    (one,) = known.do(results.explain_score, token="score:dimension.economic")
    label = known.advisor.knowledge.questions["E1"].option("3").label  # type: ignore[union-attr]
    assert f"«{label}». That counts 3, double" in one.text and "ask:E1" in [b.payload for b in one.buttons]


def test_how_one_number_came_about_can_be_asked_in_words(known: Talk) -> None:
    (one,) = known.do(results.explain_score, "why is money so high", entities=(("dimension", "dimension.economic"),))
    assert one.about == ("dimension.economic",) and "you said: «" in one.text


def test_a_dimension_without_an_answer_has_no_number_and_says_so(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.press("T1:4")
    (one,) = talk.do(results.explain_score, token="score:dimension.systemic")
    assert "no number yet" in one.text


def test_a_second_check_up_shows_what_moved(known: Talk) -> None:
    (one,) = known.do(results.compare_progress)
    assert one.kind == "progress" and "moved" not in one.data
    known.start()
    known.press("E1:0")
    known.do(results.show_profile)
    (two,) = known.do(results.compare_progress)
    moved = two.data["moved"]["dimension.economic"]
    assert moved["then"] > moved["now"]


@pytest.mark.parametrize("intent", ["thank", "goodbye", "ask_identity", "chitchat", "complain", "ask_privacy", "other"])
def test_talk_is_answered_by_a_fixed_phrase(known: Talk, intent: str) -> None:
    (message,) = known.do(talking.say_fixed, intent=intent)
    assert message.kind == "notice"
    assert (known.case.resume_code in message.text) is (intent in {"goodbye", "ask_privacy"})


@pytest.mark.parametrize(("intent", "helpful"), [("say_helpful", True), ("say_unhelpful", False)])
def test_a_thumb_is_noted(known: Talk, intent: str, helpful: bool) -> None:
    (message,) = known.do(talking.note_feedback, intent=intent)
    assert message.kind == "notice"


def test_the_hand_over_says_what_would_be_sent_and_sends_nothing(known: Talk) -> None:
    (message,) = known.do(handing_over.hand_over, intent="ask_for_human")
    assert message.data["sent"] is False and "the front desk" in message.text


@pytest.mark.parametrize(
    "stage", [None, "diagnosis", "profile", "niche", "collaboration", "automation", "more", "plan"]
)
@pytest.mark.parametrize("intent", ["greet", "help", "affirm"])
def test_at_every_stage_there_is_a_way_on(talk: Talk, stage: str | None, intent: str) -> None:
    talk.slots["stage"] = stage
    (message,) = talk.do(talking.show_menu, intent=intent)
    assert message.kind == "menu" and message.buttons


def test_what_is_compared_in_two_words_for_one_thing_is_shown(known: Talk) -> None:
    known.slots["open_strategy"] = None
    found = Found((("strategy.automation.cloud", 0.98),))
    (answer,) = known.do(guidance.compare, "cloud or saas?", intent="compare_strategies", confidence=0.6, found=found)
    assert answer.kind == "answer" and answer.about[0] == "strategy.automation.cloud"


def test_guidance_on_what_may_be_several_things_is_asked_back(known: Talk) -> None:
    names = ("strategy.automation.cloud", "strategy.automation.lowcode")
    found = Found(tuple((name, 0.4) for name in names), outside=0.1)
    (message,) = known.do(guidance.show_guidance, "those web things", intent="ask_guidance", found=found)
    assert message.about == names and len(message.buttons) == 2


def test_guidance_on_one_thing_in_other_words_shows_it(known: Talk) -> None:
    found = Found((("strategy.automation.lowcode", 0.7), ("strategy.automation.cloud", 0.1)), outside=0.1)
    (card,) = known.do(guidance.show_guidance, "those no-code thingies", intent="ask_guidance", found=found)
    assert card.kind == "strategy" and card.about == ("strategy.automation.lowcode",)


def test_not_for_us_said_to_a_strategy_takes_it_off(known: Talk) -> None:
    known.do(guidance.show_niche)
    shown = known.slots["open_strategy"]
    (message,) = known.do(choosing.not_for_us_first(talking.show_menu), "that's not for us", intent="not_applicable")
    assert message.about == (shown,) and known.case.choices == {shown: "rejected"}


@pytest.mark.parametrize("typed", ["to dear for us", "cant afford that", "way too much money", "no budget for this"])
def test_what_is_too_much_for_them_is_turned_down_whatever_it_resembles(known: Talk, typed: str) -> None:
    known.do(guidance.show_niche)
    shown = known.slots["open_strategy"]
    known.do(choosing.not_for_us_first(talking.say_fixed), typed, intent="thank")
    assert known.case.choices == {shown: "rejected"}


@pytest.mark.parametrize("typed", ["thank you dear", "thanks, very dear of you", "is that too expensive for us?"])
def test_kind_words_and_questions_turn_nothing_down(known: Talk, typed: str) -> None:
    known.do(guidance.show_niche)
    known.do(choosing.not_for_us_first(talking.say_fixed), typed, intent="thank")
    assert known.case.choices == {}


def test_not_for_us_said_to_nothing_shows_the_ways_on(known: Talk) -> None:
    (message,) = known.do(choosing.not_for_us_first(talking.show_menu), "that's not for us", intent="not_applicable")
    assert message.kind == "menu" and known.case.choices == {}


def test_why_not_said_of_a_strategy_that_is_as_near_as_another_record_is_about_it(known: Talk) -> None:
    found = Found((("guide.when_not", 0.506), ("strategy.decentral.blockchain", 0.494)), outside=0.0)
    (why,) = known.do(guidance.why_not, "why not blockchain", intent="ask_why_not", found=found)
    assert why.about == ("strategy.decentral.blockchain",)
