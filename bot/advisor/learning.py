"""Keeps what was not understood, without what could lead to a person, so that people can teach the adviser."""

from __future__ import annotations

import logging
import unicodedata

from bot.advisor.advisor import Advisor
from bot.language.redaction import redacted
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.model.unanswered import LONGEST
from bot.rendering.answers import find_record
from bot.rendering.phrases import say

logger = logging.getLogger(__name__)

# What nothing was sure enough for; it says nothing of what was meant.
_NO_GUESS = "nlu_fallback"
# Of characters that are nothing to read: controls, halves of pairs, what no script has. A database may refuse them.
_UNREADABLE = {"Cc", "Cs", "Cn"}


def note_unanswered(advisor: Advisor, turn: Turn, reply: Reply, guess: tuple[str, float] = ("", 0.0)) -> None:
    """Keep the message of a turn whose reply says that it was not understood, is not known, or lies outside.

    Args:
        guess: the likeliest intent and its confidence, where the turn's own was not sure enough.
    """
    for message in reply.messages:
        if message.kind == "unknown" and not _asks_which(advisor, message):
            keep_unanswered(advisor, turn, next(iter(message.about), ""), guess)
            return


def _asks_which(advisor: Advisor, message: Message) -> bool:
    """Whether it only asks which of two was meant: that was understood, and the next message tells."""
    return message.text.startswith(say(advisor.knowledge, "answer.which"))


def keep_unanswered(advisor: Advisor, turn: Turn, nearest: str = "", guess: tuple[str, float] = ("", 0.0)) -> None:
    """Keep the message of a turn that was not understood; not a button's, and not a cry for help.

    That it cannot be kept is logged, without the text, and never raised: the person has an answer to hear.

    Args:
        nearest: the record it came nearest to or the question it was an answer to; else what search found.
        guess: the likeliest intent and its confidence, where the turn's own was not sure enough.
    """
    if turn.token or not turn.text.strip() or _is_cry(advisor, turn):
        return
    intent, confidence = guess if turn.intent in {"", _NO_GUESS} else (turn.intent, turn.confidence)
    try:
        advisor.cases.record_unanswered(
            advisor.case(turn).id,
            _kept_text(turn.text),
            turn.message_id,
            intent=intent,
            confidence=confidence,
            nearest=nearest or _found(advisor, turn),
            language=turn.understanding.language,
        )
    except Exception as error:
        # Whatever it was; a database's own words would hold the text.
        logger.warning("What was not understood could not be kept: %s.", type(error).__name__)


def _is_cry(advisor: Advisor, turn: Turn) -> bool:
    """Whether somebody said that they cannot go on, which is nothing to leaf through."""
    least = advisor.knowledge.weight("answers.distress")
    return max(turn.understanding.distress, turn.understanding.despair) >= least


def _found(advisor: Advisor, turn: Turn) -> str:
    """The record that search put first, whatever its chance; what lies beside the records is none."""
    names = (name for name, _ in turn.understanding.found.records)
    return next((name for name in names if find_record(advisor.knowledge, name)), "")


def _kept_text(text: str) -> str:
    readable = "".join(letter if unicodedata.category(letter) not in _UNREADABLE else " " for letter in text)
    return redacted(" ".join(readable.split()))[:LONGEST]
