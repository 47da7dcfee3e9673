"""Files of every kind, the bad ones above all: each is read, or refused with one line that says what to do."""

from __future__ import annotations

import io
import os
import random
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import fpdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import DocumentUnreadable
from bot.library.reading import LARGEST, LARGEST_TEXT, file_bytes, read_content
from tests.unit.library.seen import looks

# A full stop after what is wrong, and then what to do.
ONE_LINE = re.compile(r"[a-z][^\n]*\. [A-Z][^\n]*\.$")
MOST_SECONDS = 10


@contextmanager
def refused(says: str = "") -> Iterator[None]:
    """The file is refused in time, in one line that says what to do."""
    begun = time.monotonic()
    with pytest.raises(DocumentUnreadable, match=says) as caught:
        yield
    assert ONE_LINE.match(str(caught.value)), caught.value
    assert time.monotonic() - begun < MOST_SECONDS


def read_in_time(content: bytes, name: str) -> None:
    """A file is read or refused, whatever it holds."""
    begun = time.monotonic()
    try:
        found = read_content(content, name)
    except DocumentUnreadable as error:
        assert ONE_LINE.match(str(error)), error
    else:
        assert any(block.text for block in found.blocks)
        assert not re.search("[\x00-\x08\ud800-\udfff]", " ".join(block.text for block in found.blocks))
    assert time.monotonic() - begun < MOST_SECONDS


def word_file() -> bytes:
    file = io.BytesIO()
    document = docx.Document()
    document.add_heading("Dues", 1)
    document.add_paragraph("Ten a year.")
    document.save(file)
    return file.getvalue()


def pdf() -> bytes:
    file = fpdf.FPDF()
    file.add_page()
    file.set_font("helvetica", size=11)
    file.cell(0, 6, "Ten a year.")
    return bytes(file.output())


