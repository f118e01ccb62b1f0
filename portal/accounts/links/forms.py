"""The forms for a new password and for asking for one."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from portal.accounts.passwords.domain import Weakness
from portal.accounts.staff.domain import Identity, identity_or_nobody

WEAK = {
    Weakness.TOO_SHORT: _l("Kata sandi ini terlalu pendek. Pakai paling sedikit 12 karakter."),
    Weakness.TOO_LONG: _l("Kata sandi ini terlalu panjang. Pakai paling banyak 128 karakter."),
    Weakness.GUESSABLE: _l(
        "Kata sandi ini mudah ditebak. Pakai beberapa kata yang tidak berhubungan, "
        "bukan nama, tempat, atau tanggal."
    ),
}
MOST = Length(max=300, message=_l("Isian ini terlalu panjang."))


class ForgotForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Whose password is to be chosen anew."""

    identity = StringField(_l("Surel"), [InputRequired(_l("Isi alamat surel Anda.")), MOST])

    def to_identity(self) -> Identity:
        """Return who is meant."""
        return identity_or_nobody(self.identity.data)


class NewPasswordForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A new password, typed once: it can be shown, and a mistake is mended by a new link."""

    password = PasswordField(_l("Kata sandi baru"), [InputRequired(_l("Isi kata sandi baru."))])

    def refuse(self, weakness: Weakness) -> None:
        """Say why the password is refused and what to do."""
        self.password.errors = [WEAK[weakness]]
