"""Facts in forms, dictated without commas, in English as a second language, and in few words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding.heads import heads_of
from bot.understanding.labels import answered_labels
from bot.understanding.spare_time import spare_times
from bot.understanding.typed import typed
from tests.unit.understanding.conftest import Read


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "- what: bookshop\n- where: Turku\n- who: just me\n- who buys: students",
            {"sector": "retail", "country": "Finland", "team_size": 1, "customers": "consumers_direct"},
        ),
        ("Cheese dairy, Riga.\nCan spend: 80/month\nCan give: 3 h/week", {"budget": 1, "hours": 2}),
        ("1. Sawmill, Oslo.\n2. Goal = Iceland.", {"goal": "go_abroad", "market_countries": ["Iceland"]}),
        ("We are a bakery in Cork. What we want? A second shop in Mallow.", {"goal": "grow_home"}),
        ("Guest house, Split.\nWish: calmer weeks", {"goal": "stabilise"}),
    ],
)
def test_a_form_is_read_by_its_labels(read: Read, text: str, facts: dict[str, Any]) -> None:
    found = read(text)
    assert {name: found.get(name) for name in facts} == facts


@pytest.mark.parametrize("text", ["who: just me\nwhere: Ghent\nwish = peace", "Time? two hours. What i want? calm."])
def test_a_plainer_label_leaves_every_place_where_it_was(text: str) -> None:
    plain = answered_labels(text)
    assert len(plain) == len(text)
    assert plain != text


def test_a_question_stays_a_question(read: Read) -> None:
    assert answered_labels("What do you think of it?") == "What do you think of it?"
    assert read("where is the report?") == {}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Is small hotel in Oulu. Work there I and my wife.", "Finland"),
        ("We repair violins in Bremen and have three apprentices.", "Germany"),
        ("Petra here from Brno. I run a gym.", "Czechia"),
        ("I sell candles at fairs around Galway, and nine gift shops take them too.", "Ireland"),
        ("Today it's Estonia only, we knit caps. Office outside Tallinn.", "Estonia"),
    ],
)
def test_a_firm_is_where_its_work_is_done(read: Read, text: str, country: str) -> None:
    found = read(text)
    assert found.get("country") == country
    assert country not in found.get("market_countries", [])


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Chairs from Tartu. We used to export to Russia and Ukraine. Now we sell to Finland.", ["Finland"]),
        ("Surf school in Ericeira, guests mostly, germans french dutch.", ["Germany", "France", "Netherlands"]),
        ("Shop in Vaasa. Buyers: hunters, 70% Finnish, 20% Swedish, a few from Norway", ["Sweden", "Norway"]),
    ],
)
def test_what_is_said_of_one_country_of_a_list_is_said_of_all(read: Read, text: str, countries: list[str]) -> None:
    assert read(text).get("market_countries") == countries


@pytest.mark.parametrize(
    ("text", "markets"),
    [
        ("Roofers in Quebec City. I never wanted to work outside the province.", "home"),
        ("Law office, Ghent.\nRadius: 40 km", "home"),
        ("Hat factory in Lyon. Three brands from Japan and one from Canada, that's it.", "mostly_abroad"),
        ("Tents from Porto. Three out of four leave Portugal.", "mostly_abroad"),
        (
            "Pipes, Leeds. There's a man in Belgium who buys a box a month, the shops are all in England, "
            "and we'd like more like him",
            "some_abroad",
        ),
        ("Pasta factory near Bari. We want to get out of Italy, all of it is sold here so far.", "home_wants_abroad"),
    ],
)
def test_where_it_sells_is_read_without_shares(read: Read, text: str, markets: str) -> None:
    assert read(text).get("markets") == markets


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("Cafe in Leeds. What I want is more feet through the door.", "grow_home"),
        ("Hostel in Lima. More Canadians please.", "go_abroad"),
        ("Butcher in Graz. If July is like June we are finished.", "survive"),
        ("Tailor in Fes. First I want regular orders, regular pay.", "stabilise"),
        ("I make soap near Bergen. I'd like three or four more shops in the county.", "grow_home"),
    ],
)
def test_a_goal_is_told_in_few_words(read: Read, text: str, goal: str) -> None:
    assert read(text).get("goal") == goal


@pytest.mark.parametrize(
    "text",
    [
        "Bakery in Graz. The bank wants three balance sheets for the loan.",
        "Bakery in Graz. I spend my evenings on forms instead of with my kids.",
    ],
)
def test_what_others_want_is_no_goal(read: Read, text: str) -> None:
    assert "goal" not in read(text)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("evenings only, say 3 of them", [6.0]),
        ("i can do mondays, all day", [8.0]),
        ("monday in the afternoon", [4.0]),
        ("2 hours for day from monday to friday", [10.0]),
        ("sunday mornings i could do 2 hrs", [2.0, 2.0]),
        ("an hour on fridays", [1.0]),
        ("Hours: whatever is left after the books, maybe two a week", [2.0]),
    ],
)
def test_time_is_read_where_number_and_unit_stand_apart(text: str, hours: list[float]) -> None:
    assert [time.hours for time in spare_times(text)] == hours


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Sauces from Durban. r900 a month is what we have", {"budget": 1}),
        ("Toys from Kirov. In the month we can give 40 000 rubles.", {"budget": 2}),
        ("Bakery in Cork. There isn't a penny over.", {"budget": 0}),
        ("Parts dealer in Amman. I'd set aside 180 JD monthly and 3-4 hours.", {"budget": 2, "hours": 2}),
        ("Freight forwarder in Rotterdam. I have 1.5k a month for it and could give it ten hours.", {"hours": 3}),
    ],
)
def test_an_offer_is_read_in_many_forms(read: Read, text: str, facts: dict[str, int]) -> None:
    found = read(text)
    assert {name: found.get(name) for name in facts} == facts


@pytest.mark.parametrize(
    "text",
    [
        "Wool shop in Galway. There's me and Noreen three days a week.",
        "Driving school in Copenhagen. The theory evenings are on Tuesdays and last two hours.",
        "Fish shop in Hull. We open from Tuesdays to Saturdays.",
    ],
)
def test_hours_of_work_and_opening_are_no_offer(read: Read, text: str) -> None:
    assert "hours" not in read(text)


@pytest.mark.parametrize(
    ("text", "customers"),
    [
        ("Wooden toys, Kirov. The buyers are shops for children, they resell.", "through_others"),
        ("Surfboards, Ericeira. I don't mean shops I mean surfers they order on our site", "consumers_direct"),
        ("Nail studio, Basel. Ladies from the quarter.", "consumers_direct"),
        ("Wine from Porto, now it's all Spanish supermarkets.", "through_others"),
        ("Candles, Bergen. I sell them at markets, and nine gift shops take them too.", "mixed"),
    ],
)
def test_buyers_are_told_in_few_words(read: Read, text: str, customers: str) -> None:
    assert read(text).get("customers") == customers


def test_a_long_stretch_without_commas_has_clauses() -> None:
    dictated = (
        "so we clean offices and stairwells here and there is like twenty of us and the new ones and the firms pay "
        "on time but the thing is that they leave us"
    )
    assert len(set(typed(dictated, [], {}).clauses)) >= 4
    assert len(set(typed("we clean offices and the firms pay", [], {}).clauses)) == 2


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("Electricians, Cardiff, 12 on the vans, 3 inside.", 15),
        ("frozen soup, 7 in the kitchen 2 drive", 9),
        ("In our firm works 4 programmer and 1 designer and me.", 6),
        ("Dance school, 3 teachers + reception + me", 5),
        ("Total staff count 8", 8),
        ("There's Yves, there's Loic, there's me.", 3),
        ("Wool shop. There's me and Maureen three days a week.", 2),
        ("Together with Ola I run a yoga studio", 2),
        ("dog groomer on my tod", 1),
        ("Toy shop. Since last year I've been alone in it.", 1),
    ],
)
def test_heads_are_counted_by_place_trade_and_name(text: str, heads: int) -> None:
    found = heads_of(text)
    assert found is not None
    assert found.value == heads


@pytest.mark.parametrize(
    "text", ["Pens: 40 in the shop, 20 on the stall.", "we sell to 3 hotels in the city", "three other bakers in town"]
)
def test_things_are_no_heads(text: str) -> None:
    found = heads_of(text)
    assert found is None or found.value < 20


@pytest.mark.parametrize(
    ("text", "pains"),
    [
        ("Vet clinic in Cuenca. Problem no. 1: the telephone.", ["service"]),
        ("Wool shop. Instagram ads eat my money and bring clicks only.", ["marketing"]),
        ("Signs and letters, Leeds. We quote for everything and win one in twenty.", ["sales"]),
        ("Parts shop in Amman. Half of the stock list is wrong, we sell what isn't there.", ["operations"]),
        ("Game studio. The engine is old and every change breaks two others.", ["product"]),
        ("Glass works near Brno. The invoices come due and they pay after 90 days.", ["finance"]),
        ("Roofer in Laval. I spend my Sundays on permits and insurance forms.", ["compliance"]),
        ("Joinery in Lima. The wood is always with delay.", ["supply"]),
        ("We clean offices in Lodz. You train somebody for two weeks and then they go.", ["people"]),
        ("Gym app. What keeps slipping is the music module, promised since May.", ["product"]),
    ],
)
def test_a_trouble_is_told_in_few_words(read: Read, text: str, pains: list[str]) -> None:
    assert read(text).get("pains") == pains


@pytest.mark.parametrize(
    "text",
    [
        "We redo sofas for families in Ghent.",
        "Plumbers in Cardiff. We don't cross the bridge.",
        "Boat trips, Kaikoura. I don't want more guests, I want the bookings not to collapse every May.",
    ],
)
def test_neither_work_nor_wishes_are_troubles(read: Read, text: str) -> None:
    assert "pains" not in read(text)


@pytest.mark.parametrize(
    ("text", "rival", "name"),
    [
        (
            "Yoga in Wroclaw. A chain called Zdrofix has an app that books and pays; we have a paper list.",
            None,
            "Zdrofix",
        ),
        ("Payroll software, Accra. SAP comes with every interface, we build one in a year.", "technological", "SAP"),
        ("Plumbers, Cardiff. British Gas gives 0% over ten years, we cannot.", "economic", "British Gas"),
        ("Egg farm. Ovonor is the giant here. They set the size classes and we comply.", "systemic", "Ovonor"),
        ("Bread maker in Truro. Tesco does a loaf for 2 quid.", "economic", "Tesco"),
        (
            "Joinery near Graz. IKEA has it in stock for years and does not even notice a shortage.",
            "geopolitical",
            "IKEA",
        ),
    ],
)
def test_a_large_competitor_is_named_in_passing(read: Read, text: str, rival: str | None, name: str) -> None:
    found = read(text)
    assert found.get("rival_name") == name
    assert rival is None or found.get("rival") == rival


def test_who_buys_advertisements_has_no_rival_there(read: Read) -> None:
    assert "rival" not in read("Photographer in Cebu. Facebook ads eat my money.")


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("The pharmacy belongs to me, it is in a village near Tours.", "retail"),
        ("We're a co-op of 40 beekeepers in Chile.", "food_export"),
        ("Whale watching in Kaikoura, two boats.", "hospitality"),
        ("The product is application for the farmers, it counts cows.", "saas"),
        ("My grandfather built this sawmill, there are nine of us.", "manufacturing"),
        ("Is small restaurant in Oulu.", "hospitality"),
    ],
)
def test_a_trade_is_told_by_who_owns_it_and_what_is_done(read: Read, text: str, sector: str) -> None:
    assert read(text).get("sector") == sector


def test_a_code_means_the_country_whose_town_is_named(read: Read) -> None:
    assert read("Hot sauce from Durban, everything stays in SA.").get("country") == "South Africa"
