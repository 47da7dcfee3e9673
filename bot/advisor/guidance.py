"""Guidance: the walk through niche, collaboration, automation and more, and every question about a strategy."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.advisor.advisor import Advisor
from bot.advisor.lists import at_places, listed
from bot.advisor.pointing import points_back
from bot.advisor.searching import about_one, answer_if_known, decided, is_sure, say_decision
from bot.language.asking import is_question
from bot.language.plan_changes import read_change
from bot.model.case import Ranked
from bot.model.knowledge import Strategy
from bot.model.message import Button, Message
from bot.model.turn import Reply, Turn
from bot.plan.choose import ALWAYS, BUFFER
from bot.rendering import answers as render_answers
from bot.rendering import strategies as render
from bot.rendering import talk
from bot.rendering.answers import find_record
from bot.rendering.phrases import button, counted, lines, say
from bot.rendering.strategies import View
from bot.search.decision import ANSWER, QUOTE, REFUSE, WHICH

# "Tell me more" and "what does it cost" name nothing that could lie outside.
_FEW_WORDS = 5
# "Why not blockchain" is 0.01 less likely about blockchain than about when to leave a good idea alone.
_HARDLY_LESS = 0.1
# Likelier outside than not: "what does a Shopify plan cost" is like the plan to leave a platform in its words only.
_OUTSIDE = 0.5
# What is compared.
_A_PAIR = 2
# More titles than these nobody weighs against each other.
_MOST_ASKED_BACK = 3
_AGAINST = re.compile(r"\b(?:against|downsides?|drawbacks?|risks?|the catch|when not|cons)\b", re.IGNORECASE)
# Words that ask for one part of a strategy.
_PARTS = (
    ("evidence", re.compile(r"\b(?:proof|evidence|figures?|stud(?:y|ies)|proven?)\b", re.IGNORECASE)),
    ("when_not", _AGAINST),
    ("cost", re.compile(r"\b(?:costs?|price|how much|expensive|effort)\b", re.IGNORECASE)),
    ("first", re.compile(r"\bfirst step\b|\bhow (?:do|would|can|to|should) .{0,12}(?:start|begin)\b", re.IGNORECASE)),
    ("why", re.compile(r"^why\b", re.IGNORECASE)),
)
# "First step?" asks how to begin with the one in view, and counts in no list.
_A_STEP = re.compile(r"\bsteps?\b", re.IGNORECASE)
_BEST_TWO = re.compile(r"\b(?:first|top|best|upper) (?:two|2)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b\d{1,2}\b")


def show_niche(advisor: Advisor, turn: Turn) -> Reply:
    """The best niche strategy for this firm."""
    return _walk(advisor, turn, "niche")


def show_collaboration(advisor: Advisor, turn: Turn) -> Reply:
    """The best collaboration for this firm."""
    return _walk(advisor, turn, "collaboration")


def show_automation(advisor: Advisor, turn: Turn) -> Reply:
    """The best automation for this firm."""
    return _walk(advisor, turn, "automation")


def _walk(advisor: Advisor, turn: Turn, family: str) -> Reply:
    """One stage of the walk: the best strategy of a family in brief, with the way to the others of it."""
    knowledge, view = advisor.knowledge, advisor.view(advisor.case(turn))
    entries = _of_family(view, family)
    intro = say(knowledge, f"strategy.walk_{family}")
    if not entries:
        text = lines(intro, say(knowledge, "ranking.nothing"))
        ways = (button(knowledge, "next", "next"),)
        return Reply((Message("ranking", text, buttons=ways, data={"strategies": []}),), {"stage": family})
    best = knowledge.strategies[entries[0].strategy]
    message = render.strategy_message(view, best, intro, brief=True)
    if len(entries) > 1:
        message = replace(message, buttons=(*message.buttons, button(knowledge, "others", f"guide:{family}")))
    return Reply((message,), {"stage": family, "open_strategy": best.id})


def _of_family(view: View, family: str) -> list[Ranked]:
    """The strategies of a family, best first; before any answer all of them, since nothing tells them apart yet."""
    strategies, known = view.knowledge.strategies, view.assessment.profile.answered
    return [e for e in _in_order(view) if strategies[e.strategy].family == family and (e.score > 0 or not known)]


def _in_order(view: View) -> list[Ranked]:
    """The ranking; in distress the cash list comes first, then what costs nothing."""
    ranked = list(view.assessment.ranking.ranked)
    if view.assessment.plan.status == "distress":
        ranked.sort(key=lambda e: (e.strategy != BUFFER, view.knowledge.strategies[e.strategy].cost.tier > 0))
    return ranked


def show_other_help(advisor: Advisor, turn: Turn) -> Reply:
    """What the profile calls for besides the three families everybody hears of."""
    view = advisor.view(advisor.case(turn))
    strategies = advisor.knowledge.strategies
    entries = [e for e in _in_order(view) if strategies[e.strategy].family not in ALWAYS and e.score > 0]
    message = render.ranking_message(view, entries, (), say(advisor.knowledge, "strategy.walk_more"))
    ways = (button(advisor.knowledge, "plan", "plan"), *message.buttons)
    return Reply(
        (Message("ranking", message.text, message.about, message.sources, ways, message.data),),
        # Several are shown, so none of them is in view.
        {"stage": "more", "open_strategy": None},
    )


def recommend(advisor: Advisor, turn: Turn) -> Reply:
    """What to do first, as far as the answers tell."""
    view = advisor.view(advisor.case(turn))
    knowledge, assessment = advisor.knowledge, view.assessment
    if assessment.plan.status == "too_early":
        entries = [e for e in assessment.ranking.ranked if e.strategy in assessment.plan.now]
        if not entries:
            ways = (button(knowledge, "check", "menu.check"),)
            return Reply((talk.notice(knowledge, "ranking.no_answers", ways),))
        intro = say(knowledge, "ranking.too_early", answers=counted(knowledge, assessment.profile.answered))
        only = entries[0].strategy if len(entries) == 1 else None
        return Reply((render.ranking_message(view, entries, (), intro),), {"open_strategy": only})
    if assessment.plan.status == "distress":
        first = (*assessment.plan.now, *assessment.plan.next)
        entries = [e for name in first if (e := assessment.ranking.entry(name))]
        shown = render.ranking_message(view, entries, (), say(knowledge, "plan.distress"))
        return Reply((shown,), {"open_strategy": None})
    intro = say(knowledge, "ranking.title")
    message = render.ranking_message(view, assessment.ranking.ranked, assessment.ranking.excluded, intro)
    return Reply((message,), {"open_strategy": None})


def show_guidance(advisor: Advisor, turn: Turn) -> Reply:
    """Advice on a topic that the person named: a family, a strategy, a dimension; else all families."""
    view, knowledge = advisor.view(advisor.case(turn)), advisor.knowledge
    decision = decided(knowledge, turn)
    family = _family(advisor, turn)
    plain = None if turn.token else _plainly_asked(advisor, turn, view, family)
    if plain:
        return plain
    if family:
        term = knowledge.terms["families"][family]
        intro = say(knowledge, "ranking.family", title=term.title, description=term.description)
        entries = _of_family(view, family)
        message = render.ranking_message(view, entries, (), _general(view, intro), len(entries))
        return Reply((message,), {"open_strategy": None})
    strategy = named_strategy(advisor, turn, certain=True)
    if strategy:
        return _card(view, strategy)
    dimension = next((str(v) for v in turn.values("dimension")), "") or _best_topic(advisor, turn, knowledge.dimensions)
    if dimension in knowledge.dimensions:
        relieving = [
            e for e in view.assessment.ranking.ranked if knowledge.strategies[e.strategy].relief.get(dimension, 0) > 1
        ]
        record = knowledge.dimensions[dimension]
        intro = lines(f"**{record.title}**", record.parts["What helps"])
        return Reply((render.ranking_message(view, relieving, (), _general(view, intro)),), {"open_strategy": None})
    if decision.kind in {ANSWER, WHICH} and not turn.token:
        return Reply((say_decision(advisor, turn, decision),))
    terms = knowledge.terms["families"].values()
    ways = tuple(Button(term.title, f"guide:{term.id}") for term in terms)
    reading = button(knowledge, "level_fundamentals", "explain:level.fundamentals")
    return Reply((talk.menu(knowledge, "talk.menu_again", (*ways, reading)),))


def _plainly_asked(advisor: Advisor, turn: Turn, view: View, family: str) -> Reply | None:
    """The answer where one record is plainly meant, or a refusal; None where a list serves better."""
    knowledge, decision = advisor.knowledge, decided(advisor.knowledge, turn)
    if decision.kind in {REFUSE, QUOTE}:
        return Reply((say_decision(advisor, turn, decision),))
    found = turn.understanding.found
    if found.outside >= _OUTSIDE:
        return _asked_back(advisor, turn)
    if not found.records:
        return None
    if not is_sure(knowledge, turn):
        # Who asks for guidance asks for something that there is: likely ones are asked back, however sure none is.
        likely = [name for name, chance in found.records if chance >= knowledge.weight("search.likely")]
        known = [name for name in likely if find_record(knowledge, name)][:_MOST_ASKED_BACK]
        if len(known) < _A_PAIR or family or turn.values("strategy"):
            return None
        return Reply((render_answers.which_message(knowledge, known, "answer.which", turn.text),))
    best = found.records[0][0]
    remedy = best if best in knowledge.strategies else _remedy(advisor, turn, best)
    if remedy:
        return _card(view, knowledge.strategies[remedy])
    # After a diagnosis a family's strategies come in the order of this firm, before it as an overview.
    ranked = family and best in knowledge.concepts and view.assessment.profile.answered
    listed = ranked or best in knowledge.dimensions
    return None if listed else Reply((say_decision(advisor, turn, decision),))


def _remedy(advisor: Advisor, turn: Turn, name: str) -> str:
    """The strategy that answers a trouble named as a topic: of "hackers" what to do, not what they do; or nothing."""
    knowledge, understood = advisor.knowledge, turn.understanding
    if is_question(turn.text) or name not in {*knowledge.items, *knowledge.figures}:
        return ""
    found = [n for n, chance in understood.found.records if chance >= knowledge.weight("search.nearest")]
    near = [n for n, similarity in understood.topics if similarity >= knowledge.weight("topics.meant")]
    return next((n for n in (*found, *near) if n in knowledge.strategies), "")


def _asked_back(advisor: Advisor, turn: Turn) -> Reply | None:
    """Whether one of the nearest strategies is meant, where advice is plainly asked for in words that nobody knows."""
    knowledge = advisor.knowledge
    least = knowledge.weight("topics.offered")
    near = [n for n, s in turn.understanding.topics if n in knowledge.strategies and s >= least][:_A_PAIR]
    if not near or turn.confidence < knowledge.weight("search.claimed") or is_question(turn.text):
        return None
    return Reply((render_answers.which_message(knowledge, near, "answer.which_perhaps", turn.text),))


def _general(view: View, intro: str) -> str:
    """Say that advice is general where no firm is known yet."""
    return intro if view.assessment.profile.answered else lines(intro, say(view.knowledge, "ranking.no_diagnosis"))


def _family(advisor: Advisor, turn: Turn) -> str:
    families = advisor.knowledge.terms["families"]
    named = [turn.token_id, *(str(value) for value in turn.values("topic"))]
    return next((name for name in named if name in families), "")


def _best_topic(advisor: Advisor, turn: Turn, group: object) -> str:
    least = advisor.knowledge.weight("topics.meant")
    return next((n for n, s in turn.understanding.topics if n in group and s >= least), "")  # type: ignore[operator]


def named_strategies(advisor: Advisor, turn: Turn) -> list[Strategy]:
    """The strategies a message names, surest first: by token, by name, by what search found, by likeness."""
    known, least = advisor.knowledge.strategies, advisor.knowledge.weight("topics.meant")
    names = [turn.token_id, *(str(value) for value in turn.values("strategy"))]
    if turn.understanding.found.outside < _OUTSIDE:
        plain = advisor.knowledge.weight("search.plain")
        names += [name for name, chance in turn.understanding.found.records[:1] if chance >= plain]
        names += [name for name, similarity in turn.understanding.topics if similarity >= least]
    return [known[name] for name in dict.fromkeys(names) if name in known]


def named_strategy(advisor: Advisor, turn: Turn, *, certain: bool = False) -> Strategy | None:
    """The strategy a message is about; the one that is being talked about where none is named."""
    named = named_strategies(advisor, turn)
    if named:
        return named[0]
    return None if certain else advisor.knowledge.strategies.get(turn.open.strategy)


def _card(view: View, strategy: Strategy) -> Reply:
    return Reply((render.strategy_message(view, strategy),), {"open_strategy": strategy.id})


def _about(advisor: Advisor, turn: Turn, say_it: Callable[[View, Strategy], Message]) -> Reply:
    """Answer about the strategy that is meant, or ask which."""
    view, strategy = advisor.view(advisor.case(turn)), named_strategy(advisor, turn)
    pointing = is_pointing(turn)
    if pointing:
        # "First step?" and "how much does it cost" are about the one in view, whatever record they resemble.
        places = () if _A_STEP.search(turn.text) else read_change(turn.text, advisor.today()).steps
        there = at_places(listed(view, turn.open.stage), places)
        strategy = advisor.knowledge.strategies.get(there[0] if there else "" if places else turn.open.strategy)
    asked = None if turn.token or pointing or turn.values("strategy") else answer_if_known(advisor, turn)
    near = _as_near(advisor, turn)
    if asked and asked.about[0] not in advisor.knowledge.strategies and near:
        # "Why not blockchain" is as near to when to leave a good idea alone, and asks about this one.
        strategy = near
    elif asked and asked.about[0] not in advisor.knowledge.strategies:
        # "Tell me more about hedging" is about no strategy, whichever is being talked about.
        return Reply((asked,))
    if strategy is None and turn.understanding.found.outside >= _OUTSIDE and len(turn.text.split()) >= _FEW_WORDS:
        return Reply((say_decision(advisor, turn, decided(advisor.knowledge, turn)),))
    if strategy is None:
        near_ones = () if pointing else turn.understanding.topics
        nearest = [n for n, _ in near_ones if n in advisor.knowledge.strategies]
        # What names nothing is about what was shown.
        first = (nearest or listed(view, turn.open.stage))[:_MOST_ASKED_BACK]
        ways = tuple(Button(advisor.knowledge.strategies[name].title, f"more:{name}") for name in first)
        return Reply((talk.unknown(advisor.knowledge, "strategy.which", turn.text, ways, first),))
    return Reply((say_it(view, strategy),), {"open_strategy": strategy.id})


def _as_near(advisor: Advisor, turn: Turn) -> Strategy | None:
    """The strategy that is hardly less likely meant than the likeliest record, where one is surely asked about."""
    records = turn.understanding.found.records
    if turn.confidence < advisor.knowledge.weight("search.claimed") or not records:
        return None
    close = (name for name, chance in records if records[0][1] - chance <= _HARDLY_LESS)
    return next((advisor.knowledge.strategies[name] for name in close if name in advisor.knowledge.strategies), None)


def is_pointing(turn: Turn) -> bool:
    """Whether a message means what is in view: it names nothing, or stands for it ("that one")."""
    return not turn.token and not turn.values("strategy") and points_back(turn.text)


def tell_more(advisor: Advisor, turn: Turn) -> Reply:
    """A strategy, whole, or the one part of it that the words ask for."""
    part = "" if turn.token else next((name for name, words in _PARTS if words.search(turn.text)), "")
    if part == "why":
        return why_this(advisor, turn)
    if part:
        return _about(advisor, turn, lambda view, strategy: render.part_message(view, strategy, part))
    return _about(advisor, turn, render.strategy_message)


def first_step(advisor: Advisor, turn: Turn) -> Reply:
    """How to begin with a strategy."""
    return _about(advisor, turn, lambda view, strategy: render.part_message(view, strategy, "first"))


def cost(advisor: Advisor, turn: Turn) -> Reply:
    """What a strategy costs in money and effort."""
    return _about(advisor, turn, lambda view, strategy: render.part_message(view, strategy, "cost"))


def why_this(advisor: Advisor, turn: Turn) -> Reply:
    """Why a strategy is recommended."""
    return _about(advisor, turn, render.why_message)


def why_not(advisor: Advisor, turn: Turn) -> Reply:
    """Why a strategy is left out or ranks low, or what speaks against it."""
    if is_pointing(turn) and _AGAINST.search(turn.text):
        return _about(advisor, turn, lambda view, strategy: render.part_message(view, strategy, "when_not"))
    return _about(advisor, turn, render.why_message)


def compare(advisor: Advisor, turn: Turn) -> Reply:
    """Two strategies side by side; with one named, it is held against the one being talked about."""
    listed_pair = _pair_of_a_list(advisor, turn)
    if len(listed_pair) == _A_PAIR:
        return Reply((render.comparison_message(advisor.view(advisor.case(turn)), *listed_pair),))
    named, claimed = named_strategies(advisor, turn), turn.confidence >= advisor.knowledge.weight("search.claimed")
    if not turn.token and not turn.open.strategy and len(set(turn.values("strategy"))) < _A_PAIR:
        # "Should we use cloud or SaaS software?" is about one thing, in two words.
        one = about_one(advisor, turn)
        if one and not (claimed and one.about[0] in advisor.knowledge.strategies):
            return Reply((one,))
    if len(named) < _A_PAIR:
        least = advisor.knowledge.weight("topics.nearest" if claimed else "topics.meant")
        near = [name for name, similarity in turn.understanding.topics if similarity >= least]
        known = advisor.knowledge.strategies
        named += [known[name] for name in near if name in known and known[name] not in named]
    current = advisor.knowledge.strategies.get(turn.open.strategy)
    pair = [*named, *([current] if current and current not in named else [])][:_A_PAIR]
    if len(pair) < _A_PAIR and named and not claimed:
        return Reply((render_answers.answer_message(advisor.knowledge, named[0].id, 1.0, advisor.today()),))
    if len(pair) < _A_PAIR:
        return Reply((talk.notice(advisor.knowledge, "strategy.compare_two"),))
    return Reply((render.comparison_message(advisor.view(advisor.case(turn)), *pair),))


def _pair_of_a_list(advisor: Advisor, turn: Turn) -> list[Strategy]:
    """Two that are named by their places in what was shown last, or the best of two families."""
    if turn.token or turn.values("strategy"):
        return []
    known, view = advisor.knowledge.strategies, advisor.view(advisor.case(turn))
    families = [str(v) for v in turn.values("topic") if v in advisor.knowledge.terms["families"]]
    best = [entries[0].strategy for name in dict.fromkeys(families) if (entries := _of_family(view, name))]
    if len(best) == _A_PAIR:
        return [known[name] for name in best]
    names = listed(view, turn.open.stage)
    places = (1, 2) if _BEST_TWO.search(turn.text) else read_change(turn.text, advisor.today()).steps
    if len(places) != _A_PAIR:
        places = tuple(int(number) for number in _NUMBER.findall(turn.text))
    found = [names[place - 1] for place in places if 0 < place <= len(names)]
    return [known[name] for name in dict.fromkeys(found)] if len(places) == _A_PAIR else []
