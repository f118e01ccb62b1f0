"""Rows of a table put together: those of one person and span are one plan."""

from collections.abc import Iterator
from dataclasses import replace

from portal.evaluation.official.domain import (
    FilePlace,
    OfficialFault,
    OfficialIndicator,
    OfficialPlan,
    OfficialResult,
)
from portal.evaluation.official.plan_rows import QUARTERS, PlanRow
from portal.evaluation.official.staff_numbers import staff_number
from portal.evaluation.rules.planning import ResultKind
from portal.storage.spreadsheets.table import RowFault, Table


class Grouping:
    """Rows of one person and span become one plan; what a row leaves empty stands above it."""

    def __init__(self, table: Table) -> None:
        self.faults: list[RowFault] = []
        self._table = table
        self._heads: dict[tuple[str, object], OfficialPlan] = {}
        self._results: dict[tuple[str, object], list[OfficialResult]] = {}
        self._last: tuple[str, object] | None = None
        self._places: dict[object, dict[tuple[object, object], int]] = {}
        self._spelled: dict[str, str] = {}

    def add(self, row: PlanRow) -> None:
        """Put a row to the plan that it is a part of."""
        values = row.values
        if "number" in values:
            number = self._number(row)
            if number is None:
                self._last = None
                return
            place = (number, values.get("starts_on"))
            # A row that says no days goes on with the plan of the person above it.
            if self._last is not None and self._last[0] == number and place[1] is None:
                place = self._last
            self._last = place
            if place not in self._heads:
                self._heads[place] = _head(row, number)
                self._results[place] = []
        if self._last is None:
            self._fault(row, "number", kind=OfficialFault.NUMBER_MISSING)
            return
        self._add_content(row, self._results[self._last])

    def _add_content(self, row: PlanRow, results: list[OfficialResult]) -> None:
        name = (row.values.get("result_number"), row.values.get("result"))
        places = self._places.setdefault(self._last, {})
        if name[1] is not None and name not in places:
            places[name] = len(results)
            results.append(_result(row))
        at = places.get(name, len(results) - 1)
        if at < 0:
            self._fault(row, "result", kind=OfficialFault.NO_RESULT_ABOVE)
        elif "indicator" in row.values:
            held = results[at]
            results[at] = replace(held, indicators=(*held.indicators, _indicator(row)))

    def plans(self) -> Iterator[OfficialPlan]:
        """Yield the plans in the order of their first rows."""
        for place, head in self._heads.items():
            yield replace(head, results=tuple(self._results[place]))

    def numbers_of(self, lines: set[int]) -> set[str]:
        """Return whose rows could not be used: by the number in the row, else by that above it."""
        lines = lines | {fault.line for fault in self.faults}
        wrong: set[str] = set()
        last = ""
        for row in self._table.rows if lines else ():
            cell = row.cells.get("number", "")
            if cell:
                last = self._spelled.get(cell) or staff_number(cell)[0]
            if row.line in lines:
                wrong.add(last)
        return wrong

    def _number(self, row: PlanRow) -> str | None:
        text = row.values["number"]
        if text not in self._spelled:
            number, kind = staff_number(text)
            if kind is not None:
                self._fault(row, "number", kind=kind, detail=text)
                return None
            self._spelled[text] = number
        return self._spelled[text]

    def _fault(self, row: PlanRow, name: str, *, kind: OfficialFault, detail: str = "") -> None:
        self.faults.append(self._table.placed(RowFault(row.line, name, kind, detail)))


def _head(row: PlanRow, number: str) -> OfficialPlan:
    values = row.values
    return OfficialPlan(
        FilePlace(row.line),
        number,
        values.get("name", ""),
        values.get("starts_on"),
        values.get("ends_on"),
        values.get("approach"),
        official_number=values.get("official_number", ""),
    )


def _result(row: PlanRow) -> OfficialResult:
    values = row.values
    return OfficialResult(
        values["result"],
        values.get("kind", ResultKind.MAIN),
        values.get("serves"),
        values.get("assigned_by"),
        line=row.line,
    )


def _indicator(row: PlanRow) -> OfficialIndicator:
    values = row.values
    target = " ".join(filter(None, (values.get("target"), values.get("unit"))))
    quarters = tuple(values[name] for name in QUARTERS if name in values)
    return OfficialIndicator(
        values["indicator"],
        target,
        values.get("aspect"),
        values.get("direction"),
        values.get("method"),
        values.get("source"),
        values.get("weight"),
        quarters or None,
        line=row.line,
    )
