"""The chapter on development: the index over the spans before, and totals of other systems."""

from portal.publication.reports.content import (
    Audience,
    Report,
    TrendPoint,
    carried,
    number,
    period_name,
    quoted,
)
from portal.publication.reports.labels import reason
from portal.publication.reports.pdf.line import line_chart
from portal.publication.reports.pdf.page import DrawnColumn, DrawnPage, table
from portal.time.months import CalendarPeriod, MonthRange

POINTS_FOR_A_LINE = 2
OWN_SOURCE = "portal ini"


def trend(page: DrawnPage, report: Report) -> None:
    """Write the chapter."""
    page.chapter("6  Perkembangan")
    points = sorted((*report.earlier, *report.trend), key=_end)
    if sum(each.ikm is not None for each in points) < POINTS_FOR_A_LINE:
        page.paragraph("Belum ada angka dari periode sebelumnya untuk dibandingkan.")
    else:
        line_chart(page, points)
    if points:
        _table(page, points, is_exact=report.edition is Audience.OFFICIAL)
    if report.earlier:
        page.caption(
            "Titik kosong dan baris dengan sumber lain adalah publikasi sebelumnya dari sistem "
            "lain, dikutip seperti diterbitkan; portal ini tidak menghitungnya ulang."
        )


def _end(point: TrendPoint) -> str:
    """Return the last month of a point's period, so that points stand in order of time."""
    if "/" in point.period:
        return MonthRange.of(point.period).last
    return CalendarPeriod.of(point.period).span.last


def _table(page: DrawnPage, points: list[TrendPoint], *, is_exact: bool) -> None:
    table(
        page,
        (
            DrawnColumn("Periode", 4),
            DrawnColumn("Responden", 2, is_number=True),
            DrawnColumn("IKM", 2, is_number=True),
            DrawnColumn("Mutu", 1.3),
            DrawnColumn("Sumber", 4.5),
        ),
        rows=[
            (
                period_name(each.period),
                number(each.n),
                _ikm(each, is_exact=is_exact),
                each.grade or "-",
                reason(each.suppressed) if each.suppressed else each.source or OWN_SOURCE,
            )
            for each in points
        ],
    )


def _ikm(point: TrendPoint, *, is_exact: bool) -> str:
    return quoted(point.ikm) if is_exact or point.source else carried(point.ikm)
