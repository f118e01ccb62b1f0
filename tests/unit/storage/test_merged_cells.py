"""Merged cells hold one text for all in the first of them: where that is read, it is a fault."""

import pytest

from portal.storage.spreadsheets.extracting import extract
from portal.storage.spreadsheets.limits import LIMITS
from portal.storage.spreadsheets.table import Columns, Table, TableFaultKind
from tests.factories.workbooks import packed, parts, sheet, texts_row

COLUMNS = Columns(("service", "time", "cost"), meanings={"Catatan": "-"})
HEADING = texts_row("No", "service", "time", "cost", "Catatan")
ROWS = (
    texts_row("1", "ktp", "4", "3", "x"),
    texts_row("2", "", "3", "", "y"),
    texts_row("3", "kk", "2", "1", "z"),
    texts_row("Jumlah", "9", "8"),
)


def read(*regions: str, above: str = "") -> Table:
    merged = "".join(f'<mergeCell ref="{each}"/>' for each in regions)
    content = above + HEADING + "".join(ROWS)
    extra = f"<mergeCells>{merged}</mergeCells>"
    return extract(packed(parts(sheet(content, extra=extra))), COLUMNS)


def places(table: Table) -> list[tuple[int, str, str]]:
    kinds = {fault.kind for fault in table.faults}
    assert kinds <= {TableFaultKind.MERGED_CELLS}
    return [(fault.line, fault.column, fault.cell) for fault in table.faults]


def test_a_text_over_two_rows_is_a_fault_of_both() -> None:
    assert places(read("B2:B3")) == [(2, "service", "B2:B3"), (3, "service", "B2:B3")]


def test_an_answer_over_two_columns_is_a_fault() -> None:
    assert places(read("C3:D3")) == [(3, "time", "C3:D3")]


@pytest.mark.parametrize(
    "region",
    [
        "A1:C1",  # in the heading
        "D3:E3",  # with a column that is passed over
        "E2:E4",  # in one
        "A5:D5",  # in the sums below the last row
        "B4:B4",  # one cell alone
        "B7:D9",  # in rows that are blank
        "F2:H4",  # in columns without a heading
        "nonsense",
        "",
    ],
)
def test_cells_that_nobody_misreads_may_be_merged(region: str) -> None:
    table = read(region)

    assert places(table) == []
    assert [row.line for row in table.rows] == [2, 3, 4]


def test_every_fault_counts_among_the_most_that_are_kept() -> None:
    table = read(*["B2:D4"] * (LIMITS.faults + 5))

    assert len(table.faults) <= LIMITS.faults + 1
    assert table.faults[-1].kind is TableFaultKind.FURTHER_ROWS
