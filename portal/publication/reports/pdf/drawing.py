"""The whole report as a PDF: cover, chapters, and the sheet to hang up as its last page."""

from datetime import UTC, datetime, time

from portal.publication.reports.content import Report
from portal.publication.reports.numerals import span_name
from portal.publication.reports.pdf.closing import closing
from portal.publication.reports.pdf.cover import EDITIONS, cover
from portal.publication.reports.pdf.opening import opening
from portal.publication.reports.pdf.page import Page, shown
from portal.publication.reports.pdf.profile import profile
from portal.publication.reports.pdf.results import results
from portal.publication.reports.pdf.sheet import publication_sheet
from portal.publication.reports.pdf.trend import trend
from portal.publication.reports.pdf.wishes import wishes


def report_pdf(report: Report) -> bytes:
    """Return the report as PDF bytes, the same for the same report.

    Letters that the standard fonts lack are printed as question marks.
    """
    name = report.place.unit_name or report.place.agency_name
    when = span_name(report.span)
    page = Page(head=(name, when), foot=EDITIONS[report.edition], is_demo=report.is_demo)
    page.set_title(shown(f"Laporan Survei Kepuasan Masyarakat - {name} - {when}"))
    page.set_author(shown(report.city))
    page.set_creation_date(datetime.combine(report.span.last_day, time(), tzinfo=UTC))
    cover(page, report)
    page.add_page()
    for chapter in (opening, profile, results, wishes, trend, closing):
        chapter(page, report)
    publication_sheet(page, report)
    return bytes(page.output())
