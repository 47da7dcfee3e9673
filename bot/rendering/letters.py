"""Letters and briefs in full: what is mailed, and what a human adviser is handed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time

from bot.diagnosis.contradictions import find_contradictions
from bot.diagnosis.scoring import score_profile
from bot.language.dates import written_out
from bot.model.case import Case, Facts
from bot.model.knowledge import DONT_KNOW, NOT_APPLICABLE, SKIP, Knowledge
from bot.model.letter import CONFIRM, MAIL, REMINDER, Letter, MailAddress, Reminder
from bot.rendering.phrases import lines, listed, say
from bot.rendering.plans import WAVES
from bot.rendering.profiles import score_line, strengths
from bot.rendering.questions import answer_phrase, fact_phrase

# Reminders are mailed at the begin of a working day, in UTC.
_MAILED_AT = time(7)
# Money is among what stays out; that somebody is in distress, they say themselves.
_FACTS_LEFT_OUT = {"budget", "distress", "flags"}
_DROPPED = {"rejected", "swapped"}
# More of anything would be a second page.
_MOST_OPEN, _MOST_WORDS_OF_THEIRS = 5, 3


def masked(address: str) -> str:
    """An address as others may see it over one's shoulder: `a…@bakery.example`."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"


def stop_url(public_url: str, given: MailAddress) -> str:
    """The link that ends mails to an address."""
    return f"{public_url}/mail/stop/{given.stop_token}"


def confirmation_letter(knowledge: Knowledge, given: MailAddress, now: datetime, public_url: str, who: str) -> Letter:
    """The one letter that an unconfirmed address gets."""
    body = say(
        knowledge,
        "mail.confirm",
        operator=who,
        link=f"{public_url}/mail/confirm/{given.confirm_token}",
        stop=stop_url(public_url, given),
    )
    subject = say(knowledge, "mail.confirm_subject")
    return Letter(CONFIRM, MAIL, subject, body, now, given.address, stop_url(public_url, given))


def reminder_letter(knowledge: Knowledge, given: MailAddress, reminder: Reminder, public_url: str, who: str) -> Letter:
    """A reminder as a letter; held until the address is confirmed."""
    day = date.fromisoformat(reminder.due)
    stop = stop_url(public_url, given)
    body = say(knowledge, "mail.reminder", about=reminder.about, operator=who, link=public_url, stop=stop)
    return Letter(
        REMINDER,
        MAIL,
        say(knowledge, "mail.reminder_subject", about=reminder.about),
        body,
        datetime.combine(day, _MAILED_AT),
        given.address,
        stop,
        reminder.number,
        held=not given.confirmed,
    )


def admissions(knowledge: Knowledge) -> tuple[str, ...]:
    """The questions whose answers stay out of a brief unless they are ticked: those that say who can see them."""
    return tuple(question.id for question in knowledge.questions.values() if question.privacy)


def brief_text(
    knowledge: Knowledge,
    case: Case,
    today: date,
    *,
    ticked: Collection[str] = (),
    their_words: Sequence[str] = (),
    reach: str = "",
) -> str:
    """The page that a human adviser gets: firm, profile, plan, open questions, what was added and what left out.

    Args:
        ticked: admissions that the person wants in it; without them the profile is computed as if never answered.
        their_words: what they asked or told that had no answer.
        reach: where they can be reached, if they want that in it.
    """
    withheld = {name for name in admissions(knowledge) if name not in ticked}
    answers = {name: value for name, value in case.answers.items() if name not in withheld}
    kept_out = [name for name in withheld if case.answers.get(name) not in {None, SKIP, DONT_KNOW}]
    return lines(
        say(knowledge, "brief.title", date=written_out(today)),
        _firm(knowledge, case.facts),
        _words(knowledge, their_words),
        _profile(knowledge, answers),
        _plan(knowledge, case),
        _open(knowledge, case.facts, answers),
        _ticked(knowledge, case, ticked),
        say(knowledge, "brief.left_out") if kept_out else "",
        say(knowledge, "brief.reach", address=reach) if reach else say(knowledge, "brief.no_reach"),
    )


def _firm(knowledge: Knowledge, facts: Facts) -> str:
    named = {f.name: getattr(facts, f.name) for f in fields(Facts) if f.name not in _FACTS_LEFT_OUT}
    told = [fact_phrase(knowledge, name, value) for name, value in named.items() if value not in (None, ())]
    return say(knowledge, "brief.firm", facts="; ".join(told)) if told else ""


def _words(knowledge: Knowledge, words: Sequence[str]) -> str:
    rows = [say(knowledge, "brief.word", text=text) for text in words[-_MOST_WORDS_OF_THEIRS:]]
    return listed([say(knowledge, "brief.words"), *rows]) if rows else ""


def _profile(knowledge: Knowledge, answers: Mapping[str, str]) -> str:
    profile = score_profile(knowledge, answers)
    if not profile.answered:
        return ""
    rows = [score_line(knowledge, score) for score in profile.assessed if score.band != "low"]
    tilted = listed([say(knowledge, "brief.profile"), *rows]) if rows else ""
    return lines(strengths(knowledge, answers, profile), tilted)


def _plan(knowledge: Knowledge, case: Case) -> str:
    rows = []
    for wave in WAVES:
        # What was dropped since the plan was kept is no step of it any more.
        kept = [s.strategy for s in case.steps if s.wave == wave and case.choices.get(s.strategy) not in _DROPPED]
        titles = [_step(knowledge, case, name) for name in kept]
        if titles:
            rows.append(" ".join((say(knowledge, f"plan.{wave}"), "; ".join(titles))))
    return listed([say(knowledge, "brief.plan"), *rows]) if rows else ""


def _step(knowledge: Knowledge, case: Case, name: str) -> str:
    strategy = knowledge.strategies.get(name)
    title = strategy.title if strategy else name
    return say(knowledge, "brief.step_done", title=title) if case.choices.get(name) == "done" else title


def _open(knowledge: Knowledge, facts: Facts, answers: Mapping[str, str]) -> str:
    clashes = [clash.wording for clash in find_contradictions(knowledge, facts, answers)]
    left = [
        knowledge.questions[name].reworded
        for name, value in answers.items()
        if value in {SKIP, DONT_KNOW} and name in knowledge.questions
    ]
    rows = [say(knowledge, "brief.open_line", question=text) for text in (*clashes, *left)[:_MOST_OPEN]]
    return listed([say(knowledge, "brief.open"), *rows]) if rows else ""


def _ticked(knowledge: Knowledge, case: Case, ticked: Collection[str]) -> str:
    rows = []
    for name in (name for name in admissions(knowledge) if name in ticked):
        value = case.answers.get(name, SKIP)
        if value not in {SKIP, DONT_KNOW, NOT_APPLICABLE}:
            question = knowledge.questions[name]
            label = answer_phrase(knowledge, question, value)
            rows.append(say(knowledge, "brief.added_line", question=question.reworded, label=label))
    return listed([say(knowledge, "brief.added"), *rows]) if rows else ""
