"""Pending tasks of accounts on the first staff page."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.accounts.letters.queries import letter_counts
from portal.accounts.second_factor.queries import recovery_codes_left
from portal.accounts.staff.domain import AccountState
from portal.accounts.staff.queries import (
    open_administrators,
    person,
    recipients,
    unused_invitations,
)
from portal.web.access import Role, Staff
from portal.web.extensions import current_settings
from portal.web.navigation import PendingTask, SetUpStep

FEW_CODES = 3


def account_steps(session: Session, staff: Staff) -> Iterator[PendingTask]:
    """Yield what waits for ``staff``: their own safety first, then other people's accounts."""
    found = person(session, staff.account_id)
    left = recovery_codes_left(session, staff.account_id)
    if found and found.has_authenticator and left < FEW_CODES:
        yield PendingTask(
            _("Kode pemulihan Anda hampir habis. Buat kode baru."), "accounts.own_codes"
        )
    if not staff.has(Role.ADMINISTRATOR):
        return
    if open_administrators(session) < 2:
        text = _("Anda satu-satunya pengelola. Undang satu lagi, supaya portal tidak terkunci.")
        yield PendingTask(text, "accounts.invite")
    waiting = unused_invitations(session)
    if waiting:
        text = ngettext("%(num)s undangan belum dipakai", "%(num)s undangan belum dipakai", waiting)
        yield PendingTask(text, "accounts.people", {"state": AccountState.INVITED.value})


def account_set_up(session: Session) -> Iterator[SetUpStep]:
    """Yield who is needed before citizens come, and whether letters reach them."""
    yield SetUpStep(
        60,
        _("Undang moderator dan pengelola kedua"),
        open_administrators(session) > 1 and bool(recipients(session, [Role.MODERATOR])),
        "accounts.invite",
        hint=_("Moderator membaca pengaduan dan komentar; pengelola kedua menjaga jalan masuk."),
    )
    letters = letter_counts(session)
    yield SetUpStep(
        70,
        _("Uji pengiriman surat"),
        bool(current_settings().mail_url) and not letters.waiting and not letters.given_up,
        "accounts.home",
        hint=_(
            "Tanpa PORTAL_MAIL_URL undangan dicetak. Surat yang gagal tampil di Keadaan portal."
        ),
        may_wait=True,
    )
