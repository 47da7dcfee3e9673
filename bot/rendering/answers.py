"""Answers out of the knowledge, each with its sources, and the honest "I don't know"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.model.knowledge import Concept, Dimension, Figure, Item, Knowledge, Strategy
from bot.model.message import Button, Message
from bot.rendering.phrases import button, joined, lines, listed, say

_FIGURES = 3


def title_of(knowledge: Knowledge, name: str) -> str:
    """The human title of a record."""
    record = _record(knowledge, name)
    return record.title if record else name


def _record(knowledge: Knowledge, name: str) -> Strategy | Dimension | Item | Concept | None:
    for group in (knowledge.dimensions, knowledge.concepts, knowledge.items, knowledge.strategies):
        if name in group:
            return group[name]
    return None


def topic_payload(name: str) -> str:
    """The token that opens a record."""
    return f"explain:{name}"


def answer_message(knowledge: Knowledge, name: str, confidence: float, part: str = "") -> Message:
    """What a record says, in its own words.

    Args:
        part: a section to answer with, where the record has it, beside the short answer.
    """
    record = _record(knowledge, name)
    if record is None:
        return unknown_message(knowledge, name, ())
    sources = _sources(knowledge, record)
    if isinstance(record, Item):
        body = [record.text]
    else:
        body = [record.parts["In short"], record.parts.get(part) or _more(record)]
    added = say(knowledge, "answer.added") if record.origin == "added" else ""
    titles = joined(f"{knowledge.sources[s].title}" for s in sources)
    text = lines(*body, " ".join(p for p in (say(knowledge, "answer.sources", titles=titles), added) if p))
    data = {"confidence": round(confidence, 2), "level": record.level, "title": record.title}
    return Message("answer", text, (name,), sources, _ways_on(knowledge, record), data)


def _more(record: Strategy | Dimension | Concept) -> str:
    names = {Strategy: "Why it helps", Dimension: "What it does to a small firm", Concept: "More"}
    return record.parts.get(names[type(record)], "")


def _sources(knowledge: Knowledge, record: Strategy | Dimension | Item | Concept) -> tuple[str, ...]:
    if isinstance(record, Item):
        return knowledge.dimensions[record.dimension].sources if record.origin == "article" else ("levelfield",)
    return record.sources


def _ways_on(knowledge: Knowledge, record: Strategy | Dimension | Item | Concept) -> tuple[Button, ...]:
    ways: list[Button] = []
    if isinstance(record, Concept):
        ways = [Button(title_of(knowledge, name), f"more:{name}") for name in record.leads_to[:4]]
    elif isinstance(record, Strategy):
        ways = [button(knowledge, "more", f"more:{record.id}", title=record.title)]
    elif isinstance(record, Item):
        dimension = knowledge.dimensions[record.dimension]
        ways = [Button(dimension.title, topic_payload(dimension.id))]
    return (*ways, button(knowledge, "check", "menu.check"))


def which_message(knowledge: Knowledge, names: Sequence[str], phrase: str, question: str) -> Message:
    """Which of a few topics was meant, by their human titles."""
    ways = tuple(Button(title_of(knowledge, name), topic_payload(name)) for name in names)
    text = lines(say(knowledge, phrase), _titles(knowledge, names))
    return Message("unknown", text, tuple(names), buttons=ways, data={"question": question[:200]})


def unknown_message(knowledge: Knowledge, question: str, nearest: Sequence[str]) -> Message:
    """That the adviser does not know, with the nearest topics it does know."""
    phrase = "answer.nearest" if nearest else "answer.unknown"
    ways = (
        *(Button(title_of(knowledge, n), topic_payload(n)) for n in nearest),
        button(knowledge, "check", "menu.check"),
    )
    text = lines(say(knowledge, phrase), _titles(knowledge, nearest))
    return Message("unknown", text, tuple(nearest), buttons=ways, data={"question": question[:200]})


def _titles(knowledge: Knowledge, names: Sequence[str]) -> str:
    return listed(f"- {title_of(knowledge, name)}" for name in names)


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
    return Message("answer", text, ("concept.dimensions.interaction", *ids), sources, data={"confidence": 1.0})


def evidence_message(knowledge: Knowledge, about: Iterable[str], today: date) -> Message:
    """Outside figures on a dimension or a strategy; the best known ones where nothing is named."""
    wanted = list(about)
    found = [f for f in knowledge.figures.values() if _concerns(f, wanted)] if wanted else []
    shown = (found or list(knowledge.figures.values()))[:_FIGURES]
    rows = []
    for figure in shown:
        source = knowledge.sources[figure.source]
        line = say(
            knowledge,
            "answer.figure",
            statement=figure.statement.rstrip("."),
            publisher=source.publisher,
            year=figure.year,
        )
        extra = say(knowledge, "strategy.interest", interest=figure.interest) if figure.interest else ""
        dated = say(knowledge, "strategy.dated", date=figure.check_by) if figure.check_by < today.isoformat() else ""
        rows.append("- " + " ".join(part for part in (line, extra, dated) if part))
    text = listed([say(knowledge, "answer.evidence"), *rows])
    sources = tuple(dict.fromkeys(figure.source for figure in shown))
    return Message("answer", text, tuple(f.id for f in shown), sources, data={"confidence": 1.0})


def _concerns(figure: Figure, wanted: Sequence[str]) -> bool:
    names = {*figure.dimensions, *(support.strategy for support in figure.supports)}
    return any(name in names for name in wanted)


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


__all__ = [
    *("answer_message", "couplings_message", "evidence_message", "figure_line", "sources_message"),
    *("title_of", "topic_payload", "unknown_message", "which_message"),
]
