"""What waits for those who maintain people's records, and what a person was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from portal.accounts.staff.queries import names_of_accounts
from portal.organisation.people.change_models import PeopleChange, PersonNotice, SuperiorDoubt
from portal.organisation.people.domain import Change, ChangeKind, ChangeState, read
from portal.organisation.people.list_queries import is_at_agency
from portal.organisation.people.models import Officer

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change with the names around it."""

    id: int
    person_id: int
    person_name: str
    kind: ChangeKind
    change: Change
    reason: str
    entered_by: int
    entered_by_name: str
    entered_at: datetime
    state: ChangeState
    answer: str


@dataclass(frozen=True, slots=True)
class ShownDoubt:
    """That somebody says: this is not my superior."""

    id: int
    person_id: int
    person_name: str
    superior_name: str | None
    note: str
    asked_at: datetime


def waiting_changes(session: Session, *, agency_id: int | None, on: date) -> Sequence[ShownChange]:
    """Return the changes that wait, the oldest first.

    :param agency_id: keeps to people of this agency on the day; None for the city.
    """
    rows = _changes(session, PeopleChange.state == ChangeState.WAITING, limit=MOST_SHOWN)
    return [row for row in rows if _is_reached(session, row.person_id, agency_id=agency_id, on=on)]


def waiting_change_person(session: Session, change_id: int) -> int | None:
    """Return whom a change that waits is about, or None."""
    return session.scalar(
        select(PeopleChange.person_id).where(
            PeopleChange.id == change_id, PeopleChange.state == ChangeState.WAITING
        )
    )


def changes_of(session: Session, person_id: int) -> Sequence[ShownChange]:
    """Return the changes of a person, the oldest first."""
    return _changes(session, PeopleChange.person_id == person_id, limit=MOST_SHOWN)


def open_doubts(session: Session, *, agency_id: int | None, on: date) -> Sequence[ShownDoubt]:
    """Return who says that the recorded superior is wrong, the oldest first.

    :param agency_id: keeps to people of this agency on the day; None for the city.
    """
    person, superior = aliased(Officer), aliased(Officer)
    query = (
        select(
            SuperiorDoubt.id,
            SuperiorDoubt.person_id,
            person.name.label("person_name"),
            superior.name.label("superior_name"),
            SuperiorDoubt.note,
            SuperiorDoubt.asked_at,
        )
        .join(person, person.id == SuperiorDoubt.person_id)
        .outerjoin(superior, superior.id == SuperiorDoubt.superior_id)
        .where(SuperiorDoubt.settled_at.is_(None))
        .order_by(SuperiorDoubt.asked_at, SuperiorDoubt.id)
        .limit(MOST_SHOWN)
    )
    found = [ShownDoubt(**row._mapping) for row in session.execute(query)]
    return [row for row in found if _is_reached(session, row.person_id, agency_id=agency_id, on=on)]


def doubted_person(session: Session, doubt_id: int) -> int | None:
    """Return who raised an open doubt, or None."""
    return session.scalar(
        select(SuperiorDoubt.person_id).where(
            SuperiorDoubt.id == doubt_id, SuperiorDoubt.settled_at.is_(None)
        )
    )


def unread_notices(session: Session, person_id: int) -> int:
    """Return of how many changes a person was told and has not read."""
    query = select(func.count()).where(
        PersonNotice.person_id == person_id, PersonNotice.read_at.is_(None)
    )
    return session.scalar(query) or 0


def notices_of(session: Session, person_id: int) -> Sequence[ShownChange]:
    """Return the changes of which a person was told, the latest first."""
    told = select(PersonNotice.change_id).where(PersonNotice.person_id == person_id)
    return _changes(session, PeopleChange.id.in_(told), limit=MOST_SHOWN)[::-1]


def _changes(session: Session, condition: ColumnElement[bool], *, limit: int) -> list[ShownChange]:
    query = (
        select(PeopleChange, Officer.name)
        .join(Officer, Officer.id == PeopleChange.person_id)
        .where(condition)
        .order_by(PeopleChange.entered_at, PeopleChange.id)
        .limit(limit)
    )
    rows = session.execute(query).all()
    names = names_of_accounts(session, {row.PeopleChange.entered_by for row in rows})
    return [
        ShownChange(
            id=row.PeopleChange.id,
            person_id=row.PeopleChange.person_id,
            person_name=row.name,
            kind=ChangeKind(row.PeopleChange.kind),
            change=read(ChangeKind(row.PeopleChange.kind), row.PeopleChange.body),
            reason=row.PeopleChange.reason,
            entered_by=row.PeopleChange.entered_by,
            entered_by_name=names[row.PeopleChange.entered_by],
            entered_at=row.PeopleChange.entered_at,
            state=ChangeState(row.PeopleChange.state),
            answer=row.PeopleChange.answer,
        )
        for row in rows
    ]


def _is_reached(session: Session, person_id: int, *, agency_id: int | None, on: date) -> bool:
    return agency_id is None or is_at_agency(session, person_id, agency_id=agency_id, on=on)
