"""*Evaluasi kinerja pegawai* of a quarter, one person a sheet: what its column of reach says."""

from collections.abc import Iterator, Mapping, Sequence

from portal.evaluation.official.domain import NOTHING, FilePlace, OfficialFault, key, said
from portal.evaluation.official.forms_known import OLDER, Form, form_of
from portal.evaluation.official.heads import people_of, period_of
from portal.evaluation.official.plan_sheets import plan_on
from portal.evaluation.official.staff_numbers import staff_number
from portal.evaluation.official_forms.plan_layout import MEASURES
from portal.evaluation.official_realisations.domain import ReachedFile, ReachedLine, quarter_in
from portal.storage.spreadsheets.table import Grid, GridRow, RowFault, Sheets

# The dokumen evaluasi stands beside each evaluation and says nothing of what was reached.
_BESIDE = frozenset({Form.DOCUMENT, Form.PLAN_QUANT_STAFF, Form.PLAN_QUANT_HEAD, Form.ANNEX})
_REALISED, _RESULTS, _END = "REALISASI", "HASILKERJA", "RATINGHASILKERJA"
Said = tuple[int, str, str, str]


def reached_on_sheets(sheets: Sheets) -> ReachedFile:
    """Return what the sheets say was reached; hidden ones and other forms are named, not read."""
    lines: list[ReachedLine] = []
    faults = [RowFault(0, "", OfficialFault.HIDDEN_SHEET, sheet=name) for name in sheets.hidden]
    for grid in sheets.grids:
        form = form_of(grid) if grid.rows else Form.DOCUMENT
        if form is Form.PERIODIC:
            found = _read(grid)
            lines += found.lines
            faults += found.faults
        elif form not in _BESIDE:
            faults.append(_fault(grid, _other(form), detail=form or ""))
    return ReachedFile(tuple(lines), tuple(sorted(faults)))


def _other(form: Form | None) -> OfficialFault:
    if form is None:
        return OfficialFault.UNKNOWN_FORM
    return OfficialFault.OLDER_FORM if form in OLDER else OfficialFault.OTHER_FORM


def _read(grid: Grid) -> ReachedFile:
    person, _ = people_of(grid)
    number, kind = staff_number(person.number)
    name, span = person.name or person.number, period_of(grid)
    period = _period_word(grid.rows)
    quarter = quarter_in(period)
    faults = [_fault(grid, kind, detail=name)] if kind is not None else []
    if span is None:
        faults.append(_fault(grid, OfficialFault.PERIOD_UNREADABLE, detail=name))
    if quarter is None:
        faults.append(_fault(grid, OfficialFault.NOT_A_QUARTER, detail=period))
    said_of = list(_said(grid))
    if not said_of:
        faults.append(_fault(grid, OfficialFault.NO_RESULTS, detail=name))
    if faults or quarter is None:
        return ReachedFile(faults=tuple(faults))
    return ReachedFile(
        tuple(
            ReachedLine(
                FilePlace(line, grid.sheet),
                number,
                quarter,
                result,
                indicator,
                cell,
                span=span,
                is_form=True,
            )
            for line, result, indicator, cell in said_of
        )
    )


def _said(grid: Grid) -> Iterator[Said]:
    """Give line, result, indicator and cell of everything that was to be reached."""
    head = next((row for row in grid.rows if _column_of(row) is not None), None)
    if head is None:
        return
    column = _column_of(head) or 0
    texts = {row.line: _cell(row, column) for row in grid.rows if row.line > head.line}
    results = plan_on(grid, Form.PERIODIC).results
    if results:
        for result in results:
            for each in result.indicators:
                yield each.line, result.text, each.text, texts.get(each.line, "")
    else:
        yield from _blocks(grid.rows, texts, after=head.line)


def _blocks(rows: Sequence[GridRow], texts: Mapping[int, str], *, after: int) -> Iterator[Said]:
    """Give the same of the qualitative approach: a numbered result with its measures below."""
    result = ""
    for row in rows:
        if row.line <= after or row.is_hidden:
            continue
        if any(key(cell).startswith(_END) for cell in row.cells[:1]):
            return
        words = _cell(row, 1)
        before, measures, below = words.partition(MEASURES)
        if measures:
            result = " ".join(before.split())
        for line in (below if measures else words).splitlines():
            indicator = said(line).removeprefix("-").strip()
            if result and indicator:
                yield row.line, result, indicator, texts.get(row.line, "")


def _column_of(row: GridRow) -> int | None:
    """Return where a row that names the columns of results has that of what was reached."""
    keys = [key(cell) for cell in row.cells]
    if not any(each.startswith(("RENCANAHASILK", _RESULTS)) for each in keys):
        return None
    return next((at for at, each in enumerate(keys) if each.startswith(_REALISED)), None)


def _period_word(rows: Sequence[GridRow]) -> str:
    """Return what stands behind ``PERIODE:``; ``PERIODE PENILAIAN`` are the plan's days."""
    for row in rows:
        for cell in row.cells:
            head, colon, text = cell.partition(":")
            if colon and key(head) == "PERIODE":
                return said(text)
    return ""


def _cell(row: GridRow, at: int) -> str:
    text = row.cells[at].strip() if at < len(row.cells) else ""
    return "" if text == NOTHING else text


def _fault(grid: Grid, kind: OfficialFault, *, detail: str) -> RowFault:
    line = grid.rows[0].line if grid.rows else 0
    return RowFault(line, "", kind, detail, sheet=grid.sheet)
