"""What is kept of people: exported and put back equal, erased without a trace, purged after its time, backed up."""

from __future__ import annotations

import json
import shutil
import tarfile
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Column, DateTime, MetaData, String, Table, insert, select

from bot.cases import tables
from bot.cases.engine import open_engine
from bot.cases.erasures import HeldAddresses, LeaseStore
from bot.cases.reminders import ReminderStore
from bot.cases.repository import CaseStore
from bot.cases.website import WebsiteStore
from bot.cli.main import levelfield
from bot.cli.migrate import migrate_all
from bot.inbox.inbox import Inbox
from bot.personal.backup import BackupFailed, back_up, restore
from bot.personal.cases_place import AddressedPlace
from bot.personal.keeping import ExportUnusable, Keeping, PersonUnknown, make_keeping
from bot.personal.places import Subject
from bot.settings import Settings
from bot.trackers.log import Cut, EventLog, Row

NOW = datetime(2026, 11, 23, 12)


class Installation:
    """The stores of one installation, as the servers would have filled them."""

    def __init__(self, settings: Settings, now: datetime = NOW) -> None:
        migrate_all(settings)
        self.settings, self.now = settings, now
        self.cases = CaseStore(settings.cases_url, clock=lambda: self.now)
        self.log = EventLog(settings.trackers_url)
        self.keeping: Keeping = make_keeping(settings, self.cases)

    def person(self, address: str, text: str = "") -> str:
        """Somebody with an answer, something that was not understood, a reminder, a conversation and a log line."""
        case, marker = self.cases.case_of(address), text or f"marker of {address}"
        self.cases.record_answer(case.id, "E1", "2", uuid.uuid4().hex)
        self.cases.record_fact(case.id, "sells", marker, uuid.uuid4().hex)
        self.cases.record_unanswered(case.id, marker, uuid.uuid4().hex)
        self.talk(address.partition(":")[2], marker)
        log = self.settings.var / "log" / "rasa.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a") as lines:
            lines.write(f"{self.now.date()} a turn of {address} failed\n")
        return case.id

    def talk(self, sender: str, text: str) -> None:
        """One more turn of a conversation."""
        found = self.log.read(sender)
        at = self.now.timestamp()
        rows = [Row("session_started", at, "{}"), Row("user", at, json.dumps({"event": "user", "text": text}))]
        self.log.add(sender, found.turns if found else None, rows, Cut(None) if found else None)

    def events(self, sender: str) -> int:
        found = self.log.read_all(sender)
        return len(found.kept) if found else 0

    def close(self) -> None:
        self.cases.close()
        self.log.close()


