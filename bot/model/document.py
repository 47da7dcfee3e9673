"""The operator's own documents, as they are searched and cited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddedDocument:
    """A document that an operator added; `hash` is the sha256 of the file, dates are ISO dates or empty."""

    id: str
    title: str
    address: str
    date: str
    licence: str
    file: str
    hash: str
    added: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document that can answer by itself; `path` are the headings above it, highest first."""

    id: str
    document: str
    path: tuple[str, ...]
    kind: str
    name: str
    text: str

    @property
    def searched(self) -> str:
        """What is searched: the text under its last heading and its name."""
        above = self.path[-1] if self.path else ""
        return ". ".join(part for part in (above, self.name, self.text) if part)
