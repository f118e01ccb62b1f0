"""What a scanned or typed address opens, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import PosterState
from portal.organisation.posters import desk_queries
from portal.organisation.posters.rateable import PosterRetired, RateableDesk
from portal.survey.elements import Element
from tests.factories import organisation as make

TODAY = date(2026, 11, 21)
POSTER = "7G4K2M9X"


def opened(session: Session, code: str) -> RateableDesk:
    found = desk_queries.desk_for_rating(session, code, on=TODAY)
    assert isinstance(found, RateableDesk)
    return found


@pytest.mark.parametrize("code", [POSTER, "7g4k-2m9x", "dukcapil-1"])
def test_opens_by_poster_code_in_any_spelling_and_by_desk_code(session: Session, code: str) -> None:
    agency = make.make_agency(session)
    unit = make.make_unit(session, agency, "uptd-timur", name="UPTD Timur")
    make.make_desk(session, agency, unit_id=unit.id, poster_code=POSTER)

    desk = opened(session, code).desk

    assert (desk.code, desk.agency_code, desk.unit_name) == ("dukcapil-1", "dukcapil", "UPTD Timur")
    assert desk == desk_queries.desk_in_brief(session, "dukcapil-1", on=TODAY)


@pytest.mark.parametrize("code", ["", "nowhere", "0000000A", "DUKCAPIL-1", "x" * 500, "\x00"])
def test_an_unknown_code_opens_nothing(session: Session, code: str) -> None:
    make.make_desk(session, make.make_agency(session), poster_code=POSTER)

    assert desk_queries.desk_for_rating(session, code, on=TODAY) is None


@pytest.mark.parametrize("state", [PosterState.ROTATED, PosterState.REVOKED])
def test_a_replaced_or_withdrawn_poster_says_which_desk_it_was(
    session: Session, state: PosterState
) -> None:
    desk = make.make_desk(session, make.make_agency(session))
    make.make_poster(session, desk, POSTER, state=state)

    found = desk_queries.desk_for_rating(session, POSTER, on=TODAY)

    assert isinstance(found, PosterRetired)
    assert (found.desk.code, found.state) == ("dukcapil-1", state)


def test_a_retired_desk_names_its_successor_and_takes_nothing(session: Session) -> None:
    agency = make.make_agency(session)
    new = make.make_desk(session, agency, "baru", name="Loket Baru")
    service = make.make_service(session, agency, "ktp")
    make.make_desk(
        session,
        agency,
        "lama",
        services=(service,),
        poster_code=POSTER,
        retired_on=TODAY,
        successor_id=new.id,
    )

    found = opened(session, POSTER)

    assert found.is_retired
    assert (found.desk.successor_code, found.desk.successor_name) == ("baru", "Loket Baru")
    assert found.services == found.officers == ()


def test_offers_the_services_of_the_desk_with_what_is_left_out(session: Session) -> None:
    agency = make.make_agency(session)
    card = make.make_service(session, agency, "ktp", name="KTP-el", left_out=("cost", "time"))
    birth = make.make_service(session, agency, "akta", name="Akta kelahiran")
    gone = make.make_service(session, agency, "lama", retired_on=TODAY)
    make.make_service(session, agency, "elsewhere")
    make.make_desk(session, agency, services=(card, birth, gone))

    first, second = opened(session, "dukcapil-1").services

    assert (first.code, first.left_out) == ("akta", frozenset())
    assert (second.code, second.left_out) == ("ktp", {Element.COST, Element.TIME})


def test_offers_only_officers_posted_there_within_the_last_seven_days(session: Session) -> None:
    agency = make.make_agency(session)
    desk, other = make.make_desk(session, agency), make.make_desk(session, agency, "l-2")
    now, week_ago, long_ago, tomorrow, elsewhere = (
        make.make_officer(session, number) for number in "12345"
    )
    make.make_posting(session, now, desk)
    make.make_posting(session, now, desk, starts_on=TODAY)
    make.make_posting(session, week_ago, desk, ends_on=TODAY - timedelta(days=7))
    make.make_posting(session, long_ago, desk, ends_on=TODAY - timedelta(days=8))
    make.make_posting(session, tomorrow, desk, starts_on=TODAY + timedelta(days=1))
    make.make_posting(session, elsewhere, other)

    officers = opened(session, "dukcapil-1").officers

    assert [officer.id for officer in officers] == [now.id, week_ago.id]
    assert (officers[0].badge_name, officers[0].badge_number) == ("Lencana 1", "1")
