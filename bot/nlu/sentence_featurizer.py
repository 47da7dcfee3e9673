"""Gives each message one sentence vector, shared by everything that follows in the pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import DENSE_FEATURIZABLE_ATTRIBUTES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import ACTION_TEXT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.encoder import MODEL, TOKENIZER, SentenceEncoder, Vectors, shared_encoder

# Raise when the vectors change for a reason that the files' hashes do not show (pooling, truncation).
VECTORS_VERSION = "1"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):  # type: ignore[misc]
    """Adds the MiniLM sentence vector, shape (1, 384), to a message that has text."""

    @classmethod
    def required_components(cls) -> list[type[Any]]:
        """Rasa wants a tokenizer before any featurizer; the encoder itself brings its own."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be importable, by names that are distributions too."""
        return ["onnxruntime", "tokenizers", "numpy"]

    @staticmethod
    def supported_languages() -> list[str] | None:
        """MiniLM-L6 was trained on English."""
        return ["en"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The alias is Rasa's name for the features."""
        return {**DenseFeaturizer.get_default_config()}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing can be set but the alias."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The hashes of the encoder's files: other vectors call for a new training."""
        return f"{VECTORS_VERSION}:{MODEL.sha256}:{TOKENIZER.sha256}"

    def __init__(self, config: dict[str, Any], name: str, encoder: SentenceEncoder) -> None:
        """Construct the featurizer over an encoder."""
        super().__init__(name, config)
        self._encoder = encoder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """Create the featurizer, at training and at loading alike."""
        return cls(config, execution_context.node_name or cls.__name__, shared_encoder())

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add vectors to every example and every attribute that has text."""
        for attribute in DENSE_FEATURIZABLE_ATTRIBUTES:
            self._featurize(training_data.training_examples, attribute)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add vectors to incoming messages."""
        for attribute in (TEXT, ACTION_TEXT):
            self._featurize(messages, attribute)
        return messages

    def _featurize(self, messages: Sequence[Message], attribute: str) -> None:
        # A blank text has no meaning to encode; without features the classifier answers that it has no intent.
        spoken = [message for message in messages if str(message.get(attribute) or "").strip()]
        if not spoken:
            return
        vectors = self._encoder.encode([str(message.get(attribute)) for message in spoken])
        for message, vector in zip(spoken, vectors, strict=True):
            self.add_features_to_message(
                sequence=None, sentence=vector.reshape(1, -1), attribute=attribute, message=message
            )


def sentence_vector(message: Message) -> Vectors | None:
    """The sentence vector of a message's text, shape (384,), or None where it has none."""
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        return None
    vector: Vectors = np.asarray(sentence.features, dtype=np.float32)[0]
    return vector
