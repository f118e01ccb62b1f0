"""The whole report as a PDF: cover, chapters, and the sheet to hang up as its last page."""

from pathlib import Path
from typing import Any, TypeAlias

from portal.organisation.posters.typesetting import typeset
from portal.publication.reports.content import Report, span_name
from portal.publication.reports.pdf.annex import annex
from portal.publication.reports.pdf.closing import closing
from portal.publication.reports.pdf.cover import EDITIONS, cover
from portal.publication.reports.pdf.opening import opening
from portal.publication.reports.pdf.page import COLOURS, DEMONSTRATION, DrawnPage
from portal.publication.reports.pdf.profile import profile
from portal.publication.reports.pdf.results import results
from portal.publication.reports.pdf.sheet import publication_sheet
from portal.publication.reports.pdf.trend import trend
from portal.publication.reports.pdf.wishes import wishes

Said: TypeAlias = dict[str, Any]
LOOK = Path(__file__).with_name("report.typ")
PARTS = (cover, opening, profile, results, wishes, trend, closing, annex, publication_sheet)


def report_pdf(report: Report | Said) -> bytes:
    """Return the report as PDF bytes, the same for the same report: tagged, in Indonesian.

    What was put together elsewhere, such as the city's report, is drawn as it is.

    Letters of other scripts than the Latin are printed as question marks.
    """
    return typeset(LOOK, said_in(report))


def said_in(report: Report | Said) -> Said:
    """Return what a report says, put together unless it was."""
    return content(report) if isinstance(report, Report) else report


def content(report: Report) -> Said:
    """Return what the report says, block by block, and what stands on each of its pages."""
    name = report.place.unit_name or report.place.agency_name
    when = span_name(report.span)
    page = DrawnPage()
    for part in PARTS:
        part(page, report)
    last = report.span.last_day
    return {
        "title": f"Laporan Survei Kepuasan Masyarakat - {name} - {when}",
        "author": report.city,
        "day": [last.year, last.month, last.day],
        "head": [name, when],
        "foot": EDITIONS[report.edition],
        "demonstration": DEMONSTRATION if report.is_demo else "",
        "colours": COLOURS,
        "blocks": page.blocks,
    }