@pytest.fixture
def settings(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> Settings:
    """Settings of an empty installation on SQLite or PostgreSQL."""
    plain = Settings.from_env({"LEVELFIELD_VAR": str(tmp_path / "var"), "LEVELFIELD_DATA": str(tmp_path / "data")})
    if not url.startswith("postgresql"):
        return plain
    other = request.getfixturevalue("postgres").new_database()
    return replace(plain, cases_url=url, trackers_url=other)


@pytest.fixture
def here(settings: Settings) -> Iterator[Installation]:
    settings.var.mkdir(parents=True, exist_ok=True)
    installation = Installation(settings)
    yield installation
    installation.close()


def without_time(exported: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in exported.items() if name != "exported_at"}


def test_an_export_holds_everything_and_goes_back_equal(here: Installation) -> None:
    here.person("rest:anna", "we bake bread")
    here.talk("anna", "and cakes")
    here.person("rest:bert")
    exported = here.keeping.export("rest:anna")
    text = json.dumps(exported)
    assert "we bake bread" in text and "and cakes" in text and "bert" not in text
    assert set(exported["places"]) == {"cases", "conversations", "logs"}
    wanted, _ = here.keeping.ask_erasure("rest:anna", "command")
    here.keeping.settle(wanted[0])
    here.keeping.load(json.loads(text))
    again = here.keeping.export("rest:anna")
    for each in (exported, again):
        # A log says what happened here; its lines are not put back.
        each["places"].pop("logs", None)
    assert without_time(again) == without_time(exported)
    # Reading begins where it began.
    assert len(here.log.read("anna").kept) == 2 and here.events("anna") == 4
    here.talk("anna", "it goes on")


def test_a_code_names_everybody_who_reaches_the_case(here: Installation) -> None:
    case = here.person("rest:anna")
    code = here.cases.case(case).resume_code
    here.cases.join("slack:T01:U02", code)
    here.talk("T01:U02", "from the phone")
    assert here.keeping.export(code)["person"] == ["rest:anna", "slack:T01:U02"]
    wanted, _ = here.keeping.ask_erasure(code.lower(), "command")
    assert len(wanted) == 2
    assert sum(here.keeping.settle(one) for one in wanted) > 0
    assert here.events("anna") == here.events("T01:U02") == 0


def test_what_was_kept_for_pages_of_the_website_goes_with_the_person(here: Installation) -> None:
    store = WebsiteStore(here.cases)
    for address in ("web:anna", "web:ben"):
        here.person(address)
        store.keep(address, {"text": "said to a page"})
        store.take(address, "client-1")
    assert "said to a page" in json.dumps(here.keeping.export("web:anna"))
    (wanted,), _ = here.keeping.ask_erasure("web:anna", "command")
    here.keeping.settle(wanted)
    assert store.since("web:anna", 0) == [] and len(store.since("web:ben", 0)) == 1
    assert store.take("web:anna", "client-1") == "new"


@pytest.mark.parametrize("person", ["anna", "LF-2222-2222", "", "rest:", "rest:nobody"])
def test_nobody_is_said_to_be_nobody(here: Installation, person: str) -> None:
    with pytest.raises(PersonUnknown):
        here.keeping.export(person)


def test_what_is_there_is_not_written_over(here: Installation) -> None:
    here.person("rest:anna")
    exported = here.keeping.export("rest:anna")
    with pytest.raises(ExportUnusable, match="already"):
        here.keeping.load(exported)
    with pytest.raises(ExportUnusable, match="no export"):
        here.keeping.load([])


def test_an_erasure_is_entered_without_whose_it_was(here: Installation) -> None:
    here.person("rest:anna")
    (wanted,), _ = here.keeping.ask_erasure("rest:anna", "command")
    count = here.keeping.settle(wanted)
    (entry,) = here.keeping.erasures.log()
    assert (entry.reason, entry.rows) == ("command", count) and count > 5
    assert entry.who == here.keeping.hashed("rest:anna") and "anna" not in entry.who
    assert here.keeping.erasures.wanted() == []
    key = here.settings.var / "erasure.key"
    assert key.stat().st_mode & 0o777 == 0o600 and len(key.read_bytes()) == 64


def test_a_turn_that_is_open_meanwhile_writes_nothing_back(here: Installation) -> None:
    here.person("rest:anna")
    read = here.log.read("anna")
    (wanted,), _ = here.keeping.ask_erasure("rest:anna", "command")
    here.keeping.settle(wanted)
    with pytest.raises(Exception, match="changed"):
        here.log.add("anna", read.turns, [Row("user", NOW.timestamp(), "{}")])
    assert here.events("anna") == 0


def test_an_erasure_reaches_the_inbox_and_leaves_the_message_that_is_being_answered(here: Installation) -> None:
    here.person("rest:anna")
    inbox, reply = Inbox(here.cases), [{"text": "the marker in a reply"}]

    def answered(key: str) -> None:
        inbox.put("rest", "rest:anna", key, {"sender": "anna", "text": "the marker"})
        taken = inbox.take("rest")
        assert taken is not None and inbox.mark_done(taken, reply)

    answered("old")
    here.now += timedelta(hours=2)
    answered("just now")
    inbox.put("rest", "rest:anna", "at work", {"sender": "anna", "text": "delete my data"})
    (wanted,), _ = here.keeping.ask_erasure("rest:anna", "conversation")
    here.keeping.settle(wanted)
    left = inbox.messages()
    assert [message.key for message in left] == ["just now", "at work"]
    assert not left[0].body and not left[0].reply
    # The id that was answered just now is still known, so that it is no new message.
    assert not inbox.put("rest", "rest:anna", "just now", {"sender": "anna", "text": "again"})


def test_ninety_one_days_on_nothing_older_is_left_of_whoever_was_gone(here: Installation) -> None:
    here.person("rest:gone")
    here.person("rest:stays")
    waits = here.person("rest:waits")
    ReminderStore(here.cases).add(waits, "the cash list", (NOW.date() + timedelta(days=200)).isoformat(), "m1")
    here.now = NOW + timedelta(days=80)
    here.talk("stays", "only looking at my plan")
    here.now = NOW + timedelta(days=91)
    purged = here.keeping.purge(90)
    before = here.now - timedelta(days=90)
    assert purged.rows["cases"] > 5 and purged.rows["conversations"] >= 3 and purged.rows["logs"] == 0
    # The log was written to just now, and a test cannot move a file's clock.
    (here.settings.var / "log" / "rasa.log").unlink()
    with pytest.raises(PersonUnknown):
        here.keeping.export("rest:gone")
    left = json.dumps(here.keeping.export("rest:stays")["places"])
    assert "only looking" in left and "marker of rest:stays" in left, "the case is still in use"
    engine = open_engine(here.settings.trackers_url)
    with engine.connect() as connection:
        oldest = [row[0] for row in connection.exec_driver_sql("SELECT min(timestamp) FROM events")]
    engine.dispose()
    assert oldest[0] >= before.timestamp()
    with here.cases.reading() as connection:
        for table in (tables.unanswered, tables.writes):
            assert not connection.execute(select(table).where(table.c.at < before)).first()
    assert here.cases.rows_of(waits)["reminders"] == 1, "a reminder to come was asked for"
    assert here.keeping.purge(90).rows["cases"] == 0


def test_old_logs_go_and_the_others_are_cut(here: Installation) -> None:
    folder = here.settings.var / "log"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "actions.log").write_text("2020-01-01 old\n  its frame\n2026-11-22 new\nwithout a day\n")
    here.now = datetime.now()
    (folder / "actions.log").write_text(f"2020-01-01 old\n  its frame\n{date.today()} new\nwithout a day\n")
    assert here.keeping.purge(90).rows["logs"] == 2
    assert (folder / "actions.log").read_text() == f"{date.today()} new\nwithout a day\n"


