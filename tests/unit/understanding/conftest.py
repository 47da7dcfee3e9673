"""What understanding reads from the documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.language.encoder import SentenceEncoder
from bot.language.gazetteer import Gazetteer
from bot.settings import ROOT
from bot.understanding import vocabulary
from bot.understanding.entities import find_entities
from bot.understanding.exemplars import Exemplars, exemplars
from bot.understanding.facts import FactReader
from bot.understanding.vocabulary import Vocabulary

Read = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session")
def known() -> Vocabulary:
    """The project's vocabulary."""
    return vocabulary.read(ROOT / "knowledge")


@pytest.fixture(scope="session")
def real_exemplars(known: Vocabulary, encoder: SentenceEncoder) -> Exemplars:
    """All examples, as the adviser has them: of fewer, the cache would forget the others."""
    return exemplars(known, encoder, ROOT / "build")


@pytest.fixture(scope="session")
def read(known: Vocabulary) -> Read:
    """Reads the facts of a text."""
    gazetteer, reader = Gazetteer(vocabulary.entries(known)), FactReader(known)
    return lambda text: reader.read(text, find_entities(gazetteer, text))
