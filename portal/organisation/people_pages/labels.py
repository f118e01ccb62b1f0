"""Labels of kinds, changes and refusals of people."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.accounts.staff.staff_number_checks import NumberDoubt, doubts_about
from portal.organisation.people import refusals
from portal.organisation.people.domain import AbsenceKind, ChangeKind, ChangeState, PersonKind
from portal.organisation.people.reporting_lines import LineFaultKind, LineKind
from portal.organisation.people.standing import RelationKind
from portal.organisation.people_pages.import_plan import ImportFault
from portal.organisation.people_pages.import_posts import PostFault

Words = Mapping[Any, Any]  # Flask-Babel's lazy texts have no public type

PERSON_KINDS: Words = {
    PersonKind.PNS: _l("PNS"),
    PersonKind.PPPK: _l("PPPK"),
    PersonKind.OTHER: _l("Bukan ASN"),
}
LINE_KINDS: Words = {
    LineKind.DEFINITIVE: _l("Definitif"),
    LineKind.ACTING: _l("Plt"),
    LineKind.DAILY_ACTING: _l("Plh"),
}
ABSENCE_KINDS: Words = {
    AbsenceKind.AWAY: _l("Cuti atau tidak masuk"),
    AbsenceKind.STUDY: _l("Tugas belajar"),
    AbsenceKind.SECONDMENT: _l("Diperbantukan"),
}
RELATION_KINDS: Words = {
    RelationKind.RELATIVE: _l("Keluarga"),
    RelationKind.HOUSEHOLD: _l("Serumah"),
    RelationKind.FORMER_SPOUSE: _l("Bekas suami atau istri"),
    RelationKind.BUSINESS: _l("Hubungan usaha"),
}
NAMED_KINDS: Words = {
    RelationKind.ADVISER: _l("Pemberi pertimbangan"),
    RelationKind.SUBSTITUTE_APPRAISER: _l("Pengganti pejabat penilai"),
    RelationKind.SUBSTITUTE_DECIDER: _l("Pengganti atasan pejabat penilai"),
}
CHANGE_KINDS: Words = {
    ChangeKind.LINE: _l("Garis pelaporan"),
    ChangeKind.POST: _l("Jabatan"),
    ChangeKind.ABSENCE: _l("Ketidakhadiran"),
    ChangeKind.RELATION_END: _l("Akhir hubungan"),
    ChangeKind.TIE: _l("Akun"),
    ChangeKind.NAMING: _l("Penunjukan"),
}
CHANGE_STATES: Words = {
    ChangeState.WAITING: _l("menunggu"),
    ChangeState.CONFIRMED: _l("disetujui"),
    ChangeState.DECLINED: _l("ditolak"),
}
OWN_RECORD = _l("Tidak seorang pun mengubah catatannya sendiri.")
# In which field of the form a refusal is said; an empty name is above the form.
REFUSALS: Mapping[type[Exception], tuple[str, Any]] = {
    refusals.OwnRecord: ("", OWN_RECORD),
    refusals.HandTooClose: (
        "",
        _l("Anda dekat dengan orang ini, atau orang ini atasan Anda: orang lain yang mengurusnya."),
    ),
    refusals.SameHand: (
        "",
        _l("Perubahan disetujui oleh orang lain, bukan oleh yang memasukkannya."),
    ),
    refusals.EndsBeforeItBegins: ("ends_on", _l("Hari terakhir mendahului hari pertama.")),
    refusals.AlreadyEvaluated: (
        "starts_on",
        _l("Masa itu sudah dievaluasi untuk orang ini; pilih hari sesudahnya."),
    ),
    refusals.AlreadyDecided: ("", _l("Perubahan ini sudah diputuskan.")),
    refusals.AccountTied: ("account", _l("Akun atau orang ini sudah terhubung.")),
    refusals.NamedThemself: (
        "superior_words",
        _l("Tidak seorang pun menjadi penasihat atau pengganti bagi dirinya sendiri."),
    ),
    refusals.LinesTooClose: (
        "superior_words",
        _l("Keduanya dekat menurut pernyataan, atau orang ini atasan dari yang ditunjuk."),
    ),
    refusals.LotStands: (
        "",
        _l(
            "Di sini undian yang menentukan. Yang diundi gugur hanya karena fakta yang sudah "
            "tercatat: hubungan dekat, ketidakhadiran, garis atasan, atau akun yang ditutup. "
            "Menunjuk sendiri hanya mungkin bila tidak ada atasan di atas dan tidak ada yang "
            "dapat diundi."
        ),
    ),
    refusals.PersonUnknown: ("", _l("Orang ini tidak ada dalam catatan.")),
    refusals.RelationUnknown: ("", _l("Hubungan ini tidak ada.")),
}
LINE_FAULTS: Words = {
    LineFaultKind.OWN_SUPERIOR: _l("Atasan tidak mungkin orang itu sendiri."),
    LineFaultKind.CIRCLE: _l("Garis ini menutup lingkaran: %(names)s. Tidak ada yang di atas."),
    LineFaultKind.OVERLAP: _l("Dua garis berlaku pada hari yang sama."),
    LineFaultKind.ENDS_BEFORE_IT_BEGINS: _l("Hari terakhir mendahului hari pertama."),
}


def refusal_text(error: refusals.ChangeRefused, *, names: Mapping[int, str]) -> tuple[str, Any]:
    """Return the field a refusal belongs to, and what to say there.

    :param names: of the people whom a fault of lines names.
    """
    if isinstance(error, refusals.LinesRefused):
        kind = error.faults[0].kind if error.faults else LineFaultKind.OVERLAP
        people = error.faults[0].people if error.faults else ()
        said = LINE_FAULTS[kind]
        if kind is LineFaultKind.CIRCLE:
            said = said % {"names": " → ".join(names.get(each, "?") for each in people)}
        return "superior_words", said
    return REFUSALS[type(error)]


IMPORT_FAULTS: Words = {
    ImportFault.NUMBER_MISSING: _l("Baris ini tanpa NIP."),
    ImportFault.NAME_MISSING: _l("Orang dengan NIP ini belum tercatat; isi namanya."),
    ImportFault.NAME_DIFFERS: _l('NIP ini sudah dipakai di berkas ini untuk "%(detail)s".'),
    ImportFault.START_MISSING: _l("Isi sejak kapan atasan ini berlaku."),
    ImportFault.UNKNOWN_SUPERIOR: _l('Atasan "%(detail)s" tidak ada dalam catatan atau berkas.'),
    ImportFault.OWN_SUPERIOR: _l("Atasan tidak mungkin orang itu sendiri."),
    ImportFault.ENDS_BEFORE_IT_BEGINS: _l("Hari terakhir mendahului hari pertama."),
    ImportFault.OVERLAP: _l("Baris lain di berkas ini sudah memuat atasan untuk hari itu."),
    ImportFault.CIRCLE: _l("Garis ini menutup lingkaran; tidak ada yang di atas."),
    PostFault.UNKNOWN_AGENCY: _l('Tidak ada instansi dengan kode "%(detail)s".'),
    PostFault.UNKNOWN_UNIT: _l('Tidak ada unit dengan kode "%(detail)s" di instansi itu.'),
    PostFault.TITLE_MISSING: _l("Isi jabatannya."),
    PostFault.START_MISSING: _l("Isi sejak kapan jabatan ini dipegang."),
    PostFault.ENDS_BEFORE_IT_BEGINS: _l("Hari terakhir mendahului hari pertama."),
    ImportFault.OWN_RECORD: OWN_RECORD,
    PostFault.OWN_RECORD: OWN_RECORD,
    ImportFault.UNKNOWN_KIND: _l('"%(detail)s" tidak dikenal di kolom ini.'),
}
NUMBER_DOUBTS: Words = {
    NumberDoubt.LENGTH: _l("bukan 18 digit"),
    NumberDoubt.BIRTH: _l("tanggal lahir di depannya tidak wajar"),
    NumberDoubt.APPOINTMENT: _l("tahun atau bulan pengangkatannya tidak wajar"),
    NumberDoubt.GENDER: _l("digit ke-15 bukan 1 atau 2"),
}


def number_doubts(number: str | None, *, today: date) -> Sequence[Any]:
    """Return in words what looks wrong about a staff number; it is not refused for that."""
    return [NUMBER_DOUBTS[each] for each in doubts_about(number or "", today=today)]
