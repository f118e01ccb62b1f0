"""The daily mail: how much waits and where; never what, and never about whom."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.accounts.letters.domain import Letter
from portal.accounts.letters.texts import each_language, in_each_language

# The next one says it anew.
USEFUL_FOR = timedelta(hours=20)


def digest_letter(recipient: str, *, waiting: int, address: str) -> Letter:
    """Return the letter that says how many things wait, in every language.

    :param waiting: how many things wait, 1 or more.
    :param address: of the first screen of performance.
    """
    parts = []
    for _language in each_language():
        count = (
            _("Satu hal menunggu Anda di Suara Loket.")
            if waiting == 1
            else ngettext(
                "%(count)s hal menunggu Anda di Suara Loket.",
                "%(count)s hal menunggu Anda di Suara Loket.",
                waiting,
                count=waiting,
            )
        )
        stop = _("Surat harian ini dapat dihentikan di halaman itu.")
        parts.append(f"{count} {address}\n{stop}")
    subject = in_each_language(_l("Yang menunggu Anda di Suara Loket"))
    return Letter(recipient, subject, "\n\n".join(parts), USEFUL_FOR)
