"""The whole organisation as records, the way files and forms write it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.people.desk_queries import every_posting, officers_with_badge
from portal.organisation.places.catalogue import Catalogue
from portal.organisation.places.catalogue_queries import catalogue
from portal.organisation.places.queries import hours_by_desk
from portal.organisation.records.record_types import (
    AgencyRecord,
    DeskRecord,
    Key,
    OfficerRecord,
    PostingRecord,
    Record,
    ServiceRecord,
    UnitRecord,
    key_of,
)
from portal.time.months import Month


def structure(session: Session, *, month: Month | None = None) -> dict[Key, Record]:
    """Return every agency, unit, service, desk, officer and posting as records.

    :param month: the month of which to say what is dated; None: as it was decided last.
    """
    found = catalogue(session, on=date.max, month=month)
    records = (*_places(found), *_desks(session, found), *_officers(session), *_postings(session))
    return {key_of(record): record for record in records}


def _places(found: Catalogue) -> Iterator[Record]:
    for agency in found.agencies.values():
        yield AgencyRecord(category=agency.kind, **_common(agency))
    for unit in found.units.values():
        yield UnitRecord(agency=found.agencies[unit.agency_id].code, **_common(unit))
    for service in found.services.values():
        yield ServiceRecord(
            agency=found.agencies[service.agency_id].code,
            left_out=service.left_out,
            **_common(service),
        )


def _desks(session: Session, found: Catalogue) -> Iterator[Record]:
    hours = hours_by_desk(session)
    for desk in found.desks.values():
        yield DeskRecord(
            agency=found.agencies[desk.agency_id].code,
            unit=None if desk.unit_id is None else found.units[desk.unit_id].code,
            services=frozenset(found.services[id_].code for id_ in desk.service_ids),
            hours=tuple(hours.get(desk.id, ())),
            **_common(desk),
        )


def _common(place: Any) -> dict[str, Any]:
    return {
        "code": place.code,
        "name": place.name,
        "retired_on": place.retired_on,
        "successor": place.successor,
    }


def _officers(session: Session) -> Iterator[Record]:
    """Return who serves or served at desks; superiors without a badge are in no such file."""
    for row in officers_with_badge(session):
        yield OfficerRecord(
            code=row.number,
            name=row.name,
            badge_name=row.badge_name,
            badge_number=row.badge_number,
            retired_on=row.retired_on,
        )


def _postings(session: Session) -> Iterator[Record]:
    for number, code, starts_on, ends_on in every_posting(session):
        yield PostingRecord(officer=number or "", desk=code, starts_on=starts_on, ends_on=ends_on)
