"""The folder of added documents: the file itself and what is known of it, one sub-folder each."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import yaml

from bot.errors import DocumentUnknown
from bot.model.document import AddedDocument

_ABOUT = "about.yml"
# Ids are shown and typed; PostgreSQL bounds what it indexes, and a passage's number follows.
_LONGEST_NAME = 80


def document_id(name: str) -> str:
    """The id of a document by its file's name: `Guide for exporters.pdf` is `document.guide_for_exporters_pdf`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_NAME].strip("_")
    # A name without any Latin letter still needs an id of its own.
    return f"document.{words or hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _kept_as(document: AddedDocument) -> str:
    """The name of the file on the shelf: never that of what is known of it, whatever people call their files."""
    return f"original{Path(document.file).suffix.lower()}"


class Shelf:
    """Keeps documents below one folder; what is written is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which need not exist yet."""
        self._folder = folder

    def documents(self) -> Iterator[tuple[AddedDocument, Path]]:
        """Every document with the path of its file, in the order of their ids."""
        if not self._folder.is_dir():
            return
        for about in sorted(self._folder.glob(f"document.*/{_ABOUT}")):
            found = AddedDocument(**yaml.safe_load(about.read_text(encoding="utf-8")))
            yield found, about.with_name(_kept_as(found))

    def find(self, name: str) -> AddedDocument | None:
        """A document by its id, or None."""
        return next((document for document, _ in self.documents() if document.id == name), None)

    def put(self, document: AddedDocument, content: bytes) -> None:
        """Keep a document; one of the same id is replaced."""
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=self._folder, prefix=".new-"))
        try:
            (fresh / _kept_as(document)).write_bytes(content)
            about = yaml.safe_dump(asdict(document), allow_unicode=True, sort_keys=False)
            (fresh / _ABOUT).write_text(about, encoding="utf-8")
            place = self._folder / document.id
            old = fresh.with_name(fresh.name.replace(".new-", ".old-"))
            if place.exists():
                os.replace(place, old)
            os.replace(fresh, place)
            shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def remove(self, name: str) -> AddedDocument:
        """Remove a document.

        Raises:
            DocumentUnknown: there is none of this id.
        """
        found = self.find(name)
        if found is None:
            raise DocumentUnknown(f'there is no document "{name}". `levelfield documents` lists them.')
        shutil.rmtree(self._folder / found.id)
        return found
