"""The folder of added documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import DocumentUnknown
from bot.library.shelf import Shelf, document_id
from bot.model.document import AddedDocument

FISH = AddedDocument(
    "document.fish", "Fish: a «guide»", "https://x.org/?a=1", "2025-05-01", "CC BY", "fish.md", "aa", "2026-11-23"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is not there yet."""
    return tmp_path / "far" / "documents"


@pytest.fixture
def shelf(folder: Path) -> Shelf:
    """An empty shelf."""
    return Shelf(folder)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Guide for exporters.pdf", "document.guide_for_exporters_pdf"),
        ("Über Märkte (2. Auflage).docx", "document.uber_markte_2_auflage_docx"),
        ("../../etc/passwd", "document.etc_passwd"),
        ("  .hidden", "document.hidden"),
        (f"{'long ' * 40}.txt", f"document.{('long_' * 16)[:79]}"),
    ],
)
def test_a_document_is_called_after_its_file(name: str, found: str) -> None:
    assert document_id(name) == found


def test_names_without_a_latin_letter_have_ids_of_their_own() -> None:
    first, second = document_id("鯡魚指南"), document_id("船舶指南")
    assert first != second == document_id("船舶指南")
    assert all(name.removeprefix("document.").isalnum() for name in (first, second))


def test_a_shelf_that_is_not_there_is_empty(shelf: Shelf, folder: Path) -> None:
    assert list(shelf.documents()) == [] and shelf.find("document.fish") is None
    assert not folder.exists(), "looking makes no folder"


def test_what_is_kept_comes_back_with_its_file(shelf: Shelf) -> None:
    shelf.put(FISH, b"# Herring\n\xff")
    ((document, path),) = shelf.documents()
    assert document == FISH == shelf.find(FISH.id)
    assert path.suffix == ".md" and path.read_bytes() == b"# Herring\n\xff"


@pytest.mark.parametrize("value", ["2025-05-01", "yes", "1.0", "null", "'", "a: b", "# x", "", "鯡"])
def test_whatever_is_said_of_a_document_stays_the_text_it_is(shelf: Shelf, value: str) -> None:
    told = replace(FISH, title=value, date=value, licence=value)
    shelf.put(told, b"x")
    assert shelf.find(FISH.id) == told


def test_documents_come_in_the_order_of_their_ids(shelf: Shelf) -> None:
    for name in ("document.b", "document.c", "document.a"):
        shelf.put(replace(FISH, id=name), b"x")
    assert [document.id for document, _ in shelf.documents()] == ["document.a", "document.b", "document.c"]


def test_a_document_of_the_same_id_is_replaced_and_nothing_of_it_is_left(shelf: Shelf, folder: Path) -> None:
    shelf.put(FISH, b"old")
    shelf.put(replace(FISH, file="fish.pdf", title="New"), b"new")
    ((document, path),) = shelf.documents()
    assert (document.title, path.read_bytes()) == ("New", b"new")
    assert sorted(p.name for p in folder.rglob("*") if p.is_file()) == ["about.yml", "original.pdf"]
    assert [p.name for p in folder.iterdir()] == [FISH.id]


def test_what_cannot_be_written_leaves_the_old_one_whole(shelf: Shelf, folder: Path) -> None:
    shelf.put(FISH, b"old")
    with pytest.raises(OSError):
        shelf.put(replace(FISH, file=f"fish.{'m' * 300}"), b"new")
    ((document, path),) = shelf.documents()
    assert document == FISH and path.read_bytes() == b"old"
    assert [p.name for p in folder.iterdir()] == [FISH.id], "nothing half-written stays"


def test_what_was_left_by_a_stopped_program_is_no_document(shelf: Shelf, folder: Path) -> None:
    shelf.put(FISH, b"x")
    for rest in (".new-abc", ".old-abc"):
        (folder / rest).mkdir()
        for name in ("about.yml", "original.md"):
            (folder / rest / name).write_bytes((folder / FISH.id / name).read_bytes())
    assert [document.id for document, _ in shelf.documents()] == [FISH.id]


def test_a_document_may_be_called_like_the_notes_beside_it(shelf: Shelf) -> None:
    shelf.put(replace(FISH, file="about.yml"), b"About us: we catch herring.")
    ((document, path),) = shelf.documents()
    assert document.title == FISH.title and path.read_bytes() == b"About us: we catch herring."


def test_a_document_that_is_removed_is_gone_and_given_back(shelf: Shelf, folder: Path) -> None:
    shelf.put(FISH, b"x")
    assert shelf.remove(FISH.id) == FISH
    assert list(shelf.documents()) == [] and list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["document.none", "", ".", "..", "../documents", "document.fish/../document.fish"])
def test_what_is_not_there_cannot_be_removed(shelf: Shelf, name: str) -> None:
    shelf.put(FISH, b"x")
    with pytest.raises(DocumentUnknown, match=r"there is no document .*`levelfield documents` lists them\."):
        shelf.remove(name)
    assert shelf.find(FISH.id) == FISH
