"""A plan in the official form, one person a sheet: its results, expectations and annex."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.evaluation.official.domain import (
    EXPECTATION,
    FilePlace,
    OfficialIndicator,
    OfficialPlan,
    OfficialResult,
    appendix_of,
    aspect_of,
    group_of,
    key,
    said,
    text_key,
    value_of,
)
from portal.evaluation.official.forms_known import Form, is_head_row
from portal.evaluation.official.heads import people_of, period_of
from portal.evaluation.plans.domain import AppendixKind, Approach, BehaviourValue
from portal.evaluation.rules.planning import ResultKind
from portal.storage.spreadsheets.table import Grid, GridRow

_QUALITATIVE = frozenset({Form.PLAN_QUAL_STAFF, Form.PLAN_QUAL_HEAD})
_ENDS = ("PERILAKUKERJA", "RATINGHASILKERJA")
_SIGNATURES = ("PEGAWAIYANGDINILAI", "PEJABATPENILAIKINERJA", "RATINGPERILAKU")
_ASSIGNED, _MEASURES = "(PENUGASANDARI", "UKURANKEBERHASILAN"


def plan_on(grid: Grid, form: Form) -> OfficialPlan:
    """Return the plan on a sheet of a plan's form; its staff number is as it was written."""
    person, _appraiser = people_of(grid)
    starts_on, ends_on = period_of(grid) or (None, None)
    is_qualitative = form in _QUALITATIVE
    results = _blocks(grid) if is_qualitative else _table(grid)
    return OfficialPlan(
        FilePlace(grid.rows[0].line if grid.rows else 1, grid.sheet),
        person.number,
        person.name,
        starts_on,
        ends_on,
        Approach.QUALITATIVE if is_qualitative else Approach.QUANTITATIVE,
        results=tuple(results),
        expectations=_expectations(grid.rows),
    )


def annex_on(grid: Grid) -> Mapping[AppendixKind, str]:
    """Return the parts of an annex: the lines of each in one text; empty parts are left out."""
    found: dict[AppendixKind, list[str]] = {}
    kind: AppendixKind | None = None
    for row in grid.rows:
        texts = [cell for cell in row.cells if cell]
        section = appendix_of(texts[0]) if texts else None
        if section is not None:
            kind = section
            found[kind] = []
        elif kind is not None and _ends_annex(row):
            break
        elif kind is not None and texts:
            words = [each for each in texts if not each.strip(".").isdecimal()]
            found[kind] += filter(None, map(said, words))
    return {kind: "\n".join(lines) for kind, lines in found.items() if lines}


def annex_number(grid: Grid) -> str:
    """Return whose annex it is: the number under the first signature, empty without one."""
    for row in grid.rows:
        for cell in row.cells:
            plain = cell.strip()
            if plain.upper().startswith("NIP"):
                return plain[3:].lstrip(" .:")
    return ""


def _ends_annex(row: GridRow) -> bool:
    is_place_and_day = len(row.cells) > 1 and not row.cells[0] and _is_dated(row.cells[-1])
    return is_place_and_day or any(key(cell).startswith(_SIGNATURES) for cell in row.cells)


def _is_dated(text: str) -> bool:
    place, comma, day = text.rpartition(",")
    return bool(comma and place) and day.strip()[:1].isdecimal() and day.strip()[-4:].isdecimal()


@dataclass
class _Open:
    """A result that is being read."""

    result: OfficialResult
    indicators: list[OfficialIndicator] = field(default_factory=list)

    def done(self) -> OfficialResult:
        return replace(self.result, indicators=tuple(self.indicators))


def _table(grid: Grid) -> list[OfficialResult]:
    """Read the table of the quantitative approach: one or more lines a result."""
    head = next((row for row in grid.rows if is_head_row(row)), None)
    if head is None:
        return []
    reader = _TableReader(grid, _columns(head))
    for at, row in enumerate(_results_part(grid.rows, after=head.line)):
        if at > 0 or not _is_numbering(row):
            reader.read(row)
    return [each.done() for each in reader.found]


class _TableReader:
    def __init__(self, grid: Grid, columns: Mapping[str, int]) -> None:
        self.found: list[_Open] = []
        self._grid, self._columns = grid, columns
        self._kind, self._number = ResultKind.MAIN, ""

    def read(self, row: GridRow) -> None:
        """Take one line: of a group, of a new result, or of the result above."""
        group = _group(row)
        if group is not None:
            self._kind, self._number = group, ""
            return
        cells = {name: _cell(row, at) for name, at in self._columns.items()}
        text, number = said(cells.get("result", "")), row.cells[0].strip(" .")
        if text and self._is_new(text, number):
            serves = said(_shown(self._grid, row, at=self._columns.get("serves"))) or None
            result = OfficialResult(text, self._kind, serves=serves, line=row.line)
            self.found.append(_Open(result))
            self._number = number
        indicator = said(cells.get("indicator", ""))
        if self.found and indicator:
            target = " ".join(filter(None, (said(cells.get("target", "")), cells.get("unit", ""))))
            aspect = aspect_of(cells.get("aspect", ""))
            self.found[-1].indicators.append(
                OfficialIndicator(indicator, target, aspect, line=row.line)
            )

    def _is_new(self, text: str, number: str) -> bool:
        if not self.found or text_key(text) != text_key(self.found[-1].result.text):
            return True
        return bool(number) and number != self._number


