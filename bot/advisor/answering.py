"""Questions of knowledge: answered from the records with their sources, or said not to be known."""

from __future__ import annotations

from bot.advisor.advisor import Advisor
from bot.advisor.noting import facts_said, note_business
from bot.model.knowledge import Knowledge
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.rendering import answers as render
from bot.rendering import talk

# What each intent asks for where no topic is named.
_ABOUT = {
    "ask_asymmetry": "concept.asymmetry.basic",
    "ask_importance": "risk.ignoring_asymmetry",
    "ask_example": "concept.asymmetry.bakery_example",
}
# Which part of a dimension each intent asks for.
_PARTS = {
    "ask_dimension": "What it does to a small firm",
    "ask_cause": "Why the large are ahead",
    "ask_effect": "What it does to a small firm",
    "ask_example": "Example",
}
_PREFIXES = {"ask_cause": ("cause.", "dimension."), "ask_effect": ("effect.", "dimension.")}
_NEAREST = 3
# What is said where nobody asked about anything in particular.
_GENERAL_SOURCES = ("article", "levelfield")


def answer_question(advisor: Advisor, turn: Turn) -> Reply:
    """The answer to a question of knowledge."""
    return Reply((answer(advisor.knowledge, turn),))


def answer(knowledge: Knowledge, turn: Turn) -> Message:
    """The grounded answer, one of two topics asked back, or that it is not known."""
    name = _named(knowledge, turn) or _ABOUT.get(turn.intent, "")
    if name:
        return render.answer_message(knowledge, name, 1.0, _PARTS.get(turn.intent, ""))
    topics = _preferred(turn)
    best = topics[0] if topics else ("", 0.0)
    if best[1] < knowledge.weight("search.answer"):
        least = knowledge.weight("search.nearest")
        nearest = [topic for topic, similarity in topics if similarity >= least][:_NEAREST]
        return render.unknown_message(knowledge, turn.text, nearest)
    rival = next((t for t in topics[1:] if best[1] - t[1] < knowledge.weight("search.ambiguous")), None)
    if rival and not turn.intent and best[1] < knowledge.weight("search.sure"):
        return render.which_message(knowledge, (best[0], rival[0]), "answer.which", turn.text)
    return render.answer_message(knowledge, best[0], best[1], _PARTS.get(turn.intent, ""))


def answer_if_known(knowledge: Knowledge, turn: Turn) -> Message | None:
    """The answer to a text that no intent claimed, where it is plainly about a record; None where it is not."""
    best = next(iter(turn.understanding.topics), ("", 0.0))
    if best[1] < knowledge.weight("search.plain"):
        return None
    return render.answer_message(knowledge, best[0], best[1])


def _named(knowledge: Knowledge, turn: Turn) -> str:
    """A record named by a button or, for a dimension, by one of its names."""
    if any(
        turn.token_id in group
        for group in (knowledge.dimensions, knowledge.concepts, knowledge.items, knowledge.strategies)
    ):
        return turn.token_id
    if turn.intent in {"ask_cause", "ask_effect"}:
        prefixes = _PREFIXES[turn.intent]
        best = next(iter(turn.understanding.topics), ("", 0.0))
        if best[0].startswith(prefixes[0]) and best[1] >= knowledge.weight("search.answer"):
            return best[0]
    return next((str(value) for value in turn.values("dimension") if value in knowledge.dimensions), "")


def _preferred(turn: Turn) -> list[tuple[str, float]]:
    """The topics, those of the kind that the intent asks for first where they are nearly as likely."""
    prefixes = _PREFIXES.get(turn.intent, ("dimension.",) if turn.intent == "ask_dimension" else ())
    topics = list(turn.understanding.topics)
    if not prefixes or not topics:
        return topics
    top = topics[0][1]
    return sorted(topics, key=lambda t: -(t[1] + (0.08 if t[0].startswith(prefixes) and top - t[1] < 0.15 else 0)))


def couplings(advisor: Advisor, turn: Turn) -> Reply:
    """How the dimensions feed each other."""
    about = next((str(v) for v in turn.values("dimension") if v in advisor.knowledge.dimensions), None)
    return Reply((render.couplings_message(advisor.knowledge, about),))


def evidence(advisor: Advisor, turn: Turn) -> Reply:
    """Outside figures on what was named, or on what is being talked about."""
    names = [str(v) for v in (*turn.values("dimension"), *turn.values("strategy"))]
    least = advisor.knowledge.weight("search.answer")
    names += [name for name, similarity in turn.understanding.topics if similarity >= least]
    names = names or [name for name in (turn.open.strategy,) if name]
    return Reply((render.evidence_message(advisor.knowledge, names, advisor.today()),))


def sources(advisor: Advisor, turn: Turn) -> Reply:
    """Where statements come from: those of the strategy being talked about, else in general."""
    strategy = advisor.knowledge.strategies.get(turn.open.strategy)
    names = list(strategy.sources) if strategy else list(_GENERAL_SOURCES)
    if strategy:
        names += [
            f.source for f in advisor.knowledge.figures.values() if any(s.strategy == strategy.id for s in f.supports)
        ]
    about = (strategy.id,) if strategy else ()
    return Reply((render.sources_message(advisor.knowledge, list(dict.fromkeys(names)), *about),))


def out_of_scope(advisor: Advisor, turn: Turn) -> Reply:
    """Something outside; always with a way on. What is plainly about a record is answered, whatever the intent says."""
    if "sector" in facts_said(advisor.knowledge, turn):
        # "Bakery in Kenya": whoever names a trade tells of a firm.
        return note_business(advisor, turn)
    known = answer_if_known(advisor.knowledge, turn)
    if known:
        return Reply((known,))
    return Reply((talk.unknown(advisor.knowledge, "talk.out_of_scope", turn.text, talk.ways_in(advisor.knowledge)),))


def not_understood(advisor: Advisor, turn: Turn) -> Reply:
    """Nothing was understood: what the words come nearest to, or the ways in."""
    known = answer_if_known(advisor.knowledge, turn)
    if known:
        return Reply((known,))
    least = advisor.knowledge.weight("search.nearest")
    near = [name for name, similarity in turn.understanding.topics if similarity >= least][:_NEAREST]
    if near:
        return Reply((render.which_message(advisor.knowledge, near, "talk.not_understood", turn.text),))
    return Reply((talk.unknown(advisor.knowledge, "talk.not_understood", turn.text, talk.ways_in(advisor.knowledge)),))
