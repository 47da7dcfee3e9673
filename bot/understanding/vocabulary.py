"""What understanding takes from `knowledge/`: names for the gazetteer, examples for the meaning reader."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from spacy.lang.en.stop_words import STOP_WORDS

import bot
from bot.documents import records
from bot.documents.load import VOCABULARIES, content_hash
from bot.documents.read import read_document
from bot.language.gazetteer import Entry
from bot.language.sums import Currency
from bot.model.knowledge import (
    Concept,
    Description,
    Dimension,
    Distress,
    Figure,
    GlossaryTerm,
    Item,
    KnowledgeTable,
    Question,
    Refusal,
    Service,
    Strategy,
    Term,
    Trouble,
)
from bot.understanding.moments import MomentExamples, moment_examples
from bot.understanding.signs import Sign

PROJECT = Path(bot.__file__).parent.parent

# Which entity a vocabulary fills.
ENTITIES = {"sectors": "sector", "functions": "business_function", "families": "topic", "countries": "country"}
# A longer alias is a sentence about a thing: the meaning resolver takes it, a gazetteer would never meet it again.
LONGEST_NAME = 5
_SIGNS = "signs/*.yml"
_DESCRIPTIONS = "descriptions/*.yml"

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Giant:
    """A large competitor by name: its spellings, those that are everyday words too, and where it is usually ahead."""

    name: str
    leads: str
    spellings: tuple[str, ...]
    everyday: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """A country: those of its words that say whose something is ("german"), and the towns that are everyday words too.

    `demonyms` in capitals alone ("Polish") end here too; `behind_in` count only behind "in", "from" and the like,
    `towns` only as they are spelt; `words` are all other names.
    """

    name: str
    demonyms: tuple[str, ...]
    behind_in: tuple[str, ...]
    towns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The part of the knowledge that understanding needs."""

    strategies: tuple[Strategy, ...]
    dimensions: tuple[Dimension, ...]
    items: tuple[Item, ...]
    concepts: tuple[Concept, ...]
    tables: tuple[KnowledgeTable, ...]
    figures: tuple[Figure, ...]
    services: tuple[Service, ...]
    service_questions: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    glossary: tuple[GlossaryTerm, ...]
    outside: Mapping[str, tuple[str, ...]]
    small_talk: Mapping[str, tuple[str, ...]]
    moments: tuple[MomentExamples, ...]
    troubles: tuple[Trouble, ...]
    questions: tuple[Question, ...]
    terms: tuple[Term, ...]
    distress: Distress
    descriptions: Mapping[str, tuple[Description, ...]]
    signs: tuple[Sign, ...]
    sign_words: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, tuple[str, ...]]
    giants: tuple[Giant, ...]
    places: tuple[Place, ...]
    usually_sold: Mapping[str, str]
    currencies: tuple[Currency, ...]


def locate(configured: str) -> Path:
    """The knowledge folder: a relative path counts from the project's root, wherever the server was started."""
    return PROJECT / configured


def fingerprint(path: Path) -> str:
    """The hash of all documents below a folder."""
    return content_hash(path)


def load(path: Path) -> list[Entry]:
    """The names of sectors, countries, functions, topics, dimensions and strategies below a knowledge folder."""
    return entries(read(path))


def read(path: Path) -> Vocabulary:
    """Read the records below a knowledge folder, passing over documents that cannot be read.

    A half-written document costs its own words and no more: saying what is wrong with it is `levelfield check`'s part.
    """
    return _read(path, fingerprint(path))


# Four components of a process ask for the same folder, and reading it takes a second; what changed is read anew.
@functools.lru_cache(maxsize=1)
def _read(path: Path, _version: str) -> Vocabulary:
    dimensions = list(_values(path, "dimensions/*.md"))
    questionnaires = list(_values(path, "questionnaire/*.yml"))
    distress = _each(records.distress, _values(path, "distress.yml"))
    return Vocabulary(
        strategies=_each(records.strategy, _values(path, "strategies/*.md")),
        dimensions=_each(records.dimension, iter(dimensions)),
        items=tuple(item for found in _each(lambda raw: tuple(records.items(raw)), iter(dimensions)) for item in found),
        concepts=_each(records.concept, _values(path, "concepts/*.md")),
        tables=_listed(path, "tables", records.table),
        figures=_listed(path, "figures", records.figure),
        services=_listed(path, "services", records.service),
        service_questions=tuple(
            text for value in _values(path, "services.yml") for text in value.get("questions") or () if text
        ),
        refusals=_listed(path, "refusals", records.refusal),
        glossary=_listed(path, "glossary", records.glossary_term),
        troubles=_listed(path, "troubles", records.trouble),
        outside=dict(_listed(path, "outside", _examples)),
        small_talk=dict(_listed(path, "small_talk", _examples)),
        moments=_listed(path, "moments", moment_examples),
        questions=tuple(
            question for raw in questionnaires for question in _each(records.question, iter(raw.get("questions") or ()))
        ),
        terms=tuple(term for name in VOCABULARIES for term in _terms(path, name)),
        distress=distress[0] if distress else Distress((), (), (), "", ""),
        descriptions=dict(_by_writer(path)),
        signs=tuple(sign for made in _each(_signs, _listed_signs(path)) for sign in made),
        sign_words={n: tuple(w) for raw in _values(path, _SIGNS) for n, w in (raw.get("words") or {}).items()},
        spellings={
            short: tuple(str(long).split())
            for raw in _values(path, _SIGNS)
            for short, long in (raw.get("spellings") or {}).items()
        },
        giants=_listed(path, "rivals", _giant),
        places=_listed(path, "countries", _place),
        usually_sold=dict(_listed(path, "sectors", lambda raw: (str(raw["id"]), str(raw["sells"])))),
        currencies=_listed(path, "currencies", _currency),
    )


