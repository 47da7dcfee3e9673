"""Questions of knowledge: answered from the records with their sources, refused, or said not to be known."""

from __future__ import annotations

from bot.advisor.advisor import Advisor
from bot.advisor.guidance import is_pointing
from bot.advisor.noting import facts_said, note_business
from bot.advisor.searching import (
    PARTS,
    answer_if_known,
    asked,
    decided,
    is_sure,
    named_dimension,
    say_decision,
    services_for,
)
from bot.language.asking import is_question
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.rendering import answers as render
from bot.rendering import evidence as render_evidence
from bot.rendering import strategies as render_strategies
from bot.rendering import talk
from bot.search.decision import ANSWER, QUOTE, REFUSE

# What each intent asks for where no topic is named.
_ABOUT = {
    "ask_asymmetry": "concept.asymmetry.basic",
    "ask_importance": "risk.ignoring_asymmetry",
    "ask_example": "concept.asymmetry.bakery_example",
}
_COUPLINGS = "concept.dimensions.interaction"
_NOT_UNDERSTOOD = ("talk.not_understood", "talk.not_understood_again")
# What is said where nobody asked about anything in particular.
_GENERAL_SOURCES = ("article", "levelfield")


def answer_question(advisor: Advisor, turn: Turn) -> Reply:
    """The answer to a question of knowledge, or to a button that opens a record or goes on reading it."""
    return Reply((answer(advisor, turn),))


def answer(advisor: Advisor, turn: Turn) -> Message:
    """The grounded answer, one of two topics asked back, a refusal, or that it is not known."""
    if turn.token_id:
        return _opened(advisor, turn)
    decision = decided(advisor.knowledge, turn)
    outside = turn.understanding.found.outside >= advisor.knowledge.weight("search.outside")
    if decision.kind in {REFUSE, QUOTE} or is_sure(advisor.knowledge, turn) or outside:
        return say_decision(advisor, turn, decision)
    # "What is it?" asks for the whole where no part of it is plainly meant.
    general = _ABOUT.get(turn.intent, "") or named_dimension(advisor.knowledge, turn)
    if not general:
        return say_decision(advisor, turn, decision)
    part = PARTS.get(turn.intent, "") if general in advisor.knowledge.dimensions else ""
    return render.answer_message(advisor.knowledge, general, 1.0, advisor.today(), part=part)


def _opened(advisor: Advisor, turn: Turn) -> Message:
    """What a button opens: a record, a further part of it, or a level's table of contents."""
    name, _, step = turn.token_id.partition("/")
    if name.startswith(render.LEVEL) and name.removeprefix(render.LEVEL) in render.LEVELS:
        return render.contents_message(advisor.knowledge, name.removeprefix(render.LEVEL))
    if name in advisor.knowledge.services:
        chosen = [advisor.knowledge.services[name]]
        return render_evidence.services_message(advisor.knowledge, chosen, None, advisor.today())
    if name in advisor.knowledge.refusals:
        return render.refusal_message(advisor.knowledge, advisor.knowledge.refusals[name])
    return render.answer_message(advisor.knowledge, name, 1.0, advisor.today(), step=int(step) if step.isdigit() else 0)


def couplings(advisor: Advisor, turn: Turn) -> Reply:
    """How the dimensions feed each other; a question on one of them has its own answer."""
    question = asked(advisor, turn)
    if question and question.about[0] != _COUPLINGS:
        return Reply((question,))
    return Reply(
        (render_evidence.couplings_message(advisor.knowledge, named_dimension(advisor.knowledge, turn) or None),)
    )


