"""Loads `knowledge/` as a whole: every file read, every fault found, then the records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.documents import records
from bot.documents.checks import reference_faults
from bot.documents.read import Document, read_document
from bot.documents.shape import shape_faults
from bot.errors import Fault, KnowledgeInvalid
from bot.model.knowledge import Knowledge, Weight

# Which schema each file is held to, by folder or by file name; what matches none of them is a fault.
FOLDERS = {
    "strategies": "strategy",
    "dimensions": "dimension",
    "concepts": "concept",
    "questionnaire": "questionnaire",
    "signs": "signs",
    "descriptions": "descriptions",
}
# The folders of lists; in the others one file is one record, with text.
_LISTS = {"questionnaire", "signs", "descriptions"}
FILES = (
    *("couplings", "contradictions", "sources", "figures", "sectors", "functions", "families", "countries"),
    *("weights", "distress", "wording", "tables", "services", "refusals", "outside", "troubles", "rivals"),
    *("small_talk", "currencies", "glossary", "moments"),
)
VOCABULARIES = ("sectors", "functions", "families", "countries")
IGNORED = {"README.md"}


def content_hash(folder: Path) -> str:
    """The hash of all documents below a folder: the version of the knowledge."""
    digest = hashlib.sha256()
    for path in _documents(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def load_knowledge(folder: Path) -> Knowledge:
    """Read and check all documents below `folder`.

    Raises:
        KnowledgeInvalid: with every fault found in any of them.
    """
    if not folder.is_dir():
        raise KnowledgeInvalid([Fault(str(folder), 1, "no such folder. Name the folder that holds the documents.")])
    found, broken, faults = _read_all(folder)
    missing = _missing_files(folder)
    faults += [Fault(f"{folder.name}/{name}.yml", 1, "missing. Add it.") for name in missing]
    faults += reference_faults([document for _, document in found], [*broken, *((name, "") for name in missing)])
    if faults:
        raise KnowledgeInvalid(faults)
    return _assemble(found, content_hash(folder))


def _documents(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        ours = parts[0] != "schemas" and not any(part.startswith(".") for part in parts)
        if path.is_file() and ours and path.name not in IGNORED:
            yield path


def _kind(folder: Path, path: Path) -> str | None:
    relative = path.relative_to(folder)
    if len(relative.parts) == 2 and relative.parts[0] in FOLDERS:
        kind = FOLDERS[relative.parts[0]]
        expected = ".yml" if kind in _LISTS else ".md"
        return kind if path.suffix == expected else None
    return path.stem if len(relative.parts) == 1 and path.stem in FILES and path.suffix == ".yml" else None


def _read_all(folder: Path) -> tuple[list[tuple[str, Document]], list[tuple[str, str]], list[Fault]]:
    """The documents in order with their kinds, kind and file name of the others, and what is wrong with those."""
    found: list[tuple[str, Document]] = []
    broken: list[tuple[str, str]] = []
    faults: list[Fault] = []
    for path in _documents(folder):
        name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        kind = _kind(folder, path)
        if kind is None:
            faults.append(Fault(name, 1, f"no kind of document lives here. See {folder.name}/README.md."))
            continue
        document, read_faults = read_document(path, name)
        faults += read_faults
        shape = [] if document.value is None else _shape(document, folder / "schemas" / f"{kind}.json")
        faults += shape
        if document.value is None or shape:
            broken.append((kind, path.stem))
        else:
            found.append((kind, document))
    return found, broken, faults


def _shape(document: Document, schema: Path) -> list[Fault]:
    if "draft" in document.value:
        # Only one fault: what else is missing stands in the draft itself.
        hint = "Check every guess, fill in what is missing, and remove the block `draft`."
        return [document.fault(f"still a draft, which nobody is advised by. {hint}", "draft")]
    return list(shape_faults(document, schema))


def _missing_files(folder: Path) -> list[str]:
    return [name for name in FILES if not (folder / f"{name}.yml").is_file()]


def _assemble(found: list[tuple[str, Document]], version: str) -> Knowledge:
    def of(kind: str) -> list[Any]:
        return [document.value for name, document in found if name == kind]

    questions = [records.question(raw) for value in of("questionnaire") for raw in value["questions"]]
    weights = of("weights")[0]["weights"]
    wording = of("wording")[0]
    return Knowledge(
        version=version,
        strategies={record.id: record for record in map(records.strategy, of("strategy"))},
        dimensions={record.id: record for record in map(records.dimension, _in_order(of("dimension")))},
        items={item.id: item for raw in of("dimension") for item in records.items(raw)},
        concepts={record.id: record for record in map(records.concept, of("concept"))},
        tables={record.id: record for record in map(records.table, of("tables")[0]["tables"])},
        services={record.id: record for record in map(records.service, of("services")[0]["services"])},
        refusals={record.id: record for record in map(records.refusal, of("refusals")[0]["refusals"])},
        glossary={record.id: record for record in map(records.glossary_term, of("glossary")[0]["glossary"])},
        questions={question.id: question for question in sorted(questions, key=_question_order)},
        sources={record.id: record for record in map(records.source, of("sources")[0]["sources"])},
        figures={record.id: record for record in map(records.figure, of("figures")[0]["figures"])},
        couplings=tuple(map(records.coupling, of("couplings")[0]["couplings"])),
        clashes=tuple(map(records.clash, of("contradictions")[0]["contradictions"])),
        terms={name: {raw["id"]: records.term(raw, name) for raw in of(name)[0][name]} for name in VOCABULARIES},
        weights={name: Weight(float(raw["value"]), raw["reason"]) for name, raw in weights.items()},
        wording={f"{topic}.{name}": text.strip() for topic, texts in wording.items() for name, text in texts.items()},
        distress=records.distress(of("distress")[0]),
    )


# The order in which the field speaks of the dimensions: the article's four, the platform, then the advanced two.
_DIMENSION_ORDER = "ETPRISGX"
_DIMENSIONS = ("economic", "technological", "platform", "regulatory", "informational", "systemic", "geopolitical")


def _in_order(dimensions: list[Any]) -> list[Any]:
    names = {f"dimension.{name}": place for place, name in enumerate(_DIMENSIONS)}
    return sorted(dimensions, key=lambda raw: (names.get(raw["id"], len(names)), raw["id"]))


def _question_order(question: Any) -> tuple[int, str]:
    """Facts keep the order of their file (sorting is stable), then the dimensions, then the strengths."""
    if question.kind == "fact":
        return 0, ""
    return 1 + _DIMENSION_ORDER.find(question.id[0]), question.id
