"""Measures search over many passages: building, size, memory, and the time of a search, on SQLite and PostgreSQL.

Run from the project's root: .venv/bin/python benchmarks/search/run.py [--passages 100000] [--url URL] [--write]
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.documents.load import load_knowledge
from bot.language.encoder import shared_encoder
from bot.library.adding import READER_VERSION, index_words
from bot.model.document import AddedDocument, Passage
from bot.search.live import LivePassages
from bot.store.documents import DocumentStore
from bot.store.write import write_store

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAGE = ROOT / "docs" / "scale.md"
# The same passages and questions in each run.
SEED = 20261123
PASSAGES_PER_DOCUMENT = 500
QUESTIONS = 200


def sentences() -> list[str]:
    """The sentences of the knowledge: what documents of an association sound like."""
    knowledge = load_knowledge(ROOT / "knowledge")
    records = (*knowledge.strategies.values(), *knowledge.dimensions.values(), *knowledge.concepts.values())
    texts = [text for record in records for text in record.parts.values()]
    texts += [item.text for item in knowledge.items.values()]
    return [part.strip("- ") for text in texts for part in text.replace("\n", " ").split(". ") if len(part.split()) > 4]


def generated(count: int, known: Sequence[str]) -> list[tuple[AddedDocument, list[Passage]]]:
    """Documents of generated passages: halves of real sentences put together, each with words of its own."""
    rng = random.Random(SEED)
    documents = []
    for number in range(0, count, PASSAGES_PER_DOCUMENT):
        name = f"document.generated_{number // PASSAGES_PER_DOCUMENT}"
        passages = []
        for place in range(min(PASSAGES_PER_DOCUMENT, count - number)):
            chosen = [rng.choice(known).split() for _ in range(3)]
            words = [word for text in chosen for word in text[: max(4, len(text) // 2)]]
            words.insert(rng.randrange(len(words)), f"case{number + place}")
            passages.append(Passage(f"{name}#{place + 1}", name, ("Generated",), "text", "", " ".join(words)))
        documents.append((AddedDocument(name, name, "", "", "", f"{name}.txt", name, "2026-11-23"), passages))
    return documents


def build(count: int, urls: Sequence[str]) -> dict[str, Any]:
    """Fill the stores with the same passages; seconds for encoding, and for writing with the word index by store."""
    documents = generated(count, sentences())
    started = time.perf_counter()
    entries = []
    for place, (document, passages) in enumerate(documents, 1):
        vectors = shared_encoder().encode([passage.searched for passage in passages])
        entries.append((document, READER_VERSION, passages, [v.astype(np.float16).tobytes() for v in vectors]))
        print(f"\rencoding {place} of {len(documents)} documents", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    encoding = time.perf_counter() - started
    writing = {}
    for url in urls:
        write_store(load_knowledge(ROOT / "knowledge"), url)
        started = time.perf_counter()
        DocumentStore(url).put(entries, (), index_words)
        writing[url] = round(time.perf_counter() - started, 1)
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return {"encoding_s": round(encoding, 1), "writing_s": writing, "peak_mb": peak}


def search(count: int, urls: Sequence[str]) -> dict[str, Any]:
    """Load the index in this fresh process and search; seconds, milliseconds and megabytes."""
    (url,) = urls
    encoder = shared_encoder()
    known = sentences()
    rng = random.Random(SEED + 1)
    asked = [" ".join(rng.choice(known).split()[:9]) for _ in range(QUESTIONS)]
    vectors = encoder.encode(asked)
    before = resident()
    started = time.perf_counter()
    live = LivePassages(url)
    loaded = time.perf_counter() - started
    live.search(asked[0], vectors[0], 3)
    times = []
    for text, vector in zip(asked, vectors, strict=True):
        started = time.perf_counter()
        live.search(text, vector, 3)
        times.append(1000 * (time.perf_counter() - started))
    exact = [rng.randrange(count) for _ in range(50)]
    found = 0
    for number in exact:
        text = f"what about case{number}"
        hits = live.search(text, encoder.encode([text])[0], 3)
        wanted = f"document.generated_{number // PASSAGES_PER_DOCUMENT}#{number % PASSAGES_PER_DOCUMENT + 1}"
        found += any(hit.passage == wanted for hit in hits)
    return {
        "loading_s": round(loaded, 1),
        "index_mb": round(resident() - before),
        "process_mb": round(resident()),
        "search_p50_ms": round(float(np.percentile(times, 50)), 1),
        "search_p95_ms": round(float(np.percentile(times, 95)), 1),
        "search_max_ms": round(max(times), 1),
        "rare_word_found": found / len(exact),
    }


def resident() -> float:
    """The memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def in_a_process_of_its_own(what: str, count: int, *urls: str) -> dict[str, Any]:
    """One step in a fresh process, so that its memory is its own."""
    command = [sys.executable, __file__, "--step", what, "--passages", str(count)]
    command += [part for url in urls for part in ("--url", url)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


_PAGE = """# How far it scales: passages of added documents

Written by `benchmarks/search/run.py --write` on {date} with {passages} generated passages ({versions}; two cores).

| store | encode | write and index | load | process | search p50 / p95 / slowest |
|---|---|---|---|---|---|
{rows}

Encoding is the long part and happens once for each passage; what is on the shelf already is not encoded again. "Write
and index" is paid at each `levelfield add`, since the word index is made anew over all passages. "Process" is a process
that holds encoder and index; the Rasa server holds both as well. A search scans all vectors: no approximate index, so
nothing is missed, and the time grows in proportion.
"""


def main() -> None:
    """Measure and print; with --write also the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--url", action="append", help="a database besides SQLite in a temporary folder")
    parser.add_argument("--step", choices=("build", "search"))
    parser.add_argument("--write", action="store_true", help="write docs/scale.md")
    arguments = parser.parse_args()
    if arguments.step:
        step = build if arguments.step == "build" else search
        print(json.dumps(step(arguments.passages, arguments.url)))
        return
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{folder}/strategies.db", *(arguments.url or ())]
        built = in_a_process_of_its_own("build", arguments.passages, *urls)
        for url in urls:
            found = in_a_process_of_its_own("search", arguments.passages, url)
            name = url.split(":")[0]
            print(json.dumps({"store": name, **built, "writing_s": built["writing_s"][url], **found}))
            times = " / ".join(str(found[f"search_{which}_ms"]) for which in ("p50", "p95", "max"))
            rows.append(
                f"| {name} | {built['encoding_s']:.0f} s | {built['writing_s'][url]:.0f} s | {found['loading_s']} s "
                f"| {found['process_mb']:.0f} MB | {times} ms |"
            )
    if arguments.write:
        versions = ", ".join(f"{n} {importlib.metadata.version(n)}" for n in ("bm25s", "numpy", "onnxruntime"))
        date = datetime.date.today().isoformat()
        text = _PAGE.format(date=date, passages=f"{arguments.passages:,}", versions=versions, rows="\n".join(rows))
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
