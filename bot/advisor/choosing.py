"""What a person decides about a strategy: take it, leave it and why, or that they do it already."""

from __future__ import annotations

from bot.advisor.advisor import Advisor
from bot.advisor.agenda import SETTLED
from bot.advisor.assessment import ACCEPTED, DOING, REJECTED
from bot.advisor.few_words import is_too_much
from bot.advisor.guidance import tell_more
from bot.advisor.lists import at_places, listed
from bot.advisor.noting import note_answer
from bot.advisor.pointing import names_something
from bot.advisor.searching import UseCase
from bot.advisor.steps import keep_after, meant
from bot.advisor.talking import WALKED
from bot.advisor.urgent import urgent_messages
from bot.language.asking import is_question
from bot.language.plan_changes import read_change, reason_in
from bot.model.turn import Reply, Turn
from bot.rendering import changes as render
from bot.rendering import strategies as render_strategies
from bot.rendering.strategies import REASONS, View

# What is said to a "why?" that nobody has to answer.
_NO_REASON = {"skip", "deny", "dont_know", "not_applicable"}
# What words of one's own are mostly taken for; other intents are a reason where they are not sure.
_TELLS_WHY = {*_NO_REASON, "inform", "describe_problem", "report_progress", "reject_strategy", "nlu_fallback"}
_LONGEST_REASON = 300
# As many as a list of advice shows.
_ASKED_ABOUT = 5


def accept(advisor: Advisor, turn: Turn) -> Reply:
    """Put what is meant on the plan; what can't fit is said to, with the reason."""
    if not turn.token and read_change(turn.text, advisor.today()).kind == "doing":
        # "We do this already" sounds like a yes.
        return doing(advisor, turn)
    case = advisor.case(turn)
    view = advisor.view(case)
    chosen = _chosen(advisor, turn, view, several=True)
    if not chosen:
        return _ask_which(turn, view, "accept")
    aside = {e.strategy for e in view.assessment.ranking.excluded if e.reason.kind == "needs"}
    fitting = [name for name in chosen if name not in aside]
    if not fitting:
        strategy = advisor.knowledge.strategies[chosen[0]]
        return Reply((render_strategies.why_message(view, strategy),), {"open_strategy": strategy.id})
    advisor.cases.record_changes(case.id, dict.fromkeys(fitting, ACCEPTED), (), turn.message_id)
    keep_after(advisor, turn, advisor.view(advisor.case(turn)))
    return Reply((render.accepted_message(advisor.knowledge, fitting),), {**SETTLED, "open_strategy": fitting[0]})


def reject(advisor: Advisor, turn: Turn) -> Reply:
    """Take a strategy off, and ask why once; it isn't argued about and not brought up again."""
    if turn.token.startswith("reason:"):
        return note_reason(advisor, turn)
    case = advisor.case(turn)
    view = advisor.view(case)
    if not turn.token and read_change(turn.text, advisor.today()).kind == "doing":
        return doing(advisor, turn)
    chosen = _chosen(advisor, turn, view)
    if not chosen:
        return _ask_which(turn, view, "reject")
    name, reason = chosen[0], "" if turn.token else reason_in(turn.text)
    asked_before = case.choices.get(name) == REJECTED
    advisor.cases.record_changes(case.id, {name: REJECTED}, (), turn.message_id, reason or case.reasons.get(name, ""))
    after = advisor.view(advisor.case(turn))
    keep_after(advisor, turn, after)
    _forget_reminders(advisor, turn, name)
    message = render.rejected_message(after, name, _instead(view, after), reason, ask=not reason and not asked_before)
    opens = {"confirming": "reason", "proposal": name} if not reason and not asked_before else SETTLED
    return Reply((message,), {**opens, "open_strategy": name})


def _forget_reminders(advisor: Advisor, turn: Turn, name: str) -> None:
    """Call off the reminders of a step that was dropped; one in other words may be about anything, and stays."""
    case, title = advisor.case(turn), advisor.knowledge.strategies[name].title
    numbers = [one.number for one in advisor.reminders.waiting(case.id) if title.lower() in one.about.lower()]
    if numbers:
        advisor.reminders.cancel(case.id, numbers, turn.message_id)


def undo(advisor: Advisor, turn: Turn, *, unless_answered: bool = False) -> Reply:
    """Take back the last change of the plan, and say how it stands then.

    Args:
        unless_answered: whether to say and do nothing where a question was answered since that change.
    """
    case = advisor.case(turn)
    undone = advisor.cases.undo_changes(case.id, turn.message_id, unless_answered=unless_answered)
    names = [name for name in undone if name in advisor.knowledge.strategies]
    view = advisor.view(advisor.case(turn))
    if not names and unless_answered:
        return Reply()
    if not names:
        return Reply((render.nothing_to_undo_message(view),), SETTLED)
    keep_after(advisor, turn, view)
    return Reply((render.undone_message(view, names),), {**SETTLED, "open_strategy": names[0]})


