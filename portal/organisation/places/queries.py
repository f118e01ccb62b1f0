"""Places for other features to select from; what holds from which month on, names, hours."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Subquery, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.organisation.places.arrangement import Arrangement, DatedValue, Timeline
from portal.organisation.places.catalogue import AgencyKind, SubjectKind
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
from portal.survey.elements import Element
from portal.time.months import Month, month_of

Value = TypeVar("Value")
Key = TypeVar("Key")


def arrangement(session: Session) -> Arrangement:
    """Return everything that is dated of every place.

    Offers, questions, units and categories that never changed are there as well, with no
    decision.
    """
    return Arrangement(
        categories=_timelines(
            {
                id_: AgencyKind(kind)
                for id_, kind in session.execute(select(AgencyRow.id, AgencyRow.kind))
            },
            (
                (row.agency_id, _decision(row, AgencyKind(row.kind)))
                for row in session.scalars(select(CategoryChange).order_by(CategoryChange.id))
            ),
        ),
        questions=question_book(session),
        units=_timelines(
            _pairs(session, DeskRow.id, DeskRow.unit_id),
            (
                (row.desk_id, _decision(row, row.unit_id))
                for row in session.scalars(select(UnitChange).order_by(UnitChange.id))
            ),
        ),
        offers=_offers(session),
    )


def question_book(
    session: Session, *, service_ids: Iterable[int] | None = None
) -> Mapping[int, Timeline[frozenset[Element]]]:
    """Return by service what it does not ask: ``book[service_id].in_month("2026-11")``.

    :param service_ids: only these services; all of them when None.
    """
    wanted, left_out = (
        select(ServiceRow.id),
        select(LeftOutElement.service_id, LeftOutElement.element),
    )
    changes = select(QuestionChange).order_by(QuestionChange.id)
    if service_ids is not None:
        ids = sorted(service_ids)
        wanted = wanted.where(ServiceRow.id.in_(ids))
        left_out = left_out.where(LeftOutElement.service_id.in_(ids))
        changes = changes.where(QuestionChange.service_id.in_(ids))
    first: dict[int, set[Element]] = {id_: set() for id_ in session.scalars(wanted)}
    for service, element in session.execute(left_out):
        first[service].add(Element(element))
    return _timelines(
        {id_: frozenset(elements) for id_, elements in first.items()},
        (
            (row.service_id, _decision(row, frozenset(map(Element, row.left_out.split()))))
            for row in session.scalars(changes)
        ),
    )


def _offers(
    session: Session, *, desk_id: int | None = None
) -> Mapping[tuple[int, int], Timeline[bool]]:
    known = select(DeskService).order_by(DeskService.desk_id, DeskService.service_id)
    changes = select(OfferChange).order_by(OfferChange.id)
    if desk_id is not None:
        known = known.where(DeskService.desk_id == desk_id)
        changes = changes.where(OfferChange.desk_id == desk_id)
    return _timelines(
        {(row.desk_id, row.service_id): row.is_initial for row in session.scalars(known)},
        (
            ((row.desk_id, row.service_id), _decision(row, row.is_offered))
            for row in session.scalars(changes)
        ),
    )


def offers_of_desk(session: Session, desk_id: int) -> Arrangement:
    """Return what one desk offers and what its services ask, of every month."""
    offers = _offers(session, desk_id=desk_id)
    services = {service for _, service in offers}
    return Arrangement(offers=offers, questions=question_book(session, service_ids=services))


def unit_in(month: Month) -> ColumnElement[int | None]:
    """Return the SQL expression of the unit to which a selected desk belongs in ``month``."""
    changed = (
        select(UnitChange.unit_id)
        .where(UnitChange.desk_id == DeskRow.id, UnitChange.period <= month)
        .order_by(UnitChange.id.desc())
        .limit(1)
        .correlate(DeskRow)
        .scalar_subquery()
    )
    return func.coalesce(changed, DeskRow.unit_id)


def desks_on(day: date) -> Subquery:
    """Return every desk with the names around it on a day, to select from and to join.

    Columns: id, code, name, agency_id, agency_code, agency_name, unit_id, unit_name, retired_on,
    successor_code, successor_name.
    """
    unit_id, successor = unit_in(month_of(day)), aliased(DeskRow)
    query = (
        select(
            DeskRow.id,
            DeskRow.code,
            DeskRow.name,
            DeskRow.agency_id,
            AgencyRow.code.label("agency_code"),
            AgencyRow.name.label("agency_name"),
            unit_id.label("unit_id"),
            UnitRow.name.label("unit_name"),
            DeskRow.retired_on,
            successor.code.label("successor_code"),
            successor.name.label("successor_name"),
        )
        .join(AgencyRow, AgencyRow.id == DeskRow.agency_id)
        .outerjoin(UnitRow, UnitRow.id == unit_id)
        .outerjoin(successor, successor.id == DeskRow.successor_id)
    )
    return query.subquery("desk_on_day")


def known_desks() -> Subquery:
    """Return every desk: id, code, name, agency_id, agency_name and retired_on."""
    own = (DeskRow.id, DeskRow.code, DeskRow.name, DeskRow.agency_id, DeskRow.retired_on)
    query = select(*own, AgencyRow.name.label("agency_name"))
    return query.join(AgencyRow, AgencyRow.id == DeskRow.agency_id).subquery("known_desk")


def known_agencies() -> Subquery:
    """Return every agency: id, code and name."""
    return select(AgencyRow.id, AgencyRow.code, AgencyRow.name).subquery("known_agency")


def has_agency(session: Session) -> bool:
    """Return whether there is any agency, retired ones included."""
    return bool(session.scalar(select(exists().where(AgencyRow.id.is_not(None)))))


def agency_code(session: Session, agency_id: int) -> str | None:
    """Return the code of an agency, or None when there is none."""
    return session.scalar(select(AgencyRow.code).where(AgencyRow.id == agency_id))


def agencies_in_service(session: Session, *, on: date) -> Mapping[int, str]:
    """Return the names of the agencies in service on a day, by number, in order of name."""
    query = select(AgencyRow.id, AgencyRow.name).where(
        (AgencyRow.retired_on.is_(None)) | (AgencyRow.retired_on > on)
    )
    rows = session.execute(query.order_by(func.lower(AgencyRow.name), AgencyRow.id))
    return {row.id: row.name for row in rows}


def desk_with_code(session: Session, code: str) -> int | None:
    """Return the number of the desk with a code, or None when there is none."""
    return session.scalar(select(DeskRow.id).where(DeskRow.code == code))


def places_in_service(session: Session, agency_id: int, *, on: date) -> int:
    """Return how many units with a desk, and desks outside units, an agency has in service."""
    query = (
        select(DeskRow.id, unit_in(month_of(on)).label("unit_id"))
        .where(DeskRow.agency_id == agency_id)
        .where(or_(DeskRow.retired_on.is_(None), DeskRow.retired_on > on))
    )
    rows = session.execute(query).all()
    return len({("desk", row.id) if row.unit_id is None else ("unit", row.unit_id) for row in rows})


def services_in_service(
    session: Session, service_ids: Collection[int], *, on: date
) -> Sequence[Row[int, str, str]]:
    """Return number, code and name of those services that are in service, in order of name."""
    query = (
        select(ServiceRow.id, ServiceRow.code, ServiceRow.name)
        .where(ServiceRow.id.in_(service_ids))
        .where(or_(ServiceRow.retired_on.is_(None), ServiceRow.retired_on > on))
        .order_by(ServiceRow.name, ServiceRow.id)
    )
    return session.execute(query).all()


def codes_by_id(session: Session) -> Mapping[str, Mapping[int, str]]:
    """Return the codes of agencies, services and desks by kind of place and id."""
    return {
        "agency": _pairs(session, AgencyRow.id, AgencyRow.code),
        "service": _pairs(session, ServiceRow.id, ServiceRow.code),
        "desk": _pairs(session, DeskRow.id, DeskRow.code),
    }


def _pairs(session: Session, *columns: Any) -> dict[int, Any]:
    return {row[0]: row[1] for row in session.execute(select(*columns))}


def _decision(row: Any, value: Value) -> DatedValue[Value]:
    is_correction = getattr(row, "is_correction", False)
    return DatedValue(row.period, value, row.decided_on, is_correction=is_correction)


def _timelines(
    first: Mapping[Key, Value], decisions: Iterable[tuple[Key, DatedValue[Value]]]
) -> Mapping[Key, Timeline[Value]]:
    taken: defaultdict[Key, list[DatedValue[Value]]] = defaultdict(list)
    for key, decision in decisions:
        taken[key].append(decision)
    return {key: Timeline(value, tuple(taken.get(key, ()))) for key, value in first.items()}


def opening_hours(session: Session, desk_id: int) -> tuple[OpeningSpan, ...]:
    """Return a desk's weekly opening hours in order of weekday and time."""
    query = (
        select(OpeningHours.weekday, OpeningHours.opens, OpeningHours.closes)
        .where(OpeningHours.desk_id == desk_id)
        .order_by(OpeningHours.weekday, OpeningHours.opens)
    )
    return tuple(OpeningSpan(**row._mapping) for row in session.execute(query))


