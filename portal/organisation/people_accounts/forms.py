"""The forms that ask for letters and for a file of addresses."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from portal.organisation.people_accounts.domain import Wanted
from portal.organisation.people_accounts.service import LettersAsked
from portal.organisation.records.form_fields import ChoiceField, choices_of


class LettersForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Of which agency, and whose letters."""

    agency = ChoiceField(_l("Instansi"))
    wanted = ChoiceField(
        _l("Untuk siapa"),
        choices=choices_of(
            [
                (Wanted.NEW, _l("yang belum punya akun")),
                (Wanted.AGAIN, _l("yang belum memakai undangannya; tautan lama berakhir")),
            ]
        ),
    )

    def offer(self, agencies: Mapping[str, str]) -> None:
        """Let one of ``agencies`` be chosen."""
        self.agency.choices = choices_of(agencies.items())

    def to_asked(self) -> LettersAsked:
        """Return what is asked for."""
        return LettersAsked(int(self.agency.data), Wanted(self.wanted.data))


class MailForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A file of staff numbers and e-mail addresses."""

    file = FileField(
        _l("Berkas CSV atau .xlsx dengan kolom NIP dan SUREL"),
        validators=[FileRequired(message=_l("Pilih berkas dulu."))],
    )


class YesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Which file was looked at."""

    token = HiddenField()
