"""The letters that carry a one-time link."""

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.accounts.letters.domain import Letter
from portal.accounts.letters.texts import each_language, in_each_language
from portal.accounts.links.domain import DEVICE_LINK_LASTS, RESET_LASTS


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
    for _language in each_language():
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
    subject, body = (
        in_each_language(_l("Masuk ke Suara Loket dari perangkat baru")),
        "\n\n".join(parts),
    )
    return Letter(recipient=recipient, subject=subject, body=body, useful_for=DEVICE_LINK_LASTS)
