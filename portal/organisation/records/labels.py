"""What fixed words and faults are called on pages."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.organisation.places.kinds import AgencyKind, NoteKind, RecordKind
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.plan import Action
from portal.storage.spreadsheets.table import RowFault
from portal.survey.elements import Element
from portal.web.fault_words import fault_words

Words = Mapping[Any, Any]  # Flask-Babel's lazy texts have no public type

CATEGORIES: Words = {
    AgencyKind.DINAS: _l("Dinas"),
    AgencyKind.BADAN: _l("Badan"),
    AgencyKind.HOSPITAL: _l("Rumah sakit"),
    AgencyKind.HEALTH_CENTRE: _l("Puskesmas"),
    AgencyKind.DISTRICT: _l("Kecamatan"),
    AgencyKind.OTHER: _l("Lainnya"),
}
KINDS: Words = {
    RecordKind.AGENCY: _l("Instansi"),
    RecordKind.UNIT: _l("Unit"),
    RecordKind.SERVICE: _l("Layanan"),
    RecordKind.DESK: _l("Loket"),
    RecordKind.OFFICER: _l("Petugas"),
    RecordKind.POSTING: _l("Penempatan"),
}
NOTES: Words = {
    NoteKind.STRIKE: _l("Mogok kerja"),
    NoteKind.CLOSURE: _l("Penutupan"),
    NoteKind.RENOVATION: _l("Renovasi"),
    NoteKind.OTHER: _l("Lainnya"),
}
ACTIONS: Words = {
    Action.CREATE: _l("dibuat"),
    Action.CHANGE: _l("diubah"),
    Action.RETIRE: _l("diakhiri"),
    Action.REMOVE: _l("dihapus"),
}
ELEMENTS: Words = {
    Element.REQUIREMENTS: _l("Persyaratan"),
    Element.PROCEDURE: _l("Prosedur"),
    Element.TIME: _l("Waktu penyelesaian"),
    Element.COST: _l("Biaya"),
    Element.PRODUCT: _l("Hasil layanan"),
    Element.COMPETENCE: _l("Kecakapan petugas"),
    Element.CONDUCT: _l("Sikap petugas"),
    Element.COMPLAINTS: _l("Penanganan pengaduan"),
    Element.FACILITIES: _l("Sarana dan prasarana"),
}
WEEKDAYS = (
    _l("Senin"),
    _l("Selasa"),
    _l("Rabu"),
    _l("Kamis"),
    _l("Jumat"),
    _l("Sabtu"),
    _l("Minggu"),
)
FAULTS: Words = {
    FaultKind.UNKNOWN_KIND: _l(
        '"%(detail)s" bukan agency, unit, service, desk, officer, atau posting.'
    ),
    FaultKind.NOT_FOR_KIND: _l("Harus kosong pada baris %(detail)s."),
    FaultKind.MISSING_VALUE: _l("Harus diisi."),
    FaultKind.NOT_A_CODE: _l(
        '"%(detail)s" bukan kode: pakai 1 sampai 40 huruf kecil, angka, dan tanda hubung di tengah.'
    ),
    FaultKind.NOT_A_STAFF_NUMBER: _l(
        '"%(detail)s" bukan nomor induk: pakai 1 sampai 20 huruf atau angka.'
    ),
    FaultKind.STAFF_NUMBER_LOST_DIGITS: _l(
        '"%(detail)s" sudah kehilangan digit di program lembar kerja, yang hanya menyimpan '
        "15 digit. Jadikan kolomnya teks lalu ketik nomor induk itu lagi."
    ),
    FaultKind.TOO_LONG: _l("Paling panjang %(detail)s huruf."),
    FaultKind.CONTROL_CHARACTER: _l("Ada huruf yang tidak terlihat. Ketik lagi dengan tangan."),
    FaultKind.NOT_PRINTABLE: _l(
        'Huruf "%(detail)s" tidak dapat dicetak pada poster. Pakai huruf Latin.'
    ),
    FaultKind.NOT_A_DATE: _l('"%(detail)s" bukan tanggal seperti 2026-11-21 atau 21/11/2026.'),
    FaultKind.NOT_A_COUNT: _l("Harus bilangan bulat: %(detail)s."),
    FaultKind.NOT_A_CATEGORY: _l(
        '"%(detail)s" bukan dinas, badan, hospital, health_centre, district, atau other.'
    ),
    FaultKind.NOT_AN_ELEMENT: _l('"%(detail)s" bukan unsur survei.'),
    FaultKind.NOTHING_LEFT_TO_ASK: _l("Paling sedikit satu unsur harus ditanyakan."),
    FaultKind.NOT_HOURS: _l(
        '"%(detail)s" bukan jam buka. Jam tutup harus sesudah jam buka dan tidak tumpang tindih.'
    ),
    FaultKind.REPEATED: _l("Sama dengan baris %(detail)s."),
    FaultKind.ALREADY_EXISTS: _l('"%(detail)s" sudah ada. Pakai kode lain.'),
    FaultKind.UNKNOWN_REFERENCE: _l('"%(detail)s" tidak ada.'),
    FaultKind.OF_ANOTHER_AGENCY: _l('"%(detail)s" milik instansi lain.'),
    FaultKind.CANNOT_MOVE: _l(
        'Tidak dapat diubah (sekarang "%(detail)s"). Akhiri lalu sebut penggantinya.'
    ),
    FaultKind.SUCCESSOR_WITHOUT_RETIREMENT: _l("Pengganti hanya untuk yang diakhiri."),
    FaultKind.SUCCESSOR_IS_ITSELF: _l("Tidak dapat menggantikan dirinya sendiri."),
    FaultKind.SUCCESSOR_IS_RETIRED: _l('"%(detail)s" sudah berakhir pada hari itu.'),
    FaultKind.RETIREMENT_IS_PAST: _l("Sudah berakhir pada %(detail)s dan tetap begitu."),
    FaultKind.STILL_IN_USE: _l("Ini masih berjalan di bawahnya: %(detail)s. Akhiri dulu."),
    FaultKind.BELONGS_TO_RETIRED: _l('"%(detail)s" sudah berakhir pada hari itu.'),
    FaultKind.NO_SERVICE_LEFT: _l('Loket "%(detail)s" akan tidak punya layanan lagi.'),
    FaultKind.ENDS_BEFORE_START: _l("Berakhir sebelum mulai."),
    FaultKind.OVERLAPPING_POSTING: _l("Petugas ini sudah bertugas di sana sejak %(detail)s."),
    FaultKind.EQUAL_BADGES: _l(
        'Nomor lencana "%(detail)s" sudah dipakai petugas lain di loket yang sama.'
    ),
    FaultKind.POSTING_AFTER_RETIREMENT: _l('"%(detail)s" sudah berakhir pada hari itu.'),
    FaultKind.MONTH_CLOSED: _l(
        "Angka bulan itu sudah dihitung atau terbit. Paling awal berlaku mulai %(detail)s."
    ),
    FaultKind.MONTH_TOO_FAR: _l("Paling lambat berlaku mulai bulan depan, %(detail)s."),
}


def fault_text(fault: RowFault) -> str:
    """Return what is wrong, for a person."""
    return fault_words(fault, FAULTS)
