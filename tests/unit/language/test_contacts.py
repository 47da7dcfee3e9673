"""Phone numbers, addresses, cards and accounts are taken out of what is typed; what firms count and say stays."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from bot.language.contacts import cleared, restored
from bot.settings import ROOT
from tests.unit.language.test_redaction import STAYS

TAKEN_OUT = [
    ("write to anna.schmidt+shop@bakery-leipzig.de please", "write to <email> please"),
    ("anna(at)bakery.de or anna [at] bakery.de", "<email> or <email>"),
    ("call me on +49 170 1234567", "call me on <phone>"),
    ("+1 (555) 123-4567", "<phone>"),
    ("ring 0170 1234567 after six", "ring <phone> after six"),
    ("my number is 07911 123456.", "my number is <phone>."),
    ("020 7946 0958", "<phone>"),
    ("0049 341 / 98 76 54", "<phone>"),
    ("06.12.34.56.78", "<phone>"),
    ("(555) 123-4567", "<phone>"),
    ("555-223-4567", "<phone>"),
    ("98765 43217", "<phone>"),
    ("9876543217", "<phone>"),
    ("612 345 678", "<phone>"),
    ("mobile: 8765 4321", "mobile: <phone>"),
    ("whatsapp 9123 4567", "whatsapp <phone>"),
    ("DE89 3704 0044 0532 0130 00 is my account", "<number> is my account"),
    ("pay to gb29nwbk60161331926819", "pay to <number>"),
    ("FR14 2004 1010 0505 0001 3M02 606", "<number>"),
    ("4111 1111 1111 1111", "<number>"),
    ("4111111111111111", "<number>"),
    ("card 4111-1111-1111-1111, valid", "card <number>, valid"),
    ("3782 822463 10005", "<number>"),
    ("my bank account is 12345678", "my bank account is <number>"),
    ("tel:+491701234567", "tel:<phone>"),
]
KEPT = [
    *STAYS,
    "0-100000",
    "budget 0 - 250000 a year",
    "open 0800 1600, sundays 1000 1400",
    "0900-1700",
    "between 1500-2750",
    "1250 1375",
    "150 000 000 rupiah",
    "2500000000 vnd",
    "turnover last year 612 345 678",
    "revenue 1234567890",
    "500 000 000",
    "12 34 56 78",
    "we were 8 9 11 12 14 over the years",
    "we reach 1500000",
    "05.11.2023, 5 11 2023 and 2023-11-05",
    "12500 13750",
    # What buttons send, whatever the mark of a brief looks like; and resume codes.
    "send_brief:01234567.E1",
    "remind:2026-12-01",
    "fact.team_size:12",
    "LF-2345-2345",
    "lf 2345 2345",
]


@pytest.mark.parametrize(("text", "expected"), TAKEN_OUT)
def test_what_leads_to_a_person_is_taken_out(text: str, expected: str) -> None:
    found = cleared(text)
    assert found.text == expected
    assert cleared(found.text).text == expected, "twice is once"


@pytest.mark.parametrize("text", KEPT)
def test_what_firms_count_stays(text: str) -> None:
    assert cleared(text).text == text


def _texts(data: Any) -> Iterator[str]:
    match data:
        case str():
            yield data
            yield from (line.strip().removeprefix("- ") for line in data.splitlines() if "\n" in data)
        case dict():
            yield from (text for pair in data.items() for part in pair for text in _texts(part))
        case list():
            yield from (text for part in data for text in _texts(part))
        case None:
            return
        case _:
            yield str(data)


def test_no_answer_and_no_phrase_that_the_project_knows_is_touched() -> None:
    folders = ("knowledge", "data", "benchmarks", "tests/examples", "tests/golden", "tests/conversations")
    paths = [p for folder in folders for kind in ("*.yml", "*.json") for p in sorted((ROOT / folder).rglob(kind))]
    seen, touched = 0, []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        documents = [json.loads(text)] if path.suffix == ".json" else list(yaml.load_all(text, yaml.CSafeLoader))
        for phrase in _texts(documents):
            seen += 1
            # A parcel's number is one, and looks like a phone's.
            if "parcel" not in phrase and cleared(phrase).text != phrase:
                touched.append(f"{path.name}: {phrase[:80]}")
    assert seen > 50_000
    assert touched == []


def test_an_address_comes_back_into_its_place() -> None:
    text = "remind me on friday at anna@x.example, not bob@y.example"
    found = cleared(text)
    assert found.emails == ("anna@x.example", "bob@y.example")
    assert restored(found.text, found.emails) == text
    assert restored("<email>", ()) == "<email>"


@pytest.mark.parametrize("piece", ["1", "1 ", "a.", "a-", "(1", "DE12 ", "0-", "a@", "call me ", "+1", "lf 2"])
def test_a_long_message_takes_no_time(piece: str) -> None:
    started = time.thread_time()
    cleared((piece * 4000)[:4000])
    assert time.thread_time() - started < 1
