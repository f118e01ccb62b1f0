"""Records an agency's predicate and main indicators; an entry is never changed, only followed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.organisation.agency_results.domain import AgencyPredicateKind, Term
from portal.organisation.agency_results.models import AgencyIndicator, AgencyPredicate
from portal.organisation.agency_results.queries import (
    recorded_indicators,
    recorded_predicates,
)
from portal.storage.database import begin_write


class SameAsRecorded(ValueError):
    """What counts says this already."""


class TermNotOver(ValueError):
    """A predicate is set when its quarter or year is over, not before."""


@dataclass(frozen=True, slots=True)
class RecordPredicate:
    """The predicate of an agency in a term, with the decree that set it."""

    agency_id: int
    term: Term
    predicate: AgencyPredicateKind
    decree_number: str
    decree_date: date


@dataclass(frozen=True, slots=True)
class RecordIndicator:
    """A main indicator of an agency; ``realisation`` is None while nothing is reported."""

    agency_id: int
    term: Term
    name: str
    unit: str
    target: Decimal
    realisation: Decimal | None


def record_predicate(
    session: Session, command: RecordPredicate, *, now: datetime, today: date
) -> None:
    """Add a predicate; the entry made last counts. Commits.

    :raises TermNotOver: when the quarter or year has not begun, or the decree is of tomorrow.
    :raises SameAsRecorded: when what counts says the same.
    """
    if command.term.first_day > today or command.decree_date > today:
        raise TermNotOver(command.term)
    begin_write(session)
    said = (command.predicate, command.decree_number, command.decree_date)
    for each in recorded_predicates(session, command.agency_id):
        is_in_force = each.counts and each.term == command.term
        if is_in_force and said == (each.predicate, each.decree_number, each.decree_date):
            session.rollback()
            raise SameAsRecorded(command.term)
    session.add(
        AgencyPredicate(
            agency_id=command.agency_id,
            year=command.term.year,
            quarter=command.term.quarter,
            predicate=command.predicate,
            decree_number=command.decree_number,
            decree_date=command.decree_date,
            recorded_at=now,
        )
    )
    session.commit()


def record_indicator(session: Session, command: RecordIndicator, *, now: datetime) -> None:
    """Add a main indicator, or its realisation; the entry made last counts. Commits.

    :raises SameAsRecorded: when what counts says the same.
    """
    begin_write(session)
    said = (command.unit, command.target, command.realisation)
    for each in recorded_indicators(session, command.agency_id):
        is_same = each.term == command.term and each.name.casefold() == command.name.casefold()
        if each.counts and is_same and said == (each.unit, each.target, each.realisation):
            session.rollback()
            raise SameAsRecorded(command.name)
    session.add(_entry(command, now=now))
    session.commit()


def add_indicators(session: Session, commands: Iterable[RecordIndicator], *, now: datetime) -> None:
    """Add main indicators that nothing that counts says, within the caller's transaction."""
    session.add_all([_entry(each, now=now) for each in commands])
    session.flush()


def _entry(command: RecordIndicator, *, now: datetime) -> AgencyIndicator:
    return AgencyIndicator(
        agency_id=command.agency_id,
        year=command.term.year,
        quarter=command.term.quarter,
        name=command.name,
        unit=command.unit,
        target=command.target,
        realisation=command.realisation,
        recorded_at=now,
    )
