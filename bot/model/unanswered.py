"""A message that was not understood, as it is kept for people to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# Longer messages tell a story, which teaches no intent; what stands behind this is cut off.
LONGEST = 500
# The label of what holds nothing to learn; no intent is called so.
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One message of a case, with everything taken out of its text that could lead to a person.

    `intent` and `confidence` are what it was taken for, `nearest` is the record or question it came nearest to,
    `language` its ISO 639-1 code where it is not English; each is empty where there is none. `label` is the intent
    that a person gave it, NOTHING, or None as long as nobody has looked at it.
    """

    case_id: str
    message: str
    text: str
    intent: str
    confidence: float
    nearest: str
    language: str
    at: datetime
    label: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What it is found by: the case and the message's id there."""
        return self.case_id, self.message
