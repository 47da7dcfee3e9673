"""Keeps and finds cases."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.cases import tables
from bot.cases.engine import open_engine
from bot.cases.reading import case_id_of, read_case, rows_of
from bot.cases.undoing import keep_before, replace, take_back, these
from bot.model.case import Case, DimensionScore, Edit, Profile, Step
from bot.model.knowledge import DONT_KNOW, SKIP
from bot.model.unanswered import LONGEST, Unanswered

# Without 0, O, 1, I and L, which are misread when a code is copied by hand.
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
# Before a question's id among the choices: it is to be asked once more. And how many profiles there were by then.
AGAIN, SINCE = "again.", "said.since"
# Values that say nothing.
_OPEN = frozenset({SKIP, DONT_KNOW})
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def new_resume_code() -> str:
    """A code like LF-7K3M-92QD: 8 letters out of 31, about 40 bits; with a digit, which tells it from words."""
    letters = ""
    while not any(letter.isdigit() for letter in letters):
        letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(8))
    return f"LF-{letters[:4]}-{letters[4:]}"


def _now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None)


class CaseStore:
    """The cases at one database address. Every write names the message that caused it and is done once."""

    def __init__(self, url: str, clock: Callable[[], datetime] = _now) -> None:
        self._engine = open_engine(url)
        self._clock = clock

    def require(self) -> None:
        """Ask the database for the tables.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: it does not answer, or has not been migrated.
        """
        with self._engine.connect() as connection:
            connection.execute(select(tables.cases.c.id).limit(1))

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @property
    def clock(self) -> Callable[[], datetime]:
        """What time it is, in UTC without a zone."""
        return self._clock

    @property
    def engine(self) -> Engine:
        """The database, for what looks after it as a whole."""
        return self._engine

    def reading(self) -> Connection:
        """A connection to read with, for the stores beside this one."""
        return self._engine.connect()

    def changing(self) -> Any:
        """A transaction that no message causes: a link that was followed, a letter that was sent."""
        return self._engine.begin()

    def writing(self, case_id: str, message: str, record: str) -> AbstractContextManager[Connection | None]:
        """A transaction for one write of one message, for the stores beside this one; None where it was done before."""
        return self._write(case_id, message, record)

    def case_of(self, address: str) -> Case:
        """The case of a person (`channel:user`); a new one where they have none."""
        with self._engine.connect() as connection:
            case_id = case_id_of(connection, address)
            if case_id is not None:
                return read_case(connection, case_id)
        return self.case(self._open(address))

    def _open(self, address: str) -> str:
        case_id, at = str(uuid.uuid4()), self._clock()
        row = {"id": case_id, "resume_code": new_resume_code(), "created_at": at, "updated_at": at}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(tables.cases).values(row))
                connection.execute(insert(tables.people).values(address=address, case_id=case_id))
            return case_id
        except IntegrityError:
            # Another turn of the same person opened it meanwhile.
            with self._engine.connect() as connection:
                found = case_id_of(connection, address)
            if found is None:
                raise
            return found

    def join(self, address: str, resume_code: str) -> Case | None:
        """Let a person reach the case that a resume code names; None where there is no such case."""
        with self._engine.begin() as connection:
            wanted = select(tables.cases.c.id).where(tables.cases.c.resume_code == resume_code.upper())
            case_id = connection.execute(wanted).scalar_one_or_none()
            if case_id is None:
                return None
            connection.execute(delete(tables.people).where(tables.people.c.address == address))
            connection.execute(insert(tables.people).values(address=address, case_id=case_id))
        return self.case(case_id)

    def case(self, case_id: str) -> Case:
        """One case, whole."""
        with self._engine.connect() as connection:
            return read_case(connection, case_id)

    @contextmanager
    def _write(self, case_id: str, message: str, record: str) -> Iterator[Connection | None]:
        """A transaction for one write of one message; None where that message wrote the record before."""
        with self._engine.begin() as connection:
            at = self._clock()
            if message:
                row = {"case_id": case_id, "message": message, "record": record, "at": at}
                # One statement, not a look and then a write: the same message may come twice at the same time.
                once = _INSERT[connection.dialect.name](tables.writes).values(row).on_conflict_do_nothing()
                if not connection.execute(once).rowcount:
                    yield None
                    return
            connection.execute(update(tables.cases).where(tables.cases.c.id == case_id).values(updated_at=at))
            yield connection

    def record_answer(self, case_id: str, question: str, value: str, message: str) -> None:
        """Keep the answer to a question; answering again moves it to the end of the order."""
        with self._write(case_id, message, f"answer:{question}") as connection:
            if connection is None:
                return
            again = {"case_id": case_id, "strategy": f"{AGAIN}{question}"}
            due = connection.execute(delete(tables.choices).where(*these(tables.choices, again))).rowcount
            mine = tables.answers.c.case_id == case_id
            this = tables.answers.c.question == question
            if due and value in _OPEN and connection.execute(select(tables.answers).where(mine, this)).first():
                # Asked once more and skipped: what was answered before stays.
                return
            connection.execute(delete(tables.answers).where(mine, this))
            last = connection.execute(select(func.max(tables.answers.c.place)).where(mine)).scalar_one()
            row = {"case_id": case_id, "question": question, "value": value, "place": (last or 0) + 1}
            connection.execute(insert(tables.answers).values(row))

    def record_fact(self, case_id: str, name: str, value: Any, message: str) -> None:
        """Keep a business fact (`team_size`, 12)."""
        with self._write(case_id, message, f"fact.{name}") as connection:
            if connection is not None:
                replace(connection, tables.facts, {"case_id": case_id, "name": name}, {"value": json.dumps(value)})

    def record_choice(self, case_id: str, strategy: str, choice: str, message: str, reason: str = "") -> None:
        """Keep what the person decided about a strategy (accepted, rejected, swapped, doing or done), and why."""
        with self._write(case_id, message, f"choice.{strategy}") as connection:
            if connection is not None:
                values = {"choice": choice, "reason": reason}
                replace(connection, tables.choices, {"case_id": case_id, "strategy": strategy}, values)

    def ask_again(self, case_id: str, questions: Iterable[str], kept: int, message: str) -> None:
        """Begin a further check-up: these questions are to be asked once more; their answers stay until then.

        Args:
            kept: how many profiles are kept now.
        """
        with self._write(case_id, message, "again") as connection:
            if connection is not None:
                for name in questions:
                    key = {"case_id": case_id, "strategy": f"{AGAIN}{name}"}
                    replace(connection, tables.choices, key, {"choice": "asked", "reason": ""})
                since = {"case_id": case_id, "strategy": SINCE}
                replace(connection, tables.choices, since, {"choice": str(kept), "reason": ""})

    def record_changes(
        self, case_id: str, choices: Mapping[str, str], edits: Iterable[Edit], message: str, reason: str = ""
    ) -> None:
        """Keep all that one message changed about the plan, in one go.

        One record for all of it: said again, "swap the second one" would mean another step.
        """
        with self._write(case_id, message, "changes") as connection:
            if connection is None:
                return
            edits = list(edits)
            keep_before(connection, case_id, choices, edits)
            for strategy, choice in choices.items():
                values = {"choice": choice, "reason": reason}
                replace(connection, tables.choices, {"case_id": case_id, "strategy": strategy}, values)
            highest = select(func.max(tables.edits.c.number)).where(tables.edits.c.case_id == case_id)
            last = connection.execute(highest).scalar_one() or 0
            for number, edit in enumerate(edits, last + 1):
                key = {"case_id": case_id, "strategy": edit.strategy, "kind": edit.kind}
                replace(connection, tables.edits, key, {"value": edit.value, "number": number})

    def undo_changes(self, case_id: str, message: str, *, unless_answered: bool = False) -> tuple[str, ...]:
        """Take back the last changes about the plan, or none (`unless_answered` since); what they were about."""
        with self._write(case_id, message, "undo") as connection:
            if connection is None:
                return ()
            return take_back(connection, case_id, unless_answered=unless_answered)

    def record_feedback(self, case_id: str, about: str, helpful: bool, message: str) -> None:
        """Keep a thumb up or down."""
        with self._write(case_id, message, "feedback") as connection:
            if connection is not None:
                row = {"about": about, "helpful": helpful, "at": self._clock()}
                replace(connection, tables.feedback, {"case_id": case_id, "message": message or "-"}, row)

    def record_unanswered(
        self,
        case_id: str,
        text: str,
        message: str,
        *,
        intent: str = "",
        confidence: float = 0.0,
        nearest: str = "",
        language: str = "",
    ) -> None:
        """Keep a message that was not understood; `text` holds nothing any more that could lead to a person."""
        with self._write(case_id, message, "unanswered") as connection:
            if connection is not None:
                guessed = {"intent": intent, "confidence": confidence, "nearest": nearest, "language": language}
                row = {"text": text[:LONGEST], **guessed, "at": self._clock()}
                key = {"case_id": case_id, "message": message or uuid.uuid4().hex}
                connection.execute(insert(tables.unanswered).values({**key, **row}))

    def has_written(self, case_id: str, message: str, record: str = "") -> bool:
        """Whether a message wrote a record before; without a message, whether any did."""
        columns = tables.writes.c
        wanted = select(columns.record).where(columns.case_id == case_id, columns.record == record)
        with self._engine.connect() as connection:
            return (
                connection.execute(wanted.where(columns.message == message) if message else wanted).first() is not None
            )

    def unanswered_of(self, case_id: str) -> list[str]:
        """The texts of one case that were not understood, oldest first."""
        wanted = select(tables.unanswered.c.text).where(tables.unanswered.c.case_id == case_id)
        with self._engine.connect() as connection:
            return [str(text) for text in connection.execute(wanted.order_by(tables.unanswered.c.at)).scalars()]

    def unanswered(self, since: datetime | None = None, labelled: bool = False) -> list[Unanswered]:
        """What was not understood, of all cases, oldest first.

        Args:
            since: only what came then or later, in UTC without a zone.
            labelled: also what somebody has labelled already.
        """
        columns = tables.unanswered.c
        wanted = select(tables.unanswered).order_by(columns.at, columns.case_id, columns.message)
        if since is not None:
            wanted = wanted.where(columns.at >= since)
        if not labelled:
            wanted = wanted.where(columns.label.is_(None))
        with self._engine.connect() as connection:
            return [Unanswered(**row) for row in connection.execute(wanted).mappings()]

    def label_unanswered(self, keys: Iterable[tuple[str, str]], label: str) -> None:
        """Say what messages (case, message) mean: an intent, or NOTHING; what was erased meanwhile is passed over."""
        with self._engine.begin() as connection:
            for case_id, message in keys:
                columns = tables.unanswered.c
                these = update(tables.unanswered).where(columns.case_id == case_id, columns.message == message)
                connection.execute(these.values(label=label))

    def keep_plan(self, case_id: str, steps: Sequence[Step], knowledge_version: str, message: str) -> None:
        """Replace the kept plan."""
        with self._write(case_id, message, "plan") as connection:
            if connection is None:
                return
            connection.execute(delete(tables.steps).where(tables.steps.c.case_id == case_id))
            for place, step in enumerate(steps):
                names = ("strategy", "wave", "status", "owner", "due")
                row = {name: getattr(step, name) for name in names}
                link = {"case_id": case_id, "place": place, "knowledge_version": knowledge_version}
                connection.execute(insert(tables.steps).values({**row, **link}))

    def keep_profile(self, case_id: str, profile: Profile, knowledge_version: str, message: str) -> None:
        """Keep a profile beside the earlier ones; one that says the same as the last is not kept twice."""
        last = self.profiles(case_id)[-1:]
        if last and last[0] == {name: score.severity for name, score in profile.scores.items()}:
            return
        with self._write(case_id, message, "profile") as connection:
            if connection is None:
                return
            highest = select(func.max(tables.profiles.c.number)).where(tables.profiles.c.case_id == case_id)
            number = (connection.execute(highest).scalar_one() or 0) + 1
            link = {"case_id": case_id, "number": number, "knowledge_version": knowledge_version, "at": self._clock()}
            connection.execute(
                insert(tables.profiles), [{**_score_row(score), **link} for score in profile.scores.values()]
            )

    def profiles(self, case_id: str) -> list[Mapping[str, float | None]]:
        """Every kept profile, oldest first: dimension -> severity."""
        found: dict[int, dict[str, float | None]] = {}
        with self._engine.connect() as connection:
            for row in rows_of(connection, tables.profiles, case_id, "number"):
                found.setdefault(row["number"], {})[row["dimension"]] = row["severity"]
        return [found[number] for number in sorted(found)]

    def start_over(self, case_id: str, message: str) -> None:
        """Forget facts, answers, choices and plan; earlier profiles stay, so that progress can be shown.

        What was not understood stays too: whoever begins again has not asked for it to be deleted.
        """
        with self._write(case_id, message, "start_over") as connection:
            if connection is not None:
                for table in (tables.facts, tables.answers, tables.choices, tables.edits, tables.steps):
                    connection.execute(delete(table).where(table.c.case_id == case_id))

    def erase(self, case_id: str) -> Mapping[str, int]:
        """Delete a case with everything that belongs to it and every way to reach it; how many rows of each table."""
        with self._engine.begin() as connection:
            # The ids of messages stay, so that none is taken for new; what was said and answered goes. The message that
            # asks for the deletion is still being worked on, and drops its own text when it is done.
            of_them = select(tables.people.c.address).where(tables.people.c.case_id == case_id)
            settled = tables.inbox.c.person.in_(of_them), tables.inbox.c.done_at.is_not(None)
            connection.execute(update(tables.inbox).where(*settled).values(body="{}", reply="[]"))
            whole = _all(case_id)
            return {table.name: connection.execute(delete(table).where(of_it)).rowcount for table, of_it in whole}

    def everything_of(self, case_id: str) -> Mapping[str, list[Mapping[str, Any]]]:
        """Every row that belongs to a case, by table."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        with self._engine.connect() as connection:
            for table, of_it in _all(case_id):
                wanted = select(table).where(of_it).order_by(*table.primary_key.columns)
                found[table.name] = [dict(row) for row in connection.execute(wanted).mappings()]
        return found

    def rows_of(self, case_id: str) -> Mapping[str, int]:
        """How many rows each table holds of a case, counted now."""
        found: dict[str, int] = {}
        with self._engine.connect() as connection:
            for table, of_it in _all(case_id):
                counted = select(func.count()).select_from(table).where(of_it)
                found[table.name] = connection.execute(counted).scalar_one()
        return found


def _all(case_id: str) -> list[tuple[Any, Any]]:
    """Every table that may hold something of a case, with what finds it there; the case itself comes last."""
    belonging = [(table, table.c.case_id == case_id) for table in (*tables.OF_A_CASE, tables.people)]
    return [*belonging, (tables.cases, tables.cases.c.id == case_id)]


def _score_row(score: DimensionScore) -> dict[str, Any]:
    return {"dimension": score.dimension, "severity": score.severity, "confidence": score.confidence}
