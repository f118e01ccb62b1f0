"""Queries on changes of people's records that wait, and on notices to a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session, aliased

from portal.accounts.staff.queries import names_of_accounts
from portal.organisation.people.change_models import PeopleChange, PersonNotice, SuperiorDoubt
from portal.organisation.people.domain import Change, ChangeKind, ChangeState, Naming, read
from portal.organisation.people.list_queries import people_at_agency
from portal.organisation.people.models import Officer
from portal.storage.paging import PAGE_SIZE, Page, offset_of

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
class NamingState:
    """From when on a naming holds, and whether another person has confirmed it."""

    starts_on: date
    state: ChangeState


@dataclass(frozen=True, slots=True)
class ShownDoubt:
    """That somebody says: this is not my superior."""

    id: int
    person_id: int
    person_name: str
    superior_name: str | None
    note: str
    asked_at: datetime


def waiting_changes(
    session: Session, *, agency_id: int | None, on: date, number: int = 1
) -> Page[ShownChange]:
    """Return a page of the changes that wait, the oldest first.

    :param agency_id: keeps to people of this agency on the day; None for the city.
    """
    condition = and_(
        PeopleChange.state == ChangeState.WAITING,
        _reached(session, PeopleChange, agency_id=agency_id, on=on),
    )
    total = session.scalar(select(func.count()).select_from(PeopleChange).where(condition)) or 0
    items = _changes(session, condition, limit=PAGE_SIZE, offset=offset_of(number))
    return Page(items, number, total)


def waiting_ties(session: Session, *, entered_by_others_than: int) -> Sequence[int]:
    """Return the ties of accounts that wait and that others entered, the oldest first."""
    query = select(PeopleChange.id).where(
        PeopleChange.state == ChangeState.WAITING,
        PeopleChange.kind == ChangeKind.TIE,
        PeopleChange.entered_by != entered_by_others_than,
    )
    return session.scalars(query.order_by(PeopleChange.id).limit(MOST_SHOWN)).all()


def waiting_change_person(session: Session, change_id: int) -> int | None:
    """Return whom a change that waits is about, or None."""
    query = select(PeopleChange.person_id).where(PeopleChange.state == ChangeState.WAITING)
    return session.scalar(query.where(PeopleChange.id == change_id))


def namings(session: Session, change_ids: Collection[int]) -> Mapping[int, NamingState]:
    """Return where namings with these numbers stand."""
    query = select(PeopleChange.id, PeopleChange.body, PeopleChange.state).where(
        PeopleChange.id.in_(change_ids), PeopleChange.kind == ChangeKind.NAMING
    )
    found = {}
    for row in session.execute(query):
        change = read(ChangeKind.NAMING, row.body)
        if isinstance(change, Naming):
            found[row.id] = NamingState(change.starts_on, ChangeState(row.state))
    return found


def changes_of(session: Session, person_id: int) -> Sequence[ShownChange]:
    """Return the changes of a person, the oldest first."""
    return _changes(session, PeopleChange.person_id == person_id, limit=MOST_SHOWN)


def open_doubts(
    session: Session, *, agency_id: int | None, on: date, number: int = 1
) -> Page[ShownDoubt]:
    """Return a page of who says that the recorded superior is wrong, the oldest first.

    :param agency_id: keeps to people of this agency on the day; None for the city.
    """
    person, superior = aliased(Officer), aliased(Officer)
    condition = and_(
        SuperiorDoubt.settled_at.is_(None),
        _reached(session, SuperiorDoubt, agency_id=agency_id, on=on),
    )
    total = session.scalar(select(func.count()).select_from(SuperiorDoubt).where(condition)) or 0
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
        .where(condition)
        .order_by(SuperiorDoubt.asked_at, SuperiorDoubt.id)
        .limit(PAGE_SIZE)
        .offset(offset_of(number))
    )
    found = [ShownDoubt(**row._mapping) for row in session.execute(query)]
    return Page(found, number, total)


def doubted_person(session: Session, doubt_id: int) -> int | None:
    """Return who raised an open doubt, or None."""
    query = select(SuperiorDoubt.person_id).where(SuperiorDoubt.settled_at.is_(None))
    return session.scalar(query.where(SuperiorDoubt.id == doubt_id))


def doubts_since(session: Session, moment: datetime) -> frozenset[tuple[int, int | None]]:
    """Return who said since a moment that which recorded superior is not theirs."""
    row = SuperiorDoubt
    query = select(row.person_id, row.superior_id).where(row.asked_at >= moment)
    return frozenset((each.person_id, each.superior_id) for each in session.execute(query))


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


def _changes(
    session: Session, condition: ColumnElement[bool], *, limit: int, offset: int = 0
) -> list[ShownChange]:
    query = (
        select(PeopleChange, Officer.name)
        .join(Officer, Officer.id == PeopleChange.person_id)
        .where(condition)
        .order_by(PeopleChange.entered_at, PeopleChange.id)
        .limit(limit)
        .offset(offset)
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


def _reached(
    session: Session, table: type[PeopleChange | SuperiorDoubt], *, agency_id: int | None, on: date
) -> ColumnElement[bool]:
    """Return whether a row that still waits is about somebody of an agency; None for the city."""
    if agency_id is None:
        return true()
    asked = set(session.scalars(select(table.person_id).distinct()))
    return table.person_id.in_(people_at_agency(session, asked, agency_id=agency_id, on=on))
