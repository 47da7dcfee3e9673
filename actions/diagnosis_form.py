"""The interview's form: one slot for every question (`bot/advisor/interview.py` knows which one is open)."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import AdvisorAction, advisor
from actions.turns import slot_events, turn_from, turn_of, utter
from bot.advisor import asking, interview
from bot.advisor.addresses import with_addresses
from bot.advisor.agenda import COMPLETE
from bot.model.turn import Reply, Turn
from bot.rendering import talk
from bot.telemetry.metrics import ACTIONS_FAILED

logger = logging.getLogger(__name__)
FORM, SLOT = "diagnosis_form", "diagnosis_answer"


class ActionAskDiagnosisAnswer(AdvisorAction):
    """Put the open question, or the next one."""

    def name(self) -> str:
        """The name under which the form looks for it."""
        return f"action_ask_{SLOT}"

    def respond(self, turn: Turn) -> Reply:
        """The question."""
        return asking.ask(advisor(), turn)


class ValidateDiagnosisForm(Action):  # type: ignore[misc]  # rasa-sdk has no types
    """Take what was said while a question is open: file it, ask again, or let a rule answer the interruption."""

    def name(self) -> str:
        """The name under which the form looks for it."""
        return f"validate_{FORM}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Listen to the message, if there is one that was not yet listened to."""
        said = tracker.get_slot(SLOT)
        if said is None or said == COMPLETE:
            # The form begins, ends, or comes back from an interruption: nothing was said to it.
            return [SlotSet(SLOT, said)]
        try:
            unheard = self._unheard(dispatcher, tracker)
            turn = with_addresses(advisor(), turn_from(tracker))
            return [*unheard, *self._listen(dispatcher, tracker, turn)]
        except Exception:
            logger.exception("%s failed", self.name())
            ACTIONS_FAILED.labels(self.name()).inc()
            utter(dispatcher, tracker, talk.notice(advisor().knowledge, "talk.error"))
            return [SlotSet(SLOT, None)]

    def _listen(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[dict[str, Any]]:
        heard, reply = interview.listen(advisor(), turn)
        for message in reply.messages:
            utter(dispatcher, tracker, message)
        if heard.kind == "interruption":
            return [SlotSet(SLOT, None), ActionExecutionRejected(FORM)]
        return [SlotSet(SLOT, None), *slot_events(tracker, reply), *_completion(reply)]

    def _unheard(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        """Take an answer that came while this server was away; it was kept in the conversation."""
        text = tracker.get_slot("unheard_answer")
        message = next(
            (e for e in reversed(tracker.events) if e.get("event") == "user" and e.get("text") == text), None
        )
        if not text or message is None:
            return [SlotSet("unheard_answer", None)] if text else []
        earlier = {**message.get("parse_data", {}), "message_id": message.get("message_id"), "text": text}
        heard, reply = interview.listen(advisor(), turn_of(tracker, earlier))
        if heard.kind == "answer":
            note = interview.noted(advisor(), heard.question, heard.value, "noted.unheard")
            utter(dispatcher, tracker, note)
            for name, value in reply.opens.items():
                tracker.slots[name] = value
        return [SlotSet("unheard_answer", None), *slot_events(tracker, reply)]


def _completion(reply: Reply) -> list[dict[str, Any]]:
    """The form's slot last, so that what `slot_events` compared it with does not matter."""
    return [SlotSet(SLOT, reply.opens[SLOT])] if SLOT in reply.opens else []
