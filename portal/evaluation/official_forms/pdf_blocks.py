"""Sheets of official forms as blocks in reading order: titles, tables, curves, gaps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.evaluation.official_forms.curve import BARS, is_curve, is_marks
from portal.storage.spreadsheets.writing import Cell, Look, Styled, WrittenSheet

Block = dict[str, Any]
_REGION = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
_GROUP = re.compile(r"[A-C]\. ")
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Region:
    """Merged cells: columns from 0, lines from 1, both bounds inclusive."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass
class _Table:
    """Rows of one table that are being collected, each with the line on which it stands."""

    rows: list[tuple[int, list[Styled]]] = field(default_factory=list)

    @property
    def is_headed(self) -> bool:
        """Whether only heads stand in it so far."""
        return bool(self.rows) and all(_look(row) is Look.HEAD for _, row in self.rows)


def sheet_blocks(sheet: WrittenSheet) -> dict[str, Any]:
    """Return what stands on a sheet, block by block, with its columns' widths."""
    rows = [[_styled(cell) for cell in row] for row in sheet.rows]
    merged = [_region(each) for each in sheet.merged]
    return {
        "name": sheet.name,
        "wide": sheet.is_wide,
        "widths": list(sheet.widths),
        "blocks": list(_blocks(rows, merged=merged)),
    }


def _blocks(rows: Sequence[list[Styled]], *, merged: Sequence[Region]) -> Iterator[Block]:
    table = _Table()
    for line, row in enumerate(rows, start=1):
        alone = _alone(row)
        if alone is None and _belongs(table, row):
            table.rows.append((line, row))
            continue
        yield from _finished(table, merged=merged)
        table = _Table([] if alone is not None else [(line, row)])
        if alone is not None:
            yield alone
    yield from _finished(table, merged=merged)


def _alone(row: list[Styled]) -> Block | None:
    """Return a row as a block of its own, or None for a row of a table."""
    texts = [cell.text for cell in row if cell.text]
    if not texts or is_marks(texts):
        # The drawing has its marks below it.
        return {"kind": "gap"}
    if _look(row) is Look.TITLE:
        return {"kind": "title", "text": texts[0]}
    if is_curve(texts):
        return {"kind": "curve", "heights": [BARS.index(each) + 1 for each in texts]}
    if len(texts) > 1 or _look(row) is not Look.BOLD or _GROUP.match(texts[0]):
        return None
    return {"kind": "line" if ":" in texts[0] else "section", "text": texts[0]}


def _belongs(table: _Table, row: list[Styled]) -> bool:
    """Return whether a row goes on with the table: heads begin a new one, and so do bare rows."""
    if not table.rows:
        return False
    if _look(row) is Look.HEAD:
        return table.is_headed
    return _is_bare(table.rows[-1][1]) is _is_bare(row)


def _finished(table: _Table, *, merged: Sequence[Region]) -> Iterator[Block]:
    if not table.rows:
        return
    lines = {line: at for at, (line, _) in enumerate(table.rows)}
    spans = {(each.top, each.left): each for each in merged if each.top in lines}
    hidden = {
        (line, column)
        for each in spans.values()
        for line in range(each.top, each.bottom + 1)
        for column in range(each.left, each.right + 1)
        if (line, column) != (each.top, each.left)
    }
    cells = [
        _cell(cell, at=(lines[line], column), span=spans.get((line, column)))
        for line, row in table.rows
        for column, cell in enumerate(row)
        if (line, column) not in hidden
    ]
    heads = sum(1 for _, row in table.rows if _look(row) is Look.HEAD)
    numbers = sum(1 for _, row in table.rows[heads:][:1] if _is_numbering(row))
    bare = _is_bare(table.rows[0][1])
    yield {"kind": "table", "bare": bare, "heads": heads + numbers, "cells": cells}


def _cell(cell: Styled, *, at: tuple[int, int], span: Region | None) -> Block:
    return {
        "y": at[0],
        "x": at[1],
        "across": 1 if span is None else span.right - span.left + 1,
        "down": 1 if span is None else span.bottom - span.top + 1,
        "text": cell.text,
        "look": cell.look.name.lower(),
    }


def _look(row: Sequence[Styled]) -> Look:
    """Return how a row looks: as its first cell that says something."""
    return next((cell.look for cell in row if cell.text), Look.PLAIN)


def _is_bare(row: Sequence[Styled]) -> bool:
    return _look(row) in {Look.BARE, Look.MIDDLE}


def _is_numbering(row: Sequence[Styled]) -> bool:
    return bool(row) and row[0].text == "(1)"


def _styled(cell: Cell) -> Styled:
    if isinstance(cell, Styled):
        return cell
    return Styled("" if cell is None else f"{cell}", Look.PLAIN)


def _region(text: str) -> Region:
    found = _REGION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    left, top, right, bottom = found.groups()
    return Region(_column(left), int(top), _column(right), int(bottom))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1
