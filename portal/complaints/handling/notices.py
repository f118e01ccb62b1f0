"""The daily letter to staff: how many items wait and are late, without any of their texts."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.accounts.letters.domain import Letter
from portal.accounts.letters.sending import deliver
from portal.accounts.staff.queries import recipients
from portal.complaints.handling.queries import QueueFilter, overdue_count, queue_page
from portal.complaints.intake.scope_queries import scope_of
from portal.settings import Settings
from portal.web.access import Role

READERS = (Role.MODERATOR, Role.AGENCY_HEAD)
BODY = """{waiting} pengaduan menunggu Anda, {late} di antaranya lewat janji.
{waiting} complaints wait for you, {late} of them past their promise.

{address}
"""


@dataclass(frozen=True, slots=True)
class Digest:
    """What waits for one person; nothing in it comes from a citizen."""

    email: str
    waiting: int
    late: int


def digests(
    session: Session, *, now: datetime, today: date, inspectorate: str = ""
) -> tuple[Digest, ...]:
    """Return the letters of the day; who has nothing waiting gets none.

    :param inspectorate: the code of the agency that is the inspectorate, or empty.
    """
    found = []
    for email, staff in recipients(session, READERS):
        scope = scope_of(session, staff, on=today, inspectorate=inspectorate)
        page = queue_page(session, scope, wanted=QueueFilter(), now=now, today=today)
        late = overdue_count(session, scope, today=today)
        found.append(Digest(email=email, waiting=page.count, late=late))
    return tuple(digest for digest in found if digest.waiting)


def send_digests(
    session: Session, settings: Settings, *, now: datetime, today: date
) -> tuple[int, int]:
    """Send the letters of the day; without a mail server they are printed.

    :returns: how many were sent, and how many were not and will be tried again.
    """
    letters = digests(session, now=now, today=today, inspectorate=settings.inspectorate)
    session.rollback()
    address = f"{settings.public_url or 'http://' + settings.host}/admin/complaints"
    sent = 0
    for digest in letters:
        body = BODY.format(waiting=digest.waiting, late=digest.late, address=address)
        subject = f"Suara Loket: {digest.waiting} pengaduan menunggu"
        letter = Letter(recipient=digest.email, subject=subject, body=body)
        sent += deliver(session, letter, settings=settings, now=now)
    return sent, len(letters) - sent
