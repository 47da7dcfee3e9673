"""Who helps: by country, by what hurts, by what is to be done; the operator's own first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.model.knowledge import Knowledge, Service
from bot.ranking.services import choose_services

RULES, MONEY, TOOLS = "dimension.regulatory", "dimension.economic", "dimension.technological"
TRADE, CYBER = "ext.finance.trade_finance", "ext.cyber.baseline"
Choose = Callable[..., list[str]]
Names = Sequence[str]


def service(
    name: str, *countries: str, hurts: tuple[str, ...] = (MONEY,), does: tuple[str, ...] = (), **marks: bool
) -> Service:
    """A body that helps with money, unless more is said of it."""
    texts = dict.fromkeys(("title", "helps", "for_whom", "where", "contact"), name)
    lists = {"dimensions": hurts, "strategies": does, "countries": countries, "aliases": ()}
    return Service(id=name, check_by="2027-01-01", **texts, **lists, **{"own": False, "demo": False, **marks})


@pytest.fixture
def choose(knowledge: Knowledge) -> Callable[..., Choose]:
    """Chooses among these services."""

    def among(*services: Service) -> Choose:
        known = replace(knowledge, services={entry.id: entry for entry in services})

        def chosen(country: str | None = None, hurts: Names = (), does: Names = (), most: int = 9) -> list[str]:
            return [entry.id for entry in choose_services(known, country, hurts, does, most)]

        return chosen

    return among


def test_only_those_of_the_country_and_of_the_whole_world_are_named(choose: Callable[..., Choose]) -> None:
    chosen = choose(service("kenya", "Kenya"), service("peru", "Peru", "Chile"), service("world", "any"))
    assert chosen("Kenya") == ["kenya", "world"]
    assert chosen("Chile") == ["peru", "world"]
    assert chosen("Nepal") == chosen(None) == ["world"]


def test_what_helps_with_something_else_is_left_out(choose: Callable[..., Choose]) -> None:
    chosen = choose(service("money", "any"), service("rules", "any", hurts=(RULES,)))
    assert chosen(None, [RULES]) == ["rules"]
    assert chosen(None, [TOOLS]) == []
    assert chosen() == ["money", "rules"], "who names no trouble is shown all"


def test_who_helps_with_the_very_thing_to_be_done_fits_whatever_the_trouble(choose: Callable[..., Choose]) -> None:
    chosen = choose(service("rules", "any", hurts=(RULES,)), service("trade", "any", does=(TRADE,)))
    assert chosen(None, [RULES], [TRADE]) == ["trade", "rules"]


def test_who_helps_with_more_of_the_trouble_comes_first(choose: Callable[..., Choose]) -> None:
    chosen = choose(service("one", "any"), service("both", "any", hurts=(MONEY, RULES)))
    assert chosen(None, [MONEY, RULES]) == ["both", "one"]


def test_the_operators_own_come_before_the_countrys_and_those_before_the_worlds(choose: Callable[..., Choose]) -> None:
    chosen = choose(
        service("world", "any", does=(CYBER,)),
        service("country", "Kenya"),
        service("own", "any", own=True),
        service("thing", "Kenya", does=(CYBER,)),
    )
    assert chosen("Kenya", [MONEY], [CYBER]) == ["own", "thing", "country", "world"]


def test_an_example_that_the_operator_has_not_replaced_comes_last(choose: Callable[..., Choose]) -> None:
    chosen = choose(service("example", "any", own=True, demo=True), service("world", "any"))
    assert chosen() == ["world", "example"] and chosen(most=1) == ["world"]


def test_of_equals_the_one_that_stands_first_comes_first(choose: Callable[..., Choose]) -> None:
    assert choose(*(service(name, "any") for name in "cab"))() == ["c", "a", "b"]


@pytest.mark.parametrize("dimension", [RULES, MONEY, TOOLS, "dimension.platform", "dimension.informational"])
@pytest.mark.parametrize("country", [None, "Kenya", "Germany", "Peru"])
def test_wherever_a_firm_is_somebody_real_helps(knowledge: Knowledge, country: str | None, dimension: str) -> None:
    chosen = choose_services(knowledge, country, [dimension], (), 4)
    assert chosen and not chosen[0].demo
    assert all({"any", country} & set(entry.countries) and dimension in entry.dimensions for entry in chosen)


def test_every_body_is_named_to_somebody(knowledge: Knowledge) -> None:
    shown = set()
    for entry in knowledge.services.values():
        for country in entry.countries:
            most = len(knowledge.services)
            shown |= {s.id for s in choose_services(knowledge, country, entry.dimensions, (), most)}
    assert shown == knowledge.services.keys()
