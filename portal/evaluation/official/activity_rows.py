"""Daily progress (*progres harian*) as a table: its columns, and how a row is read."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from portal.evaluation.official.domain import OfficialFault, key, said
from portal.evaluation.official.spans import NotADay, read_day
from portal.evaluation.official.staff_numbers import staff_number
from portal.evaluation.official.targets import read_number
from portal.evaluation.work.domain import LONGEST_LINK, is_https
from portal.storage.spreadsheets.reading import read_rows, read_table
from portal.storage.spreadsheets.table import (
    Columns,
    RowFault,
    TableFaultKind,
    TableRow,
    UnreadableTable,
    heading_key,
)

# Exactly the columns of the official entry form, in its order.
HEADINGS: Mapping[str, str] = {
    "action": "Rencana Aksi",
    "done_on": "Tanggal",
    "begins": "Jam Mulai",
    "ends": "Jam Selesai",
    "text": "Kegiatan Harian",
    "amount": "Realisasi",
    "unit": "Satuan",
    "link": "Bukti Dukung",
}
_OTHERS: Mapping[str, str] = {
    "number": "NIP,NIP BARU,NIP/NIPPPK,NIPPPK,NI PPPK,NIP NI PPPK,NO INDUK PEGAWAI",
    "result": "Rencana Hasil Kerja,Hasil Kerja",
    "done_on": "Tanggal Kegiatan",
    "begins": "Jam Mulai Kegiatan",
    "ends": "Jam Selesai Kegiatan",
    "text": "Kegiatan,Uraian,Uraian Kegiatan,Laporan Hasil Kegiatan",
    "amount": "Hasil",
    "link": "Bukti,Lampiran,Link Bukti Dukung",
    "status": "Status",
}
_PASSED_OVER = "Nama,Nama Pegawai,Sumber Data,Keterangan,Catatan Atasan,Catatan,Penilaian,Jabatan"
COLUMNS = Columns(
    (*HEADINGS, "number", "result", "status"),
    required=("done_on", "text"),
    meanings={
        **{
            heading_key(heading): name
            for name in (*HEADINGS, "number", "result", "status")
            for heading in (HEADINGS.get(name, ""), *_OTHERS.get(name, "").split(","))
            if heading
        },
        **{heading_key(heading): "-" for heading in _PASSED_OVER.split(",")},
    },
)
LONGEST = {"text": 500, "unit": 60, "link": LONGEST_LINK}
_TIME = re.compile(r"(?:.*[T ])?(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?")
# In these states of the official record the person has sent the entry.
_SENT = frozenset({"DIAJUKAN", "DISETUJUI", "MENUNGGU"})
QUARTER_MINUTES = 15


@dataclass(frozen=True, slots=True)
class OfficialActivity:
    """A row of daily progress; times of day are read for their length only, and never kept.

    :ivar number: whose it is; empty where the file has no such column.
    :ivar named: texts that may name the result which it serves, the surest first.
    :ivar quarter_hours: how long it took; None where the file does not say it.
    :ivar is_sent: whether the person sent it in the official record.
    """

    line: int
    number: str
    done_on: date
    text: str
    named: tuple[str, ...] = ()
    amount: Decimal | None = None
    unit: str = ""
    quarter_hours: int | None = None
    link: str = ""
    is_sent: bool = False


@dataclass(frozen=True, slots=True)
class ActivityFile:
    """The rows of a file that could be read, and what is wrong with the others."""

    rows: tuple[OfficialActivity, ...] = ()
    faults: tuple[RowFault, ...] = ()


def read_activity_file(
    content: bytes, *, meanings: Mapping[str, str] | None = None
) -> ActivityFile:
    """Return the rows of a file (.xlsx, .csv, .tsv); call it before a transaction is begun.

    :param meanings: which column a heading stands for, before what everybody's headings mean.
    """
    columns = replace(COLUMNS, meanings={**COLUMNS.meanings, **(meanings or {})})
    try:
        table = read_table(content, columns)
    except UnreadableTable as error:
        return ActivityFile(faults=(error.fault,))
    rows, faults = read_rows(table, read_row)
    if not table.rows and not faults:
        faults = [RowFault(0, "", TableFaultKind.EMPTY)]
    wrong = {fault.line for fault in faults}
    return ActivityFile(
        tuple(each for each in rows if each.line not in wrong), tuple(sorted(faults))
    )


def read_row(row: TableRow) -> OfficialActivity | list[RowFault]:
    """Return what a row says, or everything that is wrong with it."""
    reader = _Reader(row)
    number = reader.number()
    done_on, text = reader.day(), reader.needed("text")
    amount, quarter_hours = reader.amount(), reader.quarter_hours()
    link, unit = reader.link(), reader.cell("unit")
    reader.check_lengths()
    if reader.faults or done_on is None:
        return reader.faults
    return OfficialActivity(
        row.line,
        number,
        done_on,
        text,
        tuple(filter(None, (reader.cell("result"), reader.cell("action")))),
        amount,
        unit,
        quarter_hours,
        link,
        is_sent=key(reader.cell("status")) in _SENT,
    )


class _Reader:
    def __init__(self, row: TableRow) -> None:
        self.faults: list[RowFault] = []
        self._row = row

    def cell(self, name: str) -> str:
        return said(self._row.cells.get(name, ""))

    def needed(self, name: str) -> str:
        text = self.cell(name)
        if not text:
            self._refuse(name, OfficialFault.MISSING_VALUE)
        return text

    def number(self) -> str:
        text = self.cell("number")
        if not text:
            return ""
        number, kind = staff_number(text)
        if kind is not None:
            self._refuse("number", kind, detail=text)
        return number

    def day(self) -> date | None:
        text = self.needed("done_on")
        try:
            return read_day(text.replace("T", " ")) if text else None
        except NotADay:
            self._refuse("done_on", OfficialFault.NOT_A_DATE, detail=text)
            return None

    def amount(self) -> Decimal | None:
        text = self.cell("amount")
        value = read_number(text) if text else None
        if text and value is None:
            # A workbook stores decimals with a point, whatever its program shows.
            value = read_number(text.replace(".", ",")) if text.count(".") == 1 else None
        if text and value is None:
            self._refuse("amount", OfficialFault.NOT_A_NUMBER, detail=text)
        return value

    def quarter_hours(self) -> int | None:
        begins, ends = self._minutes("begins"), self._minutes("ends")
        if begins is None or ends is None:
            return None
        if ends <= begins:
            self._refuse("ends", OfficialFault.ENDS_BEFORE_IT_BEGINS)
            return None
        return math.ceil((ends - begins) / QUARTER_MINUTES)

    def link(self) -> str:
        text = self.cell("link")
        if text and not is_https(text):
            self._refuse("link", OfficialFault.NOT_A_LINK, detail=text)
        return text

    def check_lengths(self) -> None:
        for name, most in LONGEST.items():
            if len(self.cell(name)) > most:
                self._refuse(name, OfficialFault.TOO_LONG, detail=str(most))

    def _minutes(self, name: str) -> int | None:
        text = self.cell(name)
        if not text:
            return None
        found = _TIME.fullmatch(text)
        if found is None or int(found[1]) > 24 or int(found[2]) > 59:
            self._refuse(name, OfficialFault.NOT_A_TIME, detail=text)
            return None
        return int(found[1]) * 60 + int(found[2])

    def _refuse(self, name: str, kind: OfficialFault, *, detail: str = "") -> None:
        self.faults.append(RowFault(self._row.line, name, kind, detail))
