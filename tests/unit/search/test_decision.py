"""From what was found to what is done with it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot.model.knowledge import Knowledge
from bot.model.turn import Found
from bot.search.decision import ANSWER, QUOTE, REFUSE, UNKNOWN, WHICH, Bounds, decide

BOUNDS = Bounds(answer=0.8, refuse=0.3, ambiguous=0.1, sure=0.5, nearest=0.05, quote=0.5, quote_first=0.75)
ONE = (("a", 0.7), ("b", 0.1), ("c", 0.06), ("d", 0.02))
TWO = (("a", 0.38), ("b", 0.35), ("c", 0.1))


def test_a_plain_record_answers_with_how_sure_it_is_that_any_does() -> None:
    decision = decide(Found(ONE, (("refusal.tax", 0.05),), outside=0.1), BOUNDS)
    assert (decision.kind, decision.ids) == (ANSWER, ("a", "b", "c", "d"))
    assert decision.confidence == pytest.approx(0.85)


def test_two_records_that_are_equally_near_are_asked_back() -> None:
    decision = decide(Found(TWO), BOUNDS)
    assert (decision.kind, decision.ids) == (WHICH, ("a", "b"))


@pytest.mark.parametrize("records", [(("a", 0.4), ("b", 0.25)), (("a", 0.55), ("b", 0.5)), (("a", 0.4),)])
def test_a_record_that_leads_or_is_sure_is_not_asked_back(records: tuple[tuple[str, float], ...]) -> None:
    assert decide(Found(records), BOUNDS).kind == ANSWER


def test_what_lies_outside_is_not_known_and_only_near_topics_are_offered() -> None:
    decision = decide(Found(ONE, outside=0.3), BOUNDS)
    assert (decision.kind, decision.ids) == (UNKNOWN, ("a", "b", "c"))
    assert decide(Found(ONE, outside=0.3), BOUNDS, most=1).ids == ("a",)


def test_what_may_be_refused_counts_against_an_answer() -> None:
    assert decide(Found(ONE, (("refusal.tax", 0.25),)), BOUNDS).kind == UNKNOWN
    assert decide(Found(ONE, (("refusal.tax", 0.15),)), BOUNDS).kind == ANSWER


def test_what_is_asked_for_and_refused_is_refused() -> None:
    decision = decide(Found((("a", 0.3),), (("refusal.tax", 0.6),)), BOUNDS)
    assert (decision.kind, decision.ids, decision.confidence) == (REFUSE, ("refusal.tax",), 0.6)


def test_a_record_that_is_likelier_than_the_refusal_is_not_refused() -> None:
    assert decide(Found((("a", 0.6),), (("refusal.tax", 0.4),)), BOUNDS).kind != REFUSE


def test_a_refusal_goes_before_a_passage() -> None:
    found = Found((), (("refusal.tax", 0.6),), passages=(("document.x#1", 0.9),))
    assert decide(found, BOUNDS).kind == REFUSE


def test_a_passage_answers_what_no_record_does() -> None:
    passages = (("document.x#4", 0.55), ("document.x#2", 0.5))
    decision = decide(Found(ONE, outside=0.5, passages=passages), BOUNDS)
    assert (decision.kind, decision.ids, decision.confidence) == (QUOTE, ("document.x#4", "document.x#2"), 0.55)


def test_a_weak_passage_gives_way_to_a_record_and_to_not_knowing() -> None:
    assert decide(Found(ONE, passages=(("document.x#4", 0.55),)), BOUNDS).kind == ANSWER
    assert decide(Found(ONE, outside=0.5, passages=(("document.x#4", 0.45),)), BOUNDS).kind == UNKNOWN


def test_a_passage_with_nearly_all_the_words_goes_before_a_record() -> None:
    assert decide(Found(ONE, passages=(("document.x#4", 0.8),)), BOUNDS).kind == QUOTE


def test_confidence_is_never_more_than_certain() -> None:
    assert decide(Found(passages=(("document.x#1", 1.3),)), BOUNDS).confidence == 1.0
    assert decide(Found(outside=0.9, refusals=(("refusal.tax", 0.2),)), BOUNDS).confidence == 0.0


def test_nothing_found_is_not_known() -> None:
    decision = decide(Found(), BOUNDS)
    assert (decision.kind, decision.ids) == (UNKNOWN, ())


def test_the_bounds_in_use_leave_room_for_every_decision(knowledge: Knowledge) -> None:
    bounds = Bounds(**{field.name: knowledge.weight(f"search.{field.name}") for field in fields(Bounds)})
    assert 0 < bounds.quote < bounds.quote_first < 1
    assert 0 < bounds.nearest < bounds.sure < 1 and bounds.ambiguous < bounds.sure
    assert decide(Found(TWO), bounds).kind == WHICH and decide(Found(ONE), bounds).kind == ANSWER
    assert decide(Found(outside=1.0), bounds).kind == UNKNOWN
