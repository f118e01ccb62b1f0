"""Records from which month on something is arranged anew, one change at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import AgencyKind, RecordKind, SubjectKind
from portal.organisation.places.models import (
    AgencyRow,
    CategoryChange,
    DatedName,
    DeskRow,
    DeskService,
    LeftOutElement,
    OfferChange,
    OpeningHours,
    QuestionChange,
    ServiceRow,
    UnitChange,
    UnitRow,
)
from portal.organisation.places.opening_hours import OpeningSpan
from portal.organisation.places.queries import offers_of_desk
from portal.storage.database import begin_write
from portal.storage.waiting import AdvisoryLock, lock_until_end
from portal.survey.elements import ELEMENTS, Element
from portal.time.months import Month

PLACES: Mapping[RecordKind, Any] = {
    RecordKind.AGENCY: AgencyRow,
    RecordKind.UNIT: UnitRow,
    RecordKind.SERVICE: ServiceRow,
    RecordKind.DESK: DeskRow,
}


def begin_change(session: Session) -> None:
    """Begin a transaction that may change the organisation, after those that run already."""
    begin_write(session)
    lock_until_end(session, AdvisoryLock.ORGANISATION)


@dataclass(frozen=True, slots=True)
class DatedChange:
    """From which month (``2026-11``) a change holds, and on which day it was decided."""

    period: Month
    decided_on: date


@dataclass(frozen=True, slots=True)
class DatedState:
    """What a service leaves out from a month on."""

    period: Month
    left_out: frozenset[Element]


def correct_questions(
    session: Session, states: Sequence[DatedState], *, service_id: int, today: date
) -> None:
    """Replace everything that is recorded of what a service asks: the record was wrong.

    :param states: the earliest first; the first holds in every month before, too.
    """
    for position, state in enumerate(states):
        date_questions(
            session,
            DatedChange(state.period, today),
            service_id=service_id,
            left_out=state.left_out,
            is_correction=position == 0,
        )


def date_category(
    session: Session, dates: DatedChange, *, agency_id: int, kind: AgencyKind | None
) -> None:
    """Let an agency be of another category."""
    session.add(
        CategoryChange(
            agency_id=agency_id, kind=kind, period=dates.period, decided_on=dates.decided_on
        )
    )


def date_questions(
    session: Session,
    dates: DatedChange,
    *,
    service_id: int,
    left_out: Collection[Element],
    is_correction: bool = False,
) -> None:
    """Let a service ask all elements but ``left_out``.

    :param is_correction: what was recorded of the service before was wrong.
    """
    session.add(
        QuestionChange(
            service_id=service_id,
            left_out=" ".join(each for each in ELEMENTS if each in left_out),
            is_correction=is_correction,
            period=dates.period,
            decided_on=dates.decided_on,
        )
    )
    session.flush()


def date_unit(session: Session, dates: DatedChange, *, desk_id: int, unit_id: int) -> None:
    """Let a desk belong to another unit of its agency."""
    session.add(
        UnitChange(
            desk_id=desk_id, unit_id=unit_id, period=dates.period, decided_on=dates.decided_on
        )
    )


def date_offers(
    session: Session, dates: DatedChange, *, desk_id: int, services: Collection[int]
) -> None:
    """Let a desk offer exactly ``services`` (ids)."""
    dated = offers_of_desk(session, desk_id)
    before = dated.offered(desk_id, month=dates.period)
    for service_id in sorted(before ^ set(services)):
        if (desk_id, service_id) not in dated.offers:
            session.add(DeskService(desk_id=desk_id, service_id=service_id, is_initial=False))
            session.flush()
        session.add(
            OfferChange(
                desk_id=desk_id,
                service_id=service_id,
                is_offered=service_id in services,
                period=dates.period,
                decided_on=dates.decided_on,
            )
        )


def ids_of_places(session: Session, kind: RecordKind) -> Mapping[str, int]:
    """Return the numbers of all places of a kind by code."""
    row = PLACES[kind]
    return {each.code: each.id for each in session.execute(select(row.code, row.id))}


def place_row(session: Session, kind: RecordKind, *, place_id: int | None, code: str) -> Any:
    """Return the row of a place, a new one without a number; the caller adds it."""
    row = PLACES[kind]
    return row(code=code) if place_id is None else session.get_one(row, place_id)


def add_name(session: Session, kind: RecordKind, *, code: str, name: str, since: date) -> None:
    """Record the name that a place carries from a day on."""
    session.add(
        DatedName(subject_kind=SubjectKind(kind), subject_code=code, name=name, starts_on=since)
    )


def drop_names(session: Session, kind: RecordKind, *, code: str, since: date) -> None:
    """Forget the names that a place was to carry from a day on."""
    session.execute(
        delete(DatedName).where(
            DatedName.subject_kind == SubjectKind(kind),
            DatedName.subject_code == code,
            DatedName.starts_on >= since,
        )
    )


def add_left_out(session: Session, service_id: int, *, elements: Iterable[Element]) -> None:
    """Record what a new service does not ask until its first change."""
    session.add_all(LeftOutElement(service_id=service_id, element=each) for each in elements)


def add_offers(session: Session, desk_id: int, *, service_ids: Iterable[int]) -> None:
    """Record what a new desk offers until its first change."""
    session.add_all(DeskService(desk_id=desk_id, service_id=each) for each in service_ids)


def add_hours(session: Session, desk_id: int, *, hours: Iterable[OpeningSpan]) -> None:
    """Record the weekly opening hours of a desk that has none."""
    session.add_all(OpeningHours(desk_id=desk_id, **asdict(each)) for each in hours)


def drop_hours(session: Session, desk_id: int) -> None:
    """Forget the weekly opening hours of a desk."""
    session.execute(delete(OpeningHours).where(OpeningHours.desk_id == desk_id))
