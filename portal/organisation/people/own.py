"""Use cases of the own record: declare who is close, doubt the superior, read."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor, append
from portal.organisation.people.change_models import PersonNotice, SuperiorDoubt
from portal.organisation.people.models import KeptRelation
from portal.organisation.people.queries import lines_of, person
from portal.organisation.people.refusals import (
    DoubtOpen,
    DoubtUnknown,
    HandTooClose,
    OwnRecord,
    PersonUnknown,
)
from portal.organisation.people.service import Hand, check_hand
from portal.organisation.people.standing import CONFLICTS, RelationKind
from portal.storage.database import begin_write, refused_as
from portal.web.access import Act, Staff


@dataclass(frozen=True, slots=True)
class DeclareRelation:
    """That the person is close to somebody, from today on."""

    person_id: int
    other_id: int
    kind: RelationKind


def declare_relation(
    session: Session, command: DeclareRelation, *, by: Staff, now: datetime, today: date
) -> None:
    """Keep that two people are close; said again it changes nothing.

    Removing it takes the office (``RelationEnd``).

    :raises OwnRecord: when both are the same person.
    :raises PersonUnknown: when there is no such person.
    """
    if command.kind not in CONFLICTS:
        raise ValueError(command.kind)
    if command.other_id == command.person_id:
        raise OwnRecord(command.other_id)
    begin_write(session)
    if person(session, command.other_id) is None:
        session.rollback()
        raise PersonUnknown(command.other_id)
    same = select(KeptRelation.id).where(
        KeptRelation.kind == command.kind,
        KeptRelation.holder_id == command.person_id,
        KeptRelation.about_id == command.other_id,
        KeptRelation.ends_on.is_(None),
    )
    if session.scalar(same) is not None:
        session.rollback()
        return
    session.add(
        KeptRelation(
            kind=command.kind,
            holder_id=command.person_id,
            about_id=command.other_id,
            starts_on=today,
        )
    )
    act = Act("people.declare", f"person:{command.person_id}", {"about": command.other_id})
    _append(session, act, by=by, now=now)


def doubt_superior(
    session: Session, person_id: int, *, note: str, by: Staff, now: datetime, today: date
) -> None:
    """Tell the coordinator that the recorded superior is not the right one.

    :raises DoubtOpen: when the person said so and it is not settled.
    """
    begin_write(session)
    superior_id = next(
        (line.superior_id for line in lines_of(session, {person_id}) if line.covers(today)), None
    )
    session.add(
        SuperiorDoubt(person_id=person_id, superior_id=superior_id, note=note, asked_at=now)
    )
    with refused_as(session, DoubtOpen(person_id)):
        session.flush()
    _append(session, Act("people.doubt", f"person:{person_id}", {}), by=by, now=now)


def settle_doubt(session: Session, doubt_id: int, *, outcome: str, by: Hand) -> None:
    """Close a doubt with what came of it.

    :raises DoubtUnknown: when there is no open one with this number.
    :raises OwnRecord: when it is the own one.
    :raises HandTooClose: when it is that of somebody close, or about whoever settles it.
    """
    begin_write(session)
    doubt = session.get(SuperiorDoubt, doubt_id)
    if doubt is None or doubt.settled_at is not None:
        session.rollback()
        raise DoubtUnknown(doubt_id)
    check_hand(session, doubt.person_id, by=by)
    if by.staff.officer_id is not None and doubt.superior_id == by.staff.officer_id:
        session.rollback()
        raise HandTooClose(doubt.person_id)
    doubt.outcome = outcome
    doubt.settled_at = by.now
    doubt.settled_by = by.staff.account_id
    act = Act("people.settle", f"person:{doubt.person_id}", {"doubt": doubt_id})
    _append(session, act, by=by.staff, now=by.now)


def read_notices(session: Session, person_id: int, *, now: datetime) -> None:
    """Note that a person has seen what they were told."""
    begin_write(session)
    session.execute(
        update(PersonNotice)
        .where(PersonNotice.person_id == person_id, PersonNotice.read_at.is_(None))
        .values(read_at=now)
    )
    session.commit()


def _append(session: Session, act: Act, *, by: Staff, now: datetime) -> None:
    append(session, act, actor=Actor(by.account_id, by.name), now=now)
    session.commit()
