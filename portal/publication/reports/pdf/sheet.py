"""The one-page publication sheet that hangs at the entrance: one large number and who answered."""

from portal.organisation.posters.drawing import draw_qr
from portal.organisation.posters.typesetting import Block
from portal.publication.reports import labels as words
from portal.publication.reports.content import Edition, Report, Table
from portal.publication.reports.numerals import carried, day, number, span_name
from portal.publication.reports.pdf.page import (
    ACCENT,
    GRADES,
    HEIGHT_MM,
    MARGIN_MM,
    SOFT,
    TEXT_MM,
    WIDTH_MM,
    Page,
    shown,
)
from portal.publication.reports.pdf.results import index
from portal.publication.reports.pdf.seal import grade_seal
from portal.publication.reports.prose import BETWEEN_GRADES

QR_MM = 40
ON_SHEET = ("sex", "education")
INDEX_POINTS = 118
NAME = Block(17, 9, lines=2, style="B", leading=1.25)
BELOW = Block(12, 7, lines=1, ink=SOFT, leading=1.4)
THANKS = "Terima kasih atas penilaian Anda. Masukan Anda kami pakai untuk memperbaiki pelayanan."


def publication_sheet(page: Page, report: Report) -> None:
    """Draw the sheet on a page of its own."""
    page.add_page()
    page.set_y(24)
    place = report.place
    page.block("Indeks Kepuasan Masyarakat", size=25, style="B", leading=11, ink=ACCENT, align="C")
    page.ln(2)
    NAME.set(page, shown(place.unit_name or place.agency_name), width_mm=TEXT_MM)
    for name in (place.agency_name if place.unit_name else None, report.city):
        if name:
            BELOW.set(page, shown(name), width_mm=TEXT_MM)
    page.ln(1)
    page.block(span_name(report.span), size=14, leading=7, align="C")
    _result(page, report)
    _respondents(page, report)
    _foot(page, report)


def _result(page: Page, report: Report) -> None:
    figure, top = report.headline, 84
    letter = figure.grade.letter if figure.grade else None
    if figure.value is None:
        page.set_y(top + 20)
        text = f"IKM tidak ditampilkan: {words.reason(figure.suppressed)}"
        page.block(text, size=15, leading=7, align="C")
        return
    page.line_of(
        index(report),
        top=top,
        size=INDEX_POINTS,
        style="B",
        ink=GRADES[letter] if letter else ACCENT,
        align="C",
    )
    if letter:
        _grade(page, letter, top=top + 52)
    else:
        page.set_y(top + 54)
        page.block(BETWEEN_GRADES, size=11, leading=5.5, align="C", ink=SOFT)


def _grade(page: Page, letter: str, *, top: float) -> None:
    """Draw the seal and the word, centred together."""
    text, size = f"Mutu {letter} - {words.PERFORMANCE[letter]}", 21
    page.set_font("Helvetica", "B", size)
    width = page.get_string_width(text)
    left = (WIDTH_MM - width - 18) / 2
    grade_seal(page, letter, left=left, top=top, size=13)
    page.write_at(
        text, left + 18, top=top + 2.2, width=width, size=size, style="B", ink=GRADES[letter]
    )


def _respondents(page: Page, report: Report) -> None:
    page.set_y(158)
    n = report.sample.respondents
    if n is not None:
        about = "" if report.edition is Edition.OFFICIAL else "sekitar "
        page.block(f"{about}{number(n)} responden", size=18, style="B", leading=8, align="C")
    days = f"{day(report.span.first_day)} sampai {day(report.span.last_day)}"
    page.block(days, size=11, leading=6, align="C", ink=SOFT)
    page.ln(2)
    for each in report.profile:
        if each.field in ON_SHEET and each.lines:
            page.block(_counts(each), size=10, leading=5, align="C")
            page.ln(0.5)


def _counts(table: Table) -> str:
    """Return a characteristic in one line: how many gave each answer, or what share."""
    parts = []
    for line in table.lines:
        label = words.answer(table.field, line.answer)
        if line.respondents is not None:
            parts.append(f"{label} {number(line.respondents)}")
        elif line.percent is not None:
            parts.append(f"{label} {carried(line.percent)}%")
    return f"{words.FIELDS[table.field]}: {', '.join(parts)}"


def _foot(page: Page, report: Report) -> None:
    """Draw the thanks, the QR and its address."""
    page.set_y(214)
    page.block(THANKS, size=12, leading=6, align="C")
    top = HEIGHT_MM - 24 - QR_MM - 6
    draw_qr(page, report.page_url, left=MARGIN_MM, top=top, size=QR_MM)
    beside = MARGIN_MM + QR_MM + 7
    page.write_at(
        "Angka lengkap untuk semua orang:",
        beside,
        top=top + 12,
        width=TEXT_MM - QR_MM - 7,
        size=11,
        style="B",
    )
    page.set_xy(beside, top + 19)
    page.set_font("Helvetica", "", 11)
    page.multi_cell(TEXT_MM - QR_MM - 7, 5.4, report.page_url, align="L")
