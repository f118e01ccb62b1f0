"""Cells of workbooks by their value, with the place of each that has none."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from portal.storage.spreadsheets.extracting import extract
from portal.storage.spreadsheets.sheet import NumberLostDigits, number_text
from portal.storage.spreadsheets.styles import is_date_format, moment_text
from portal.storage.spreadsheets.table import (
    Columns,
    RowFault,
    Table,
    TableFaultKind,
    UnreadableTable,
)
from tests.factories.workbooks import (
    MAIN,
    by_hand,
    packed,
    parts,
    relations,
    row_of,
    sheet,
    text_cell,
    texts_row,
    workbook,
)

CASES = Path(__file__).parents[2] / "cases"
AB = Columns(("a", "b"))
HEADING = texts_row("a", "b")


def read(content: bytes, columns: Columns = AB) -> Table:
    return extract(content, columns)


def values(content: bytes) -> list[str]:
    return [row.cells.get("a", "") for row in read(content).rows]


def refusal(content: bytes) -> RowFault:
    with pytest.raises(UnreadableTable) as caught:
        read(content)
    return caught.value.fault


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        (0.00001, "0.00001"),
        (-3, "-3"),
        (10**15 - 1, "999999999999999"),
        (True, "TRUE"),
        (False, "FALSE"),
        (" x\u00a0", "x"),
        ("4", "4"),
        ("'=1", "=1"),
        (date(2026, 11, 21), "2026-11-21"),
        (datetime.fromisoformat("2026-01-02"), "2026-01-02"),
        (datetime.fromisoformat("2026-01-02T03:04"), "2026-01-02T03:04:00"),
        (time(7, 30), "07:30:00"),
    ],
)
def test_a_cell_is_read_by_its_value(value: object, text: str) -> None:
    assert values(workbook(("a", "b"), (value, "x"))) == [text]


@pytest.mark.parametrize("number", [198703032010011005, 1.98703032010011e17])
def test_a_number_beyond_fifteen_digits_has_lost_some(number: float) -> None:
    table = read(workbook(("a", "b"), (number, "x")))

    assert table.faults == (RowFault(2, "a", TableFaultKind.LONG_NUMBER, sheet="Sheet", cell="A2"),)


def test_number_text_refuses_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="abc"):
        number_text("abc")
    with pytest.raises(NumberLostDigits):
        number_text("1E+17")


def test_a_formula_without_a_stored_value_is_named_with_sheet_cell_and_column() -> None:
    content = (CASES / "c05_paper_formula_not_calculated.xlsx").read_bytes()

    table = read(content, Columns(("time", "facilities", "cost")))

    formulas = [each for each in table.faults if each.column == "facilities"]
    assert len(formulas) == 60
    assert formulas[0] == RowFault(
        2, "facilities", TableFaultKind.FORMULA_WITHOUT_VALUE, sheet="Sheet", cell="I2"
    )


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("<c><f>1+1</f></c>", "formula_without_value"),
        ("<c><f>1+1</f><v/></c>", "formula_without_value"),
        ('<c><f t="shared" si="0"/></c>', "formula_without_value"),
        ('<c t="str"><f>A9</f></c>', "formula_without_value"),
        ('<c t="e"><v>#REF!</v></c>', "error_value"),
        ('<c t="e"><f>A9</f><v>#REF!</v></c>', "error_value"),
        ('<c t="n"><v>1.9E+17</v></c>', "long_number"),
    ],
)
def test_a_cell_without_a_value_that_can_be_used_is_a_fault(cell: str, fault: str) -> None:
    table = read(by_hand(sheet(HEADING + row_of(cell, text_cell("x")))))

    assert [(each.line, each.cell, each.kind) for each in table.faults] == [(2, "A2", fault)]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ('<c t="str"><f>""</f><v></v></c>', ""),
        ('<c t="str"><f>UPPER("x")</f><v>X</v></c>', "X"),
        ('<c t="d"><v>2026-11-21</v></c>', "2026-11-21"),
        ('<c t="s"><v>1</v></c>', "satu dua"),
        ('<c t="s"/>', ""),
        ('<c s="1"><v>46347</v></c>', "2026-11-21"),
        ('<c s="2"><v>0.3125</v></c>', "07:30:00"),
        ('<c s="1"><v>-1</v></c>', "-1"),
        ('<c s="0"><v>46347</v></c>', "46347"),
        ('<c r="A2"><v>5</v></c>', "5"),
        (
            '<c t="inlineStr"><is><r><t>sa</t></r><r><t>tu</t></r><rPh><t>x</t></rPh></is></c>',
            "satu",
        ),
    ],
)
def test_every_kind_of_cell_is_read(cell: str, text: str) -> None:
    texts = f"<sst {MAIN}><si/><si><r><t>satu </t></r><rPh><t>no</t></rPh><t>dua</t></si></sst>"
    styles = (
        f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="164" formatCode="dd\\-mmm"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs>'
        "</styleSheet>"
    )
    content = by_hand(
        sheet(HEADING + row_of(cell, '<c r="B2" t="inlineStr"><is><t>x</t></is></c>')),
        texts=texts.encode(),
        styles=styles.encode(),
    )

    assert values(content) == [text]


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("dd/mm/yyyy", True),
        ("[h]:mm", True),
        ('0.0 "hari"', False),
        ("[Red]0.00", False),
        ("#,##0\\d", False),
        ("General", False),
        ('_-* #,##0_-;[Red]"d"', False),
    ],
)
def test_a_format_says_whether_a_number_is_a_day(code: str, is_date: bool) -> None:
    assert is_date_format("164", {"164": code}) is is_date


def test_days_count_from_1900_or_1904() -> None:
    assert moment_text(1, is_from_1904=False) == "1900-01-01"
    assert moment_text(61, is_from_1904=False) == "1900-03-01"
    assert moment_text(0, is_from_1904=True) == "1904-01-01"
    assert moment_text(1.5, is_from_1904=True) == "1904-01-02T12:00:00"
    assert moment_text(3_000_000, is_from_1904=False) is None


def test_a_workbook_may_count_from_1904() -> None:
    styles = f'<styleSheet {MAIN}><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    content = by_hand(
        sheet(HEADING + row_of("<c><v>0</v></c>", text_cell("x"))),
        styles=styles.encode(),
        properties='<workbookPr date1904="1"/>',
    )

    assert values(content) == ["1904-01-01"]


def test_prefixed_elements_and_cells_out_of_place_are_read() -> None:
    prefixed = (
        f"<x:worksheet {MAIN.replace('xmlns=', 'xmlns:x=')}><x:sheetData>"
        '<x:row r="3"><x:c r="C3" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>'
        '<x:row r="9"><x:c r="C9"><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )

    table = read(by_hand(prefixed.encode()))

    assert (table.heading_line, table.columns[0].letters) == (3, "C")
    assert [(row.line, row.cells) for row in table.rows] == [(9, {"a": "4"})]


def test_a_hidden_row_is_named_and_hidden_sheets_are_not_read() -> None:
    shown = sheet(HEADING + texts_row("1", "2") + texts_row("3", "4", attributes=' hidden="1"'))
    content = by_hand(shown, shown, shown, states=("", "hidden", "veryHidden"))

    table = read(content)

    assert table.sheet == "S1"
    assert table.faults == (RowFault(3, "", TableFaultKind.HIDDEN_ROW, sheet="S1"),)


def test_the_sheet_with_the_heading_is_read_and_two_of_them_are_refused() -> None:
    other, right = sheet(texts_row("Petunjuk")), sheet(HEADING + texts_row("1", "2"))

    assert read(by_hand(other, right)).sheet == "S2"
    assert refusal(by_hand(right, other, right)) == RowFault(
        0, "", TableFaultKind.SEVERAL_SHEETS, "S1, S3"
    )


def test_no_heading_says_where_it_was_looked_for() -> None:
    content = by_hand(sheet(texts_row("x", "y")), sheet(texts_row("z")))

    assert refusal(content) == RowFault(0, "", TableFaultKind.NO_HEADING, "30", "S1, S2")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (workbook(), TableFaultKind.EMPTY),
        (b"PK\x03\x04 and then nothing", TableFaultKind.BROKEN_WORKBOOK),
        (packed({"x": b""}), TableFaultKind.BROKEN_WORKBOOK),
        (packed({"mimetype": b"application/vnd.oasis"}), TableFaultKind.OTHER_FORMAT),
        (
            packed({"_rels/.rels": relations(("officeDocument", "xl/workbook.bin"))}),
            TableFaultKind.OTHER_FORMAT,
        ),
        (
            packed({"_rels/.rels": relations(("officeDocument", "xl/none.xml"))}),
            TableFaultKind.OTHER_FORMAT,
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", TableFaultKind.OTHER_FORMAT),
        (b"<html><table>", TableFaultKind.OTHER_FORMAT),
        (by_hand(sheet(HEADING + row_of('<c t="s"><v>7</v></c>'))), TableFaultKind.BROKEN_WORKBOOK),
        (by_hand(b"<worksheet><sheetData>"), TableFaultKind.BROKEN_WORKBOOK),
        (by_hand(sheet(HEADING + row_of("<c><v>nan</v></c>"))), TableFaultKind.BROKEN_WORKBOOK),
        (
            by_hand(
                sheet(HEADING + row_of('<c t="s"><v>-1</v></c>')),
                texts=f"<sst {MAIN}><si><t>salah</t></si></sst>".encode(),
            ),
            TableFaultKind.BROKEN_WORKBOOK,
        ),
        (by_hand(sheet(""), sheet("")), TableFaultKind.EMPTY),
        (by_hand(sheet(""), sheet(texts_row("x", line=99))), TableFaultKind.NO_HEADING),
    ],
)
def test_says_why_a_file_is_no_table(content: bytes, kind: TableFaultKind) -> None:
    assert refusal(content).kind is kind


def test_a_workbook_without_relations_is_looked_for_at_its_usual_place() -> None:
    spoiled: dict[str, Any] = parts(sheet(HEADING + texts_row("1", "2")))
    del spoiled["_rels/.rels"]

    assert values(packed(spoiled)) == ["1"]


def test_a_workbook_says_itself_where_its_parts_are() -> None:
    moved = parts(sheet(HEADING + texts_row("1", "2")))
    moved["book.xml"] = moved.pop("xl/workbook.xml")
    moved["_rels/book.xml.rels"] = relations(("worksheet", "/xl/worksheets/sheet1.xml"))
    moved["_rels/.rels"] = relations(("metadata", "x.xml"), ("officeDocument", "book.xml"))

    assert values(packed(moved)) == ["1"]


def test_a_sheet_that_is_a_chart_is_passed_over() -> None:
    spoiled = parts(sheet(HEADING + texts_row("1", "2")), sheet(HEADING))
    spoiled["xl/_rels/workbook.xml.rels"] = relations(
        ("worksheet", "worksheets/sheet1.xml"), ("chartsheet", "worksheets/sheet2.xml")
    )

    assert values(packed(spoiled)) == ["1"]
