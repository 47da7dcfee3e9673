"""What search decided on a message, and how that is said: the use cases that answer questions share it."""

from __future__ import annotations

from collections.abc import Callable

from bot.advisor.advisor import Advisor
from bot.advisor.pointing import points_back
from bot.language.asking import is_question
from bot.model.knowledge import Knowledge
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.ranking.services import choose_services
from bot.rendering import answers as render
from bot.rendering import evidence as render_evidence
from bot.search.decision import ANSWER, QUOTE, REFUSE, WHICH, Bounds, Decision, decide
from bot.search.labels import SERVICES

UseCase = Callable[[Advisor, Turn], Reply]
# Refusals of what nobody should be helped with; the others only give no verdict.
_EVASION = "evasion"
# Which part of a dimension each intent asks for.
PARTS = {
    "ask_cause": "Why the large are ahead",
    "ask_effect": "What it does to a small firm",
    "ask_example": "Example",
}
# Whoever tells of the firm may ask something in the same breath.
_TELLING = {"describe_business", "describe_problem"}
# More bodies than these nobody writes to.
_MOST_SERVICES = 4


def answer_if_known(advisor: Advisor, turn: Turn) -> Message | None:
    """The answer to a text that no intent claimed, where it is plainly about a record; None where it is not."""
    decision = decided(advisor.knowledge, turn)
    plain = decision.kind == ANSWER and is_sure(advisor.knowledge, turn)
    # "Help me agree on prices with the others" asks for what is refused without asking; an answer to an open question
    # may sound like it and is none.
    surely = decision.confidence >= advisor.knowledge.weight("search.refuse_said") and not turn.open.question
    refused = decision.kind == REFUSE and (is_question(turn.text) or surely)
    return say_decision(advisor, turn, decision) if plain or refused or decision.kind == QUOTE else None


def refused(advisor: Advisor, turn: Turn) -> Message | None:
    """The refusal of what is asked, or of what is plainly told; else None."""
    decision = decided(advisor.knowledge, turn)
    if decision.kind != REFUSE or turn.token:
        return None
    said = is_question(turn.text) or tells_evasion(advisor.knowledge, decision)
    return say_decision(advisor, turn, decision) if said else None


def tells_evasion(knowledge: Knowledge, decision: Decision) -> bool:
    """Whether a text, though it asks nothing, is plainly about price fixing, sanctions or tax evasion."""
    if decision.kind != REFUSE or decision.confidence < knowledge.weight("search.refuse_said"):
        return False
    return knowledge.refusals[decision.ids[0]].kind == _EVASION


def asked(advisor: Advisor, turn: Turn) -> Message | None:
    """The answer to a question that is plainly about one record, whatever intent it was taken for; else None.

    "They have lawyers and I have my Sunday evening, can you explain that" compares no two strategies.
    """
    return None if turn.token or not is_question(turn.text) else about_one(advisor, turn)


def about_one(advisor: Advisor, turn: Turn) -> Message | None:
    """The answer to a text that is plainly about one record, or is refused or quoted; else None."""
    decision = decided(advisor.knowledge, turn)
    best = next(iter(turn.understanding.found.records), ("", 0.0))
    plain = decision.kind == ANSWER and best[1] >= advisor.knowledge.weight("search.asked")
    return say_decision(advisor, turn, decision) if plain or decision.kind in {REFUSE, QUOTE} else None


def asked_beside(advisor: Advisor, turn: Turn) -> Message | None:
    """The answer to a plain question in a message whose intent is not as sure, or that tells of the firm as well."""
    claimed = turn.confidence >= advisor.knowledge.weight("search.claimed")
    if turn.open.strategy and not turn.open.question and points_back(turn.text):
        # "What speaks against it" is about the strategy in view, and not about when not to act in general.
        return None
    return None if claimed and turn.intent not in _TELLING else asked(advisor, turn)


