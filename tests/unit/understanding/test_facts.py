"""The business facts that texts state, and those that they do not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding.signs import Sign, SignBook
from bot.understanding.typed import typed
from tests.unit.understanding.conftest import Read

STATED: dict[str, list[tuple[str, Any]]] = {
    "sector": [
        ("we are a small bakery in lyon", "food_retail"),
        ("i run a hair salon", "other"),
        ("we develop booking software for hotels", "saas"),
        ("our workshop in fez makes leather bags", "apparel"),
        ("family winery, third generation", "food_export"),
        ("we do bookkeeping for small shops", "professional"),
        ("two of us lay tiles and do bathrooms", "construction"),
        ("i've got a garage with three mechanics", "other"),
        ("we clean offices for hotels and banks", "other"),
        ("we do marketing for hotels and have two lawyers as clients", "professional"),
        ("electrican in vilnius, three lads", "construction"),
    ],
    "team_size": [
        ("two vets, three nurses and a receptionist", 6),
        ("my wife, two bakers and me", 4),
        ("we started with 3 and now we're 14", 14),
        ("12 teachers, one secretary, me", 14),
        ("our rival has 4000 staff, we are nine", 9),
        ("just me, i design logos", 1),
        ("six techs including me", 6),
    ],
    "country": [
        ("were a bakery in leeds", "United Kingdom"),
        ("we are based in nice and sell to germany", "France"),
        ("a danish family firm, we make lamps", "Denmark"),
        ("we sell kebab in berlin", "Germany"),
        ("carpets, izmir, sold to importers in france", "Türkiye"),
        ("never outside poland, we do roofs", "Poland"),
    ],
    "market_countries": [
        ("bags from milan, most go to shops in japan and korea", ["Japan", "South Korea"]),
        ("we sit in riga and ship to finland, maybe norway next year", ["Finland", "Norway"]),
        ("our US customers complain about the packaging", ["United States"]),
        ("we're in lisbon, our clients are dutch companies", ["Netherlands"]),
        ("brno, turned parts for german and austrian car makers", ["Germany", "Austria"]),
    ],
    "sells": [
        ("we bake bread and rolls", "goods"),
        ("we sell bikes and repair them", "mixed"),
        ("i translate contracts", "services"),
        ("our app teaches chess", "digital"),
        ("we run a small hotel", "services"),
        ("i run a small restaurant", "goods"),
    ],
    "customers": [
        ("we make cheese and sell it to wholesalers", "through_others"),
        ("we clean offices and banks", "firms_direct"),
        ("tourists and locals buy our soap at the market", "consumers_direct"),
        ("tax returns for individuals and for small companies", "mixed"),
        ("b2b, no private people", "firms_direct"),
        ("software for hotels, they pay per room", "firms_direct"),
    ],
    "markets": [
        ("all our customers are here in the region and thats enough", "home"),
        ("we only sell in ireland so far but want to export", "home_wants_abroad"),
        ("based in graz, most of it stays here, a little goes to italy", "some_abroad"),
        ("we are in vilnius, 80 percent is export", "mostly_abroad"),
        ("we never exported and dont want to", "home"),
    ],
    "pains": [
        ("the phone never stops while i'm cutting hair", ["service"]),
        ("nobody in town knows we exist", ["marketing"]),
        ("i write quotes till midnight and never hear back", ["sales"]),
        ("every order is typed twice", ["operations"]),
        ("no idea what to bring out next", ["product"]),
        ("customers pay after ninety days and i'm the bank", ["finance"]),
        ("forms for everything, i fill them in at night", ["compliance"]),
        ("the wood comes late every single time", ["supply"]),
        ("we cant find cooks any more", ["people"]),
    ],
    "budget": [
        ("we could spend 200 euros a month on this", 2),
        ("150 a month would be fine for help", 2),
        ("budget zero", 0),
        ("could invest 3k a month", 4),
    ],
    "hours": [
        ("i can spare five hours a week", 2),
        ("20 minutes a week is all i have for this", 0),
        ("one of us is free for this two days a week", 4),
    ],
    "goal": [
        ("we just want to get through the winter without closing", "survive"),
        ("not bigger, i want my sundays back", "stabilise"),
        ("want to open a second shop in town", "grow_home"),
        ("this year we want to find clients in japan", "go_abroad"),
    ],
    "rival": [
        ("lidl sells bread for half of what i need", "economic"),
        ("zalando's warehouse is full of robots, we pack by hand", "technological"),
        ("booking takes 18 percent and stands between us and our guests", "platform"),
        ("the big ones have lawyers for every new law", "regulatory"),
        ("the chain knows what every customer buys, we guess", "informational"),
        ("our biggest buyer dictates the terms, take it or leave it", "systemic"),
        ("when energy doubled the giants had locked in their prices", "geopolitical"),
        ("amazon is killing us", "platform"),
    ],
    "rival_name": [
        ("starbucks comes first on google maps", "Starbucks"),
        ("metro sells mince below what i pay the farmer", "Metro"),
        ("h&m undercuts us every season", "H&M"),
        ("nestlé knows tomorrow's price", "Nestlé"),
    ],
}

NOT_STATED: list[tuple[str, str]] = [
    ("sector", "our accountant is in the next village"),
    ("sector", "the software is too expensive for us"),
    ("team_size", "we serve 200 people a day"),
    ("team_size", "1100 dog owners get a box from us"),
    ("team_size", "we have 3 machines"),
    ("team_size", "200 members come every week"),
    ("country", "our US customers complain"),
    ("country", "we import the tiles from spain"),
    ("country", "i worked in france for a while"),
    ("market_countries", "bakery in porto, the flour comes from france"),
    ("market_countries", "translator swedish to english in malmö"),
    ("market_countries", "graz, a chain from germany opened next door"),
    ("market_countries", "we used to export to russia, not any more"),
    ("customers", "two other bakers in town"),
    ("markets", "we are the best kept secret here"),
    ("pains", "we do marketing for hotels"),
    ("pains", "they pass every audit without blinking"),
    ("pains", "i do invoices for other firms"),
    ("budget", "rent is 3200 a month"),
    ("budget", "the delivery app takes a third of every order and nothing is left for us"),
    ("budget", "parents pay 6 euros a month for our app"),
    ("hours", "paperwork takes five hours a week"),
    ("goal", "we had a second shop until 2019"),
    ("goal", "a friend of mine exports shoes"),
    ("goal", "a customer of ours went bankrupt and still owes us money"),
    ("goal", "one client is insolvent and won't pay"),
    ("rival", "there is a lidl across the road"),
    ("rival", "my neighbour sells to walmart"),
    ("rival", "can a small firm even compete with amazon"),
    ("rival", "we sell on etsy"),
]


def cases(table: dict[str, list[tuple[str, Any]]]) -> list[tuple[str, str, Any]]:
    return [(field, text, value) for field, stated in table.items() for text, value in stated]


@pytest.mark.parametrize(("field", "text", "value"), cases(STATED))
def test_what_is_said_is_read(read: Read, field: str, text: str, value: Any) -> None:
    assert read(text).get(field) == value


@pytest.mark.parametrize(("field", "text"), NOT_STATED)
def test_what_is_not_said_is_not_read(read: Read, field: str, text: str) -> None:
    assert field not in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "how do banks in Germany decide?",
        "what do firms with 12 people do?",
        "do you sell software?",
        "hello from Spain?",
        "why do the chains sell bread cheaper than my flour costs",
        "translate my menu to french",
        "book me a flight to the canton fair",
        "what if we were 20 people instead of 6",
        "suppose we start exporting to norway",
        "your advice on exports makes no sense",
        "start over from the top",
        "figures for germany",
        "a booking system for our salon, what do you advise",
        "rain all day, typical bergen",
        "I'm bored, tell me a joke",
    ],
)
def test_who_asks_or_supposes_or_requests_states_nothing(read: Read, text: str) -> None:
    assert read(text) == {}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("we're twelve people, what's a tariff?", {"team_size": 12}),
        ("bakery in leeds, nine of us, how do we get a loan?", {"sector": "food_retail", "team_size": 9}),
        ("we are in kenya. do banks in Germany lend to us?", {"country": "Kenya"}),
        ("if the door still opens next january thats all i ask", {"goal": "survive"}),
        (
            "right so where do i start, my dad opened the hardware store in 1974, we are six people, we are in Swansea",
            {"sector": "retail", "team_size": 6, "country": "United Kingdom", "sells": "goods"},
        ),
        ("Kenya", {"country": "Kenya"}),
    ],
)
def test_what_is_told_beside_a_question_is_read(read: Read, text: str, facts: dict[str, Any]) -> None:
    assert {name: read(text).get(name) for name in facts} == facts


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂", "a" * 4000, "we " * 900, "ещё один", "(", "1/2", "H&M"])
def test_any_text_can_be_read(read: Read, text: str) -> None:
    assert isinstance(read(text), dict)


def test_a_whole_description(read: Read) -> None:
    text = (
        "Hi, two brothers and a helper, we make oak tables near Ghent. Dutch shops take most of them, a few families "
        "buy here. IKEA gets wood for a fraction of what we pay. Quotes eat my evenings. 100 a month would be ok."
    )
    assert read(text) == {
        "sector": "manufacturing",
        "team_size": 3,
        "country": "Belgium",
        "market_countries": ["Netherlands"],
        "sells": "goods",
        "customers": "mixed",
        "markets": "mostly_abroad",
        "pains": ["sales"],
        "budget": 2,
        "rival": "economic",
        "rival_name": "IKEA",
    }


def test_patterns_find_what_they_say() -> None:
    words = {"they": ["they", "the chain~"]}
    signs = [
        Sign("rival", "economic", ("{they} .. (sell*|give away) [it] for half",), unless=("we cant",)),
        Sign("place", "home", ("in <_ town>",)),
    ]
    book = SignBook(words, signs)
    assert [hit.value for hit in book.find(typed("the chains always sell for half", (), {}))] == ["economic"]
    assert book.find(typed("the chains sell for half. we cant", (), {}))
    assert not book.find(typed("the chains sell for half, we cant", (), {}))
    (hit,) = book.find(typed("in our town", (), {}))
    assert hit.parts == ((2, 3),)


def test_a_pattern_that_cannot_be_read_costs_itself_alone(caplog: pytest.LogCaptureFixture) -> None:
    book = SignBook({}, [Sign("goal", "survive", ("stay (open", "{nobody}", "hold on"))])
    assert book.find(typed("we hold on", (), {}))
    assert caplog.text.count("passed over") == 2


def test_spellings_are_evened_out() -> None:
    line = typed("We're 5; dad's OK & fine/good — café", (), {"we're": ("we", "are")}).line
    assert line == " . we are 5 . dad s ok and fine per good , cafe . "
