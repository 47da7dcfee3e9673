"""Training data from `data/`, and the phrases in `knowledge/` whose intent is plain from where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.model.knowledge import NO_QUESTION
from bot.understanding import vocabulary
from bot.understanding.vocabulary import Vocabulary

# An option needs as many examples as it takes to tell it from its neighbours; that something answers takes fewer, and
# all of them would be a third of what intents are learnt from.
_ANSWERS_OF_AN_OPTION = 20


class KnowledgeImporter(RasaFileImporter):  # type: ignore[misc]
    """Rasa's importer of files, with phrases of the knowledge besides: a new question brings its own answers."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        knowledge: str = "knowledge",
    ) -> None:
        """Construct the importer; `knowledge` is the folder of the documents, from the project's root."""
        super().__init__(config_file, domain_path, training_data_paths)
        self._knowledge: Path = vocabulary.locate(knowledge)

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The phrases below `data/`, and those of the knowledge that none of them equals."""
        data = super().get_nlu_data(language)
        taken = {str(example.get(TEXT)).lower() for example in data.intent_examples}
        added = []
        for intent, text in phrases(vocabulary.read(self._knowledge)):
            # Without files of their own there is nothing to train, and nothing is added.
            if intent in data.intents and text.lower() not in taken:
                taken.add(text.lower())
                added.append(Message({TEXT: text, INTENT: intent}))
        return data.merge(TrainingData(added))


def phrases(known: Vocabulary) -> Iterator[tuple[str, str]]:
    """Intent and text: answers to questions, complaints, and what lies outside."""
    for question in known.questions:
        for option in question.options:
            yield from (("inform", text) for text in option.examples[:_ANSWERS_OF_AN_OPTION])
    for trouble in known.troubles:
        if trouble.question != NO_QUESTION:
            yield from (("describe_problem", text) for text in trouble.told)
    for examples in known.outside.values():
        yield from (("out_of_scope", text) for text in examples)
