"""Simple vector charts: bars of element results, stacked answers, and results over time."""

from collections.abc import Sequence
from decimal import Decimal

from portal.organisation.posters.typesetting import FAMILY, printable
from portal.publication.domain.report import ReportElement, ReportPoint
from portal.publication.reporting.pdf.paper import ACCENT, GRADE_COLOURS, MARGIN_MM, PALE, Paper
from portal.publication.reporting.words import ELEMENTS, number
from portal.survey.index import HIGHEST_IKM, LOWEST_IKM

LABEL_MM = 68
BAR_MM = 68
VALUE_MM = 34
LABEL_POINTS = 8
ROW_MM = 6.4
THICK_MM = 4.2
# From dark (level 1) to pale (level 4): one hue, so that no colour judges.
LEVEL_COLOURS = ((0, 60, 64), (0, 110, 116), (110, 170, 174), (200, 224, 225))


def element_bars(paper: Paper, elements: Sequence[ReportElement]) -> None:
    """Draw each element's IKM as a bar on 25 to 100, with its number and grade."""
    for each in elements:
        top = _label(paper, f"{each.code} {ELEMENTS[each.key]}")
        paper.set_fill_color(*PALE)
        paper.rect(MARGIN_MM + LABEL_MM, top, BAR_MM, THICK_MM, style="F")
        if each.ikm is not None:
            paper.set_fill_color(*ACCENT)
            paper.rect(MARGIN_MM + LABEL_MM, top, _length(each.ikm), THICK_MM, style="F")
        grade = f" {each.grade}" if each.grade else ""
        _value(paper, f"{number(each.ikm)}{grade}", top=top)
    paper.ln(2)


def answer_bars(paper: Paper, elements: Sequence[ReportElement]) -> None:
    """Draw how each element's answers spread over levels 1 to 4, left to right."""
    for each in elements:
        top = _label(paper, f"{each.code} {ELEMENTS[each.key]}")
        left = float(MARGIN_MM + LABEL_MM)
        for count, colour in zip(each.counts, LEVEL_COLOURS, strict=True):
            width = BAR_MM * count / each.n
            paper.set_fill_color(*colour)
            paper.rect(left, top, width, THICK_MM, style="F")
            left += width
        _value(paper, " / ".join(map(number, each.counts)), top=top)
    paper.ln(2)


def trend_bars(paper: Paper, points: Sequence[ReportPoint]) -> None:
    """Draw the results of periods, earliest first."""
    for point in points:
        top = _label(paper, point.period)
        red, green, blue = GRADE_COLOURS[point.grade]
        paper.set_fill_color(red, green, blue)
        paper.rect(MARGIN_MM + LABEL_MM, top, _length(point.ikm), THICK_MM, style="F")
        _value(paper, f"{number(point.ikm)} {point.grade} (n={number(point.respondents)})", top=top)
    paper.ln(2)


def _label(paper: Paper, text: str) -> float:
    """Write a row's label, on a new page when this one is full; return the row's top."""
    if paper.get_y() > paper.h - MARGIN_MM - ROW_MM:
        paper.add_page()
    top = float(paper.get_y())
    paper.set_font(FAMILY, "", LABEL_POINTS)
    paper.set_xy(MARGIN_MM, top)
    paper.cell(LABEL_MM, THICK_MM, printable(text))
    paper.set_xy(MARGIN_MM, top + ROW_MM)
    return top


def _value(paper: Paper, text: str, *, top: float) -> None:
    below = paper.get_y()
    paper.set_xy(MARGIN_MM + LABEL_MM + BAR_MM + 1, top)
    paper.cell(VALUE_MM - 1, THICK_MM, printable(text))
    paper.set_xy(MARGIN_MM, below)


def _length(ikm: Decimal) -> float:
    return BAR_MM * (float(ikm) - LOWEST_IKM) / (HIGHEST_IKM - LOWEST_IKM)
