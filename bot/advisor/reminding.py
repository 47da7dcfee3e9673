"""Reminders: asked for in words, said back with their day, listed, called off, and mailed where that is wanted."""

from __future__ import annotations

import re
from datetime import date

from bot.advisor.advisor import Advisor
from bot.advisor.agenda import SETTLED
from bot.advisor.assessment import DONE
from bot.advisor.lists import at_places, listed
from bot.advisor.pointing import names_something
from bot.advisor.searching import asked_beside
from bot.language.dates import named_day, without_time
from bot.language.daytime import zones_of
from bot.language.plan_changes import read_change
from bot.model.case import Case
from bot.model.letter import CHATS, Letter, MailAddress, Reminder
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.rendering import letters, talk
from bot.rendering import reminding as render
from bot.rendering.phrases import button, say

# What a slot holds while the person is asked when (with what it is about behind it), or for an address.
ASKING_WHEN, ASKING_WHERE = "remind:", "mail:"
# Whoever asks for more links a day gets none: somebody else's letter box is not ours to fill.
_MOST_LINKS = 3
_FURTHEST_YEARS = 3
_LONGEST_ABOUT = 150
_LONGEST_ADDRESS = 254
# An answer to "when" or "where" is short; a longer message is about something else.
_FEW_WORDS = 12
_ADDRESS = re.compile(r"(?<![\w.+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?![\w@])")
_STOP = re.compile(
    r"\b(?:stop|cancel|end|delete|remove|drop|turn off|switch off|call off)\b(?: [\w'-]+){0,3} "
    r"(?P<what>remind\w*|mails?|e-?mails?)\b"
    r"|\bno (?:more |further )?(?:reminders|e-?mails|mails)\b(?! (?:on|at|before|after)\b)"
    r"|\breminders? off\b|\b(?:don'?t|do not|never) (?:remind|mail|e-?mail)\b"
)
_MOVE = re.compile(r"\b(?:move|shift|postpone|reschedule|change|put off)\b.*\breminder\b")
_LIST = re.compile(
    r"\b(?:which|what|list|show|any|see)\b.*\breminders\b|\bwhat did i ask you to remind\b|^(?:my )?reminders\??$"
)
_WANTS = re.compile(
    r"\bremind\w*|\bremember\b|\bnudge\b|\bping\b|\bpoke\b|\bforget\b|\bget back\b|\bcheck (?:in|back)\b"
)
_ABOUT = re.compile(
    r"\b(?:remind(?:er|me|ed|s)?|nudge|ping|poke|forget|remember)\b(?:\s+(?:me|us|please))*\s*"
    r"(?:about|of|to|for|that|:)?\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_FILLING = re.compile(
    r"^(?:please|pls|again|then|there|it|this|that|them|me|us|by e-?mail|about it|of it)$"
    r"|[\s,.;:!?]+$|\s(?:at|to|by|via|on|in)$",
    re.IGNORECASE,
)
_POLITE = re.compile(r"[\s,]*\b(?:please|pls|plz|thanks|thank you|thx)\b[\s,.!]*$", re.IGNORECASE)
# Who is written to in a chat gets mail only where these words ask for it.
_BY_MAIL = re.compile(
    r"\b(?:by|via|per|through|as an?|to my|in my) (?:e-?mail|mail|inbox)\b|\b(?:e-?mail|mail) (?:it|me|us)\b",
    re.IGNORECASE,
)
_WHEN_DUE = re.compile(r"\b(?:it'?s due|is due|due dates?|deadline|falls due|next step|when it'?s time)\b")


def remind(advisor: Advisor, turn: Turn) -> Reply:
    """Whatever is wanted of reminders: one more, the list, none any more, or an address to mail them to."""
    name, case = turn.token.partition(":")[0], advisor.case(turn)
    text = " ".join(turn.text.lower().replace("’", "'").split())
    if name == "remind.stop":
        return _stop(advisor, turn, case)
    if not turn.token and (found := _STOP.search(text)):
        return _stop_which(advisor, turn, case, one=found["what"] == "reminder")
    if not turn.token and _MOVE.search(text):
        return _move(advisor, turn, case)
    if name == "cancel_reminder":
        return _cancel(advisor, turn, case)
    if name == "remind.list" or (not turn.token and _LIST.search(text)):
        return _list(advisor, case)
    if not turn.token and not _WANTS.search(text) and not is_awaited(advisor, turn):
        # What only resembles a wish for a reminder gives way to a plain question.
        question = asked_beside(advisor, turn)
        if question:
            return Reply((question,))
    address = None if turn.token else _ADDRESS.search(turn.text)
    wanted = _wanted(advisor, turn, case)
    if wanted is None and address is None:
        about = _about(advisor, turn, case, turn.text if not turn.token else "", default="")
        asking = render.asking_when(advisor.knowledge, about, advisor.today())
        return Reply((asking,), {"confirming": "answer", "proposal": f"{ASKING_WHEN}{about}"})
    messages: list[Message] = []
    if address:
        messages.append(_take_address(advisor, turn, case, address.group()))
    if wanted is None:
        return Reply(tuple(messages), SETTLED)
    message, offers = _keep(advisor, turn, case, *wanted)
    asks = {"confirming": "answer", "proposal": ASKING_WHERE} if offers else SETTLED
    return Reply((*messages, message), asks)


