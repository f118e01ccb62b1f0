"""Files of agencies' main indicators (IKU): columns, how a row is read, what a file would add."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any

from portal.organisation.agency_results.domain import RecordedIndicator, Term
from portal.organisation.agency_results.service import RecordIndicator
from portal.organisation.records.cells import UnreadableCell, read_count, read_name
from portal.organisation.records.faults import FaultKind
from portal.storage.spreadsheets.numbers import NotANumber, read_decimal
from portal.storage.spreadsheets.reading import read_rows, read_table
from portal.storage.spreadsheets.table import (
    Columns,
    ExplainedColumn,
    RowFault,
    TableRow,
    UnreadableTable,
    heading_key,
)

# What the columns hold: 14 digits before the decimal point, four behind.
MOST = Decimal(10) ** 14
DECIMALS = 4
LONGEST_NAME, LONGEST_UNIT = 300, 60
# The headings that are written, in the order of the file.
HEADINGS: Mapping[str, str] = {
    "agency": "KODE INSTANSI",
    "year": "TAHUN",
    "quarter": "TRIWULAN",
    "name": "INDIKATOR KINERJA UTAMA",
    "unit": "SATUAN",
    "target": "TARGET",
    "realisation": "REALISASI",
}
# What each column holds, above the headings of the template.
EXPLAINED: Mapping[str, ExplainedColumn] = {
    HEADINGS[name]: ExplainedColumn(holds, example)
    for name, holds, example in (
        ("agency", "kode instansi", "dukcapil"),
        ("year", "empat angka", "2026"),
        ("quarter", "I sampai IV; kosong berarti setahun penuh", "III"),
        ("name", "seperti dalam perjanjian kinerja", "Persentase KTP-el selesai sehari"),
        ("unit", "satuan ukurnya", "persen"),
        ("target", "angka", "95"),
        ("realisation", "angka; kosong berarti belum dilaporkan", "93,5"),
    )
}
_OTHERS: Mapping[str, tuple[str, ...]] = {
    "agency": ("INSTANSI", "PERANGKAT DAERAH"),
    "quarter": ("PERIODE", "TW"),
    "name": ("IKU", "INDIKATOR", "INDIKATOR KINERJA"),
    "realisation": ("CAPAIAN",),
}
COLUMNS = Columns(
    tuple(HEADINGS),
    required=("agency", "year", "name", "unit", "target"),
    meanings={
        heading_key(heading): name
        for name, first in HEADINGS.items()
        for heading in (first, *_OTHERS.get(name, ()))
    },
)
Key = tuple[int, Term, str]
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


class IndicatorFault(StrEnum):
    """Why a row of indicators is refused."""

    UNKNOWN_AGENCY = "unknown_agency"
    NOT_A_QUARTER = "not_a_quarter"
    NOT_AN_AMOUNT = "not_an_amount"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A row that could be read; ``agency`` is the code that it names."""

    line: int
    agency: str
    term: Term
    name: str
    unit: str
    target: Decimal
    realisation: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IndicatorFile:
    """The rows of a file that could be read, and what is wrong with the others."""

    rows: tuple[IndicatorRow, ...]
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True)
class IndicatorPlan:
    """What a file would record; entries that follow one that counts stand among ``new``.

    :ivar followed: how many of them follow an entry that says something else.
    :ivar unchanged: rows that say what counts already.
    :ivar names: of agencies, by number.
    """

    new: tuple[RecordIndicator, ...] = ()
    followed: int = 0
    unchanged: int = 0
    faults: tuple[RowFault, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)


def read_indicator_file(content: bytes) -> IndicatorFile:
    """Return the rows of a file (CSV, TSV or .xlsx); call it before a transaction is begun."""
    try:
        table = read_table(content, COLUMNS)
    except UnreadableTable as error:
        return IndicatorFile((), (error.fault,))
    rows, faults = read_rows(table, _row)
    return IndicatorFile(tuple(rows), tuple(faults))


