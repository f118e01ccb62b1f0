"""The first page: whose report it is, for when, and its result at a glance."""

from portal.organisation.posters.typesetting import FAMILY
from portal.publication.reports import labels as words
from portal.publication.reports.content import Edition, Report
from portal.publication.reports.numerals import carried, number, span_name
from portal.publication.reports.pdf.page import (
    ACCENT,
    GRADES,
    MARGIN_MM,
    PALE,
    SOFT,
    TEXT_MM,
    Page,
    shown,
)
from portal.publication.reports.pdf.seal import grade_seal
from portal.publication.reports.prose import BETWEEN_GRADES, channels_named, verdict

EDITIONS = {
    Edition.OFFICIAL: "Edisi resmi: angka tepat, hanya untuk pegawai instansi",
    Edition.PUBLIC: "Edisi publik: angka seperti yang sudah diterbitkan",
}
PANEL_TOP_MM, PANEL_HEIGHT_MM = 172, 64
INDEX_POINTS = 66
LARGE_POINTS, SMALLER_POINTS = 20, 14
# Longer names are set smaller, so that they end above the panel.
MOST_LARGE = 90


def cover(page: Page, report: Report) -> None:
    """Draw the first page."""
    page.add_page()
    page.line_of(report.city, top=30, size=12, ink=SOFT)
    page.box(MARGIN_MM, 58, width=26, height=2, fill=ACCENT)
    page.line_of("Laporan", top=66, size=32, style="B", ink=ACCENT)
    page.line_of("Survei Kepuasan Masyarakat", top=80, size=32, style="B", ink=ACCENT)
    page.set_y(106)
    place = report.place
    name = place.unit_name or place.agency_name
    size = LARGE_POINTS if len(name) <= MOST_LARGE else SMALLER_POINTS
    page.block(name, size=size, style="B", leading=size * 0.45)
    if place.unit_name:
        page.block(place.agency_name, size=13, leading=7, ink=SOFT)
    page.ln(3)
    page.block(span_name(report.span), size=14, leading=7)
    _panel(page, report)
    page.line_of(EDITIONS[report.edition], top=247, size=11, style="B")
    page.set_y(253)
    page.block(channels_named(report.headline.channels), size=9.5, leading=4.5, ink=SOFT)


def _panel(page: Page, report: Report) -> None:
    """Draw the index, its grade and the sample on a pale ground."""
    page.box(MARGIN_MM, PANEL_TOP_MM, width=TEXT_MM, height=PANEL_HEIGHT_MM, fill=PALE)
    figure, left = report.headline, MARGIN_MM + 8
    page.write_at(
        "Indeks Kepuasan Masyarakat (IKM)",
        left,
        top=PANEL_TOP_MM + 7,
        width=100,
        size=11,
        ink=SOFT,
    )
    ink = GRADES[figure.grade.letter] if figure.grade else SOFT
    text = "-" if figure.value is None else _index(report)
    page.write_at(
        text, left, top=PANEL_TOP_MM + 17, width=90, size=INDEX_POINTS, style="B", ink=ink
    )
    if figure.grade:
        letter = figure.grade.letter
        grade_seal(page, letter, left=MARGIN_MM + 106, top=PANEL_TOP_MM + 15, size=22)
        page.write_at(
            words.PERFORMANCE[letter],
            MARGIN_MM + 106,
            top=PANEL_TOP_MM + 40,
            width=50,
            size=13,
            style="B",
            ink=ink,
        )
    page.set_xy(left, PANEL_TOP_MM + 51)
    _sentence(page, report)


def _index(report: Report) -> str:
    value = report.headline.value
    return number(value, 2) if report.edition is Edition.OFFICIAL else carried(value)


def _sentence(page: Page, report: Report) -> None:
    page.set_font(FAMILY, "", 9.5)
    page.set_text_color(*SOFT)
    page.multi_cell(TEXT_MM - 16, 4.5, shown(_remark(report)), align="L")


def _remark(report: Report) -> str:
    """Return what must be known beside the number: why it is hidden, or how sure it is."""
    figure = report.headline
    if figure.value is None:
        return f"IKM tidak ditampilkan: {words.reason(figure.suppressed)}."
    return verdict(report.sample) if figure.grade else f"{BETWEEN_GRADES} {verdict(report.sample)}"
