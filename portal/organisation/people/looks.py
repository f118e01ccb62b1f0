"""Puts looks at another person's content on record: once a viewer, person, kind and day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor, append
from portal.organisation.people.change_models import ContentLook
from portal.storage.database import begin_write
from portal.web.access import Act, Staff


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody is about to see of a person.

    :ivar kind: a plain word for the content, such as ``plan`` or ``result``.
    """

    person_id: int
    kind: str


def note_look(session: Session, look: Look, *, by: Staff, now: datetime, today: date) -> bool:
    """Put a look on record before the content is shown; return whether it was the first today.

    A look at the own content is nobody's business. A second one of the same day only reads, so
    that opening a page again takes no turn at writing. The audit log keeps the day's first
    moment; the table behind it forgets the days before.
    """
    if by.officer_id == look.person_id or _is_noted(session, look, by=by, today=today):
        return False
    begin_write(session)
    row = {"account_id": by.account_id, "person_id": look.person_id, "kind": look.kind}
    try:
        session.execute(insert(ContentLook).values(**row, day=today))
    except IntegrityError:
        # The same person opened the page twice at once.
        session.rollback()
        return False
    session.execute(
        delete(ContentLook).where(ContentLook.account_id == by.account_id, ContentLook.day != today)
    )
    act = Act("person.look", f"person:{look.person_id}", {"kind": look.kind})
    append(session, act, actor=Actor(by.account_id, by.name), now=now)
    session.commit()
    return True


def _is_noted(session: Session, look: Look, *, by: Staff, today: date) -> bool:
    found = session.scalar(
        select(ContentLook.account_id).where(
            ContentLook.account_id == by.account_id,
            ContentLook.person_id == look.person_id,
            ContentLook.kind == look.kind,
            ContentLook.day == today,
        )
    )
    return found is not None
