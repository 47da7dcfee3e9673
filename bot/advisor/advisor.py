"""The adviser: the knowledge, the cases, and who runs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.advisor.assessment import Assessments
from bot.cases.plan_pages import PlanPages
from bot.cases.reminders import ReminderStore
from bot.cases.repository import CaseStore
from bot.inbox.outbox import Outbox
from bot.model.case import Assessment, Case
from bot.model.document import AddedDocument, Passage
from bot.model.knowledge import Knowledge
from bot.model.turn import Turn
from bot.rendering.phrases import say
from bot.rendering.strategies import View


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs this adviser; empty texts where nothing was set."""

    name: str = ""
    contact: str = ""
    crisis_contact: str = ""
    is_association: bool = False
    # After so many days without a word, what a person told is deleted.
    keep_days: int = 90


@dataclass(frozen=True, slots=True)
class Outlets:
    """What can leave this installation: reminders by e-mail or in chats, briefs by e-mail or webhook.

    Links lead to `public_url`; `chats` are the open channels that may write first; `timezone` counts for people of whom
    no country is known.
    """

    mails: bool = False
    public_url: str = ""
    brief_to: str = field(default="", repr=False)
    brief_webhook: bool = False
    chats: tuple[str, ...] = ()
    timezone: str = "UTC"

    @property
    def brief(self) -> bool:
        """Whether a brief can be sent to anybody."""
        return bool(self.brief_to) or self.brief_webhook


class Documents(Protocol):
    """The documents that operators added."""

    def passages(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        """Passages by their ids."""

    def document(self, name: str) -> AddedDocument | None:
        """A document by its id."""


@dataclass(frozen=True, slots=True)
class Advisor:
    """What every use case works with. The use cases are functions `(advisor, turn) -> Reply` in this package."""

    knowledge: Knowledge
    cases: CaseStore
    operator: Operator = Operator()
    documents: Documents | None = None
    today: Callable[[], date] = date.today
    outlets: Outlets = Outlets()
    _assessments: Assessments = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember assessments of this knowledge and no other."""
        object.__setattr__(self, "_assessments", Assessments(self.knowledge))

    @property
    def reminders(self) -> ReminderStore:
        """The reminders of all cases."""
        return ReminderStore(self.cases)

    @property
    def plan_pages(self) -> PlanPages:
        """The pages of all plans."""
        return PlanPages(self.cases)

    @property
    def outbox(self) -> Outbox:
        """What must go out."""
        return Outbox(self.cases)

    @property
    def operator_name(self) -> str:
        """Who runs this, in words."""
        return self.operator.name or say(self.knowledge, "talk.operator_unnamed")

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """Passages of added documents in the order of their ids; what is gone meanwhile is left out."""
        found = self.documents.passages(ids) if self.documents else {}
        return [found[name] for name in ids if name in found]

    def document(self, name: str) -> AddedDocument | None:
        """An added document."""
        return self.documents.document(name) if self.documents else None

    def case(self, turn: Turn) -> Case:
        """The case of whoever wrote."""
        return self.cases.case_of(turn.address)

    def assess(self, case: Case) -> Assessment:
        """Everything that follows from a case."""
        return self._assessments.of(case)

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
