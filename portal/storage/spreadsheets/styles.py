"""Which numbers of a workbook are days or times, and what they say."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.storage.spreadsheets.markup import Attributes, MarkupReader

# Ids of formats that every program has built in (ECMA-376, 18.8.30).
BUILTIN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
# Quoted text, escaped letters, colours and conditions in a format are no letters of a day.
_NO_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_DAYS_FROM_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no zone
_DAYS_FROM_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - a cell has no zone
_SECONDS_A_DAY = 86_400
# Programs that count from 1900 take 1900 for a leap year: up to day 59 they are one behind.
_DAY_THAT_NEVER_WAS = 60
_LAST_DAY = 2_958_466


class Styles(MarkupReader):
    """The styles of a workbook; ``dates`` holds the numbers of those that show days or times."""

    def __init__(self) -> None:
        super().__init__()
        self._own: dict[str, str] = {}
        self._formats: list[str] = []
        self._is_cell_format = False
        self.starts = {
            "numFmt": self._number_format,
            "cellXfs": self._begin_cell_formats,
            "xf": self._cell_format,
        }
        self.ends = {"cellXfs": self._end_cell_formats}

    @property
    def dates(self) -> frozenset[str]:
        """The styles of cells, by number as text, whose numbers are days or times."""
        numbers = enumerate(self._formats)
        return frozenset(str(at) for at, each in numbers if is_date_format(each, self._own))

    def _number_format(self, attributes: Attributes) -> None:
        self._own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    def _begin_cell_formats(self, _: Attributes) -> None:
        self._is_cell_format = True

    def _end_cell_formats(self) -> None:
        self._is_cell_format = False

    def _cell_format(self, attributes: Attributes) -> None:
        if self._is_cell_format:
            self._formats.append(attributes.get("numFmtId", "0"))


def is_date_format(number: str, own: Mapping[str, str]) -> bool:
    """Return whether a number format shows days or times; ``own`` are the workbook's codes."""
    if number in own:
        first = own[number].partition(";")[0]
        return bool(_DATE_LETTERS.search(_NO_LETTERS.sub("", first)))
    return number.isdecimal() and int(number) in BUILTIN_DATES


def moment_text(value: float, *, is_from_1904: bool) -> str | None:
    """Return a day as 2026-11-21, with a time as 2026-11-21T07:30:00, a time alone as 07:30:00.

    :param value: days since the workbook's first day.
    :returns: None for a number that is no moment.
    """
    if not 0 <= value < _LAST_DAY:
        return None
    seconds = round(value * _SECONDS_A_DAY)
    if seconds < _SECONDS_A_DAY and not is_from_1904:
        return (_DAYS_FROM_1900 + timedelta(seconds=seconds)).time().isoformat()
    first = _DAYS_FROM_1904 if is_from_1904 else _DAYS_FROM_1900
    is_behind = not is_from_1904 and value < _DAY_THAT_NEVER_WAS
    moment = first + timedelta(days=int(is_behind), seconds=seconds)
    is_day = seconds % _SECONDS_A_DAY == 0
    return moment.date().isoformat() if is_day else moment.isoformat()
