"""When it is day where somebody is."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.language.daytime import daytime, next_opening, next_waking, zones_of

WINTER, SUMMER = date(2026, 11, 30), date(2026, 7, 6)


@pytest.mark.parametrize(
    ("country", "day", "due", "hours"),
    [
        ("FR", WINTER, "08:00", "07:00-19:00"),
        ("FR", SUMMER, "07:00", "06:00-18:00"),
        ("KE", WINTER, "06:00", "05:00-17:00"),
        # The day before, by the clock of Greenwich.
        ("JP", WINTER, "00:00", "23:00-11:00"),
        # Nine in Honolulu is two in the afternoon in New York.
        ("US", WINTER, "19:00", "18:00-01:00"),
        # Nine in Kaliningrad is seven in the evening in Kamchatka.
        ("RU", WINTER, "07:00", "06:00-08:00"),
        ("nowhere", WINTER, "09:00", "08:00-20:00"),
    ],
)
def test_it_is_written_by_day_wherever_in_the_country(country: str, day: date, due: str, hours: str) -> None:
    at, found = daytime(zones_of(country, "UTC"), day)
    assert (f"{at:%H:%M}", found) == (due, hours)


@pytest.mark.parametrize(
    ("hours", "now", "then"),
    [
        ("", "2026-11-30T03:00", "2026-11-30T03:00"),
        ("07:00-19:00", "2026-11-30T07:00", "2026-11-30T07:00"),
        ("07:00-19:00", "2026-11-30T18:59", "2026-11-30T18:59"),
        ("07:00-19:00", "2026-11-30T19:00", "2026-12-01T07:00"),
        ("07:00-19:00", "2026-11-30T02:00", "2026-11-30T07:00"),
        ("23:00-11:00", "2026-11-30T23:30", "2026-11-30T23:30"),
        ("23:00-11:00", "2026-11-30T10:00", "2026-11-30T10:00"),
        ("23:00-11:00", "2026-11-30T12:00", "2026-11-30T23:00"),
    ],
)
def test_outside_of_the_hours_it_waits_for_the_next_morning(hours: str, now: str, then: str) -> None:
    assert next_opening(hours, datetime.fromisoformat(now)) == datetime.fromisoformat(then)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-30T12:59", "2026-11-30T13:00"),
        ("2026-11-30T13:00", "2026-11-30T13:00"),
        ("2026-12-01T00:59", "2026-12-01T00:59"),
        ("2026-12-01T01:00", "2026-12-01T13:00"),
        # The clocks went forward in the night before.
        ("2027-03-14T05:00", "2027-03-14T12:00"),
    ],
)
def test_nobody_is_woken_in_their_own_zone(now: str, then: str) -> None:
    assert next_waking(datetime.fromisoformat(now), "America/New_York") == datetime.fromisoformat(then)
