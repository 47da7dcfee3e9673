"""Numbers as people type them."""

import pytest

from bot.language.numbers import number
from bot.language.quantities import (
    days,
    find_head_count,
    find_hours_a_week,
    find_money,
    head_count,
    hours_a_week,
    money,
    months,
    share,
)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,200", 1200),
        ("1.200", 1200),
        ("10 000", 10000),
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("2.5k", 2500),
        ("40 thousand", 40000),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("twenty-five", 25),
        ("fourty", 40),
        ("a few hundred", 300),
        ("one hundred and twenty", 120),
        ("two and a half", 2.5),
        ("a couple", 2),
        ("3 million", 3000000),
    ],
)
def test_an_amount_has_a_value(written, value):
    assert number(written) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60%", 60),
        ("60-70 %", 65),
        ("60% to 70%", 65),
        ("between 20 and 30 percent", 25),
        ("about twenty per cent of it", 20),
        ("under 10%", 9.9),
        ("not more than 10%", 10),
        ("over 75 percent", 75.75),
        ("about a third", 33.33),
        ("two thirds of our sales come from there", 66.67),
        ("half", 50),
        ("more than half our orders", 50.5),
        ("roughly three quarters", 75),
        ("half to three quarters", 62.5),
        ("a quarter to a half", 37.5),
        ("between half and three quarters", 62.5),
        ("a tenth or a fifth", 15),
        ("less than a tenth", 9.9),
        ("3 out of 4 customers", 75),
        ("one in five", 20),
        ("9/10", 90),
        ("nearly all of it", 95),
        ("hardly any", 4),
        ("everything", 100),
        ("none", 0),
        ("12,5 %", 12.5),
    ],
)
def test_a_share_is_read_in_per_cent(text, value):
    assert share(text) == pytest.approx(value, abs=0.01)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "we lost the fight last quarter",
        "two and a half months",
        "half a year",
        "all our machines are old and we cannot find the money for new ones",
        "we started with 5 in 2024",
        "300 percent more orders",
        "60",
        "the third time this year",
    ],
)
def test_what_is_no_share_stays_unread(text):
    assert share(text) is None


def test_a_bare_number_is_a_share_only_when_asked():
    assert share("about 60", asked=True) == 60
    assert share("60-70", asked=True) == 65


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two months tops", 2),
        ("6 weeks", 1.5),
        ("four weeks", 1),
        ("28 days", 1),
        ("two fortnights", 1),
        ("less than four weeks", 0.99),
        ("three or four weeks", 0.9),
        ("8 to 12 weeks", 2.5),
        ("26 weeks", 6),
        ("a month and a half", 1.5),
        ("two and a half months", 2.5),
        ("half a year", 6),
        ("a year", 12),
        ("45 days", 1.5),
        ("2-3 months", 2.5),
        ("2 or 3 months", 2.5),
        ("less than a month", 0.99),
        ("not even a month", 0.99),
        ("a month or two", 1.5),
        ("a couple of weeks", 0.5),
        ("a fortnight maybe", 0.5),
        ("more than six months", 6.06),
        ("barely a month", 1),
    ],
)
def test_a_duration_is_read_in_months(text, value):
    assert months(text) == pytest.approx(value, abs=0.001)


def test_a_duration_is_read_in_days():
    assert days("2 days") == 2
    assert days("a week or so") == 7
    assert days("two to three weeks") == pytest.approx(18, abs=0.5)


def test_a_bare_number_is_a_duration_only_when_asked():
    assert months("3") is None
    assert months("3", asked=True) == 3


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a day a week", 8),
        ("6 hours a week", 6),
        ("5 hrs per week", 5),
        ("2h/week", 2),
        ("an hour a day", 5),
        ("half an hour a day", 2.5),
        ("half a day a week", 4),
        ("two evenings a week", 4),
        ("20 minutes a day", 1.7),
        ("10 hours a month", 2.3),
        ("a couple of hours each week", 2),
        ("5-6 hours weekly", 5.5),
        ("one day a month", 1.8),
        ("every friday afternoon", 4),
    ],
)
def test_working_time_is_read_in_hours_a_week(text, value):
    assert hours_a_week(text) == pytest.approx(value, abs=0.05)


