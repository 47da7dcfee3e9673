"""When it is day where somebody is: by the time zones of a country, which come with the package `tzdata`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from importlib.resources import files
from zoneinfo import ZoneInfo

# Nobody is written to unasked before breakfast or after work; what is due comes at the begin of a working day.
MORNING, DUE, EVENING = time(8), time(9), time(20)


@functools.cache
def _zones() -> Mapping[str, tuple[str, ...]]:
    """The time zones of each country, by its two letters."""
    found: dict[str, tuple[str, ...]] = {}
    for line in files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found[country] = (*found.get(country, ()), zone)
    return found


def zones_of(country: str, otherwise: str) -> tuple[str, ...]:
    """The zones of a country by its code, or the one that counts where the country is not known."""
    return _zones().get(country, (otherwise,))


def daytime(zones: tuple[str, ...], day: date) -> tuple[datetime, str]:
    """When to write on a day, and the hours of that day in which to write, both in UTC.

    They are the hours in which it is day in every zone of the country; it is written as soon as the working day has
    begun in the last one. Where there are no such hours, those of the middle zone count.

    Returns:
        The moment, without a zone, and the hours as `07:00-19:00`.
    """
    by_begin = sorted(zones, key=lambda zone: _utc(day, MORNING, zone))
    first, last = by_begin[0], by_begin[-1]
    if _utc(day, DUE, last) >= _utc(day, EVENING, first):
        first = last = by_begin[len(by_begin) // 2]
    opens, due, closes = _utc(day, MORNING, last), _utc(day, DUE, last), _utc(day, EVENING, first)
    return due, f"{opens:%H:%M}-{closes:%H:%M}"


def next_opening(hours: str, now: datetime) -> datetime:
    """Now, where it lies within the hours or there are none; else when they begin next.

    Args:
        hours: `07:00-19:00` in UTC; over midnight the end is the smaller one.
        now: in UTC, without a zone.
    """
    if not hours:
        return now
    opens, closes = (time.fromisoformat(part) for part in hours.split("-"))
    at = now.time()
    if (opens <= at < closes) if opens <= closes else (at >= opens or at < closes):
        return now
    begin = datetime.combine(now.date(), opens)
    return begin if begin > now else begin + timedelta(days=1)


def next_waking(now: datetime, zone: str) -> datetime:
    """Now, where it is day in a zone; else when it next becomes day there. In UTC, without a zone."""
    there = now.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone))
    if MORNING <= there.time() < EVENING:
        return now
    return _utc(there.date() + timedelta(days=there.time() >= EVENING), MORNING, zone)


def _utc(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(timezone.utc).replace(tzinfo=None)