def not_for_us_first(use_case: UseCase) -> UseCase:
    """A use case that gives way where "that's not for us" or "to dear for us" is said to the strategy being shown."""

    def act(advisor: Advisor, turn: Turn) -> Reply:
        shown = turn.open.stage in WALKED and not turn.token
        not_for_us = turn.intent == "not_applicable" or is_too_much(turn.text)
        return reject(advisor, turn) if shown and not_for_us else use_case(advisor, turn)

    return act


def tells_why(advisor: Advisor, turn: Turn) -> bool:
    """Whether a message says why something is not for them: that was asked, and the words ask nothing."""
    if turn.open.confirming != "reason" or turn.token or is_question(turn.text):
        return False
    return turn.intent in _TELLS_WHY or turn.confidence < advisor.knowledge.weight("answers.reason")


def note_reason(advisor: Advisor, turn: Turn) -> Reply:
    """Keep why something is not for them, in their words or by a button, and offer what the reason leaves."""
    if turn.token and not turn.token.startswith("reason:"):
        # A button of a question that stands above.
        return note_answer(advisor, turn)
    pressed, _, number = turn.token_id.partition("/")
    name = pressed or turn.open.proposal
    case = advisor.case(turn)
    urgent = urgent_messages(advisor, case, turn)
    if urgent:
        return Reply(urgent, SETTLED)
    others = [one for one in turn.values("strategy") if one in advisor.knowledge.strategies and one != name]
    if turn.intent == "reject_strategy" and others:
        # "And the newsletter isn't for us either": the next one, and no second why.
        reply = reject(advisor, turn)
        return Reply(reply.messages, {**reply.opens, **SETTLED})
    if case.choices.get(name) != REJECTED:
        return reject(advisor, turn) if pressed else tell_more(advisor, turn)
    if pressed:
        reason = REASONS[min(int(number or len(REASONS)), len(REASONS)) - 1]
    else:
        # "We have no machine" sounds like a no, and says why.
        silent = turn.intent in _NO_REASON and not names_something(turn.text)
        reason = reason_in(turn.text) or ("unsaid" if silent else turn.text.strip()[:_LONGEST_REASON])
    advisor.cases.record_changes(case.id, {name: REJECTED}, (), turn.message_id, reason)
    view = advisor.view(advisor.case(turn))
    return Reply((render.reason_message(view, name, reason, next_best(view, name, reason)),), SETTLED)


def doing(advisor: Advisor, turn: Turn) -> Reply:
    """They do it already: nothing to start, and shown in the plan as under way."""
    case = advisor.case(turn)
    view = advisor.view(case)
    chosen = _chosen(advisor, turn, view)
    if not chosen:
        return _ask_which(turn, view, "doing")
    advisor.cases.record_changes(case.id, {chosen[0]: DOING}, (), turn.message_id)
    after = advisor.view(advisor.case(turn))
    keep_after(advisor, turn, after)
    message = render.doing_message(after, chosen[0], _instead(view, after))
    return Reply((message,), {**SETTLED, "open_strategy": chosen[0]})


def _chosen(advisor: Advisor, turn: Turn, view: View, *, several: bool = False) -> list[str]:
    """What a decision is about; places count in what was shown, and one that is not there means nothing."""
    names = listed(view, turn.open.stage)
    places = () if turn.token else read_change(turn.text, advisor.today()).steps
    if places and not at_places(names, places) and not turn.values("strategy"):
        return []
    found = meant(advisor, turn, places, names)
    if not found and not turn.token_id and turn.open.strategy in advisor.knowledge.strategies:
        found = [turn.open.strategy]
    # "The newsletter" may resemble two strategies; only places are a list that somebody made on purpose.
    return found[: len(places)] if several and len(places) > 1 else found[:1]


def _ask_which(turn: Turn, view: View, wish: str) -> Reply:
    """Which strategy a decision is about: what was last shown, as buttons that decide it."""
    plan, scores = view.assessment.plan.items, {e.strategy: e.score for e in view.assessment.ranking.ranked}
    names = listed(view, turn.open.stage)
    if names != list(plan):
        names = [name for name in names if scores[name] > 0][:_ASKED_ABOUT]
    if not names:
        names = [entry.strategy for entry in view.assessment.ranking.ranked[:_ASKED_ABOUT]]
    return Reply((render.which_strategy_message(view.knowledge, names, wish),))


def _instead(before: View, after: View) -> list[str]:
    """What came into the plan when something left it."""
    return [name for name in after.assessment.plan.items if name not in before.assessment.plan.items]


def next_best(view: View, old: str, wish: str = "") -> str:
    """The best strategy that isn't in the plan, easier or cheaper than another where that is the wish; else nothing."""
    known = view.knowledge.strategies
    planned, than = view.assessment.plan.items, known[old]
    for entry in view.assessment.ranking.ranked:
        strategy = known[entry.strategy]
        if strategy.id in {*planned, old} or entry.score <= 0:
            continue
        if wish in {"cheaper", "dear"} and strategy.cost.tier >= max(than.cost.tier, 1):
            continue
        if wish in {"easier", "time"} and strategy.effort >= max(than.effort, 2):
            continue
        return strategy.id
    return ""
