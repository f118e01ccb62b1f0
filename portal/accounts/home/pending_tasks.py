"""What the first staff page tells people to do about accounts."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.accounts.second_factor.queries import recovery_codes_left
from portal.accounts.staff.domain import AccountState
from portal.accounts.staff.queries import open_administrators, person, unused_invitations
from portal.web.access import Role, Staff
from portal.web.navigation import PendingTask

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