def _by_writer(path: Path) -> Iterator[tuple[str, tuple[Description, ...]]]:
    """The descriptions of each file: one file is one writer, or one way of writing."""
    for file in sorted(path.glob(_DESCRIPTIONS)):
        document, _ = read_document(file, file.name)
        if isinstance(document.value, dict):
            for found in _each(records.descriptions, iter([document.value])):
                yield file.stem, found


def _examples(raw: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    return str(raw["id"]), tuple(raw["examples"])


def _listed_signs(path: Path) -> Iterator[dict[str, Any]]:
    return (raw for value in _values(path, _SIGNS) for raw in value.get("signs") or ())


def _signs(raw: dict[str, Any]) -> tuple[Sign, ...]:
    """One sign for each value that the phrases state."""
    phrases, unless = tuple(raw["phrases"]), tuple(raw.get("unless") or ())
    return tuple(Sign(field, str(value), phrases, unless) for field, value in raw["says"].items())


def _place(raw: dict[str, Any]) -> Place:
    in_capitals = (word for word in raw.get("case_sensitive") or () if word.endswith("ish"))
    lists = (tuple(raw.get(name) or ()) for name in ("behind_in", "towns", "words"))
    return Place(raw["id"], (*(raw.get("demonyms") or ()), *in_capitals), *lists)


def _currency(raw: dict[str, Any]) -> Currency:
    return Currency(tuple(raw["words"]), raw.get("worth"), dict(raw.get("in") or {}))


def _giant(raw: dict[str, Any]) -> Giant:
    spellings = (raw["name"], *(raw.get("spellings") or ()))
    return Giant(raw["name"], raw["leads"], spellings, frozenset(raw.get("everyday") or ()))


def _listed(path: Path, name: str, make: Callable[[dict[str, Any]], Record]) -> tuple[Record, ...]:
    """The records of a file that is one list."""
    return _each(make, (raw for value in _values(path, f"{name}.yml") for raw in value.get(name) or ()))


def _terms(path: Path, name: str) -> tuple[Term, ...]:
    raws = (raw for value in _values(path, f"{name}.yml") for raw in value.get(name) or ())
    return _each(lambda raw: records.term(raw, name), raws)


def _values(path: Path, pattern: str) -> Iterator[dict[str, Any]]:
    for file in sorted(path.glob(pattern)):
        document, _ = read_document(file, file.name)
        if isinstance(document.value, dict):
            yield document.value


def _each(make: Callable[[dict[str, Any]], Record], raws: Iterator[dict[str, Any]]) -> tuple[Record, ...]:
    made = []
    for raw in raws:
        try:
            made.append(make(raw))
        except (AttributeError, KeyError, TypeError):
            continue
    return tuple(made)


def entries(vocabulary: Vocabulary) -> list[Entry]:
    """The gazetteer's entries; where two share a phrase within one entity, the earlier counts."""
    found = [entry for term in vocabulary.terms for entry in _term_entries(term)]
    # HR is a department before it is Croatia: a country's code gives way to any other capital word.
    capitals = {entry.phrase for entry in found if entry.case_sensitive and entry.entity != "country"}
    found = [entry for entry in found if entry.entity != "country" or entry.phrase not in capitals]
    for entity, named in (("strategy", vocabulary.strategies), ("dimension", vocabulary.dimensions)):
        for record in named:
            phrases = (record.title, *record.aliases)
            found += [Entry(entity, record.id, phrase.strip(" ?!.")) for phrase in phrases if _is_name(phrase)]
    return found


def _term_entries(term: Term) -> Iterator[Entry]:
    entity = ENTITIES[term.vocabulary]
    # A country is filled in by its English short name, everything else by its id.
    value = term.title if entity == "country" else term.id
    names = (term.title, *term.words) if entity == "country" else term.words
    for phrase in names:
        yield Entry(entity, value, phrase)
    for phrase in term.case_sensitive:
        # The codes IN, NO, BE, SO ... are everyday words that people also type in capitals.
        if entity != "country" or phrase.lower() not in STOP_WORDS or phrase in {"US"}:
            yield Entry(entity, value, phrase, case_sensitive=True)


def _is_name(phrase: str) -> bool:
    # One everyday word ("power", "time") says too little to name a dimension or a strategy.
    return 2 <= len(phrase.split()) <= LONGEST_NAME
