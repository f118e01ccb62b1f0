"""Plans of many people as one table, an indicator a row: its columns, and how a row is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.evaluation.official.domain import (
    APPROACHES,
    ASPECTS,
    DIRECTIONS,
    KINDS,
    OfficialFault,
    key,
    said,
)
from portal.evaluation.official.spans import NotADay, read_day
from portal.evaluation.official.targets import read_number
from portal.evaluation.rules.planning import FULL_WEIGHT
from portal.storage.spreadsheets.table import Columns, RowFault, TableRow, heading_key

# The headings that are written, in the order of the file.
HEADINGS: Mapping[str, str] = {
    "number": "NIP",
    "name": "NAMA",
    "starts_on": "PERIODE AWAL",
    "ends_on": "PERIODE AKHIR",
    "approach": "PENDEKATAN",
    "official_number": "NOMOR SKP",
    "kind": "JENIS HASIL KERJA",
    "result_number": "NOMOR HASIL KERJA",
    "serves": "RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI",
    "assigned_by": "DITUGASKAN OLEH",
    "result": "RENCANA HASIL KERJA",
    "aspect": "ASPEK",
    "indicator": "INDIKATOR KINERJA INDIVIDU",
    "target": "TARGET",
    "direction": "ARAH",
    "method": "CARA MENGUKUR",
    "source": "SUMBER ANGKA",
    "weight": "BOBOT",
    "quarter_1": "TARGET TRIWULAN I",
    "quarter_2": "TARGET TRIWULAN II",
    "quarter_3": "TARGET TRIWULAN III",
    "quarter_4": "TARGET TRIWULAN IV",
}
QUARTERS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")
_OTHERS: Mapping[str, str] = {
    "number": "NIP BARU,NIP/NIPPPK,NIPPPK,NI PPPK,NIP NI PPPK,NO INDUK PEGAWAI,NIP NRP",
    "name": "NAMA PEGAWAI,NAMA LENGKAP,NAMA LENGKAP GELAR,PEGAWAI YANG DINILAI",
    "starts_on": "PERIODE_AWAL_SKP,MULAI,TMT MULAI",
    "ends_on": "PERIODE_AKHIR_SKP,SAMPAI,TMT SELESAI",
    "approach": "SKP_MODEL,MODEL SKP,PENDEKATAN HASIL KERJA",
    "official_number": "SKP_ID,ID SKP,NOMOR SKP E-KINERJA",
    "kind": "JENIS,UTAMA/TAMBAHAN,JENIS KINERJA",
    "serves": "RENCANA HASIL KERJA ATASAN YANG DIINTERVENSI,"
    "RENCANA HASIL KERJA PIMPINAN YANG DI INTERVENSI,"
    "RENCANA HASIL KINERJA PIMPINAN YANG DIINTERVENSI,"
    "RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI*,HASIL KERJA PIMPINAN",
    "assigned_by": "PENUGASAN DARI",
    "result": "HASIL KERJA,RENCANA HASIL KINERJA,RENCANA HASIL KERJA / SASARAN",
    "indicator": "INDIKATOR,INDIKATOR KINERJA",
    "direction": "POLARISASI",
    "method": "CARA PENGUKURAN,FORMULA",
    "source": "SUMBER DATA",
    "weight": "BOBOT (%),BOBOT %",
    "quarter_1": "TW I,TRIWULAN I",
    "quarter_2": "TW II,TRIWULAN II",
    "quarter_3": "TW III,TRIWULAN III",
    "quarter_4": "TW IV,TRIWULAN IV",
    "unit": "SATUAN",
}
# What other records hold of a person is passed over and never kept.
_PASSED_OVER = (
    "JABATAN,UNIT KERJA,UNIT,UNOR,PANGKAT,GOLRU,PANGKAT/GOL RUANG,PERSPEKTIF,NAMA ATASAN,"
    "NIP ATASAN,NIP PENILAI,PEJABAT PENILAI KINERJA,KETERANGAN"
)
COLUMNS = Columns(
    (*HEADINGS, "unit"),
    required=("number", "result", "indicator"),
    meanings={
        **{
            heading_key(heading): name
            for name in (*HEADINGS, "unit")
            for heading in (HEADINGS.get(name, ""), *_OTHERS.get(name, "").split(","))
            if heading
        },
        **{heading_key(heading): "-" for heading in _PASSED_OVER.split(",")},
    },
)
# Inclusive, as the tables of plans keep them.
LONGEST: Mapping[str, int] = {
    "result": 1000,
    "serves": 1000,
    "indicator": 1000,
    "method": 1000,
    "source": 1000,
    "assigned_by": 300,
    "target": 300,
    "official_number": 60,
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row as it was read; a column that is empty or absent is not in ``values``."""

    line: int
    values: Mapping[str, Any]


def read_row(row: TableRow) -> PlanRow | list[RowFault]:
    """Return what a row says, or everything that is wrong with it."""
    values: dict[str, Any] = {}
    faults: list[RowFault] = []
    for name, cell in row.cells.items():
        text = said(cell)
        if not text:
            continue
        try:
            values[name] = READERS[name](text) if name in READERS else text
        except KeyError:
            faults.append(RowFault(row.line, name, OfficialFault.UNKNOWN_WORD, text))
        except NotADay:
            faults.append(RowFault(row.line, name, OfficialFault.NOT_A_DATE, text))
        except ValueError:
            faults.append(RowFault(row.line, name, OfficialFault.NOT_A_NUMBER, text))
    faults += long_cells(row.line, values)
    missing = [name for name in QUARTERS if name not in values]
    if missing and len(missing) < len(QUARTERS):
        faults.append(RowFault(row.line, missing[0], OfficialFault.MISSING_VALUE))
    return faults or PlanRow(row.line, values)


def long_cells(line: int, values: Mapping[str, Any], *, sheet: str = "") -> list[RowFault]:
    """Return the texts that are longer than a plan keeps them."""
    return [
        RowFault(line, name, OfficialFault.TOO_LONG, str(most), sheet=sheet)
        for name, most in LONGEST.items()
        if len(values.get(name) or "") > most
    ]


def written_row(values: Mapping[str, str]) -> Sequence[str]:
    """Return a row of the file as it is written, in the order of ``HEADINGS``."""
    return [values.get(name, "") for name in HEADINGS]


def _word(words: Mapping[Any, str]) -> Callable[[str], Any]:
    known = {key(word): meaning for meaning, word in words.items()}
    return lambda text: known[key(text)]


def _number(text: str) -> Decimal:
    value = read_number(text.removesuffix("%").strip())
    if value is None:
        raise ValueError(text)
    return value


def _weight(text: str) -> int:
    value = _number(text)
    if value > FULL_WEIGHT or value != value.to_integral_value():
        raise ValueError(text)
    return int(value)


READERS: Mapping[str, Callable[[str], Any]] = {
    "starts_on": read_day,
    "ends_on": read_day,
    "approach": _word(APPROACHES),
    "kind": _word(KINDS),
    "aspect": _word(ASPECTS),
    "direction": _word(DIRECTIONS),
    "weight": _weight,
    **dict.fromkeys(QUARTERS, _number),
}
