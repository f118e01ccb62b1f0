"""A head and an officer of the made-up city, so that a newcomer sees what each of them reads.

They are made together with that city and nowhere else, and without a password: whoever starts
the portal lets them in, by a link that works once.
"""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.accounts.administration.service import IdentityTaken, Invite, invite
from portal.accounts.authentication.authenticator import COMMAND_LINE
from portal.accounts.staff.domain import identity_of
from portal.accounts.staff.queries import proofs_by_identity
from portal.web.access import Role

HEAD = "kepala@kota.example"
OFFICER = "petugas@kota.example"
WITH_FIGURES = text(
    "SELECT officer.id AS officer_id, officer.name, desk.agency_id FROM staff_document"
    " JOIN officer ON staff_document.address = 'officers/' || officer.id"
    " JOIN posting ON posting.officer_id = officer.id AND posting.ends_on IS NULL"
    " JOIN desk ON desk.id = posting.desk_id"
    " WHERE officer.retired_on IS NULL ORDER BY staff_document.period DESC, officer.id LIMIT 1"
)
# In a small city no officer has figures after the first month: the one who was rated most often.
MOST_RATED = text(
    "SELECT officer.id AS officer_id, officer.name, desk.agency_id FROM officer_tally"
    " JOIN officer ON officer.id = officer_tally.officer_id"
    " JOIN posting ON posting.officer_id = officer.id AND posting.ends_on IS NULL"
    " JOIN desk ON desk.id = posting.desk_id"
    " WHERE officer.retired_on IS NULL GROUP BY officer.id, officer.name, desk.agency_id"
    " ORDER BY sum(officer_tally.answers) DESC, officer.id LIMIT 1"
)


def add_demo_people(session: Session, *, now: datetime) -> None:
    """Add an officer whose own figures are out, or will be soon, and the head of their agency.

    Whoever is there already stays as they are; where no officer was rated nobody is added.
    """
    found = session.execute(WITH_FIGURES).one_or_none()
    found = found or session.execute(MOST_RATED).one_or_none()
    session.commit()
    if found is None:
        return
    for email, name, role, officer_id in (
        (HEAD, "Kepala Contoh", Role.AGENCY_HEAD, None),
        (OFFICER, found.name, Role.OFFICER, found.officer_id),
    ):
        person = Invite(
            name=name,
            identity=identity_of(email),
            roles=frozenset({role}),
            agency_id=found.agency_id,
            officer_id=officer_id,
        )
        with suppress(IdentityTaken):
            invite(session, person, by=COMMAND_LINE, now=now)


def is_waiting(session: Session, email: str) -> bool:
    """Return whether there is an account ``email`` that nobody has chosen a password for."""
    found = proofs_by_identity(session, identity_of(email))
    return found is not None and found.is_active and found.password_hash is None


def is_made_up_city(session: Session) -> bool:
    """Return whether the officers are invented ones, whose names say so."""
    found = session.execute(text("SELECT 1 FROM officer WHERE name LIKE '%(rekaan)' LIMIT 1"))
    is_there = found.first() is not None
    session.commit()
    return is_there
