"""What passes between the portal and the program that reads a table: plain JSON, no objects."""

import json
from dataclasses import asdict
from typing import Any

from portal.storage.spreadsheets.faults import RowFault, TableFaultKind, UnreadableTable
from portal.storage.spreadsheets.table import Columns, Table, TableColumn, TableRow


def written_columns(columns: Columns) -> str:
    """Return what an import waits for, as ``read_columns`` reads it."""
    return json.dumps(asdict(columns))


def read_columns(text: str) -> Columns:
    """Return what ``written_columns`` was given."""
    found = json.loads(text)
    return Columns(
        names=tuple(found["names"]),
        required=tuple(found["required"]),
        marks=tuple(found["marks"]),
        meanings=found["meanings"],
    )


def written_outcome(outcome: Table | RowFault) -> str:
    """Return a table, or why there is none, as ``read_outcome`` reads it."""
    if isinstance(outcome, RowFault):
        return json.dumps({"refused": asdict(outcome)}, ensure_ascii=False)
    names = sorted({name for row in outcome.rows for name in row.cells})
    plain = {
        "columns": [asdict(column) for column in outcome.columns],
        "names": names,
        "rows": [[row.line, [row.cells.get(name) for name in names]] for row in outcome.rows],
        "faults": [asdict(fault) for fault in outcome.faults],
        "sheet": outcome.sheet,
        "heading_line": outcome.heading_line,
        "left_out": outcome.left_out,
    }
    return json.dumps(plain, ensure_ascii=False)


def read_outcome(text: str) -> Table:
    """Return the table that ``written_outcome`` was given.

    :raises UnreadableTable: when it was given a refusal.
    """
    found = json.loads(text)
    if "refused" in found:
        raise UnreadableTable(_fault(found["refused"]))
    names = found["names"]
    return Table(
        columns=tuple(TableColumn(**column) for column in found["columns"]),
        rows=tuple(TableRow(line, _cells(names, cells)) for line, cells in found["rows"]),
        faults=tuple(map(_fault, found["faults"])),
        sheet=found["sheet"],
        heading_line=found["heading_line"],
        left_out=tuple(found["left_out"]),
    )


def _cells(names: list[str], cells: list[str | None]) -> dict[str, str]:
    return {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}


def _fault(found: dict[str, Any]) -> RowFault:
    return RowFault(**{**found, "kind": TableFaultKind(found["kind"])})
