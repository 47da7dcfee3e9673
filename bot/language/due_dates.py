"""Reads the day that somebody means: "by 15 January", "in three weeks", "March", "next Friday", "2027-02-01"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.language.numbers import NUMBER, number

_MONTHS = {name.lower(): place for place, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): place for place, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
# "May" and "march" are words, too: a bare one counts only behind a word that leads to a date.
_WORDS = {"may", "march", "mar"}
_DAYS = {name.lower(): place for place, name in enumerate(calendar.day_name)}
_DAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_YEAR = r"(?:,? (?P<year>20\d\d))?"
_LEAD = r"(?:by|until|till|before|to|in|for|on|at|from|due|end of|beginning of|start of|early|mid|middle of|late)"
_ISO = re.compile(r"\b(?P<year>20\d\d)-(?P<number>\d\d?)-(?P<day>\d\d?)\b")
_DAY_MONTH = re.compile(rf"\b(?P<day>\d\d?)(?:st|nd|rd|th)?(?: of)? {_MONTH}{_YEAR}", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b{_MONTH} (?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)?\b(?! ?%){_YEAR}", re.IGNORECASE)
_SLASHED = re.compile(r"\b(?P<day>\d\d?)[./](?P<number>\d\d?)[./](?P<year>20\d\d)?(?!\d)")
_BARE_MONTH = re.compile(
    rf"(?:\b(?P<lead>{_LEAD})(?: the)? )?(?:\b(?P<part>end of|beginning of|start of|early|mid|middle of|late)[ -])?"
    rf"(?:next )?\b{_MONTH}{_YEAR}",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"\b(?:in|within|after|for|by) (?P<n>{NUMBER}|an?)(?: more)? (?P<unit>day|week|fortnight|month|year)s?\b"
    rf"|\b(?P<later>{NUMBER}|an?) (?P<later_unit>day|week|fortnight|month|year)s? (?:later|from now|from today)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\b(?P<which>next|this) (?P<unit>week|month|quarter|year)\b", re.IGNORECASE)
_END = re.compile(
    r"\b(?:end of|the end of|end) (?:of )?(?:the |this )?(?P<unit>week|month|quarter|year)\b", re.IGNORECASE
)
_WEEKDAY = re.compile(
    rf"\b(?:on |by |next |this |until |till |to |before )+(?P<day>{'|'.join(sorted(_DAYS, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_NEAR = re.compile(r"\b(?P<word>today|tonight|tomorrow|the day after tomorrow)\b", re.IGNORECASE)
_EARLY, _MIDDLE = {"beginning of", "start of", "early", "before", "by"}, {"mid", "middle of"}


@dataclass(frozen=True, slots=True)
class Due:
    """A day, and where in the text it is named."""

    day: date
    start: int
    end: int


def find_due(text: str, today: date) -> Due | None:
    """The first day a text names, never one that is past; None where it names none.

    A month alone means its last day, "by" or "early" its first, "mid" its fifteenth.
    """
    for pattern, reader in _READERS:
        for match in pattern.finditer(text):
            day = reader(match, today)
            if day is not None:
                return Due(day, *match.span())
    return None


def _on(year: int, month: int, day: int) -> date | None:
    """A day of the calendar, or None where there is no such day."""
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] else None


def _dated(match: re.Match[str], today: date) -> date | None:
    found = match.groupdict()
    month = int(found["number"]) if found.get("number") else _MONTHS[found["month"].lower()]
    if found.get("year"):
        return _on(int(found["year"]), month, int(found["day"]))
    here = _on(today.year, month, int(found["day"]))
    return here if here and here >= today else _on(today.year + 1, month, int(found["day"]))


def _month(match: re.Match[str], today: date) -> date | None:
    name, lead = match["month"].lower(), (match["part"] or match["lead"] or "").lower()
    if name in _WORDS and not lead:
        return None
    month = _MONTHS[name]
    year = int(match["year"]) if match["year"] else today.year + (month < today.month)
    last = calendar.monthrange(year, month)[1]
    day = date(year, month, 1 if lead in _EARLY else 15 if lead in _MIDDLE else last)
    # "By November", said in November, can only mean its end.
    return day if day >= today else date(year, month, last)


def _span(match: re.Match[str], today: date) -> date:
    written, unit = match["n"] or match["later"], (match["unit"] or match["later_unit"]).lower()
    count = 1 if written.lower() in {"a", "an"} else max(1, int(number(written)))
    if unit in {"month", "year"}:
        return add_months(today, count * (12 if unit == "year" else 1))
    return today + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last one of a shorter month."""
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _coming(match: re.Match[str], today: date) -> date:
    """The end of this or the next week (Friday), month, quarter, year."""
    return _end_of(match["unit"].lower(), today, 1 if match["which"].lower() == "next" else 0)


def _ending(match: re.Match[str], today: date) -> date:
    return _end_of(match["unit"].lower(), today, 0)


def _end_of(unit: str, today: date, further: int) -> date:
    if unit == "week":
        friday = today + timedelta(days=(4 - today.weekday()) % 7)
        return friday + timedelta(days=7 * further)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    last = (today.month - 1) // months * months + months
    ending = add_months(date(today.year, 1, 1), last - 1 + months * further)
    return date(ending.year, ending.month, calendar.monthrange(ending.year, ending.month)[1])


def _weekday(match: re.Match[str], today: date) -> date:
    ahead = (_DAYS[match["day"].lower()] - today.weekday()) % 7 or 7
    return today + timedelta(days=ahead)


def _near(match: re.Match[str], today: date) -> date:
    word = match["word"].lower()
    return today + timedelta(days={"tomorrow": 1, "the day after tomorrow": 2}.get(word, 0))


_READERS = (
    (_ISO, _dated),
    (_DAY_MONTH, _dated),
    (_MONTH_DAY, _dated),
    (_SLASHED, _dated),
    (_SPAN, _span),
    (_END, _ending),
    (_NEXT, _coming),
    (_BARE_MONTH, _month),
    (_WEEKDAY, _weekday),
    (_NEAR, _near),
)
