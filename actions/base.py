"""The one way in which actions reach the adviser."""

from __future__ import annotations

import functools
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turns import first_guess, slot_events, turn_from, utter
from bot.advisor.addresses import with_addresses
from bot.advisor.advisor import Advisor
from bot.advisor.asides import with_asides
from bot.advisor.foreign import english_only
from bot.advisor.learning import note_unanswered
from bot.advisor.news import with_news
from bot.advisor.noting import introduced_first
from bot.advisor.proposals import answered_first
from bot.advisor.talking import with_way_on
from bot.advisor.urgent import despair_first
from bot.bootstrap import make_advisor
from bot.model.turn import Reply, Turn
from bot.rendering import talk
from bot.settings import Settings
from bot.telemetry.metrics import ACTIONS_FAILED

logger = logging.getLogger(__name__)
UseCase = Callable[[Advisor, Turn], Reply]


def in_full(use_case: UseCase) -> UseCase:
    """A use case as every action runs it.

    From outside in: a way on is always offered, despair is heard first, then the answer to what the adviser just
    asked (a day, an address, a reason), then messages in English only, then whoever introduces the firm in words that
    no intent claims, with what was said beside the question.
    """
    return with_way_on(despair_first(answered_first(english_only(introduced_first(with_asides(use_case))))))


@functools.cache
def advisor() -> Advisor:
    """The adviser of this process, made at the first action."""
    return make_advisor(Settings.from_env())


class AdvisorAction(Action, ABC):  # type: ignore[misc]  # rasa-sdk has no types
    """An action that hands the turn to a use case and says its reply; a failure is spoken, never silent."""

    @abstractmethod
    def respond(self, turn: Turn) -> Reply:
        """The reply to a turn."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Run the use case; its messages go to the dispatcher, what is open afterwards into slots."""
        turn = turn_from(tracker)
        try:
            turn = with_addresses(advisor(), turn)
            reply = self.respond(turn)
            note_unanswered(advisor(), turn, reply, first_guess(tracker))
            reply = with_news(advisor(), turn, reply)
            events = [*slot_events(tracker, reply), *_case_id(tracker, turn)]
        except Exception:
            # The edge: whatever went wrong, the person hears of it, and the text stays out of the log. What is open
            # stays open, so that saying it once more works.
            logger.exception("%s failed", self.name())
            ACTIONS_FAILED.labels(self.name()).inc()
            reply, events = Reply((talk.notice(advisor().knowledge, "talk.error"),)), []
        for message in reply.messages:
            utter(dispatcher, tracker, message)
        return events


def _case_id(tracker: Tracker, turn: Turn) -> list[dict[str, Any]]:
    """Name the case in the conversation once."""
    return [] if tracker.get_slot("case_id") else [SlotSet("case_id", advisor().case(turn).id)]
