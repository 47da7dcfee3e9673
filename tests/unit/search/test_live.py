"""Passages as they are now: what is added is found, what is removed is not, and nobody waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot.language.encoder import DIMENSION, Vectors
from bot.model.document import AddedDocument, Passage
from bot.search import live
from bot.search.lexical import LexicalIndex
from bot.search.live import LivePassages
from bot.store.documents import DocumentStore


@pytest.fixture(autouse=True)
def look_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for changes at every question, so that no test has to wait."""
    monkeypatch.setattr(live, "LOOK_EVERY", 0.0)


def vector() -> Vectors:
    """Some unit vector."""
    return np.full(DIMENSION, DIMENSION**-0.5, dtype=np.float32)


def put(url: str, name: str, *texts: str, removed: tuple[str, ...] = ()) -> None:
    """Add a document with these passages."""
    document = AddedDocument(f"document.{name}", name, "", "", "", name, "0", "2026-11-23")
    passages = [Passage(f"{document.id}#{n}", document.id, (), "text", "", text) for n, text in enumerate(texts, 1)]
    vectors = [vector().astype(np.float16).tobytes() for _ in texts]
    documents = [(document, "1", passages, vectors)] if texts else []
    DocumentStore(url).put(documents, removed, lambda found: LexicalIndex.build(found).to_bytes())


def found(passages: LivePassages, text: str) -> list[str]:
    """The ids of what is found, best first."""
    return [hit.passage for hit in passages.search(text, vector(), 3)]


def comes(passages: LivePassages, holds: Callable[[list[str]], bool]) -> bool:
    """Whether a search gives what it must within a few seconds."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if holds(found(passages, "herring")):
            return True
        time.sleep(0.01)
    return False


def test_what_is_in_the_store_at_the_start_is_found(store_url: str) -> None:
    put(store_url, "fish", "Boats.", "Herring is caught in spring.")
    assert found(LivePassages(store_url), "herring")[0] == "document.fish#2"


def test_a_store_that_is_not_there_has_no_passages_and_is_followed_once_it_comes(
    store_url: str, tmp_path: Path
) -> None:
    passages = LivePassages(f"sqlite:///{tmp_path / 'later.db'}")
    assert found(passages, "herring") == []
    put(store_url, "fish", "Herring.")
    (tmp_path / "strategies.db").rename(tmp_path / "later.db")
    assert comes(passages, lambda names: names == ["document.fish#1"])


def test_a_database_of_another_kind_has_no_passages(tmp_path: Path) -> None:
    (tmp_path / "other.db").write_bytes(b"")
    assert found(LivePassages(f"sqlite:///{tmp_path / 'other.db'}"), "herring") == []


def test_a_document_that_is_added_is_found_without_a_restart(store_url: str) -> None:
    passages = LivePassages(store_url)
    assert found(passages, "herring") == []
    put(store_url, "fish", "Herring.")
    assert comes(passages, lambda names: names == ["document.fish#1"])


def test_a_document_that_is_removed_or_replaced_is_no_longer_found(store_url: str) -> None:
    put(store_url, "fish", "Herring.", "Herring too.")
    put(store_url, "boats", "Boats.")
    passages = LivePassages(store_url)
    assert len(found(passages, "herring")) == 3
    put(store_url, "fish", "Salmon.")
    assert comes(passages, lambda names: len(names) == 2)
    put(store_url, "", removed=("document.fish", "document.boats"))
    assert comes(passages, lambda names: names == [])


def test_a_store_that_goes_leaves_what_was_found_in_it(store_url: str, tmp_path: Path) -> None:
    put(store_url, "fish", "Herring.")
    passages = LivePassages(store_url)
    (tmp_path / "strategies.db").unlink()
    for _ in range(3):
        assert found(passages, "herring") == ["document.fish#1"]
        time.sleep(0.02)


def test_between_two_looks_the_store_is_left_alone(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY", 3600.0)
    passages = LivePassages(store_url)
    put(store_url, "fish", "Herring.")
    assert [found(passages, "herring") for _ in range(5)] == [[]] * 5
