"""One firm's case: what it told us, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# question id -> option value ("0".."4", a word, "na", "skip", "dont_know")
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Business facts; None or empty means that we did not ask or they did not say.

    `flags`, where given, replaces every derived flag (used by files, not by conversations).
    """

    sector: str | None = None
    team_size: int | None = None
    country: str | None = None
    sells: str | None = None
    customers: str | None = None
    markets: str | None = None
    pains: tuple[str, ...] = ()
    budget: int | None = None
    hours: int | None = None
    goal: str | None = None
    rival: str | None = None
    rival_name: str | None = None
    market_countries: tuple[str, ...] = ()
    flags: frozenset[str] | None = None
    distress: bool = False


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """Severity and effective severity 0-100 (None: not assessed), confidence 0-1, band a word."""

    dimension: str
    severity: float | None
    confidence: float
    effective: float | None
    band: str
    answered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The seven scores, and how many questions were answered."""

    scores: Mapping[str, DimensionScore]
    answered: int

    @property
    def assessed(self) -> tuple[DimensionScore, ...]:
        """The dimensions that have a severity, worst effective severity first."""
        known = [score for score in self.scores.values() if score.effective is not None]
        return tuple(sorted(known, key=lambda score: (-(score.effective or 0.0), score.dimension)))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a strategy is where it is: `kind` names the sentence, `about` the record it speaks of."""

    kind: str
    about: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A strategy with its score 0-100, each factor of it, and the reasons."""

    strategy: str
    score: float
    factors: Mapping[str, float]
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A strategy that does not fit, with the one reason."""

    strategy: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Ranking:
    """All strategies that fit, best first, and those that do not."""

    ranked: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]

    def position(self, strategy: str) -> int | None:
        """The place of a strategy, counted from 1, or None where it is excluded."""
        return next((n for n, entry in enumerate(self.ranked, 1) if entry.strategy == strategy), None)

    def entry(self, strategy: str) -> Ranked | None:
        """The ranked entry of a strategy, or None."""
        return next((entry for entry in self.ranked if entry.strategy == strategy), None)


@dataclass(frozen=True, slots=True)
class AlsoNamed:
    """A hot answer that no item of the plan speaks to, with the strategy that does."""

    question: str
    strategy: str
    after_cash: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Strategy ids by wave; `under_way` is what the firm does already.

    `status`: ready, too_early, level or distress.
    """

    status: str
    now: tuple[str, ...]
    next: tuple[str, ...]
    later: tuple[str, ...]
    also_named: tuple[AlsoNamed, ...] = ()
    left_out: tuple[Excluded, ...] = ()
    under_way: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """All strategies of the plan, in the order they are done."""
        return self.now + self.next + self.later


@dataclass(frozen=True, slots=True)
class Lift:
    """What a little more of a means would do: `fact` (budget, hours) at `value` lifts a strategy in the ranking."""

    fact: str
    value: int
    strategy: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two answers that do not go together; `wording` names the question to ask about it."""

    id: str
    questions: tuple[str, ...]
    wording: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that follows from a case."""

    profile: Profile
    capacity: int | None
    ranking: Ranking
    plan: Plan
    contradictions: tuple[Contradiction, ...]
    next_question: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a kept plan, with what the person decided about it, and the knowledge that it was kept with."""

    strategy: str
    wave: str
    status: str = "proposed"
    owner: str = ""
    due: str = ""
    knowledge_version: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Edit:
    """What the person changed about a step: `kind` is place (`wave:index`), owner or due (a date)."""

    strategy: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Case:
    """One firm's case as kept.

    `choices` maps strategy ids to accepted, rejected, swapped, doing or done; `reasons` those that are not for them to
    why; `edits` are what the person changed about steps, oldest first.
    """

    id: str
    resume_code: str
    facts: Facts
    answers: Answers
    order: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
