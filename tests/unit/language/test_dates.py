"""Days that people name, and what names none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.dates import named_day, written_out

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("remind me on Monday", "2026-11-30"),
        ("remind me tomorrow", "2026-11-24"),
        ("the day after tomorrow please", "2026-11-25"),
        ("remind me about the cash list on Friday", "2026-11-27"),
        ("next friday", "2026-11-27"),
        ("on fri", "2026-11-27"),
        ("remind me in two weeks", "2026-12-07"),
        ("in a couple of weeks", "2026-12-07"),
        ("in 10 days", "2026-12-03"),
        ("in a fortnight", "2026-12-07"),
        ("two weeks from now", "2026-12-07"),
        ("in a month", "2026-12-23"),
        ("in 3 months", "2027-02-23"),
        ("in half a year", "2027-05-23"),
        ("in a year", "2027-11-23"),
        ("next week", "2026-11-30"),
        ("next month", "2026-12-01"),
        ("next quarter", "2027-01-01"),
        ("remind me on 3 March", "2027-03-03"),
        ("on the 3rd of march", "2027-03-03"),
        ("March 3", "2027-03-03"),
        ("5 dec 2027", "2027-12-05"),
        ("on 2027-02-01", "2027-02-01"),
        ("on 24.12.", "2026-12-24"),
        ("12/24", "2026-12-24"),
        ("29 february", "2028-02-29"),
        ("ask me again in october", "2027-10-01"),
        ("at the end of june", "2027-06-30"),
        ("mid january", "2027-01-15"),
        ("end of the month", "2026-11-30"),
        ("on the first of the month", "2026-12-01"),
        ("after the 20th", "2026-12-20"),
        ("on the 31st", "2026-12-31"),
        ("at the weekend", "2026-11-28"),
        ("tomorrow 9am please", "2026-11-24"),
        ("every friday", "2026-11-27"),
        ("monday next week", "2026-12-07"),
        ("a week on monday", "2026-12-07"),
        ("end of next month", "2026-12-31"),
        ("early december", "2026-12-01"),
    ],
)
def test_a_plain_day_is_read(text: str, day: str) -> None:
    found = named_day(text, TODAY)
    assert found and found.day.isoformat() == day


@pytest.mark.parametrize(
    "text",
    [
        "remind me",
        "remind me later",
        "soon",
        "we may forget it",
        "about the sun shade order",
        "set a reminder for the first step",
        "after the holidays",
        "on 3/4",
        "on 31 february",
        "on monday or tuesday",
        "on 3 march 2020",
        "on 2026-13-45",
        "in a few weeks",
        "this week",
        "on \u0663 march or \u017fept 3",
        "in an hour",
        "today",
        "",
        "in 0 days",
    ],
)
def test_what_is_not_plain_names_no_day(text: str) -> None:
    assert named_day(text, TODAY) is None


def test_what_is_left_is_what_it_is_about() -> None:
    def rest(text: str) -> str:
        found = named_day(text, TODAY)
        return found.rest if found else ""

    assert rest("Remind me about the Cash list on Friday at 9am") == "Remind me about the Cash list"
    assert rest("on 3 March remind me to call Anna") == "remind me to call Anna"


def test_wanting_it_again_and_again_is_noticed() -> None:
    assert [named_day(text, TODAY).repeats for text in ("every friday", "on friday")] == [True, False]  # type: ignore[union-attr]


@given(st.text(max_size=60), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_no_text_breaks_it_and_every_day_lies_ahead(text: str, today: date) -> None:
    found = named_day(text, today)
    assert found is None or found.day > today


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.sampled_from(["monday", "friday", "sunday"]))
def test_a_weekday_is_within_the_week(today: date, weekday: str) -> None:
    found = named_day(f"on {weekday}", today)
    assert found and timedelta(0) < found.day - today <= timedelta(days=7)


def test_a_day_is_written_out() -> None:
    assert written_out(date(2026, 11, 30)) == "Monday, 30 November 2026"
