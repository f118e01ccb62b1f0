"""The columns of an organisation file: which record uses which, and how a row becomes one."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from typing import Any

from portal.organisation.places.catalogue import RecordKind
from portal.organisation.records.cells import (
    BADGE_NAME_LENGTH,
    BADGE_NUMBER_LENGTH,
    ELEMENTS_IN_WORDS,
    UnreadableCell,
    read_category,
    read_code,
    read_codes,
    read_date,
    read_elements,
    read_hours,
    read_name,
    read_place_name,
    read_staff_number,
    written,
)
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.record_types import RECORD_TYPES, Record
from portal.storage.spreadsheets.table import ExplainedColumn, RowFault, heading_key

Reader = Callable[[str], Any]
KIND = "kind"
READERS: Mapping[str, Reader] = {
    "code": read_code,
    "name": read_place_name,
    "category": read_category,
    "agency": read_code,
    "unit": read_code,
    "services": read_codes,
    "left_out": read_elements,
    "hours": read_hours,
    "badge_name": partial(read_name, longest=BADGE_NAME_LENGTH),
    "badge_number": partial(read_name, longest=BADGE_NUMBER_LENGTH),
    "officer": read_staff_number,
    "desk": read_code,
    "starts_on": read_date,
    "ends_on": read_date,
    "retired_on": read_date,
    "successor": read_code,
}
COLUMNS: tuple[str, ...] = (KIND, *READERS)
# The Indonesian heading of each column and what it holds; the keys are what exports write.
_COLUMNS: Mapping[str, tuple[str, ExplainedColumn]] = {
    "kind": (
        "JENIS",
        ExplainedColumn("instansi, unit, layanan, loket, petugas, atau penempatan", "loket"),
    ),
    "code": (
        "KODE",
        ExplainedColumn(
            "huruf kecil, angka, tanda hubung; untuk petugas: NIP. Tidak pernah berubah",
            "dukcapil-1",
        ),
    ),
    "name": ("NAMA", ExplainedColumn("paling panjang 160 huruf", "Loket 1 - Informasi")),
    "category": (
        "KATEGORI",
        ExplainedColumn(
            "hanya instansi: dinas, badan, rumah sakit, puskesmas, kecamatan, atau lainnya", "dinas"
        ),
    ),
    "agency": ("KODE INSTANSI", ExplainedColumn("unit, layanan, loket: milik siapa", "dukcapil")),
    "unit": ("KODE UNIT", ExplainedColumn("hanya loket, bila ada unitnya", "kel-cempaka")),
    "services": (
        "KODE LAYANAN",
        ExplainedColumn("hanya loket: kode layanannya, dipisah spasi", "ktp-el akta-lahir"),
    ),
    "left_out": (
        "UNSUR TIDAK DITANYAKAN",
        ExplainedColumn(f"hanya layanan: {ELEMENTS_IN_WORDS}", "biaya"),
    ),
    "hours": (
        "JAM LAYANAN",
        ExplainedColumn("hanya loket; Senin adalah 1", "1-4=07:30-16:00 5=07:30-11:30"),
    ),
    "badge_name": ("NAMA LENCANA", ExplainedColumn("hanya petugas", "Sari")),
    "badge_number": ("NOMOR LENCANA", ExplainedColumn("hanya petugas", "12")),
    "officer": ("NIP PETUGAS", ExplainedColumn("hanya penempatan", "199001012020011001")),
    "desk": ("KODE LOKET", ExplainedColumn("hanya penempatan", "dukcapil-1")),
    "starts_on": ("MULAI", ExplainedColumn("hanya penempatan: hari pertama", "2026-11-02")),
    "ends_on": ("SAMPAI", ExplainedColumn("hanya penempatan; kosong selama masih berjalan", "")),
    "retired_on": (
        "TIDAK ADA LAGI SEJAK",
        ExplainedColumn("hari pertama tanpa tempat atau petugas ini; biasanya kosong", ""),
    ),
    "successor": ("KODE PENGGANTI", ExplainedColumn("yang menggantikannya; biasanya kosong", "")),
}
MEANINGS: Mapping[str, str] = {
    heading_key(heading): name for name, (heading, _) in _COLUMNS.items()
}
EXPLAINED: Mapping[str, ExplainedColumn] = dict(_COLUMNS.values())
_KINDS = {
    "instansi": RecordKind.AGENCY,
    "layanan": RecordKind.SERVICE,
    "loket": RecordKind.DESK,
    "petugas": RecordKind.OFFICER,
    "penempatan": RecordKind.POSTING,
}
_KEYS: Mapping[RecordKind, tuple[str, ...]] = {
    **dict.fromkeys(RecordKind, ("code",)),
    RecordKind.POSTING: ("officer", "desk", "starts_on"),
}


def columns_of(kind: RecordKind) -> tuple[str, ...]:
    """Return the columns a kind of record may fill, in the file's order."""
    own = {field.name for field in fields(RECORD_TYPES[kind])}
    return tuple(column for column in READERS if column in own)


def record_of_row(cells: Mapping[str, str], *, line: int) -> Record | list[RowFault]:
    """Return the record a row stands for, or everything that is wrong with the row.

    :param cells: stripped texts by column; an absent or empty one leaves things as they are.
    :param line: the row's line in its file, for the faults.
    """
    kind = kind_key(cells.get(KIND, ""))
    if kind not in set(RecordKind):
        return [RowFault(line, KIND, FaultKind.UNKNOWN_KIND, kind)]
    return _record(RecordKind(kind), cells, line=line)


def _record(kind: RecordKind, cells: Mapping[str, str], *, line: int) -> Record | list[RowFault]:
    faults: list[RowFault] = []
    values: dict[str, Any] = {}
    used = columns_of(kind)
    for column, reader in READERS.items():
        text = cells.get(column, "")
        if not text:
            if column in _KEYS[kind]:
                faults.append(RowFault(line, column, FaultKind.MISSING_VALUE))
        elif column not in used:
            faults.append(RowFault(line, column, FaultKind.NOT_FOR_KIND, kind))
        else:
            try:
                values[column] = _reader(kind, column, default=reader)(text)
            except UnreadableCell as error:
                faults.append(RowFault(line, column, error.kind, error.detail))
    return faults or RECORD_TYPES[kind](**values)


def _reader(kind: RecordKind, column: str, *, default: Reader) -> Reader:
    """Return how to read a column; an officer's code is a staff number, their name is any."""
    own = {"code": read_staff_number, "name": read_name} if kind is RecordKind.OFFICER else {}
    return own.get(column, default)


def row_of_record(record: Record) -> tuple[str, ...]:
    """Return the cells of a record in the order of ``COLUMNS``."""
    own = columns_of(record.kind)
    return (
        str(record.kind),
        *(written(getattr(record, column)) if column in own else "" for column in READERS),
    )


def kind_key(text: str) -> str:
    """Return the key of a kind of record, in either language; another text as it is."""
    plain = text.casefold()
    return _KINDS.get(plain, plain)
