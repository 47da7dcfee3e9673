"""What tests of documents share."""

from __future__ import annotations

import pytest

from bot.library.captions import CaptionDetector, caption_detector
from bot.library.cleaning import cleaned
from bot.library.reading import read_content
from bot.library.splitting import split
from bot.model.document import Passage
from tests.unit.library.seen import Read


@pytest.fixture(scope="session")
def captions() -> CaptionDetector:
    """What tells captions from content."""
    return caption_detector()


@pytest.fixture
def passages(captions: CaptionDetector) -> Read:
    """Reads, cleans and splits the bytes of a file, as adding it does."""

    def read(content: bytes | str, name: str) -> list[Passage]:
        content = content.encode() if isinstance(content, str) else content
        return split("document.test", cleaned(read_content(content, name), captions).blocks)

    return read
