"""How a row of earlier results is read: places, period, respondents, index, elements, source."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import partial
from typing import Any

from portal.publication.earlier_results.faults import ResultFaultKind
from portal.storage.spreadsheets.numbers import NotANumber, read_decimal, read_whole
from portal.storage.spreadsheets.table import RowFault
from portal.storage.texts.cleaning import composed_name, hides_something
from portal.survey.elements import ELEMENTS, HIGHEST_LEVEL, LOWEST_LEVEL, Element
from portal.survey.index import HIGHEST_IKM, IKM_PER_INDEX_POINT, LOWEST_IKM
from portal.time.months import CalendarPeriod, InvalidPeriod

PLACES = ("agency", "unit")
REQUIRED = ("period", "n", "ikm", "source")
COLUMNS = (*PLACES, *REQUIRED, *ELEMENTS)
SOURCE_LENGTH = 200
STEP = Decimal("0.0001")
# Weights of 0.11 instead of 1/9 still circulate; they lower a published index by one per cent.
LOWEST_WEIGHTS = Decimal("0.99")
TOLERANCE = Decimal("0.06")
MOST_RESPONDENTS = 999_999_999


class UnreadableResult(ValueError):
    """A cell says something its column cannot hold; ``kind`` names what is wrong."""

    def __init__(self, kind: ResultFaultKind, detail: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A total as it was published elsewhere; numbers carry four decimals at the most.

    ``agency`` or ``unit`` (codes) names the place; ``elements`` are means (NRR) of 1 to 4.
    """

    line: int
    agency: str
    unit: str
    span: CalendarPeriod
    n: int
    ikm: Decimal
    source: str
    elements: Mapping[Element, Decimal]


def result_of_row(cells: Mapping[str, str], *, line: int) -> ResultRow | list[RowFault]:
    """Return what a row says, or everything that is wrong with its cells.

    :param cells: stripped texts by column.
    :param line: the row's line in its file, for the faults.
    """
    faults = [
        RowFault(line, column, ResultFaultKind.MISSING_VALUE)
        for column in REQUIRED
        if not cells.get(column)
    ]
    if not any(cells.get(place) for place in PLACES):
        faults.append(RowFault(line, PLACES[0], ResultFaultKind.MISSING_VALUE))
    values: dict[str, Any] = {}
    for column, reader in _READERS.items():
        if text := cells.get(column, ""):
            try:
                values[column] = reader(text)
            except UnreadableResult as error:
                faults.append(RowFault(line, column, error.kind, error.detail))
    return faults or _checked(_row(cells, values, line=line))


def _row(cells: Mapping[str, str], values: Mapping[str, Any], *, line: int) -> ResultRow:
    return ResultRow(
        line=line,
        agency=cells.get("agency", ""),
        unit=cells.get("unit", ""),
        span=values["period"],
        n=values["n"],
        ikm=values["ikm"],
        source=values["source"],
        elements={each: values[each] for each in ELEMENTS if each in values},
    )


def _checked(row: ResultRow) -> ResultRow | list[RowFault]:
    """Refuse an index that its own elements contradict, which is how a slip of a column shows."""
    if not row.elements:
        return row
    expected = sum(row.elements.values(), Decimal()) / len(row.elements) * IKM_PER_INDEX_POINT
    if expected * LOWEST_WEIGHTS - TOLERANCE <= row.ikm <= expected + TOLERANCE:
        return row
    detail = str(expected.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return [RowFault(row.line, "ikm", ResultFaultKind.DOES_NOT_FIT, detail)]


def _span(text: str) -> CalendarPeriod:
    try:
        return CalendarPeriod.of(text.upper())
    except InvalidPeriod as error:
        raise UnreadableResult(ResultFaultKind.NOT_A_PERIOD, text) from error


def _count(text: str) -> int:
    try:
        count = read_whole(text)
    except NotANumber as error:
        raise UnreadableResult(ResultFaultKind.NOT_A_COUNT, text) from error
    if not 1 <= count <= MOST_RESPONDENTS:
        raise UnreadableResult(ResultFaultKind.NOT_A_COUNT, text)
    return count


def _decimal(text: str, *, lowest: int, highest: int, kind: ResultFaultKind) -> Decimal:
    """Return a number with a point or a comma, to four decimals; both ends are inclusive."""
    try:
        value = read_decimal(text).quantize(STEP, ROUND_HALF_UP)
    except (NotANumber, InvalidOperation) as error:
        raise UnreadableResult(kind, text) from error
    if not lowest <= value <= highest:
        raise UnreadableResult(kind, text)
    return value


def _source(text: str) -> str:
    source = composed_name(text)
    if hides_something(source) or len(source) > SOURCE_LENGTH:
        raise UnreadableResult(ResultFaultKind.NOT_A_SOURCE, str(SOURCE_LENGTH))
    return source


_ikm = partial(_decimal, lowest=LOWEST_IKM, highest=HIGHEST_IKM, kind=ResultFaultKind.NOT_AN_IKM)
_nrr = partial(
    _decimal, lowest=LOWEST_LEVEL, highest=HIGHEST_LEVEL, kind=ResultFaultKind.NOT_AN_NRR
)
_READERS: Mapping[str, Callable[[str], Any]] = {
    "period": _span,
    "n": _count,
    "ikm": _ikm,
    "source": _source,
    **dict.fromkeys(ELEMENTS, _nrr),
}
