"""The letters staff receive."""

from flask_babel import gettext as _

from portal.accounts.domain.sessions import RESET_LASTS
from portal.accounts.mail import Letter


def reset_letter(recipient: str, url: str) -> Letter:
    """Return the letter with a link to choose a new password; it ends after an hour."""
    lines = (
        _("Seseorang meminta kata sandi baru untuk akun Suara Loket Anda."),
        _("Buka tautan ini dalam satu jam untuk memilih kata sandi:"),
        url,
        _("Jika bukan Anda yang meminta, abaikan surat ini. Kata sandi Anda tidak berubah."),
    )
    subject = _("Kata sandi baru untuk Suara Loket")
    body = "\n\n".join(lines)
    return Letter(recipient=recipient, subject=subject, body=body, useful_for=RESET_LASTS)
