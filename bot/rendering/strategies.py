"""Strategies: the ranking, one card, a comparison, why this and why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.model.case import Answers, Assessment, Excluded, Facts, Ranked, Reason
from bot.model.knowledge import Knowledge, Strategy
from bot.model.message import Button, Message
from bot.ranking.services import choose_services
from bot.rendering.evidence import figure_text, footer
from bot.rendering.phrases import button, joined, lines, listed, lowered, say, whole
from bot.rendering.questions import label_of

# Why something is not for them, where they took a button; a word of their own stands beside these.
REASONS = ("dear", "time", "tried", "fit", "unsaid")
# Reasons beyond the second are not read on a card; the question "why" is worth four.
_REASONS, _REASONS_ASKED_FOR = 2, 4
_SHOWN = 5
# What of a comparison is short enough to be read beside each other.
_COMPARED = ("score", "effort", "cost", "eases")
# One address is enough on a card; "who helps" brings more.
_SERVICES = 1


@dataclass(frozen=True, slots=True)
class View:
    """What a strategy is shown against: the case, today's date, and whether the operator is the association."""

    knowledge: Knowledge
    assessment: Assessment
    facts: Facts
    answers: Answers
    today: date
    own_services: bool = False


def reason_phrase(knowledge: Knowledge, reason: Reason) -> str:
    """A reason as half a sentence."""
    if reason.kind == "needs":
        return say(knowledge, f"because.needs_{reason.about}")
    phrase = f"because.{reason.kind}"
    if reason.kind in {"because_you_said", "builds_on"}:
        question = knowledge.questions[reason.about]
        label = label_of(knowledge, question, reason.value)
        return say(knowledge, phrase, subject=question.subject, label=f"«{label}»")
    if reason.kind == "relieves":
        return say(knowledge, phrase, plain=knowledge.dimensions[reason.about].plain)
    if reason.kind == "serves_pain":
        return say(knowledge, phrase, title=lowered(knowledge.terms["functions"][reason.about].title))
    if reason.kind in {"strong_sector", "weak_sector"}:
        return say(knowledge, phrase, title=lowered(knowledge.terms["sectors"][reason.about].title))
    if reason.kind == "goal":
        label = label_of(knowledge, knowledge.questions["fact.goal"], reason.about)
        return say(knowledge, phrase, label=lowered(label))
    if reason.kind == "help_in_country":
        return say(knowledge, phrase, title=knowledge.services[reason.about].title, country=reason.value)
    if reason.kind == "not_for_us":
        return _not_for_us(knowledge, reason.value)
    return say(knowledge, phrase)


def _not_for_us(knowledge: Knowledge, why: str) -> str:
    """That something is not for them, with the reason they gave: one of a few, or their own words."""
    if why in REASONS:
        return say(knowledge, f"because.not_for_us_{why}")
    return say(knowledge, "because.not_for_us_said", why=f"«{why}»") if why else say(knowledge, "because.not_for_us")


def because(knowledge: Knowledge, entry: Ranked | None, most: int = _REASONS, leave_out: str = "") -> str:
    """The first reasons of a ranked strategy, as one sentence part.

    Args:
        leave_out: a kind of reason that stands beside these already.
    """
    reasons = [reason for reason in (entry.because if entry else ()) if reason.kind != leave_out]
    text = "; ".join(reason_phrase(knowledge, reason) for reason in reasons[:most])
    return text[:1].upper() + text[1:]


