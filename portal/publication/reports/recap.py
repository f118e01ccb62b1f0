"""All agencies of a span side by side as a sheet: index, grade, respondents and each element."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Catalogue
from portal.publication.reports import labels as words
from portal.publication.reports.building import build_report
from portal.publication.reports.content import Audience, Report, span_name
from portal.publication.reports.request import ReportRefused, ReportRequest, Surroundings
from portal.storage.spreadsheets.writing import Cell, Look, Styled, WrittenSheet, write_workbook
from portal.survey.elements import ELEMENTS
from portal.time.months import CalendarPeriod

SHEET = "Rekap SKM"
HEAD = ("Instansi", "Responden", "Sampel minimal", "IKM", "Mutu", "Kinerja", "Keterangan")
NO_RESULT = "tidak ada atau terlalu sedikit penilaian"
BELOW_SAMPLE = "responden kurang dari sampel minimal"
WIDTHS = (44, 12, 14, 10, 8, 14, 40, *(14 for _ in ELEMENTS))
Line = Sequence[Cell]


def recap(
    session: Session,
    span: CalendarPeriod,
    *,
    catalogue: Catalogue,
    today: date,
    around: Surroundings,
) -> bytes:
    """Return the official results of every agency in ``span`` as a workbook, by name.

    An agency without a result has a line that says so; nothing is left out or estimated.
    """
    lines: list[Line] = []
    for agency in sorted(catalogue.agencies.values(), key=lambda each: (each.name, each.code)):
        wanted = ReportRequest(agency.code, span, Audience.OFFICIAL)
        try:
            report = build_report(session, wanted, today=today, around=around)
        except ReportRefused:
            lines.append((agency.name, None, None, None, None, None, NO_RESULT))
        else:
            lines.append((agency.name, *_result(report)))
    return write_workbook([_sheet(lines, span=span, around=around)])


def _result(report: Report) -> Iterator[Cell]:
    letter = report.headline.grade.letter if report.headline.grade else None
    nrr = {each.element: each.nrr for each in report.elements}
    yield from (report.sample.respondents, report.sample.minimum, report.headline.value, letter)
    yield words.PERFORMANCE[letter] if letter else None
    yield None if report.sample.is_reached else BELOW_SAMPLE
    yield from (nrr.get(element) for element in report.codes.order)


def _sheet(lines: Sequence[Line], *, span: CalendarPeriod, around: Surroundings) -> WrittenSheet:
    demo = " - DATA CONTOH" if around.is_demo else ""
    title = f"Rekap Survei Kepuasan Masyarakat {around.city_name}, {span_name(span)}{demo}"
    head = (
        *HEAD,
        *(f"{words.coded(element, codes=around.codes)} (NRR)" for element in around.codes.order),
    )
    rows: list[Line] = [
        (Styled(title, Look.TITLE),),
        ("Edisi resmi: angka tepat dari semua saluran, hanya untuk pegawai yang berwenang.",),
        (),
        tuple(Styled(each, Look.HEAD) for each in head),
        *lines,
    ]
    return WrittenSheet(SHEET, rows, widths=WIDTHS, is_wide=True)
