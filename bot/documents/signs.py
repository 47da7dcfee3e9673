"""Checks that every sign can be read: its lists are there, its brackets close, its values exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.documents.names import WORD_LIST, Names
from bot.documents.read import Document
from bot.errors import Fault

_LIST = re.compile(r"\{([^{}]*)\}")
_PAIRS = {")": "(", "]": "[", ">": "<"}
# Fields whose values are ids or options; those of the other fields are the reader's own words.
_OF_VOCABULARY = {"sector": "sector", "pains": "function", "pains_topic": "function", "pains_hint": "function"}
_OF_QUESTION = {
    **dict.fromkeys(("sells", "sells_bare"), "fact.sells"),
    **{name: f"fact.{name}" for name in ("customers", "markets", "goal", "rival")},
    "goal_topic": "fact.goal",
    "rival_topic": "fact.rival",
}


def sign_faults(known: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    """Every pattern that cannot be read, and every value that no option or vocabulary has."""
    ours = [document for document in documents if "/signs/" in document.path]
    options = _options(documents)
    for document in ours:
        for pattern, steps in _patterns(document):
            for fault in _unreadable(pattern, known[WORD_LIST]):
                yield document.fault(fault, *steps)
        for place, sign in enumerate(document.value.get("signs") or ()):
            for field, value in sign["says"].items():
                if not _exists(field, str(value), known, options):
                    yield document.fault(f'no "{field}" is called "{value}".', "signs", place, "says")


def _patterns(document: Document) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for name, entries in (document.value.get("words") or {}).items():
        yield from ((entry, ("words", name)) for entry in entries)
    for place, sign in enumerate(document.value.get("signs") or ()):
        for key in ("phrases", "unless"):
            yield from ((pattern, ("signs", place, key)) for pattern in sign.get(key) or ())


def _unreadable(pattern: str, lists: Names) -> Iterator[str]:
    for name in _LIST.findall(pattern):
        if name not in lists:
            yield f'"{pattern}": there is no list of words called "{name}".'
    open_ones: list[str] = []
    for mark in re.findall(r"[()\[\]<>]", pattern):
        if mark in _PAIRS and (not open_ones or open_ones.pop() != _PAIRS[mark]):
            yield f'"{pattern}": a bracket too many.'
            return
        if mark not in _PAIRS:
            open_ones.append(mark)
    if open_ones:
        yield f'"{pattern}": a bracket is not closed.'


def _options(documents: list[Document]) -> dict[str, set[str]]:
    """The option values of each question."""
    return {
        question["id"]: {str(option["value"]) for option in question.get("options") or () if "value" in option}
        for document in documents
        if "/questionnaire/" in document.path
        for question in document.value.get("questions") or ()
    }


def _exists(field: str, value: Any, known: Mapping[str, Names], options: Mapping[str, set[str]]) -> bool:
    if field in _OF_VOCABULARY:
        return value in known[_OF_VOCABULARY[field]]
    # Where the questions could not be read, their faults are said already.
    wanted = options.get(_OF_QUESTION.get(field, ""))
    return wanted is None or value in wanted
