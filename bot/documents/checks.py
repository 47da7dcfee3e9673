"""Checks that hold between documents: ids are unique, every reference resolves, every text renders."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot.documents import records
from bot.documents.completeness import completeness_faults
from bot.documents.links import link_faults
from bot.documents.names import Names, known_names, unknown_name
from bot.documents.read import Document
from bot.documents.signs import sign_faults
from bot.errors import Fault
from bot.model.knowledge import NO_QUESTION

# Lists whose ids need differ among themselves only, and those that share one space with the records.
_OWN_NAMES = ("questions", "sources", "sectors", "functions", "families", "countries", "outside")
_SHARED_NAMES = ("items", "figures", "tables", "services", "refusals", "glossary")
Check = Callable[[Mapping[str, Names], list[Document]], Iterator[Fault]]
# What may stand between braces in the fixed answers to distress.
_DISTRESS_FIELDS = {"crisis_contact"}


def reference_faults(documents: list[Document], broken: Sequence[tuple[str, str]]) -> list[Fault]:
    """Every broken agreement between the documents.

    Args:
        documents: those that are well shaped.
        broken: kind and file name of the others; what may be defined there is not called unknown.
    """
    known = known_names(documents, broken)
    checks: tuple[Check, ...] = (
        _double_ids,
        _file_names,
        _strategy_references,
        _question_references,
        _concept_references,
        _evidence_references,
        _clash_references,
        _trouble_references,
        _moment_references,
        _described_names,
        _circles,
        _complete_questions,
        _words_in_one_term,
        _wording_renders,
        link_faults,
        sign_faults,
    )
    faults = [fault for check in checks for fault in check(known, documents)]
    return [*faults, *completeness_faults(documents, {kind for kind, _ in broken})]


def _folder(document: Document, name: str) -> bool:
    return f"/{name}/" in document.path


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
        for key in (*_OWN_NAMES, *_SHARED_NAMES):
            for place, entry in _records(document, key):
                yield f"{key}:{entry['id']}" if key in _OWN_NAMES else entry["id"], document, (key, place)
                for number, row in enumerate(entry.get("rows") or ()):
                    yield row["id"], document, (key, place, "rows", number)


def _double_ids(_: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for name, document, steps in _ids(documents):
        where = f"{document.path}:{document.line_of(steps)}"
        if name in seen:
            yield document.fault(
                f'the id "{name.split(":")[-1]}" stands already in {seen[name]}. Choose another.', *steps
            )
        seen.setdefault(name, where)


def _file_names(_: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
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


def _strategy_references(known: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    kinds = {
        "functions": "function",
        "strong": "sector",
        "weak": "sector",
        "after": "strategy",
        "evidence": "question",
        "sources": "source",
    }
    for document in documents:
        if not _folder(document, "strategies"):
            continue
        if document.value["family"] not in known["family"]:
            yield unknown_name(document, "family", document.value["family"], known["family"], "family")
        for field, kind in kinds.items():
            for place, value in enumerate(document.value[field]):
                if value not in known[kind]:
                    yield unknown_name(document, kind, value, known[kind], field, place)
                if value == document.value["id"]:
                    yield document.fault("a strategy cannot come after itself. Remove it.", field, place)


def _question_references(known: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        if not _folder(document, "questionnaire"):
            continue
        for place, raw in enumerate(document.value["questions"]):
            kind = raw.get("kind", "diagnosis")
            if kind == "diagnosis" and raw.get("dimension") not in known["dimension"]:
                value = raw.get("dimension", "(none)")
                yield unknown_name(document, "dimension", value, known["dimension"], "questions", place, "dimension")
            for number, option in enumerate(raw.get("options") or ()):
                if kind == "diagnosis" and "score" not in option:
                    yield document.fault(
                        "an option of a diagnosis question needs a score 0-4.", "questions", place, "options", number
                    )
                for value in option.get("feeds") or ():
                    if value not in known["strategy"]:
                        yield unknown_name(
                            document, "strategy", value, known["strategy"], "questions", place, "options", number
                        )


def _complete_questions(known: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        if not _folder(document, "questionnaire"):
            continue
        for place, raw in enumerate(document.value["questions"]):
            question = records.question(raw)
            scores = {option.score for option in question.options}
            values = [option.value for option in question.options]
            if question.kind == "diagnosis" and not scores >= {0, 1, 2, 3, 4}:
                missing = "needs options for all scores 0 to 4. Add those that are missing"
                yield document.fault(f"{question.id} {missing}.", "questions", place)
            if question.kind == "diagnosis" and not question.large_rival:
                missing = "does not say what a large competitor has. Add large_rival"
                yield document.fault(f"{question.id} {missing}.", "questions", place)
            if question.kind != "fact" and not question.subject:
                missing = "does not say in a few words what it is about. Add subject"
                yield document.fault(f"{question.id} {missing}.", "questions", place)
            if len(values) != len(set(values)):
                yield document.fault(f"{question.id} has two options of one value. Change one.", "questions", place)
            if not (question.options or question.vocabulary or question.free):
                yield document.fault(f"{question.id} has no way to be answered. Add options.", "questions", place)


def _concept_references(known: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        if not (_folder(document, "concepts") or _folder(document, "dimensions")):
            continue
        for place, value in enumerate(document.value["sources"]):
            if value not in known["source"]:
                yield unknown_name(document, "source", value, known["source"], "sources", place)
        for place, value in enumerate(document.value.get("leads_to") or ()):
            if value not in known["strategy"]:
                yield unknown_name(document, "strategy", value, known["strategy"], "leads_to", place)


def _evidence_references(known: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        for place, raw in enumerate(document.value.get("figures") or ()):
            if raw["source"] not in known["source"]:
                yield unknown_name(document, "source", raw["source"], known["source"], "figures", place, "source")
            for value in raw["dimensions"]:
                if value not in known["dimension"]:
                    yield unknown_name(document, "dimension", value, known["dimension"], "figures", place, "dimensions")
            for number, entry in enumerate(raw["supports"]):
                if entry["id"] not in known["strategy"]:
                    steps = ("figures", place, "supports", number)
                    yield unknown_name(document, "strategy", entry["id"], known["strategy"], *steps)
        for place, raw in enumerate(document.value.get("couplings") or ()):
            for field in ("from", "to"):
                if raw[field] not in known["dimension"]:
                    yield unknown_name(document, "dimension", raw[field], known["dimension"], "couplings", place, field)


def _clash_references(known: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        for place, raw in enumerate(document.value.get("contradictions") or ()):
            for number, condition in enumerate(raw["conditions"]):
                if condition["question"] not in known["question"]:
                    steps = ("contradictions", place, "conditions", number)
                    yield unknown_name(document, "question", condition["question"], known["question"], *steps)


def _words_in_one_term(_: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        for key in ("sectors", "functions", "countries", "glossary"):
            owner: dict[str, str] = {}
            for place, raw in _records(document, key):
                for word in raw["words"]:
                    other = owner.setdefault(word.lower(), raw["id"])
                    if other != raw["id"]:
                        yield document.fault(
                            f'the word "{word}" stands for {other} too. Keep it in one.', key, place, "words"
                        )


def _trouble_references(known: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        if not document.path.endswith("/troubles.yml"):
            continue
        for place, raw in _records(document, "troubles"):
            name = raw["question"]
            if name != NO_QUESTION and name not in known["question"]:
                yield unknown_name(document, "question", name, known["question"], "troubles", place, "question")
            elif name != NO_QUESTION and "score" not in raw:
                yield document.fault("a trouble of a question needs a score 0-4.", "troubles", place)


def _moment_references(known: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    for document in (each for each in documents if each.path.endswith("/moments.yml")):
        for place, raw in _records(document, "moments"):
            for name in raw["answers"]:
                if name not in known["question"]:
                    yield unknown_name(document, "question", name, known["question"], "moments", place, "answers")


def _described_names(known: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    """Names in the facts of descriptions that no vocabulary has: they would be learnt, and never be read."""
    for document in documents:
        if not _folder(document, "descriptions"):
            continue
        for place, raw in _records(document, "descriptions"):
            for field, kind in (("sector", "sector"), ("pains", "function")):
                stated = raw["facts"].get(field, [])
                for name in stated if isinstance(stated, list) else [stated]:
                    if name not in known[kind]:
                        yield unknown_name(document, kind, name, known[kind], "descriptions", place, "facts", field)


def _circles(_: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    """Strategies that wait for each other could never begin."""
    after = {d.value["id"]: d.value["after"] for d in documents if _folder(d, "strategies")}
    for document in documents:
        for place, first in enumerate(document.value["after"] if _folder(document, "strategies") else ()):
            before, pending = {first}, [first]
            while pending:
                further = [name for name in after.get(pending.pop(), ()) if name not in before]
                before.update(further)
                pending += further
            if first != document.value["id"] and document.value["id"] in before:
                yield document.fault(f"this and {first} wait for each other. Remove one of the two.", "after", place)


def _wording_renders(_: Mapping[str, Names], documents: list[Document]) -> Iterator[Fault]:
    for document in documents:
        if document.path.endswith("/wording.yml"):
            for topic, texts in document.value.items():
                for name, text in texts.items():
                    yield from _rendering_faults(document, text, None, topic, name)
        if document.path.endswith("/distress.yml"):
            for name in ("distress_text", "despair_text"):
                yield from _rendering_faults(document, document.value[name], _DISTRESS_FIELDS, name)


def _rendering_faults(document: Document, text: str, fields: set[str] | None, *steps: str) -> Iterator[Fault]:
    name = ".".join(steps)
    try:
        used = [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]
    except ValueError as error:
        yield document.fault(f"{name} does not render: {error}. Write {{{{ for a brace.", *steps)
        return
    for field in used:
        if not field.isidentifier() or (fields is not None and field not in fields):
            yield document.fault(f'{name} has no "{{{field}}}" to fill in. Write {{{{ for a brace.', *steps)
