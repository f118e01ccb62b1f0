"""The database refuses rows that name places which do not belong together, on both databases."""

import secrets
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.organisation.places.models import DeskRow, DeskService, ServiceRow, UnitChange, UnitRow
from portal.rating.mixing.ballot_models import Ballot, Tally
from tests.factories import organisation as make
from tests.factories.organisation import LONG_AGO

Places = dict[str, int]


@pytest.fixture
def places(session: Session) -> Places:
    """Two agencies, each with a unit, two services and a desk that offers the first of them."""
    found = {}
    for name in ("own", "other"):
        agency = make.make_agency(session, name)
        unit = make.make_unit(session, agency, f"{name}-unit")
        offered = make.make_service(session, agency, f"{name}-offered")
        rest = make.make_service(session, agency, f"{name}-rest")
        desk = make.make_desk(session, agency, f"{name}-desk", services=(offered,))
        found |= {
            f"{name}_agency": agency.id,
            f"{name}_unit": unit.id,
            f"{name}_service": offered.id,
            f"{name}_rest": rest.id,
            f"{name}_desk": desk.id,
        }
    session.commit()
    return found


def row_of(table: Any, places: Places, **ids: str | None) -> dict[str, Any]:
    fields = {"agency": "own_agency", "unit": None, "desk": None, "service": None} | ids
    row = {f"{name}_id": None if key is None else places[key] for name, key in fields.items()}
    row |= {"period": "2026-01", "channel": "ticket"}
    if table is Ballot:
        return row | {"token": secrets.token_bytes(16), "time": 3}
    sums = {"composite_sum": 7560, "composite_square_sum": 7560**2, "all_top": 0}
    return row | sums | {"respondents": 1, "level_counts": {"time": [0, 0, 1, 0]}}


@pytest.mark.parametrize("table", [Ballot, Tally])
@pytest.mark.parametrize(
    "ids",
    [
        {"desk": "own_desk", "service": "own_service", "unit": "own_unit"},
        {"service": "own_rest"},
        {"unit": "own_unit"},
        {},
    ],
)
def test_a_rating_is_of_places_that_belong_together(
    session: Session, places: Places, table: Any, ids: dict[str, str]
) -> None:
    session.execute(insert(table), [row_of(table, places, **ids)])


@pytest.mark.parametrize("table", [Ballot, Tally])
@pytest.mark.parametrize(
    "ids",
    [
        {"desk": "other_desk"},
        {"service": "other_service"},
        {"unit": "other_unit"},
        {"desk": "own_desk", "service": "own_rest"},
        {"desk": "own_desk", "service": "other_service"},
    ],
)
def test_a_rating_of_places_that_do_not_is_refused(
    session: Session, places: Places, table: Any, ids: dict[str, str]
) -> None:
    good = row_of(table, places)

    with pytest.raises(IntegrityError):
        session.execute(insert(table), [row_of(table, places, **ids), good])

    session.rollback()
    session.execute(insert(table), [good])
    changed = {f"{name}_id": places[key] for name, key in ids.items()}
    with pytest.raises(IntegrityError):
        session.execute(update(table).values(**changed))


def test_a_desk_offers_services_of_its_own_agency_only(session: Session, places: Places) -> None:
    row = {"desk_id": places["own_desk"], "service_id": places["other_service"]}

    with pytest.raises(IntegrityError):
        session.execute(insert(DeskService), [row])


def test_a_desk_moves_to_units_of_its_own_agency_only(session: Session, places: Places) -> None:
    row = {"desk_id": places["own_desk"], "period": "2026-01", "decided_on": LONG_AGO}
    session.execute(insert(UnitChange), [row | {"unit_id": places["own_unit"]}])

    with pytest.raises(IntegrityError):
        session.execute(insert(UnitChange), [row | {"unit_id": places["other_unit"]}])


@pytest.mark.parametrize("table", [DeskRow, ServiceRow, UnitRow])
def test_what_belongs_to_an_agency_stays_there(
    session: Session, places: Places, table: Any
) -> None:
    with pytest.raises(IntegrityError):
        session.execute(update(table).values(agency_id=places["other_agency"]))
