"""Golden people: firms whose ranking and plan are stored, so that a changed weight shows as a difference."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.advisor.assessment import assess
from bot.cli.diagnose import read_case
from bot.model.case import Assessment
from bot.model.knowledge import Knowledge

FOLDER = Path(__file__).parent / "people"
WAVES = ("now", "next", "later")
TOP = 5
# What stands above this line is written by people and never rewritten.
_ACCEPTED = "\naccepted:\n"
_HEAD = "\n# Written by `python -m tests.golden.accept`; change nothing below by hand.\naccepted:\n"


@dataclass(frozen=True)
class GoldenPerson:
    """One firm: what it told, what an expert wants and refuses to see planned, and what was accepted last."""

    path: Path
    about: str
    case: Mapping[str, Any]
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    accepted: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of the file without its ending."""
        return self.path.stem


def read_person(path: Path) -> GoldenPerson:
    """One person's file."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    case = {"facts": raw["facts"], "answers": raw["answers"]}
    return GoldenPerson(path, raw["about"], case, tuple(raw["must"]), tuple(raw["must_not"]), raw.get("accepted") or {})


def people() -> list[GoldenPerson]:
    """All of them, by name."""
    return [read_person(path) for path in sorted(FOLDER.glob("*.yml"))]


def assessed(knowledge: Knowledge, person: GoldenPerson) -> Assessment:
    """Their assessment as it is now."""
    return assess(knowledge, *read_case(knowledge, json.dumps(person.case)))


def outcome(found: Assessment) -> dict[str, Any]:
    """What is compared: the first five, every strategy's score to one decimal, and the plan."""
    ranking = {entry.strategy: round(entry.score, 1) for entry in found.ranking.ranked}
    plan = {wave: list(getattr(found.plan, wave)) for wave in WAVES}
    also = [f"{named.strategy} for {named.question}" for named in found.plan.also_named]
    return {
        "top_five": list(ranking)[:TOP],
        "ranking": ranking,
        "excluded": sorted(entry.strategy for entry in found.ranking.excluded),
        "plan": {"status": found.plan.status, **plan, "also_named": also},
    }


def planned(found: Assessment) -> set[str]:
    """Everything that the plan names in any place."""
    return {*found.plan.items, *(named.strategy for named in found.plan.also_named)}


def difference(person: GoldenPerson, now: Mapping[str, Any]) -> str:
    """What moved for one person, for reading; empty where nothing did."""
    return "\n".join(_moved(person.accepted, now))


def _moved(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    was, scores = before.get("ranking", {}), now["ranking"]
    places = [{name: place for place, name in enumerate(ranking, 1)} for ranking in (was, scores)]
    for name in dict.fromkeys([*scores, *was]):
        old, new = (
            _shown(place.get(name), score.get(name)) for place, score in zip(places, (was, scores), strict=True)
        )
        if old != new:
            first = (
                "  top five" if (places[0].get(name, TOP + 1) <= TOP) != (places[1].get(name, TOP + 1) <= TOP) else ""
            )
            yield f"  {name:38} {old:>12} -> {new:<12}{first}"
    if before.get("excluded") != now["excluded"]:
        yield from _lists("excluded", before.get("excluded") or [], now["excluded"])
    for part, new in now["plan"].items():
        old = before.get("plan", {}).get(part)
        if old == new:
            continue
        if part == "status":
            yield f"  plan is {old} -> {new}"
        else:
            yield from _lists(f"plan, {part}", old or [], new)


def _lists(what: str, old: list[str], new: list[str]) -> Iterator[str]:
    yield f"  {what}:"
    yield from (f"    - {name}" for name in old if name not in new)
    yield from (f"    + {name}" for name in new if name not in old)
    if set(old) == set(new):
        yield f"    order: {', '.join(old)} -> {', '.join(new)}"


def _shown(place: int | None, score: float | None) -> str:
    return "not ranked" if place is None else f"{place}. {score:.1f}"


def accept(person: GoldenPerson, now: Mapping[str, Any]) -> bool:
    """Store the outcome as it is now; False where it is stored already."""
    if person.accepted == now:
        return False
    text = person.path.read_text(encoding="utf-8")
    written = text.partition(_HEAD)[0].partition(_ACCEPTED)[0].rstrip()
    block = yaml.safe_dump(dict(now), sort_keys=False, allow_unicode=True)
    below = "".join(f"  {line}\n" for line in block.splitlines())
    person.path.write_text(f"{written}\n{_HEAD}{below}", encoding="utf-8")
    return True
