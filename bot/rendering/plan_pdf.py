"""A plan as a PDF on A4, with the picture of the profile drawn in lines."""

from __future__ import annotations

import math
from collections.abc import Iterable

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from bot.language.package_files import PackageFile, verified_path
from bot.rendering.plan_paper import Paper, PaperScore, PaperStep

# The fonts of a PDF itself have Western letters only; these come with matplotlib, which comes with Rasa.
_FOLDER = "mpl-data/fonts/ttf"
_FONTS = {
    "": PackageFile(
        "matplotlib", f"{_FOLDER}/DejaVuSans.ttf", "3fdf69cabf06049ea70a00b5919340e2ce1e6d02b0cc3c4b44fb6801bd1e0d22"
    ),
    "B": PackageFile(
        "matplotlib",
        f"{_FOLDER}/DejaVuSans-Bold.ttf",
        "b184b89e3c1075f22f6b71575b6fc20d4972b3cfd3b23322ca6fd596dcaef167",
    ),
}
_NAME = "DejaVu"
_MARGIN, _LINE = 18.0, 4.8
_INK, _SOFT, _ACCENT, _SHAPE = (31, 41, 51), (86, 97, 93), (20, 83, 45), (168, 69, 26)
_REACH, _HEIGHT = 30.0, 86.0


class _Sheet(FPDF):
    """Pages with a foot that says what this is and which page."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self._foot = foot
        for style, file in _FONTS.items():
            self.add_font(_NAME, style, str(verified_path(file)))
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.set_auto_page_break(True, 20)
        self.set_text_shaping(False)

    def footer(self) -> None:
        """Called by the library for each page."""
        self.set_y(-14)
        self.set_font(_NAME, "", 7.5)
        self.set_text_color(*_SOFT)
        self.cell(0, 5, f"{self._foot}   {self.page_no()}/{{nb}}", align="C")

    def write_text(self, text: str, size: float = 9.0, style: str = "", colour: tuple[int, int, int] = _INK) -> None:
        """A paragraph over the whole width."""
        self.set_font(_NAME, style, size)
        self.set_text_color(*colour)
        self.multi_cell(0, size * 0.5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def heading(self, text: str, size: float = 12.0) -> None:
        """A heading that is never the last line of a page."""
        if self.will_page_break(30):
            self.add_page()
        self.ln(2.5)
        self.write_text(text, size, "B", _ACCENT)
        self.ln(1)


def pdf_file(paper: Paper) -> bytes:
    """The plan on two or three pages.

    Raises:
        ModelFileError: the fonts are missing.
    """
    texts = paper.texts
    sheet = _Sheet(paper.made)
    sheet.set_title(texts["title"])
    sheet.set_lang("en")
    sheet.set_creator("Levelfield")
    sheet.add_page()
    sheet.write_text(texts["title"], 20, "B", _ACCENT)
    sheet.write_text(paper.made, 8.5, colour=_SOFT)
    if paper.opening:
        sheet.write_text(paper.opening, style="B")
    if paper.strengths:
        sheet.heading(texts["strengths"])
        _bullets(sheet, paper.strengths)
    if paper.profile.answered:
        sheet.heading(texts["profile"])
        _profile(sheet, paper.scores, paper.profile.scores)
    sheet.heading(texts["steps"])
    for title, steps in paper.waves:
        sheet.heading(title, 10.5)
        for step in steps:
            _step(sheet, step, texts)
    for name, rows in (("left_out", paper.left_out), ("evidence", paper.evidence), ("sources", paper.sources)):
        if rows:
            sheet.heading(texts[name])
            _bullets(sheet, rows)
    sheet.ln(3)
    sheet.write_text(f"{texts['rests_on']} {paper.resume}", 8.5, colour=_SOFT)
    return bytes(sheet.output())


def _bullets(sheet: _Sheet, rows: Iterable[str]) -> None:
    for row in rows:
        sheet.write_text(f"• {row}", 8.5)
        sheet.ln(0.6)


def _profile(sheet: _Sheet, scores: tuple[PaperScore, ...], order: Iterable[str]) -> None:
    """The picture at the left, the same in words at the right."""
    if sheet.will_page_break(_HEIGHT):
        sheet.add_page()
    top = sheet.get_y()
    centre = (_MARGIN + 42, top + 42)
    places = {name: place for place, name in enumerate(order)}
    _draw(sheet, centre, sorted(scores, key=lambda score: places[score.id]))
    left = _MARGIN + 92
    for score in scores:
        sheet.set_x(left)
        sheet.set_font(_NAME, "B", 8.5)
        sheet.set_text_color(*_INK)
        sheet.multi_cell(0, 4.2, f"{score.title} ({score.plain})", align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
        sheet.set_font(_NAME, "", 8.5)
        sheet.multi_cell(0, 4.2, score.text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        sheet.ln(1.2)
    sheet.set_y(max(sheet.get_y(), top + _HEIGHT - 4))


def _draw(sheet: _Sheet, centre: tuple[float, float], scores: list[PaperScore]) -> None:
    def spot(place: int, value: float) -> tuple[float, float]:
        turn = 2 * math.pi * place / len(scores) - math.pi / 2
        return centre[0] + _REACH * value / 100 * math.cos(turn), centre[1] + _REACH * value / 100 * math.sin(turn)

    sheet.set_draw_color(138, 148, 160)
    sheet.set_line_width(0.15)
    for ring in (25, 50, 75, 100):
        sheet.polygon([spot(place, ring) for place in range(len(scores))])
    for place in range(len(scores)):
        sheet.line(*centre, *spot(place, 100))
    known = [spot(place, score.severity) for place, score in enumerate(scores) if score.severity is not None]
    sheet.set_draw_color(*_SHAPE)
    sheet.set_fill_color(*_SHAPE)
    sheet.set_line_width(0.5)
    if len(known) > 1:
        with sheet.local_context(fill_opacity=0.18):
            sheet.polygon(known, style="DF")
    for x, y in known:
        sheet.circle(x, y, 0.9, style="F")
    sheet.set_font(_NAME, "", 6.5)
    sheet.set_text_color(*_INK)
    for place, score in enumerate(scores):
        x, y = spot(place, 112)
        words = score.plain.split(" ")
        # Two lines where the name is long.
        half = (len(words) + 1) // 2
        rows = [score.plain] if len(score.plain) < 12 else [" ".join(words[:half]), " ".join(words[half:])]
        for line, row in enumerate(rows):
            width = sheet.get_string_width(row)
            side = 0.5 if abs(x - centre[0]) < 1 else 0 if x > centre[0] else 1
            sheet.text(x - side * width, y + 1 + (line - (len(rows) - 1) / 2) * 2.8, row)


def _step(sheet: _Sheet, step: PaperStep, texts: dict[str, str]) -> None:
    if sheet.will_page_break(28):
        sheet.add_page()
    due = f"   {texts['due_by'].format(date=step.due_text)}" if step.due_text else ""
    done = f"   ({texts['done']})" if step.done else ""
    sheet.write_text(f"{step.number}. {step.title}{done}", 9.5, "B")
    if due:
        sheet.write_text(due.strip(), 8, colour=_SOFT)
    rows = (
        ("why", step.why),
        ("first", step.first),
        ("how_known", step.measure),
        ("owner", step.owner),
        ("helper", step.helper),
    )
    for name, text in rows:
        if text:
            sheet.set_font(_NAME, "", 8.5)
            sheet.set_text_color(*_INK)
            sheet.multi_cell(0, 4.2, f"{texts[name]}: {text}", align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.ln(1.8)
