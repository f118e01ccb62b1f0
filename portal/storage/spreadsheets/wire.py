"""Format between the portal and the program that reads a table: plain JSON, no objects."""

import json
from dataclasses import asdict
from typing import Any

from portal.storage.spreadsheets.table import (
    Columns,
    Grid,
    GridRow,
    RowFault,
    Sheets,
    Table,
    TableColumn,
    TableFaultKind,
    TableRow,
    UnreadableTable,
    region,
)

# What the program is told in place of the columns of a table: every sheet, cell by cell.
SHEETS = "sheets"


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


def written_sheets(sheets: Sheets) -> str:
    """Return whole sheets as ``read_written_sheets`` reads them."""
    plain = {
        "hidden": sheets.hidden,
        "sheets": [
            {
                "name": grid.sheet,
                "rows": [[row.line, row.cells, row.is_hidden, row.bad] for row in grid.rows],
                "merged": [each.text for each in grid.merged],
            }
            for grid in sheets.grids
        ],
    }
    return json.dumps(plain, ensure_ascii=False)


def read_written_sheets(text: str) -> Sheets:
    """Return the sheets that ``written_sheets`` was given.

    :raises UnreadableTable: when it is the refusal of the file.
    """
    found = json.loads(text)
    if "refused" in found:
        raise UnreadableTable(_fault(found["refused"]))
    return Sheets(tuple(map(_grid, found["sheets"])), tuple(found["hidden"]))


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


def _grid(found: dict[str, Any]) -> Grid:
    rows = [
        GridRow(line, cells, hidden, {int(at): TableFaultKind(kind) for at, kind in bad.items()})
        for line, cells, hidden, bad in found["rows"]
    ]
    merged = [each for each in map(region, found["merged"]) if each is not None]
    return Grid(rows, found["name"], merged)


def _cells(names: list[str], cells: list[str | None]) -> dict[str, str]:
    return {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}


def _fault(found: dict[str, Any]) -> RowFault:
    return RowFault(**{**found, "kind": TableFaultKind(found["kind"])})
