"""Parts that all pages of an import share: an empty file, and the words for its faults."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.storage.spreadsheets.table import ExplainedColumn, RowFault, TableFaultKind
from portal.storage.spreadsheets.templates import MIMETYPE, template

Words = Mapping[Any, Any]  # Flask-Babel's lazy texts have no public type
FAULTS_SHOWN = 200

TABLE_FAULTS: Words = {
    TableFaultKind.EMPTY: _l("Berkas ini tidak berisi baris."),
    TableFaultKind.NOT_TEXT: _l("Berkas ini bukan CSV dan bukan buku kerja .xlsx."),
    TableFaultKind.MIXED_ENCODING: _l(
        "Baris ini bukan UTF-8, padahal baris lain UTF-8. Simpan sebagai CSV UTF-8."
    ),
    TableFaultKind.BROKEN_CSV: _l("Tanda petik tidak ditutup atau berdiri di tengah sel."),
    TableFaultKind.BROKEN_WORKBOOK: _l("Buku kerja ini tidak dapat dibuka."),
    TableFaultKind.UNSAFE_WORKBOOK: _l(
        "Buku kerja ini disusun tidak wajar. Buka lalu simpan lagi sebagai .xlsx."
    ),
    TableFaultKind.OTHER_FORMAT: _l(
        "Jenis berkas ini tidak dibaca, atau berkasnya berkata sandi. "
        "Simpan sebagai .xlsx atau CSV tanpa kata sandi."
    ),
    TableFaultKind.TOO_MANY_BYTES: _l("Isi berkas ini lebih dari %(detail)s huruf."),
    TableFaultKind.TOO_MANY_TEXTS: _l("Buku kerja ini berisi lebih dari %(detail)s teks."),
    TableFaultKind.TOO_MANY_ROWS: _l("Ada lebih dari %(detail)s baris."),
    TableFaultKind.TOO_MANY_COLUMNS: _l("Ada lebih dari %(detail)s kolom."),
    TableFaultKind.TOO_MANY_CELLS: _l(
        "Ada lebih dari %(detail)s sel. Hapus baris dan kolom yang kosong, lalu simpan lagi."
    ),
    TableFaultKind.LONG_CELL: _l("Sel ini lebih panjang dari %(detail)s huruf."),
    TableFaultKind.TOO_COSTLY: _l(
        "Berkas ini terlalu berat untuk dibaca. Bagi menjadi beberapa berkas."
    ),
    TableFaultKind.BUSY: _l("Berkas lain sedang dibaca. Kirim lagi sebentar lagi."),
    TableFaultKind.NO_HEADING: _l(
        "Judul kolom tidak ditemukan; yang dicari pada baris 1 sampai %(detail)s. "
        "Bandingkan dengan contoh berkas."
    ),
    TableFaultKind.SEVERAL_SHEETS: _l(
        "Lebih dari satu lembar berisi tabel ini: %(detail)s. Sisakan satu saja."
    ),
    TableFaultKind.REPEATED_COLUMN: _l('Ada dua kolom untuk "%(detail)s".'),
    TableFaultKind.UNKNOWN_COLUMN: _l("Kolom ini tidak dikenal."),
    TableFaultKind.MISSING_COLUMN: _l("Kolom ini harus ada."),
    TableFaultKind.EXTRA_CELLS: _l("Sel ini berisi, tetapi kolomnya tidak berjudul."),
    TableFaultKind.HIDDEN_ROW: _l("Baris ini disembunyikan. Tampilkan atau hapus baris itu."),
    TableFaultKind.MERGED_CELLS: _l(
        "Sel-sel ini digabung, sehingga hanya sel pertama yang berisi. Pisahkan lalu isi tiap sel."
    ),
    TableFaultKind.LONG_NUMBER: _l(
        "Angka dengan lebih dari 15 digit sudah kehilangan digit. "
        "Jadikan kolomnya teks lalu ketik lagi."
    ),
    TableFaultKind.FORMULA_WITHOUT_VALUE: _l(
        "Rumus di sel ini belum dihitung. Buka dan simpan di program lembar kerja, "
        "atau tulis angkanya."
    ),
    TableFaultKind.ERROR_VALUE: _l("Sel ini berisi galat rumus, misalnya #REF!."),
    TableFaultKind.FURTHER_ROWS: _l(
        "Baris ini dan sesudahnya tidak diperiksa, karena kesalahannya sudah banyak."
    ),
}


def fault_words(fault: RowFault, words: Words) -> str:
    """Return what is wrong; ``words`` are those of the import's own faults."""
    text = TABLE_FAULTS[fault.kind] if fault.kind in TABLE_FAULTS else words[fault.kind]
    return str(text) % {"detail": fault.detail}


def fault_place(fault: RowFault) -> str:
    """Return where it is: sheet, line, and cell as far as they are known."""
    parts = [
        gettext('lembar "%(sheet)s"', sheet=fault.sheet) if fault.sheet else "",
        gettext("baris %(line)s", line=fault.line) if fault.line else "",
        gettext("sel %(cell)s", cell=fault.cell) if fault.cell else "",
    ]
    return ", ".join(filter(None, parts)) or gettext("berkas")


def shown_faults(
    faults: Sequence[RowFault], *, words: Words, headings: Mapping[str, str]
) -> Sequence[tuple[str, str, str]]:
    """Return place, column and words of the first ``FAULTS_SHOWN`` refused rows.

    :param words: those of the import's own faults.
    :param headings: how its columns are called in files.
    """
    return [
        (fault_place(each), headings.get(each.column, each.column), fault_words(each, words))
        for each in faults[:FAULTS_SHOWN]
    ]


def send_template(columns: Mapping[str, ExplainedColumn], *, name: str) -> Response:
    """Send an empty workbook ``name``.xlsx with these headings, explained above them."""
    response = Response(template(tuple(columns), explained=columns), mimetype=MIMETYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
