"""The first page: whose report it is, for when, and its result at a glance."""

from portal.publication.reports import labels as words
from portal.publication.reports.content import Audience, Report, carried, number, span_name
from portal.publication.reports.pdf.page import GRADES, SOFT, DrawnPage
from portal.publication.reports.prose import BETWEEN_GRADES, channels_named, verdict

EDITIONS = {
    Audience.OFFICIAL: "Edisi resmi: angka tepat, hanya untuk pegawai instansi",
    Audience.PUBLIC: "Edisi publik: angka seperti yang sudah diterbitkan",
}
NO_VALUE = "-"


def cover(page: DrawnPage, report: Report) -> None:
    """Write the first page."""
    place, figure = report.place, report.headline
    letter = figure.grade.letter if figure.grade else None
    page.add(
        "cover",
        city=report.city,
        look=report.look.printed(),
        name=place.unit_name or place.agency_name,
        above=place.agency_name if place.unit_name else "",
        span=span_name(report.span),
        value=NO_VALUE if figure.value is None else index(report),
        letter=letter or "",
        performance=words.PERFORMANCE[letter] if letter else "",
        colour=GRADES[letter] if letter else SOFT,
        remark=_remark(report),
        edition=EDITIONS[report.edition],
        channels=channels_named(figure.channels),
    )


def index(report: Report) -> str:
    """Return the index as the edition writes it."""
    value = report.headline.value
    return number(value, 2) if report.edition is Audience.OFFICIAL else carried(value)


def _remark(report: Report) -> str:
    """Return what must be known beside the number: why it is hidden, or how sure it is."""
    figure = report.headline
    if figure.value is None:
        return f"IKM tidak ditampilkan: {words.reason(figure.suppressed)}."
    return verdict(report.sample) if figure.grade else f"{BETWEEN_GRADES} {verdict(report.sample)}"
