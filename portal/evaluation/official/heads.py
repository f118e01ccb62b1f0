"""Blocks above and below a form: its period, and the two people by their labels."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from portal.evaluation.official.domain import OfficialPerson, key, said
from portal.evaluation.official.spans import NotADay, read_span
from portal.storage.spreadsheets.table import Grid, GridRow

_LABELS: Mapping[str, str] = {
    "NAMA": "name",
    "NIP": "number",
    "NIPPPK": "number",
    "NIPNIPPPK": "number",
    "NRP": "number",
    "PANGKATGOLRUANG": "rank",
    "PANGKATGOL": "rank",
    "PANGKAT": "rank",
    "JABATAN": "post",
    "PEKERJAAN": "post",
    "UNITKERJA": "unit",
    "INSTANSI": "unit",
}
_BLOCKS = ("PEGAWAIYANGDINILAI", "PEGAWAIPENILAI", "PEJABATPENILAI", "ATASANPENILAI")


def period_of(grid: Grid) -> tuple[date, date] | None:
    """Return the first and last day that stand above the table, or None where none is read."""
    for row in grid.rows:
        for cell in row.cells:
            if "PERIODEPENILAIAN" in key(cell):
                try:
                    return read_span(cell)
                except NotADay:
                    return None
    return None


def people_of(grid: Grid) -> tuple[OfficialPerson, OfficialPerson]:
    """Return who is appraised and who appraises; the right block is the appraiser's."""
    left: dict[str, str] = {}
    right: dict[str, str] = {}
    for row in _block(grid.rows):
        labels = [at for at, cell in enumerate(row.cells) if key(cell) in _LABELS]
        if not labels:
            continue
        middle = labels[1] if len(labels) > 1 else len(row.cells)
        for at, into, end in (
            (labels[0], left, middle),
            *((each, right, None) for each in labels[1:2]),
        ):
            value = _value(row.cells[at + 1 : end])
            into.setdefault(_LABELS[key(row.cells[at])], value)
    return OfficialPerson(**left), OfficialPerson(**right)


def _block(rows: Sequence[GridRow]) -> Iterator[GridRow]:
    """Return the rows from the heads of the two blocks to the results."""
    is_inside = False
    for row in rows:
        keys = [key(cell) for cell in row.cells if cell]
        if any(each.startswith(_BLOCKS) for each in keys):
            if is_inside and not any(each in _LABELS for each in keys):
                return
            is_inside = True
        elif is_inside and keys and keys[0].startswith(("HASILKERJA", "CAPAIANKINERJA")):
            return
        elif is_inside:
            yield row


def _value(cells: Sequence[str]) -> str:
    """Return the first text of a block that is not the number of the next block's line."""
    texts = [said(cell) for cell in cells if cell and cell != ":"]
    found = next((each for each in texts if each), "")
    return "" if len(found) == 1 and found.isdecimal() else found
