"""The picture of the organisation on a day, and who served where, on both databases."""

from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.people import officer_queries
from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import AgencyKind
from portal.survey.elements import Element
from tests.factories import organisation as make

TODAY = date(2026, 11, 21)


def test_finds_every_place_by_id_and_by_code(session: Session) -> None:
    agency = make.make_agency(session, "dinkes", kind="dinas")
    unit = make.make_unit(session, agency, "pkm-melati")
    service = make.make_service(session, agency, "imunisasi", left_out=("cost",))
    desk = make.make_desk(session, agency, "pkm-melati-1", unit_id=unit.id, services=(service,))

    found = catalogue_queries.catalogue(session, on=TODAY)

    assert found.agencies_by_code["dinkes"].kind is AgencyKind.DINAS
    assert found.units[unit.id].agency_id == agency.id
    assert found.services_by_code["imunisasi"].left_out == {Element.COST}
    assert found.desks[desk.id].service_ids == {service.id}
    assert found.desks[desk.id].unit_id == unit.id
    assert found.desks_by_code["pkm-melati-1"] is found.desks[desk.id]
    assert found.agency_of_desk(desk.id).code == "dinkes"
    assert [each.code for each in found.desks_of(agency.id)] == ["pkm-melati-1"]


def test_keeps_retired_places_with_their_successor(session: Session) -> None:
    agency = make.make_agency(session)
    new = make.make_desk(session, agency, "b-baru")
    make.make_desk(session, agency, "a-lama", retired_on=date(2026, 11, 21), successor_id=new.id)

    old = catalogue_queries.catalogue(session, on=TODAY).desks_by_code["a-lama"]

    assert old.successor == "b-baru"
    assert old.is_retired(TODAY)
    assert not old.is_retired(date(2026, 11, 20))
    assert (
        not catalogue_queries.catalogue(session, on=TODAY).desks_by_code["b-baru"].is_retired(TODAY)
    )


def test_shows_the_name_that_was_carried_on_the_day(session: Session) -> None:
    agency = make.make_agency(session, "dpm", name="Nama kini")
    make.make_name(session, "agency", "dpm", name="Nama lama", starts_on=date(2020, 1, 1))
    make.make_name(session, "agency", "dpm", name="Nama kini", starts_on=date(2026, 3, 1))

    assert catalogue_queries.catalogue(session, on=TODAY).agencies[agency.id].name == "Nama kini"
    before = catalogue_queries.catalogue(session, on=date(2026, 2, 28))
    assert before.agencies[agency.id].name == "Nama lama"
    never_named = catalogue_queries.catalogue(session, on=date(2019, 1, 1))
    assert never_named.agencies[agency.id].name == "Nama kini"


def test_a_name_of_another_kind_with_the_same_code_is_not_mixed_up(session: Session) -> None:
    agency = make.make_agency(session, "sama", name="Dinas")
    make.make_name(session, "desk", "sama", name="Loket", starts_on=date(2020, 1, 1))

    assert catalogue_queries.catalogue(session, on=TODAY).agencies[agency.id].name == "Dinas"


def test_counts_an_officer_who_served_one_day_of_the_month(session: Session) -> None:
    agency = make.make_agency(session)
    desk, other = make.make_desk(session, agency, "l-1"), make.make_desk(session, agency, "l-2")
    first, last, gone, later = (make.make_officer(session, number) for number in "1234")
    make.make_posting(session, first, desk, ends_on=date(2026, 10, 1))
    make.make_posting(session, last, desk, starts_on=date(2026, 10, 31))
    make.make_posting(session, gone, desk, ends_on=date(2026, 9, 30))
    make.make_posting(session, later, desk, starts_on=date(2026, 11, 1))
    make.make_posting(session, later, other, starts_on=date(2026, 11, 1))

    served = officer_queries.officers_by_desk_and_period(session, "2026-10")

    assert served == {desk.id: frozenset({first.id, last.id})}


def test_days_without_a_posting_are_counted_once_however_many_postings_there_are(
    session: Session,
) -> None:
    agency = make.make_agency(session)
    desk = make.make_desk(session, agency, "l-1")
    whole, twice, gone = (make.make_officer(session, number) for number in "123")
    make.make_posting(session, whole, desk)
    make.make_posting(session, twice, desk, ends_on=date(2026, 10, 4))
    make.make_posting(session, twice, desk, starts_on=date(2026, 10, 26))
    make.make_posting(session, gone, desk, ends_on=date(2026, 9, 30))

    absent = officer_queries.days_absent_by_desk(session, "2026-10")

    # 4 and 6 of 31 days.
    assert absent == {desk.id: {twice.id: 21}}
