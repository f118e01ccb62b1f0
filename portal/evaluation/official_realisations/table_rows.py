"""Table of realisations, an indicator and quarter a row: its columns, how a row is read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from portal.evaluation.official.domain import FilePlace, OfficialFault, said
from portal.evaluation.official.staff_numbers import staff_number
from portal.evaluation.official.table_file import workbook_of
from portal.evaluation.official_realisations.domain import ReachedLine, quarter_in
from portal.storage.spreadsheets.table import Columns, RowFault, Table, TableRow, heading_key

# The headings that are written, in the order of the file.
HEADINGS: Mapping[str, str] = {
    "number": "NIP",
    "name": "NAMA",
    "year": "TAHUN",
    "period": "TRIWULAN",
    "result": "RENCANA HASIL KERJA",
    "indicator": "INDIKATOR KINERJA INDIVIDU",
    "target": "TARGET",
    "cell": "REALISASI",
    "remark": "PENJELASAN",
    "links": "BUKTI DUKUNG",
}
_OTHERS: Mapping[str, str] = {
    "number": "NIP BARU,NIP/NIPPPK,NIPPPK,NI PPPK,NIP NI PPPK,NO INDUK PEGAWAI",
    "name": "NAMA PEGAWAI,NAMA LENGKAP",
    "year": "TAHUN SKP,TAHUN_SKP",
    "period": "PERIODE,ANGKA PERIODIK,TW",
    "result": "HASIL KERJA,RENCANA HASIL KERJA / SASARAN",
    "indicator": "INDIKATOR,INDIKATOR KINERJA",
    "cell": "REALISASI BERDASARKAN BUKTI DUKUNG,CAPAIAN",
    "remark": "KETERANGAN,URAIAN",
    "links": "BUKTI,TAUTAN BUKTI,LINK BUKTI DUKUNG",
}
# What others said of it is said here by themselves.
_PASSED_OVER = (
    "NO,JABATAN,UNIT KERJA,UNIT,ASPEK,SATUAN,UMPAN BALIK,UMPAN BALIK BERKELANJUTAN,"
    "UMPAN BALIK BERKELANJUTAN BERDASARKAN BUKTI DUKUNG"
)
COLUMNS = Columns(
    tuple(HEADINGS),
    required=("number", "year", "period", "result", "indicator", "cell"),
    meanings={
        **{
            heading_key(heading): name
            for name in HEADINGS
            for heading in (HEADINGS[name], *_OTHERS.get(name, "").split(","))
            if heading
        },
        **{heading_key(heading): "-" for heading in _PASSED_OVER.split(",")},
    },
)
_NEEDED = ("year", "period", "result", "indicator")
_YEARS = range(2000, 2100)
# An invented person, for whoever begins with an empty table.
_COMMON: Mapping[str, str] = {
    "number": "199105172015032903",
    "name": "LESTARI KUSUMA CONTOH, S.Sos.",
    "year": "2026",
    "period": "III",
    "result": "Berkas pendaftaran selesai sesuai standar waktu",
}
_EXAMPLES: Sequence[Mapping[str, str]] = (
    {
        "indicator": "Jumlah berkas selesai",
        "target": "1.200 berkas",
        "cell": "312",
        "remark": "Antrean pindah datang naik sejak Juli (contoh)",
        "links": "https://contoh.invalid/bukti/1",
    },
    {
        "indicator": "Berkas kembali karena salah",
        "target": "<= 2 %",
        "cell": "1,2",
    },
)


def columns_with(meanings: Mapping[str, str]) -> Columns:
    """Return the columns with what an agency's own headings mean."""
    return replace(COLUMNS, meanings={**COLUMNS.meanings, **meanings})


def read_row(row: TableRow) -> ReachedLine | list[RowFault]:
    """Return what a row says, or everything that is wrong with it."""
    cells = {name: said(row.cells.get(name, "")) for name in HEADINGS}
    faults = [
        RowFault(row.line, name, OfficialFault.MISSING_VALUE) for name in _NEEDED if not cells[name]
    ]
    number, kind = staff_number(cells["number"])
    if kind is not None:
        faults.append(RowFault(row.line, "number", kind, cells["number"]))
    quarter, year = quarter_in(cells["period"]), cells["year"]
    if cells["period"] and quarter is None:
        faults.append(RowFault(row.line, "period", OfficialFault.NOT_A_QUARTER, cells["period"]))
    is_year = year.isascii() and year.isdecimal() and int(year) in _YEARS
    if year and not is_year:
        faults.append(RowFault(row.line, "year", OfficialFault.NOT_A_NUMBER, year))
    if faults or quarter is None:
        return faults
    links = tuple(dict.fromkeys(cells["links"].split()))
    return ReachedLine(
        FilePlace(row.line),
        number,
        quarter,
        cells["result"],
        cells["indicator"],
        cells["cell"],
        int(year),
        remark=cells["remark"],
        links=links,
    )


def without_faults(
    table: Table, rows: Sequence[ReachedLine], *, faults: Sequence[RowFault]
) -> tuple[ReachedLine, ...]:
    """Return the rows with which nothing is wrong; the heading's faults concern none of them."""
    wrong = {each.line for each in faults if each.line != table.heading_line}
    return tuple(each for each in rows if each.place.line not in wrong)


def reached_template() -> bytes:
    """Return a workbook with what one invented person reached in a quarter."""
    rows = [[{**_COMMON, **each}.get(name, "") for name in HEADINGS] for each in _EXAMPLES]
    return workbook_of("Realisasi", tuple(HEADINGS.values()), rows=rows)
