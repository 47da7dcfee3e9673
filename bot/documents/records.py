"""Turns well-shaped documents into knowledge records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.model.knowledge import (
    Clash,
    Concept,
    Condition,
    Cost,
    Coupling,
    Description,
    Dimension,
    Distress,
    Figure,
    GlossaryTerm,
    Item,
    KnowledgeTable,
    Option,
    Question,
    Refusal,
    Scale,
    Service,
    Source,
    Strategy,
    Support,
    TableRow,
    Term,
    Trouble,
)

Raw = Mapping[str, Any]
# The fields of a record on the way into it.
Record = dict[str, Any]


def _texts(raw: Raw, name: str) -> tuple[str, ...]:
    return tuple(raw.get(name) or ())


def _text(raw: Raw, name: str) -> str:
    return str(raw.get(name) or "").strip()


def _asked(raw: Raw) -> Record:
    """How a record is called and asked for, and which gaps of the article it fills."""
    return {name: _texts(raw, name) for name in ("aliases", "questions", "fills")}


def strategy(raw: Raw) -> Strategy:
    """A strategy from its document."""
    return Strategy(
        id=raw["id"],
        title=raw["title"],
        family=raw["family"],
        level=raw["level"],
        origin=raw["origin"],
        relief={f"dimension.{name}": value for name, value in raw["relief"].items()},
        effort=raw["effort"],
        cost=Cost(raw["cost"]["class"], raw["cost"]["note"]),
        functions=_texts(raw, "functions"),
        strong=_texts(raw, "strong"),
        weak=_texts(raw, "weak"),
        needs=_texts(raw, "needs"),
        after=_texts(raw, "after"),
        evidence=_texts(raw, "evidence"),
        **_asked(raw),
        sources=_texts(raw, "sources"),
        services={f"dimension.{name}": text for name, text in (raw.get("services") or {}).items()},
        parts=dict(raw["parts"]),
    )


def dimension(raw: Raw) -> Dimension:
    """A dimension from its document, without its items."""
    return Dimension(
        id=raw["id"],
        title=raw["title"],
        plain=raw["plain"],
        level=raw["level"],
        origin=raw["origin"],
        **_asked(raw),
        sources=_texts(raw, "sources"),
        parts=dict(raw["parts"]),
    )


def items(raw: Raw) -> Iterable[Item]:
    """The causes and effects that a dimension's document lists."""
    for entry in raw["items"]:
        yield Item(
            id=entry["id"],
            dimension=raw["id"],
            title=entry["title"],
            origin=entry["origin"],
            level=entry["level"],
            text=entry["text"].strip(),
            **_asked(entry),
        )


def concept(raw: Raw) -> Concept:
    """A concept from its document."""
    return Concept(
        id=raw["id"],
        title=raw["title"],
        level=raw["level"],
        origin=raw["origin"],
        sector=_text(raw, "sector"),
        **_asked(raw),
        leads_to=_texts(raw, "leads_to"),
        sources=_texts(raw, "sources"),
        parts=dict(raw["parts"]),
    )


def table(raw: Raw) -> KnowledgeTable:
    """A table with its rows."""
    return KnowledgeTable(
        id=raw["id"],
        title=raw["title"],
        level=raw["level"],
        origin=raw["origin"],
        intro=_text(raw, "intro"),
        columns=_texts(raw, "columns"),
        rows=tuple(_table_row(entry) for entry in raw["rows"]),
        **_asked(raw),
        sources=_texts(raw, "sources"),
    )


def _table_row(raw: Raw) -> TableRow:
    lists: Record = {name: _texts(raw, name) for name in ("cells", "leads_to", "aliases", "questions")}
    return TableRow(id=raw["id"], title=raw["title"], **lists)


def service(raw: Raw) -> Service:
    """A body that helps."""
    names = ("id", "title", "helps", "for_whom", "where", "contact", "check_by")
    texts: Record = {name: _text(raw, name) for name in names}
    lists: Record = {name: _texts(raw, name) for name in ("dimensions", "strategies", "countries", "aliases")}
    return Service(**texts, **lists, own=raw.get("own", False), demo=raw.get("demo", False))


def refusal(raw: Raw) -> Refusal:
    """What is refused."""
    texts: Record = {name: _text(raw, name) for name in ("id", "title", "kind", "rule", "text", "source")}
    lists: Record = {name: _texts(raw, name) for name in ("leads_to", "examples", "not_examples")}
    return Refusal(**texts, **lists)


