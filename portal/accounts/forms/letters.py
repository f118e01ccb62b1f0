"""The letters staff receive."""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.accounts.domain.notices import Notice
from portal.accounts.domain.sessions import DEVICE_LINK_LASTS, RESET_LASTS
from portal.accounts.mail import Letter

# Who reads a letter is not who pressed the button, so its language is not known.
LANGUAGES = ("id", "en")
NOTICES: dict[Notice, Any] = {
    Notice.NEW_DEVICE: _l(
        "Akun Suara Loket Anda baru saja dipakai masuk dari perangkat yang belum pernah dipakai."
    ),
    Notice.PASSWORD: _l("Kata sandi akun Suara Loket Anda baru saja dipilih atau diganti."),
    Notice.AUTHENTICATOR_SET: _l(
        "Aplikasi autentikator baru saja dipasang untuk akun Suara Loket Anda."
    ),
    Notice.AUTHENTICATOR_REMOVED: _l(
        "Aplikasi autentikator dan kode pemulihan akun Suara Loket Anda baru saja dihapus."
    ),
    Notice.RECOVERY_CODES: _l(
        "Kode pemulihan baru saja dibuat untuk akun Suara Loket Anda; kode lama tidak berlaku."
    ),
    Notice.WRONG_CODES: _l(
        "Seseorang mengetik kata sandi akun Suara Loket Anda dengan benar, lalu berkali-kali "
        "mengetik kode autentikator yang salah."
    ),
}


def reset_letter(recipient: str, url: str, *, language: str) -> Letter:
    """Return the letter with a link to choose a new password; it ends after an hour.

    :param language: the one in which it was asked for, such as ``id``.
    """
    with force_locale(language):
        lines = (
            _("Seseorang meminta kata sandi baru untuk akun Suara Loket Anda."),
            _("Buka tautan ini dalam satu jam untuk memilih kata sandi:"),
            url,
            _("Jika bukan Anda yang meminta, abaikan surat ini. Kata sandi Anda tidak berubah."),
        )
        subject = _("Kata sandi baru untuk Suara Loket")
    body = "\n\n".join(lines)
    return Letter(recipient=recipient, subject=subject, body=body, useful_for=RESET_LASTS)


def device_letter(recipient: str, url: str) -> Letter:
    """Return the letter with a link that makes a new device known; it ends after an hour."""
    parts = []
    for language in LANGUAGES:
        with force_locale(language):
            parts += [
                _(
                    "Akun Suara Loket Anda sedang ditebak orang lain, jadi kata sandi saja belum "
                    "cukup dari perangkat baru. Seseorang baru saja mengetik kata sandi Anda "
                    "dengan benar."
                ),
                _(
                    "Jika itu Anda, buka tautan ini dalam satu jam di perangkat yang sama, lalu "
                    "masuk sekali lagi:"
                ),
                url,
                _("Jika bukan Anda, jangan buka tautannya; segera ganti kata sandi Anda."),
            ]
    subject, body = _both(_l("Masuk ke Suara Loket dari perangkat baru")), "\n\n".join(parts)
    return Letter(recipient=recipient, subject=subject, body=body, useful_for=DEVICE_LINK_LASTS)


def notice_letter(recipient: str, notice: Notice) -> Letter:
    """Return the letter about something that happened to the reader's account, in two languages."""
    parts = []
    for language in LANGUAGES:
        with force_locale(language):
            parts += [
                str(NOTICES[notice]),
                _("Jika itu Anda, atau pengelola portal atas permintaan Anda, abaikan surat ini."),
                _(
                    "Jika bukan, ganti kata sandi Anda, keluarkan semua perangkat lain di halaman "
                    "Akun saya, dan hubungi pengelola portal."
                ),
            ]
    subject = _both(_l("Perubahan pada akun Suara Loket Anda"))
    return Letter(recipient=recipient, subject=subject, body="\n\n".join(parts))


def _both(text: Any) -> str:
    said = []
    for language in LANGUAGES:
        with force_locale(language):
            said.append(str(text))
    return " / ".join(said)
