"""The empty workbook that people begin with keeps what they type as text."""

import io

from openpyxl import load_workbook

from portal.storage.spreadsheets.extracting import extract
from portal.storage.spreadsheets.table import Columns
from portal.storage.spreadsheets.templates import template

NAMES = ("kind", "code", "a<b>&c")


def test_a_spreadsheet_program_opens_it_with_columns_of_text() -> None:
    sheet = load_workbook(io.BytesIO(template(NAMES))).worksheets[0]

    assert [cell.value for cell in sheet[1]] == list(NAMES)
    assert [cell.number_format for cell in sheet[1]] == ["@"] * 3
    assert sheet.column_dimensions["A"].number_format == "@"


def test_the_reader_finds_its_heading_and_the_bytes_are_always_the_same() -> None:
    assert extract(template(NAMES), Columns(NAMES)).meanings == NAMES
    assert template(NAMES) == template(NAMES)
