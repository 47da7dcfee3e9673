"""The adviser: the knowledge, the cases, and who runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.advisor.assessment import assess
from bot.cases.repository import CaseStore
from bot.model.case import Assessment, Case
from bot.model.knowledge import Knowledge
from bot.model.turn import Turn
from bot.rendering.strategies import View


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs this adviser; empty texts where nothing was set."""

    name: str = ""
    contact: str = ""
    crisis_contact: str = ""
    is_association: bool = False


@dataclass(frozen=True, slots=True)
class Advisor:
    """What every use case works with. The use cases are functions `(advisor, turn) -> Reply` in this package."""

    knowledge: Knowledge
    cases: CaseStore
    operator: Operator = Operator()
    today: Callable[[], date] = date.today

    def case(self, turn: Turn) -> Case:
        """The case of whoever wrote."""
        return self.cases.case_of(turn.address)

    def assess(self, case: Case) -> Assessment:
        """Everything that follows from a case."""
        return assess(self.knowledge, case.facts, case.answers, case.choices)

    def view(self, case: Case) -> View:
        """A case as the renderers of strategies and plans want it."""
        return View(
            knowledge=self.knowledge,
            assessment=self.assess(case),
            facts=case.facts,
            answers=case.answers,
            today=self.today(),
            own_services=self.operator.is_association,
        )
