"""The chapters on background, method, population and sample."""

from portal.publication.figures.disclosure_rules import LEAST_SHOWN
from portal.publication.reports import labels as words
from portal.publication.reports.content import Report, number
from portal.publication.reports.pdf.page import DrawnColumn, DrawnPage, table
from portal.publication.reports.prose import background, method, sampling


def opening(page: DrawnPage, report: Report) -> None:
    """Write what every reader needs before the figures."""
    page.chapter("1  Latar belakang")
    for text in background(report):
        page.paragraph(text)
    page.chapter("2  Metode")
    for text in method(report):
        page.paragraph(text)
    page.section("Populasi dan sampel")
    for text in sampling(report.sample):
        page.paragraph(text)
    _channels(page, report)


def _channels(page: DrawnPage, report: Report) -> None:
    """Name the ways the ratings came in; of the public edition their numbers are not known."""
    if not report.channels:
        return
    page.section("Cara penilaian masuk")
    table(
        page,
        (
            DrawnColumn("Cara", 6),
            DrawnColumn("Responden", 2, is_number=True),
            DrawnColumn("Dihitung", 2),
        ),
        rows=[
            (
                words.CHANNELS[each.channel].capitalize(),
                number(each.respondents),
                "ya" if each.is_counted else "tidak",
            )
            for each in report.channels
        ],
    )
    page.caption(
        "Penilaian tanpa bukti kunjungan tidak dihitung bila ada "
        f"{number(report.least_mean)} penilaian lain atau lebih. Kurang dari "
        f"{number(LEAST_SHOWN)} penilaian lewat ponsel tidak pernah "
        "dihitung tersendiri."
    )
