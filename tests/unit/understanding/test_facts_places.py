"""Where firms are, where they sell and how much of it, in the many ways in which it is said."""

from __future__ import annotations

import pytest

from bot.understanding.shares import shares
from bot.understanding.towns import Towns
from bot.understanding.typed import typed
from tests.unit.understanding.conftest import Read


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("yoga studio nanchong, two rooms", "China"),
        ("we knit hats in stykkisholmur, iceland", "Iceland"),
        ("joinery in perth, scotland, four men", "United Kingdom"),
        ("we brew ale in halifax, nova scotia", "Canada"),
        ("tailor in cordoba, argentina", "Argentina"),
        ("from medellin we ship roses to dealers in japan", "Colombia"),
        ("we print labels out of lodz for wineries in italy", "Poland"),
        ("i am from kerala, but my plumbing company is in dubai", "United Arab Emirates"),
        ("i came from portugal on holiday and stayed. now i have a guesthouse with six rooms on zanzibar", "Tanzania"),
        ("we buy the beans in ethiopia and roast in ghent for cafes around here", "Belgium"),
        ("my brother lives in boston, we run a butcher shop in cork", "Ireland"),
        ("our bakery is in lagos. one shop in accra sells our rolls too", "Nigeria"),
        ("we make wine in the us, no sorry, in georgia, the country. 7 people", "Georgia"),
        ("joinery in austria, sorry, I mean in germany, 4 people", "Germany"),
        ("we brew beer in belgium, no, in france. 5 of us", "France"),
    ],
)
def test_a_firm_is_where_it_says(read: Read, text: str, country: str) -> None:
    assert read(text).get("country") == country


@pytest.mark.parametrize(
    "text",
    [
        "hinges from italy come late, we wait for weeks",
        "our customers like the state of things",
        "i have half an hour at most for this",
        "we knit jerseys and sell them at the market",
        "my parents came from calabria",
        "nine of ten pallets go abroad, poland and lithuania mostly",
    ],
)
def test_a_country_named_for_another_reason_is_not_home(read: Read, text: str) -> None:
    assert "country" not in read(text)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("brewery outside galway, a third leaves the country, belgium mainly", ["Belgium"]),
        ("wine from moldova. most bottles stay at home, the rest is romania and poland", ["Romania", "Poland"]),
        ("we are in quito, every tenth parcel gets posted to peru", ["Peru"]),
        ("tiles from fez. only builders here order, now and then a spanish one", ["Spain"]),
        ("in tampere we make saws, norway and denmark are a small slice", ["Norway", "Denmark"]),
        ("kharkiv, we make boilers. poland and moldova now get two thirds", ["Poland", "Moldova"]),
        ("so far we sold only in india, but kenya interests us", ["Kenya"]),
        ("we make jackets in kranj. austria is near and we definitely want to sell there", ["Austria"]),
        ("our gears come from brno. the goal is to enter the swedish market", ["Sweden"]),
        ("montevideo, six of us, everything stays in uruguay. next wish: brazil", ["Brazil"]),
        ("roofs, liberec, one job in five is over in germany", ["Germany"]),
        ("saddles, Leon. Riding shops in Norway and Canada take most of it, we send 9 a week", ["Norway", "Canada"]),
        ("hammocks from merida. our Danish and our Swedish buyers pay late", ["Denmark", "Sweden"]),
        ("guesthouse in hallstatt. dutch and belgians sleep here all winter", ["Netherlands", "Belgium"]),
        ("cider, Bilbao. one crate in five leaves Spain, for Ireland or for Norway", ["Ireland", "Norway"]),
        ("knives from solingen. a fifth goes to grocers in japan, the rest is swiss", ["Japan", "Switzerland"]),
        ("baskets from hue, everything goes to french and italian wholesalers", ["France", "Italy"]),
        ("software from berlin for bakers. that has to change: denmark first, then norway", ["Denmark", "Norway"]),
    ],
)
def test_markets_and_wishes_are_read(read: Read, text: str, countries: list[str]) -> None:
    assert read(text).get("market_countries") == countries


@pytest.mark.parametrize(
    "text",
    [
        "we sew dresses in beirut. the silk comes from france and the beads from czechia",
        "trousers from gothenburg, the cloth comes from portugal, the zips from italy",
        "i translate contracts, german-polish, in wroclaw",
        "winery in moldova. before 2006 nearly everything went to russia, that is over",
        "scaffolding in lyon, no wish for swiss jobs",
        "cafe in wellington, we dont ship to australia",
        "salon in basel, my daughter works in canada",
        "garage in oslo, a chain from sweden opened next door",
        "sage from shkoder, until the ban we exported to russia, not now",
        "tiles in cairo. libya we used to supply, it is finished",
    ],
)
def test_no_market_is_guessed(read: Read, text: str) -> None:
    assert "market_countries" not in read(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hairdresser in naples, our clients are ladies from the quarter and i want no others", "home"),
        ("grocery in lyon. nobody comes from further than three kilometers, and that suits us", "home"),
        ("roofs in bristol, never more than twenty miles out, i would not want it otherwise", "home"),
        ("agency in porto. no clients abroad, and we are not looking for any", "home"),
        ("bakery in odense, not a single foreign client and thats fine by me", "home"),
        ("only people from the barrio come and with that we are happy", "home"),
        ("we make shoes in graz, never sold outside austria so far, but italy interests us", "home_wants_abroad"),
        ("we are in accra. nine in ten buckets are sold in ghana, one in ten goes to togo", "some_abroad"),
        ("lamps from taichung. distributors in japan take nearly the whole output", "mostly_abroad"),
        ("chairs from kaunas, chains in sweden sell them on, and together they take eighty percent", "mostly_abroad"),
        ("game studio in montreal, 95% of the players sit outside canada", "mostly_abroad"),
        ("guitars from osaka, nine out of ten leave the country", "mostly_abroad"),
        ("we weave scarves near cusco, none of it stays here, it all goes to shops in france", "mostly_abroad"),
    ],
)
def test_how_much_is_sold_where_is_read(read: Read, text: str, value: str) -> None:
    assert read(text).get("markets") == value


@pytest.mark.parametrize(
    "text",
    [
        "steam takes 30 percent and decides who sees us",
        "we could pay 10 percent more than last year",
        "half of us work in the shop, half in the bakery",
        "neighbors like the smell of our bread",
        "i am a vet and grew up in poland",
    ],
)
def test_no_share_of_sales_is_guessed(read: Read, text: str) -> None:
    assert "markets" not in read(text)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("nine parts in ten", [90]),
        ("a third of it, two thirds of the rest", [33, 67]),
        ("of 100 bags 95 stay", [95]),
        ("every tenth sale", [10]),
        ("70-80% export", [80]),
        ("it takes 15 percent commission", []),
        ("half a year, a third shop, nine of us", []),
    ],
)
def test_shares_in_numbers(text: str, percent: list[int]) -> None:
    assert [round(share.percent) for share in shares(typed(text, (), {}))] == percent


def test_towns_that_are_words_count_behind_in_alone() -> None:
    towns = Towns({"stoke-on-trent": "United Kingdom"}, {"most": "Czechia", "bath": "United Kingdom"})
    assert [town.start for town in towns.find("Stoke on Trent, not bath, in bath; in most cases")] == [0, 29]
    assert list(towns.find("in Most, we make glass"))
