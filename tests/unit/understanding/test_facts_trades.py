"""What a firm does, what it sells and who buys, in the many ways in which owners say so."""

from __future__ import annotations

import pytest

from bot.understanding.nouns import BUYERS, Nouns, moved
from bot.understanding.signs import Hit
from bot.understanding.typed import typed
from tests.unit.understanding.conftest import Read

SECTORS = [
    ("spice exporter, kochi", "food_export"),
    ("we press apple juice near kassel", "food_export"),
    ("our family has farmed almonds since 1950, we grow almonds and olives", "food_export"),
    ("Product: hot sauce. Place: Leeds", "food_export"),
    ("we bake sourdough and rye bread", "food_retail"),
    ("Mine is a small cheese shop in Turin", "food_retail"),
    ("my grandfather started the butchery, today i run it", "food_retail"),
    ("we sell used phones and laptops in lima", "retail"),
    ("a toy shop with wooden toys in Lyon", "retail"),
    ("auto parts shop in Riga, 5 people", "retail"),
    ("auto parts maker in Riga", "manufacturing"),
    ("we lead whale tours out of Husavik", "hospitality"),
    ("We serve breakfast and lunch to walkers", "hospitality"),
    ("my hostel is in the old town of Porto", "hospitality"),
    ("garden furniture is what we build, in Leon", "manufacturing"),
    ("we are makers of hydraulic cylinders", "manufacturing"),
    ("Pumps. Brno. 20 people", "manufacturing"),
    ("wedding dresses, made to measure in Cork", "apparel"),
    ("four women knit jumpers with me in donegal", "apparel"),
    ("School uniforms are what we sew", "apparel"),
    ("in tallinn six of us build an app that reads bills", "saas"),
    ("Product: payroll software, monthly subscription", "saas"),
    ("our booking software helps clinics", "saas"),
    ("i translate manuals from my desk in wroclaw", "professional"),
    ("We look after the computers of law firms", "professional"),
    ("we draw logos and brochures", "professional"),
    ("Roofs. Liberec.", "construction"),
    ("from malaga we sell solar panels and put them on the roof", "construction"),
    ("we renovate bathrooms", "construction"),
    ("i repair motorbikes in hanoi", "other"),
    ("our english school is in Valletta", "other"),
    ("we provide care at home for old people", "other"),
]

NO_SECTOR = [
    "the accountant says we need a new oven",
    "my brother has a bakery in york",
    "our supplier makes zips",
    "we buy flour from a mill in france",
    "our plumber never comes",
    "they make shoes for half of that",
    "a chain opened a bakery next door",
    "we sell to hotels and cafes",
    "whiteboard, paper, three phones, that is how we plan",
    "the printer is broken again",
]

SELLS = [
    ("we sell heat pumps and install them", "mixed"),
    ("we repair watches and also sell them", "mixed"),
    ("small restaurant, and a shelf with jars of our own sauces that people take home", "mixed"),
    ("our restaurant serves lunch", "goods"),
    ("the beds and shelves we make are of pine", "goods"),
    ("we lay floors and plaster walls", "services"),
    ("i run ghost walks", "services"),
    ("we make puzzle games for phones", "digital"),
]

CUSTOMERS = [
    ("tea shop. Customers: households from the quarter", "consumers_direct"),
    ("we make jackets, hikers and climbers order from our web shop", "consumers_direct"),
    ("families all over the island order cakes from us", "consumers_direct"),
    ("we knit scarves, shops in milan and paris sell them to their ladies", "through_others"),
    ("we make cheese, wholesalers sell it on", "through_others"),
    ("we brew ale, bottle shops and bars sell our beer", "through_others"),
    ("our pumps reach the farmers through dealers in two states", "through_others"),
    ("we write software for animal clinics", "firms_direct"),
    ("our laundry washes for hotels", "firms_direct"),
    ("we do the books of small firms, clients are dental clinics", "firms_direct"),
    ("families call us and also small factories", "mixed"),
    ("we sell oil to delicatessens and also to private people", "mixed"),
]

NO_CUSTOMERS = [
    "house painters in durban",
    "the tables are built by workshops in ohio",
    "we make cheese from the milk of eleven farms",
    "my wife, two girls and me",
    "we wish to win hotels next year",
    "the big chain has kiosks at the airport",
]


@pytest.mark.parametrize(("text", "sector"), SECTORS)
def test_the_own_trade_is_read(read: Read, text: str, sector: str) -> None:
    assert read(text).get("sector") == sector


@pytest.mark.parametrize("text", NO_SECTOR)
def test_trades_of_others_are_not_ours(read: Read, text: str) -> None:
    assert "sector" not in read(text)


@pytest.mark.parametrize(("text", "kind"), SELLS)
def test_what_is_sold_is_read(read: Read, text: str, kind: str) -> None:
    assert read(text).get("sells") == kind


@pytest.mark.parametrize(("text", "kind"), CUSTOMERS)
def test_who_buys_is_read(read: Read, text: str, kind: str) -> None:
    assert read(text).get("customers") == kind


@pytest.mark.parametrize("text", NO_CUSTOMERS)
def test_others_than_buyers_are_no_customers(read: Read, text: str) -> None:
    assert "customers" not in read(text)


LISTS = {
    "noun_wear": ["bag", "leather", "shoe", "dress"],
    "noun_thing": ["tool", "box", "axes"],
    "noun_firms": ["hotels", "brewers"],
    "noun_person": ["women"],
    "verbs": ["run"],
}


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("leather bags", [("_wear", "leather bags")]),
        ("women's shoes", [("_wear", "women's shoes")]),
        ("boxes and axes", [("_thing", "boxes"), ("_thing", "axes")]),
        ("tool brewers", [("_thing", "tool"), ("_firms", "brewers")]),
        ("an axe, a hotel", []),
        ("we bag it", []),
        ("dresses, hotels", [("_wear", "dresses"), ("_firms", "hotels")]),
    ],
)
def test_nouns_are_found_in_singular_and_plural(text: str, nouns: list[tuple[str, str]]) -> None:
    found = Nouns(LISTS, {}).marks(typed(text, (), {}))
    assert [(mark.word, mark.value) for mark in found] == nouns


def test_kinds_and_places_can_be_left_out() -> None:
    said = typed("hotels and tools", (), {})
    assert [mark.word for mark in Nouns(LISTS, {}, without=BUYERS).marks(said)] == ["_thing"]
    assert [mark.word for mark in Nouns(LISTS, {}).marks(said, [(1, 1)])] == ["_thing"]


def test_hits_move_between_forms_of_a_message() -> None:
    text = "we sell leather bags here"
    plain = typed(text, (), {})
    marked = typed(text, Nouns(LISTS, {}).marks(plain), {})
    (there,) = moved([Hit("sells", "goods", 2, 3, ((3, 3),))], marked, plain)
    assert (there.first, there.last, there.parts) == (2, 4, ((3, 4),))
    (back,) = moved([there], plain, marked)
    assert (back.first, back.last) == (2, 3)
