"""What each record is called and how it is asked for: the phrases that search learns from."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.knowledge import Concept, Dimension, Strategy
from bot.search.labels import BESIDE, OUTSIDE, SERVICES, Phrase
from bot.understanding.vocabulary import Vocabulary


def record_phrases(known: Vocabulary) -> Iterator[Phrase]:
    """The phrases of everything that can be an answer."""
    for record in _sectioned(known):
        yield from _all(record.id, (record.title, *record.aliases, *record.questions, record.parts.get("In short", "")))
    for item in known.items:
        yield from _all(item.id, (item.title, *item.aliases, *item.questions, item.text))
    for table in known.tables:
        yield from _all(table.id, (table.title, *table.aliases, *table.questions, table.intro))
        for row in table.rows:
            yield from _all(row.id, (*row.aliases, *row.questions))
    for figure in known.figures:
        yield from _all(figure.id, (figure.statement, *figure.questions))
    for _, text in service_phrases(known):
        yield SERVICES, text
    yield from _all(SERVICES, known.service_questions)


def service_phrases(known: Vocabulary) -> Iterator[Phrase]:
    """What tells one body that helps from another."""
    for service in known.services:
        yield from _all(service.id, (service.title, service.helps, *service.aliases))


def other_phrases(known: Vocabulary) -> Iterator[Phrase]:
    """The phrases of what is refused, and of what lies outside."""
    for refusal in known.refusals:
        yield from _all(refusal.id, refusal.examples)
        yield from _all(f"{BESIDE}{refusal.id}", refusal.not_examples)
    for subject, examples in known.outside.items():
        yield from _all(f"{OUTSIDE}{subject}", examples)


def own_texts(known: Vocabulary) -> Iterator[str]:
    """Everything that people say and are told here: whose words are no slips."""
    for _, text in (*record_phrases(known), *other_phrases(known)):
        yield text
    yield from record_texts(known).values()
    for term in known.glossary:
        yield from (term.title, *term.words, term.text)
    for question in known.questions:
        for option in question.options:
            yield from option.examples
    for named in known.terms:
        yield from named.examples
    for trouble in known.troubles:
        yield from trouble.told


def record_texts(known: Vocabulary) -> dict[str, str]:
    """All that a record says, for the search by words."""
    texts = {record.id: " ".join(record.parts.values()) for record in _sectioned(known)}
    texts.update({item.id: item.text for item in known.items})
    for table in known.tables:
        texts[table.id] = " ".join((table.intro, *table.columns))
        texts.update({row.id: " ".join((row.title, *row.cells)) for row in table.rows})
    texts.update({figure.id: f"{figure.statement} {figure.population}" for figure in known.figures})
    return texts


def _sectioned(known: Vocabulary) -> tuple[Strategy | Dimension | Concept, ...]:
    return (*known.strategies, *known.dimensions, *known.concepts)


def _all(label: str, texts: tuple[str, ...]) -> Iterator[Phrase]:
    for text in dict.fromkeys(texts):
        if text:
            yield label, text