def ranking_message(
    view: View, entries: Sequence[Ranked], excluded: Iterable[Excluded], intro: str, most: int = _SHOWN
) -> Message:
    """Strategies best first, each with its reason, and those left out with theirs."""
    knowledge = view.knowledge
    shown = list(entries)[:most]
    rows = []
    for place, entry in enumerate(shown, 1):
        strategy = knowledge.strategies[entry.strategy]
        if not view.assessment.profile.answered:
            # A place and a score would claim something about a firm that nobody has told of.
            rows.append(say(knowledge, "ranking.line_general", title=strategy.title, short=strategy.parts["In short"]))
            continue
        score, why = whole(entry.score), because(knowledge, entry, 1)
        rows.append(
            say(knowledge, "ranking.line", place=place, title=strategy.title, score=score, because=why).rstrip()
        )
    left = list(excluded)
    text = lines(intro, listed(rows) or say(knowledge, "ranking.nothing"))
    buttons = [
        button(knowledge, "more", f"more:{e.strategy}", title=knowledge.strategies[e.strategy].title) for e in shown
    ]
    if not view.assessment.profile.answered:
        buttons.append(button(knowledge, "check", "menu.check"))
    data = {
        "strategies": [
            {**ranked_data(knowledge, entry), "title": knowledge.strategies[entry.strategy].title} for entry in shown
        ],
        "excluded": [{"id": e.strategy, "reason": reason_phrase(knowledge, e.reason)} for e in left],
    }
    return Message("ranking", text, tuple(e.strategy for e in shown), ("levelfield",), tuple(buttons), data)


def ranked_data(knowledge: Knowledge, entry: Ranked) -> dict[str, object]:
    """A ranked strategy as data: score, factors, reasons in words."""
    return {
        "id": entry.strategy,
        "score": round(entry.score, 1),
        "factors": {name: round(value, 3) for name, value in entry.factors.items()},
        "because": [reason_phrase(knowledge, reason) for reason in entry.because],
    }


def strategy_message(view: View, strategy: Strategy, intro: str = "", *, brief: bool = False) -> Message:
    """One strategy: whole, or what one needs to decide whether to read on."""
    knowledge = view.knowledge
    entry = view.assessment.ranking.entry(strategy.id) if view.assessment.profile.answered else None
    figure, sources = _figure(view, strategy)
    told = _in_brief(view, strategy, entry) if brief else _whole(view, strategy, entry, figure)
    text = lines(intro, say(knowledge, "strategy.card", title=strategy.title, short=strategy.parts["In short"]), *told)
    data = {
        "title": strategy.title,
        "family": strategy.family,
        "level": strategy.level,
        "effort": strategy.effort,
        "cost": {"class": strategy.cost.tier, "note": strategy.cost.note},
        "relief": dict(strategy.relief),
        "because": because(knowledge, entry),
        "parts": dict(strategy.parts),
    }
    more = (button(knowledge, "more", f"more:{strategy.id}", title=strategy.title),) if brief else ()
    helps = () if brief else (button(knowledge, "who_helps", f"services:{strategy.id}"),)
    return Message("strategy", text, (strategy.id,), sources, (*more, *card_buttons(knowledge, strategy), *helps), data)


def _in_brief(view: View, strategy: Strategy, entry: Ranked | None) -> tuple[str, ...]:
    """What one decides by: why, what it takes, the first step, and the first thing that speaks against it."""
    knowledge, parts = view.knowledge, strategy.parts
    why = because(knowledge, entry, 1)
    tier = say(knowledge, f"strategy.tier_{strategy.cost.tier}")
    return (
        say(knowledge, "strategy.why_you", because=why) if why else "",
        say(knowledge, "strategy.effort_brief", effort=strategy.effort, tier=tier),
        say(knowledge, "strategy.first", text=parts["First step this week"]),
        say(knowledge, "strategy.when_not", text=parts["When not to"].split("\n", 1)[0]),
    )


def _whole(view: View, strategy: Strategy, entry: Ranked | None, figure: str) -> tuple[str, ...]:
    """Everything that there is to say about a strategy."""
    knowledge, parts = view.knowledge, strategy.parts
    why = because(knowledge, entry, leave_out="relieves")
    dimensions = "; ".join(knowledge.dimensions[name].plain for name in _by_relief(strategy))
    return (
        say(knowledge, "strategy.why_you", because=why) if why else "",
        _service(view, strategy),
        say(knowledge, "strategy.relieves", dimensions=dimensions),
        say(knowledge, "strategy.first", text=parts["First step this week"]),
        _effort(knowledge, strategy),
        say(knowledge, "strategy.when_not", text=parts["When not to"]),
        say(knowledge, "strategy.needs", text=parts["What you need"]),
        say(knowledge, "strategy.beware", text=parts["Beware"]),
        say(knowledge, "strategy.who", text=parts["Who helps"]),
        _services(view, strategy),
        say(knowledge, "strategy.measure", text=parts["How you know it works"]),
        figure,
        footer(knowledge, strategy.sources, strategy.level, strategy.origin),
    )


