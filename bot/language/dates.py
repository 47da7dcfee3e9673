"""The day that a text names ("on Monday", "in two weeks", "3 March"), where it plainly names one.

A general parser of dates was tried and left: it finds a Sunday in "the sun shade" and the month in "we may forget".
Here a day counts only in the forms below, and everything else is asked back.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_WORDS.split(), 1)}
_NUMBERS |= {"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "fourteen": 14}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
# "mon" and "sat" are days behind "on"; alone they may be anything, as "sun" and "may" may.
_WEEKDAY = r"(?P<weekday>mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)"
_FULL_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>20\d\d))?"
_LEAD = r"(?:(?:on|by|for|until|till|from|at|before) )?(?:the )?"
# Each form with the words that lead in, so that taking it out leaves what the reminder is about.
_FORMS = tuple(
    (name, re.compile(rf"\b{form}\b"))
    for name, form in (
        ("iso", r"(?:(?:on|by) )?(?P<year>20\d\d)-(?P<month_number>\d\d)-(?P<day>\d\d)"),
        ("date", rf"{_LEAD}{_DAY}(?: of)? {_MONTH}{_YEAR}"),
        ("date", rf"{_LEAD}{_MONTH} {_DAY}{_YEAR}"),
        ("numbers", r"(?:(?:on|by) )?(?:the )?(?P<first>\d{1,2})[./](?P<second>\d{1,2})(?:[./](?P<year>20\d\d)|\.)?"),
        ("end", rf"(?:(?:at|by|towards) )?(?:the )?end of {_MONTH}{_YEAR}"),
        ("end_of", r"(?:(?:at|by|towards) )?(?:the )?end of (?:the |this )?(?P<span>month|year|week)"),
        ("begin", rf"(?:(?:at|by) )?(?:the )?(?:beginning|start) of {_MONTH}{_YEAR}"),
        ("middle", rf"(?:in )?(?:the )?(?:middle of|mid|mid-) ?{_MONTH}{_YEAR}"),
        ("first_of", r"(?:on )?(?:the )?(?:first|1st) of (?:the |next )?month"),
        ("half_year", r"in (?:half a year|a half year|six months)"),
        ("after", rf"(?:in|after) (?:about |around )?{_COUNT} (?P<unit>day|week|fortnight|month|quarter|year)s?"),
        ("after", rf"{_COUNT} (?P<unit>day|week|fortnight|month|year)s? (?:from now|from today|later|on)"),
        ("fortnight", r"in a fortnight|a fortnight from now"),
        (
            "weekday_week",
            rf"{_LEAD}{_FULL_WEEKDAY} (?:in a|next) week|a week on {_FULL_WEEKDAY.replace('weekday', 'later')}",
        ),
        ("next", r"(?:some ?time |early |in )?(?:the )?next (?P<span>week|month|quarter|year)"),
        (
            "weekday",
            rf"(?:on |by |for |until |till )?(?:next |this |the coming |coming |the |every |each )?{_FULL_WEEKDAY}s?",
        ),
        ("weekday", rf"(?:on |by |next |this ){_WEEKDAY}"),
        ("weekend", r"(?:on |at |over )?(?:the |this |next |the coming )?weekend"),
        ("day_after", r"(?:on )?the day after tomorrow"),
        ("tomorrow", r"tomorrow|tmrw|tomorow|tommorow|tomorrow's"),
        ("month", rf"(?:in|by|from|until|till) (?:early )?{_MONTH}{_YEAR}"),
        ("day", r"(?:on|by|after|until|till) the (?P<day>\d{1,2})(?:st|nd|rd|th)"),
    )
)
# Behind the day: the time of day, which nobody here keeps to.
_TIME = re.compile(
    r"\b(?:at )?\d{1,2}(?::\d\d)? ?(?:am|pm|o'?clock)\b|\bat \d{1,2}(?::\d\d)\b"
    r"|\b(?:in the )?(?:early )?(?:morning|afternoon|evening|noon|night)\b"
)
_AGAIN_AND_AGAIN = re.compile(r"\b(?:every|each|daily|weekly|monthly|yearly|regularly|once a)\b")
_UNITS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day, the text without it, and whether the text wants it again and again."""

    day: date
    rest: str
    repeats: bool = False


def named_day(text: str, today: date) -> NamedDay | None:
    """The one day that a text plainly names, in the future; None where it names none, several, or one that is past."""
    plain = re.sub(r"\s+", " ", text.lower().replace("’", "'")).strip()
    found: list[tuple[date, int, int]] = []
    for name, form in _FORMS:
        for match in form.finditer(plain):
            if any(match.start() < end and begin < match.end() for _, begin, end in found):
                continue
            day = _day(name, match.groupdict(), today)
            if day is None:
                return None
            found.append((day, *match.span()))
    if len({day for day, _, _ in found}) != 1 or found[0][0] <= today:
        return None
    rest = " ".join(text.split())
    for _, begin, end in sorted(found, key=lambda one: -one[1]):
        rest = rest[:begin] + " " + rest[end:]
    return NamedDay(found[0][0], without_time(rest), bool(_AGAIN_AND_AGAIN.search(plain)))