def questions_first(use_case: UseCase) -> UseCase:
    """A use case that gives way to a plain question of knowledge, unless its intent is as sure."""

    def answer_or_act(advisor: Advisor, turn: Turn) -> Reply:
        message = asked_beside(advisor, turn)
        return Reply((message,)) if message else use_case(advisor, turn)

    return answer_or_act


def decided(knowledge: Knowledge, turn: Turn) -> Decision:
    """What search decided on a text."""
    return decide(turn.understanding.found, bounds(knowledge))


def bounds(knowledge: Knowledge) -> Bounds:
    """Where one decision gives way to another, by the weights."""
    names = ("answer", "refuse", "ambiguous", "sure", "nearest", "quote", "quote_first")
    return Bounds(**{name: knowledge.weight(f"search.{name}") for name in names})


def say_decision(advisor: Advisor, turn: Turn, decision: Decision) -> Message:
    """A decision in words."""
    knowledge = advisor.knowledge
    if decision.kind == REFUSE:
        return render.refusal_message(knowledge, knowledge.refusals[decision.ids[0]])
    if decision.kind == QUOTE:
        quoted = _quoted(advisor, decision)
        if quoted:
            return quoted
    if decision.kind in {ANSWER, WHICH} and decision.ids[0] == SERVICES:
        return services_for(advisor, turn)
    known = [name for name in decision.ids if render.find_record(knowledge, name)]
    if decision.kind == WHICH and len(known) > 1:
        return render.which_message(knowledge, known, "answer.which", turn.text)
    if decision.kind in {ANSWER, WHICH} and known:
        part = PARTS.get(turn.intent, "")
        return render.answer_message(knowledge, known[0], decision.confidence, advisor.today(), part=part)
    return render.unknown_message(knowledge, turn.text, known[:3])


def _quoted(advisor: Advisor, decision: Decision) -> Message | None:
    """The best passage of an operator's document, and further ones of the same; None where it is gone meanwhile."""
    found = advisor.passages(decision.ids)
    if not found:
        return None
    document = advisor.document(found[0].document)
    same = [passage for passage in found if passage.document == found[0].document]
    return render.quote_message(advisor.knowledge, document, same, decision.confidence) if document else None


def is_sure(knowledge: Knowledge, turn: Turn) -> bool:
    """Whether one record alone is meant."""
    best = next(iter(turn.understanding.found.records), ("", 0.0))
    return best[1] >= knowledge.weight("search.plain")


def services_for(advisor: Advisor, turn: Turn) -> Message:
    """The bodies that fit what was asked, where the firm is, or where it asks about."""
    knowledge, case = advisor.knowledge, advisor.case(turn) if turn.address else None
    country = next((str(value) for value in turn.values("country")), None)
    if country is None and case and case.facts.country:
        country = str(case.facts.country)
    named = [str(v) for v in (*turn.values("strategy"), turn.token_id) if v in knowledge.strategies]
    dimensions = [str(v) for v in turn.values("dimension") if v in knowledge.dimensions]
    about = next((name for name, _ in turn.understanding.found.records if name != SERVICES), "")
    if not named and not dimensions:
        if about in knowledge.strategies:
            named = [about]
        elif about in knowledge.items:
            dimensions = [knowledge.items[about].dimension]
        elif about in knowledge.dimensions:
            dimensions = [about]
    relieved = [d for name in named for d, relief in knowledge.strategies[name].relief.items() if relief > 1]
    near = dict(turn.understanding.found.services)
    wanted = () if near else dimensions or relieved
    chosen = choose_services(knowledge, country, wanted, named, _MOST_SERVICES, near)
    return render_evidence.services_message(knowledge, chosen, country, advisor.today())


def named_dimension(knowledge: Knowledge, turn: Turn) -> str:
    """The dimension that a message names, or nothing."""
    return next((str(value) for value in turn.values("dimension") if value in knowledge.dimensions), "")
