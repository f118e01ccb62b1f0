"""Fields of forms that read one cell, and the words of records and of their faults."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice

from portal.organisation.places.catalogue import AgencyKind, NoteKind, RecordKind
from portal.organisation.records.cells import UnreadableCell, read_date
from portal.organisation.records.columns import Reader
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.plan import Action
from portal.storage.spreadsheets.table import RowFault
from portal.survey.elements import ELEMENT_NAMES
from portal.web.import_pages import fault_words

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
ELEMENTS: Words = {element: _l(name) for element, name in ELEMENT_NAMES.items()}
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
    FaultKind.CITIZENS_NUMBER: _l(
        "Ini NIK, bukan nomor induk pegawai. Portal ini tidak menyimpan NIK."
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


class CellField(StringField):  # type: ignore[misc] # WTForms ships no types
    """A line of text that must be what a cell of a file may hold; ``value`` is what it means.

    An empty one means None; where something is needed, the form says so.
    """

    def __init__(
        self, label: Any, reader: Reader, *, is_needed: bool = True, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.reader = reader
        self.is_needed = is_needed
        self.value: Any = None

    def pre_validate(self, form: Any) -> None:
        """Read what was typed."""
        text = (self.data or "").strip()
        if not text:
            if self.is_needed:
                raise ValidationError(_said(FaultKind.MISSING_VALUE))
            return
        try:
            self.value = self.reader(text)
        except UnreadableCell as error:
            raise ValidationError(_said(error.kind, error.detail)) from error


def choices_of(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Return choices made of values and what they are called."""
    return [SelectChoice(value, label) for value, label in pairs]


class ChoiceField(SelectField):  # type: ignore[misc] # WTForms ships no types
    """One of the choices; another one is refused in the portal's words."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        if all(choice.value != (self.data or "") for choice in self.choices):
            raise ValidationError(_l("Pilih salah satu."))


class ChoicesField(SelectMultipleField):  # type: ignore[misc] # WTForms ships no types
    """Any of the choices; another one is refused in the portal's words."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        if set(self.data or ()) - {choice.value for choice in self.choices}:
            raise ValidationError(_l("Pilih dari daftar ini."))


class DayField(DateField):  # type: ignore[misc] # WTForms ships no types
    """A day; what is no day is refused in the portal's words."""

    data: date | None

    def __init__(self, label: Any, *, is_needed: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.is_needed = is_needed

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a day as browsers send it; nothing means None."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = read_date(valuelist[0].strip())
        except UnreadableCell as error:
            raise ValueError(_said(error.kind, error.detail)) from error

    def pre_validate(self, form: Any) -> None:
        """Ask for a day where one is needed."""
        if self.is_needed and self.data is None and not self.process_errors:
            raise ValidationError(_said(FaultKind.MISSING_VALUE))


def _said(kind: FaultKind, detail: str = "") -> str:
    return fault_text(RowFault(0, "", kind, detail))


def add_faults(form: FlaskForm, faults: Iterable[RowFault]) -> None:
    """Put each fault beside the field it is about, or above the form."""
    for fault in faults:
        field: Field | None = form._fields.get(fault.column)
        if field is None:
            form.form_errors.append(fault_text(fault))
        else:
            field.errors = [*field.errors, fault_text(fault)]
