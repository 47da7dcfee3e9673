"""Brings documents into what is searched: read, cleaned, split, encoded, stored; the shelf keeps the files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.errors import DocumentUnreadable
from bot.language.encoder import SentenceEncoder
from bot.library.blocks import Content
from bot.library.captions import caption_detector
from bot.library.cleaning import cleaned
from bot.library.reading import file_bytes, read_content
from bot.library.shelf import Shelf, document_id
from bot.library.splitting import split
from bot.model.document import AddedDocument, Passage
from bot.search.lexical import LexicalIndex
from bot.store.documents import DocumentStore

# Raise when reading, cleaning or splitting changes, so that `levelfield build` reads what is on the shelf anew.
READER_VERSION = "2"
# Texts the encoder takes between two words of progress.
_STEP = 256

# Told what is being done, and how much of how much of it is done.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: `state` is added, replaced or unchanged."""

    document: AddedDocument
    state: str
    passages: int
    dropped: Sequence[str]


@dataclass(frozen=True, slots=True)
class Library:
    """The shelf with the store that is made from it."""

    shelf: Shelf
    store: DocumentStore
    encoder: Callable[[], SentenceEncoder]

    def add(self, path: Path, told: AddedDocument, progress: Progress) -> Added:
        """Add a file, or replace the document of the same name.

        Args:
            told: what the operator says of it; empty fields are taken from the file itself.

        Raises:
            DocumentUnreadable: it cannot be added; nothing was changed.
        """
        content = file_bytes(path)
        digest = hashlib.sha256(content).hexdigest()
        name = told.id or document_id(path.name)
        there = self.shelf.find(name)
        if there and there.file != path.name:
            raise DocumentUnreadable(f"has the id of {there.file}, which was added before. Rename one of the two.")
        stored = {document.id: (document, reader, count) for document, reader, count in self.store.documents()}
        if there and there.hash == digest and not _says_more(told, there) and _is_current(stored.get(name), there):
            return Added(there, "unchanged", stored[name][2], ())
        found = self._read(content, path.name, progress)
        document = _described(told, found, there, path, name, digest)
        passages = split(name, found.blocks)
        vectors = self._encoded(passages, progress)
        # First the store, in one transaction, then the file: what `build` makes good is a file without passages.
        self.store.put([(document, READER_VERSION, passages, vectors)], (), index_words)
        self.shelf.put(document, content)
        return Added(document, "replaced" if there else "added", len(passages), found.dropped)

    def content_of(self, name: str, progress: Progress) -> tuple[Content, str]:
        """The cleaned content of an added document by its id, or of a file by its path; and what it is called.

        Raises:
            DocumentUnreadable: there is neither, or the file cannot be read.
        """
        kept = next((path for document, path in self.shelf.documents() if document.id == name), None)
        path = kept or Path(name)
        there = self.shelf.find(name)
        content = self._read(file_bytes(path), path.name, progress)
        return content, there.title if there else content.title or path.name

    def remove(self, name: str) -> AddedDocument:
        """Remove a document from shelf and store.

        Raises:
            DocumentUnknown: there is none of this id.
        """
        document = self.shelf.remove(name)
        self.store.put((), (name,), index_words)
        return document

    def refresh(self, progress: Progress) -> tuple[int, list[str]]:
        """Make the store agree with the shelf.

        Returns:
            how many documents were read anew, and a line for each that could not be.
        """
        stored = {document.id: (document, reader, count) for document, reader, count in self.store.documents()}
        on_shelf = list(self.shelf.documents())
        fresh, faults = [], []
        for document, path in on_shelf:
            if _is_current(stored.get(document.id), document):
                continue
            try:
                passages = split(document.id, self._read(file_bytes(path), document.file, progress).blocks)
            except DocumentUnreadable as error:
                faults.append(f"{document.file} {error}")
                continue
            fresh.append((document, READER_VERSION, passages, self._encoded(passages, progress)))
        gone = sorted(set(stored) - {document.id for document, _ in on_shelf})
        if fresh or gone:
            self.store.put(fresh, gone, index_words)
        return len(fresh), faults

    def _read(self, content: bytes, name: str, progress: Progress) -> Content:
        found = read_content(content, name, lambda done, of: progress("reading", done, of))
        found = cleaned(found, caption_detector())
        if not split("", found.blocks):
            raise DocumentUnreadable("holds nothing but headings, navigation and captions.")
        return found

    def _encoded(self, passages: Sequence[Passage], progress: Progress) -> list[bytes]:
        vectors: list[bytes] = []
        for start in range(0, len(passages), _STEP):
            texts = [passage.searched for passage in passages[start : start + _STEP]]
            vectors += [vector.astype(np.float16).tobytes() for vector in self.encoder().encode(texts)]
            progress("encoding", min(start + _STEP, len(passages)), len(passages))
        return vectors


def index_words(texts: list[str]) -> bytes:
    """The word index over all passages, as the store keeps it."""
    return LexicalIndex.build(texts).to_bytes()


def _is_current(stored: tuple[AddedDocument, str, int] | None, document: AddedDocument) -> bool:
    return stored is not None and stored[0] == document and stored[1] == READER_VERSION


def _says_more(told: AddedDocument, there: AddedDocument) -> bool:
    names = ("title", "address", "date", "licence")
    return any(getattr(told, name) not in ("", getattr(there, name)) for name in names)


def _described(
    told: AddedDocument, found: Content, there: AddedDocument | None, path: Path, name: str, digest: str
) -> AddedDocument:
    """What is known of a document: what was told, else what was told before, else what the file says of itself."""
    before = there or told
    return replace(
        told,
        id=name,
        title=told.title or before.title or found.title or path.stem.replace("_", " ").replace("-", " "),
        address=told.address or before.address or found.address,
        date=told.date or before.date or found.date,
        licence=told.licence or before.licence or found.licence,
        file=path.name,
        hash=digest,
    )
