"""Lets Rasa's agent use the tracker store as it is. Importing this module replaces one method of `Agent`.

Rasa wraps every tracker store so that a failed read makes the person a stranger and a failed write goes to memory and
is lost: of 200 messages sent while PostgreSQL was down for eight seconds, all were acknowledged and 84 never stored.
"""

from __future__ import annotations

from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain

# Rasa answers a store that cannot be imported with one in memory and a warning: fail here instead, at the start.
from bot.trackers import locks as locks
from bot.trackers import store as store


def _create_tracker_store(given: TrackerStore | None, domain: Domain) -> TrackerStore:
    if given is None:
        return InMemoryTrackerStore(domain)
    given.domain = domain
    return given


Agent._create_tracker_store = staticmethod(_create_tracker_store)
