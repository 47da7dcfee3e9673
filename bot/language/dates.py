"""The days that texts name ("on Monday", "in two weeks", "by the end of March"), in one grammar of forms.

A reminder wants the one day that is plainly named, and is asked back for it where none is; a step of a plan is due on
the first day that is named. A period means its first day to a reminder and its last to a step: what begins in March,
what is done by then. A general parser was tried and left: it finds a Sunday in "the sun shade", a month in "we may
forget".
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.language.numbers import NUMBER, number

_MONTHS = [name.lower() for name in calendar.month_name]
_WEEKDAYS = [name.lower() for name in calendar.day_name]
_MONTH = rf"(?P<month>{'|'.join(_MONTHS[1:])}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
_YEAR = r"(?:,? (?P<year>20\d\d))?"
_DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
_FIRST_SECOND = r"(?P<first>\d\d?)(?P<mark>[./])(?P<second>\d\d?)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
# "Mon" and "sat" are days behind "on"; alone they may be anything, as "sun" and "may" may.
_SHORT_WEEKDAY = r"(?P<short>mon|tues?|wed|thu|thurs?|fri|sat|sun)"
# "In a few weeks" is no day of a reminder: nobody knows which.
_COUNT = rf"(?!a few)(?P<count>half an?|{NUMBER}|an?)(?: of| more)?"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year)s?"
_SPAN = rf"(?:(?P<next>next )?(?P<span>week|month|quarter|year)|{_MONTH}{_YEAR})"
# With the words that lead in, so that what is left of the text is what it is about.
_LEAD = r"(?:(?:on|by|for|until|till|from|at|before|to|due|in|over|towards) )?(?:the )?"

# Who reads a form: a step of a plan alone; a reminder alone ("after the 2nd" is a place in a plan); or both.
_DUE, _REMINDER, _BOTH = {True}, {False}, {True, False}
_FORMS = tuple(
    (kind, readers, re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE | re.ASCII))
    for kind, readers, form in (
        ("date", _BOTH, rf"{_LEAD}(?P<year>20\d\d)-(?P<number>\d\d?)-(?P<day>\d\d?)"),
        ("date", _BOTH, rf"{_LEAD}{_DAY}(?: of)? {_MONTH}{_YEAR}"),
        ("date", _BOTH, rf"{_LEAD}{_MONTH} (?:the )?{_DAY}(?! ?%){_YEAR}"),
        ("date", _BOTH, rf"{_LEAD}{_FIRST_SECOND}(?P<behind>[./])(?P<year>20\d\d)?"),
        ("date", _REMINDER, rf"{_LEAD}{_FIRST_SECOND}"),
        ("week_later", _BOTH, rf"{_LEAD}{_WEEKDAY} (?:in a|next) week"),
        ("week_later", _BOTH, rf"a week on {_WEEKDAY}"),
        ("after", _BOTH, rf"(?:in|within|after|for|by) (?:about |around )?{_COUNT} {_UNIT}"),
        ("after", _DUE, rf"in (?P<count>a few) {_UNIT}"),
        ("after", _BOTH, rf"{_COUNT} {_UNIT} (?:from now|from today|later|on)"),
        ("period", _BOTH, rf"{_LEAD}(?P<part>first of|1st of|beginning of|start of|early) (?:the |this )?{_SPAN}"),
        ("period", _BOTH, rf"{_LEAD}(?P<part>end(?: of)?|late) (?:the |this )?{_SPAN}"),
        ("period", _BOTH, rf"{_LEAD}(?P<part>middle of|mid)[ -]{_MONTH}{_YEAR}"),
        ("period", _BOTH, rf"(?:some ?time )?{_LEAD}(?P<next>next )(?P<span>week|month|quarter|year)"),
        ("period", _DUE, r"this (?P<span>week|month|quarter|year)"),
        ("period", _BOTH, rf"(?:in|(?P<by>by)|from|until|till) {_MONTH}{_YEAR}"),
        ("period", _DUE, rf"(?:to|for|on|at|due|(?P<by>before))(?: the| next)? {_MONTH}{_YEAR}"),
        ("period", _DUE, rf"(?!may\b|mar(?:ch)?\b){_MONTH}{_YEAR}"),
        ("weekday", _BOTH, rf"(?:(?:on|by|next|this|until|till|to|before) )+(?:{_WEEKDAY}|{_SHORT_WEEKDAY})s?"),
        ("weekday", _REMINDER, rf"{_LEAD}(?:(?:coming|every|each) )?{_WEEKDAY}s?"),
        ("weekend", _BOTH, rf"{_LEAD}(?:(?:next|this|coming) )?weekend"),
        ("day_after", _BOTH, rf"{_LEAD}day after tomorrow"),
        ("tomorrow", _BOTH, r"(?:by )?(?:tomorr?ow|tommorow|tmrw)(?:['’]s)?"),
        ("today", _DUE, r"today|tonight"),
        ("day", _REMINDER, r"(?:on|by|after|until|till) the (?P<day>\d\d?)(?:st|nd|rd|th)"),
    )
)
# The time of day, which nobody here keeps to.
_TIME = re.compile(
    r"\b(?:at )?\d{1,2}(?::\d\d)? ?(?:am|pm|o'?clock)\b|\bat \d{1,2}(?::\d\d)\b"
    r"|\b(?:in the )?(?:early )?(?:morning|afternoon|evening|noon|night)\b",
    re.IGNORECASE,
)
_AGAIN_AND_AGAIN = re.compile(r"\b(?:every|each|daily|weekly|monthly|yearly|regularly|once a)\b", re.IGNORECASE)
_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
# The 29th of February comes every fourth year.
_YEARS_AHEAD = 5

# The named parts of a match, in small letters.
Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day, the text without it, and whether the text wants it again and again."""

    day: date
    rest: str
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A day, and where in the text it is named."""

    day: date
    start: int
    end: int


def named_day(text: str, today: date) -> NamedDay | None:
    """The one day that a text plainly names, in the future; None where it names none, several, or one that is past."""
    text = " ".join(text.split())
    found = list(_named(text, today, due=False))
    days = {named.day if named else None for named in found}
    day = days.pop() if len(days) == 1 else None
    if day is None or day <= today:
        return None
    rest = text
    for named in sorted(filter(None, found), key=lambda named: -named.start):
        rest = f"{rest[: named.start]} {rest[named.end :]}"
    return NamedDay(day, without_time(rest), bool(_AGAIN_AND_AGAIN.search(text)))


def find_due(text: str, today: date) -> Due | None:
    """The first day that a text names, never one that is past; None where it names none.

    A month alone means its last day, "by" or "early" its first, "mid" its fifteenth.
    """
    ahead = (named for named in _named(text, today, due=True) if named and named.day >= today)
    return min(ahead, key=lambda named: named.start, default=None)


def _named(text: str, today: date, *, due: bool) -> Iterator[Due | None]:
    """The days that a text names, one for each place; None for what has the form of a day and is none."""
    taken: list[Due] = []
    for kind, readers, form in _FORMS:
        for match in form.finditer(text) if due in readers else ():
            if any(match.start() < other.end and other.start < match.end() for other in taken):
                continue
            day = _day(kind, {name: part.lower() for name, part in match.groupdict().items() if part}, today, due)
            if day:
                taken.append(Due(day, *match.span()))
            yield taken[-1] if day else None


def _day(kind: str, part: Parts, today: date, due: bool) -> date | None:
    try:
        return _in_period(part, today, due) if kind == "period" else _READERS[kind](part, today)
    except (OverflowError, ValueError):
        # No calendar has it: 31 February, in 10,000 years.
        return None


def _written(part: Parts, today: date) -> date | None:
    """A date with its day and month; the next one that comes where it has no year."""
    if "first" in part:
        day, month = int(part["first"]), int(part["second"])
        # "3/4" is the third of April to some and the fourth of March to others; "3.4." is no month first.
        if max(day, month) <= 12 and day != month and not (part["mark"] == "." and "behind" in part):
            return None
        day, month = (month, day) if month > 12 else (day, month)
    else:
        day, month = int(part["day"]), int(part["number"]) if "number" in part else _month(part)
    if "year" in part:
        return date(int(part["year"]), month, day)
    years = range(today.year, today.year + _YEARS_AHEAD)
    days = (date(year, month, day) for year in years if 1 <= day <= calendar.monthrange(year, month)[1])
    return next((found for found in days if found >= today), None)


def _month(part: Parts) -> int:
    return next(place for place, name in enumerate(_MONTHS) if name and name[:3] == part["month"][:3])


def _after(part: Parts, today: date) -> date:
    written, unit = part["count"], part["unit"]
    count = 0.5 if written.startswith("half") else 1 if written in {"a", "an"} else number(written)
    if unit in _DAYS_IN:
        return today + timedelta(days=int(count * _DAYS_IN[unit]))
    return add_months(today, int(count * _MONTHS_IN[unit]))


def _in_period(part: Parts, today: date, due: bool) -> date:
    """The day that is meant by a period or a part of it; where that is past, the one in the next such period."""
    earliest = today if due else today + timedelta(days=1)
    day = _part_of(*_period(part, today, 0), part, today, due)
    return day if day >= earliest or "year" in part else _part_of(*_period(part, today, 1), part, today, due)


def _part_of(first: date, last: date, part: Parts, today: date, due: bool) -> date:
    name = part.get("part", "")
    if name.startswith(("end", "late")):
        return last
    if name.startswith("mid"):
        return first.replace(day=15)
    if name:
        return first
    if not due:
        # The first working day.
        return first + timedelta(days=(7 - first.weekday()) % 7 if first.weekday() > 4 else 0)
    # "By November", said in November, can only mean its end.
    return first if "by" in part and first >= today else last


def _period(part: Parts, today: date, further: int) -> tuple[date, date]:
    """First and last day of a week (its Friday), month, quarter or year, or of the next; or of a named month."""
    further += "next" in part
    if part.get("span") == "week":
        monday = today + timedelta(days=7 * further - today.weekday())
        return monday, monday + timedelta(days=4)
    months = _MONTHS_IN[part.get("span", "month")]
    if "span" in part:
        begin = today.replace(day=1, month=(today.month - 1) // months * months + 1)
        first = add_months(begin, further * months)
    else:
        month = _month(part)
        first = date(int(part.get("year", today.year + (month < today.month) + further)), month, 1)
    return first, add_months(first, months) - timedelta(days=1)


def _until(weekday: int, today: date) -> date:
    """The next such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _weekday(part: Parts, today: date) -> date:
    name = part.get("weekday") or part["short"]
    return _until(next(place for place, day in enumerate(_WEEKDAYS) if day[:3] == name[:3]), today)


def _such_a_day(part: Parts, today: date) -> date | None:
    """The next day of a month with this number."""
    months = (add_months(today.replace(day=1), ahead) for ahead in range(4))
    days = (date(m.year, m.month, int(part["day"])) for m in months if int(part["day"]) <= _length(m))
    return next((day for day in days if day > today), None)


def _length(month: date) -> int:
    return calendar.monthrange(month.year, month.month)[1]


_READERS: Mapping[str, Callable[[Parts, date], date | None]] = {
    "date": _written,
    "after": _after,
    "weekday": _weekday,
    "week_later": lambda part, today: _weekday(part, today) + timedelta(days=7),
    "weekend": lambda part, today: _until(calendar.SATURDAY, today),
    "day_after": lambda part, today: today + timedelta(days=2),
    "tomorrow": lambda part, today: today + timedelta(days=1),
    "today": lambda part, today: today,
    "day": _such_a_day,
}


def without_time(text: str) -> str:
    """A text without a time of day."""
    return " ".join(_TIME.sub(" ", text).split())


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