def _effort(knowledge: Knowledge, strategy: Strategy) -> str:
    """Effort and cost; where it costs nothing, the note alone says so."""
    if strategy.cost.tier == 0:
        return say(knowledge, "strategy.effort_free", effort=strategy.effort, note=strategy.cost.note)
    tier = say(knowledge, f"strategy.tier_{strategy.cost.tier}")
    return say(knowledge, "strategy.effort", effort=strategy.effort, tier=tier, note=strategy.cost.note)


def card_buttons(knowledge: Knowledge, strategy: Strategy) -> tuple[Button, ...]:
    """What one can do with a strategy."""
    return (
        button(knowledge, "accept", f"accept:{strategy.id}"),
        button(knowledge, "reject", f"reject:{strategy.id}"),
        button(knowledge, "doing", f"doing:{strategy.id}"),
        button(knowledge, "why_this", f"why_this:{strategy.id}"),
        button(knowledge, "next", "next"),
    )


def _by_relief(strategy: Strategy) -> list[str]:
    return sorted(strategy.relief, key=lambda name: (-strategy.relief[name], name))


def _service(view: View, strategy: Strategy) -> str:
    """Which service to ask for, by the dimension that hurts most."""
    hurting = [score.dimension for score in view.assessment.profile.assessed if score.dimension in strategy.services]
    if not hurting:
        return ""
    phrase = "strategy.service_own" if view.own_services else "strategy.service"
    return say(view.knowledge, phrase, service=strategy.services[hurting[0]])


def _services(view: View, strategy: Strategy) -> str:
    """Bodies that help with it, in the firm's country or anywhere; nothing where none names the strategy."""
    here = choose_services(view.knowledge, view.facts.country, (), (strategy.id,), len(view.knowledge.services))
    named = [s for s in here if strategy.id in s.strategies and not s.demo][:_SERVICES]
    names = joined(f"{s.title} ({s.contact})" for s in named)
    return say(view.knowledge, "strategy.who_near", names=names) if named else ""


def _figure(view: View, strategy: Strategy) -> tuple[str, tuple[str, ...]]:
    """The nearest outside figure for a strategy, with its source; or that there is none."""
    knowledge, order = view.knowledge, ("same", "near", "analogy")
    found = [
        (order.index(support.nearness), figure)
        for figure in knowledge.figures.values()
        for support in figure.supports
        if support.strategy == strategy.id
    ]
    if not found:
        return say(knowledge, "strategy.judgement"), strategy.sources
    place, figure = min(found, key=lambda pair: (pair[0], -pair[1].year, pair[1].id))
    nearness = say(knowledge, f"strategy.nearness_{order[place]}")
    text = figure_text(knowledge, figure, view.today, "strategy.figure", nearness=nearness)
    return text, (*strategy.sources, figure.source)


def part_message(view: View, strategy: Strategy, name: str) -> Message:
    """One part of a strategy: its first step, what it costs, what speaks against it, or its evidence."""
    knowledge, sources = view.knowledge, strategy.sources
    if name == "cost":
        body = _effort(knowledge, strategy)
    elif name == "when_not":
        body = say(knowledge, "strategy.when_not", text=strategy.parts["When not to"])
    elif name == "evidence":
        body, sources = _figure(view, strategy)
    else:
        body = say(knowledge, "strategy.first", text=strategy.parts["First step this week"])
    text = lines(f"**{strategy.title}**", body)
    data = {"title": strategy.title, "cost": {"class": strategy.cost.tier, "note": strategy.cost.note}}
    ways = (
        button(knowledge, "more", f"more:{strategy.id}", title=strategy.title),
        button(knowledge, "accept", f"accept:{strategy.id}"),
    )
    return Message("strategy", text, (strategy.id,), tuple(dict.fromkeys(sources)), ways, data)