def glossary_term(raw: Raw) -> GlossaryTerm:
    """A word with its explanation."""
    texts: Record = {name: _text(raw, name) for name in ("id", "title", "text", "opens")}
    return GlossaryTerm(**texts, words=_texts(raw, "words"), leads_to=_texts(raw, "leads_to"))


def question(raw: Raw) -> Question:
    """A question with its options; a diagnosis question's option value is its score unless it names one."""
    scale = raw.get("scale")
    return Question(
        id=raw["id"],
        kind=raw.get("kind", "diagnosis"),
        dimension=raw.get("dimension"),
        weight=raw.get("weight", 1),
        reason=_text(raw, "reason"),
        quick=raw.get("quick", False),
        subject=_text(raw, "subject"),
        text=_text(raw, "text"),
        reworded=_text(raw, "reworded"),
        why=_text(raw, "why"),
        meaning=_text(raw, "meaning"),
        large_rival=_text(raw, "large_rival"),
        privacy=_text(raw, "privacy"),
        doesnt_apply=_text(raw, "doesnt_apply"),
        vocabulary=_text(raw, "vocabulary"),
        free=_text(raw, "free"),
        most=raw.get("most", 1),
        scale=Scale(scale["unit"], tuple(float(n) for n in scale["upper"]), scale.get("descending", False))
        if scale
        else None,
        options=tuple(_option(entry) for entry in raw.get("options") or ()),
    )


def _option(raw: Raw) -> Option:
    return Option(
        value=str(raw.get("value", raw.get("score"))),
        label=raw["label"],
        score=raw.get("score"),
        says=_text(raw, "says") or raw["label"],
        examples=_texts(raw, "examples"),
        feeds=_texts(raw, "feeds"),
        sets=dict(raw.get("sets") or {}),
    )


def source(raw: Raw) -> Source:
    """A source."""
    return Source(raw["id"], raw["title"], raw["publisher"], raw["year"], raw["kind"], _text(raw, "note"))


def figure(raw: Raw) -> Figure:
    """An outside figure."""
    return Figure(
        id=raw["id"],
        statement=raw["statement"],
        number=raw["number"],
        population=raw["population"],
        source=raw["source"],
        via=_text(raw, "via"),
        interest=_text(raw, "interest"),
        year=raw["year"],
        check_by=raw["check_by"],
        questions=_texts(raw, "questions"),
        dimensions=_texts(raw, "dimensions"),
        supports=tuple(Support(entry["id"], entry["nearness"], entry["why"]) for entry in raw["supports"]),
    )


def coupling(raw: Raw) -> Coupling:
    """One dimension feeding another."""
    return Coupling(raw["from"], raw["to"], raw["strength"], raw["reason"], raw["origin"])


def clash(raw: Raw) -> Clash:
    """Answers that do not go together."""
    conditions = tuple(
        Condition(entry["question"], entry.get("at_least", 0), entry.get("at_most", 4), _texts(entry, "one_of"))
        for entry in raw["conditions"]
    )
    return Clash(raw["id"], conditions, _text(raw, "ask"))


def term(raw: Raw, vocabulary: str) -> Term:
    """One value of a vocabulary; a country's two-letter code is one more case-sensitive word."""
    code = (raw["code"],) if raw.get("code") else ()
    return Term(
        id=raw["id"],
        vocabulary=vocabulary,
        title=raw.get("title") or raw["id"],
        description=_text(raw, "description"),
        words=(*_texts(raw, "words"), *_texts(raw, "demonyms")),
        case_sensitive=tuple(dict.fromkeys((*code, *_texts(raw, "case_sensitive")))),
        sets=dict(raw.get("sets") or {}),
        examples=_texts(raw, "examples"),
    )


def trouble(raw: Raw) -> Trouble:
    """Complaints that answer one question in one way."""
    return Trouble(raw["question"], raw.get("score", 0), _texts(raw, "told"))


def descriptions(raw: Raw) -> tuple[Description, ...]:
    """Self-descriptions of one file with the facts that they state."""
    labelled = frozenset(_texts(raw, "labelled")) or None
    return tuple(Description(each["text"], dict(each["facts"]), labelled) for each in raw["descriptions"])


def distress(raw: Raw) -> Distress:
    """How distress is said, and what is answered."""
    return Distress(
        signs=_texts(raw, "signs"),
        despair=_texts(raw, "despair"),
        not_signs=_texts(raw, "not_signs"),
        distress_text=_text(raw, "distress_text"),
        despair_text=_text(raw, "despair_text"),
    )
