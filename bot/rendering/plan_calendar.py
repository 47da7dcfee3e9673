"""A plan as a calendar: a whole day for each step that has one."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from bot.rendering.plan_paper import Paper

# A reminder that comes on the very day comes too late to begin.
_BEFORE = timedelta(days=7)


def calendar_file(paper: Paper, code: str, now: datetime) -> bytes:
    """The days of a plan; imported again, they replace themselves.

    Args:
        code: the code of the plan's page, which makes the events this plan's own and is not readable in them.
        now: when this was made, in UTC.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Levelfield//Plan//EN")
    calendar.add("version", "2.0")
    for step in paper.steps:
        if not step.due or step.done:
            continue
        day = date.fromisoformat(step.due)
        event = Event()
        event.add("uid", hashlib.sha256(f"{code} {step.id}".encode()).hexdigest()[:32] + "@levelfield")
        event.add("dtstamp", now)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", paper.texts["event"].format(title=step.title))
        event.add("description", f"{step.first}\n\n{paper.texts['how_known']}: {step.measure}")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", step.title)
        alarm.add("trigger", -_BEFORE)
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
