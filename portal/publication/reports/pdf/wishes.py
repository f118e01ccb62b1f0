"""The chapter on what citizens wish for, and what to improve first."""

from portal.publication.reports import labels as words
from portal.publication.reports.content import Quadrant, Report
from portal.publication.reports.pdf.page import DrawnColumn, DrawnPage, table
from portal.publication.reports.pdf.profile import breakdown
from portal.publication.reports.pdf.quadrant import quadrant
from portal.publication.reports.priorities import first_to_improve


def wishes(page: DrawnPage, report: Report) -> None:
    """Write the chapter."""
    page.chapter("5  Alasan dan prioritas")
    if report.reasons is None or not report.reasons.lines:
        page.paragraph("Belum cukup warga yang menjawab pertanyaan apa yang perlu lebih baik.")
    else:
        breakdown(page, report.reasons)
        page.caption(
            f"Jawaban atas pertanyaan apa yang perlu lebih baik, seluruh instansi, tahun "
            f"{report.span.year}; persen dari semua jawaban."
        )
    if report.priorities:
        _priorities(page, report)
    names = [words.named(each) for each in first_to_improve(report)]
    if names:
        page.paragraph(f"Yang perlu diperbaiki lebih dulu: {'; '.join(names)}.")


def _priorities(page: DrawnPage, report: Report) -> None:
    page.section("Kepentingan dan kinerja")
    quadrant(page, report.priorities, codes=report.codes)
    page.caption(
        "Kepentingan: bagian dari jawaban yang ingin unsur itu lebih baik. Kinerja: nilai unsur. "
        "Garis tengah adalah rata-rata unsur yang ditampilkan."
    )
    table(
        page,
        (DrawnColumn("Arti", 3), DrawnColumn("Unsur", 7)),
        rows=[(words.QUADRANTS[each], _elements(report, each)) for each in Quadrant],
    )


def _elements(report: Report, wanted: Quadrant) -> str:
    names = [
        words.coded(each.element, codes=report.codes)
        for each in report.priorities
        if each.quadrant is wanted
    ]
    return "\n".join(names) or "-"