@pytest.mark.parametrize(
    ("text", "value"), [("about 6 hours", 6), ("an evening", 2), ("4", 4), ("none at all", 0), ("every friday", 8)]
)
def test_working_time_without_a_week_counts_when_asked(text, value):
    assert hours_a_week(text) is None
    assert hours_a_week(text, asked=True) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("under 100 euros", 99),
        ("1.5k", 1500),
        ("€200 a month", 200),
        ("200€", 200),
        ("about $50", 50),
        ("2,400 EUR a year", 200),
        ("300 quid", 300),
        ("100-500 euros", 300),
        ("between 100 and 500 euros a month", 300),
        ("a few hundred euros", 300),
        ("a hundred bucks a week", 433.33),
        ("we could spend 2-3k euros on it", 2500),
        ("500eur per month", 500),
        ("no more than 250 dollars", 250),
    ],
)
def test_money_is_read_a_month(text, value):
    assert money(text) == pytest.approx(value, abs=0.01)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (hours_a_week, "6, if my brother helps", 6),
        (hours_a_week, "ten, no more", 10),
        (money, "twelve hundred would be ok", 1200),
        (money, "i could do 80", 80),
        (money, "we could maybe put 300", 300),
        (months, "six if i stop paying myself", 6),
        (share, "0, the wood is from here", 0),
        (share, "70, the rest is german", 70),
    ],
)
def test_a_number_with_a_word_on_it_answers_when_asked(read, text, value):
    assert read(text, asked=True) == value
    assert read(text) is None


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (share, "one, the bank"),
        (share, "3 customers left"),
        (share, "10 people and 3 shops"),
        (money, "2 people could do it"),
        (money, "i can do 2 of them"),
        (hours_a_week, "10 of us, it's a lot"),
        (hours_a_week, "3, no, 4 with the boss who comes in when it rains"),
    ],
)
def test_a_number_of_something_else_answers_nothing(read, text):
    assert read(text, asked=True) is None


@pytest.mark.parametrize(("text", "value"), [("200", 200), ("200 a month", 200), ("nothing", 0), ("no budget", 0)])
def test_money_without_a_currency_counts_when_asked(text, value):
    assert money(text) is None
    assert money(text, asked=True) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("we're a 12-person bakery in Lyon", 12),
        ("12 people", 12),
        ("about a dozen staff", 12),
        ("me and my two sons", 3),
        ("i run a cafe in bristol with my two sons", 3),
        ("I sell soap online with my sister", 2),
        ("i make shoes with love for my two sons", None),
        ("just me", 1),
        ("just me and my wife", 2),
        ("husband and wife", 2),
        ("my wife and I", 2),
        ("my brother, my cousin and me", 3),
        ("me plus two part-timers", 3),
        ("me, my wife and 3 employees", 5),
        ("me and four bakers", 5),
        ("team of five", 5),
        ("a team of 7 makes furniture", 7),
        ("staff: 30", 30),
        ("headcount is 45", 45),
        ("around 40 employees", 40),
        ("1,200 workers", 1200),
        ("1.2k employees", 1200),
        ("there are 8 of us", 8),
        ("theres nine of us", 9),
        ("we are 15", 15),
        ("we're twelve at the winery", 12),
        ("we employ 22 in total", 22),
        ("10-15 people", 12),
        ("we grew from 5 to 12 people", 12),
        ("fewer than 10 employees", 9),
        ("over 50 staff", 51),
        ("5 people plus me", 6),
        ("12 full-time staff", 12),
        ("20 ppl", 20),
        ("one-man band", 1),
        ("i work alone, sole trader", 1),
        ("a family of four", 4),
        ("no employees", 1),
        ("twenty five people in two shops", 25),
    ],
)
def test_a_head_count_is_read_with_its_cue(text, value):
    assert head_count(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "about a dozen",
        "we have 3 shops",
        "we've been here 20 years",
        "we feed 200 people a day",
        "our customers are 300 people in the valley",
        "500 people follow us",
        "we are 100 percent local",
        "the family 20 years ago bought it",
        "two people left last month",
        "my wife does the books",
        "I sell shoes and 3 kinds of bags",
    ],
)
def test_what_is_no_head_count_stays_unread(text):
    assert head_count(text) is None


@pytest.mark.parametrize(("text", "value"), [("12", 12), ("about a dozen", 12), ("hm, maybe 8 or so", 8), ("Five.", 5)])
def test_a_bare_number_is_a_head_count_when_asked(text, value):
    assert head_count(text, asked=True) == value


def test_nobody_is_no_head_count():
    assert head_count("0", asked=True) is None


def test_a_quantity_knows_its_place():
    text = "we're a 12-person bakery"
    found = find_head_count(text)
    assert found is not None and text[found.start : found.end] == "12-person"
    text = "I can spare 6 hours a week and €200 a month"
    hours, sum_of_money = find_hours_a_week(text), find_money(text)
    assert hours is not None and text[hours.start : hours.end] == "6 hours a week"
    assert sum_of_money is not None and text[sum_of_money.start : sum_of_money.end] == "€200 a month"


ODD = ["", "   ", "🙂🙂", "a" * 3000, "нас двенадцать человек", "/greet", "9" * 3000, "1 " * 2000, "about " * 600]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_text_is_read_without_an_error(text):
    for read in (share, months, days, hours_a_week, money, head_count):
        read(text)
        read(text, asked=True)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (share, "half a percent", 0.5),
        (share, "two and a half percent, and a week of waiting", 2.5),
        (money, "5k a month if it pays", 5000.0),
        (money, "twelve thousand for the year, evenly", 1000.0),
        (share, "nothing", 0.0),
        (share, "nothing is automatic", None),
        (months, "a quarter of a year", 3.0),
        (months, "three quarters of a year", 9.0),
    ],
)
def test_words_that_look_like_another_amount_are_not_taken_for_it(read, text, value):
    assert read(text, asked=True) == value
