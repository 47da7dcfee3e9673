"""Documents that are added: whole or not at all, found at once, and read anew only where something changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import DocumentUnknown, DocumentUnreadable, StoreMissing
from bot.language.encoder import SentenceEncoder
from bot.library.adding import READER_VERSION, Added, Library
from bot.library.shelf import Shelf
from bot.model.document import AddedDocument
from bot.search.live import LivePassages
from bot.store.documents import DocumentStore

TOLD = AddedDocument("", "", "", "", "", "", "", "2026-11-23")
HERRING = "# Herring\n\nThe herring is caught in spring, when the shoals come near the coast.\n"
SALMON = "# Salmon\n\nThe salmon climbs the river in autumn to spawn where it was born.\n"
BROKEN = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with somebody's files."""
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


@pytest.fixture
def library(tmp_path: Path, store_url: str, encoder: SentenceEncoder) -> Library:
    """A library without a document."""
    return Library(Shelf(tmp_path / "shelf"), DocumentStore(store_url), lambda: encoder)


@pytest.fixture
def add(library: Library, folder: Path) -> Callable[..., Added]:
    """Writes a file and adds it."""

    def write_and_add(name: str, content: str | bytes, **told: str) -> Added:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return library.add(path, replace(TOLD, **told), quiet)

    return write_and_add


def quiet(what: str, done: int, of: int) -> None:
    """Nobody watches."""


def state(library: Library) -> tuple[object, ...]:
    """All that a library holds."""
    shelf = [(document, path.read_bytes()) for document, path in library.shelf.documents()]
    return shelf, library.store.documents(), library.store.index()


def said(library: Library) -> str:
    """What all stored passages say."""
    return " ".join(passage.text for passage in library.store.passages(library.store.index().ids).values())


def test_a_document_that_is_added_is_on_the_shelf_and_is_found(
    add: Callable[..., Added], library: Library, store_url: str, encoder: SentenceEncoder
) -> None:
    added = add("Herring guide.md", HERRING)
    assert (added.state, added.document.id) == ("added", "document.herring_guide_md")
    assert added.passages == library.store.documents()[0][2] > 0
    ((document, path),) = library.shelf.documents()
    assert document == added.document == library.store.document(document.id) and path.read_text() == HERRING
    question = "when do they catch herring?"
    (hit, *_) = LivePassages(store_url).search(question, encoder.encode([question])[0], 3)
    assert "caught in spring" in library.store.passages([hit.passage])[hit.passage].text


def test_what_is_told_of_a_document_is_kept_and_what_is_not_told_comes_from_the_file(add: Callable[..., Added]) -> None:
    told = {"title": "On herring", "address": "https://x.org", "date": "2025-05-01", "licence": "CC BY"}
    document = add("a.md", HERRING, **told).document
    assert {name: getattr(document, name) for name in told} == told
    assert add("b.md", HERRING).document.title == "Herring"
    assert add("old_fish-list.txt", "Herring is caught in spring, salmon in autumn.").document.title == "old fish list"


def test_the_same_file_again_changes_nothing(add: Callable[..., Added], library: Library) -> None:
    first = add("fish.md", HERRING)
    before = state(library)
    again = add("fish.md", HERRING)
    assert (again.state, again.document, again.passages) == ("unchanged", first.document, first.passages)
    assert state(library) == before


def test_the_same_file_with_more_said_of_it_is_described_anew(add: Callable[..., Added], library: Library) -> None:
    add("fish.md", HERRING, licence="CC BY")
    again = add("fish.md", HERRING, title="On herring")
    assert again.state == "replaced" and (again.document.title, again.document.licence) == ("On herring", "CC BY")
    assert library.store.document(again.document.id) == again.document == library.shelf.find(again.document.id)


