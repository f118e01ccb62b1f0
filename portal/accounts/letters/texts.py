"""The letters about something that happened to the reader's account."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.accounts.letters.domain import Letter, Notice
from portal.web.languages import each_language

__all__ = ["NOTICES", "each_language", "in_each_language", "notice_letter"]
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
    Notice.WAITING: _l("Ada yang menunggu Anda di Suara Loket. Masuk untuk membacanya."),
}


def notice_letter(recipient: str, notice: Notice) -> Letter:
    """Return the letter about what happened to the reader's account, in every language."""
    if notice is Notice.WAITING:
        subject = in_each_language(_l("Ada yang menunggu Anda di Suara Loket"))
        return Letter(recipient, subject, in_each_language(NOTICES[notice]))
    parts = []
    # Who reads a letter is not who pressed the button, so its language is not known.
    for _language in each_language():
        parts += [
            str(NOTICES[notice]),
            _("Jika itu Anda, atau pengelola portal atas permintaan Anda, abaikan surat ini."),
            _(
                "Jika bukan, ganti kata sandi Anda, keluarkan semua perangkat lain di halaman "
                "Akun saya, dan hubungi pengelola portal."
            ),
        ]
    subject = in_each_language(_l("Perubahan pada akun Suara Loket Anda"))
    return Letter(recipient=recipient, subject=subject, body="\n\n".join(parts))


def in_each_language(text: Any) -> str:
    """Return ``text`` in every language of the portal, one after the other."""
    return " / ".join([str(text) for _language in each_language()])
