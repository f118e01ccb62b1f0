"""A table of the official record as the bytes of a file: .xlsx or CSV."""

from collections.abc import Iterable, Sequence
from itertools import chain

from portal.storage.spreadsheets.cells import write_csv
from portal.storage.spreadsheets.writing import Look, Styled, WrittenSheet, write_workbook

_WIDTH = 20


def workbook_of(
    name: str, headings: Sequence[str], *, rows: Iterable[Sequence[str]], made: str = ""
) -> bytes:
    """Return a workbook of one sheet ``name``; every cell is a text.

    :param made: stands below every printed page: when and by which rules it is made.
    """
    heads = [Styled(each, Look.HEAD) for each in headings]
    widths = [_WIDTH] * len(heads)
    sheet = WrittenSheet(name, chain([heads], rows), widths=widths, footer=made)
    return write_workbook([sheet])


def csv_of(headings: Sequence[str], *, rows: Iterable[Sequence[str]]) -> bytes:
    """Return CSV with the mark by which spreadsheet programs recognise UTF-8."""
    return f"\ufeff{write_csv(headings, rows)}".encode()
