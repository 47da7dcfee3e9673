"""The pages of plans: for each case an address that cannot be guessed, and that runs out in the end."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.cases.repository import CaseStore
from bot.cases.tables import plan_pages

# 192 random bits: whoever tried a million addresses a second would not find one in the age of the world.
_CODE_BYTES = 24
_CODE = re.compile(r"[A-Za-z0-9_-]{32}")
# A plan reaches over half a year; each time it is shown in the talk, its page lives on for as long again.
LIFE = timedelta(days=180)


class PlanPages:
    """The page of each case's plan."""

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases

    def code_for(self, case_id: str) -> str:
        """The code of a case's page, made where there is none or the old one has run out; from now on it lives on."""
        now = self._cases.clock()
        mine = plan_pages.c.case_id == case_id
        for _ in range(2):
            code = secrets.token_urlsafe(_CODE_BYTES)
            try:
                with self._cases.changing() as connection:
                    row = connection.execute(select(plan_pages.c.code, plan_pages.c.until).where(mine)).first()
                    if row is None:
                        values = {"case_id": case_id, "code": code, "until": now + LIFE}
                        connection.execute(insert(plan_pages).values(values))
                        return code
                    # Somebody may have kept the old address who should no longer read it.
                    code = row.code if row.until > now else code
                    connection.execute(update(plan_pages).where(mine).values(code=code, until=now + LIFE))
                    return str(code)
            except IntegrityError:
                # Another turn of the same person made it meanwhile.
                continue
        raise RuntimeError("the page of a plan could not be made")

    def case_of(self, code: str) -> tuple[str, datetime] | None:
        """The case whose page this is and until when, or None where there is no such page."""
        if not _CODE.fullmatch(code):
            return None
        wanted = select(plan_pages.c.case_id, plan_pages.c.until).where(
            plan_pages.c.code == code, plan_pages.c.until > self._cases.clock()
        )
        with self._cases.reading() as connection:
            row = connection.execute(wanted).first()
        return None if row is None else (str(row.case_id), row.until)
