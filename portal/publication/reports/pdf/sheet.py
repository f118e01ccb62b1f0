"""The one-page publication sheet that hangs at the entrance: one large number and who answered."""

from portal.organisation.posters.typesetting import code_drawing
from portal.publication.reports import labels as words
from portal.publication.reports.content import (
    Audience,
    Report,
    ReportTable,
    carried,
    day,
    number,
    span_name,
)
from portal.publication.reports.pdf.cover import index
from portal.publication.reports.pdf.page import ACCENT, GRADES, DrawnPage
from portal.publication.reports.prose import BETWEEN_GRADES

ON_SHEET = ("sex", "education")
THANKS = "Terima kasih atas penilaian Anda. Masukan Anda kami pakai untuk memperbaiki pelayanan."


def publication_sheet(page: DrawnPage, report: Report) -> None:
    """Write the sheet on a page of its own."""
    place, figure = report.place, report.headline
    letter = figure.grade.letter if figure.grade else None
    page.add(
        "sheet",
        name=place.unit_name or place.agency_name,
        below=[each for each in (_agency(report), report.city) if each],
        span=span_name(report.span),
        value="" if figure.value is None else index(report),
        hidden=f"IKM tidak ditampilkan: {words.reason(figure.suppressed)}",
        letter=letter or "",
        grade=f"Mutu {letter} - {words.PERFORMANCE[letter]}" if letter else "",
        between=BETWEEN_GRADES,
        colour=GRADES[letter] if letter else ACCENT,
        respondents=_respondents(report),
        days=f"{day(report.span.first_day)} sampai {day(report.span.last_day)}",
        counts=_profile(report),
        thanks=THANKS,
        address=report.page_url,
        code=code_drawing(report.page_url),
    )


def _agency(report: Report) -> str | None:
    return report.place.agency_name if report.place.unit_name else None


def _respondents(report: Report) -> str:
    n = report.sample.respondents
    about = "" if report.edition is Audience.OFFICIAL else "sekitar "
    return "" if n is None else f"{about}{number(n)} responden"


def _profile(report: Report) -> list[str]:
    """Return who answered, where that is counted for what the sheet is about.

    Profiles are counted for a whole agency and a whole year, so that nobody is one of few.
    """
    if not report.has_own_profile:
        return []
    return [_counts(each) for each in report.profile if each.field in ON_SHEET and each.lines]


def _counts(table: ReportTable) -> str:
    """Return a characteristic in one line: how many gave each answer, or what share."""
    parts = []
    for line in table.lines:
        label = words.answer(table.field, line.answer)
        if line.respondents is not None:
            parts.append(f"{label} {number(line.respondents)}")
        elif line.percent is not None:
            parts.append(f"{label} {carried(line.percent)}%")
    return f"{words.FIELDS[table.field]}: {', '.join(parts)}"
