"""Records a person who was in no file, and a staff number that becomes another."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisation.people.domain import PersonKind
from portal.organisation.people.models import Officer, PersonPost, StaffNumber
from portal.organisation.people.queries import person_with_number
from portal.organisation.people.reporting_lines import LineKind
from portal.organisation.places.service import begin_change
from portal.storage.database import refused_as


class NumberTaken(ValueError):
    """Somebody has or had this staff number; ``name`` says who."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NumberTooEarly(ValueError):
    """The new number would begin before the one that it follows."""


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """A person with the first post; ``number`` is None for an elected mayor."""

    name: str
    number: str | None
    kind: PersonKind
    title: str
    agency_id: int
    unit_id: int | None
    is_head: bool
    starts_on: date


def register_person(session: Session, command: RegisterPerson) -> int:
    """Record a person, and return the internal number; commits.

    :raises NumberTaken: when somebody has or had the number, in whatever spelling.
    """
    begin_change(session)
    _refuse_taken(session, command.number)
    row = Officer(
        name=command.name,
        number=command.number,
        kind=command.kind,
        badge_name="",
        badge_number="",
    )
    session.add(row)
    session.flush()
    session.add(
        PersonPost(
            person_id=row.id,
            title=command.title,
            agency_id=command.agency_id,
            unit_id=command.unit_id,
            is_head=command.is_head,
            kind=LineKind.DEFINITIVE,
            starts_on=command.starts_on,
        )
    )
    session.commit()
    return row.id


def renumber_person(session: Session, person_id: int, *, number: str, since: date) -> None:
    """Give a person another staff number from a day on; the former one still finds them. Commits.

    :raises NumberTaken: when somebody has or had the number, also the person.
    :raises NumberTooEarly: when the present one begins on that day or later.
    """
    begin_change(session)
    _refuse_taken(session, number)
    row = session.get_one(Officer, person_id)
    present = session.get(StaffNumber, row.number) if row.number else None
    if present is not None and present.starts_on is not None and present.starts_on >= since:
        session.rollback()
        raise NumberTooEarly(since)
    row.number = number
    session.flush()
    if present is not None:
        present.ends_on = since - timedelta(days=1)
    with refused_as(session, NumberTaken("")):
        added = session.scalars(select(StaffNumber).where(StaffNumber.number == number)).one()
        added.starts_on = since
        session.commit()


def _refuse_taken(session: Session, number: str | None) -> None:
    held = None if number is None else person_with_number(session, number)
    if held is not None:
        session.rollback()
        raise NumberTaken(held.name)
