"""Tells whether a text asks something."""

from __future__ import annotations

import re

# How questions and requests to explain begin, at the start of a text or of one of its clauses.
_ASKING = re.compile(
    r"(?:^|[,.;:!?-]\s*|\b(?:and|but|so|ok|please|pls)\s+)"
    r"(?:(?:in|at|for|on|to|from|by|with|of) (?:which|what|whom|whose|each)|"
    r"why|how|what|whats|which|who|whom|whose|where|when|is|are|isn'?t|am i|does|do|doesn'?t|did|can|could|may|must|"
    r"should|shouldn'?t|would|will|explain|describe|define|compare|tell me|show me|sum up|give me|read me|"
    r"help (?:me|us)|any|recommend|suggest|find me)\b",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Whether a text has a question mark at its end, or a clause that begins as questions do."""
    return text.rstrip(" )\"'").endswith("?") or bool(_ASKING.search(text.strip()))
