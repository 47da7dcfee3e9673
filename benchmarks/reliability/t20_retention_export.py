"""T20: ninety-one days on nothing older than ninety is left, and what was exported before goes back equal."""

from __future__ import annotations

import json
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import DateTime, func, select

from benchmarks.reliability.adviser import Adviser
from benchmarks.reliability.personal import digest, keeping_of, talk
from benchmarks.reliability.result import Result
from bot.cases.engine import open_engine
from bot.cases.tables import metadata as case_tables
from bot.cli.migrate import migrate_all
from bot.personal.backup import back_up, restore
from bot.settings import Settings
from bot.trackers.tables import events

FULL, SHORT = (40,), (8,)
ON = Adviser
DAYS = 90
# These say what is done and due, not what somebody told.
NOT_TOLD = {"leases", "erasures"}


def oldest(settings: Settings) -> datetime | None:
    """The oldest time in any row about a person."""
    found: list[datetime] = []
    engine = open_engine(settings.cases_url)
    with engine.connect() as connection:
        for table in case_tables.sorted_tables:
            for column in table.columns if table.name not in NOT_TOLD else ():
                if isinstance(column.type, DateTime):
                    found += [at for at in connection.execute(select(func.min(column))).scalars() if at]
    engine.dispose()
    engine = open_engine(settings.trackers_url)
    with engine.connect() as connection:
        seconds = connection.execute(select(func.min(events.c.timestamp))).scalar_one()
    engine.dispose()
    return min([*found, *([datetime.utcfromtimestamp(seconds)] if seconds else [])], default=None)


def measure(adviser: Adviser, people: int) -> list[Result]:
    """Work on a copy: the others who talk to this adviser go on."""
    senders = [f"keep-{datetime.now():%H%M%S}-{number}" for number in range(people)]
    talk(adviser.url, senders)
    with tempfile.TemporaryDirectory() as folder:
        copy = Settings.from_env({"LEVELFIELD_VAR": folder, "LEVELFIELD_DATA": folder})
        file = Path(folder) / "backup.tar.gz"
        back_up(adviser.settings, file)
        migrate_all(copy)
        restore(copy, file)
        equal = 0
        with keeping_of(copy) as keeping:
            for sender in senders:
                before = digest(keeping, sender)
                exported = json.loads(json.dumps(keeping.export(f"rest:{sender}")))
                for wanted in keeping.ask_erasure(f"rest:{sender}", "command")[0]:
                    keeping.settle(wanted)
                gone = digest(keeping, sender) == ""
                keeping.load(exported)
                equal += gone and digest(keeping, sender) == before
        # A reminder is for two weeks on, and past by then.
        with keeping_of(copy, later=timedelta(days=DAYS + 1)) as keeping:
            purged = sum(keeping.purge(DAYS).rows.values())
        left = oldest(copy)
    return [
        Result(
            f"T20 retention, {DAYS + 1} days on",
            f"{purged} rows deleted, oldest that is left: {left or 'none'}",
            "nothing older than 90 days",
            "keeps everything",
            purged > 0 and left is None,
        ),
        Result("T20 export, put back and equal", f"{equal} of {people}", "all", "no import", equal == people),
    ]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with tempfile.TemporaryDirectory() as folder, Adviser(Path(folder) / "var") as adviser:
        return measure(adviser, *(SHORT if short else FULL))
