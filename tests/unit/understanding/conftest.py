"""What understanding reads from the documents."""

from __future__ import annotations

import pytest

from bot.settings import ROOT
from bot.understanding import vocabulary
from bot.understanding.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def known() -> Vocabulary:
    """The project's vocabulary."""
    return vocabulary.read(ROOT / "knowledge")