def archive(**files: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def with_document(xml: str | bytes) -> bytes:
    """A Word file with another body."""
    old, file = zipfile.ZipFile(io.BytesIO(word_file())), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in old.namelist():
            made.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return file.getvalue()


HTML = "<!DOCTYPE html><html><head><title>Dues</title></head><body><p>Ten a year.</p></body></html>"
GOOD: dict[str, tuple[bytes, str]] = {
    "text": (b"Ten a year.", "dues.txt"),
    "text without a suffix": (b"Ten a year.", "dues"),
    "Markdown": (b"*Ten* a year.", "dues.md"),
    "HTML": (HTML.encode(), "dues.html"),
    "HTML called PDF": (HTML.encode(), "dues.pdf"),
    "HTML called text": (f"<!-- saved -->\n{HTML}".encode(), "dues.txt"),
    "XHTML": (
        b'<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><p>Ten a year.',
        "dues",
    ),
    "a piece of HTML": (b"<p>Ten a year.</p>", "dues.txt"),
    "PDF": (pdf(), "dues.pdf"),
    "PDF called text": (b"\n" + pdf(), "dues.txt"),
    "DOCX": (word_file(), "dues.docx"),
    "DOCX called PDF": (word_file(), "dues.pdf"),
    "UTF-8 with a mark": (b"\xef\xbb\xbfTen a year.", "dues.txt"),
    "UTF-16": ("Ten a year.".encode("utf-16"), "dues.txt"),
    "UTF-16 the other way": (b"\xfe\xff" + "Ten a year.".encode("utf-16-be"), "dues.txt"),
    "HTML in UTF-16": (HTML.encode("utf-16"), "dues.html"),
}


@pytest.mark.parametrize(("content", "name"), GOOD.values(), ids=GOOD)
def test_a_format_is_told_by_what_is_in_the_file(content: bytes, name: str) -> None:
    assert looks(read_content(content, name))[-1] == "Ten a year."


ENCODED = {
    "cp1252": "The café pays £20 – “at once” – to Müller’s bank, and nothing to anybody else this year. "
    "Whoever joins in the second half of a year pays half of it, and nothing is paid for the first visit to our desk.",
    "cp1251": "Членский взнос платят весной, а новые члены платят только половину взноса в первый год.",
    "shift_jis": "会費は年に一度、春に支払います。新しい会員は最初の年は半額です。詳しくは事務局まで。",
}


@pytest.mark.parametrize(("encoding", "text"), ENCODED.items(), ids=ENCODED)
def test_older_encodings_are_told_apart(encoding: str, text: str) -> None:
    assert looks(read_content(text.encode(encoding), "dues.txt")) == [text]


BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200), "a.png", "binary"),
    "random bytes": (lambda: random.Random(1).randbytes(100_000), "a.txt", "binary"),
    "a program": (lambda: b"\x7fELF\x02\x01\x01" + bytes(500), "a", "binary"),
    "NUL bytes": (lambda: b"Ten a year.\0\0\0 More.", "a.txt", "binary"),
    "UTF-16 without a mark": (lambda: "Ten a year.".encode("utf-16-le"), "a.txt", "binary"),
    "noise in UTF-16": (lambda: b"\xff\xfe" + random.Random(2).randbytes(4_000), "a.txt", "binary"),
    "no letters": (lambda: b"*** --- ***\n\n......", "a.txt", "holds no text"),
    "HTML without text": (
        lambda: b"<html><body><img src=x><script>f()</script></body></html>",
        "a.html",
        "holds no text",
    ),
    "a comment only": (lambda: b"<!-- nothing -->", "a.html", "holds no text"),
    "Markdown of pictures": (lambda: b"![a](b.png)\n\n![c](d.png)", "a.md", "holds no text"),
    "an empty DOCX": (lambda: with_document(docx_body("")), "a.docx", "holds no text"),
    "half a PDF": (lambda: pdf()[: len(pdf()) // 3], "a.pdf", "damaged|no text"),
    "only a PDF's beginning": (lambda: b"%PDF-1.7\n", "a.pdf", "damaged|no text"),
    "half a DOCX": (lambda: word_file()[: len(word_file()) // 2], "a.docx", "damaged"),
    "a ZIP": (lambda: archive(readme="Ten a year."), "a.docx", "not a Word document"),
    "XLSX": (lambda: archive(xl__workbook="<x/>", _rels="<x/>"), "a.xlsx", "not a Word document"),
    "a ZIP with a Word name": (lambda: archive(**{"word__document.xml": "<x/>"}), "a.docx", "damaged"),
    "broken XML": (lambda: with_document("<w:document"), "a.docx", "damaged"),
    "other XML": (lambda: with_document("<x/>"), "a.docx", "damaged|no text"),
    "a bomb": (lambda: with_document(docx_body("<w:p/>" * 8_000_000)), "a.docx", "unpacks to more than"),
    "a DOC": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "old"),
    "RTF": (lambda: b"{\\rtf1\\ansi Ten a year.}", "a.rtf", "RTF"),
    "a book of books": (lambda: b"Ten a year. " * (LARGEST_TEXT // 12 + 1), "a.txt", "million letters"),
}


def docx_body(inner: str) -> str:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{space}"><w:body>{inner}</w:body></w:document>'


@pytest.mark.parametrize(("made", "name", "says"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_what_to_do(made: Callable[[], bytes], name: str, says: str) -> None:
    content = made()
    with refused(says):
        read_content(content, name)


def test_entities_that_grow_do_not(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    body = docx_body("<w:p><w:r><w:t>&e11;</w:t></w:r></w:p>")
    read_in_time(with_document(f"<!DOCTYPE x [{entities}]>{body}"), "a.docx")
    read_in_time(f"<!DOCTYPE html [{entities}]><html><body><p>&e11; Text.</p></body></html>".encode(), "a.html")


def test_a_folder_a_missing_file_and_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "white.txt").write_bytes(b" \n\t\r\n " * 1_000)
    os.mkfifo(tmp_path / "pipe")
    bad = {"": "folder", "missing.txt": "not there", "empty.txt/below": "not there", "empty.txt": "empty"}
    bad |= {"white.txt": "empty", "pipe": "pipe", "nul\0name": "cannot be read", "x" * 400: "cannot be read"}
    for name, says in bad.items():
        with refused(says):
            file_bytes(tmp_path / name)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(LARGEST + 10_000_000)
    begun = time.monotonic()
    with refused("has 60 MB, 50 at most"):
        file_bytes(path)
    assert time.monotonic() - begun < 0.1


def test_a_good_file_comes_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "dues.txt").write_bytes(b"Ten a year.")
    assert file_bytes(tmp_path / "dues.txt") == b"Ten a year."


FUZZ = settings(
    max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
MAGIC = {
    "a.pdf": b"%PDF-1.7\n",
    "a.docx": b"PK\x03\x04",
    "a.html": b"<!DOCTYPE html><html><body>",
    "a.md": b"---\ntitle: x\n---\n",
    "a.txt": b"",
    "b.txt": b"\xff\xfe",
}


@pytest.mark.parametrize("name", MAGIC)
@FUZZ
@given(noise=st.binary(max_size=3_000))
def test_noise_behind_the_mark_of_a_format(name: str, noise: bytes) -> None:
    read_in_time(MAGIC[name] + noise, name)


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
@FUZZ
@given(text=st.text(st.sampled_from("aA .\n\t#-*|<>/=&;:[]()`\"'1é\x0c\u2028"), max_size=600))
def test_texts_full_of_marks(name: str, text: str) -> None:
    read_in_time(MAGIC[name] + text.encode(), name)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
@FUZZ
@given(data=st.data())
def test_good_files_with_some_bytes_changed(name: str, data: st.DataObject) -> None:
    content = bytearray(pdf() if name == "a.pdf" else word_file())
    places = st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255))
    for place, value in data.draw(st.lists(places, min_size=1, max_size=20)):
        content[place] = value
    read_in_time(bytes(content), name)
