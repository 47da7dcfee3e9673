"""What stands behind an answer: figures, sources, couplings, and who helps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.model.knowledge import Figure, Knowledge, Service
from bot.model.message import Message
from bot.rendering.phrases import button, joined, lines, listed, say

_FIGURES = 3


def footer(knowledge: Knowledge, sources: Sequence[str], level: str, origin: str) -> str:
    """Where it comes from, at which level it stands, and whether the article said it."""
    titles = joined(knowledge.sources[source].title for source in sources)
    added = say(knowledge, "answer.added") if origin == "added" else ""
    parts = (say(knowledge, "answer.sources", titles=titles), say(knowledge, f"answer.level_{level}"), added)
    return " ".join(part for part in parts if part)


def services_message(knowledge: Knowledge, services: Sequence[Service], country: str | None, today: date) -> Message:
    """Who helps, with what, and where to find them."""
    if country is None:
        intro = say(knowledge, "services.anywhere")
    else:
        intro = say(knowledge, "services.in_country", country=country)
    rows = [service_line(knowledge, service, today) for service in services]
    text = lines(intro, *rows, say(knowledge, "services.check" if rows else "services.none"))
    data = {
        "country": country,
        "services": [
            {"id": s.id, "title": s.title, "contact": s.contact, "own": s.own, "demo": s.demo, "check_by": s.check_by}
            for s in services
        ],
    }
    ways = (button(knowledge, "check", "menu.check"),)
    about = tuple(service.id for service in services) or ("guide.public_help",)
    return Message("answer", text, about, ("levelfield",), ways, {"confidence": 1.0, **data})


def service_line(knowledge: Knowledge, service: Service, today: date) -> str:
    """A body that helps: its name, with what, for whom, where to find it."""
    line = say(
        knowledge,
        "services.line",
        title=service.title,
        helps=service.helps.rstrip("."),
        for_whom=service.for_whom.rstrip("."),
        where=service.where.rstrip("."),
        contact=service.contact,
    )
    marks = (
        say(knowledge, "services.demo") if service.demo else "",
        say(knowledge, "strategy.dated", date=service.check_by) if service.check_by < today.isoformat() else "",
    )
    return " ".join(part for part in (line, *marks) if part)


def couplings_message(knowledge: Knowledge, about: str | None) -> Message:
    """Which dimension feeds which, and why; of one dimension or of all."""
    rows = [c for c in knowledge.couplings if about in (None, c.source, c.target)]
    shown = [
        say(
            knowledge,
            "answer.coupling_line",
            source=knowledge.dimensions[c.source].plain,
            target=knowledge.dimensions[c.target].plain,
            reason=c.reason,
        )
        for c in rows
    ]
    text = listed([say(knowledge, "answer.couplings"), *shown])
    ids = dict.fromkeys(name for c in rows for name in (c.source, c.target))
    sources = ("article", "levelfield")
    links = [{"from": c.source, "to": c.target, "strength": c.strength, "reason": c.reason} for c in rows]
    idea = knowledge.concepts["concept.dimensions.interaction"]
    data = {"confidence": 1.0, "level": idea.level, "title": idea.title, "couplings": links}
    return Message("answer", text, (idea.id, *ids), sources, data=data)


def figures_on(knowledge: Knowledge, about: Sequence[str]) -> list[Figure]:
    """The figures on a dimension or a strategy, the nearest to the advice first; all where nothing is named."""
    order = ("same", "near", "analogy")

    def nearness(figure: Figure) -> int:
        supports = [order.index(s.nearness) for s in figure.supports if s.strategy in about]
        return min(supports, default=len(order))

    def concerns(figure: Figure) -> bool:
        names = {figure.id, *figure.dimensions, *(support.strategy for support in figure.supports)}
        return any(name in names for name in about)

    found = [figure for figure in knowledge.figures.values() if concerns(figure)]
    return sorted(found or knowledge.figures.values(), key=lambda f: (f.id not in about, nearness(f)))


def evidence_message(
    knowledge: Knowledge, figures: Sequence[Figure], today: date, *, about: str = "", start: int = 0
) -> Message:
    """Outside figures, a few at a time.

    Args:
        about: what they are on, for the way to the next ones.
        start: how many of them were shown before.
    """
    shown = list(figures)[start : start + _FIGURES] or list(figures)[:_FIGURES]
    intro = say(knowledge, "answer.evidence")
    rows = [f"- {figure_text(knowledge, figure, today)}" for figure in shown]
    text = listed([intro, *rows])
    sources = tuple(dict.fromkeys(figure.source for figure in shown))
    left = len(figures) - start - len(shown)
    ways = (button(knowledge, "more_figures", f"figures:{about}/{start + _FIGURES}"),) if left > 0 and about else ()
    data = {"confidence": 1.0, "dated": [f.id for f in shown if is_dated(f, today)], "left": max(left, 0)}
    return Message("answer", text, tuple(f.id for f in shown), sources, ways, data)


def is_dated(figure: Figure, today: date) -> bool:
    """Whether somebody should have looked by now if a figure still holds."""
    return figure.check_by < today.isoformat()


def figure_text(knowledge: Knowledge, figure: Figure, today: date, phrase: str = "answer.figure", **more: str) -> str:
    """A figure with publisher and year, where it was seen, whose interest it serves, and whether it is dated."""
    source = knowledge.sources[figure.source]
    via = say(knowledge, "strategy.via", via=figure.via) if figure.via else ""
    where = ", ".join(part for part in (source.publisher, str(figure.year), via) if part)
    text = say(knowledge, phrase, statement=figure.statement.rstrip("."), source=where, **more)
    interest = say(knowledge, "strategy.interest", interest=figure.interest) if figure.interest else ""
    dated = say(knowledge, "strategy.dated", date=figure.check_by) if is_dated(figure, today) else ""
    return " ".join(part for part in (text, interest, dated) if part)


def sources_message(knowledge: Knowledge, names: Sequence[str], about: str = "concept.asymmetry.basic") -> Message:
    """Where statements about something come from."""
    rows = []
    for name in names:
        source = knowledge.sources[name]
        fields = {"title": source.title, "publisher": source.publisher, "note": source.note}
        rows.append(
            say(knowledge, "answer.source_line", year=f", {source.year}" if source.year else "", **fields).rstrip()
        )
    text = listed([say(knowledge, "answer.sources_title"), *rows])
    return Message("answer", text, (about,), tuple(names), data={"confidence": 1.0})