def evidence(advisor: Advisor, turn: Turn) -> Reply:
    """Outside figures on what was named, or on what is being talked about; a button asks for the next ones."""
    knowledge, today = advisor.knowledge, advisor.today()
    about, _, start = turn.token_id.partition("/")
    if about:
        figures = render_evidence.figures_on(knowledge, [about])
        first = int(start) if start.isdigit() else 0
        return Reply((render_evidence.evidence_message(knowledge, figures, today, about=about, start=first),))
    if turn.open.strategy in knowledge.strategies and is_pointing(turn):
        return _evidence_in_view(advisor, turn)
    decision = decided(knowledge, turn)
    if decision.kind in {REFUSE, QUOTE}:
        return Reply((say_decision(advisor, turn, decision),))
    unclaimed = turn.confidence < knowledge.weight("search.claimed")
    if decision.kind == ANSWER and is_sure(knowledge, turn) and unclaimed and decision.ids[0] in knowledge.concepts:
        # "A precise academic wording" sounds like proof, and asks for what no figure is on.
        return Reply((say_decision(advisor, turn, decision),))
    names = [str(v) for v in (*turn.values("dimension"), *turn.values("strategy"))]
    names += list(decision.ids[:1]) if decision.kind == ANSWER and is_sure(knowledge, turn) else []
    near = next(iter(turn.understanding.topics), ("", 0.0))
    if not names and not turn.open.strategy and near[1] >= knowledge.weight("topics.meant"):
        names = [near[0]]
    names = names or [name for name in (turn.open.strategy,) if name]
    names = [knowledge.items[name].dimension if name in knowledge.items else name for name in names]
    # One figure is seldom alone: those on the same dimension follow it.
    names += [d for name in names if name in knowledge.figures for d in knowledge.figures[name].dimensions[:1]]
    figures = render_evidence.figures_on(knowledge, names)
    on = next((name for name in names if name in {*knowledge.dimensions, *knowledge.strategies}), "")
    return Reply((render_evidence.evidence_message(knowledge, figures, today, about=on),))


def _evidence_in_view(advisor: Advisor, turn: Turn) -> Reply:
    """The figures that support the strategy in view, or that there are none."""
    knowledge, name = advisor.knowledge, turn.open.strategy
    if any(support.strategy == name for figure in knowledge.figures.values() for support in figure.supports):
        figures = render_evidence.figures_on(knowledge, [name])
        return Reply((render_evidence.evidence_message(knowledge, figures, advisor.today(), about=name),))
    view = advisor.view(advisor.case(turn))
    return Reply((render_strategies.part_message(view, knowledge.strategies[name], "evidence"),))


def who_helps(advisor: Advisor, turn: Turn) -> Reply:
    """Who helps with what was named, in the firm's country; another plain question has its own answer."""
    question = asked(advisor, turn)
    if question:
        return Reply((question,))
    return Reply((services_for(advisor, turn),))


def sources(advisor: Advisor, turn: Turn) -> Reply:
    """Where statements come from: those of the strategy being talked about, else in general."""
    strategy = advisor.knowledge.strategies.get(turn.open.strategy)
    names = list(strategy.sources) if strategy else list(_GENERAL_SOURCES)
    if strategy:
        names += [
            f.source for f in advisor.knowledge.figures.values() if any(s.strategy == strategy.id for s in f.supports)
        ]
    about = (strategy.id,) if strategy else ()
    return Reply((render_evidence.sources_message(advisor.knowledge, list(dict.fromkeys(names)), *about),))


def out_of_scope(advisor: Advisor, turn: Turn) -> Reply:
    """Something outside; always with a way on. What is plainly about a record is answered, whatever the intent says."""
    return _known_or_told(advisor, turn) or Reply(
        (talk.unknown(advisor.knowledge, "talk.out_of_scope", turn.text, talk.ways_in(advisor.knowledge)),)
    )


def _known_or_told(advisor: Advisor, turn: Turn) -> Reply | None:
    """A refusal, what is told of a firm, or what is plainly about a record; None where it is none of these."""
    known = answer_if_known(advisor, turn)
    refused = known is not None and known.kind == "notice"
    if not refused and "sector" in facts_said(advisor.knowledge, turn) and not is_question(turn.text):
        # Whoever names a trade and asks nothing tells of a firm: "bakery in Kenya".
        return note_business(advisor, turn)
    return Reply((known,)) if known else None


def not_understood(advisor: Advisor, turn: Turn) -> Reply:
    """Nothing was understood: what search makes of the words, what they come nearest to, or the ways in."""
    known = _known_or_told(advisor, turn)
    if known:
        return known
    decision = decided(advisor.knowledge, turn)
    if decision.kind == ANSWER:
        return Reply((say_decision(advisor, turn, decision),))
    near = [name for name in decision.ids if render.find_record(advisor.knowledge, name)]
    if near and not turn.open.lost:
        return Reply((render.which_message(advisor.knowledge, near, "talk.not_understood", turn.text),))
    # First asked back, then helped; whoever goes on unheard hears the two in turn, never one of them again and again.
    phrase = _NOT_UNDERSTOOD[turn.open.lost % len(_NOT_UNDERSTOOD)]
    return Reply((talk.unknown(advisor.knowledge, phrase, turn.text, talk.ways_in(advisor.knowledge)),))
