"""The reports on help as workbooks."""

from collections.abc import Iterable

from flask_babel import gettext as _

from portal.evaluation.development.labels import OUTCOMES
from portal.evaluation.reports.help_domain import CauseLine, TopicNeed
from portal.evaluation.reports.labels import HELP_CAUSES
from portal.evaluation.reports.sheets import SheetHeading, report_file
from portal.publication.yearly_evaluation.documents import TenStep
from portal.storage.spreadsheets.writing import Cell


def needs_file(lines: Iterable[TopicNeed], *, heading: SheetHeading) -> bytes:
    """Return a workbook with a line for each topic of the catalogue."""
    head = [_("Topik"), _("Diperlukan"), _("Direncanakan"), _("Selesai")]
    rows: list[list[Cell]] = [
        [line.topic, *map(ten_words, (line.needed, line.planned, line.done))] for line in lines
    ]
    return report_file(heading, head, rows=rows)


def causes_file(lines: Iterable[CauseLine], *, heading: SheetHeading) -> bytes:
    """Return a workbook with a line for each cause."""
    head = [_("Sebab"), _("Program"), *map(str, OUTCOMES.values())]
    rows: list[list[Cell]] = [
        [
            str(HELP_CAUSES[line.cause]),
            ten_words(line.programmes),
            *(ten_words(line.outcomes[each]) for each in OUTCOMES),
        ]
        for line in lines
    ]
    return report_file(heading, head, rows=rows)


def ten_words(step: TenStep) -> str:
    """Return a count in tens in words."""
    if not step.least:
        return str(_("kurang dari 10"))
    return str(_("%(low)s sampai %(high)s", low=step.least, high=step.least + 9))
