"""A plan with all that stands on paper: one shape for page, PDF, Markdown, JSON and calendar."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.language.dates import written_out
from bot.model.case import Case, Profile
from bot.ranking.services import choose_services
from bot.rendering.evidence import figure_text, service_line
from bot.rendering.phrases import say, whole
from bot.rendering.plans import WAVES, Kept, owner_phrase, plan_message
from bot.rendering.profiles import score_line, strengths
from bot.rendering.strategies import View, because, reason_phrase

# One body that helps and one figure for each step, or the paper has more pages than anybody prints.
_HELPERS, _FIGURES, _LEFT_OUT = 1, 1, 6
# Reasons beyond the third are not read.
_REASONS = 3
_DONE = "done"
# The fixed words of the paper.
TEXTS = (
    *("title", "files", "pdf", "markdown", "calendar", "json", "keep", "open_talk", "strengths", "profile", "where"),
    *("tilted", "steps", "why", "first", "how_known", "owner", "helper", "due_by", "done", "left_out", "evidence"),
    *("sources", "rests_on", "event"),
)


@dataclass(frozen=True, slots=True)
class PaperStep:
    """One step; texts that are not there are empty. `due` is an ISO date, `due_text` the same to read."""

    number: int
    id: str
    title: str
    wave: str
    why: str
    first: str
    measure: str
    owner: str
    due: str
    due_text: str
    done: bool
    helper: str


@dataclass(frozen=True, slots=True)
class PaperScore:
    """One dimension: `severity` None where it was not looked at."""

    id: str
    title: str
    plain: str
    severity: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A plan on paper. `texts` are the fixed words of the page by their names."""

    opening: str
    strengths: tuple[str, ...]
    scores: tuple[PaperScore, ...]
    waves: tuple[tuple[str, tuple[PaperStep, ...]], ...]
    left_out: tuple[str, ...]
    evidence: tuple[str, ...]
    sources: tuple[str, ...]
    resume: str
    made: str
    version: str
    markdown: str
    profile: Profile
    texts: dict[str, str]

    @property
    def steps(self) -> tuple[PaperStep, ...]:
        """All steps in order."""
        return tuple(step for _, steps in self.waves for step in steps)

    def as_data(self) -> dict[str, Any]:
        """The plan as JSON."""
        found = asdict(self)
        for name in ("markdown", "profile", "texts", "waves"):
            found.pop(name)
        return {**found, "steps": [asdict(step) for step in self.steps]}


def plan_paper(view: View, case: Case, kept: Kept) -> Paper:
    """The plan of a case as it is now."""
    knowledge, plan = view.knowledge, view.assessment.plan
    waves = []
    number = 0
    for wave in WAVES:
        names = getattr(plan, wave)
        steps = tuple(_step(view, case, kept, name, wave, number + place) for place, name in enumerate(names, 1))
        number += len(names)
        if steps:
            waves.append((say(knowledge, f"plan.{wave}").rstrip(":"), steps))
    evidence, sources = _evidence(view)
    told = strengths(knowledge, view.answers).split("\n")[1:]
    return Paper(
        opening=say(knowledge, "plan.distress") if plan.status == "distress" else "",
        strengths=tuple(line.removeprefix("- ") for line in told),
        scores=_scores(view),
        waves=tuple(waves),
        left_out=tuple(
            f"{knowledge.strategies[e.strategy].title}: {reason_phrase(knowledge, e.reason)}"
            for e in plan.left_out[:_LEFT_OUT]
        ),
        evidence=evidence,
        sources=sources,
        resume=say(knowledge, "plan.links", code=kept.resume_code),
        made=say(knowledge, "page.made", date=written_out(view.today), version=knowledge.version[:8]),
        version=knowledge.version,
        markdown=plan_message(view, kept, whole_steps=True).text,
        profile=view.assessment.profile,
        # The blanks of some are filled in where they are said.
        texts={name: say(knowledge, f"page.{name}", date="{date}", title="{title}") for name in TEXTS},
    )


def _step(view: View, case: Case, kept: Kept, name: str, wave: str, number: int) -> PaperStep:
    knowledge, strategy = view.knowledge, view.knowledge.strategies[name]
    step = kept.steps.get(name)
    due = step.due if step else ""
    here = choose_services(knowledge, view.facts.country, (), (name,), len(knowledge.services))
    helpers = [service for service in here if name in service.strategies and not service.demo][:_HELPERS]
    return PaperStep(
        number=number,
        id=name,
        title=strategy.title,
        wave=wave,
        why=because(knowledge, view.assessment.ranking.entry(name), _REASONS),
        first=strategy.parts["First step this week"],
        measure=strategy.parts["How you know it works"],
        owner=owner_phrase(knowledge, step.owner) if step else "",
        due=due,
        due_text=written_out(date.fromisoformat(due)) if due else "",
        done=case.choices.get(name) == _DONE,
        helper=" ".join(_plain(service_line(knowledge, service, view.today)) for service in helpers),
    )


def _plain(text: str) -> str:
    """A line of Markdown without its marks."""
    return re.sub(r"\*\*(.+?)\*\*", r"\1", text.removeprefix("- "))


def _scores(view: View) -> tuple[PaperScore, ...]:
    knowledge, profile = view.knowledge, view.assessment.profile
    open_ones = [score for score in profile.scores.values() if score.effective is None]
    return tuple(
        PaperScore(
            id=score.dimension,
            title=knowledge.dimensions[score.dimension].title,
            plain=knowledge.dimensions[score.dimension].plain,
            severity=None if score.severity is None else whole(score.severity),
            text=(
                score_line(knowledge, score).removeprefix("- ").partition("): ")[2]
                if score.severity is not None
                else say(knowledge, "profile.picture_open", plain="").strip(" :")
            ),
        )
        for score in (*profile.assessed, *open_ones)
    )


def _evidence(view: View) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Figures that support a step, with publisher and year, and the sources of all that is said."""
    knowledge, found = view.knowledge, {}
    for name in view.assessment.plan.items:
        near = [f for f in knowledge.figures.values() if any(support.strategy == name for support in f.supports)]
        found.update({figure.id: figure for figure in near[:_FIGURES]})
    named = dict.fromkeys([*(figure.source for figure in found.values()), "article", "levelfield"])
    sources = [knowledge.sources[name] for name in named]
    return (
        tuple(figure_text(knowledge, figure, view.today) for figure in found.values()),
        tuple(
            say(
                knowledge,
                "page.source",
                title=one.title,
                publisher=f"{one.publisher}, {one.year}" if one.year else one.publisher,
            )
            for one in sources
        ),
    )