def ask_where(advisor: Advisor, turn: Turn) -> Reply:
    """The person wants reminders by e-mail, and has not said where to."""
    return Reply(
        (talk.notice(advisor.knowledge, "remind.where", (button(advisor.knowledge, "no", "no"),)),),
        {"confirming": "answer", "proposal": ASKING_WHERE},
    )


def is_awaited(advisor: Advisor, turn: Turn) -> bool:
    """Whether a message is the day or the address that was asked for, or nothing but an address."""
    if turn.token:
        return False
    address = _ADDRESS.search(turn.text)
    if address and not turn.text.replace(address.group(), "").strip(" .,:!?"):
        return True
    proposal, short = turn.open.proposal, len(turn.text.split()) <= _FEW_WORDS
    if proposal.startswith(ASKING_WHERE):
        return bool(address) and short
    return proposal.startswith(ASKING_WHEN) and short and bool(address or named_day(turn.text, advisor.today()))


def _wanted(advisor: Advisor, turn: Turn, case: Case) -> tuple[date, str, bool] | None:
    """The day, what it is about, and whether it's wanted again and again; None where no day is plain."""
    if turn.token:
        try:
            day = date.fromisoformat(turn.token_id)
        except ValueError:
            return None
        return (day, _about(advisor, turn, case, ""), False) if day > advisor.today() else None
    found = named_day(_ADDRESS.sub(" ", turn.text), advisor.today())
    if found is None:
        return _when_due(advisor, turn, case)
    if found.day.year - advisor.today().year > _FURTHEST_YEARS:
        return None
    return found.day, _about(advisor, turn, case, found.rest), found.repeats


def _when_due(advisor: Advisor, turn: Turn, case: Case) -> tuple[date, str, bool] | None:
    """The next step's own day, for whoever wants to hear when it's due."""
    if not _WHEN_DUE.search(turn.text.lower().replace("’", "'")):
        return None
    today = advisor.today().isoformat()
    ahead = [s for s in case.steps if s.due > today and case.choices.get(s.strategy) != DONE]
    step = min(ahead, key=lambda s: s.due, default=None)
    strategy = advisor.knowledge.strategies.get(step.strategy) if step else None
    return (date.fromisoformat(step.due), strategy.title, False) if step and strategy else None


def _about(advisor: Advisor, turn: Turn, case: Case, text: str, default: str | None = None) -> str:
    """What a reminder is about, in the person's words; else what was being talked about."""
    found = _ABOUT.search(_POLITE.sub("", without_time(_ADDRESS.sub(" ", text))))
    words = _tidied(found.group("what")) if found else ""
    if words:
        places = () if names_something(words) else read_change(words, advisor.today()).steps
        there = at_places(listed(advisor.view(case), turn.open.stage), places)
        # In a week nobody knows which "the first one" was.
        return advisor.knowledge.strategies[there[0]].title if there else words
    proposal = turn.open.proposal
    if proposal.startswith(ASKING_WHEN) and proposal != ASKING_WHEN:
        return proposal.removeprefix(ASKING_WHEN)
    strategy = advisor.knowledge.strategies.get(turn.open.strategy)
    if strategy:
        return strategy.title
    return (
        say(advisor.knowledge, "remind.your_plan" if case.steps else "remind.your_case") if default is None else default
    )


def _tidied(words: str) -> str:
    words = _POLITE.sub("", " ".join(words.split()))
    for _ in range(3):
        words = _FILLING.sub("", words).strip()
    return words[:_LONGEST_ABOUT]


def _keep(advisor: Advisor, turn: Turn, case: Case, day: date, about: str, repeats: bool) -> tuple[Message, bool]:
    """Keep a reminder and say it back; whether an address is asked for with it."""
    store, wanted = advisor.reminders, Reminder(0, about, day.isoformat())
    address = store.address_of(case.id)
    letter = _letter(advisor, turn, case, address, wanted)
    store.add(case.id, about, wanted.due, turn.message_id, letter)
    kept = next((one for one in store.waiting(case.id) if (one.about, one.due) == (about, wanted.due)), wanted)
    in_chat = letter is not None and letter.via in CHATS
    offers = advisor.outlets.mails and address is None and (not in_chat or bool(_BY_MAIL.search(turn.text)))
    message = render.kept(advisor.knowledge, kept, address, offers_mail=offers, in_chat=in_chat, repeats=repeats)
    return message, offers


