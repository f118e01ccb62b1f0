"""The forms a person proves themself with."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from portal.accounts.links.forms import MOST
from portal.accounts.staff.domain import Identity, identity_or_nobody
from portal.accounts.staff.pages import safe_way_back

WRONG_PASSWORD = _l("Surel, NIP, atau kata sandi tidak cocok. Periksa, lalu coba lagi.")
NOT_ENOUGH = _l("Kata sandi saja belum cukup, atau tidak cocok. Isi lagi kata sandi dan kode.")
WRONG_CODE = _l("Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi.")


class WayBackForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A form that keeps where its person wanted to go."""

    next = HiddenField()

    def way_back(self) -> str:
        """Return a staff page of this portal, whatever was asked for."""
        return safe_way_back(self.next.data)

    def refuse_password(self) -> None:
        """Say that the password does not fit, and not whether the account exists."""
        self.password.errors = [WRONG_PASSWORD]

    def refuse_code(self) -> None:
        """Say that the code does not fit."""
        self.code.errors = [WRONG_CODE]


class SignInForm(WayBackForm):
    """Who is there, and their password."""

    identity = StringField(
        _l("Surel atau NIP"), [InputRequired(_l("Isi surel atau NIP Anda.")), MOST]
    )
    password = PasswordField(_l("Kata sandi"), [InputRequired(_l("Isi kata sandi Anda.")), MOST])

    code = StringField(_l("Kode autentikator atau kode pemulihan"), [MOST])

    def to_identity(self) -> Identity:
        """Return who is meant."""
        return identity_or_nobody(self.identity.data)

    def ask_for_more(self) -> None:
        """Say that neither a right nor a wrong password is enough here, in the same words."""
        self.password.errors = [NOT_ENOUGH]


class CodeForm(WayBackForm):
    """A code of the authenticator app."""

    code = StringField(
        _l("Kode enam angka"), [InputRequired(_l("Isi kode dari aplikasi autentikator.")), MOST]
    )


class RecoveryForm(WayBackForm):
    """A recovery code instead."""

    code = StringField(
        _l("Kode pemulihan"), [InputRequired(_l("Isi salah satu kode pemulihan Anda.")), MOST]
    )


class ProveForm(WayBackForm):
    """Password, and code where the account has an authenticator, before a dangerous act."""

    password = PasswordField(_l("Kata sandi"), [InputRequired(_l("Isi kata sandi Anda.")), MOST])
    code = StringField(_l("Kode enam angka"), [MOST])
