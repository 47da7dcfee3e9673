"""Makes each message ready to be understood, and gives it one sentence vector that everything behind shares."""

from __future__ import annotations

import functools
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
from bot.language.preparing import Preparer
from bot.language.said import Said
from bot.understanding import vocabulary
from bot.understanding.spelling import preparer

# Raise when the vectors change for a reason that the files' hashes do not show (pooling, truncation).
VECTORS_VERSION = "2"
# The text as it is understood: without emoji, with misspelt words put right. What was typed stays what it was.
PREPARED = "prepared"
# That text with its clauses and the vectors of both; examples of training are learnt as they stand.
_SAID = "said"


@functools.cache
def shared_preparer(knowledge: str) -> Preparer:
    """The one preparer of this process: training and serving create each component more than once."""
    return preparer(vocabulary.read(vocabulary.locate(knowledge)))


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
        """The alias is Rasa's name for the features; `knowledge` is the folder whose words are spelt right."""
        return {**DenseFeaturizer.get_default_config(), "knowledge": "knowledge"}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing else can be set."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The hashes of the encoder's files: other vectors call for a new training."""
        return f"{VECTORS_VERSION}:{MODEL.sha256}:{TOKENIZER.sha256}"

    def __init__(self, config: dict[str, Any], name: str, encoder: SentenceEncoder, preparer: Preparer) -> None:
        """Construct the featurizer over an encoder and a preparer."""
        super().__init__(name, config)
        self._encoder, self._preparer = encoder, preparer

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """Create the featurizer, at training and at loading alike."""
        preparer = shared_preparer(config["knowledge"])
        return cls(config, execution_context.node_name or cls.__name__, shared_encoder(), preparer)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add vectors to every example and every attribute that has text."""
        for attribute in DENSE_FEATURIZABLE_ATTRIBUTES:
            self._featurize(training_data.training_examples, attribute)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add vectors to incoming messages."""
        for attribute in (TEXT, ACTION_TEXT):
            self._featurize(messages, attribute)
        for message in messages:
            vector = sentence_vector(message)
            if vector is not None:
                message.set(_SAID, Said.of(prepared_text(message), vector, self._encoder))
        return messages

    def _featurize(self, messages: Sequence[Message], attribute: str) -> None:
        # A blank text has no meaning to encode; without features the classifier answers that it has no intent.
        spoken = [message for message in messages if str(message.get(attribute) or "").strip()]
        if not spoken:
            return
        prepared = [self._preparer.prepare(str(message.get(attribute))) for message in spoken]
        vectors = self._encoder.encode(prepared)
        for message, text, vector in zip(spoken, prepared, vectors, strict=True):
            if attribute == TEXT:
                message.set(PREPARED, text)
            self.add_features_to_message(
                sequence=None, sentence=vector.reshape(1, -1), attribute=attribute, message=message
            )


def prepared_text(message: Message) -> str:
    """A message's text as it is understood; as it was typed where nothing prepared it."""
    return str(message.get(PREPARED) or message.get(TEXT) or "")


def keep_said(message: Message, said: Said) -> None:
    """Let everything behind see what was said otherwise: without its small talk."""
    message.set(_SAID, said)


def said_in(message: Message) -> Said | None:
    """A message's text as it is understood, with its clauses; None where it is blank."""
    said: Said | None = message.get(_SAID)
    vector = sentence_vector(message)
    if said is None and vector is not None:
        return Said.whole(prepared_text(message), vector)
    return said


def sentence_vector(message: Message) -> Vectors | None:
    """The sentence vector of a message's text, shape (384,), or None where it has none."""
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        return None
    vector: Vectors = np.asarray(sentence.features, dtype=np.float32)[0]
    return vector
