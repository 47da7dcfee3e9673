"""Troubles, wishes and large competitors in the general forms in which people tell of them."""

from __future__ import annotations

import pytest

from tests.unit.understanding.conftest import Read


@pytest.mark.parametrize(
    ("text", "pains"),
    [
        ("Biggest worry: the raw materials. They arrive weeks late.", ["supply"]),
        ("We run a hotel. Main headache: unanswered emails and phone calls.", ["service"]),
        ("Our weak spot is marketing, we have no idea of it.", ["marketing"]),
        ("The order slips are still typed in by hand every evening.", ["operations"]),
        ("It is almost impossible to find a welder who stays.", ["people"]),
        ("Estimate after estimate, and then they buy elsewhere.", ["sales"]),
    ],
)
def test_a_burden_tells_which_part_of_the_work_weighs(read: Read, text: str, pains: list[str]) -> None:
    assert read(text).get("pains") == pains


@pytest.mark.parametrize(
    "text",
    [
        "We are a plumbing firm and we fix drain problems.",
        "I could give three hours a week to this.",
        "No problem, we have enough time.",
        "I used to be a nurse and got tired of seeing people wait.",
        "Five of us stand behind the counter of our bakery.",
    ],
)
def test_no_burden_is_made_up(read: Read, text: str) -> None:
    assert "pains" not in read(text)


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("I would like the weeks to be calmer.", "stabilise"),
        ("We want to serve more households in the region.", "grow_home"),
        ("Exporting more is the road for us.", "go_abroad"),
    ],
)
def test_wishes_are_read_in_many_wordings(read: Read, text: str, goal: str) -> None:
    assert read(text).get("goal") == goal


@pytest.mark.parametrize(
    ("text", "rival", "name"),
    [
        ("Grupo Zatorno has robots that pack all night, we pack by hand.", "technological", "Grupo Zatorno"),
        (
            "When the harvest fails, Veldanor buys somewhere else in the world, we have only our trees.",
            "geopolitical",
            "Veldanor",
        ),
        ("Large competitor: Google. It knows who is about to buy, we can only guess.", "informational", "Google"),
        ("big one: temu. half of our price, every time", "economic", "Temu"),
        ("Whoever looks for a book lands on MercadoLibre, and we come after it.", "platform", "Mercado Libre"),
    ],
)
def test_large_competitors_are_known_by_what_they_do(read: Read, text: str, rival: str, name: str) -> None:
    facts = read(text)
    assert (facts.get("rival"), facts.get("rival_name")) == (rival, name)


@pytest.mark.parametrize(
    "text",
    [
        "the supermarket is killing us",
        "we run a bakery in Leeds and the chains are crushing us",
        "The big supermarkets are eating our customers.",
        "hardware store, the big box stores are driving us out",
    ],
)
def test_chains_that_hurt_are_ahead_in_money_where_nobody_says_how(read: Read, text: str) -> None:
    facts = read(text)
    assert facts["rival"] == "economic" and "customers" not in facts


def test_who_copies_us_hurts(read: Read) -> None:
    assert read("shein copies us")["rival_name"] == "Shein"


@pytest.mark.parametrize(
    "text",
    [
        "we deliver to two supermarkets and the driving is killing us",
        "We sell jam to supermarkets and never to chains.",
    ],
)
def test_chains_that_buy_from_us_are_no_rivals(read: Read, text: str) -> None:
    assert "rival" not in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Maria has a new scanner, we are happy.",
        "Timber comes late and we wait.",
        "Our customers are dairy farms and we like them.",
        "We buy flour in Poland and sell it here.",
        "Shops in Italy and France take most of our tins, and we deliver them.",
        "Boutiques in Seoul and Tokyo take eight in ten of our bags.",
    ],
)
def test_no_name_is_taken_for_a_large_competitor(read: Read, text: str) -> None:
    assert "rival_name" not in read(text)


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("freight forwarder, 22 people, DHL is killing us", "technological"),
        ("freight forwarders in Izmir. Maersk crushes us", "economic"),
        ("energy company, 9 people, eon is killing us", "economic"),
        ("haulage, DHL kills us, the freight prices they shrug off", "geopolitical"),
        ("freight company with 9 trucks, DSV is eating us alive", "economic"),
    ],
)
def test_the_name_of_the_own_trade_is_not_where_the_large_one_is_ahead(read: Read, text: str, rival: str) -> None:
    assert read(text)["rival"] == rival


@pytest.mark.parametrize(
    "text",
    ["small haulage firm", "we are customs brokers in Mombasa", "taxi company with nine cars", "removals, two vans"],
)
def test_who_moves_goods_or_people_is_in_logistics(read: Read, text: str) -> None:
    assert read(text)["sector"] == "logistics"