def hours_by_desk(session: Session) -> Mapping[int, Sequence[OpeningSpan]]:
    """Return the weekly opening hours of every desk that has any, in order."""
    columns = (OpeningHours.weekday, OpeningHours.opens, OpeningHours.closes)
    query = select(OpeningHours.desk_id, *columns).order_by(
        OpeningHours.desk_id, OpeningHours.weekday, OpeningHours.opens
    )
    hours: defaultdict[int, list[OpeningSpan]] = defaultdict(list)
    for desk_id, weekday, opens, closes in session.execute(query):
        hours[desk_id].append(OpeningSpan(weekday=weekday, opens=opens, closes=closes))
    return hours


def names_of(session: Session, kind: SubjectKind, *, code: str) -> tuple[tuple[date, str], ...]:
    """Return the day from which each name was carried with the name, the latest first."""
    query = (
        select(DatedName.starts_on, DatedName.name)
        .where(DatedName.subject_kind == kind, DatedName.subject_code == code)
        .order_by(DatedName.starts_on.desc())
    )
    return tuple((row.starts_on, row.name) for row in session.execute(query))


def desks_without_hours(session: Session, *, on: date) -> int:
    """Return how many desks that are there on ``on`` have no opening hours."""
    is_open = or_(DeskRow.retired_on.is_(None), DeskRow.retired_on > on)
    has_hours = exists().where(OpeningHours.desk_id == DeskRow.id)
    return session.scalar(select(func.count(DeskRow.id)).where(is_open, ~has_hours)) or 0