def _blocks(grid: Grid) -> list[OfficialResult]:
    """Read the numbered blocks of the qualitative approach: result, who assigned it, measures."""
    reader = _BlockReader()
    for text, is_new in _block_lines(grid):
        reader.read(text, is_new=is_new)
    return [each.done() for each in reader.found]


class _BlockReader:
    def __init__(self) -> None:
        self.found: list[_Open] = []
        self._kind, self._is_measures = ResultKind.MAIN, False

    def read(self, text: str, *, is_new: bool) -> None:
        """Take one line; ``is_new`` where a number stands before it."""
        group = group_of(text)
        if group is not None:
            self._kind = group
        elif is_new or not self.found:
            self.found.append(_Open(OfficialResult(text, self._kind)))
            self._is_measures = False
        elif key(text).startswith(_MEASURES):
            self._is_measures = True
        else:
            self._read_inside(text, self.found[-1])

    def _read_inside(self, text: str, current: _Open) -> None:
        if text.upper().replace(" ", "").startswith(_ASSIGNED):
            leader = text.partition(":")[2].rstrip(") ").strip()
            current.result = replace(current.result, assigned_by=leader)
        elif self._is_measures:
            current.indicators.append(OfficialIndicator(_without_bullet(text)))
        else:
            current.result = replace(current.result, text=f"{current.result.text} {text}")


def _block_lines(grid: Grid) -> Iterator[tuple[str, bool]]:
    """Return each line of the blocks, and whether a numbered one begins with it."""
    start = next((row.line for row in grid.rows if _first_key(row) == "HASILKERJA"), 0)
    for row in _results_part(grid.rows, after=start):
        texts = [cell for cell in row.cells if said(cell)]
        is_new = len(texts) > 1 and texts[0].strip(". ").isdecimal()
        for text in texts[1:] if is_new else texts:
            for line in filter(None, map(said, text.splitlines())):
                yield line, is_new
                is_new = False


def _results_part(rows: Sequence[GridRow], *, after: int) -> Iterator[GridRow]:
    for row in rows:
        if row.line <= after or row.is_hidden:
            continue
        if _first_key(row).startswith(_ENDS):
            return
        if any(said(cell) for cell in row.cells):
            yield row


def _columns(head: GridRow) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(head.cells):
        word = key(cell)
        name = {"ASPEK": "aspect", "SATUAN": "unit", "TARGET": "target"}.get(word)
        if "INTERVENSI" in word:
            name = "serves"
        elif word.startswith(("RENCANAHASILK", "HASILKERJA")):
            name = "result"
        elif word.startswith("INDIKATOR"):
            name = "indicator"
        if name:
            found.setdefault(name, at)
    return found


def _expectations(rows: Sequence[GridRow]) -> dict[BehaviourValue, str]:
    found: dict[BehaviourValue, str] = {}
    value, column, is_inside = None, None, False
    for row in rows:
        if _first_key(row).startswith("PERILAKUKERJA"):
            is_inside = True
        if not is_inside:
            continue
        if any(key(cell).startswith(_SIGNATURES) for cell in row.cells if cell):
            break
        heads = [at for at, cell in enumerate(row.cells) if key(cell) == key(EXPECTATION)]
        named = [each for each in map(value_of, row.cells) if each]
        value = named[0] if named else value
        if heads and not named and any(key(cell) == "NO" for cell in row.cells):
            column = heads[0]
            continue
        text = _expectation(row, column)
        if value is not None and text:
            found.setdefault(value, text)
    return found


def _expectation(row: GridRow, column: int | None) -> str:
    for cell in row.cells:
        head, colon, text = cell.partition(":")
        if colon and key(head) == key(EXPECTATION):
            return said(text)
    return said(_cell(row, column)) if column is not None else ""


def _group(row: GridRow) -> ResultKind | None:
    texts = [cell for cell in row.cells if cell]
    is_line = 1 <= len(texts) <= 2 and bool(row.cells[0])
    return group_of(" ".join(texts)) if is_line else None


def _shown(grid: Grid, row: GridRow, *, at: int | None) -> str:
    """Return a cell's text, or that of the merged cells which it is a part of."""
    if at is None or _cell(row, at):
        return _cell(row, at)
    for each in grid.merged:
        if each.first_index == at and each.covers_line(row.line):
            top = next((other for other in grid.rows if other.line == each.first_line), row)
            return _cell(top, at)
    return ""


def _cell(row: GridRow, at: int | None) -> str:
    return row.cells[at] if at is not None and at < len(row.cells) else ""


def _first_key(row: GridRow) -> str:
    return key(next((cell for cell in row.cells if cell), ""))


def _is_numbering(row: GridRow) -> bool:
    texts = [cell.strip() for cell in row.cells if cell]
    return len(texts) > 1 and all(
        each.startswith("(") and each.strip("()").isdecimal() for each in texts
    )


def _without_bullet(text: str) -> str:
    bare = text.lstrip("-*\u2022\u25aa ").strip()
    head, dot, rest = bare.partition(" ")
    return rest.strip() if dot and head.rstrip(".)").isdecimal() and head[-1] in ".)" else bare
