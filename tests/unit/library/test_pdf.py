"""PDF files, made with fpdf2 as word processors make them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import fpdf
import pytest

from bot.errors import DocumentUnreadable
from bot.library.blocks import Content
from bot.library.pdf import read_pdf
from tests.unit.library.seen import Read, looks, words, words_of

LOREM = (
    "Members who sell across the border for the first time meet the same trouble. The buyer wants to pay late, "
    "the forwarder wants to be paid at once, and the bank asks for papers that nobody has heard of before."
)


class Guide(fpdf.FPDF):
    """A document with a running head, and the number of the page below."""

    furniture = True

    def header(self) -> None:
        if self.furniture:
            self.set_font("helvetica", size=9)
            self.cell(0, 8, "Handbuch Ausgabe 2024", new_x="LMARGIN", new_y="NEXT")
            self.ln(4)

    def footer(self) -> None:
        if self.furniture:
            self.set_y(-15)
            self.set_font("helvetica", size=9)
            self.cell(0, 8, f"Seite {self.page_no()}", align="C")

    def heading(self, text: str, size: int) -> None:
        self.ln(3)
        self.set_font("helvetica", "B", size)
        self.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def text_block(self, text: str, width: float = 0) -> None:
        self.set_font("helvetica", size=11)
        self.multi_cell(width, 5.2, text, new_x="LMARGIN", new_y="NEXT", align="L")
        self.ln(3)

    def ruled(self, rows: list[list[str]]) -> None:
        self.set_font("helvetica", size=11)
        with self.table() as table:
            for row in rows:
                table.row(row)
        self.ln(3)


def quiet(done: int, of: int) -> None:
    """Nobody watches."""


def read(pdf: fpdf.FPDF) -> Content:
    return read_pdf(bytes(pdf.output()), quiet)


def started(furniture: bool = False) -> Guide:
    pdf = Guide()
    pdf.furniture = furniture
    pdf.add_page()
    return pdf


FEES = [["Service", "Members", "Others"], ["Carnet", "60 euros", "90 euros"], ["Stamp", "20 euros", "45 euros"]]


def guide() -> Guide:
    pdf = started(furniture=True)
    pdf.set_title("Guide for exporters")
    pdf.set_creation_date(datetime(2024, 3, 5))
    pdf.heading("Selling abroad, step by step, for firms that have never done it before today", 22)
    pdf.text_block(LOREM)
    pdf.text_block("A second paragraph follows the first.")
    pdf.heading("Before the first order", 16)
    for text in (
        "Labels: translate them before you print, since the customs read them",
        "Prices: quote in one currency",
    ):
        pdf.text_block(f"- {text}")
    pdf.heading("Papers", 13)
    pdf.ruled(FEES)
    pdf.add_page()
    pdf.heading("Getting paid", 16)
    pdf.text_block("2024")
    pdf.text_block(LOREM.upper().capitalize())
    pdf.add_page()
    pdf.text_block("The last page ends here.")
    return pdf


SHOWN = [
    "# Selling abroad, step by step, for firms that have never done it before today",
    LOREM,
    "A second paragraph follows the first.",
    "## Before the first order",
    "- Labels: translate them before you print, since the customs read them",
    "- Prices: quote in one currency",
    "### Papers",
    "| Service: Carnet; Members: 60 euros; Others: 90 euros",
    "| Service: Stamp; Members: 20 euros; Others: 45 euros",
    "## Getting paid",
    "2024",
    LOREM.upper().capitalize(),
    "The last page ends here.",
]


def test_every_kind_of_block_is_found() -> None:
    found = read(guide())
    assert looks(found) == SHOWN
    assert (found.title, found.date) == ("Guide for exporters", "2024-03-05")


def test_all_words_are_in_passages_but_those_of_head_and_foot(passages: Read) -> None:
    assert words_of(passages(bytes(guide().output()), "guide.pdf")) == words(*SHOWN)


def test_progress_is_told_after_each_page() -> None:
    told: list[tuple[int, int]] = []
    read_pdf(bytes(guide().output()), lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_what_watches_the_progress_may_stop_it() -> None:
    def stop(done: int, of: int) -> None:
        raise KeyError("stopped")

    with pytest.raises(KeyError, match="stopped"):
        read_pdf(bytes(guide().output()), stop)


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    pdf = started(furniture=True)
    for name in ("Alder", "Birch", "Cedar"):
        pdf.set_y(250)
        pdf.text_block(f"The first half of a sentence about {name} that the page cuts before it")
        pdf.add_page()
        pdf.text_block(f"comes to {name}'s end.")
    assert looks(read(pdf)) == [
        f"The first half of a sentence about {name} that the page cuts before it comes to {name}'s end."
        for name in ("Alder", "Birch", "Cedar")
    ]


def test_a_table_goes_on_on_the_next_page() -> None:
    rows = [[f"Country {number}", f"{number} euros", "paid"] for number in range(60)]
    pdf = started()
    pdf.ruled([["Where", "Duty", "State"], *rows])
    assert pdf.page_no() > 1
    assert looks(read(pdf)) == [f"| Where: {where}; Duty: {duty}; State: paid" for where, duty, _ in rows]


def test_two_columns_are_read_one_after_the_other() -> None:
    pdf = started()
    pdf.heading("Dues and what they pay for in every year of membership", 16)
    top = pdf.get_y()
    for left, text in ((10, f"LEFT {LOREM}"), (110, f"RIGHT {LOREM}")):
        pdf.set_xy(left, top)
        pdf.set_left_margin(left)
        pdf.text_block(text, 85)
    assert looks(read(pdf))[1:] == [f"LEFT {LOREM}", f"RIGHT {LOREM}"]


def test_a_table_without_rules_is_read_line_by_line() -> None:
    pdf = started()
    pdf.set_font("helvetica", size=11)
    for number in range(12):
        pdf.cell(90, 6, f"Service {number}")
        pdf.cell(60, 6, f"{number} euros", new_x="LMARGIN", new_y="NEXT")
    text = " ".join(looks(read(pdf)))
    assert all(f"Service {number} {number} euros" in text for number in range(12))


def test_numbers_that_are_no_page_numbers_stay() -> None:
    pdf = started(furniture=True)
    for year in ("2021", "2022", "2023"):
        pdf.set_y(120)
        pdf.text_block(year)
        pdf.set_y(160)
        pdf.text_block(f"Dues of that year: {year} cents.")
        pdf.add_page()
    assert {"2021", "2022", "2023"} <= words(*looks(read(pdf)))
    assert "seite" not in words(*looks(read(pdf)))


def test_bold_lines_are_headings_when_they_stand_alone() -> None:
    pdf = started()
    pdf.heading("Opening hours", 11)
    pdf.text_block(LOREM)
    pdf.set_font("helvetica", "B", 11)
    pdf.multi_cell(0, 5.2, LOREM, new_x="LMARGIN", new_y="NEXT", align="L")
    assert looks(read(pdf)) == ["# Opening hours", LOREM, LOREM]


def test_words_parted_at_the_end_of_a_line_are_whole_again() -> None:
    pdf = started()
    pdf.text_block("The duties of inter-\nnational trade weigh on small firms.")
    assert looks(read(pdf)) == ["The duties of international trade weigh on small firms."]


def test_boxes_and_lines_do_not_swallow_text() -> None:
    pdf = started()
    pdf.set_font("helvetica", size=11)
    pdf.cell(90, 10, "Boxed words", border=1, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(10)
    pdf.rect(10, 60, 100, 40)
    pdf.line(60, 60, 60, 100)
    pdf.set_xy(12, 65)
    pdf.cell(90, 6, "over the middle line")
    assert words(*looks(read(pdf))) == words("Boxed words over the middle line")


def encrypted(user: str) -> bytes:
    pdf = started()
    pdf.text_block(LOREM)
    pdf.set_encryption(owner_password="owner", user_password=user)
    return bytes(pdf.output())


def test_a_password_to_open_it_is_asked_to_be_removed() -> None:
    with pytest.raises(DocumentUnreadable, match=r"protected by a password\. Save a copy without one\."):
        read_pdf(encrypted("secret"), quiet)


def test_a_file_that_only_must_not_be_printed_is_read() -> None:
    assert looks(read_pdf(encrypted(""), quiet)) == [LOREM]


def drawn() -> bytes:
    pdf = started()
    pdf.rect(10, 10, 50, 50)
    return bytes(pdf.output())


NO_TEXT: dict[str, Callable[[], bytes]] = {"an empty page": lambda: bytes(started().output()), "a drawing": drawn}


@pytest.mark.parametrize("made", NO_TEXT.values(), ids=NO_TEXT)
def test_pages_without_text_ask_for_text_recognition(made: Callable[[], bytes]) -> None:
    with pytest.raises(DocumentUnreadable, match=r"holds no text.*OCR"):
        read_pdf(made(), quiet)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_truncated_file_is_refused_or_read_in_part(share: float) -> None:
    content = bytes(guide().output())
    try:
        found = read_pdf(content[: int(len(content) * share)], quiet)
    except DocumentUnreadable as error:
        assert str(error).endswith(".")
    else:
        assert words(*looks(found)) <= words(*SHOWN, "Handbuch Ausgabe Seite 1 2 3")
