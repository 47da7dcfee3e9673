"""The tables of the case store; a change here needs a migration in `migrations/versions/`."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from bot.model.unanswered import LONGEST

metadata = MetaData()
_CASE = String(36)
# Record ids have at most 45 characters; an address is a channel's name and the user's id there (at most 100).
_ID, _ADDRESS = String(120), String(255)


def _case() -> Column[str]:
    return Column("case_id", _CASE, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)


cases = Table(
    "cases",
    metadata,
    Column("id", _CASE, primary_key=True),
    Column("resume_code", String(16), nullable=False, unique=True),
    Column("created_at", DateTime, nullable=False),
    Column("updated_at", DateTime, nullable=False),
)
# Who reaches which case: one person may come by several channels.
people = Table(
    "people",
    metadata,
    Column("address", _ADDRESS, primary_key=True),
    Column("case_id", _CASE, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
)
facts = Table("facts", metadata, _case(), Column("name", _ID, primary_key=True), Column("value", Text, nullable=False))
answers = Table(
    "answers",
    metadata,
    _case(),
    Column("question", _ID, primary_key=True),
    Column("value", _ID, nullable=False),
    Column("place", Integer, nullable=False),
)
choices = Table(
    "choices",
    metadata,
    _case(),
    Column("strategy", _ID, primary_key=True),
    Column("choice", _ID, nullable=False),
    # Why it is not for them: one of a few words, or their own; empty where they didn't say.
    Column("reason", Text, nullable=False, server_default=""),
)
# What a person changed about a step; it is laid over each plan that is computed anew.
edits = Table(
    "edits",
    metadata,
    _case(),
    Column("strategy", _ID, primary_key=True),
    Column("kind", _ID, primary_key=True),
    Column("value", Text, nullable=False),
    # The order in which they came: of two that want the same place the later one has it.
    Column("number", Integer, nullable=False),
)
steps = Table(
    "steps",
    metadata,
    _case(),
    Column("strategy", _ID, primary_key=True),
    Column("wave", _ID, nullable=False),
    Column("place", Integer, nullable=False),
    Column("status", _ID, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due", String(10), nullable=False),
    Column("knowledge_version", _ID, nullable=False),
)
# One row per dimension and diagnosis, so that a second diagnosis can show what moved.
profiles = Table(
    "profiles",
    metadata,
    _case(),
    Column("number", Integer, primary_key=True),
    Column("dimension", _ID, primary_key=True),
    Column("severity", Float),
    Column("confidence", Float, nullable=False),
    Column("knowledge_version", _ID, nullable=False),
    Column("at", DateTime, nullable=False),
)
feedback = Table(
    "feedback",
    metadata,
    _case(),
    Column("message", _ID, primary_key=True),
    Column("about", _ID, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("at", DateTime, nullable=False),
)
# Every write with the message that caused it: a repeated turn finds its row and has no second effect.
writes = Table(
    "writes",
    metadata,
    _case(),
    Column("message", _ID, primary_key=True),
    Column("record", _ID, primary_key=True),
    Column("at", DateTime, nullable=False),
)
# What was not understood, without what could lead to a person; a label says what somebody made of it.
unanswered = Table(
    "unanswered",
    metadata,
    _case(),
    Column("message", _ID, primary_key=True),
    Column("text", String(LONGEST), nullable=False),
    Column("intent", _ID, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("nearest", _ID, nullable=False),
    # A code has two or three letters, with a script behind it up to seven.
    Column("language", String(16), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("label", _ID),
)
# What a person wants to be reminded of; `state`: waiting, said (at a visit) or cancelled.
reminders = Table(
    "reminders",
    metadata,
    _case(),
    Column("number", Integer, primary_key=True),
    Column("about", Text, nullable=False),
    Column("due", String(10), nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", DateTime, nullable=False),
)
# Where reminders are mailed to: one address a case, with what was said when it was given. Without `confirmed_at`
# nothing but the one mail with the link goes there.
mail_addresses = Table(
    "mail_addresses",
    metadata,
    _case(),
    Column("address", String(254), nullable=False),
    Column("told", Text, nullable=False),
    Column("given_at", DateTime, nullable=False),
    Column("confirmed_at", DateTime),
    Column("confirm_token", String(64), nullable=False, unique=True),
    Column("stop_token", String(64), nullable=False, unique=True),
)
# What must go out, written out in full; `state`: held (the address is not confirmed), waiting, sending, sent or dead.
outbox = Table(
    "outbox",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case_id", _CASE, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("via", String(16), nullable=False),
    # The reminder's number for reminders, else nothing.
    Column("number", Integer),
    Column("recipient", String(254), nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("stop_url", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", DateTime, nullable=False),
    Column("leased_until", DateTime),
    Column("lease", String(32), nullable=False),
    Column("fault", String(120), nullable=False),
    # The last state that the person was told of.
    Column("told", String(16), nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("sent_at", DateTime),
    # When in the day it may go out, in UTC; empty: at any hour.
    Column("hours", String(11), nullable=False, server_default=""),
    Index("ix_outbox_due", "state", "due_at"),
)
# What came in, under the channel's own id of it, until it is answered; afterwards only that it came. `state`: waiting,
# answered (the reply has to go out), done or dead. A person here is an address as in `people`.
inbox = Table(
    "inbox",
    metadata,
    # The order in which messages came.
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("person", _ADDRESS, nullable=False),
    Column("key", _ADDRESS, nullable=False),
    Column("reference", _ADDRESS, nullable=False),
    Column("body", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", DateTime, nullable=False),
    Column("leased_until", DateTime),
    Column("lease", String(32), nullable=False),
    Column("fault", String(120), nullable=False),
    Column("received_at", DateTime, nullable=False),
    Column("done_at", DateTime),
    Index("ux_inbox_message", "channel", "person", "key", unique=True),
    Index("ix_inbox_due", "channel", "state", "due_at"),
    Index("ix_inbox_person", "person", "state"),
)
# The page of a plan: whoever has the code can read it, so it is long; it changes nothing and leads to no talk.
plan_pages = Table(
    "plan_pages",
    metadata,
    _case(),
    Column("code", String(64), nullable=False, unique=True),
    Column("until", DateTime, nullable=False),
)
FOLLOW_UP = (reminders, mail_addresses, outbox)
OF_A_CASE = (facts, answers, choices, edits, steps, profiles, feedback, writes, unanswered, plan_pages, *FOLLOW_UP)
# What was said on the website, for a page that missed it; kept for a day (`bot/cases/website.py`). It belongs to a
# browser's session and not to a case, since a session may change its case by a resume code.
website_messages = Table(
    "website_messages",
    metadata,
    Column("address", _ADDRESS, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("at", DateTime, nullable=False, index=True),
)
# Which messages of a page were taken; `state`: taken or done. Without their text.
website_turns = Table(
    "website_turns",
    metadata,
    Column("address", _ADDRESS, primary_key=True),
    Column("message", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("leased_until", DateTime, nullable=False),
    Column("at", DateTime, nullable=False, index=True),
)
# E-mail addresses between the channel, which takes them out of a message, and the turn that may have asked for one.
held_addresses = Table(
    "held_addresses",
    metadata,
    Column("message", _ID, primary_key=True),
    Column("emails", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)
# Who asked to be erased (`channel:user`), until it is done; from then on a keyed hash and a count in its place.
erasures = Table(
    "erasures",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("address", _ADDRESS, nullable=False, index=True),
    Column("who", String(64), nullable=False),
    # conversation, command, restore or retention.
    Column("reason", String(16), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("asked_at", DateTime, nullable=False),
    Column("done_at", DateTime),
)
# Which process does a job that only one may do at a time, and until when it has it.
leases = Table(
    "leases",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", DateTime, nullable=False),
)


class Addressed(NamedTuple):
    """A table beside the cases that is found by a person's address (`channel:user`).

    `address` and `at` are the columns with the address and with the row's age. A row whose column `done` is empty is
    still being worked on, and is erased by whoever finishes it.
    """

    table: Table
    address: str
    at: str
    done: str = ""


# Whoever adds such a table adds it here, and it is exported, erased and purged with the rest.
BY_ADDRESS = (Addressed(website_messages, "address", "at"), Addressed(website_turns, "address", "at"))
