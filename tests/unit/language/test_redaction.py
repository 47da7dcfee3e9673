"""What could lead to a person is taken out of a text; what firms talk about stays."""

from __future__ import annotations

import time

import pytest

from bot.language.redaction import PLACEHOLDERS, holds_placeholder, redacted

TAKEN_OUT = [
    # e-mail addresses
    ("write to anna.schmidt+shop@bakery-leipzig.de please", "write to <email> please"),
    ("Anna_S@mail.example.co.uk", "<email>"),
    ("anna(at)bakery.de or anna [at] bakery.de", "<email> or <email>"),
    # addresses on the web that go on behind the name
    ("see https://shop.example/cart?user=4711&mail=a, it is down", "see <link> it is down"),
    ("http://192.0.2.7:8080/x", "<link>"),
    ("our page www.facebook.com/annas.bakery gets no visitors", "our page <link> gets no visitors"),
    ("instagram.com/annabakes?igsh=1 has more", "<link> has more"),
    # phone numbers
    ("call me on +49 170 1234567", "call me on <phone>"),
    ("+1 (555) 123-4567", "<phone>"),
    ("(+44) 20 7946 0958 is mine", "(<phone> is mine"),
    ("ring 0170 1234567 after six", "ring <phone> after six"),
    ("my number is 07911 123456.", "my number is <phone>."),
    ("020 7946 0958", "<phone>"),
    ("0049 341 / 98 76 54", "<phone>"),
    ("06.12.34.56.78", "<phone>"),
    ("(555) 123-4567", "<phone>"),
    ("555-123-4567 or 555-0134", "<phone> or <phone>"),
    ("98765 43210", "<phone>"),
    ("612 345 678", "<phone>"),
    ("mobile: 87654", "mobile: <phone>"),
    ("whatsapp 9123 4567", "whatsapp <phone>"),
    # account, card and tax numbers
    ("DE89 3704 0044 0532 0130 00 is my account", "<number> is my account"),
    ("pay to gb29nwbk60161331926819", "pay to <number>"),
    ("FR14 2004 1010 0505 0001 3M02 606", "<number>"),
    ("4111 1111 1111 1111", "<number>"),
    ("card 4111-1111-1111-1111, valid", "card <number>, valid"),
    ("3782 822463 10005", "<number>"),
    ("my account is 12345678", "my account is <number>"),
    ("customer number: 48213", "customer number: <number>"),
    ("vat id DE123456789", "vat id <number>"),
    ("123456789012", "<number>"),
    # resume codes
    ("my code is LF-7K3M-92QD", "my code is <code>"),
    ("lf 7k3m 92qd", "<code>"),
    # names that are announced
    ("Hi, my name is Anna Schmidt and we bake", "Hi, my name is <name> and we bake"),
    ("my name is anna we have a bakery", "my name is <name> we have a bakery"),
    ("my name's Björn", "my name's <name>"),
    ("MY NAME IS ANNA", "MY NAME IS <name>"),
    ("I'm called Mary O'Neill, two shops", "I'm called <name>, two shops"),
    ("i am called jo", "i am called <name>"),
    ("This is Anna Maria Schmidt from Leipzig", "This is <name> from Leipzig"),
    ("hello, this is Mr. Okafor, a question", "hello, this is <name>, a question"),
    ("call me Ishmael", "call me <name>"),
    ("what is a niche? Kind regards, Anna Schmidt", "what is a niche? Kind regards, <name>"),
]

STAYS = [
    "we are 12 people and make 1.2 million a year",
    "turnover 1 200 000, profit 45.000",
    "1,200,000 dollars, or 1200000 in one go",
    "we made 12000000 last year",
    "$1234567890 in debt",
    "€ 250 000 000 is what they have",
    "EUR 123456789",
    "about 2500000000 pesos a month",
    "costs went up 35% since 2019",
    "in 2019 2020 2021 we lost money",
    "2019-2023 was bad, 2024/2025 worse",
    "120 000 in 2024 and 140 000 2025",
    "2024 140 000",
    "on 05/11/2023 and 2023-11-05 and 01.02.2024",
    "open 0900-1700, on Sunday 10.00-18.00",
    "between 200-1000 or 10000-20000",
    "150 to 20000 customers",
    "call 12000 customers a week",
    "we order 12000 a month and pay tax 12000",
    "12 34 56 78 orders in four weeks",
    "24/7 and/or e.g. 3.5 hours",
    "amazon.com and booking.com take 15 %",
    "we sell @ the market",
    "my name is not important",
    "call me on monday",
    "this is great. This is what I mean",
    "THIS IS TERRIBLE",
    "this is Amazon country",
    "the number of 12000 visitors",
    "¿cómo compito con los grandes?",
    "",
]


@pytest.mark.parametrize(("text", "expected"), TAKEN_OUT)
def test_what_leads_to_a_person_is_taken_out(text: str, expected: str) -> None:
    assert redacted(text) == expected
    assert holds_placeholder(expected)


@pytest.mark.parametrize("text", STAYS)
def test_amounts_shares_counts_and_years_stay(text: str) -> None:
    assert redacted(text) == text
    assert not holds_placeholder(text)


@pytest.mark.parametrize("text", [text for text, _ in TAKEN_OUT])
def test_taking_out_twice_is_taking_out_once(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)


def test_several_things_in_one_message() -> None:
    text = "My name is Anna, mail anna@x.de or 0170 1234567; 12 staff, 250 000 euros, code LF-7K3M-92QD"
    found = redacted(text)
    assert found == "My name is <name>, mail <email> or <phone>; 12 staff, 250 000 euros, code <code>"
    assert all(p.startswith("<") and p.endswith(">") for p in PLACEHOLDERS)


@pytest.mark.parametrize("piece", ["1", "1 ", "a.", "a-", "(1", "DE12 ", "my name is ", "www.", "0-", "a@", "call me "])
def test_a_long_message_takes_no_time(piece: str) -> None:
    started = time.thread_time()
    redacted((piece * 4000)[:4000])
    # The longest message there is; a pattern that backtracks would take minutes.
    assert time.thread_time() - started < 1
