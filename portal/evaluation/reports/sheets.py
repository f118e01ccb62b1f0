"""Reports as workbooks; each says of which day and by which version of the rules it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from portal.evaluation.appraisals.labels import LEVELS, PREDICATES, YEARLY_STATES
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.cycles.made_line import made_line
from portal.evaluation.plans.labels import STATES as PLAN_STATES
from portal.evaluation.reports.domain import GroupStates, MeritLine
from portal.evaluation.reports.labels import ASPECTS, MEASURES
from portal.evaluation.rules.levels import ExpectationLevel, Predicate
from portal.evaluation.rules.states import YearlyState
from portal.storage.spreadsheets.writing import Cell, Look, Styled, WrittenSheet, write_workbook

FIRST_WIDTH, WIDTH = 42, 18


@dataclass(frozen=True, slots=True)
class SheetHeading:
    """What stands above every report's table."""

    title: str
    cycle: Cycle
    today: date
    is_demo: bool

    @property
    def made(self) -> str:
        """When and by which rules the report is made."""
        return made_line(self.cycle, on=self.today)

    def rows(self) -> list[Sequence[Cell]]:
        """Return the lines above the table, with a blank one after them."""
        lines: list[Sequence[Cell]] = [
            [Styled(self.title, Look.TITLE)],
            [_("Siklus"), str(self.cycle.year)],
            [self.made],
        ]
        if self.is_demo:
            lines.append([Styled("DATA CONTOH", Look.BOLD)])
        return [*lines, []]


@dataclass(frozen=True, slots=True)
class PersonStates:
    """One of a unit's people: name, state and levels; no steps and no texts."""

    name: str
    state: YearlyState
    result: ExpectationLevel | None
    behaviour: ExpectationLevel | None
    predicate: Predicate | None


def completeness_file(lines: Iterable[GroupStates], *, heading: SheetHeading) -> bytes:
    """Return a workbook with a line for each group: how many people stand where."""
    plans, years = list(PLAN_STATES), list(YEARLY_STATES)
    head = [
        _("Bagian"),
        _("Pegawai"),
        _("Tanpa SKP"),
        *(_("SKP: %(state)s", state=PLAN_STATES[each]) for each in plans),
        *(_("Setahun: %(state)s", state=YEARLY_STATES[each]) for each in years),
    ]
    rows: list[list[Cell]] = [
        [
            line.name,
            line.people,
            line.without_plan,
            *(line.plans.get(each, 0) for each in plans),
            *(line.years.get(each, 0) for each in years),
        ]
        for line in lines
    ]
    return report_file(heading, head, rows=rows)


def unit_file(lines: Iterable[PersonStates], *, heading: SheetHeading) -> bytes:
    """Return a workbook with a unit's people in the order of their names, never of a level."""
    head = [_("Nama"), _("Keadaan"), _("Hasil kerja"), _("Perilaku kerja"), _("Predikat")]
    rows = [
        [
            line.name,
            str(YEARLY_STATES[line.state]),
            "" if line.result is None else str(LEVELS[line.result]),
            "" if line.behaviour is None else str(LEVELS[line.behaviour]),
            "" if line.predicate is None else str(PREDICATES[line.predicate]),
        ]
        for line in sorted(lines, key=lambda each: each.name.casefold())
    ]
    return report_file(heading, head, rows=rows)


def merit_file(lines: Iterable[MeritLine], *, heading: SheetHeading) -> bytes:
    """Return a workbook with what is known for the self-assessment of the merit system."""
    head = [_("Aspek"), _("Ukuran"), _("Jumlah"), _("Dari")]
    rows = [
        [
            str(ASPECTS[line.aspect]),
            str(MEASURES[line.measure]),
            _("belum dicatat") if line.count is None else line.count,
            line.of,
        ]
        for line in lines
    ]
    return report_file(heading, head, rows=rows)


def report_file(
    heading: SheetHeading, head: Sequence[str], *, rows: Sequence[Sequence[Cell]]
) -> bytes:
    """Return a workbook with a heading and a table below it."""
    table = [[Styled(each, Look.HEAD) for each in head], *rows]
    widths = (FIRST_WIDTH, *(WIDTH for _each in head[1:]))
    sheet = WrittenSheet(
        heading.title, [*heading.rows(), *table], widths=widths, is_wide=True, footer=heading.made
    )
    return write_workbook([sheet])
