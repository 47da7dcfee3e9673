"""Every record of the knowledge can be shown, and what is shown keeps the contract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bot.advisor.assessment import assess
from bot.model.case import Answers, Facts
from bot.model.knowledge import Knowledge
from bot.rendering import answers, evidence, profiles, questions, strategies, talk
from bot.rendering.questions import Asking, choices
from bot.rendering.strategies import View
from tests.conftest import TODAY
from tests.contract import check

MakeView = Callable[..., View]
HOT = {"E1": "4", "E4": "2", "T1": "4", "T3": "4", "P1": "3", "P3": "4", "R1": "3", "I1": "4", "S2": "3", "G1": "4"}


@pytest.fixture
def view(knowledge: Knowledge) -> MakeView:
    """A firm as the renderers see it."""

    def make(said: Answers, own: bool = False, today: date = TODAY, **facts: Any) -> View:
        known = Facts(**facts)
        return View(knowledge, assess(knowledge, known, said), known, said, today, own)

    return make


def test_every_strategy_has_its_card_long_and_short(knowledge: Knowledge, view: MakeView) -> None:
    for firm in (view({}), view(HOT, sector="retail", pains=("sales",), goal="survive"), view(HOT, own=True)):
        for strategy in knowledge.strategies.values():
            card, brief = (strategies.strategy_message(firm, strategy, brief=brief) for brief in (False, True))
            check(knowledge, card, brief)
            assert card.about == brief.about == (strategy.id,)
            assert all(text in card.text for text in (strategy.title, strategy.parts["When not to"]))
            assert all(strategy.parts[name] in card.text for name in ("Beware", "Who helps", "First step this week"))
            assert len(brief.text) < len(card.text)


def test_every_strategy_names_its_evidence_or_says_that_it_is_judgement(knowledge: Knowledge, view: MakeView) -> None:
    supported = {support.strategy for figure in knowledge.figures.values() for support in figure.supports}
    for strategy in knowledge.strategies.values():
        text = strategies.strategy_message(view({}), strategy).text
        assert ("it is our judgement" in text) is (strategy.id not in supported)


def test_a_figure_has_publisher_and_year_in_the_text(knowledge: Knowledge) -> None:
    for figure in knowledge.figures.values():
        line = evidence.figure_text(knowledge, figure, TODAY)
        assert knowledge.sources[figure.source].publisher in line and str(figure.year) in line


def test_an_old_figure_says_that_it_was_due_for_a_check(knowledge: Knowledge) -> None:
    for figure in knowledge.figures.values():
        late = evidence.figure_text(knowledge, figure, date(2199, 1, 1))
        early = evidence.figure_text(knowledge, figure, date(2020, 1, 1))
        assert "was due for a check" in late and "was due for a check" not in early


def test_why_and_why_not_of_every_strategy(knowledge: Knowledge, view: MakeView) -> None:
    excluding = {"P1": "none", "T3": "4", "E2": "0", "E3": "na", "G2": "0"}
    firm = view({**HOT, **excluding}, sells="services", customers="through_others", markets="home", hours=0)
    for strategy in knowledge.strategies.values():
        for told in (firm, view({}), view(HOT, sector="retail", pains=("marketing",), goal="go_abroad")):
            check(knowledge, strategies.why_message(told, strategy))
    left_out = {entry.strategy for entry in firm.assessment.ranking.excluded}
    assert len(left_out) > 10
    for name in left_out:
        assert "is left out, because" in strategies.why_message(firm, knowledge.strategies[name]).text


def test_any_two_strategies_can_be_compared(knowledge: Knowledge, view: MakeView) -> None:
    records = list(knowledge.strategies.values())
    for first, second in zip(records, records[1:] + records[:1], strict=True):
        for firm in (view({}), view(HOT)):
            message = strategies.comparison_message(firm, first, second)
            check(knowledge, message)
            assert message.about == (first.id, second.id) and first.title in message.text


@pytest.mark.parametrize("part", ["cost", "first"])
def test_first_step_and_cost_of_every_strategy(knowledge: Knowledge, view: MakeView, part: str) -> None:
    for strategy in knowledge.strategies.values():
        check(knowledge, strategies.part_message(view({}), strategy, part))


def test_every_record_answers_with_its_source_and_its_level(knowledge: Knowledge) -> None:
    groups = (knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.strategies, knowledge.tables)
    for name, record in [pair for group in groups for pair in group.items()]:
        for part in ("", "Example", "Why the large are ahead", "What it does to a small firm"):
            message = answers.answer_message(knowledge, name, 0.8, TODAY, part=part)
            check(knowledge, message)
            assert message.kind == "answer" and message.about[0] == name and message.data["level"] == record.level
            assert all(f"{knowledge.sources[source].title}" in message.text for source in message.sources)
            assert f"Level: {record.level}." in message.text


def test_every_row_and_every_figure_answers_by_itself(knowledge: Knowledge) -> None:
    rows = [row.id for table in knowledge.tables.values() for row in table.rows]
    for name in (*rows, *knowledge.figures):
        message = answers.answer_message(knowledge, name, 0.8, TODAY)
        check(knowledge, message)
        assert message.kind == "answer" and message.about == (name,)


def test_every_refusal_and_every_table_of_contents_renders(knowledge: Knowledge) -> None:
    check(knowledge, *(answers.refusal_message(knowledge, refusal) for refusal in knowledge.refusals.values()))
    check(knowledge, *(answers.contents_message(knowledge, level) for level in answers.LEVELS))


def test_what_the_article_never_said_is_marked(knowledge: Knowledge) -> None:
    for group in (knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.strategies, knowledge.tables):
        for name, record in group.items():
            marked = "Added by us" in answers.answer_message(knowledge, name, 1.0, TODAY).text
            assert marked is (record.origin == "added"), name


def test_couplings_and_figures_on_every_dimension(knowledge: Knowledge) -> None:
    for name in (None, *knowledge.dimensions):
        check(knowledge, evidence.couplings_message(knowledge, name))
        figures = evidence.figures_on(knowledge, [name] if name else [])
        check(knowledge, evidence.evidence_message(knowledge, figures, TODAY, about=name or ""))
    check(knowledge, evidence.sources_message(knowledge, list(knowledge.sources)))


def test_all_who_help_render_together_and_one_by_one(knowledge: Knowledge) -> None:
    services = list(knowledge.services.values())
    check(knowledge, evidence.services_message(knowledge, services, None, TODAY))
    for service in services:
        message = evidence.services_message(knowledge, [service], service.countries[0], date(2199, 1, 1))
        check(knowledge, message)
        assert service.contact in message.text and "was due for a check" in message.text


def test_every_question_can_be_put_in_each_way(knowledge: Knowledge) -> None:
    for question in knowledge.questions.values():
        values = tuple(option.value for option in choices(knowledge, question)[:2])
        ways = [Asking(1, 8, "quick", attempts=attempts) for attempts in range(4)]
        ways += [Asking(8, 8, "deep", offered=values), Asking(0, 3, "deep", before="something", repeated=True)]
        for asking in ways:
            message = questions.question_message(knowledge, question, asking)
            check(knowledge, message)
            assert message.about == (question.id,)
            payloads = [button.payload for button in message.buttons]
            assert payloads[-2:] == [f"{question.id}:dont_know", f"{question.id}:skip"], "there is always a way out"
            assert (f"{question.id}:na" in payloads) is bool(question.doesnt_apply)
        check(knowledge, questions.why_message(knowledge, question, Asking(0, 8, "quick")))
        check(knowledge, questions.meaning_message(knowledge, question, Asking(0, 8, "quick")))


def test_a_question_shows_every_option_with_a_letter_and_as_a_button(knowledge: Knowledge) -> None:
    for question in knowledge.questions.values():
        message = questions.question_message(knowledge, question, Asking(0, 8, "quick"))
        for letter, option in zip("abcdefghijkl", choices(knowledge, question), strict=False):
            assert f"\n{letter}) {option.label}" in message.text
            assert option.label in [button.title for button in message.buttons]


def test_the_first_asking_says_what_the_large_have_and_who_sees_admissions(knowledge: Knowledge) -> None:
    for question in knowledge.of_kind("diagnosis"):
        text = questions.question_message(knowledge, question, Asking(0, 8, "quick")).text
        assert question.large_rival in text and question.privacy in text
    assert {q.id for q in knowledge.questions.values() if q.privacy} == {"E1", "E4", "R1"}


def test_every_answer_reads_in_a_sentence(knowledge: Knowledge) -> None:
    for question in knowledge.questions.values():
        values = [option.value for option in choices(knowledge, question)] + ["skip", "dont_know"]
        for value in values + (["na"] if question.doesnt_apply else []):
            if question.kind != "fact" or value in {"skip", "dont_know"}:
                check(knowledge, questions.noted_message(knowledge, {question.id: value}, {}, "noted.changed"))
            else:
                name = question.id.removeprefix("fact.")
                check(knowledge, questions.noted_message(knowledge, {}, {name: value}, "noted.answers"))


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"team_size": 1}, "Noted: you work alone."),
        ({"team_size": 12, "country": "France"}, "Noted: 12 people and based in France."),
        ({"pains": ["sales", "service"]}, "Noted: what presses: "),
        ({"sector": "food_retail"}, "Noted: you're in food shops and bakeries."),
        ({"country": "Netherlands"}, "Noted: based in the Netherlands."),
        (
            {"market_countries": ["Norway", "United States"]},
            "Noted: you sell to Norway and the United States, or would like to.",
        ),
        ({"markets": "home_wants_abroad"}, "Noted: you sell at home and would like to sell abroad."),
        ({"rival": "economic", "rival_name": "IKEA"}, "Noted: the large ones have more money to spend and your large"),
        ({"budget": 0, "hours": 1}, "Noted: there's no money to spend at the moment and you have one or two hours a"),
    ],
)
def test_facts_are_said_back_in_words(knowledge: Knowledge, facts: dict[str, object], text: str) -> None:
    assert questions.noted_message(knowledge, {}, facts, "noted.answers").text.startswith(text)


def test_the_talk_around_the_matter(knowledge: Knowledge) -> None:
    ways = talk.ways_in(knowledge)
    messages = [talk.menu(knowledge, "talk.welcome", ways), talk.notice(knowledge, "talk.error")]
    messages += [talk.unknown(knowledge, "talk.out_of_scope", "x" * 9000, ways)]
    check(knowledge, *messages)
    assert len(str(messages[-1].data["question"])) == 200


def test_a_profile_of_every_firm_renders(knowledge: Knowledge, view: MakeView) -> None:
    firms = [{}, {"E1": "0"}, HOT, {**HOT, "X1": "near", "X3": "none"}, {"P1": "none", "P3": "4", "E2": "4"}]
    firms += [{q.id: value for q in knowledge.of_kind("diagnosis")} for value in "01234"]
    for said in firms:
        for facts in ({}, {"rival": "platform"}, {"rival": "none", "markets": "home"}):
            firm = view(said, **facts)
            check(knowledge, profiles.profile_message(knowledge, firm.assessment, firm.facts, said))
            check(knowledge, profiles.score_message(knowledge, firm.assessment.profile, said))