def without_time(text: str) -> str:
    """A text without a time of day."""
    return " ".join(re.sub(_TIME.pattern, " ", text, flags=re.IGNORECASE).split())


def _day(form: str, part: dict[str, str | None], today: date) -> date | None:
    """The day that one match means, or None where it means none."""
    if form in {"iso", "date", "numbers"}:
        return _written(part, today)
    if form in {"end", "begin", "middle", "month"}:
        return _in_month(form, part, today)
    if form in {"weekday", "weekday_week"}:
        name = str(part.get("weekday") or part.get("later"))[:3]
        ahead = _until([day[:3] for day in _WEEKDAYS].index(name), today)
        return ahead + timedelta(days=7 if form == "weekday_week" else 0)
    if form == "after":
        return _after(part, today)
    if form == "day":
        return _next_such(int(part["day"] or 0), today)
    fixed = {
        "tomorrow": today + timedelta(days=1),
        "day_after": today + timedelta(days=2),
        "fortnight": today + timedelta(days=14),
        "weekend": _until(5, today),
        "half_year": add_months(today, 6),
        "first_of": add_months(today.replace(day=1), 1),
    }
    return fixed[form] if form in fixed else _span(form, str(part["span"]), today)


def _span(form: str, span: str, today: date) -> date:
    """The first working day of the next week, month, quarter or year; or the last day of this one."""
    month = today.replace(day=1)
    if form == "next":
        quarter = add_months(month, 3 - (today.month - 1) % 3)
        begins = {"month": add_months(month, 1), "quarter": quarter, "year": date(today.year + 1, 1, 2)}
        return _until(0, today) if span == "week" else _working(begins[span])
    ends = {"month": add_months(month, 1) - timedelta(days=1), "year": date(today.year, 12, 31)}
    return _until(4, today) if span == "week" else ends[span]


def _written(part: dict[str, str | None], today: date) -> date | None:
    """A date with its day and month; the next one that comes where it has no year."""
    month, day = _month(part), int(part.get("day") or 0)
    if part.get("first"):
        first, second = int(part["first"] or 0), int(part["second"] or 0)
        # "3/4" is the third of April to some and the fourth of March to others.
        if first <= 12 and second <= 12 and first != second:
            return None
        day, month = (second, first) if second > 12 else (first, second)
    year = part.get("year")
    for candidate in (int(year),) if year else range(today.year, today.year + 5):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if found > today or year:
            return found
    return None


def _month(part: dict[str, str | None]) -> int:
    if part.get("month_number"):
        return int(part["month_number"] or 0)
    return next(
        (n for n, name in enumerate(_MONTHS, 1) if part.get("month") and name[:3] == (part["month"] or "")[:3]), 0
    )


def _in_month(form: str, part: dict[str, str | None], today: date) -> date:
    """The begin, middle or end of a named month, this year or next."""
    month, year = _month(part), int(part.get("year") or 0)
    for candidate in (year,) if year else (today.year, today.year + 1):
        last = calendar.monthrange(candidate, month)[1]
        found = date(candidate, month, {"end": last, "middle": 15}.get(form, 1))
        if found > today or year:
            break
    return found


def _after(part: dict[str, str | None], today: date) -> date | None:
    written, unit = str(part["count"]), str(part["unit"])
    count = int(written) if written.isdigit() else _NUMBERS[written]
    try:
        if unit in _UNITS:
            return today + timedelta(days=count * _UNITS[unit])
        return add_months(today, count * _MONTHS_IN[unit])
    except (OverflowError, ValueError):
        return None


def _until(weekday: int, today: date) -> date:
    """The next such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _working(day: date) -> date:
    """The day, or the Monday behind it where it falls on a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def _next_such(number: int, today: date) -> date | None:
    """The next month's day with this number, this month's where it is still to come."""
    for ahead in range(4):
        month = add_months(today.replace(day=1), ahead)
        if 1 <= number <= calendar.monthrange(month.year, month.month)[1] and month.replace(day=number) > today:
            return month.replace(day=number)
    return None


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def written_out(day: date) -> str:
    """A day as one reads it: `Monday, 30 November 2026`."""
    return f"{calendar.day_name[day.weekday()]}, {day.day} {calendar.month_name[day.month]} {day.year}"


def as_date(day: date, today: date) -> str:
    """A day inside a list: `30 November`, with its year where it is not this one."""
    shown = f"{day.day} {calendar.month_name[day.month]}"
    return shown if day.year == today.year else f"{shown} {day.year}"
