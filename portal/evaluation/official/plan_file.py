"""A file of plans as whole plans: one table for many people, forms one a sheet, or a report."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from portal.evaluation.official.domain import OfficialPlan
from portal.evaluation.official.forms_known import Form
from portal.evaluation.official.grouping import Grouping
from portal.evaluation.official.plan_rows import COLUMNS, read_row
from portal.evaluation.official.sheet_plans import plans_on_sheets, without_twins
from portal.storage.spreadsheets.reading import read_rows, read_sheets, read_table
from portal.storage.spreadsheets.table import (
    RowFault,
    Table,
    TableColumn,
    TableFaultKind,
    UnreadableTable,
)

# Refusals of a table after which the file may still be forms.
_NO_TABLE = frozenset({TableFaultKind.NO_HEADING, TableFaultKind.SEVERAL_SHEETS})


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The plans of a file, and what is wrong with it; a plan with a fault is not among them.

    :ivar columns: what its columns mean; none where it holds forms.
    :ivar kinds: which forms and reports were found, in their order, each once.
    """

    plans: tuple[OfficialPlan, ...] = ()
    faults: tuple[RowFault, ...] = ()
    columns: tuple[TableColumn, ...] = ()
    kinds: tuple[Form, ...] = ()


def read_plan_file(content: bytes, *, meanings: Mapping[str, str] | None = None) -> PlanFile:
    """Return the plans of a file (.xlsx, .csv, .tsv); call it before a transaction is begun.

    :param meanings: which column a heading stands for, before what everybody's headings mean.
    """
    columns = replace(COLUMNS, meanings={**COLUMNS.meanings, **(meanings or {})})
    try:
        table = read_table(content, columns)
    except UnreadableTable as error:
        if error.fault.kind in _NO_TABLE:
            return _forms(content, fault=error.fault)
        return PlanFile(faults=(error.fault,))
    if any(fault.kind is TableFaultKind.MISSING_COLUMN for fault in table.faults):
        forms = _forms(content, fault=None)
        return forms if forms.kinds else PlanFile(faults=table.faults, columns=table.columns)
    return _of_table(table)


def _of_table(table: Table) -> PlanFile:
    rows, faults = read_rows(table, read_row)
    refused = {fault.line for fault in faults if fault.line != table.heading_line}
    grouping = Grouping(table)
    for row in sorted(rows, key=lambda each: each.line):
        grouping.add(row)
    # A plan is taken in whole: a row that is wrong holds back its person, and nobody else.
    wrong = grouping.numbers_of(refused)
    plans = [plan for plan in grouping.plans() if plan.number not in wrong]
    kept, twins = without_twins(plans)
    found = tuple(sorted({*faults, *grouping.faults, *twins}))
    return PlanFile(kept, found, table.columns)


def _forms(content: bytes, *, fault: RowFault | None) -> PlanFile:
    try:
        found = plans_on_sheets(read_sheets(content))
    except UnreadableTable as error:
        return PlanFile(faults=(error.fault,))
    if not found.kinds and fault is not None:
        return PlanFile(faults=(fault,))
    return PlanFile(found.plans, found.faults, kinds=found.kinds)
