"""The papers of plans, as the pages show them and as chats get them attached."""

from __future__ import annotations

import functools
import threading

from bot.advisor.advisor import Advisor
from bot.bootstrap import make_advisor
from bot.cases.plan_pages import PlanPages
from bot.cases.repository import CaseStore
from bot.language.dates import written_out
from bot.rendering.plan_paper import Paper, plan_paper
from bot.rendering.plans import Kept
from bot.settings import Settings


class Papers:
    """Makes papers out of cases; the knowledge is read when the first page is asked for."""

    def __init__(self, settings: Settings, cases: CaseStore) -> None:
        self._settings, self._pages = settings, PlanPages(cases)
        self._advisor: Advisor | None = None
        self._making = threading.Lock()

    @property
    def advisor(self) -> Advisor:
        """The adviser; several pages at once read the knowledge once."""
        with self._making:
            if self._advisor is None:
                self._advisor = make_advisor(self._settings)
            return self._advisor

    def find(self, code: str) -> tuple[Paper, str] | None:
        """The paper of a code and until when it can be read; None where there is none."""
        found = self._pages.case_of(code)
        if found is None:
            return None
        advisor = self.advisor
        case = advisor.cases.case(found[0])
        kept = Kept(case.resume_code, {step.strategy: step for step in case.steps})
        return plan_paper(advisor.view(case), case, kept), written_out(found[1].date())


@functools.cache
def papers_of(settings: Settings) -> Papers:
    """The papers of an installation: one adviser for all doors of a process."""
    return Papers(settings, CaseStore(settings.cases_url))
