"""Files of people and lines: their columns by the official names, and how a row is read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.organisation.people.domain import TITLE_LENGTH, PersonKind
from portal.organisation.people.reporting_lines import LineKind
from portal.organisation.people_pages.import_plan import ImportFault, StaffRow
from portal.organisation.people_pages.import_posts import PostCells
from portal.organisation.records.cells import (
    UnreadableCell,
    read_date,
    read_name,
    read_staff_number,
)
from portal.storage.spreadsheets.reading import read_rows, read_table
from portal.storage.spreadsheets.table import (
    IGNORED,
    Columns,
    ExplainedColumn,
    RowFault,
    Table,
    TableFaultKind,
    TableRow,
    UnreadableTable,
    heading_key,
)

# The headings that are written, in the order of the file.
HEADINGS: Mapping[str, str] = {
    "number": "NIP",
    "name": "NAMA",
    "kind": "JENIS PEGAWAI",
    "superior_number": "NIP ATASAN",
    "superior_name": "NAMA ATASAN",
    "line_kind": "JENIS",
    "starts_on": "TMT MULAI",
    "ends_on": "TMT SELESAI",
    "agency": "KODE INSTANSI",
    "unit": "KODE UNIT",
    "title": "JABATAN",
    "is_head": "MEMIMPIN",
    "post_starts_on": "TMT JABATAN",
    "post_ends_on": "JABATAN SAMPAI",
}
# What each column holds, above the headings of the template.
EXPLAINED: Mapping[str, ExplainedColumn] = {
    HEADINGS[name]: ExplainedColumn(holds, example)
    for name, holds, example in (
        ("number", "18 angka, atau nomor pegawai lain", "199001012020011001"),
        ("name", "nama lengkap", "Sari Contoh, S.Sos."),
        ("kind", "PNS, PPPK, atau bukan ASN", "PNS"),
        ("superior_number", "NIP pejabat penilainya", "198502022010012002"),
        ("superior_name", "hanya untuk orang yang belum tercatat", "Budi Contoh, M.Si."),
        ("line_kind", "definitif, Plt, atau Plh", "definitif"),
        ("starts_on", "hari pertama di bawah atasan ini", "2026-01-02"),
        ("ends_on", "hari terakhir; kosong selama berjalan", ""),
        ("agency", "kode instansi tempatnya bekerja", "dukcapil"),
        ("unit", "kode unit, bila ada", "kel-cempaka"),
        ("title", "jabatan", "Pengadministrasi Umum"),
        ("is_head", "ya bila memimpin instansi atau unit itu", "tidak"),
        ("post_starts_on", "hari pertama dalam jabatan ini", "2026-01-02"),
        ("post_ends_on", "hari terakhir; kosong selama berjalan", ""),
    )
}
_OTHERS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "NIP BARU",
        "NIP_BARU",
        "NIP/NIPPPK",
        "NIPPPK",
        "NI PPPK",
        "NIP NI PPPK",
        "NO INDUK PEGAWAI",
        "NIP NRP",
        "FORMATTED NIP",
    ),
    "name": ("NAMA PEGAWAI", "NAMA LENGKAP", "NAMA LENGKAP GELAR"),
    "kind": ("STATUS", "STATUS PEGAWAI", "JENIS ASN", "TIPE PEGAWAI", "JENIS PEGAWAI NAMA"),
    "superior_number": (
        "NIP_ATASAN",
        "NIP ATASAN LANGSUNG",
        "NIP PENILAI",
        "PEGAWAI ATASAN NIP",
        "PEGAWAI_ATASAN_NIP",
    ),
    "superior_name": ("ATASAN", "ATASAN LANGSUNG", "PEJABAT PENILAI", "PEGAWAI_ATASAN_NAMA"),
    "line_kind": ("SEBAGAI",),
    "starts_on": ("TMT ATASAN", "MULAI"),
    "ends_on": ("SAMPAI",),
    "title": ("JABATAN NAMA", "NAMA JABATAN", "JABATAN TERAKHIR"),
}
MEANINGS = {
    heading_key(heading): name
    for name, first in HEADINGS.items()
    for heading in (first, *_OTHERS.get(name, ()))
}
# The national *Laporan Penilaian SKP*: no other national file says who is whose superior.
SEEN_ON = "seen_on"
_REPORTED = {
    heading_key("WAKTU_DINILAI"): SEEN_ON,
    heading_key("PERIODE_AKHIR_SKP"): "span_ends_on",
    heading_key("IS_SKP_PLT_PLH_PJB"): "is_acting",
}
# What is no part of this import is passed over and never kept. The superior of the appraiser is
# another person than the superior.
_PASSED_OVER = (
    "ATASAN PEJABAT PENILAI,NIP ATASAN PENILAI,GOL,GOL RUANG,GOL/RUANG,PANGKAT/GOL,"
    "PANGKAT GOL RUANG,GOLONGAN RUANG AKHIR,UNIT,SATKER,SATUAN KERJA,OPD,SKPD,PERANGKAT DAERAH,"
    "INSTANSI,BIDANG,ID,PERIODE_AWAL_SKP,SKP_UNOR_ID,SKP_UNOR,SKP_UNOR_INDUK,SKP_JABATAN,"
    "SKP_JENIS_JABATAN,HASIL_KERJA,PERILAKU_KERJA,HASIL_AKHIR,PEGAWAI_ATASAN_ID,"
    "PEGAWAI_ATASAN_UNOR_ID,PEGAWAI_ATASAN_UNOR,PEGAWAI_ATASAN_JABATAN,PEGAWAI_ATASAN_GOLRU,"
    "PEGAWAI_PENILAI_ID,TAHUN_SKP,BULAN_SKP,SKP_ID,PERIODE_ID,SKP_PENILAIAN_ID,"
    "JABATAN ATASAN,UNIT KERJA,UNOR,GOLRU,PANGKAT,PNS ID,NIP LAMA,GELAR DEPAN,"
    "GELAR BELAKANG,TEMPAT LAHIR ID,TEMPAT LAHIR NAMA,TANGGAL LAHIR,JENIS KELAMIN,AGAMA ID,"
    "AGAMA NAMA,JENIS KAWIN ID,JENIS KAWIN NAMA,NIK,NOMOR HP,EMAIL,EMAIL GOV,ALAMAT,"
    "NPWP NOMOR,BPJS,JENIS PEGAWAI ID,KEDUDUKAN HUKUM ID,KEDUDUKAN HUKUM NAMA,"
    "STATUS CPNS PNS,KARTU ASN VIRTUAL,NOMOR SK CPNS,TANGGAL SK CPNS,TMT CPNS,NOMOR SK PNS,"
    "TANGGAL SK PNS,TMT PNS,GOL AWAL ID,GOL AWAL NAMA,GOL AKHIR ID,GOL AKHIR NAMA,"
    "TMT GOLONGAN,MK TAHUN,MK BULAN,JENIS JABATAN ID,JENIS JABATAN NAMA,JABATAN ID,"
    "TINGKAT PENDIDIKAN ID,TINGKAT PENDIDIKAN NAMA,PENDIDIKAN ID,"
    "PENDIDIKAN NAMA,TAHUN LULUS,KPKN ID,KPKN NAMA,LOKASI KERJA ID,LOKASI KERJA NAMA,UNOR ID,"
    "UNOR NAMA,INSTANSI INDUK ID,INSTANSI INDUK NAMA,INSTANSI KERJA ID,INSTANSI KERJA NAMA,"
    "SATUAN KERJA INDUK ID,SATUAN KERJA INDUK NAMA,SATUAN KERJA KERJA ID,"
    "SATUAN KERJA KERJA NAMA,IS VALID NIK,NAMA SEKOLAH,FLAG IKD,ESELON ID,ESELON NAMA"
)
COLUMNS = Columns(
    (*HEADINGS, *_REPORTED.values()),
    required=("number",),
    meanings={
        **MEANINGS,
        **_REPORTED,
        **{heading_key(heading): IGNORED for heading in _PASSED_OVER.split(",")},
    },
)
_KINDS = {"pns": PersonKind.PNS, "pppk": PersonKind.PPPK, "bukan asn": PersonKind.OTHER}
_LINE_KINDS = {
    "definitif": LineKind.DEFINITIVE,
    "plt": LineKind.ACTING,
    "plh": LineKind.DAILY_ACTING,
}
WRITTEN_KINDS: Mapping[str, str] = {"pns": "PNS", "pppk": "PPPK", "other": "Bukan ASN"}
WRITTEN_LINE_KINDS = {kind: text.capitalize() for text, kind in _LINE_KINDS.items()}
_YES = frozenset({"1", "TRUE", "YA"})
_DAY_FIRST = re.compile(r"(\d\d)-(\d\d)-(\d{4})")


@dataclass(frozen=True, slots=True)
class StaffFile:
    """The rows of a file that could be read, and what is wrong with the others.

    :ivar unread: headings that nobody knows; what stands below them is not kept.
    """

    rows: tuple[StaffRow, ...]
    faults: tuple[RowFault, ...]
    unread: tuple[str, ...] = ()


def read_staff_file(content: bytes, meanings: Mapping[str, str] | None = None) -> StaffFile:
    """Return the rows of a file (CSV, TSV or .xlsx); call it before a transaction is begun.

    :param meanings: the column of each own heading; it goes before what everybody's mean.
    """
    columns = replace(COLUMNS, meanings={**COLUMNS.meanings, **(meanings or {})})
    try:
        table = read_table(content, columns)
        unread = _unknown(table)
        if unread:
            others = {heading_key(each): IGNORED for each in unread}
            table = read_table(content, replace(columns, meanings={**columns.meanings, **others}))
    except UnreadableTable as error:
        return StaffFile((), (error.fault,))
    is_report = any(each.meaning == SEEN_ON for each in table.columns)
    rows, faults = read_rows(table, _reported if is_report else _row)
    own = [each for each in rows if not each.is_acting]
    if is_report:
        own.sort(key=lambda each: each.starts_on or date.max)
    return StaffFile(tuple(own), tuple(faults), unread)


def _unknown(table: Table) -> tuple[str, ...]:
    kind = TableFaultKind.UNKNOWN_COLUMN
    return tuple(fault.column for fault in table.faults if fault.kind is kind)


def _reported(row: TableRow) -> StaffRow | list[RowFault]:
    """Read a row of the national report: on the day of the rating this was the superior.

    The rating of a plan that ended before says who the superior was on the plan's last day. A row
    about an acting post is marked and left out: it is of another post than the own.
    """
    texts = {name: row.cells.get(name, "").strip(" '") for name in _REPORTED.values()}
    cells = {name: text for name, text in row.cells.items() if name not in {"line_kind", "agency"}}
    found = _row(replace(row, cells=cells))
    if not isinstance(found, StaffRow):
        return found
    try:
        days = [
            _day(texts[name].split()[0])
            for name in (SEEN_ON, "span_ends_on")
            if texts[name] not in {"", "-"}
        ]
    except UnreadableCell as error:
        return [RowFault(row.line, SEEN_ON, error.kind, error.detail)]
    is_seen = texts[SEEN_ON] not in {"", "-"}
    return replace(
        found,
        starts_on=min(days) if is_seen else None,
        superior_number=found.superior_number if is_seen else "",
        superior_name=found.superior_name if is_seen else "",
        is_seen=True,
        is_acting=texts["is_acting"].upper() in _YES,
    )


def _row(row: TableRow) -> StaffRow | list[RowFault]:
    values: dict[str, Any] = {}
    faults: list[RowFault] = []
    has_post = bool(row.cells.get("agency", "").strip("' -"))
    for name, reader in READERS.items():
        if name in POST_READERS and not has_post:
            continue
        text = row.cells.get(name, "").removeprefix("'")
        if not text or (text == "-" and name != "number"):
            continue
        try:
            values[name] = reader(text)
        except UnreadableCell as error:
            faults.append(RowFault(row.line, name, error.kind, error.detail))
        except KeyError:
            faults.append(RowFault(row.line, name, ImportFault.UNKNOWN_KIND, text))
    if "number" not in values and not faults:
        faults.append(RowFault(row.line, "number", ImportFault.NUMBER_MISSING))
    return faults or _staff_row(row.line, values)


def _staff_row(line: int, values: dict[str, Any]) -> StaffRow:
    post = {POST_FIELDS.get(name, name): values.pop(name, None) for name in POST_READERS}
    given = {name: value for name, value in post.items() if value is not None}
    return StaffRow(line, **values, post=PostCells(**given) if given else None)


def _day(text: str) -> Any:
    return read_date(_DAY_FIRST.sub(r"\3-\2-\1", text))


def _kind(text: str) -> PersonKind:
    """Return a kind of employment; of ``PNS Daerah Kab/Kota`` the first word says it."""
    plain = text.casefold().replace("_", " ")
    return _KINDS[plain] if plain in _KINDS else _KINDS[plain.split()[0]]


_YES_OR_NO = {"ya": True, "y": True, "tidak": False, "t": False}
# Read where the agency's code is given; files of SIASN name posts without one.
POST_READERS: Mapping[str, Callable[[str], Any]] = {
    "agency": lambda text: text.casefold(),
    "unit": lambda text: text.casefold(),
    "title": lambda text: read_name(text, longest=TITLE_LENGTH),
    "is_head": lambda text: _YES_OR_NO[text.casefold()],
    "post_starts_on": _day,
    "post_ends_on": _day,
}
POST_FIELDS = {"post_starts_on": "starts_on", "post_ends_on": "ends_on"}
READERS: Mapping[str, Callable[[str], Any]] = {
    "number": read_staff_number,
    "name": read_name,
    "kind": _kind,
    "superior_number": read_staff_number,
    "superior_name": read_name,
    "line_kind": lambda text: _LINE_KINDS[text.casefold().rstrip(".")],
    "starts_on": _day,
    "ends_on": _day,
    **POST_READERS,
}
