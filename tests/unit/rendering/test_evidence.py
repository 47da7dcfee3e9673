"""Figures, couplings, sources, and who helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.model.knowledge import Knowledge
from bot.rendering import evidence
from tests.conftest import TODAY
from tests.contract import check

PLATFORM = "dimension.platform"


def test_figures_are_those_on_what_was_named_the_nearest_to_the_advice_first(knowledge: Knowledge) -> None:
    order = {"same": 0, "near": 1, "analogy": 2}
    for name in {support.strategy for figure in knowledge.figures.values() for support in figure.supports}:
        figures = evidence.figures_on(knowledge, [name])
        near = [order[s.nearness] for figure in figures for s in figure.supports if s.strategy == name]
        assert len(near) == len(figures) and near == sorted(near)
    assert all(PLATFORM in figure.dimensions for figure in evidence.figures_on(knowledge, [PLATFORM]))


def test_a_figure_that_is_named_itself_comes_first(knowledge: Knowledge) -> None:
    on_platform = evidence.figures_on(knowledge, [PLATFORM])
    last = on_platform[-1].id
    assert [figure.id for figure in evidence.figures_on(knowledge, [last])] == [last]
    assert evidence.figures_on(knowledge, [PLATFORM, last])[0].id == last


@pytest.mark.parametrize("about", [[], ["concept.promise"], ["nothing"]])
def test_where_nothing_is_named_that_figures_are_on_all_of_them_are_shown(
    knowledge: Knowledge, about: list[str]
) -> None:
    assert len(evidence.figures_on(knowledge, about)) == len(knowledge.figures)


def test_figures_come_three_at_a_time_until_all_were_shown(knowledge: Knowledge) -> None:
    for name in knowledge.dimensions:
        figures, shown, start = evidence.figures_on(knowledge, [name]), [], 0
        while True:
            message = evidence.evidence_message(knowledge, figures, TODAY, about=name, start=start)
            check(knowledge, message)
            shown += message.about
            assert len(message.about) <= 3 and message.data["left"] == len(figures) - len(shown)
            following = [b.payload for b in message.buttons]
            if not following:
                break
            assert following == [f"figures:{name}/{start + 3}"]
            start += 3
        assert shown == [figure.id for figure in figures]


def test_an_old_button_for_figures_that_are_no_more_begins_again(knowledge: Knowledge) -> None:
    figures = evidence.figures_on(knowledge, [PLATFORM])
    message = evidence.evidence_message(knowledge, figures, TODAY, about=PLATFORM, start=99)
    check(knowledge, message)
    assert message.about == tuple(figure.id for figure in figures[:3]) and message.data["left"] == 0


def test_a_figure_says_through_whom_it_was_seen_and_whose_interest_it_serves(knowledge: Knowledge) -> None:
    for figure in knowledge.figures.values():
        text = evidence.figure_text(knowledge, figure, TODAY)
        assert figure.statement.rstrip(".") in text
        assert figure.via in text and figure.interest in text


def test_a_figure_is_dated_from_the_day_after_somebody_should_have_looked(knowledge: Knowledge) -> None:
    figure = replace(next(iter(knowledge.figures.values())), check_by="2026-11-23")
    assert not evidence.is_dated(figure, date(2026, 11, 23)) and evidence.is_dated(figure, date(2026, 11, 24))
    message = evidence.evidence_message(knowledge, [figure], date(2026, 11, 24))
    assert message.data["dated"] == [figure.id]


def test_couplings_are_all_or_those_of_one_dimension(knowledge: Knowledge) -> None:
    every = evidence.couplings_message(knowledge, None)
    assert len(every.data["couplings"]) == len(knowledge.couplings)
    one = evidence.couplings_message(knowledge, PLATFORM)
    assert all(PLATFORM in (link["from"], link["to"]) for link in one.data["couplings"])
    assert one.text.count("\n- ") == len(one.data["couplings"]) > 0
    assert set(one.about) - {"concept.dimensions.interaction"} <= knowledge.dimensions.keys()


def test_sources_are_named_with_publisher_and_year(knowledge: Knowledge) -> None:
    message = evidence.sources_message(knowledge, list(knowledge.sources))
    for source in knowledge.sources.values():
        assert f"{source.title}, {source.publisher}{f', {source.year}' if source.year else ''}." in message.text


def test_who_helps_is_named_with_what_for_whom_and_where(knowledge: Knowledge) -> None:
    services = list(knowledge.services.values())[2:5]
    message = evidence.services_message(knowledge, services, "Kenya", TODAY)
    check(knowledge, message)
    assert "Kenya" in message.text and message.about == tuple(service.id for service in services)
    for service in services:
        assert all(text in message.text for text in (service.title, service.where.rstrip("."), service.contact))
    assert [entry["id"] for entry in message.data["services"]] == list(message.about)


def test_without_a_country_it_is_asked_for(knowledge: Knowledge) -> None:
    message = evidence.services_message(knowledge, list(knowledge.services.values())[:1], None, TODAY)
    assert "tell me your country" in message.text and message.data["country"] is None


def test_where_nobody_is_known_the_first_to_ask_is_named(knowledge: Knowledge) -> None:
    message = evidence.services_message(knowledge, [], "Nepal", TODAY)
    check(knowledge, message)
    assert "chamber of commerce" in message.text and message.about == ("guide.public_help",)


def test_examples_and_entries_that_nobody_looked_after_are_marked(knowledge: Knowledge) -> None:
    service = next(entry for entry in knowledge.services.values() if not entry.demo)
    plain = evidence.service_line(knowledge, service, date(2020, 1, 1))
    assert "example entry" not in plain and "was due" not in plain
    assert "example entry" in evidence.service_line(knowledge, replace(service, demo=True), date(2020, 1, 1))
    assert f"was due for a check on {service.check_by}" in evidence.service_line(knowledge, service, date(2199, 1, 1))