def test_a_changed_file_takes_the_place_of_the_old_one(add: Callable[..., Added], library: Library) -> None:
    before = add("fish.md", HERRING, address="https://x.org", title="Fish")
    changed = add("fish.md", SALMON)
    assert changed.state == "replaced" and changed.document.hash != before.document.hash
    assert (changed.document.title, changed.document.address) == ("Fish", "https://x.org")
    assert "salmon" in said(library) and "herring" not in said(library)
    ((_, path),) = library.shelf.documents()
    assert path.read_text() == SALMON


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (BROKEN, "is binary"),
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"%PDF-1.7\nnothing of a PDF", "[a-z]"),
        (b"PK\x03\x04 and nothing more", "is damaged"),
        (b"***\n---\n", "holds no text"),
        (b"Home\n\nSearch\n\nMenu\n", "holds nothing but"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_nothing_behind(
    add: Callable[..., Added], library: Library, content: bytes, says: str
) -> None:
    before = state(library)
    with pytest.raises(DocumentUnreadable, match=says):
        add("fish.txt", content)
    assert state(library) == before


def test_a_file_that_cannot_be_read_leaves_the_one_it_would_replace(
    add: Callable[..., Added], library: Library
) -> None:
    add("fish.md", HERRING)
    before = state(library)
    with pytest.raises(DocumentUnreadable):
        add("fish.md", BROKEN)
    assert state(library) == before


def test_a_file_that_is_not_there_is_said_not_to_be_there(library: Library, folder: Path) -> None:
    with pytest.raises(DocumentUnreadable, match="is not there"):
        library.add(folder / "none.md", TOLD, quiet)
    with pytest.raises(DocumentUnreadable, match="is a folder"):
        library.add(folder, TOLD, quiet)


def test_what_the_store_does_not_take_is_not_on_the_shelf(
    add: Callable[..., Added], library: Library, tmp_path: Path
) -> None:
    (tmp_path / "strategies.db").write_bytes(b"")
    with pytest.raises(StoreMissing):
        add("fish.md", HERRING)
    assert list(library.shelf.documents()) == []


def test_what_is_left_out_as_no_content_is_told(add: Callable[..., Added], library: Library) -> None:
    added = add("fish.txt", f"Skip to main content\n\n{HERRING.removeprefix('# Herring')}")
    assert any("Skip to main content" in text for text in added.dropped) and "Skip to" not in said(library)


def test_progress_is_told_to_the_end(library: Library, folder: Path) -> None:
    (folder / "fish.md").write_text("\n\n".join(f"Herring number {n} swims in the sea, far out." for n in range(30)))
    told: list[tuple[str, int, int]] = []
    added = library.add(folder / "fish.md", TOLD, lambda *step: told.append(step))
    assert told[-1] == ("encoding", added.passages, added.passages)


def test_a_document_that_is_removed_is_neither_on_the_shelf_nor_found(
    add: Callable[..., Added], library: Library
) -> None:
    add("fish.md", HERRING)
    kept = add("salmon.md", SALMON).document
    removed = library.remove("document.fish_md")
    assert removed.file == "fish.md"
    assert [document for document, _ in library.shelf.documents()] == [kept]
    assert "herring" not in said(library) and "salmon" in said(library)


def test_removing_what_is_not_there_changes_nothing(add: Callable[..., Added], library: Library) -> None:
    add("fish.md", HERRING)
    before = state(library)
    with pytest.raises(DocumentUnknown, match=r"document\.none"):
        library.remove("document.none")
    assert state(library) == before


def test_a_store_that_is_built_anew_is_filled_from_the_shelf(
    add: Callable[..., Added], library: Library, empty_store: Path, tmp_path: Path
) -> None:
    add("fish.md", HERRING)
    add("salmon.md", SALMON)
    before = state(library)[1], said(library)
    library.store.close()
    shutil.copy(empty_store, tmp_path / "strategies.db")
    assert library.store.documents() == []
    assert library.refresh(quiet) == (2, [])
    assert (state(library)[1], said(library)) == before


def test_where_nothing_changed_nothing_is_read_anew(add: Callable[..., Added], library: Library) -> None:
    add("fish.md", HERRING)
    before = state(library)
    assert library.refresh(quiet) == (0, []) and state(library) == before


def test_what_an_older_reader_read_is_read_anew(add: Callable[..., Added], library: Library) -> None:
    document = add("fish.md", HERRING).document
    passages = list(library.store.passages(library.store.index().ids).values())
    old = [replace(passage, text="as it was read once") for passage in passages]
    library.store.put([(document, "0", old, [b"\0" * 768] * len(old))], (), lambda texts: b"")
    assert library.refresh(quiet) == (1, [])
    assert library.store.documents()[0][1] == READER_VERSION and "herring" in said(library)


def test_what_left_the_shelf_leaves_the_store(add: Callable[..., Added], library: Library) -> None:
    document = add("fish.md", HERRING).document
    add("salmon.md", SALMON)
    library.shelf.remove(document.id)
    assert library.refresh(quiet) == (0, [])
    assert [entry.id for entry, _, _ in library.store.documents()] == ["document.salmon_md"]


def test_a_file_that_was_spoilt_on_the_shelf_is_named_and_the_others_are_read(
    add: Callable[..., Added], library: Library, empty_store: Path, tmp_path: Path
) -> None:
    add("fish.md", HERRING)
    add("salmon.md", SALMON)
    (path,) = [path for document, path in library.shelf.documents() if document.file == "fish.md"]
    path.write_bytes(BROKEN)
    library.store.close()
    shutil.copy(empty_store, tmp_path / "strategies.db")
    read, faults = library.refresh(quiet)
    assert read == 1 and len(faults) == 1 and faults[0].startswith("fish.md is binary")
    assert "salmon" in said(library)
