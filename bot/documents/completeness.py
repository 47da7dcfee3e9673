"""Checks that nothing stands there for nobody: a source is cited, a figure is on something, a record is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from bot.documents.read import Document
from bot.errors import Fault

# Records that a person can be shown; each must be asked for in at least so many ways, or search cannot find it.
_LEAST_QUESTIONS = 8
# Kinds of documents that cite sources.
_CITING = {"strategy", "dimension", "concept", "figures", "refusals", "tables"}
# What `levelfield draft` writes where a person has to.
_TO_DO = "TODO:"
_FOLDERS = ("strategies", "dimensions", "concepts")


def completeness_faults(documents: list[Document], broken: Set[str]) -> Iterator[Fault]:
    """Every orphan, and every record that nobody could find.

    Args:
        broken: the kinds of documents of which some could not be read: what those use is not called unused.
    """
    if not broken & _CITING:
        yield from _uncited_sources(documents)
    if "strategy" not in broken:
        yield from _unused_terms(documents)
    yield from _figures_on_nothing(documents)
    yield from _unasked(documents)
    yield from _unwritten(documents)


def _cited(documents: list[Document]) -> set[str]:
    cited: set[str] = set()
    for document in documents:
        cited.update(document.value.get("sources") or () if document.path.endswith(".md") else ())
        cited.update(raw["source"] for key in ("figures", "refusals") for raw in document.value.get(key) or ())
        cited.update(source for raw in document.value.get("tables") or () for source in raw["sources"])
    return cited


def _uncited_sources(documents: list[Document]) -> Iterator[Fault]:
    cited = _cited(documents)
    for document in documents:
        if document.path.endswith("/sources.yml"):
            for place, raw in enumerate(document.value["sources"]):
                if raw["id"] not in cited:
                    yield document.fault(
                        f'nothing rests on the source "{raw["id"]}". Cite it where it is used, or remove it.',
                        *("sources", place),
                    )


def _figures_on_nothing(documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        for place, raw in enumerate(document.value.get("figures") or ()):
            if not raw["dimensions"] and not raw["supports"]:
                yield document.fault(
                    f'the figure "{raw["id"]}" is on no dimension and supports no strategy. Link it, or remove it.',
                    *("figures", place),
                )


def _unused_terms(documents: list[Document]) -> Iterator[Fault]:
    """A family or a function that no strategy has leads nowhere."""
    strategies = [d.value for d in documents if "/strategies/" in d.path]
    if not strategies:
        return
    used = {
        "families": {raw["family"] for raw in strategies},
        "functions": {function for raw in strategies for function in raw["functions"]},
    }
    for document in documents:
        for key, names in used.items():
            entries = document.value.get(key) if document.path.endswith(f"/{key}.yml") else None
            for place, raw in enumerate(entries or ()):
                if raw["id"] not in names:
                    yield document.fault(f'no strategy has "{raw["id"]}". Use it, or remove it.', key, place)


def _unasked(documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        if any(f"/{folder}/" in document.path for folder in _FOLDERS):
            yield from _few(document, document.value, ())
            for place, raw in enumerate(document.value.get("items") or ()):
                yield from _few(document, raw, ("items", place))
        for key in ("tables", "figures"):
            for place, raw in enumerate(document.value.get(key) or () if document.path.endswith(f"/{key}.yml") else ()):
                yield from _few(document, raw, (key, place))


def _unwritten(documents: list[Document]) -> Iterator[Fault]:
    """What a draft left for a person to write, or still quotes."""
    for document in documents:
        for name, text in (document.value.get("parts") or {}).items() if document.path.endswith(".md") else ():
            if _TO_DO in text or text.startswith("> "):
                yield document.fault(
                    f'"{name}" is still as the draft left it. Write it in your own words.', "parts", name
                )


def _few(document: Document, raw: Mapping[str, object], steps: tuple[str | int, ...]) -> Iterator[Fault]:
    asked = raw.get("questions")
    count = len(asked) if isinstance(asked, list) else 0
    if count < _LEAST_QUESTIONS:
        yield document.fault(
            f'"{raw["id"]}" is asked for in {count} ways, at least {_LEAST_QUESTIONS}. Add to its `questions`.',
            *steps,
        )
