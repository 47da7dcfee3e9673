"""Says what a person wants: a committee of judges with a calibrated confidence and its own fallback threshold."""

from __future__ import annotations

import hashlib
import logging
import random
from collections import Counter
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
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.committee import (
    OUT_OF_SCOPE,
    Committee,
    Prediction,
    Training,
    Twins,
    fit_committee,
    load_committee,
    save_committee,
)
from bot.language.encoder import Vectors, shared_encoder
from bot.language.linear import Fit
from bot.language.linear_files import load_model, save
from bot.language.phrase_encoder import PIECES, WEIGHTS, both_views, shared_phrase_encoder
from bot.language.small_talk import SmallTalk, fit_small_talk
from bot.nlu.sentence_featurizer import keep_said, prepared_text, said_in, sentence_vector, shared_preparer
from bot.understanding import vocabulary

logger = logging.getLogger(__name__)

# Raise when what `bot.language.committee` does changes: Rasa's cache sees this class only, not what it calls.
CLASSIFIER_VERSION = "8"
# The ranking is stored with each message; as many as Rasa's own classifiers give, of which two or three are ever read.
LENGTH_OF_RANKING = 10

# Among few examples of an intent twins outweigh what they stand for: of BANKING77 with ten examples an intent 86.2 %
# are right without twins, 85.6 % with.
_TWINS_FROM = 50
# The folder of its classifier inside the model.
_SMALL_TALK = "small_talk"
# Settings that go to the training as they stand.
_SETTINGS = ("margin_strength", "vector_weight", "margin_says", "neighbours_say", "folds", "lost", "seed")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CommitteeIntentClassifier(IntentClassifier, GraphComponent):  # type: ignore[misc]
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
        """The settings of the fit; `committee.Training` explains most of them.

        `misspelt` is the share of examples that get a misspelt twin where there are many, `knowledge` the folder whose
        words are spelt right; `threshold` overrides the derived one.
        """
        how = Training()
        return {
            "strength": how.regression.strength,
            "ngram_weight": how.regression.ngram_weight,
            **{name: getattr(how, name) for name in _SETTINGS},
            "misspelt": 0.35,
            "knowledge": "knowledge",
            "threshold": None,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The version of the code, the second encoder and the small talk: none of them is seen by Rasa's cache."""
        # Of a node that comes from its cache Rasa asks this with the settings of what stands in for it, not with ours.
        small_talk = _small_talk({**cls.get_default_config(), **config})
        talk = hashlib.sha256(repr(small_talk).encode()).hexdigest()
        return f"{CLASSIFIER_VERSION}:{WEIGHTS.sha256}:{PIECES.sha256}:{talk}"

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Committee | None = None,
        small_talk: SmallTalk | None = None,
    ) -> None:
        """Construct the classifier, with fitted models or without."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model, self._small_talk = model, small_talk

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CommitteeIntentClassifier:
        """Create an untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on the examples that have an intent and a vector, and keep it."""
        examples = [(e, sentence_vector(e)) for e in training_data.intent_examples if e.get(INTENT)]
        usable = [(e, vector) for e, vector in examples if vector is not None]
        if not usable:
            logger.warning("No examples with an intent: the classifier stays untrained.")
            return self._resource
        texts, labels = [prepared_text(e) for e, _ in usable], [e.get(INTENT) for e, _ in usable]
        # The name of an intent, read as words, is one more example of it: worth a third of a point where there are ten.
        names = sorted(set(labels) - {OUT_OF_SCOPE})
        spelt = [name.replace("_", " ").replace("/", " ") for name in names]
        vectors = np.vstack([*(vector for _, vector in usable), shared_encoder().encode(spelt)])
        twins = self._twins(texts, labels)
        told = [*texts, *spelt]
        self._model = fit_committee(told, both_views(told, vectors), [*labels, *names], self._training(), twins)
        self._small_talk = self._fit_small_talk(texts, vectors[: len(texts)])
        logger.info(
            "Trained %d intents on %d examples: temperature %.2f, threshold %.2f.",
            len(self._model.classes),
            len(texts),
            self._model.temperature,
            self._model.threshold,
        )
        with self._model_storage.write_to(self._resource) as folder:
            save_committee(self._model, Path(folder))
            if self._small_talk:
                (Path(folder) / _SMALL_TALK).mkdir()
                save(self._small_talk.model, Path(folder) / _SMALL_TALK)
        return self._resource

    def _fit_small_talk(self, texts: list[str], vectors: Vectors) -> SmallTalk | None:
        talk = _small_talk(self._config)
        if not talk:
            return None
        return fit_small_talk(talk, shared_encoder().encode(talk), texts, vectors, self._training().regression)

    def _twins(self, texts: list[str], labels: list[str]) -> Twins | None:
        """Misspelt twins of some examples, so that what spelling leaves of a slip is known, too."""
        chance, examples = random.Random(self._config["seed"]), Counter(labels)
        chosen = [row for row in range(len(texts)) if chance.random() < self._config["misspelt"]]
        rows = [row for row in chosen if examples[labels[row]] >= _TWINS_FROM]
        if not rows:
            return None
        twins = [shared_preparer(self._config["knowledge"]).misspelt_twin(texts[row], chance) for row in rows]
        vectors = both_views(twins, shared_encoder().encode(twins))
        return Twins(tuple(twins), vectors, np.array(rows, dtype=np.intp))

    def _training(self) -> Training:
        usual = Training().regression
        regression = Fit(self._config["strength"], self._config["ngram_weight"], usual.steps, self._config["seed"])
        return Training(regression=regression, **{name: self._config[name] for name in _SETTINGS})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CommitteeIntentClassifier:
        """Load a trained classifier; one that was trained on nothing stays untrained."""
        # A second and a half, which should be no person's message.
        shared_phrase_encoder()
        try:
            with model_storage.read_from(resource) as folder:
                path = Path(folder) / _SMALL_TALK
                small_talk = SmallTalk(load_model(path)) if path.is_dir() else None
                return cls(config, model_storage, resource, load_committee(Path(folder)), small_talk)
        except ValueError:
            logger.warning("No trained classifier in the model: every message will be without an intent.")
            return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, ranking and `classifier` on incoming messages; a blank one has intent None, confidence 0."""
        for message in messages:
            said = said_in(message)
            if said is None or self._model is None:
                _set(message, {"name": None, "confidence": 0.0}, [], {})
            else:
                if self._small_talk:
                    # What comes behind reads the matter alone, too.
                    said = self._small_talk.without(said, shared_encoder())
                    keep_said(message, said)
                found = self._model.predict(said.texts, said.views)
                self._classify(message, self._model, found)
        return messages

    def _classify(self, message: Message, model: Committee, found: Prediction) -> None:
        likeliest = found.ranking[:LENGTH_OF_RANKING]
        ranking = [{"name": name, "confidence": confidence} for name, confidence in likeliest]
        threshold = model.threshold if self._config["threshold"] is None else float(self._config["threshold"])
        details = {"margin": found.margin, "top_logit": found.logit, "threshold": threshold}
        intent = ranking[0]
        # What is recognised as out of scope needs no certainty: both ways the person hears what we can talk about.
        unsure = intent["name"] != OUT_OF_SCOPE and found.ranking[0][1] < threshold
        if unsure or not shared_preparer(self._config["knowledge"]).reads(prepared_text(message)):
            intent = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0 - found.ranking[0][1]}
        logger.debug("%s at %.2f (threshold %.2f).", intent["name"], found.ranking[0][1], threshold)
        _set(message, intent, ranking, details)


def _small_talk(config: dict[str, Any]) -> list[str]:
    """The clauses of small talk that the knowledge holds."""
    known = vocabulary.read(vocabulary.locate(config["knowledge"]))
    return [text for examples in known.small_talk.values() for text in examples]


def _set(message: Message, intent: dict[str, Any], ranking: list[dict[str, Any]], details: dict[str, float]) -> None:
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    message.set("classifier", details, add_to_output=True)
