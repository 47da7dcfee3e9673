"""Finds what a message names: sector, country, function, numbers, dimension, strategy, topic, resume code."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language.gazetteer import Gazetteer
from bot.understanding import vocabulary
from bot.understanding.entities import find_entities


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
            found = find_entities(self._gazetteer, text)
            message.set(ENTITIES, [*message.get(ENTITIES, []), *self.add_extractor_name(found)], add_to_output=True)
        return messages
