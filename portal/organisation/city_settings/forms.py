"""The form with which one of the city's settings is decided."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, ValidationError

from portal import settings as allowed
from portal.organisation.city_settings.service import DecideSetting
from portal.organisation.records.cells import read_count, read_name, read_place_name
from portal.organisation.records.form_fields import CellField, ChoiceField, choices_of

Choices = Iterable[tuple[str, Any]]
LABELS = {
    "CITY_NAME": _l("Nama kota"),
    "CITY_CONTACT": _l("Alamat kontak"),
    "CITY_COLOUR": _l("Warna kota"),
    "CITY_EMBLEM": _l("Lambang kota"),
    "INSPECTORATE": _l("Inspektorat"),
    "OFFICER_LABEL": _l("Petugas dikenali warga dari"),
    "ELEMENT_CODES": _l("Kode unsur di laporan"),
    "COMPLAINT_VERIFY_DAYS": _l("Hari kerja untuk memeriksa pengaduan"),
    "COMPLAINT_ANSWER_DAYS": _l("Hari kerja untuk menjawab pengaduan"),
    "COMPLAINT_RESPONSE_DAYS": _l("Hari kerja bagi warga untuk menanggapi jawaban"),
    "COMPLAINT_KEEP_DAYS": _l("Hari sampai teks pengaduan dihapus sesudah selesai"),
    "COMMENT_KEEP_DAYS": _l("Hari sampai komentar dihapus sesudah diputuskan"),
}
HINTS = {
    "CITY_NAME": _l(
        "Tampil di setiap halaman, poster, dan laporan baru. Yang sudah terbit tidak berubah."
    ),
    "CITY_CONTACT": _l(
        "Satu baris di kaki halaman umum, misalnya surel layanan. Jangan alamat seseorang."
    ),
    "CITY_COLOUR": _l(
        "Satu warna seperti #1976d2, untuk tanda di kepala halaman, poster, dan laporan. Kosongkan "
        "untuk warna bawaan. Kontrasnya paling sedikit 3 : 1 di halaman terang dan gelap."
    ),
    "INSPECTORATE": _l(
        "Pimpinan instansi ini menangani pengaduan tentang pimpinan dan pungutan liar. "
        "Tanpa inspektorat, moderator kota menanganinya, dan formulir berkata begitu."
    ),
    "OFFICER_LABEL": _l("Nama atau nomor pada lencana, di formulir penilaian."),
    "ELEMENT_CODES": _l(
        "Peraturan dan kuesionernya menomori U8 dan U9 berbeda. Berkas masuk dan keluar tidak "
        "terpengaruh: keduanya memakai nama unsur."
    ),
}
OFFICER_WORDS = {"name": _l("nama pada lencana"), "number": _l("nomor pada lencana")}
CODE_WORDS = {
    "regulation": _l("menurut batang tubuh peraturan: U8 pengaduan, U9 sarana"),
    "questionnaire": _l("menurut kuesioner peraturan: U8 sarana, U9 pengaduan"),
}
# Settings of which one of a few values is chosen, each with its words.
CHOSEN = {"OFFICER_LABEL": OFFICER_WORDS, "ELEMENT_CODES": CODE_WORDS}
NONE_WORDS = _l("Tidak ada; moderator kota yang menangani")
KEPT = partial(read_count, least=allowed.LEAST_KEPT_DAYS, most=allowed.MOST_KEPT_DAYS)
WORKING_DAYS = partial(read_count, least=1, most=allowed.MOST_WORKING_DAYS)


LONG_COLOUR = 6


def _read_colour(text: str) -> str:
    """Return a colour that is seen on light and dark pages as ``#rrggbb``; signs may lack."""
    digits = text.strip().lower().removeprefix("#")
    if len(digits) * 2 == LONG_COLOUR:
        digits = "".join(each * 2 for each in digits)
    colour = f"#{digits}"
    if not allowed.COLOUR.fullmatch(colour):
        raise ValidationError(_l("Tulis warna seperti #1976d2."))
    light, dark = allowed.contrasts(colour)
    if min(light, dark) < allowed.LEAST_CONTRAST:
        raise ValidationError(
            _l(
                "Kontras %(colour)s hanya %(light)s : 1 di halaman terang dan %(dark)s : 1 di "
                "halaman gelap; keduanya paling sedikit 3 : 1. %(remedy)s",
                colour=colour,
                light=format_decimal(light),
                dark=format_decimal(dark),
                remedy=_l("Pilih yang lebih gelap.")
                if light < dark
                else _l("Pilih yang lebih terang."),
            )
        )
    return colour


def _text(name: str, **options: Any) -> CellField:
    reader = partial(_read_short, reader=read_place_name if name == "CITY_NAME" else read_name)
    return CellField(LABELS[name], reader, description=HINTS[name], **options)


def _read_short(text: str, *, reader: Any) -> str:
    """Return a line that a setting may hold."""
    value: str = reader(text)
    if len(value) > allowed.VALUE_LENGTH or set(value) & set("<>{}"):
        raise ValidationError(
            _l("Paling panjang %(most)s huruf, tanpa < > { }.", most=allowed.VALUE_LENGTH)
        )
    return value


def _days(name: str) -> CellField:
    is_kept = name.endswith("KEEP_DAYS")
    least, most = (
        (allowed.LEAST_KEPT_DAYS, allowed.MOST_KEPT_DAYS)
        if is_kept
        else (1, allowed.MOST_WORKING_DAYS)
    )
    hint = _l("%(least)s sampai %(most)s.", least=least, most=most)
    return CellField(LABELS[name], KEPT if is_kept else WORKING_DAYS, description=hint)


def _field(name: str, *, agencies: Choices) -> Field:
    """Return the unbound field of a setting's value."""
    if name == "INSPECTORATE":
        offered = [(allowed.NONE, NONE_WORDS), *agencies]
        return ChoiceField(LABELS[name], description=HINTS[name], choices=choices_of(offered))
    if name in CHOSEN:
        offered = list(CHOSEN[name].items())
        return ChoiceField(LABELS[name], description=HINTS[name], choices=choices_of(offered))
    if name.endswith("_DAYS"):
        return _days(name)
    if name == "CITY_COLOUR":
        return CellField(LABELS[name], _read_colour, description=HINTS[name], is_needed=False)
    return _text(name, is_needed=name != "CITY_CONTACT")


class DecideSettingForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A setting's new value and why; ``form_for`` adds the field of the value."""

    reason = CellField(
        _l("Alasan"),
        partial(read_name, longest=allowed.REASON_LENGTH),
        description=_l("Misalnya nomor keputusan wali kota. Terbaca oleh pengelola dan auditor."),
    )

    def validate_reason(self, field: CellField) -> None:
        """Ask for a sentence."""
        if len(field.value or "") < allowed.LEAST_REASON:
            raise ValidationError(
                _l("Tulis alasan, paling sedikit %(least)s huruf.", least=allowed.LEAST_REASON)
            )

    def to_command(self, name: str, *, decided_by: str) -> DecideSetting:
        """Return the decision; call it on a valid form only."""
        value = self.value.data if isinstance(self.value, ChoiceField) else self.value.value
        shown = "" if value is None else str(value)
        return DecideSetting(name, shown, reason=self.reason.value, decided_by=decided_by)


def form_for(name: str, *, agencies: Choices) -> DecideSettingForm:
    """Return the form that decides the setting ``name``.

    :param agencies: code and name of each agency that may be the inspectorate.
    """

    class OneSetting(DecideSettingForm):
        value = _field(name, agencies=agencies)

    return OneSetting()
