"""Plain text, as it is pasted, mailed and scraped."""

from __future__ import annotations

import time

import pytest

from bot.library.plain_text import read_plain_text
from tests.unit.library.seen import Read, looks, words, words_of

TEXT = """Skip to main content

GUIDE FOR EXPORTERS

The desk answers questions on papers, duties and inter-
national payments. It is open to members
and costs them nothing.

Getting paid
============

Ask for a deposit. Here is what
helps:
- Deposit: a third with the order
- Letter of credit – the bank pays
  when the papers are right
* Insurance covers
what the customer does not pay

1) first write
2) then ring
3) then go to court

2.1 Papers at the border

Service\tMembers\tOthers
Carnet\t60 euros\t90 euros
Stamp\t20 euros\t45 euros

Country Norway
Duty none
Country Brazil
Duty fourteen per cent
Country Japan
Duty three per cent

-----

Who may ask?

Every member may.
"""
SHOWN = [
    "# GUIDE FOR EXPORTERS",
    "The desk answers questions on papers, duties and international payments. "
    "It is open to members and costs them nothing.",
    "# Getting paid",
    "Ask for a deposit. Here is what helps:",
    "- Deposit: a third with the order",
    "- Letter of credit: the bank pays when the papers are right",
    "- Insurance covers what the customer does not pay",
    "- first write",
    "- then ring",
    "- then go to court",
    "## Papers at the border",
    "| Service: Carnet; Members: 60 euros; Others: 90 euros",
    "| Service: Stamp; Members: 20 euros; Others: 45 euros",
    "| Country: Norway; Duty: none",
    "| Country: Brazil; Duty: fourteen per cent",
    "| Country: Japan; Duty: three per cent",
    "## Who may ask?",
    "Every member may.",
]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_block_is_found(line_end: str) -> None:
    assert looks(read_plain_text(TEXT.replace("\n", line_end)))[1:] == SHOWN


def test_all_words_are_in_passages_but_the_navigation(passages: Read) -> None:
    found = words_of(passages(TEXT, "guide.txt"))
    assert words(*SHOWN) == found
    assert "skip" not in found


def test_an_underlined_heading_in_the_middle_of_lines() -> None:
    assert looks(read_plain_text("We help.\nDues\n----\nTen a year.\nPaid in May.")) == [
        *("We help.", "## Dues", "Ten a year. Paid in May."),
    ]


def test_a_heading_in_capitals_stands_above_its_list() -> None:
    assert looks(read_plain_text("WHAT TO BRING\n- passport\n- deed")) == ["# WHAT TO BRING", "- passport", "- deed"]


def test_lines_that_are_whole_paragraphs_stay_apart() -> None:
    one = "The first paragraph of a scraped page stands on one line however long it is, and nobody has wrapped it " * 2
    assert looks(read_plain_text(f"{one.strip()}.\nThe second begins here.")) == [
        f"{one.strip()}.",
        "The second begins here.",
    ]


def test_numbers_of_headings_give_their_level() -> None:
    text = "1. Joining\n\nText one.\n\n1.2 Dues\n\nText two.\n\n1.2.3 Discounts\n\nText three."
    assert looks(read_plain_text(text))[::2] == ["# Joining", "## Dues", "### Discounts"]


def test_navigation_between_lines_does_not_become_text(passages: Read) -> None:
    found = passages("Log in\nWe open at nine and close at five.\nBack to top\nRing twice.\nShare", "page.txt")
    assert words_of(found) == words("We open at nine and close at five. Ring twice.")


def test_a_drawn_table() -> None:
    text = "| Firm | Seat | Staff |\n|------|------|-------|\n| Alder | Quay | 9 |\n| Birch | Dock | 4 |"
    assert looks(read_plain_text(text)) == [
        "| Firm: Alder; Seat: Quay; Staff: 9",
        "| Firm: Birch; Seat: Dock; Staff: 4",
    ]


def test_running_text_that_begins_alike_is_no_table() -> None:
    text = "We help members with papers.\nWe also answer questions.\nWe open at nine."
    assert words(*looks(read_plain_text(text))) == words(text)
    assert len(looks(read_plain_text(text))) == 1


def test_what_nobody_sees_is_gone() -> None:
    assert looks(read_plain_text("A\ufeff soft\u00ad hyphen\x00 and\u200b a\u00a0space here now.")) == [
        "A soft hyphen and a space here now."
    ]


MANY = {
    "alike": "Monday 9 to 5",
    "items": "- point",
    "long": "word " * 30,
    "cells": "a\tb\tc",
    "rules": "=====",
    "words": "Day",
}


def cpu_seconds(lines: int, line: str) -> float:
    """What this thread takes to read so many lines, at the quickest of three times; other work does not count."""
    taken, text = [], "\n".join([line] * lines)
    for _ in range(3):
        begun = time.thread_time()
        read_plain_text(text)
        taken.append(time.thread_time() - begun)
    return min(taken)


@pytest.mark.parametrize("line", MANY.values(), ids=MANY)
def test_many_lines_without_a_blank_one_take_no_more_than_their_number(line: str) -> None:
    # Each line compared with each other one would be a hundred times as much, where ten are the lines themselves.
    assert cpu_seconds(10_000, line) < 30 * cpu_seconds(1_000, line)
