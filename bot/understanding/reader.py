"""Reads a text without the trained model: its vector, its names and its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.language.encoder import SentenceEncoder, shared_encoder
from bot.language.gazetteer import Gazetteer
from bot.language.preparing import Preparer
from bot.language.said import Said
from bot.search.live import LivePassages
from bot.understanding import vocabulary
from bot.understanding.entities import Entity, find_entities
from bot.understanding.exemplars import exemplars
from bot.understanding.meaning import MeaningReader
from bot.understanding.spelling import preparer


@dataclass(frozen=True, slots=True)
class TextReader:
    """What the components of the pipeline do, in one call and without Rasa; no intent comes of it."""

    encoder: SentenceEncoder
    preparer: Preparer
    gazetteer: Gazetteer
    meanings: MeaningReader

    @classmethod
    def over(cls, knowledge: Path, store_url: str, cache: Path) -> TextReader:
        """A reader over a knowledge folder and the documents of a strategy store; `cache` keeps what takes long."""
        known, encoder = vocabulary.read(knowledge), shared_encoder()
        meanings = MeaningReader(known, exemplars(known, encoder, cache), encoder, LivePassages(store_url))
        return cls(encoder, preparer(known), Gazetteer(vocabulary.entries(known)), meanings)

    def read(self, text: str) -> tuple[list[Entity], dict[str, Any]]:
        """The entities of a text and what it means, as in the parse data."""
        entities, prepared = find_entities(self.gazetteer, text), self.preparer.prepare(text)
        said = Said.of(prepared, self.encoder.encode([prepared])[0], self.encoder) if text.strip() else None
        return entities, self.meanings.read(text, said, entities)
