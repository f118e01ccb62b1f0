"""The evaluation of a quarter or a year read from its official form: what it says, as it says it.

It proves that an export loses nothing. What was reached comes in through
``official_realisations`` as a draft; answers and ratings never do: people give them here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.evaluation.official.domain import NOTHING, OfficialPlan, key, said, value_of
from portal.evaluation.official.forms_known import Form, is_head_row
from portal.evaluation.official.plan_sheets import plan_on
from portal.evaluation.official_forms.evaluation_layout import QUARTERS, PeriodValues
from portal.evaluation.plans.domain import BehaviourValue
from portal.storage.spreadsheets.table import Grid, GridRow

_REALISED, _FEEDBACK, _INDICATOR = "REALISASI", "UMPANBALIK", "INDIKATOR"
_END = "RATINGHASILKERJA"


@dataclass(frozen=True, slots=True)
class ReadEvaluation:
    """A form of an evaluation: the plan in it, and what stands beside the plan.

    :ivar values: words as they stand, levels and predicates in capitals.
    """

    plan: OfficialPlan
    values: PeriodValues


def evaluation_on(grid: Grid) -> ReadEvaluation:
    """Return what a sheet of the form *evaluasi kinerja pegawai* says."""
    plan = plan_on(grid, Form.PERIODIC)
    cells = iter(list(_cells(grid.rows)))
    realised = tuple(
        tuple(next(cells, ("", "")) for _ in result.indicators) for result in plan.results
    )
    lines = _lines(grid.rows)
    values = PeriodValues(
        _quarter(lines.get("PERIODE", "")),
        lines.get("CAPAIANKINERJAORGANISASI", ""),
        realised,
        _behaviour(grid.rows),
        lines.get("RATINGHASILKERJA", ""),
        lines.get("RATINGPERILAKUKERJA", ""),
        lines.get("PREDIKATKINERJAPEGAWAI", ""),
    )
    return ReadEvaluation(plan, values)


def _cells(rows: Sequence[GridRow]) -> Iterator[tuple[str, str]]:
    """Give realisation and feedback of each line that names an indicator."""
    columns: Mapping[str, int] = {}
    for row in rows:
        if is_head_row(row):
            columns = _columns(row)
        elif columns and key(row.cells[0]).startswith(_END):
            return
        elif columns and said(_cell(row, columns[_INDICATOR])) and not _is_numbering(row):
            yield _text(row, columns.get(_REALISED)), _text(row, columns.get(_FEEDBACK))


def _columns(head: GridRow) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(head.cells):
        for word in (_REALISED, _FEEDBACK, _INDICATOR):
            if key(cell).startswith(word):
                found.setdefault(word, at)
    return found


def _behaviour(rows: Sequence[GridRow]) -> Mapping[BehaviourValue, str]:
    found: dict[BehaviourValue, str] = {}
    for row in rows:
        value = next((each for each in map(value_of, row.cells) if each), None)
        text = _text(row, len(row.cells) - 1) if value is not None else ""
        if value is not None and text:
            found[value] = text
    return found


def _lines(rows: Sequence[GridRow]) -> Mapping[str, str]:
    """Return what stands behind the colon of each line over the full width, by its words."""
    found: dict[str, str] = {}
    for row in rows:
        texts = [cell for cell in row.cells if cell]
        word, colon, text = texts[0].partition(":") if len(texts) == 1 else ("", "", "")
        if colon:
            found.setdefault(key(word), said(text))
    return found


def _quarter(period: str) -> int | None:
    word = period.upper().removeprefix("TRIWULAN").removeprefix("PERIODE").strip()
    if word in QUARTERS:
        return QUARTERS.index(word) + 1
    return int(word) if word.isdecimal() else None


def _cell(row: GridRow, at: int | None) -> str:
    return row.cells[at] if at is not None and at < len(row.cells) else ""


def _text(row: GridRow, at: int | None) -> str:
    """Return what a person wrote, as it stands; the sign for nothing is no text."""
    text = _cell(row, at).strip()
    return "" if text == NOTHING else text


def _is_numbering(row: GridRow) -> bool:
    return row.cells[0].strip() == "(1)"
