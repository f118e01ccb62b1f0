"""The section on units and services within the result."""

from portal.publication.figures.documents import PlaceKind
from portal.publication.reports.content import NOTHING, Report, ReportPart, number
from portal.publication.reports.pdf.page import DrawnColumn, DrawnPage, table

TITLES = {PlaceKind.UNIT: "Unit", PlaceKind.SERVICE: "Layanan"}
REST = {PlaceKind.UNIT: "Di luar unit", PlaceKind.SERVICE: "Layanan tidak tercatat"}


def parts(page: DrawnPage, report: Report) -> None:
    """Write a table of units and one of services, each where there are any."""
    for kind, title in TITLES.items():
        found = [each for each in report.parts if each.kind is kind]
        if found:
            page.section(f"Hasil tiap {title.lower()}")
            table(page, _columns(title), rows=[_row(each) for each in found])
    if report.parts:
        page.caption(
            f"IKM ditulis mulai {number(report.least_mean)} responden, dan tidak ditulis bila "
            "angka bagian kecil lain dapat dihitung darinya."
        )


def _columns(title: str) -> tuple[DrawnColumn, ...]:
    return (
        DrawnColumn(title, 7),
        DrawnColumn("Responden", 2, is_number=True),
        DrawnColumn("IKM", 2, is_number=True),
        DrawnColumn("Mutu", 1.3),
    )


def _row(each: ReportPart) -> tuple[str, ...]:
    name = each.name or REST[each.kind]
    return name, number(each.respondents), number(each.ikm, 2), each.grade or NOTHING
