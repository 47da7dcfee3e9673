"""Fills the fixed phrases of `knowledge/wording.yml`."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model.knowledge import Knowledge
from bot.model.message import Button


def say(knowledge: Knowledge, key: str, **fields: object) -> str:
    """The phrase `topic.name`, filled in.

    Raises:
        KeyError: the phrase, or a field that it needs, is missing (a test renders every phrase in use).
    """
    return knowledge.wording[key].format(**fields)


def button(knowledge: Knowledge, name: str, payload: str, **fields: object) -> Button:
    """A button whose title is the phrase `button.<name>`."""
    return Button(say(knowledge, f"button.{name}", **fields), payload)


def counted(knowledge: Knowledge, count: int) -> str:
    """A number of answers: `one answer`, `8 answers`."""
    return say(knowledge, "profile.answers_one") if count == 1 else say(knowledge, "profile.answers_many", count=count)


def lines(*texts: str) -> str:
    """Paragraphs, the empty ones left out."""
    return "\n\n".join(text for text in texts if text)


def listed(texts: Iterable[str]) -> str:
    """Lines under each other."""
    return "\n".join(texts)


def joined(texts: Iterable[str]) -> str:
    """`a, b and c`."""
    words = list(texts)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def lowered(text: str) -> str:
    """A title inside a sentence: its first letter small, unless the word is an abbreviation."""
    first = text.split(" ", 1)[0]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]


def whole(number: float | None) -> int:
    """A number for reading: no decimals, halves upwards."""
    return int((number or 0.0) + 0.5)
