"""The one-page publication sheet: the IKM as one large number, who answered, and a QR."""

from portal.organisation.posters.drawing import draw_qr
from portal.organisation.posters.typesetting import FAMILY, printable
from portal.publication.domain.report import Report
from portal.publication.reporting import words
from portal.publication.reporting.pdf.paper import ACCENT, GRADE_COLOURS, MARGIN_MM, SOFT, Paper

QR_MM = 38
ON_SHEET = ("sex", "education")


def publication_sheet(paper: Paper, report: Report) -> None:
    """Write the sheet that hangs at the agency's entrance."""
    paper.add_page()
    if report.is_demo:
        paper.centred(words.DEMO, points=11, bold=True, ink=GRADE_COLOURS["D"])
    paper.centred(words.SHEET_TITLE, points=22, bold=True, ink=ACCENT)
    paper.ln(2)
    paper.centred(report.place.name, points=17, bold=True)
    if report.place.unit:
        paper.centred(report.place.agency_name, points=12, ink=SOFT)
    paper.centred(report.city, points=12, ink=SOFT)
    paper.centred(words.months(report.months[0], report.months[-1]), points=13)
    paper.ln(16)
    colour = GRADE_COLOURS[report.grade]
    paper.centred(words.number(report.ikm), points=96, bold=True, ink=colour)
    paper.ln(6)
    paper.centred(
        f"Mutu {report.grade} - {words.GRADES[report.grade]}", points=24, bold=True, ink=colour
    )
    paper.ln(14)
    paper.centred(f"{words.number(report.sample.respondents)} responden", points=18)
    paper.ln(3)
    _respondents(paper, report)
    paper.ln(10)
    paper.centred(words.THANKS, points=12)
    _address(paper, report)


def _respondents(paper: Paper, report: Report) -> None:
    for breakdown in report.profile:
        if breakdown.field in ON_SHEET:
            shares = ", ".join(
                f"{words.PROFILE_ANSWERS.get(each.answer, each.answer)} {each.percent} %"
                for each in breakdown.answers
                if each.percent is not None
            )
            field = words.PROFILE_FIELDS[breakdown.field]
            paper.centred(f"{field}: {shares}", points=10, ink=SOFT)


def _address(paper: Paper, report: Report) -> None:
    """Draw the QR at the foot of the page, its address in type below it."""
    top = paper.h - MARGIN_MM - QR_MM - 12
    draw_qr(paper, report.address, left=(paper.w - QR_MM) / 2, top=top, size=QR_MM)
    paper.set_y(top + QR_MM + 2)
    paper.set_font(FAMILY, "", 9)
    paper.cell(0, 5, printable(report.address), align="C", new_x="LMARGIN", new_y="NEXT")
