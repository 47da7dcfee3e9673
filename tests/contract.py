"""What every message of the adviser must be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from jsonschema import Draft7Validator

from bot.model.knowledge import Knowledge
from bot.model.message import Message
from bot.settings import ROOT

# The fixed answers to distress are about these, which are no records of the knowledge.
_BESIDES = {"distress.cash", "distress.despair"}
_UNFILLED = re.compile(r"\{[a-z_]*\}")
# What an operator added: a passage of a document, and the document itself.
_PASSAGE = re.compile(r"document\.[a-z0-9_]+#[0-9]+")
_DOCUMENT = re.compile(r"document\.[a-z0-9_]+")


@cache
def _schema() -> Draft7Validator:
    return Draft7Validator(json.loads((ROOT / "bot" / "model" / "message.schema.json").read_text(encoding="utf-8")))


def known_ids(knowledge: Knowledge) -> set[str]:
    """Everything that a message may be about."""
    groups = (
        *(knowledge.strategies, knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.tables),
        *(
            knowledge.questions,
            knowledge.figures,
            knowledge.sources,
            knowledge.services,
            knowledge.refusals,
            knowledge.glossary,
        ),
    )
    rows = {row.id for table in knowledge.tables.values() for row in table.rows}
    return {name for group in groups for name in group} | rows | _BESIDES


def as_sent(message: Message) -> dict[str, Any]:
    """A message as REST sends it."""
    buttons = [{"title": button.title, "payload": button.payload} for button in message.buttons]
    return {"recipient_id": "anna", "text": message.text, "buttons": buttons, "custom": message.custom()}


def check(knowledge: Knowledge, *messages: Message) -> None:
    """Fail where a message breaks the contract."""
    for message in messages:
        sent = as_sent(message)
        json.dumps(sent)
        faults = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in _schema().iter_errors(sent)]
        faults += _faults(knowledge, message)
        assert not faults, f"{faults}\n{message}"


def _faults(knowledge: Knowledge, message: Message) -> Iterable[str]:
    if not message.text.strip():
        yield "no text"
    if found := _UNFILLED.search(message.text):
        yield f"unfilled {found.group()}"
    if "\n\n\n" in message.text or message.text != message.text.strip():
        yield "gaps in the text"
    for button in message.buttons:
        if len(button.payload.encode()) > 64:
            yield f"payload {button.payload} is longer than 64 bytes"
        if not button.title.strip() or _UNFILLED.search(button.title):
            yield f"button {button.payload} has the title {button.title!r}"
    if len({button.payload for button in message.buttons}) < len(message.buttons):
        yield "two buttons of one payload"
    for name in set(message.about) - known_ids(knowledge):
        if not _PASSAGE.fullmatch(name):
            yield f"about {name}, which is no id"
    for name in set(message.sources) - knowledge.sources.keys():
        if not _DOCUMENT.fullmatch(name):
            yield f"source {name}, which is no source"
    if message.kind == "answer" and not message.sources:
        yield "an answer without a source"
