"""Decides what to do with a question: answer, ask which was meant, refuse, or say that it is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.turn import Found

ANSWER, WHICH, REFUSE, QUOTE, UNKNOWN = "answer", "which", "refuse", "quote", "unknown"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where one decision gives way to another; the numbers and their reasons stand in `knowledge/weights.yml`.

    `answer`: the least probability that any record answers; `refuse`: that a verdict or evasion is asked for;
    `ambiguous`: how near two records must be to be asked back; `sure`: from where on that would be pedantry;
    `nearest`: the least probability of a topic worth offering; `quote`: the least score of a passage that answers,
    `quote_first`: from where on it is put before a record.
    """

    answer: float
    refuse: float
    ambiguous: float
    sure: float
    nearest: float
    quote: float
    quote_first: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, with what: records or a passage or a refusal, best first, and how sure that is."""

    kind: str
    ids: tuple[str, ...]
    confidence: float


def decide(found: Found, bounds: Bounds, *, most: int = 3) -> Decision:
    """The decision on one question."""
    refusal, refused = found.refusals[0] if found.refusals else ("", 0.0)
    known = max(0.0, 1.0 - found.outside - refused)
    best, chance = found.records[0] if found.records else ("", 0.0)
    if refusal and refused >= bounds.refuse and refused > chance:
        return Decision(REFUSE, (refusal,), refused)
    passage, score = found.passages[0] if found.passages else ("", 0.0)
    if passage and (score >= bounds.quote_first or (score >= bounds.quote and known < bounds.answer)):
        return Decision(QUOTE, tuple(name for name, _ in found.passages), min(score, 1.0))
    if known < bounds.answer or not best:
        return Decision(UNKNOWN, _nearest(found.records, bounds, most), known)
    rivals = [name for name, other in found.records[1:] if chance - other < bounds.ambiguous]
    if rivals and chance < bounds.sure:
        return Decision(WHICH, (best, rivals[0]), chance)
    return Decision(ANSWER, tuple(name for name, _ in found.records), known)


def _nearest(records: Sequence[tuple[str, float]], bounds: Bounds, most: int) -> tuple[str, ...]:
    return tuple(name for name, chance in records if chance >= bounds.nearest)[:most]
