"""Reads a file of any of the five formats, told apart by what is in it rather than by its name."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import charset_normalizer

from bot.errors import DocumentUnreadable
from bot.library.blocks import Content

# A guide with its pictures has a few megabytes; above this somebody has taken the wrong file.
LARGEST = 50_000_000
# Text is all words, and the whole Bible has fewer letters.
LARGEST_TEXT = 5_000_000
# Letters that a text never has; a picture or a program has them all over.
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a]")
_HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
_MARKDOWN_SUFFIXES = {".md", ".markdown"}
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.DOTALL)
_FRAGMENT = re.compile(r"\s*<(?:div|p|h[1-6]|ul|ol|table|article|main|section|span|meta|title)\b[^>]*>", re.I)
_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.I)
# Pages that say Latin-1 are Windows-1252 to every browser.
_WESTERN = {"iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii", "windows-1252"}
_KNOWN = re.compile(
    r"windows-125[0-8]|iso-8859-(?:[2-9]|1[013-6])|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gb(?:k|2312|18030)|big5"
)
# A text is judged by its beginning.
_SAMPLE = 65_536
# Letters that no font has, and places where none could be read.
_MOST_STRANGE = 0.05
_BINARY = "is binary, none of text, Markdown, HTML, PDF and DOCX. Save it as one of them."
# In a language of western letters fewer than one byte in twenty is more than ASCII; others have one in six.
_WESTERN_SHARE = 0.06

Progress = Callable[[int, int], None]


def _quiet(done: int, of: int) -> None:
    """Nobody watches."""


def file_bytes(path: Path) -> bytes:
    """The content of a file that may be a document.

    Raises:
        DocumentUnreadable: it is not there, empty or too large.
    """
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise DocumentUnreadable("is a folder. Name the files in it.")
        if not stat.S_ISREG(about.st_mode):
            raise DocumentUnreadable("is a device or a pipe, not a file. Save what it gives as a file first.")
        if about.st_size > LARGEST:
            size = about.st_size // 1_000_000
            raise DocumentUnreadable(f"has {size} MB, {LARGEST // 1_000_000} at most. Split it, or leave out pictures.")
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DocumentUnreadable("is not there. Check the name.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none"
        raise DocumentUnreadable(f"cannot be read ({reason}). Check its name and who may open it.") from error
    if not content.strip():
        raise DocumentUnreadable("is empty. Check that it is the right file.")
    return content


def read_content(content: bytes, name: str, progress: Progress = _quiet) -> Content:
    """The blocks of a document.

    Args:
        content: the bytes of the file.
        name: its name, which tells Markdown from plain text.
        progress: told how many pages of how many are read, where there are pages.

    Raises:
        DocumentUnreadable: it is none of the five formats, damaged, encrypted, or holds no text.
    """
    found = _read(content, Path(name).suffix.lower(), progress)
    if not any(any(letter.isalnum() for letter in block.text) for block in found.blocks):
        raise DocumentUnreadable("holds no text that could be found or cited. Open it and look whether it has any.")
    return found


def _read(content: bytes, suffix: str, progress: Progress) -> Content:
    # Each format's library takes a while to import, and most documents are of one.
    if content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        from bot.library.pdf import read_pdf

        return read_pdf(content, progress)
    if content.startswith(b"PK\x03\x04"):
        return _read_archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentUnreadable("is an old or a password-protected Office file. Save it as DOCX without a password.")
    if content.startswith(b"{\\rtf"):
        raise DocumentUnreadable("is RTF. Open it in a word processor and save it as DOCX.")
    text = _decoded(content)
    if len(text) > LARGEST_TEXT:
        raise DocumentUnreadable(f"has more than {LARGEST_TEXT // 1_000_000} million letters. Split it.")
    if suffix in _HTML_SUFFIXES or _HTML.match(text[:_SAMPLE]):
        from bot.library.web_page import read_web_page

        return read_web_page(text)
    if suffix in _MARKDOWN_SUFFIXES:
        from bot.library.markdown import read_markdown

        return read_markdown(text)
    if _FRAGMENT.match(text[:_SAMPLE]):
        from bot.library.web_page import read_web_page

        return read_web_page(text)
    from bot.library.plain_text import read_plain_text

    return read_plain_text(text)


def _read_archive(content: bytes) -> Content:
    from bot.library.word_file import read_word_file

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except Exception as error:  # A broken list of contents comes out as almost anything.
        raise DocumentUnreadable("is damaged. Open it in its program and save it again.") from error
    if "word/document.xml" not in names:
        raise DocumentUnreadable(
            "is an archive or another program's file, not a Word document. Save it as DOCX or PDF."
        )
    return read_word_file(content)


def _decoded(content: bytes) -> str:
    """The text of a file in whatever encoding it is."""
    text = _in_its_encoding(content)
    sample = text[:_SAMPLE]
    strange = sum((not letter.isprintable() and not letter.isspace()) or letter == "\ufffd" for letter in sample)
    if strange > _MOST_STRANGE * len(sample):
        raise DocumentUnreadable(_BINARY)
    return text


def _in_its_encoding(content: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    sample = content[:_SAMPLE]
    if _NO_TEXT.search(sample):
        raise DocumentUnreadable(_BINARY)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(_encoding(sample), errors="replace")


def _encoding(sample: bytes) -> str:
    """The encoding of a text that is not UTF-8: what it says itself, or what its letters look like."""
    declared = _DECLARED.search(sample)
    name = declared.group(1).decode().lower() if declared else ""
    if name in _WESTERN:
        return "cp1252"
    if _KNOWN.fullmatch(name):
        return name
    if sum(byte > 127 for byte in sample) <= _WESTERN_SHARE * len(sample):
        return "cp1252"
    best = charset_normalizer.from_bytes(sample).best()
    if best is None:
        raise DocumentUnreadable("is in an encoding that cannot be told. Save it as UTF-8.")
    return best.encoding
