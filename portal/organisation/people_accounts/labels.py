"""Labels of refused rows and standings, and the letter that invites by mail."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.accounts.letters.domain import Letter
from portal.accounts.letters.texts import each_language, in_each_language
from portal.organisation.people_accounts.domain import AccountStanding
from portal.organisation.people_accounts.mail_plan import MailFault
from portal.organisation.records.form_fields import FAULTS

Words = Mapping[Any, Any]  # Flask-Babel's lazy texts have no public type
MAIL_FAULTS: Words = {
    MailFault.NOT_AN_ADDRESS: _l("Ini bukan alamat surel seperti nama@kota.go.id."),
    MailFault.NOBODY: _l("Tidak ada pegawai yang bertugas dengan NIP ini."),
    MailFault.NO_AGENCY: _l("Jabatan orang ini belum dicatat; catat dulu instansinya."),
    MailFault.HAS_ACCOUNT: _l("Orang ini sudah punya akun, atau NIP-nya dipakai akun lain."),
    MailFault.ADDRESS_TAKEN: _l("Alamat ini sudah dipakai akun lain atau baris lain."),
    MailFault.REPEATED: _l("Orang ini sudah disebut di baris lain."),
}
HEADINGS: Mapping[str, str] = {"number": "NIP", "email": "SUREL"}
MAIL_WORDS: Words = {**FAULTS, **MAIL_FAULTS}
STANDINGS: Words = {
    AccountStanding.USED: _l("Sudah masuk"),
    AccountStanding.INVITED: _l("Undangan belum dipakai"),
    AccountStanding.CLOSED: _l("Akun ditutup"),
    AccountStanding.NONE: _l("Belum punya akun"),
    AccountStanding.NO_NUMBER: _l("Tanpa NIP"),
    AccountStanding.NUMBER_TAKEN: _l("NIP dipakai akun yang belum dihubungkan"),
}


def invitation_letter(recipient: str, url: str, *, useful_for: timedelta) -> Letter:
    """Return the letter with a link to choose a first password; it ends after a week."""
    parts = []
    for _language in each_language():
        parts += [
            _("Akun Suara Loket dibuat untuk Anda."),
            _("Buka tautan ini dalam tujuh hari untuk memilih kata sandi:"),
            url,
            _("Setelah itu Anda masuk dengan surel ini atau dengan NIP Anda."),
        ]
    subject = in_each_language(_l("Akun Suara Loket Anda"))
    return Letter(recipient, subject, "\n\n".join(parts), useful_for=useful_for)
