"""The national reports: who has a plan in the official record, for which days, by which number."""

from collections.abc import Sequence

from portal.evaluation.official.domain import FilePlace, OfficialFault, OfficialPlan, key, said
from portal.evaluation.official.spans import NotADay, read_day
from portal.evaluation.official.staff_numbers import staff_number
from portal.storage.spreadsheets.table import Grid, GridRow, RowFault

_COLUMNS = {
    "NIP": "number",
    "NAMA": "name",
    "PERIODEAWAL": "starts_on",
    "PERIODEAWALSKP": "starts_on",
    "PERIODEAKHIR": "ends_on",
    "PERIODEAKHIRSKP": "ends_on",
    "SKPID": "official_number",
    "ISPLTPLH": "acting",
    "ISSKPPLTPLHPJB": "acting",
}
_TELLING = ("number", "starts_on", "ends_on", "official_number")
_YES = frozenset({"1", "TRUE", "YA"})


def plans_of_report(grid: Grid) -> tuple[Sequence[OfficialPlan], Sequence[RowFault]]:
    """Return the plans that a report names, without content, and what is wrong with its rows.

    Rows of acting posts are left out: here a plan is one a person and day, of the own post. So
    are rows without a number: who has no plan there.
    """
    plans: list[OfficialPlan] = []
    faults: list[RowFault] = []
    seen: set[tuple[str, ...]] = set()
    columns: dict[str, int] = {}
    for row in grid.rows:
        if not columns:
            columns = _heads(row)
            continue
        cells = {name: _cell(row, at) for name, at in columns.items()}
        is_acting = cells.get("acting", "").upper() in _YES
        said_before = tuple(cells.get(name, "") for name in _TELLING)
        if is_acting or row.is_hidden or not cells["official_number"] or said_before in seen:
            continue
        seen.add(said_before)
        number, fault = staff_number(cells["number"])
        if fault is not None:
            faults.append(RowFault(row.line, "nip", fault, cells["number"], grid.sheet))
            continue
        try:
            plans.append(_plan(grid, row, cells=cells | {"number": number}))
        except NotADay as error:
            kind = OfficialFault.NOT_A_DATE
            faults.append(RowFault(row.line, "periode", kind, str(error), grid.sheet))
    return plans, faults


def _heads(row: GridRow) -> dict[str, int]:
    found = {_COLUMNS[key(cell)]: at for at, cell in enumerate(row.cells) if key(cell) in _COLUMNS}
    return found if {"number", "official_number"} <= set(found) else {}


def _plan(grid: Grid, row: GridRow, *, cells: dict[str, str]) -> OfficialPlan:
    return OfficialPlan(
        FilePlace(row.line, grid.sheet),
        cells["number"],
        cells.get("name", ""),
        read_day(cells["starts_on"]) if cells.get("starts_on") else None,
        read_day(cells["ends_on"]) if cells.get("ends_on") else None,
        official_number=cells["official_number"],
    )


def _cell(row: GridRow, at: int) -> str:
    return said(row.cells[at]) if at < len(row.cells) else ""
