"""Added documents in the strategy store, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreMissing
from bot.language.encoder import DIMENSION
from bot.model.document import AddedDocument, Passage
from bot.model.knowledge import Knowledge
from bot.search.lexical import LexicalIndex
from bot.store.documents import DocumentStore
from bot.store.read import read_store
from bot.store.write import write_store

FISH = AddedDocument(
    "document.fish", "The fish guide", "https://x.org/fish", "2025-05-01", "CC BY 4.0", "fish.md", "aa", "2026-11-23"
)
BOATS = AddedDocument("document.boats", "Boats", "", "", "", "boats.txt", "bb", "2026-11-24")
Entry = tuple[AddedDocument, str, Sequence[Passage], Sequence[bytes]]


@pytest.fixture
def built(url: str, knowledge: Knowledge) -> str:
    """The address of a strategy store without a document."""
    write_store(knowledge, url)
    return url


@pytest.fixture
def documents(built: str) -> DocumentStore:
    """Its documents."""
    return DocumentStore(built)


def index_words(texts: list[str]) -> bytes:
    """The word index as it is made in use."""
    return LexicalIndex.build(texts).to_bytes()


def vector(number: int) -> bytes:
    """A vector that can be told from others."""
    return np.full(DIMENSION, number, dtype=np.float16).tobytes()


def entry(document: AddedDocument, *texts: str, reader: str = "1") -> Entry:
    """A document with passages of these texts; the first has headings, a kind and a name of its own."""
    passages = [
        Passage(f"{document.id}#{n}", document.id, ("Fish", "In spring") * (n == 1), "row" * (n == 1) or "text", "", t)
        for n, t in enumerate(texts, 1)
    ]
    return document, reader, passages, [vector(n) for n in range(1, len(texts) + 1)]


def test_what_is_read_of_a_document_is_what_was_written(documents: DocumentStore) -> None:
    written = entry(FISH, "Herring – «in spring» — 鯡.", "Second.\nWith a line.")
    documents.put([written], (), index_words)
    assert documents.documents() == [(FISH, "1", 2)]
    assert documents.document(FISH.id) == FISH and documents.document("document.none") is None
    names = [passage.id for passage in written[2]]
    assert documents.passages([*names, "document.fish#9", "document.fish#x", "x", ""]) == dict(
        zip(names, written[2], strict=True)
    )


def test_an_empty_store_has_no_documents_and_no_version(documents: DocumentStore) -> None:
    index = documents.index()
    assert documents.documents() == [] and documents.version() == ""
    assert (list(index.ids), index.vectors, index.words, index.version) == ([], b"", b"", "")


def test_the_index_has_ids_vectors_and_words_in_one_order(documents: DocumentStore) -> None:
    texts = [f"word{number}" for number in range(1, 13)]
    documents.put([entry(FISH, *texts), entry(BOATS, "sails")], (), index_words)
    index = documents.index()
    assert list(index.ids) == ["document.boats#1", *(f"document.fish#{n}" for n in range(1, 13))]
    vectors = np.frombuffer(index.vectors, dtype=np.float16).reshape(len(index.ids), DIMENSION)
    assert list(vectors[:, 0]) == [1, *range(1, 13)]
    words = LexicalIndex.from_bytes(index.words)
    assert [int(words.shares(name).argmax()) for name in ("sails", "word1", "word12")] == [0, 1, 12]


def test_every_change_has_a_version_of_its_own(documents: DocumentStore) -> None:
    seen = [documents.version()]
    for change in (
        ([entry(FISH, "one")], ()),
        ([entry(FISH, "two")], ()),
        ([], (FISH.id,)),
        ([entry(FISH, "one")], ()),
    ):
        documents.put(*change, index_words)
        seen.append(documents.version())
        assert documents.index().version == seen[-1]
    assert len(set(seen)) == 5


def test_a_document_of_the_same_id_is_replaced_whole(documents: DocumentStore) -> None:
    documents.put([entry(FISH, "cod", "perch", "herring"), entry(BOATS, "sails")], (), index_words)
    newer = replace(FISH, hash="cc", title="The new fish guide")
    documents.put([entry(newer, "salmon", reader="2")], (), index_words)
    assert documents.documents() == [(BOATS, "1", 1), (newer, "2", 1)]
    assert [p.text for p in documents.passages(["document.fish#1", "document.fish#2"]).values()] == ["salmon"]
    words = LexicalIndex.from_bytes(documents.index().words)
    assert not words.shares("herring").any() and words.shares("salmon").any()


def test_a_document_that_is_removed_leaves_nothing_and_the_others_stay(documents: DocumentStore) -> None:
    documents.put([entry(FISH, "one"), entry(BOATS, "sails")], (), index_words)
    documents.put([], (FISH.id, "document.none"), index_words)
    assert documents.documents() == [(BOATS, "1", 1)] and list(documents.index().ids) == ["document.boats#1"]
    documents.put([], (BOATS.id,), index_words)
    assert documents.documents() == [] and documents.index().words == b""


def test_what_fails_half_way_changes_nothing(documents: DocumentStore) -> None:
    documents.put([entry(FISH, "one", "two")], (), index_words)
    before, version = documents.documents(), documents.version()
    twice = entry(BOATS, "sails")
    broken = (BOATS, "1", [*twice[2], *twice[2]], [vector(1), vector(2)])
    with pytest.raises(SQLAlchemyError):
        documents.put([entry(replace(FISH, hash="dd"), "three"), broken], (), index_words)
    with pytest.raises(ValueError, match="zip"):
        documents.put([(FISH, "1", entry(FISH, "a", "b")[2], [vector(1)])], (), index_words)

    def interrupted(_: list[str]) -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        documents.put([], (FISH.id,), interrupted)
    assert (documents.documents(), documents.version()) == (before, version)
    assert documents.passages(["document.fish#2"])["document.fish#2"].text == "two"


def test_more_passages_than_one_insert_takes_are_all_there(documents: DocumentStore) -> None:
    documents.put([entry(FISH, *(f"text {number}" for number in range(2_101)))], (), lambda _: b"")
    assert documents.documents()[0][2] == 2_101
    assert list(documents.index().ids)[::700] == [f"document.fish#{n}" for n in (1, 701, 1401, 2101)]


def test_compiling_the_knowledge_anew_leaves_the_documents(
    built: str, documents: DocumentStore, knowledge: Knowledge
) -> None:
    documents.put([entry(FISH, "one")], (), index_words)
    before = documents.index()
    write_store(replace(knowledge, version="newer"), built)
    assert read_store(built).version == "newer"
    assert documents.documents() == [(FISH, "1", 1)] and documents.index() == before


def test_a_store_of_another_layout_is_built_anew_without_documents(
    built: str, documents: DocumentStore, knowledge: Knowledge
) -> None:
    documents.put([entry(FISH, "one")], (), index_words)
    engine = create_engine(built, future=True)
    with engine.begin() as connection:
        connection.execute(text("UPDATE meta SET value = '1' WHERE name = 'layout'"))
    engine.dispose()
    write_store(knowledge, built)
    assert documents.documents() == [] and documents.version() == ""
    assert read_store(built) == knowledge


def test_documents_are_no_part_of_the_knowledge(built: str, documents: DocumentStore, knowledge: Knowledge) -> None:
    documents.put([entry(FISH, "one")], (), index_words)
    assert read_store(built, knowledge.version) == knowledge


def test_a_database_without_a_store_says_what_to_do(url: str) -> None:
    with pytest.raises(StoreMissing, match="Run `levelfield build`"):
        DocumentStore(url).documents()


def test_while_a_document_comes_and_goes_a_reader_sees_it_whole_or_not_at_all(documents: DocumentStore) -> None:
    stop, seen = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            index = documents.index()
            seen.append((len(index.ids), len(index.vectors) // (2 * DIMENSION), bool(index.words)))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(10):
            documents.put([entry(FISH, *(f"word{number}" for number in range(50)))], (), index_words)
            documents.put([], (FISH.id,), index_words)
    finally:
        stop.set()
        reader.join()
    assert seen and set(seen) <= {(0, 0, False), (50, 50, True)}


def test_two_who_add_at_once_both_have_their_document(built: str) -> None:
    failed: list[BaseException] = []

    def add(document: AddedDocument) -> None:
        try:
            for _ in range(4):
                DocumentStore(built).put([entry(document, document.title)], (), index_words)
        except SQLAlchemyError as error:
            failed.append(error)

    threads = [threading.Thread(target=add, args=(document,)) for document in (FISH, BOATS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    found = DocumentStore(built)
    assert len(found.documents()) == 2 and found.version() == "8"
    assert LexicalIndex.from_bytes(found.index().words).shares("boats guide").all()
