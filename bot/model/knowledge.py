"""What Levelfield knows: the records compiled from `knowledge/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# The answers every question accepts besides its own options.
SKIP = "skip"
DONT_KNOW = "dont_know"
NOT_APPLICABLE = "na"
# A question about a contradiction is called after it, and answered with the question whose answer stays, or with both.
CLASH, BOTH = "clash.", "both"
OPEN_ANSWERS = frozenset({SKIP, DONT_KNOW})


@dataclass(frozen=True, slots=True)
class Cost:
    """What a strategy costs: `tier` 0 nothing but time ... 4 over 2,500 (EUR or like, a month or once)."""

    tier: int
    note: str


@dataclass(frozen=True, slots=True)
class Strategy:
    """Something a firm can do; `relief` maps dimension ids to 1-3, `parts` section names to text."""

    id: str
    title: str
    family: str
    level: str
    origin: str
    relief: Mapping[str, int]
    effort: int
    cost: Cost
    functions: tuple[str, ...]
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    needs: tuple[str, ...]
    after: tuple[str, ...]
    evidence: tuple[str, ...]
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    fills: tuple[str, ...]
    sources: tuple[str, ...]
    services: Mapping[str, str]
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """A cause or an effect of one dimension."""

    id: str
    dimension: str
    title: str
    origin: str
    level: str
    text: str
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    fills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the seven ways in which the field is tilted; `plain` is its everyday name."""

    id: str
    title: str
    plain: str
    level: str
    origin: str
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    fills: tuple[str, ...]
    sources: tuple[str, ...]
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea that is explained and not ranked; `leads_to` names strategies it opens, `sector` the trade it is on."""

    id: str
    title: str
    level: str
    origin: str
    sector: str
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    fills: tuple[str, ...]
    leads_to: tuple[str, ...]
    sources: tuple[str, ...]
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table; `title` is its first column, `cells` are the others."""

    id: str
    title: str
    cells: tuple[str, ...]
    leads_to: tuple[str, ...]
    aliases: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeTable:
    """Strategies side by side."""

    id: str
    title: str
    level: str
    origin: str
    intro: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    fills: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """A body that helps small firms; `countries` are names or `any`, `own` says the operator's, `demo` an example."""

    id: str
    title: str
    helps: str
    for_whom: str
    dimensions: tuple[str, ...]
    strategies: tuple[str, ...]
    where: str
    countries: tuple[str, ...]
    contact: str
    check_by: str
    own: bool
    demo: bool
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the adviser gives no verdict on (kind verdict) or doesn't help with (evasion), and what it says instead."""

    id: str
    title: str
    kind: str
    rule: str
    text: str
    source: str
    leads_to: tuple[str, ...]
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A word that a shop owner may not know: `words` name it, `text` explains it, or the record `opens` does."""

    id: str
    title: str
    text: str
    opens: str
    words: tuple[str, ...]
    leads_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen; `score` is 0-4 in a diagnosis question, else None."""

    value: str
    label: str
    score: int | None
    says: str
    examples: tuple[str, ...]
    feeds: tuple[str, ...]
    sets: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Scale:
    """How a number answers a question: option i holds up to `upper[i]`, or down to it where `descending`."""

    unit: str
    upper: tuple[float, ...]
    descending: bool


@dataclass(frozen=True, slots=True)
class Question:
    """Something the adviser asks: `kind` is diagnosis, strength or fact.

    `subject` is what it is about in a few words, for speaking of its answer; facts have none.
    """

    id: str
    kind: str
    dimension: str | None
    weight: int
    reason: str
    quick: bool
    subject: str
    text: str
    reworded: str
    why: str
    meaning: str
    large_rival: str
    privacy: str
    doesnt_apply: str
    vocabulary: str
    free: str
    most: int
    scale: Scale | None
    options: tuple[Option, ...]

    def option(self, value: str) -> Option | None:
        """The option with this value, or None."""
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from."""

    id: str
    title: str
    publisher: str
    year: int | None
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Support:
    """How near a figure is to a piece of advice: same, near or analogy."""

    strategy: str
    nearness: str
    why: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One outside figure; `check_by` is an ISO date after which it is shown as dated."""

    id: str
    statement: str
    number: str
    population: str
    source: str
    via: str
    interest: str
    year: int
    check_by: str
    questions: tuple[str, ...]
    dimensions: tuple[str, ...]
    supports: tuple[Support, ...]


@dataclass(frozen=True, slots=True)
class Coupling:
    """One dimension feeding another; `strength` 1-3."""

    source: str
    target: str
    strength: int
    reason: str
    origin: str


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a vocabulary with the words people use for it; `examples` are whole answers that mean it."""

    id: str
    vocabulary: str
    title: str
    description: str
    words: tuple[str, ...]
    case_sensitive: tuple[str, ...]
    sets: Mapping[str, bool]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """One number of the scoring, ranking or plan, with its reason."""

    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Distress:
    """How people say that they cannot pay or cannot go on, and the fixed answers."""

    signs: tuple[str, ...]
    despair: tuple[str, ...]
    not_signs: tuple[str, ...]
    distress_text: str
    despair_text: str


# A trouble that no question asks about.
NO_QUESTION = "none"


@dataclass(frozen=True, slots=True)
class Trouble:
    """How owners complain of what one question asks about (`none`: none does), with the score it stands for."""

    question: str
    score: int
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """How an owner describes a firm, and the facts stated by name; None where a field may be stated and is not told."""

    text: str
    facts: Mapping[str, Any]
    labelled: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Condition:
    """One side of a contradiction: a score between two bounds, or a value out of a few."""

    question: str
    at_least: int
    at_most: int
    one_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers that do not go together, and how to ask about them."""

    id: str
    conditions: tuple[Condition, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything Levelfield knows; `version` is the hash of the documents it was made from."""

    version: str
    strategies: Mapping[str, Strategy]
    dimensions: Mapping[str, Dimension]
    items: Mapping[str, Item]
    concepts: Mapping[str, Concept]
    tables: Mapping[str, KnowledgeTable]
    services: Mapping[str, Service]
    refusals: Mapping[str, Refusal]
    glossary: Mapping[str, GlossaryTerm]
    questions: Mapping[str, Question]
    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    couplings: tuple[Coupling, ...]
    clashes: tuple[Clash, ...]
    terms: Mapping[str, Mapping[str, Term]]
    weights: Mapping[str, Weight]
    wording: Mapping[str, str]
    distress: Distress = field(repr=False)

    def weight(self, name: str) -> float:
        """The value of one weight."""
        return self.weights[name].value

    def of_kind(self, kind: str) -> tuple[Question, ...]:
        """The questions of one kind, in the order of the documents."""
        return tuple(q for q in self.questions.values() if q.kind == kind)
