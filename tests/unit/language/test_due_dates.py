"""Days as people name them, seen from Monday, 23 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language.dates import add_months, find_due
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by 15 January", date(2027, 1, 15)),
        ("the 3rd of December please", date(2026, 12, 3)),
        ("December 5th", date(2026, 12, 5)),
        ("on 12 March 2028", date(2028, 3, 12)),
        ("by 2027-02-01", date(2027, 2, 1)),
        ("due 1.2.2027", date(2027, 2, 1)),
        ("by 15/12/2026", date(2026, 12, 15)),
        ("in three weeks", date(2026, 12, 14)),
        ("in a fortnight", date(2026, 12, 7)),
        ("within two months", date(2027, 1, 23)),
        ("a week later", date(2026, 11, 30)),
        ("move cloud to March", date(2027, 3, 31)),
        ("by March", date(2027, 3, 1)),
        ("mid january", date(2027, 1, 15)),
        ("end of February", date(2027, 2, 28)),
        ("by november", date(2026, 11, 30)),
        ("next week", date(2026, 12, 4)),
        ("end of the month", date(2026, 11, 30)),
        ("by the end of the year", date(2026, 12, 31)),
        ("next quarter", date(2027, 3, 31)),
        ("by Friday", date(2026, 11, 27)),
        ("on monday", date(2026, 11, 30)),
        ("31 February", date(2027, 2, 28)),
        ("tomorrow", date(2026, 11, 24)),
        ("the day after tomorrow", date(2026, 11, 25)),
        ("start of next quarter", date(2027, 1, 1)),
        ("in half a year", date(2027, 5, 23)),
        ("in a few weeks", date(2026, 12, 14)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    found = find_due(text, TODAY)
    assert found is not None and found.day == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "we may do it",
        "march on",
        "in two",
        "number 3",
        "Maria does the second",
        "move it after the 2nd",
        "by 1 march 2020",
        "the friday newsletter",
        "15.5 hours",
    ],
)
def test_what_names_no_day_has_none(text: str) -> None:
    assert find_due(text, TODAY) is None


def test_months_end_where_they_end() -> None:
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 1, 31), 12) == date(2027, 1, 31)
