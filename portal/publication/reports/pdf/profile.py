"""The chapter on who answered."""

from portal.publication.reports import labels as words
from portal.publication.reports.content import Line, Report, ReportTable, carried, number
from portal.publication.reports.pdf.bars import DrawnBar, bars
from portal.publication.reports.pdf.page import DrawnPage


def profile(page: DrawnPage, report: Report) -> None:
    """Draw a chart for each characteristic."""
    page.chapter("3  Profil responden")
    if not any(each.lines for each in report.profile):
        page.paragraph("Belum cukup responden yang menceritakan tentang dirinya.")
    for each in report.profile:
        if each.lines:
            breakdown(page, each)
    if report.profile:
        page.caption(f"Seluruh instansi, tahun {report.span.year}; {_beside(report)}")


def _beside(report: Report) -> str:
    """Return how these counts stand to the respondents of the report."""
    if report.has_own_profile:
        return "mengisi profil boleh dilewati, sehingga jumlahnya lebih kecil dari responden."
    return "lebih luas daripada laporan ini, sehingga jumlahnya tidak sama dengan responden."


def breakdown(page: DrawnPage, each: ReportTable) -> None:
    """Draw one table of answers as bars."""
    title = words.FIELDS.get(each.field, each.field)
    page.section(title if each.n is None else f"{title} (n = {number(each.n)})")
    bars(page, [_bar(each.field, line) for line in each.lines])


def _bar(field: str, line: Line) -> DrawnBar:
    label = words.answer(field, line.answer)
    if line.percent is None:
        return DrawnBar(label, None, words.NOT_SHOWN)
    counted = "" if line.respondents is None else f"  ({number(line.respondents)})"
    return DrawnBar(label, float(line.percent / 100), f"{carried(line.percent)}%{counted}")
