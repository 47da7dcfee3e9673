"""Word documents, made with python-docx and opened up where that cannot make what Word makes."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import datetime

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.errors import DocumentUnreadable
from bot.library import word_file
from bot.library.word_file import read_word_file
from tests.unit.library.seen import Read, looks, words, words_of


def picture() -> io.BytesIO:
    """A white PNG of one point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")
    )


def saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def xml(inner: str) -> str:
    return inner.replace(">", f" {nsdecls('w')}>", 1)


def guide() -> Document:
    document = docx.Document()
    document.core_properties.title = "Guide for exporters"
    document.core_properties.modified = datetime(2024, 3, 5, 10)
    section = document.sections[0]
    section.header.paragraphs[0].text = "Kopfzeile"
    section.footer.paragraphs[0].text = "Fusszeile"
    document.add_heading("Exporting", 0)
    document.add_heading("Before you ship", 1)
    paragraph = document.add_paragraph("Ask for payment ")
    paragraph.add_run("before").italic = True
    paragraph.add_run(" you ship.")
    document.add_picture(picture())
    document.add_heading("Steps", 2)
    document.add_paragraph("Write to the buyer", style="List Number")
    item = document.add_paragraph(style="List Bullet")
    item.add_run("Carnet").bold = True
    item.add_run(" Spares you the duty.")
    document.add_paragraph("Insurance: covers the rest", style="List Bullet 2")
    document.add_paragraph().add_run("Opening hours").bold = True
    document.add_paragraph("From nine to five.")
    table = document.add_table(rows=4, cols=3)
    grid = [["Service", "Members", "Others"], ["Carnet", "60", "90"], ["Stamp", "20", ""], ["Advice", "free", "30"]]
    for row, texts in zip(table.rows, grid, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(2, 1).merge(table.cell(2, 2))
    document.add_paragraph("• typed by hand")
    return document


SHOWN = [
    "Exporting",
    "# Before you ship",
    "Ask for payment before you ship.",
    "## Steps",
    "- Write to the buyer",
    "- Carnet: Spares you the duty.",
    "- Insurance: covers the rest",
    "###### Opening hours",
    "From nine to five.",
    "| Service: Carnet; Members: 60; Others: 90",
    "| Service: Stamp; Members: 20",
    "| Service: Advice; Members: free; Others: 30",
    "- typed by hand",
]


def test_every_kind_of_block_is_found() -> None:
    found = read_word_file(saved(guide()))
    assert looks(found) == SHOWN
    assert (found.title, found.date) == ("Guide for exporters", "2024-03-05")


def test_all_words_are_in_passages_but_headers_and_footers(passages: Read) -> None:
    found = passages(saved(guide()), "guide.docx")
    assert words_of(found) == words(*SHOWN)
    assert all(passage.path[0] == "Exporting" for passage in found)


def test_a_file_without_a_title_takes_that_on_its_first_page() -> None:
    document = guide()
    document.core_properties.title = ""
    assert read_word_file(saved(document)).title == "Exporting"


def test_cells_merged_downwards_stand_in_each_row() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for row, texts in zip(
        table.rows, [["Firm", "Year", "Staff"], ["Alder", "2023", "7"], ["", "2024", "9"]], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert looks(read_word_file(saved(document))) == [
        "| Firm: Alder; Year: 2023; Staff: 7",
        "| Firm: Alder; Year: 2024; Staff: 9",
    ]


def test_a_box_of_one_cell_is_running_text_and_a_table_in_a_cell_is_kept() -> None:
    document = docx.Document()
    box = document.add_table(rows=1, cols=1).cell(0, 0)
    box.text = "Mind the date."
    box.add_paragraph("First point", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "Service", "Fee", "Carnet"
    table.cell(1, 1).add_table(rows=1, cols=2).cell(0, 1).text = "60 euros"
    found = looks(read_word_file(saved(document)))
    assert found == ["Mind the date.", "- First point", "| Service: Carnet; Fee: 60 euros"]


def test_styles_made_by_the_writer_take_after_what_they_are_based_on() -> None:
    document = docx.Document()
    chapter = document.styles.add_style("Kapitel", WD_STYLE_TYPE.PARAGRAPH)
    chapter.base_style = document.styles["Heading 2"]
    points = document.styles.add_style("Punkte", WD_STYLE_TYPE.PARAGRAPH)
    points.base_style = document.styles["List Bullet"]
    document.add_paragraph("Dues", style="Kapitel")
    document.add_paragraph("ten a year", style="Punkte")
    assert looks(read_word_file(saved(document))) == ["## Dues", "- ten a year"]


RUN = "<w:r><w:t>Found words</w:t></w:r>"
HIDDEN_PLACES = {
    "content control": f"<w:sdt><w:sdtContent><w:p>{RUN}</w:p></w:sdtContent></w:sdt>",
    "inline control": f"<w:p><w:sdt><w:sdtContent>{RUN}</w:sdtContent></w:sdt></w:p>",
    "insertion": f"<w:p><w:ins w:id='1' w:author='a'>{RUN}</w:ins></w:p>",
    "deletion": f"<w:p>{RUN}<w:del w:id='1'><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
    "field": f"<w:p><w:fldSimple w:instr='REF x'>{RUN}</w:fldSimple></w:p>",
    "link": f"<w:p><w:hyperlink w:anchor='x'>{RUN}</w:hyperlink></w:p>",
    "text box": f"<w:p><w:r><w:pict><w:txbxContent><w:p>{RUN}</w:p></w:txbxContent></w:pict></w:r></w:p>",
}


@pytest.mark.parametrize("place", HIDDEN_PLACES.values(), ids=HIDDEN_PLACES)
def test_text_in_any_place_is_found_once(place: str) -> None:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(xml(place)))
    assert looks(read_word_file(saved(document))) == ["Found words"]


def test_the_table_of_contents_is_left_out() -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Dues 7", style="toc 1")
    document.add_paragraph("Ten a year.")
    assert looks(read_word_file(saved(document))) == ["Ten a year."]


def test_a_file_that_unpacks_to_too_much_is_refused_unread() -> None:
    document = docx.Document()
    document.add_paragraph("a" * (word_file.LARGEST_TEXT + 1))
    content = saved(document)
    assert len(content) < 1_000_000
    with pytest.raises(DocumentUnreadable, match=r"unpacks to more than 30 MB of text\. Split it\."):
        read_word_file(content)


def test_a_footnote_follows_its_paragraph() -> None:
    document = docx.Document()
    space = nsdecls("w")
    notes = f"<w:footnotes {space}><w:footnote w:id='2'><w:p>{RUN}</w:p></w:footnote></w:footnotes>".encode()
    place = PackURI("/word/footnotes.xml")
    part = Part(place, "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml", notes)
    document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    paragraph = document.add_paragraph("Ten a year.")
    paragraph.add_run()._r.append(parse_xml(f"<w:footnoteReference {space} w:id='2'/>"))
    document.add_paragraph("Paid in May.")
    assert looks(read_word_file(saved(document))) == ["Ten a year.", "Found words", "Paid in May."]
