"""Merged cells: only the first of them holds what all of them show.

Read cell by cell, the others would be empty: a service written once beside three rows would
count for one of them, an answer across two columns as an element that was not answered.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from portal.storage.spreadsheets.grid import Region, column_index

_REGION = re.compile(r"([A-Z]{1,4})(\d{1,8}):([A-Z]{1,4})(\d{1,8})", re.ASCII)


def region(text: str) -> Region | None:
    """Return the region that a reference such as ``B5:B7`` names; None when it names none."""
    found = _REGION.fullmatch(text)
    if found is None:
        return None
    first, first_line, last, last_line = found.groups()
    first_index, last_index = column_index(first) or 0, column_index(last) or 0
    return Region(int(first_line), int(last_line), first_index, last_index, text)


def misread(
    regions: Sequence[Region], *, lines: Sequence[int], indexes: Sequence[int], most: int
) -> list[Region]:
    """Return the regions of which more than one cell would be read, by their first line.

    :param lines: of the rows that are read, ascending; blank rows are not among them.
    :param indexes: of the columns that mean something, ascending.
    :param most: how many are returned at the most; each is a fault of one row or more.
    """
    found: list[Region] = []
    for each in sorted(regions):
        tall = _between(lines, first=each.first_line, last=each.last_line)
        wide = _between(indexes, first=each.first_index, last=each.last_index)
        if tall * wide > 1:
            found.append(each)
        if len(found) >= most:
            break
    return found


def _between(ascending: Sequence[int], *, first: int, last: int) -> int:
    """Return how many numbers lie from ``first`` to ``last``, both included."""
    return max(0, bisect_left(ascending, last + 1) - bisect_left(ascending, first))
