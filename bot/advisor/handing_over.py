"""The brief for a human adviser: shown first, sent only when the person says so, and followed until it has arrived."""

from __future__ import annotations

import hashlib

from bot.advisor.advisor import Advisor
from bot.advisor.agenda import SETTLED
from bot.advisor.pointing import names_something
from bot.advisor.searching import is_sure, services_for
from bot.language.redaction import PLACEHOLDERS
from bot.model.case import Case
from bot.model.knowledge import DONT_KNOW, SKIP
from bot.model.letter import BRIEF, MAIL, WEBHOOK, Letter
from bot.model.turn import Reply, Turn
from bot.rendering import briefs as render
from bot.rendering.letters import admissions, brief_text
from bot.search.labels import SERVICES

# What a slot holds while the person is asked whether the brief may go: the page's mark and what was ticked.
ASKING_BRIEF = "brief:"
# Of what somebody said and got no answer to, single words tell nothing.
_FEWEST_WORDS = 4
_REACH = "reach"


def hand_over(advisor: Advisor, turn: Turn) -> Reply:
    """The brief as it would be sent, and the ways to send it; who helps, where help with a matter is asked for."""
    sure = not turn.token and is_sure(advisor.knowledge, turn)
    if sure and turn.understanding.found.records[0][0] == SERVICES:
        return Reply((services_for(advisor, turn),))
    if turn.token == "brief.see":
        return _say_what_they_see(advisor, turn)
    if turn.token.startswith("send_brief:"):
        return send_brief(advisor, turn, turn.token_id)
    return _show(advisor, turn, turn.token_id if turn.token.startswith("brief:") else "")


def _show(advisor: Advisor, turn: Turn, ticks: str, phrase: str = "brief.shown") -> Reply:
    case = advisor.case(turn)
    if not (case.answers or case.steps or any(_told(case))):
        return Reply((render.nothing_yet(advisor.knowledge, advisor.operator.contact),))
    ticked = _ticked(advisor, case, ticks)
    text = _text(advisor, case, ticked)
    offer = render.Offer(
        text=text,
        mark=_marked(text, ticked),
        ticked=ticked,
        left=_can_tick(advisor, case, ticked),
        contact=advisor.operator.contact,
        receiver=advisor.operator_name if advisor.outlets.brief else "",
    )
    message = render.shown(advisor.knowledge, offer, phrase)
    if not advisor.outlets.brief:
        # Nothing can be sent from here, so nothing is asked back: what follows goes on as if it had not been shown.
        return Reply((message,))
    return Reply((message,), {"confirming": "answer", "proposal": f"{ASKING_BRIEF}{offer.mark}"})


def _say_what_they_see(advisor: Advisor, turn: Turn) -> Reply:
    """What a human adviser sees of the case, and what not; the page may be sent after that as before."""
    message = render.what_they_see(advisor.knowledge, turn.open.proposal.removeprefix(ASKING_BRIEF))
    return Reply((message,), {"confirming": turn.open.confirming or None, "proposal": turn.open.proposal or None})


def _told(case: Case) -> tuple[object, ...]:
    return (case.facts.sector, case.facts.team_size, case.facts.country, case.facts.sells, case.facts.goal)


def send_brief(advisor: Advisor, turn: Turn, mark: str) -> Reply:
    """Send what was shown; where the page would be another one by now, show that first."""
    case = advisor.case(turn)
    if not advisor.outlets.brief:
        return _show(advisor, turn, "")
    _, _, ticks = mark.partition(".")
    ticked = _ticked(advisor, case, ticks)
    text = _text(advisor, case, ticked)
    if _marked(text, ticked) != mark:
        return _show(advisor, turn, ticks, "brief.changed")
    record = f"sent_brief:{mark}"
    repeated = advisor.cases.has_written(case.id, turn.message_id, record)
    if advisor.cases.has_written(case.id, "", record) and not repeated:
        return Reply((render.on_its_way(advisor.knowledge, "brief.once", advisor.operator_name),), SETTLED)
    advisor.outbox.put(case.id, _letters(advisor, case, text), turn.message_id, record)
    return Reply((render.on_its_way(advisor.knowledge, "brief.queued", advisor.operator_name),), SETTLED)


def _letters(advisor: Advisor, case: Case, text: str) -> list[Letter]:
    subject, now = render.subject(advisor.knowledge, case.facts), advisor.cases.clock()
    post = []
    if advisor.outlets.brief_to:
        post.append(Letter(BRIEF, MAIL, subject, text, now, advisor.outlets.brief_to))
    if advisor.outlets.brief_webhook:
        post.append(Letter(BRIEF, WEBHOOK, subject, text, now))
    return post


def _text(advisor: Advisor, case: Case, ticked: tuple[str, ...]) -> str:
    words = [text for text in advisor.cases.unanswered_of(case.id) if _tells_something(text)]
    given = advisor.reminders.address_of(case.id) if _REACH in ticked else None
    reach = given.address if given else ""
    return brief_text(advisor.knowledge, case, advisor.today(), ticked=ticked, their_words=words, reach=reach)


def _tells_something(text: str) -> bool:
    """Whether words are worth an adviser's time: a few of them, and none that was taken out for privacy."""
    whole = not any(mark in text for mark in PLACEHOLDERS)
    return whole and len(text.split()) >= _FEWEST_WORDS and names_something(text)


def _marked(text: str, ticked: tuple[str, ...]) -> str:
    """What tells a page from every other: eight letters of its hash, and what was ticked."""
    return ".".join((hashlib.sha256(text.encode()).hexdigest()[:8], *ticked))


def _tickable(advisor: Advisor, case: Case) -> tuple[str, ...]:
    """What may be added: the admissions that were answered, and the address where there is a confirmed one."""
    answered = tuple(n for n in admissions(advisor.knowledge) if case.answers.get(n) not in {None, SKIP, DONT_KNOW})
    given = advisor.reminders.address_of(case.id)
    return (*answered, *((_REACH,) if given and given.confirmed else ()))


def _ticked(advisor: Advisor, case: Case, ticks: str) -> tuple[str, ...]:
    wanted = set(ticks.split("."))
    return tuple(name for name in _tickable(advisor, case) if name in wanted)


def _can_tick(advisor: Advisor, case: Case, ticked: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in _tickable(advisor, case) if name not in ticked)