def _letter(advisor: Advisor, turn: Turn, case: Case, address: MailAddress | None, reminder: Reminder) -> Letter | None:
    """By e-mail to whom has confirmed an address, else in the chat in which it was asked for, where there is one."""
    knowledge, outlets, chat = advisor.knowledge, advisor.outlets, turn.address.partition(":")[0]
    given = address if outlets.mails else None
    if chat in outlets.chats and not (given and given.confirmed):
        zones = zones_of(_country_code(advisor, case), outlets.timezone)
        return render.chat_reminder(knowledge, chat, turn.address, reminder, zones)
    if given is None:
        return None
    return letters.reminder_letter(knowledge, given, reminder, outlets.public_url, advisor.operator_name)


def _country_code(advisor: Advisor, case: Case) -> str:
    """The two letters of the firm's country, or nothing."""
    term = advisor.knowledge.terms["countries"].get(case.facts.country or "")
    return next((word for word in term.case_sensitive if len(word) == 2), "") if term else ""


def _take_address(advisor: Advisor, turn: Turn, case: Case, address: str) -> Message:
    """Keep an address and mail it the one letter it may get before it is confirmed."""
    knowledge, store = advisor.knowledge, advisor.reminders
    if not advisor.outlets.mails:
        return talk.notice(knowledge, "remind.no_mail_kept")
    before = store.address_of(case.id)
    if before and before.address.lower() == address.lower() and before.confirmed:
        return talk.notice(knowledge, "remind.mail_confirmed", address=letters.masked(address))
    again = before is not None and before.address.lower() == address.lower() and _is_repeated(advisor, case, turn)
    if not again and (len(address) > _LONGEST_ADDRESS or store.asked_lately(case.id, address) >= _MOST_LINKS):
        return talk.notice(knowledge, "remind.too_many_links")
    told = say(knowledge, "remind.offer_mail")
    given = MailAddress(address, told)
    url, who = advisor.outlets.public_url, advisor.operator_name
    post = [letters.confirmation_letter(knowledge, given, advisor.cases.clock(), url, who)]
    post += [letters.reminder_letter(knowledge, given, one, url, who) for one in store.waiting(case.id)]
    store.give_address(case.id, given, post, turn.message_id)
    return talk.notice(knowledge, "remind.link_sent", address=letters.masked(address))


def _is_repeated(advisor: Advisor, case: Case, turn: Turn) -> bool:
    """Whether this very message gave the address before, as when a turn comes twice."""
    return advisor.cases.has_written(case.id, turn.message_id, "address")


def _list(advisor: Advisor, case: Case) -> Reply:
    store = advisor.reminders
    message = render.all_of_them(advisor.knowledge, store.waiting(case.id), store.address_of(case.id))
    return Reply((message,), SETTLED)


def _stop(advisor: Advisor, turn: Turn, case: Case) -> Reply:
    """Call all of them off, or say that there is none."""
    ended = call_off(advisor, turn, case)
    return Reply((ended or render.stopped(advisor.knowledge, 0, None),), SETTLED)


def call_off(advisor: Advisor, turn: Turn, case: Case) -> Message | None:
    """Call all of them off; the address was kept for nothing else, so it goes too. None where there was neither."""
    store = advisor.reminders
    waiting, address = store.waiting(case.id), store.address_of(case.id)
    store.cancel(case.id, [one.number for one in waiting], turn.message_id)
    store.forget_address(case.id, turn.message_id)
    return render.stopped(advisor.knowledge, len(waiting), address) if waiting or address else None


def _stop_which(advisor: Advisor, turn: Turn, case: Case, *, one: bool) -> Reply:
    """All of them, unless the text names a day or speaks of a single one: then that one, or the list to choose from."""
    waiting, day = advisor.reminders.waiting(case.id), named_day(turn.text, advisor.today())
    if not day and (not one or len(waiting) <= 1):
        return _stop(advisor, turn, case)
    meant = [entry.number for entry in waiting if day and entry.due == day.day.isoformat()]
    if not meant:
        return _list(advisor, case)
    advisor.reminders.cancel(case.id, meant, turn.message_id)
    return Reply((render.stopped(advisor.knowledge, len(meant), None),), SETTLED)


def _move(advisor: Advisor, turn: Turn, case: Case) -> Reply:
    """The one reminder that there is, on another day; of several, or without a day, the list is shown."""
    waiting, day = advisor.reminders.waiting(case.id), named_day(turn.text, advisor.today())
    if day is None or len(waiting) != 1:
        return _list(advisor, case)
    if waiting[0].due != day.day.isoformat():
        advisor.reminders.cancel(case.id, [waiting[0].number], turn.message_id)
    message, _ = _keep(advisor, turn, case, day.day, waiting[0].about, day.repeats)
    return Reply((message,), SETTLED)


def _cancel(advisor: Advisor, turn: Turn, case: Case) -> Reply:
    number = int(turn.token_id) if turn.token_id.isdigit() else 0
    if not any(one.number == number for one in advisor.reminders.waiting(case.id)):
        return _list(advisor, case)
    advisor.reminders.cancel(case.id, [number], turn.message_id)
    return Reply((render.stopped(advisor.knowledge, 1, None),), SETTLED)
