"""Checks the references of tables, services, refusals, the glossary and notes on trades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.documents.names import Names, unknown_name
from bot.documents.read import Document
from bot.errors import Fault

_ANYWHERE = "any"


def link_faults(known: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    """Every reference of these records to what is not there."""
    for document in documents:
        for key, links in _LINKS.items():
            entries = document.value.get(key) if document.path.endswith(f"/{key}.yml") else None
            for place, raw in enumerate(entries or ()):
                for field, kind in links.items():
                    yield from _list(known, document, raw, field, kind, (key, place))
                if key == "tables":
                    yield from _rows(known, document, raw, place)
        if "/concepts/" in document.path and document.value.get("sector"):
            yield from _list(known, document, document.value, "sector", "sector", ())


# Which field of which file refers to what kind of name.
_LINKS = {
    "services": {"dimensions": "dimension", "strategies": "strategy", "countries": "country"},
    "refusals": {"source": "source", "leads_to": "record"},
    "tables": {"sources": "source"},
    "glossary": {"opens": "record", "leads_to": "record"},
}


def _list(
    known: Mapping[str, Names],
    document: Document,
    raw: Mapping[str, object],
    field: str,
    kind: str,
    steps: tuple[str | int, ...],
) -> Iterator[Fault]:
    value = raw.get(field) or ()
    for name in [value] if isinstance(value, str) else list(value):  # type: ignore[call-overload]
        if name not in known[kind] and not (kind == "country" and name == _ANYWHERE):
            yield unknown_name(document, kind, name, known[kind], *steps, field)


def _rows(known: Mapping[str, Names], document: Document, raw: Mapping[str, object], place: int) -> Iterator[Fault]:
    rows = raw["rows"]
    columns = raw["columns"]
    assert isinstance(rows, list) and isinstance(columns, list)
    for number, row in enumerate(rows):
        steps = ("tables", place, "rows", number)
        yield from _list(known, document, row, "leads_to", "record", steps)
        if len(row["cells"]) != len(columns) - 1:
            yield document.fault(
                f'"{row["id"]}" has {len(row["cells"])} cells for {len(columns) - 1} columns beside its title. '
                "Give each column one.",
                *steps,
            )
