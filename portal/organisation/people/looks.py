"""Puts looks at another person's content on record: once a viewer, person, kind and day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor, append
from portal.organisation.people.change_models import ContentLook
from portal.storage.database import begin_write
from portal.storage.prepared import Question, prepared
from portal.web.access import Act, Staff


@dataclass(frozen=True, slots=True)
class LookAtPerson:
    """What somebody is about to see of a person.

    :ivar kind: a plain word for the content, such as ``plan`` or ``result``.
    """

    person_id: int
    kind: str


def note_look(
    session: Session, look: LookAtPerson, *, by: Staff, now: datetime, today: date
) -> bool:
    """Put a look on record before the content is shown; return whether it was the first today.

    A look at the own content is nobody's business. A second one of the same day only reads, so
    that opening a page again takes no turn at writing. The audit log keeps the day's first
    moment; the table behind it forgets the days before.
    """
    return note_looks(session, {look.person_id}, kind=look.kind, by=by, now=now, today=today) == 1


def note_looks(
    session: Session,
    person_ids: Collection[int],
    *,
    kind: str,
    by: Staff,
    now: datetime,
    today: date,
) -> int:
    """Put looks at one kind of content of several people on record, as ``note_look`` does.

    One transaction, so that a list of fifty people takes one turn at writing; return how many
    were the first of the day.
    """
    own = {by.officer_id} if by.officer_id is not None else set()
    first = set(person_ids) - own - _noted(session, kind=kind, by=by, today=today)
    if not first:
        return 0
    begin_write(session)
    for person_id in sorted(first):
        row = {"account_id": by.account_id, "person_id": person_id, "kind": kind, "day": today}
        try:
            session.execute(insert(ContentLook).values(**row))
        except IntegrityError:
            # The same person opened the page twice at once.
            session.rollback()
            return 0
        act = Act("person.look", f"person:{person_id}", {"kind": kind})
        append(session, act, actor=Actor(by.account_id, by.name), now=now)
    session.execute(
        delete(ContentLook).where(ContentLook.account_id == by.account_id, ContentLook.day != today)
    )
    session.commit()
    return len(first)


def _noted(session: Session, *, kind: str, by: Staff, today: date) -> set[int]:
    return set(_of_day.things(session, account_id=by.account_id, kind=kind, day=today))


@prepared()
def _of_day(account_id: Any, *, kind: Any, day: Any) -> Question:
    """Ask at whom an account looked on a day."""
    look = ContentLook
    return select(look.person_id).where(
        look.account_id == account_id, look.kind == kind, look.day == day
    )
