"""A copy of the knowledge that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.documents import load
from bot.documents.load import load_knowledge
from bot.documents.read import Document, read_document
from bot.documents.shape import shape_faults
from bot.errors import Fault, KnowledgeInvalid
from bot.settings import ROOT

Read = tuple[Document, list[Fault]]


@pytest.fixture(scope="module", autouse=True)
def each_content_is_read_once() -> Iterator[None]:
    """A test breaks one document of a hundred and sixty; to read and check the others again takes it two seconds.

    What is kept is known by name and content, and for a check by the schema's content too, so a change is always seen.
    """
    documents: dict[tuple[str, bytes], Read] = {}
    # The documents are kept above, so no other one gets the id of one of them.
    checks: dict[tuple[int, bytes], list[Fault]] = {}

    def read(path: Path, name: str) -> Read:
        key = name, path.read_bytes()
        if key not in documents:
            documents[key] = read_document(path, name)
        document, faults = documents[key]
        return document, list(faults)

    def check(document: Document, schema: Path) -> list[Fault]:
        key = id(document), schema.read_bytes()
        if key not in checks:
            checks[key] = list(shape_faults(document, schema))
        return list(checks[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "read_document", read)
        patch.setattr(load, "shape_faults", check)
        yield


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A copy of knowledge/ of this test's own."""
    return Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))


@pytest.fixture
def change(documents: Path) -> Callable[..., int]:
    """Replaces a text that stands in a document; gives the line where it stood."""

    def replace(name: str, old: str, new: str) -> int:
        path = documents / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return replace


@pytest.fixture
def faults(documents: Path) -> Callable[[], list[Fault]]:
    """Loads the documents; gives what is wrong with them."""

    def load() -> list[Fault]:
        try:
            load_knowledge(documents)
        except KnowledgeInvalid as error:
            return list(error.faults)
        return []

    return load
