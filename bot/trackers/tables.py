"""The tables of the tracker store. No Rasa here: whoever erases or backs up needs only these."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

# Its own, so that the tracker store and the case store can share a database.
VERSION_TABLE = "trackers_version"
# An id of a channel with its name space before it; `bot/channels/incoming.py` lets 100 characters through.
_SENDER = String(255)

metadata = MetaData()

# Rasa's own table as its SQL store makes it, so that what reads one reads the other.
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sender_id", _SENDER, nullable=False, index=True),
    Column("type_name", String(255), nullable=False),
    Column("timestamp", Float),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
    # A turn reads from one event on; with the sender alone, PostgreSQL would look at all that this person ever said.
    Index("ix_events_sender_id_id", "sender_id", "id"),
)

# One row a conversation: how many turns were written, and where the next one begins to read. To end a turn that is
# open just now, delete the row: the turn finds it changed and writes nothing.
conversations = Table(
    "conversations",
    metadata,
    Column("sender_id", _SENDER, primary_key=True),
    Column("turns", Integer, nullable=False),
    # The first event that is read; NULL reads them all. With that event goes what was made from those before it.
    Column("first_event", Integer, ForeignKey("events.id", ondelete="CASCADE"), index=True),
    # Events (JSON) that stand for everything before: the slots that were set, the form that was open.
    Column("opening", Text, nullable=False),
)
