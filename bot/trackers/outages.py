"""Which failures to keep a conversation pass by themselves: something is away or busy, and no message is at fault."""

from __future__ import annotations

from rasa.core.lock_store import LockError
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from bot.trackers.log import TurnOvertaken

# A network that is away is an OSError.
OUTAGES: tuple[type[Exception], ...] = (SQLAlchemyError, RedisError, LockError, TurnOvertaken, OSError)
