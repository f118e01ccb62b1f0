"""The city's report as plain data in reading order, as the reports of agencies are drawn."""

from typing import Any

from portal.publication.city_report.building import AgencyLine, CityReport
from portal.publication.figures.figures import Figure
from portal.publication.reports import labels as words
from portal.publication.reports.content import carried, day, number, span_name
from portal.publication.reports.pdf import page as drawn
from portal.publication.reports.request import Surroundings

TITLE = "Laporan Kota"
FOOT = "Laporan kota: hanya angka yang sudah diterbitkan, dan jumlah yang menunggu"
COLUMNS = (
    drawn.DrawnColumn("Instansi", 7),
    drawn.DrawnColumn("IKM", 2, is_number=True),
    drawn.DrawnColumn("Mutu", 3),
    drawn.DrawnColumn("Responden", 2, is_number=True),
)
WAITS = (drawn.DrawnColumn("Yang menunggu", 8), drawn.DrawnColumn("Jumlah", 4))
NOTHING = "-"
LETTER = """{city}, {span}

{index}

{agencies}

{waits}

PDF / .docx: {address}
"""


def drawn_city(report: CityReport, around: Surroundings) -> dict[str, Any]:
    """Return what the report says, block by block, and what stands on each of its pages."""
    page, when = drawn.DrawnPage(), span_name(report.span)
    page.add("head", title=TITLE, city=around.city_name, span=when, look=around.look.printed())
    page.chapter("Indeks Kepuasan Masyarakat kota")
    page.paragraph(index_sentence(report.figure))
    page.chapter("Instansi")
    drawn.table(page, COLUMNS, rows=map(_row, report.agencies))
    page.caption("Menurut abjad. Instansi tanpa angka belum cukup dinilai atau dilindungi.")
    page.chapter("Yang menunggu")
    drawn.table(page, WAITS, rows=report.waits)
    page.caption(
        f"Keadaan {day(report.on)}. Jumlah perkara orang ditulis dalam puluhan; kurang dari 10 "
        "dapat berarti tidak ada."
    )
    page.paragraph(f"Angka lengkap: {around.address}")
    last = report.span.last_day
    return {
        "title": f"{TITLE} - {around.city_name} - {when}",
        "author": around.city_name,
        "day": [last.year, last.month, last.day],
        "head": [f"{TITLE} {around.city_name}", when],
        "foot": FOOT,
        "demonstration": drawn.DEMONSTRATION if around.is_demo else "",
        "colours": drawn.COLOURS,
        "blocks": page.blocks,
    }


def index_sentence(figure: Figure) -> str:
    """Return the city's index in a sentence, or why it is not shown."""
    if figure.value is None:
        return f"IKM tidak ditampilkan: {words.reason(figure.suppressed)}."
    letter = figure.grade.letter if figure.grade else None
    grade = f", mutu {letter} ({words.PERFORMANCE[letter]})" if letter else ""
    return f"IKM {carried(figure.value)}{grade}, dari {number(figure.n)} responden."


def letter_body(report: CityReport, *, city: str, address: str) -> str:
    """Return the letter: the city's index, each agency's, and what waits as numbers."""
    agencies = "\n".join(
        f"- {each.name}: {carried(each.figure.value if each.figure else None)}"
        for each in report.agencies
    )
    return LETTER.format(
        city=city,
        span=span_name(report.span),
        index=index_sentence(report.figure),
        agencies=agencies,
        waits="\n".join(f"- {label}: {count}" for label, count in report.waits),
        address=address,
    )


def _row(line: AgencyLine) -> tuple[str, str, str, str]:
    figure = line.figure
    if figure is None or figure.value is None:
        return line.name, NOTHING, words.reason(figure.suppressed if figure else None), NOTHING
    letter = figure.grade.letter if figure.grade else None
    grade = f"{letter} - {words.PERFORMANCE[letter]}" if letter else NOTHING
    return line.name, carried(figure.value), grade, number(figure.n)
