"""What a press on a button settles, on channels where the buttons stay on the screen."""

from __future__ import annotations

import re

# Answers to what was asked: of these below one message, one can be given.
_SETTLES = re.compile(
    r"(?:[A-Z][1-9]|fact\.[a-z_]+|clash\.[a-z_]+):.+|yes|no|skip|dont_know|[a-z_]+\.yes|(?:reason|send_brief):.+"
)
# What the buttons that can no longer be pressed send: nothing.
PRESSED = "-"
CHOSEN = "✓ {title}"


def settles(payload: str) -> bool:
    """Whether a press answers what was asked, so that the other buttons of that message make no sense any more."""
    return bool(_SETTLES.fullmatch(payload))
