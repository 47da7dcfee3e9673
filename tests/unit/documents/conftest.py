"""A copy of the knowledge that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.documents.load import load_knowledge
from bot.errors import Fault, KnowledgeInvalid
from bot.settings import ROOT


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A copy of knowledge/ of this test's own."""
    return Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))


@pytest.fixture
def change(documents: Path) -> Callable[..., int]:
    """Replaces a text that stands in a document; gives the line where it stood."""

    def replace(name: str, old: str, new: str) -> int:
        path = documents / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return replace


@pytest.fixture
def faults(documents: Path) -> Callable[[], list[Fault]]:
    """Loads the documents; gives what is wrong with them."""

    def load() -> list[Fault]:
        try:
            load_knowledge(documents)
        except KnowledgeInvalid as error:
            return list(error.faults)
        return []

    return load
