"""People of the made-up city with accounts, so that a newcomer sees what each of them reads.

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
from portal.web.access import CITY_ROLES, Role

HEAD = "kepala@kota.example"
OFFICER = "petugas@kota.example"
SUPERIOR = "atasan@kota.example"
OFFICE = "kinerja@kota.example"
AUDITOR = "auditor@kota.example"
# Who sends a file in, so that the performance office has something to confirm.
COLLEAGUE = "staf-kinerja@kota.example"
# Whom a newcomer can look around as, in the order in which they are named.
WAYS_IN = {
    "a head": HEAD,
    "an officer": OFFICER,
    "a superior": SUPERIOR,
    "the performance office": OFFICE,
    "an auditor": AUDITOR,
}
# Of two officers the one whose year is made up, too.
WITH_FIGURES = text(
    "SELECT officer.id AS officer_id, officer.name, desk.agency_id FROM staff_document"
    " JOIN officer ON staff_document.address = 'officers/' || officer.id"
    " JOIN posting ON posting.officer_id = officer.id AND posting.ends_on IS NULL"
    " JOIN desk ON desk.id = posting.desk_id"
    " WHERE officer.retired_on IS NULL"
    " ORDER BY EXISTS (SELECT 1 FROM performance_plan WHERE person_id = officer.id) DESC,"
    " staff_document.period DESC, officer.id LIMIT 1"
)
# In a small city no officer has figures after the first month: the one who was rated most often.
MOST_RATED = text(
    "SELECT officer.id AS officer_id, officer.name, desk.agency_id FROM officer_tally"
    " JOIN officer ON officer.id = officer_tally.officer_id"
    " JOIN posting ON posting.officer_id = officer.id AND posting.ends_on IS NULL"
    " JOIN desk ON desk.id = posting.desk_id"
    " WHERE officer.retired_on IS NULL GROUP BY officer.id, officer.name, desk.agency_id"
    " ORDER BY EXISTS (SELECT 1 FROM performance_plan WHERE person_id = officer.id) DESC,"
    " sum(officer_tally.answers) DESC, officer.id LIMIT 1"
)
ABOVE = text(
    "SELECT officer.id AS officer_id, officer.name FROM reporting_line"
    " JOIN officer ON officer.id = reporting_line.superior_id"
    " WHERE reporting_line.person_id = :person_id AND reporting_line.ends_on IS NULL"
)


def add_demo_people(session: Session, *, now: datetime) -> None:
    """Add an officer whose own figures are out, or will be soon, who is above them, and the city's.

    Whoever is there already stays as they are; where no officer was rated nobody is added.
    """
    found = session.execute(WITH_FIGURES).one_or_none()
    found = found or session.execute(MOST_RATED).one_or_none()
    session.commit()
    if found is None:
        return
    superior = session.execute(ABOVE, {"person_id": found.officer_id}).one_or_none()
    head = superior and session.execute(ABOVE, {"person_id": superior.officer_id}).one_or_none()
    session.commit()
    people = [
        (OFFICER, found.name, Role.OFFICER, found.officer_id),
        (HEAD, head.name if head else "Kepala Contoh", Role.AGENCY_HEAD, head and head.officer_id),
        (OFFICE, "Kantor Kinerja Contoh", Role.PERFORMANCE_OFFICE, None),
        (COLLEAGUE, "Staf Kantor Kinerja Contoh", Role.PERFORMANCE_OFFICE, None),
        (AUDITOR, "Auditor Contoh", Role.AUDITOR, None),
    ]
    if superior:
        people.append((SUPERIOR, superior.name, Role.SUPERVISOR, superior.officer_id))
    for email, name, role, officer_id in people:
        person = Invite(
            name=name,
            identity=identity_of(email),
            roles=frozenset({role}),
            agency_id=None if role in CITY_ROLES else found.agency_id,
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
