"""Says what a message is about and which answers it holds, from the one vector the message already has."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language.encoder import shared_encoder
from bot.nlu.sentence_featurizer import said_in
from bot.search.live import LivePassages
from bot.settings import Settings
from bot.understanding import vocabulary
from bot.understanding.exemplars import exemplars
from bot.understanding.meaning import MeaningReader

UNDERSTANDING = "understanding"
# Two of these say who the firm is: "freight forwarder, 22 people, DHL is killing us" tells of it, whatever else it is.
_WHO = frozenset({"sector", "team_size", "country", "sells"})
_FEWEST_OF_WHO = 2
_TELLS_OF_IT = "describe_business"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class MeaningResolver(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Sets `understanding`: topics, options, problems, distress and facts; stands behind the entity extractor."""

    @classmethod
    def required_components(cls) -> list[type[Any]]:
        """The sentence vector must be there."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be importable, by names that are distributions too."""
        return ["numpy", "spacy", "rapidfuzz"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`knowledge` is the folder of the documents, from the project's root."""
        return {"knowledge": "knowledge"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The hash of the documents that the examples come from."""
        return vocabulary.fingerprint(vocabulary.locate(config["knowledge"]))

    def __init__(self, reader: MeaningReader) -> None:
        """Construct the resolver over a reader."""
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MeaningResolver:
        """Create the resolver; documents are read anew at each start, so that a new one needs no training."""
        known = vocabulary.read(vocabulary.locate(config["knowledge"]))
        settings = Settings.from_env()
        encoder = shared_encoder()
        examples = exemplars(known, encoder, settings.build)
        return cls(MeaningReader(known, examples, encoder, LivePassages(settings.store_url)))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `understanding` on incoming messages."""
        for message in messages:
            text = str(message.get(TEXT) or "")
            understood = self._reader.read(text, said_in(message), message.get(ENTITIES, []))
            message.set(UNDERSTANDING, understood, add_to_output=True)
            unsure = message.get(INTENT, {}).get("name") == DEFAULT_NLU_FALLBACK_INTENT_NAME
            if unsure and len(_WHO & understood["facts"].keys()) >= _FEWEST_OF_WHO:
                message.set(INTENT, _tells_of_the_firm(message), add_to_output=True)
        return messages


def _tells_of_the_firm(message: Message) -> dict[str, Any]:
    """The intent of telling of the firm, with the confidence that the classifier has in it."""
    ranking = message.get(INTENT_RANKING_KEY, [])
    confidence = next((entry["confidence"] for entry in ranking if entry["name"] == _TELLS_OF_IT), 0.0)
    return {"name": _TELLS_OF_IT, "confidence": confidence}
