"""The names that documents define and others refer to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.documents.read import Document

# Kind of name -> the kind of file that lists it, and the key of the list there.
_LISTED = {
    "question": ("questionnaire", "questions"),
    "source": ("sources", "sources"),
    "sector": ("sectors", "sectors"),
    "function": ("functions", "functions"),
    "family": ("families", "families"),
}
# Kind of name -> the folder in which each file defines one.
_FILED = {"strategy": "strategies", "dimension": "dimensions"}


@dataclass(slots=True)
class Names:
    """The names of one kind; all of any name where a list of them could not be read."""

    all: list[str] = field(default_factory=list)
    unread: bool = False

    def __contains__(self, name: str) -> bool:
        return self.unread or name in self.all


def known_names(documents: Sequence[Document], broken: Sequence[tuple[str, str]]) -> dict[str, Names]:
    """The names that the documents define, by kind.

    Args:
        broken: kind and file name of documents that could not be read: what they define counts as known.
    """
    known = {kind: Names() for kind in (*_LISTED, *_FILED)}
    for document in documents:
        for kind, (_, key) in _LISTED.items():
            entries = document.value.get(key)
            known[kind].all += [e["id"] for e in entries or () if isinstance(e, dict)]
        for kind, folder in _FILED.items():
            if f"/{folder}/" in document.path:
                known[kind].all.append(document.value["id"])
    for file_kind, name in broken:
        for kind, (listing, _) in _LISTED.items():
            known[kind].unread |= listing == file_kind
        if file_kind in _FILED:
            known[file_kind].all += [name, f"{file_kind}.{name}"]
    return known
