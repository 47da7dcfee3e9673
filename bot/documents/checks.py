"""Checks that hold between documents: ids are unique, every reference resolves, every text renders."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rapidfuzz import process

from bot.documents.read import Document
from bot.errors import Fault
from bot.model.knowledge import Knowledge

Check = Callable[[Knowledge, list[Document]], Iterator[Fault]]


def reference_faults(knowledge: Knowledge, documents: list[Document]) -> list[Fault]:
    """Every broken agreement between the documents."""
    checks: tuple[Check, ...] = (
        _double_ids,
        _file_names,
        _strategy_references,
        _question_references,
        _concept_references,
        _evidence_references,
        _clash_references,
        _complete_questions,
        _words_in_one_term,
        _wording_renders,
    )
    return [fault for check in checks for fault in check(knowledge, documents)]


def _folder(document: Document, name: str) -> bool:
    return f"/{name}/" in document.path


def _unknown(document: Document, kind: str, value: str, known: Iterable[str], *steps: str | int) -> Fault:
    names = list(known)
    best = process.extractOne(value, names, score_cutoff=60)
    hint = f'Did you mean "{best[0]}"?' if best else "Add it first, or correct the id."
    return document.fault(f'unknown {kind} "{value}". {hint}', *steps)


def _records(document: Document, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records listed under a key (a strategy's `functions` are plain names, and none)."""
    entries = document.value.get(key)
    for place, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield place, entry


def _ids(documents: list[Document]) -> Iterator[tuple[str, Document, tuple[str | int, ...]]]:
    for document in documents:
        value = document.value
        if isinstance(value.get("id"), str):
            yield value["id"], document, ("id",)
        for key in ("items", "questions", "figures", "sources", "sectors", "functions", "families", "countries"):
            for place, entry in _records(document, key):
                yield f"{key}:{entry['id']}" if key not in {"items", "figures"} else entry["id"], document, (key, place)


