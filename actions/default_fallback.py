"""What is said when no rule fits: never silence, and never the same turn twice."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import UserUtteranceReverted
from rasa_sdk.executor import CollectingDispatcher

from actions.base import AdvisorAction, advisor, in_full
from bot.advisor import answering
from bot.model.turn import Reply, Turn

_NOT_UNDERSTOOD = in_full(answering.not_understood)


class ActionDefaultFallback(AdvisorAction):
    """Offer the ways on, and take the turn out of the history, where it would mislead the rules again."""

    def name(self) -> str:
        """Rasa's own name for it."""
        return "action_default_fallback"

    def respond(self, turn: Turn) -> Reply:
        """The ways on."""
        return _NOT_UNDERSTOOD(advisor(), turn)

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Speak, then revert the turn."""
        return [*await super().run(dispatcher, tracker, domain), UserUtteranceReverted()]
