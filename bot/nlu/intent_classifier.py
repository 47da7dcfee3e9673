"""Says what a person wants: a linear classifier with a calibrated confidence and its own fallback threshold."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.linear import OUT_OF_SCOPE, Fit, LinearModel, Prediction, fit
from bot.language.linear_files import load_model, save
from bot.nlu.sentence_featurizer import sentence_vector

logger = logging.getLogger(__name__)

# Raise when `bot.language.linear` changes: Rasa's cache sees this class only, not what it calls.
CLASSIFIER_VERSION = "2"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """Sets intent, complete ranking and `classifier`; below its threshold the intent is `nlu_fallback`."""

    @classmethod
    def required_components(cls) -> list[type[Any]]:
        """The sentence vector must be there."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be importable, by names that are distributions too."""
        return ["sklearn", "numpy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings of the fit; `bot.language.linear.Fit` explains them. `threshold` overrides the derived one."""
        how = Fit()
        return {
            "strength": how.strength,
            "ngram_weight": how.ngram_weight,
            "folds": how.folds,
            "lost": how.lost,
            "seed": how.seed,
            "threshold": None,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The version of the code that Rasa's cache does not see."""
        return CLASSIFIER_VERSION

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: LinearModel | None = None
    ) -> None:
        """Construct the classifier, with a fitted model or without."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """Create an untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on the examples that have an intent and a vector, and keep it."""
        examples = [(e, sentence_vector(e)) for e in training_data.intent_examples if e.get(INTENT)]
        usable = [(e, vector) for e, vector in examples if vector is not None]
        if not usable:
            logger.warning("No examples with an intent: the classifier stays untrained.")
            return self._resource
        settings = {name: self._config[name] for name in ("strength", "ngram_weight", "folds", "lost", "seed")}
        texts, labels = [e.get(TEXT) for e, _ in usable], [e.get(INTENT) for e, _ in usable]
        self._model = fit(texts, np.stack([vector for _, vector in usable]), labels, Fit(**settings))
        logger.info(
            "Trained %d intents on %d examples: temperature %.2f, threshold %.2f.",
            len(self._model.classes),
            len(texts),
            self._model.temperature,
            self._model.threshold,
        )
        with self._model_storage.write_to(self._resource) as folder:
            save(self._model, Path(folder))
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """Load a trained classifier; one that was trained on nothing stays untrained."""
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, load_model(Path(folder)))
        except ValueError:
            logger.warning("No trained classifier in the model: every message will be without an intent.")
            return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, ranking and `classifier` on incoming messages; a blank one has intent None, confidence 0."""
        for message in messages:
            vector = sentence_vector(message)
            if vector is None or self._model is None:
                _set(message, {"name": None, "confidence": 0.0}, [], {})
            else:
                self._classify(message, self._model, self._model.predict(str(message.get(TEXT)), vector))
        return messages

    def _classify(self, message: Message, model: LinearModel, found: Prediction) -> None:
        ranking = [{"name": name, "confidence": confidence} for name, confidence in found.ranking]
        threshold = model.threshold if self._config["threshold"] is None else float(self._config["threshold"])
        details = {"margin": found.margin, "top_logit": found.logit, "threshold": threshold}
        intent = ranking[0]
        # What is recognised as out of scope needs no certainty: both ways the person hears what we can talk about.
        if intent["name"] != OUT_OF_SCOPE and found.ranking[0][1] < threshold:
            intent = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0 - found.ranking[0][1]}
        logger.debug("%s at %.2f (threshold %.2f).", intent["name"], found.ranking[0][1], threshold)
        _set(message, intent, ranking, details)


def _set(message: Message, intent: dict[str, Any], ranking: list[dict[str, Any]], details: dict[str, float]) -> None:
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    message.set("classifier", details, add_to_output=True)