def why_message(view: View, strategy: Strategy) -> Message:
    """Why a strategy is where it is, or why it is left out: the factors and the reasons."""
    knowledge, ranking = view.knowledge, view.assessment.ranking
    entry = ranking.entry(strategy.id)
    left_out = next((e for e in ranking.excluded if e.strategy == strategy.id), None)
    ways: tuple[Button, ...] = (button(knowledge, "more", f"more:{strategy.id}", title=strategy.title),)
    when_not = say(knowledge, "strategy.when_not", text=strategy.parts["When not to"])
    if left_out:
        reason = reason_phrase(knowledge, left_out.reason)
        text = say(knowledge, "strategy.why_not_excluded", title=strategy.title, reason=reason)
        data: Mapping[str, object] = {"excluded": [{"id": strategy.id, "reason": reason}]}
        return Message("ranking", lines(text, when_not), (strategy.id,), strategy.sources, ways, data)
    if entry is None or not view.assessment.profile.answered:
        text = say(knowledge, "strategy.why_not_early", title=strategy.title)
        ways = (button(knowledge, "check", "menu.check"), *ways)
        return Message("ranking", text, (strategy.id,), strategy.sources, ways, {"strategies": []})
    place = say(knowledge, "strategy.place", place=ranking.position(strategy.id), of=len(ranking.ranked))
    text = lines(
        f"**{strategy.title}**",
        place,
        because(knowledge, entry, _REASONS_ASKED_FOR),
        factors_line(knowledge, entry),
        when_not,
    )
    data = {"strategies": [ranked_data(knowledge, entry)], "excluded": []}
    return Message("ranking", text, (strategy.id,), strategy.sources, ways, data)


def factors_line(knowledge: Knowledge, entry: Ranked) -> str:
    """The score and each factor that moved it, as so much more or less in a hundred."""
    shown = [
        say(knowledge, f"strategy.factor_{name}", value=whole(value) if name == "need" else f"{100 * (value - 1):+.0f}")
        for name, value in entry.factors.items()
        if name == "need" or abs(value - 1) > 0.001
    ]
    return say(knowledge, "strategy.why_line", score=whole(entry.score), factors=", ".join(shown))


def comparison_message(view: View, first: Strategy, second: Strategy) -> Message:
    """Two strategies side by side: in the text what one chooses by, in the data their first steps as well."""
    knowledge = view.knowledge
    pair = (first, second)
    rows = [
        ("effort", [say(knowledge, "compare.of_five", effort=s.effort) for s in pair]),
        ("cost", [say(knowledge, f"strategy.tier_{s.cost.tier}") for s in pair]),
        ("eases", ["; ".join(knowledge.dimensions[n].plain for n in _by_relief(s)) for s in pair]),
        ("what", [s.parts["In short"] for s in pair]),
        ("first_step", [s.parts["First step this week"] for s in pair]),
        ("when_not", [s.parts["When not to"].replace("\n", " ").replace("- ", "") for s in pair]),
    ]
    entries = [view.assessment.ranking.entry(s.id) for s in pair]
    if view.assessment.profile.answered and all(entries):
        rows.insert(0, ("score", [str(whole(e.score)) for e in entries if e]))
    text = lines(*(_compared(knowledge, strategy, side, rows) for side, strategy in enumerate(pair)))
    ways = tuple(button(knowledge, "more", f"more:{s.id}", title=s.title) for s in pair)
    sources = tuple(dict.fromkeys((*first.sources, *second.sources)))
    told = [{"name": say(knowledge, f"compare.{name}"), "values": values} for name, values in rows]
    data = {"titles": [first.title, second.title], "rows": told}
    return Message("comparison", text, (first.id, second.id), sources, ways, data)


def _compared(knowledge: Knowledge, strategy: Strategy, side: int, rows: Sequence[tuple[str, Sequence[str]]]) -> str:
    """One side of a comparison in words: what it is, the short rows, and the first thing that speaks against it."""
    short = [(name, values[side]) for name, values in rows if name in _COMPARED]
    against = strategy.parts["When not to"].split("\n", 1)[0].removeprefix("- ")
    return listed(
        (
            say(knowledge, "strategy.compare_title", title=strategy.title),
            strategy.parts["In short"],
            *(
                say(knowledge, "strategy.compare_line", name=say(knowledge, f"compare.{name}"), value=value)
                for name, value in (*short, ("when_not", against))
            ),
        )
    )