def _double_ids(_: Knowledge, documents: list[Document]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for name, document, steps in _ids(documents):
        where = f"{document.path}:{document.line_of(steps)}"
        if name in seen:
            yield document.fault(
                f'the id "{name.split(":")[-1]}" stands already in {seen[name]}. Choose another.', *steps
            )
        seen.setdefault(name, where)


def _file_names(_: Knowledge, documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        if document.path.endswith(".md"):
            name = document.path.rsplit("/", 1)[-1].removesuffix(".md")
            record = document.value["id"]
            folder_prefix = {"strategies": "strategy.", "dimensions": "dimension."}
            prefix = next((p for folder, p in folder_prefix.items() if _folder(document, folder)), "")
            if record.removeprefix(prefix) != name:
                yield document.fault(
                    f'the id "{record}" belongs in a file {record.removeprefix(prefix)}.md. Rename one.', "id"
                )


def _strategy_references(knowledge: Knowledge, documents: list[Document]) -> Iterator[Fault]:
    known = {
        "functions": ("function", knowledge.terms["functions"]),
        "strong": ("sector", knowledge.terms["sectors"]),
        "weak": ("sector", knowledge.terms["sectors"]),
        "after": ("strategy", knowledge.strategies),
        "evidence": ("question", knowledge.questions),
        "sources": ("source", knowledge.sources),
    }
    for document in documents:
        if not _folder(document, "strategies"):
            continue
        if document.value["family"] not in knowledge.terms["families"]:
            yield _unknown(document, "family", document.value["family"], knowledge.terms["families"], "family")
        for field, (kind, names) in known.items():
            for place, value in enumerate(document.value[field]):
                if value not in names:
                    yield _unknown(document, kind, value, names, field, place)
                if value == document.value["id"]:
                    yield document.fault("a strategy cannot come after itself. Remove it.", field, place)


def _question_references(knowledge: Knowledge, documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        if not _folder(document, "questionnaire"):
            continue
        for place, raw in enumerate(document.value["questions"]):
            kind = raw.get("kind", "diagnosis")
            if kind == "diagnosis" and raw.get("dimension") not in knowledge.dimensions:
                value = raw.get("dimension", "(none)")
                yield _unknown(document, "dimension", value, knowledge.dimensions, "questions", place, "dimension")
            for number, option in enumerate(raw.get("options") or ()):
                if kind == "diagnosis" and "score" not in option:
                    yield document.fault(
                        "an option of a diagnosis question needs a score 0-4.", "questions", place, "options", number
                    )
                for value in option.get("feeds") or ():
                    if value not in knowledge.strategies:
                        yield _unknown(
                            document, "strategy", value, knowledge.strategies, "questions", place, "options", number
                        )


def _complete_questions(knowledge: Knowledge, documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        if not _folder(document, "questionnaire"):
            continue
        for place, raw in enumerate(document.value["questions"]):
            question = knowledge.questions[raw["id"]]
            scores = {option.score for option in question.options}
            if question.kind == "diagnosis" and not scores >= {0, 1, 2, 3, 4}:
                yield document.fault(f"{question.id} needs options for all scores 0 to 4.", "questions", place)
            if question.kind == "diagnosis" and not question.large_rival:
                yield document.fault(
                    f"{question.id} does not say what a large competitor has. Add large_rival.", "questions", place
                )
            values = [option.value for option in question.options]
            if len(values) != len(set(values)):
                yield document.fault(f"{question.id} has two options of one value.", "questions", place)
            if not (question.options or question.vocabulary or question.free):
                yield document.fault(f"{question.id} has no way to be answered. Add options.", "questions", place)


def _concept_references(knowledge: Knowledge, documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        if not (_folder(document, "concepts") or _folder(document, "dimensions")):
            continue
        for place, value in enumerate(document.value["sources"]):
            if value not in knowledge.sources:
                yield _unknown(document, "source", value, knowledge.sources, "sources", place)
        for place, value in enumerate(document.value.get("leads_to") or ()):
            if value not in knowledge.strategies:
                yield _unknown(document, "strategy", value, knowledge.strategies, "leads_to", place)


def _evidence_references(knowledge: Knowledge, documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        for place, raw in enumerate(document.value.get("figures") or ()):
            if raw["source"] not in knowledge.sources:
                yield _unknown(document, "source", raw["source"], knowledge.sources, "figures", place, "source")
            for value in raw["dimensions"]:
                if value not in knowledge.dimensions:
                    yield _unknown(document, "dimension", value, knowledge.dimensions, "figures", place, "dimensions")
            for number, entry in enumerate(raw["supports"]):
                if entry["id"] not in knowledge.strategies:
                    steps = ("figures", place, "supports", number)
                    yield _unknown(document, "strategy", entry["id"], knowledge.strategies, *steps)
        for place, raw in enumerate(document.value.get("couplings") or ()):
            for field in ("from", "to"):
                if raw[field] not in knowledge.dimensions:
                    yield _unknown(document, "dimension", raw[field], knowledge.dimensions, "couplings", place, field)


def _clash_references(knowledge: Knowledge, documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        for place, raw in enumerate(document.value.get("contradictions") or ()):
            for number, condition in enumerate(raw["conditions"]):
                if condition["question"] not in knowledge.questions:
                    steps = ("contradictions", place, "conditions", number)
                    yield _unknown(document, "question", condition["question"], knowledge.questions, *steps)


def _words_in_one_term(_: Knowledge, documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        for key in ("sectors", "functions", "countries"):
            owner: dict[str, str] = {}
            for place, raw in _records(document, key):
                for word in raw["words"]:
                    other = owner.setdefault(word.lower(), raw["id"])
                    if other != raw["id"]:
                        yield document.fault(
                            f'the word "{word}" stands for {other} too. Keep it in one.', key, place, "words"
                        )


def _wording_renders(_: Knowledge, documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        if not document.path.endswith("/wording.yml"):
            continue
        for topic, texts in document.value.items():
            for name, text in texts.items():
                try:
                    list(string.Formatter().parse(text))
                except ValueError as error:
                    yield document.fault(
                        f"{topic}.{name} does not render: {error}. Write {{{{ for a brace.", topic, name
                    )