def test_a_table_beside_the_cases_is_one_entry_more(here: Installation) -> None:
    beside = Table(
        "beside",
        MetaData(),
        Column("id", String(8), primary_key=True),
        Column("person", String(255)),
        Column("at", DateTime),
    )
    beside.create(here.cases.engine)
    place = AddressedPlace(here.cases, "beside", (tables.Addressed(beside, "person", "at"),))
    with here.cases.changing() as connection:
        rows = [("a", "rest:anna", NOW), ("b", "rest:bert", NOW), ("c", "rest:anna", NOW - timedelta(days=100))]
        connection.execute(insert(beside), [dict(zip(("id", "person", "at"), row, strict=True)) for row in rows])
    anna = Subject(("rest:anna",))
    exported = json.loads(json.dumps(place.export(anna)))
    assert [row["id"] for row in exported["beside"]] == ["a", "c"]
    assert place.active(NOW) == {"rest:anna", "anna", "rest:bert", "bert"}
    assert place.erase(anna) == 2 and place.export(anna) == {}
    assert place.load(exported) == 2 and place.export(anna) == exported
    assert place.purge(NOW - timedelta(days=90), ()) == 1
    busy = AddressedPlace(here.cases, "busy", (tables.Addressed(beside, "person", "at", "at"),))
    with here.cases.changing() as connection:
        connection.execute(insert(beside).values(id="d", person="rest:anna", at=None))
    assert busy.erase(anna) == 1 and [row["id"] for row in busy.export(anna)["beside"]] == ["d"]


