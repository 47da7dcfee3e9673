"""Says what a message is about and which answers it holds, from the one vector the message already has."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language.encoder import Vectors, shared_encoder
from bot.nlu import vocabulary
from bot.nlu.exemplars import Exemplars, exemplars
from bot.nlu.facts import stated_facts
from bot.nlu.sentence_featurizer import sentence_vector

UNDERSTANDING = "understanding"

MOST_TOPICS = 5
# Two options a question: the answer, and what it is weighed against.
MOST_OPTIONS = 2
# Unrelated sentences lie below this; what is handed on stays small, and the conversation sets its own stricter bounds.
LEAST_SIMILARITY = 0.35
MOST_PROBLEMS = 3
# From this score on an answer tells of a trouble.
PROBLEM_SCORE = 2


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

    def __init__(self, known: vocabulary.Vocabulary, examples: Exemplars) -> None:
        """Construct the resolver over a vocabulary and its encoded examples."""
        self._examples = examples
        self._questions = {question.id: question for question in known.questions}

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
        return cls(known, exemplars(known, shared_encoder()))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `understanding` on incoming messages."""
        for message in messages:
            text = str(message.get(TEXT) or "")
            understood = self.understand(text, sentence_vector(message), message.get(ENTITIES, []))
            message.set(UNDERSTANDING, understood, add_to_output=True)
        return messages

    def understand(self, text: str, vector: Vectors | None, entities: list[dict[str, Any]]) -> dict[str, Any]:
        """What a text means, ready for JSON; lists are best first, similarities (-1 to 1) have three digits.

        Args:
            text: the message.
            vector: its unit vector, shape (384,), or None for a blank one.
            entities: what the entity extractor found in it.
        """
        if vector is None:
            return {
                "topics": [],
                "options": {},
                "problems": [],
                "distress": {"distress": 0.0, "despair": 0.0},
                "facts": {},
            }
        best = self._examples.options.best_options(vector, MOST_OPTIONS)
        return {
            "topics": [
                [name, round(similarity, 3)]
                for (_, name), similarity in self._examples.topics.nearest(vector, MOST_TOPICS)
            ],
            "options": {
                question: [[value, round(similarity, 3)] for value, similarity in options]
                for question, options in best.items()
                if options[0][1] >= LEAST_SIMILARITY
            },
            "problems": self._problems({question: options[0] for question, options in best.items()}),
            "distress": self._distress(vector),
            "facts": stated_facts(text, entities, self._questions),
        }

    def _problems(self, best: dict[str, tuple[str, float]]) -> list[list[Any]]:
        """The troubles nearest to a message; a question counts only if its nearest option tells of one."""
        found: list[tuple[str, int, float]] = []
        for question, (value, similarity) in best.items():
            score = self._examples.scores.get((question, value))
            if score is not None and score >= PROBLEM_SCORE:
                found.append((question, score, round(similarity, 3)))
        found.sort(key=lambda problem: (-problem[2], problem[0]))
        return [list(problem) for problem in found[:MOST_PROBLEMS]]

    def _distress(self, vector: Vectors) -> dict[str, float]:
        """How near a message is to a cry for help; 0 where it is as near to one of the near misses."""
        examples = self._examples
        calm = _nearest(examples.not_signs, vector)
        near = {"distress": _nearest(examples.signs, vector), "despair": _nearest(examples.despair, vector)}
        return {name: round(value, 3) if value > calm else 0.0 for name, value in near.items()}


def _nearest(vectors: Vectors, vector: Vectors) -> float:
    return float((vectors @ vector).max()) if len(vectors) else 0.0
