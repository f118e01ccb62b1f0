"""The annex: the questions as citizens are asked them, with the answers from level 1 to 4."""

from flask_babel import force_locale

from portal.publication.reports import labels as words
from portal.publication.reports.content import LOCALE, Report
from portal.publication.reports.pdf.page import DrawnColumn, DrawnPage, table
from portal.rating.questionnaire.questions import QUESTIONS

COLUMNS = (DrawnColumn("Unsur", 3), DrawnColumn("Pertanyaan", 4), DrawnColumn("Jawaban", 4))


def annex(page: DrawnPage, report: Report) -> None:
    """Write the questions on the elements of this report; those left out are not asked here."""
    page.chapter("Lampiran: kuesioner")
    page.paragraph(
        "Begini warga ditanya, tanpa nama. Yang tercantum hanya unsur yang dijawab dalam "
        "laporan ini."
    )
    asked = [each.element for each in report.elements]
    with force_locale(LOCALE):
        rows = [
            (
                words.coded(element, codes=report.codes),
                str(question.text),
                "\n".join(f"{level}  {each}" for level, each in enumerate(question.answers, 1)),
            )
            for element in asked
            for question in [QUESTIONS[element]]
        ]
    table(page, COLUMNS, rows=rows)