def test_addresses_are_held_for_a_turn_only(here: Installation) -> None:
    held = HeldAddresses(here.cases)
    held.hold("rest:anna", "m1", ["anna@x.example", "b@y.example"])
    held.hold("rest:anna", "m1", ["anna@x.example"])
    assert held.of("rest:anna", "m1") == ("anna@x.example", "b@y.example")
    assert held.of("rest:anna", "m2") == held.of("telegram:anna", "m1") == ()
    held.forget("rest:anna", "m1")
    assert held.of("rest:anna", "m1") == ()
    held.hold("rest:anna", "m2", ["c@z.example"])
    here.now += timedelta(hours=2)
    held.forget_old()
    assert held.of("rest:anna", "m2") == ()


def test_a_lease_has_one_holder(here: Installation) -> None:
    leases, minute = LeaseStore(here.cases), timedelta(minutes=1)
    assert leases.take("purge", "a", minute) and not leases.take("purge", "b", minute) and leases.is_taken("purge")
    assert leases.take("purge", "a", minute)
    here.now += timedelta(minutes=2)
    assert not leases.is_taken("purge") and leases.take("purge", "b", minute)


def test_a_backup_comes_back_and_whoever_was_erased_since_stays_erased(here: Installation, tmp_path: Path) -> None:
    if here.settings.cases_url.startswith("postgresql") and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed (Debian: apt install postgresql-client)")
    here.now = datetime.now()
    here.person("rest:anna")
    here.person("rest:bert")
    before = here.keeping.export("rest:anna")
    here.settings.documents.mkdir(parents=True)
    (here.settings.documents / "guide.md").write_text("a guide")
    file = tmp_path / "backup.tar.gz"
    assert "documents/guide.md" in back_up(here.settings, file)
    assert file.stat().st_mode & 0o777 == 0o600
    here.now = datetime.now() + timedelta(days=1)
    (wanted,), _ = here.keeping.ask_erasure("rest:bert", "command")
    here.keeping.settle(wanted)
    here.person("rest:later")
    log = here.keeping.erasures.log()
    here.close()
    (here.settings.documents / "guide.md").unlink()
    taken_at = restore(here.settings, file)
    back = Installation(here.settings, here.now)
    back.keeping.erasures.add_log(log)
    assert back.keeping.erase_again(taken_at) == 1
    assert without_time(back.keeping.export("rest:anna"))["places"]["cases"] == before["places"]["cases"]
    assert back.cases.case_of("rest:bert").answers == {} and back.events("bert") == back.events("later") == 0
    assert back.events("anna") == 2
    assert (here.settings.documents / "guide.md").read_text() == "a guide"
    back.close()


def test_a_damaged_or_foreign_file_is_refused_before_anything_changes(here: Installation, tmp_path: Path) -> None:
    here.person("rest:anna")
    file = tmp_path / "backup.tar.gz"
    file.write_bytes(b"no archive")
    with pytest.raises(BackupFailed, match="no backup"):
        restore(here.settings, file)
    with tarfile.open(file, "w:gz") as archive:
        archive.add(__file__, "cases.db")
    with pytest.raises(BackupFailed, match="no backup"):
        restore(here.settings, file)
    assert here.events("anna") == 2


def test_the_commands_do_the_same(here: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("CASES_URL", here.settings.cases_url), ("TRACKERS_URL", here.settings.trackers_url)):
        monkeypatch.setenv(f"LEVELFIELD_{name}", value)
    monkeypatch.setenv("LEVELFIELD_VAR", str(here.settings.var))
    monkeypatch.setenv("LEVELFIELD_DATA", str(here.settings.data))
    here.person("rest:anna")

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(levelfield, list(arguments), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    file = tmp_path / "anna.json"
    file.write_text(run("export", "rest:anna"))
    assert "erased" in run("erase", "rest:anna", "--thorough")
    assert here.events("anna") == 0
    assert "rows were put back" in run("import", str(file))
    assert here.events("anna") == 2
    assert "cases: 0 rows deleted" in run("purge")
    if not here.settings.cases_url.startswith("postgresql") or shutil.which("pg_dump"):
        run("backup", str(tmp_path / "all.tar.gz"))
        here.close()
        assert "0 erased since then" in run("restore", str(tmp_path / "all.tar.gz"), "--yes")
