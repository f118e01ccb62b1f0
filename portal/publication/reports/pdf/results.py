"""The chapter on the result: the index, every element with its grade, and how answers spread."""

from portal.publication.reports import labels as words
from portal.publication.reports.content import (
    NOTHING,
    Audience,
    Report,
    ReportElement,
    carried,
    number,
)
from portal.publication.reports.pdf.bars import DrawnBar, bars
from portal.publication.reports.pdf.cover import index
from portal.publication.reports.pdf.page import ACCENT, GRADES, DrawnColumn, DrawnPage, table
from portal.publication.reports.pdf.parts import parts
from portal.publication.reports.pdf.spread import spread
from portal.publication.reports.prose import BETWEEN_GRADES, channels_named, left_out
from portal.survey.index import HIGHEST_IKM, LOWEST_IKM

COLUMNS = (
    DrawnColumn("Unsur", 7.6),
    DrawnColumn("Penjawab", 2, is_number=True),
    DrawnColumn("NRR", 1.6, is_number=True),
    DrawnColumn("NRR x 25", 2, is_number=True),
    DrawnColumn("Mutu", 1.3),
    DrawnColumn("Kinerja", 2.4),
)


def results(page: DrawnPage, report: Report) -> None:
    """Write the chapter."""
    page.chapter("4  Hasil")
    page.paragraph(_summary(report))
    page.section("Nilai tiap unsur")
    table(page, COLUMNS, rows=[_row(each, report=report) for each in report.elements])
    _left_out(page, report)
    bars(page, [_bar(each, report=report) for each in report.elements])
    page.caption(
        f"Panjang batang: nilai unsur dari {LOWEST_IKM} sampai {HIGHEST_IKM}. "
        f"Setiap unsur berbobot 1/{len(report.elements)}."
    )
    spread(page, report)
    parts(page, report)


def _summary(report: Report) -> str:
    figure = report.headline
    if figure.value is None:
        return f"IKM tidak ditampilkan: {words.reason(figure.suppressed)}."
    result = f"IKM {index(report)}"
    if figure.grade:
        letter = figure.grade.letter
        result += f", mutu {letter} ({words.PERFORMANCE[letter]})"
    result += f", dari {number(figure.n)} responden. {channels_named(figure.channels)}"
    if not figure.grade:
        result += f" {BETWEEN_GRADES}"
    if report.open is not None and report.open.value is not None:
        result += (
            f" Penilaian tanpa bukti kunjungan tidak dihitung; tersendiri IKM-nya "
            f"{carried(report.open.value)} dari {number(report.open.n)} penilaian."
        )
    return result


def _row(each: ReportElement, *, report: Report) -> tuple[str, ...]:
    figure = each.figure
    letter = figure.grade.letter if figure.grade else None
    return (
        words.coded(each.element, codes=report.codes),
        number(figure.n),
        number(each.nrr, 2),
        _value(each, edition=report.edition),
        letter or NOTHING,
        words.PERFORMANCE[letter] if letter else _without_grade(each),
    )


def _value(each: ReportElement, *, edition: Audience) -> str:
    value = each.figure.value
    return number(value, 2) if edition is Audience.OFFICIAL else carried(value)


def _without_grade(each: ReportElement) -> str:
    return words.reason(each.figure.suppressed) if each.figure.suppressed else NOTHING


def _bar(each: ReportElement, *, report: Report) -> DrawnBar:
    figure, label = each.figure, words.coded(each.element, codes=report.codes)
    if figure.value is None:
        return DrawnBar(label, None, words.NOT_SHOWN)
    share = (float(figure.value) - LOWEST_IKM) / (HIGHEST_IKM - LOWEST_IKM)
    letter = figure.grade.letter if figure.grade else ""
    colour = GRADES[letter] if letter else ACCENT
    return DrawnBar(label, share, f"{_value(each, edition=report.edition)}  {letter}", colour)


def _left_out(page: DrawnPage, report: Report) -> None:
    for text in left_out(report):
        page.caption(text)
