"""The names that documents define and others refer to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import process

from bot.documents.read import Document
from bot.errors import Fault

# Kind of name -> the kind of file that lists it, and the key of the list there.
_LISTED = {
    "question": ("questionnaire", "questions"),
    "source": ("sources", "sources"),
    "sector": ("sectors", "sectors"),
    "function": ("functions", "functions"),
    "family": ("families", "families"),
    "country": ("countries", "countries"),
}
# Kind of name -> the folder in which each file defines one.
_FILED = {"strategy": "strategies", "dimension": "dimensions", "concept": "concepts"}
# The lists of words that the patterns of signs name.
WORD_LIST = "list of words"
# Everything that a button can open: what is filed, and the items of the dimensions.
_RECORD = "record"


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
    opened = [name for kind in _FILED for name in known[kind].all]
    opened += [item["id"] for document in documents for item in document.value.get("items") or () if "id" in item]
    known[_RECORD] = Names(
        opened, any(known[kind].unread for kind in _FILED) or any(k == "dimension" for k, _ in broken)
    )
    lists = [name for document in documents if "/signs/" in document.path for name in document.value.get("words") or ()]
    known[WORD_LIST] = Names(lists, any(kind == "signs" for kind, _ in broken))
    return known


def unknown_name(document: Document, kind: str, value: str, known: Names, *steps: str | int) -> Fault:
    """That a name is not there, with the likeliest one that is."""
    best = process.extractOne(value, known.all, score_cutoff=60)
    hint = f'Did you mean "{best[0]}"?' if best else "Add it first, or correct the id."
    return document.fault(f'unknown {kind} "{value}". {hint}', *steps)
