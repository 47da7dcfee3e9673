"""What people said is neither overwritten by passing words nor erased by words that were not understood."""

from __future__ import annotations

from bot.advisor import guidance, interview, noting
from bot.advisor.advisor import Advisor
from bot.advisor.hearing import hear
from tests.conftest import MakeTurn

QUICK = {"phase": "quick", "stage": "diagnosis"}


def answer(advisor: Advisor, make_turn: MakeTurn, token: str) -> None:
    interview.listen(advisor, make_turn(token=token, intent="inform", open={**QUICK, "question": token.split(":")[0]}))


def test_a_country_named_in_passing_is_not_the_firms(advisor: Advisor, make_turn: MakeTurn) -> None:
    advisor.cases.record_fact(advisor.cases.case_of("rest:anna").id, "country", "Germany", "m0")
    turn = make_turn(
        "our US customers pay in dollars",
        intent="describe_problem",
        facts={"country": "United States", "team_size": 40},
    )
    noting.note_problem(advisor, turn)
    facts = advisor.case(turn).facts
    assert (facts.country, facts.team_size) == ("Germany", 40)


def test_failing_to_answer_again_keeps_the_earlier_answer(advisor: Advisor, make_turn: MakeTurn) -> None:
    answer(advisor, make_turn, "E1:4")
    turn = make_turn("qq ww", open={**QUICK, "question": "E1", "attempts": 2})
    _, reply = interview.listen(advisor, turn)
    assert advisor.case(turn).answers["E1"] == "4"
    assert reply.opens["open_question"] is None


def test_skipping_a_fact_that_one_went_back_to_takes_it_back(advisor: Advisor, make_turn: MakeTurn) -> None:
    for token in ("fact.rival:economic", "fact.pains:sales"):
        answer(advisor, make_turn, token)
    for token in ("fact.rival:skip", "fact.pains:skip"):
        answer(advisor, make_turn, token)
    facts = advisor.cases.case_of("rest:anna").facts
    assert facts.rival is None and facts.pains == ()


def test_one_can_go_back_to_a_fact(advisor: Advisor, make_turn: MakeTurn) -> None:
    answer(advisor, make_turn, "fact.rival:economic")
    reply = interview.go_back(advisor, make_turn("back", intent="go_back", open={**QUICK, "question": "E1"}))
    assert reply.opens["open_question"] == "fact.rival"


def test_a_request_is_no_answer_though_it_resembles_one(advisor: Advisor, make_turn: MakeTurn) -> None:
    turn = make_turn(
        "help me with automation", intent="ask_guidance", confidence=0.6, options={"T1": (("4", 0.68), ("3", 0.3))}
    )
    assert hear(advisor.knowledge, turn, advisor.knowledge.questions["T1"]).kind == "interruption"


def test_a_head_count_is_no_answer_to_a_question_of_the_diagnosis(advisor: Advisor, make_turn: MakeTurn) -> None:
    turn = make_turn("we have 6 staff", facts={"team_size": 6}, options={"T1": (("0", 0.45), ("1", 0.44))})
    assert hear(advisor.knowledge, turn, advisor.knowledge.questions["T1"]).kind == "unclear"


def test_advice_in_distress_begins_with_the_cash_list_and_names_nothing_that_costs(
    advisor: Advisor, make_turn: MakeTurn
) -> None:
    for token in ("E1:4", "E4:4", "T1:4", "I1:4", "G1:3", "P1:3", "G4:4"):
        answer(advisor, make_turn, token)
    (message,) = guidance.recommend(advisor, make_turn("what first", intent="recommend")).messages
    assert message.about[0] == "ext.finance.buffer"
    for show in (guidance.show_other_help, guidance.show_guidance):
        (listed,) = show(advisor, make_turn(token="guide:ext", intent="ask_guidance")).messages
        assert listed.about[0] == "ext.finance.buffer"
    assert all(advisor.knowledge.strategies[name].cost.tier == 0 for name in message.about)