def plan_indicators(
    file: IndicatorFile,
    *,
    agencies: Mapping[str, int],
    names: Mapping[int, str],
    recorded: Iterable[RecordedIndicator],
) -> IndicatorPlan:
    """Return what a file would record; a wrong row does not stop the others.

    :param agencies: numbers by code.
    :param names: of agencies, by number.
    :param recorded: entries of any agencies; those that a later one replaced do not matter.
    """
    held = {_key(each): _said(each) for each in recorded if each.counts}
    new: dict[Key, RecordIndicator] = {}
    faults, unchanged = list(file.faults), 0
    for row in file.rows:
        agency_id = agencies.get(row.agency)
        if agency_id is None:
            fault = RowFault(row.line, "agency", IndicatorFault.UNKNOWN_AGENCY, row.agency)
            faults.append(fault)
            continue
        entry = RecordIndicator(
            agency_id, row.term, row.name, row.unit, row.target, row.realisation
        )
        if _key(entry) in new:
            faults.append(RowFault(row.line, "name", IndicatorFault.TWICE, row.name))
        elif held.get(_key(entry)) == _said(entry):
            unchanged += 1
        else:
            new[_key(entry)] = entry
    followed = len(new.keys() & held.keys())
    return IndicatorPlan(tuple(new.values()), followed, unchanged, tuple(faults), names)


def _key(entry: RecordIndicator | RecordedIndicator) -> Key:
    """Return of what an entry is; a later one of the same replaces it."""
    return entry.agency_id, entry.term, entry.name.casefold()


def _said(entry: RecordIndicator | RecordedIndicator) -> tuple[object, ...]:
    return entry.unit, entry.target, entry.realisation


def indicator_cells(
    recorded: Iterable[RecordedIndicator], *, codes: Mapping[int, str]
) -> list[tuple[str, ...]]:
    """Return what counts the way the import reads it, of agencies that have a code."""
    return [
        (
            codes[each.agency_id],
            str(each.term.year),
            "" if each.term.quarter is None else str(each.term.quarter),
            each.name,
            each.unit,
            f"{each.target.normalize():f}",
            "" if each.realisation is None else f"{each.realisation.normalize():f}",
        )
        for each in recorded
        if each.counts and each.agency_id in codes
    ]


def _row(row: TableRow) -> IndicatorRow | list[RowFault]:
    values: dict[str, Any] = {}
    faults: list[RowFault] = []
    for name, reader in _READERS.items():
        text = row.cells.get(name, "").strip()
        if text in {"", "-"}:
            if name in COLUMNS.required:
                faults.append(RowFault(row.line, name, FaultKind.MISSING_VALUE))
            continue
        try:
            values[name] = reader(text)
        except UnreadableCell as error:
            faults.append(RowFault(row.line, name, error.kind, error.detail))
        except NotANumber:
            faults.append(RowFault(row.line, name, IndicatorFault.NOT_AN_AMOUNT, text))
        except KeyError:
            faults.append(RowFault(row.line, name, IndicatorFault.NOT_A_QUARTER, text))
    if faults:
        return faults
    term = Term(values.pop("year"), values.pop("quarter", None))
    return IndicatorRow(row.line, term=term, **values)


def read_kept_amount(text: str) -> Decimal:
    """Return a number as the tables hold it, with at most four decimals.

    :raises NotANumber: for anything else.
    """
    value = read_decimal(text)
    if value >= MOST or value != round(value, DECIMALS):
        raise NotANumber(text)
    return value


def _quarter(text: str) -> int | None:
    plain = text.casefold().removeprefix("triwulan").removeprefix("tw").strip()
    return None if plain in {"tahun", "setahun", "tahunan"} else _QUARTERS[plain]


_READERS: Mapping[str, Callable[[str], Any]] = {
    "agency": str.casefold,
    "year": partial(read_count, least=2000, most=2999),
    "quarter": _quarter,
    "name": partial(read_name, longest=LONGEST_NAME),
    "unit": partial(read_name, longest=LONGEST_UNIT),
    "target": read_kept_amount,
    "realisation": read_kept_amount,
}
