"""What owners say plainly, in the order in which they say it: two things in a sentence, lists, and who does what."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.understanding.conftest import Read


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "Pottery near Porto, two of us. I am hopeless at marketing but i would like to teach more classes here.",
            {"pains": ["marketing"]},
        ),
        ("We cast iron pots in Pune. Restaurants buy from us and they take months to pay.", {"pains": ["finance"]}),
        ("We cast iron pots in Pune. Restaurants buy from us and they pay late.", {"customers": "firms_direct"}),
        ("Laundry in Turin, 9 of us. Every month someone quits and we must train new people.", {"pains": ["people"]}),
        ("We make ham in Parma. The certificates are endless work.", {"pains": ["compliance"]}),
        ("Courier firm in Gdansk. We drive for small shops and dentists.", {"customers": "firms_direct"}),
        ("Till software from Tartu, six people. Our customers are bakeries.", {"customers": "firms_direct"}),
        (
            "We can our fish in Vigo and export all, to wholesalers in Dubai, Ghana and Japan.",
            {"markets": "mostly_abroad"},
        ),
        (
            "We can our fish in Vigo and export all, to wholesalers in Dubai, Ghana and Japan.",
            {"market_countries": ["United Arab Emirates", "Ghana", "Japan"]},
        ),
        ("We let four holiday flats in Split.", {"country": "Croatia"}),
        ("We run a small tannery in Fes, 14 of us.", {"country": "Morocco"}),
        (
            "We make bags in Porto. The tannery in Spain is always late.",
            {"country": "Portugal", "market_countries": None},
        ),
        ("We sew shirts in Porto. Factories in Bangladesh are far cheaper.", {"market_countries": None}),
        ("Dance school in Ghent. Children from our quarter come, and its fine for us.", {"markets": "home"}),
        ("Bakery in Linz. Selling outside Austria is nothing for us.", {"markets": "home"}),
        ("Gym in Cork, two of us. I would like more members.", {"goal": "grow_home"}),
        ("Law office in Vienna. We want more clients in Hungary.", {"goal": "go_abroad"}),
        ("Nine taxis in Lyon. Everybody opens Uber first.", {"rival": "platform", "rival_name": "Uber"}),
        ("Guesthouse in Bled. On Booking.com we are on page four.", {"rival": "platform"}),
        ("Bus hire in Leeds. Won't grow any more. Can't find drivers who stay with us.", {"rival_name": None}),
        ("We knit in Tromsø, we are six from the family.", {"team_size": 6}),
        ("Tailors in Fez. Nine women are sewing and then there's me.", {"team_size": 10}),
        ("Bakery in Graz. I could give half a day a week and 150 euros a month.", {"hours": 2, "budget": 2}),
    ],
)
def test_plain_words_are_read(read: Read, text: str, facts: dict[str, Any]) -> None:
    found = read(text)
    assert {name: found.get(name) for name in facts} == facts
