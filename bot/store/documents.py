"""The added documents in the strategy store: written one at a time, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreMissing
from bot.model.document import AddedDocument, Passage
from bot.store import tables
from bot.store.engine import open_engine

_VERSION, _WORDS = "documents", "words"
# Headings are joined by what no heading has.
_PATH_MARK = "\n"
# Rows an insert takes at once: enough to be quick, little enough to hold.
_BATCH = 2_000
_COLUMNS = ("id", "title", "address", "date", "licence", "file", "hash", "added")
_REBUILD = "Run `levelfield build`."


@dataclass(frozen=True, slots=True)
class StoredIndex:
    """What searching needs: passage ids, their vectors as 16-bit numbers one after another, and the word index."""

    version: str
    ids: Sequence[str]
    vectors: bytes
    words: bytes


class DocumentStore:
    """Documents and passages of one strategy store."""

    def __init__(self, url: str) -> None:
        """Use the store at `url`.

        Raises:
            StoreMissing: there is none.
        """
        self._url = url
        self._engine = open_engine(url)
        if self._engine.dialect.name == "sqlite" and not Path(self._engine.url.database or "").is_file():
            raise StoreMissing(f"no strategy store at {self._engine.url.render_as_string(True)}. {_REBUILD}")

    def documents(self) -> list[tuple[AddedDocument, str, int]]:
        """Each document with the version of its reader and the number of its passages."""
        count = select(tables.passage.c.document, func.count().label("passages")).group_by(tables.passage.c.document)
        with self._reading() as connection:
            passages = {row.document: row.passages for row in connection.execute(count)}
            rows = connection.execute(select(tables.document).order_by(tables.document.c.id)).mappings()
            return [
                (AddedDocument(**{name: row[name] for name in _COLUMNS}), row["reader"], passages.get(row["id"], 0))
                for row in rows
            ]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by their ids; what is not there is left out."""
        found = {}
        with self._reading() as connection:
            for name in ids:
                document, _, place = name.rpartition("#")
                if place.isdigit():
                    wanted = (tables.passage.c.document == document) & (tables.passage.c.place == int(place))
                    row = connection.execute(select(tables.passage).where(wanted)).mappings().first()
                    if row:
                        found[name] = _passage(row)
        return found

    def document(self, name: str) -> AddedDocument | None:
        """A document by its id."""
        with self._reading() as connection:
            row = connection.execute(select(tables.document).where(tables.document.c.id == name)).mappings().first()
            return AddedDocument(**{column: row[column] for column in _COLUMNS}) if row else None

    def version(self) -> str:
        """What changes whenever a document comes or goes; empty before the first."""
        with self._reading() as connection:
            return _version(connection)

    def index(self) -> StoredIndex:
        """Everything that searching needs, of one moment."""
        columns = (tables.passage.c.document, tables.passage.c.place, tables.passage.c.vector)
        order = (tables.passage.c.document, tables.passage.c.place)
        with self._reading() as connection:
            version = _version(connection)
            wanted = select(tables.passage_words.c.content).where(tables.passage_words.c.name == _WORDS)
            words = connection.execute(wanted).scalar_one_or_none() or b""
            ids: list[str] = []
            vectors = bytearray()
            for row in connection.execute(select(*columns).order_by(*order)):
                ids.append(f"{row.document}#{row.place}")
                vectors += row.vector
        return StoredIndex(version, ids, bytes(vectors), bytes(words))

    def put(
        self,
        documents: Sequence[tuple[AddedDocument, str, Sequence[Passage], Sequence[bytes]]],
        removed: Sequence[str],
        index_words: Callable[[list[str]], bytes],
    ) -> None:
        """Write and remove documents, all in one transaction.

        Args:
            documents: each with its reader's version, its passages and a vector for each passage.
            removed: ids of documents that go.
            index_words: makes the word index of all passages' texts.
        """
        engine = open_engine(self._url, to_write=True)
        try:
            with engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    # Before anything is read: whoever waits here then sees what the other one wrote.
                    connection.execute(text("LOCK TABLE passage_words IN EXCLUSIVE MODE"))
                for name in (*removed, *(document.id for document, *_ in documents)):
                    connection.execute(delete(tables.passage).where(tables.passage.c.document == name))
                    connection.execute(delete(tables.document).where(tables.document.c.id == name))
                for document, reader, passages, vectors in documents:
                    connection.execute(tables.document.insert(), {**asdict(document), "reader": reader})
                    for rows in _batches(_rows(passages, vectors)):
                        connection.execute(tables.passage.insert(), rows)
                connection.execute(delete(tables.passage_words))
                words = index_words(list(_texts(connection)))
                connection.execute(tables.passage_words.insert(), {"name": _WORDS, "content": words})
                version = str(int(_version(connection) or 0) + 1)
                connection.execute(delete(tables.meta).where(tables.meta.c.name == _VERSION))
                connection.execute(tables.meta.insert(), {"name": _VERSION, "value": version})
        finally:
            engine.dispose()

    def close(self) -> None:
        """Give its connections back."""
        self._engine.dispose()

    def _reading(self) -> _Reading:
        return _Reading(self._engine)


class _Reading:
    """A connection to read with; a store without these tables is one to be rebuilt."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def __enter__(self) -> Connection:
        try:
            self._connection: Connection = self._engine.connect()
        except SQLAlchemyError as error:
            raise self._missing(error) from error
        return self._connection

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        self._connection.close()
        if isinstance(error, SQLAlchemyError):
            raise self._missing(error) from error

    def _missing(self, error: Exception) -> StoreMissing:
        where = self._engine.url.render_as_string(hide_password=True)
        return StoreMissing(f"no strategy store at {where} ({type(error).__name__}). {_REBUILD}")


def _version(connection: Connection) -> str:
    wanted = select(tables.meta.c.value).where(tables.meta.c.name == _VERSION)
    found: str | None = connection.execute(wanted).scalar_one_or_none()
    return found or ""


def _passage(row: Any) -> Passage:
    return Passage(
        id=f"{row['document']}#{row['place']}",
        document=row["document"],
        path=tuple(part for part in row["path"].split(_PATH_MARK) if part),
        kind=row["kind"],
        name=row["name"],
        text=row["text"],
    )


def _rows(passages: Sequence[Passage], vectors: Sequence[bytes]) -> Iterator[dict[str, Any]]:
    for passage, vector in zip(passages, vectors, strict=True):
        yield {
            "document": passage.document,
            "place": int(passage.id.rpartition("#")[2]),
            "kind": passage.kind,
            "path": _PATH_MARK.join(passage.path),
            "name": passage.name,
            "text": passage.text,
            "vector": vector,
        }


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _texts(connection: Connection) -> Iterator[str]:
    """The searched text of every passage, in the order in which `index` reads them."""
    columns = [tables.passage.c[name] for name in ("document", "place", "kind", "path", "name", "text")]
    order = (tables.passage.c.document, tables.passage.c.place)
    for row in connection.execute(select(*columns).order_by(*order)).mappings():
        yield _passage(row).searched
