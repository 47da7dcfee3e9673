"""Finds what a message names: sector, country, function, numbers, dimension, strategy, topic, resume code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language.gazetteer import Gazetteer
from bot.language.numbers import Quantity
from bot.language.quantities import find_head_count, find_hours_a_week, find_money
from bot.nlu import vocabulary

Entity = dict[str, Any]

# As printed on a plan; people type it without the first dash or in small letters.
_RESUME_CODE = re.compile(r"(?<!\w)LF[- ]?([A-Z0-9]{4})[- ]?([A-Z0-9]{4})(?!\w)", re.IGNORECASE)
# "200 euros a month" is a budget only where the speaker would spend it; else it may be rent or a loss.
_BUDGET = re.compile(
    r"\b(?:budget|spend|afford|invest|put (?:in|aside|into)|set aside|spare|available)\b", re.IGNORECASE
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class BusinessEntityExtractor(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Sets entities with canonical values: ids, an integer head count, a country's English short name."""

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be importable, by names that are distributions too."""
        return ["spacy", "rapidfuzz"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`knowledge` is the folder of the vocabularies, from the project's root."""
        return {"knowledge": "knowledge"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The hash of the documents that the names come from."""
        return vocabulary.fingerprint(vocabulary.locate(config["knowledge"]))

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Construct the extractor over a gazetteer."""
        self._gazetteer = gazetteer

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> BusinessEntityExtractor:
        """Create the extractor; names are read anew at each start, so that a new one needs no training."""
        return cls(Gazetteer(vocabulary.load(vocabulary.locate(config["knowledge"]))))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add entities to incoming messages, in the order of their text."""
        for message in messages:
            text = str(message.get(TEXT) or "")
            found = sorted(self._entities(text), key=lambda entity: int(entity["start"]))
            message.set(ENTITIES, [*message.get(ENTITIES, []), *self.add_extractor_name(found)], add_to_output=True)
        return messages

    def _entities(self, text: str) -> Iterator[Entity]:
        for hit in self._gazetteer.find(text):
            yield _entity(hit.entity, hit.value, hit.start, hit.end, hit.confidence)
        yield from _quantities(text)
        for code in _RESUME_CODE.finditer(text):
            # "LF-" and a digit at least: "lf that this" is chat.
            if re.search(r"\d", code.group(1) + code.group(2)):
                value = f"LF-{code.group(1)}-{code.group(2)}".upper()
                yield _entity("resume_code", value, code.start(), code.end())


def _quantities(text: str) -> Iterator[Entity]:
    heads, hours, money = find_head_count(text), find_hours_a_week(text), budget(text)
    if heads:
        yield _entity("team_size", round(heads.value), heads.start, heads.end)
    if hours:
        yield _entity("hours", hours.value, hours.start, hours.end)
    if money:
        yield _entity("budget", money.value, money.start, money.end)


def budget(text: str) -> Quantity | None:
    """A sum of money a month that the speaker could spend, with its place."""
    money = find_money(text)
    if money is None:
        return None
    whole = len(text[: money.start].strip()) + len(text[money.end :].strip(" .!?")) <= len("about ")
    return money if whole or _BUDGET.search(text) else None


def _entity(name: str, value: Any, start: int, end: int, confidence: float = 1.0) -> Entity:
    return {"entity": name, "value": value, "start": start, "end": end, "confidence_entity": confidence}
