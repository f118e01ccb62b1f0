"""A file of what was reached: one table for many people, or forms, one person a sheet."""

from collections.abc import Mapping

from portal.evaluation.official.domain import OfficialFault
from portal.evaluation.official_realisations.domain import ReachedFile
from portal.evaluation.official_realisations.form_sheets import reached_on_sheets
from portal.evaluation.official_realisations.table_rows import (
    columns_with,
    read_row,
    without_faults,
)
from portal.storage.spreadsheets.reading import read_rows, read_sheets, read_table
from portal.storage.spreadsheets.table import RowFault, Table, TableFaultKind, UnreadableTable

# Refusals of a table after which the file may still be forms.
_NO_TABLE = frozenset({TableFaultKind.NO_HEADING, TableFaultKind.SEVERAL_SHEETS})


def read_reached_file(content: bytes, *, meanings: Mapping[str, str] | None = None) -> ReachedFile:
    """Return the lines of a file (.xlsx, .csv, .tsv); call it before a transaction is begun.

    :param meanings: which column a heading stands for, before what everybody's headings mean.
    """
    try:
        table = read_table(content, columns_with(meanings or {}))
    except UnreadableTable as error:
        may_be_forms = error.fault.kind in _NO_TABLE
        return _forms(content, fault=error.fault) if may_be_forms else _refused(error.fault)
    if any(each.kind is TableFaultKind.MISSING_COLUMN for each in table.faults):
        forms = _forms(content, fault=None)
        return forms if forms.lines else ReachedFile(faults=table.faults)
    return _of_table(table)


def _of_table(table: Table) -> ReachedFile:
    rows, faults = read_rows(table, read_row)
    if not table.rows and not faults:
        return _refused(RowFault(0, "", TableFaultKind.EMPTY))
    return ReachedFile(without_faults(table, rows, faults=faults), tuple(sorted(faults)))


def _forms(content: bytes, *, fault: RowFault | None) -> ReachedFile:
    try:
        found = reached_on_sheets(read_sheets(content))
    except UnreadableTable as error:
        return _refused(error.fault)
    is_known = any(each.kind is not OfficialFault.UNKNOWN_FORM for each in found.faults)
    return found if found.lines or is_known or fault is None else _refused(fault)


def _refused(fault: RowFault) -> ReachedFile:
    return ReachedFile(faults=(fault,))
