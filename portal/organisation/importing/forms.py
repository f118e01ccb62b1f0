"""Forms of the import: the file, and the confirmation of its changes."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField, ValidationError

from portal.time.months import Month, is_month


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _is_month_or_nothing(_form: FlaskForm, field: StringField) -> None:
    if field.data and not is_month(field.data):
        raise ValidationError(_l("Tulis bulan seperti 2026-11."))


class UploadForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """An organisation file."""

    file = FileField(
        _l("Berkas CSV atau .xlsx"),
        validators=[FileRequired(message=_l("Pilih berkas dulu."))],
    )
    since = StringField(
        _l("Perubahan berlaku mulai bulan"),
        filters=[_stripped],
        validators=[_is_month_or_nothing],
        description=_l(
            "Untuk layanan loket, unit, jenis instansi, dan unsur yang tidak ditanyakan. Kosongkan"
            " untuk bulan depan. Bulan lain, misalnya 2026-11, hanya bila angkanya belum dihitung"
            " dan belum terbit."
        ),
    )

    @property
    def month(self) -> Month | None:
        """The month asked for; None for the next one."""
        return Month(self.since.data) if self.since.data else None


class ImportConfirmForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Which file was looked at, and what it would have changed then."""

    token = HiddenField()
    digest = HiddenField()
    since = HiddenField()

    @property
    def month(self) -> Month | None:
        """The month that was looked at; None for the next one."""
        text = self.since.data or ""
        return Month(text) if is_month(text) else None
