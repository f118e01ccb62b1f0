"""The made-up city: what it holds, that it is sound, and the same for the same seed."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.demo.city import CityNotEmpty, DemoCity, build_city
from portal.organisation.calendar import queries as calendar_queries
from portal.organisation.people import officer_queries
from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import NoteKind
from portal.organisation.records import queries as records_queries
from portal.organisation.records.plan import RecordLine, planned
from portal.organisation.records.record_types import DeskRecord, OfficerRecord, PostingRecord
from portal.storage.database import engine_options
from portal.survey.elements import Element
from tests.factories import organisation as make
from tests.factories.records import TODAY


@pytest.fixture(scope="module")
def built(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Session, DemoCity]]:
    """One city for all tests that only look at it."""
    path = tmp_path_factory.mktemp("city") / "portal.db"
    shutil.copy(sqlite_template, path)
    url = f"sqlite:///{path}"
    engine = create_engine(url, **engine_options(url))
    with Session(engine, expire_on_commit=False) as session:
        yield session, build_city(session, seed=7, today=TODAY)
    engine.dispose()


@pytest.fixture
def stored(built: tuple[Session, DemoCity]) -> Session:
    return built[0]


@pytest.fixture
def city(built: tuple[Session, DemoCity]) -> DemoCity:
    return built[1]


def records(session: Session, wanted: type) -> Iterator:
    return (
        each for each in records_queries.structure(session).values() if isinstance(each, wanted)
    )


def agency_of(city: DemoCity, posting: PostingRecord) -> int:
    return city.catalogue.desks_by_code[posting.desk].agency_id


def test_has_agencies_of_several_kinds_desks_and_officers(stored: Session, city: DemoCity) -> None:
    found = city.catalogue

    assert len(found.agencies) == 13
    assert len({agency.kind for agency in found.agencies.values()}) >= 5
    assert len(found.desks) == 60
    assert len(list(records(stored, OfficerRecord))) == 250
    assert all(desk.service_ids for desk in found.desks.values())
    assert sum(len(desk.service_ids) > 1 for desk in found.desks.values()) >= 20
    assert any(Element.COST in service.left_out for service in found.services.values())


def test_a_third_of_the_desks_always_has_one_officer(stored: Session, city: DemoCity) -> None:
    for period in (city.periods[0], city.periods[-1], "2026-11"):
        served = officer_queries.officers_by_desk_and_period(stored, period)
        alone = sum(len(officers) == 1 for officers in served.values())

        assert alone == 20
        assert len(served) in {59, 60}


def test_ten_small_units_have_five_to_twenty_visits_a_month(city: DemoCity) -> None:
    by_desk: dict[int, list[int]] = {}
    for (desk_id, _), visits in city.visits.items():
        by_desk.setdefault(desk_id, []).append(visits)
    small = {desk_id for desk_id, visits in by_desk.items() if max(visits) <= 20}

    assert len(small) == 10
    assert all(min(by_desk[desk_id]) >= 5 for desk_id in small)
    assert len({city.catalogue.desks[desk_id].unit_id for desk_id in small}) == 10


def test_visits_cover_two_closed_years(stored: Session, city: DemoCity) -> None:
    assert (city.periods[0], city.periods[-1], len(city.periods)) == ("2024-11", "2026-10", 24)
    assert city.starts_on == date(2024, 11, 1)
    stored = calendar_queries.visits_served(stored, city.periods)
    assert {(each.desk_id, each.period): each.visits for each in stored} == city.visits


def test_a_retired_desk_hands_over_to_its_successor(stored: Session, city: DemoCity) -> None:
    (retired,) = [desk for desk in city.catalogue.desks.values() if desk.is_retired(TODAY)]

    assert retired.successor == "disdukcapil-7"
    assert retired.retired_on == date(2026, 1, 1)
    periods = [period for desk_id, period in city.visits if desk_id == retired.id]
    assert max(periods) == "2025-12"
    last = [each for each in records(stored, PostingRecord) if each.desk == retired.code]
    assert all(each.ends_on is not None for each in last)


def test_some_officers_moved_between_agencies_and_keep_their_number(
    stored: Session, city: DemoCity
) -> None:
    agencies: dict[str, set[int]] = {}
    for posting in records(stored, PostingRecord):
        agencies.setdefault(posting.officer, set()).add(agency_of(city, posting))

    assert sum(len(found) > 1 for found in agencies.values()) >= 5


def test_every_desk_is_staffed_every_day(stored: Session, city: DemoCity) -> None:
    openings = Counter(
        posting.desk for posting in records(stored, PostingRecord) if posting.ends_on is None
    )

    live = {desk.code for desk in city.catalogue.desks.values() if not desk.is_retired(TODAY)}
    assert set(openings) == live


def test_an_agency_carried_another_name_before(stored: Session, city: DemoCity) -> None:
    before = catalogue_queries.catalogue(stored, on=date(2025, 10, 31)).agencies_by_code["bapenda"]

    assert before.name == "Dinas Pendapatan Daerah"
    assert city.catalogue.agencies_by_code["bapenda"].name == "Badan Pendapatan Daerah"


def test_has_hours_holidays_notes_and_populations(stored: Session, city: DemoCity) -> None:
    assert all(desk.hours for desk in records(stored, DeskRecord))
    holidays = calendar_queries.holidays_between(
        stored, first=date(2026, 1, 1), last=date(2026, 12, 31)
    )
    assert "Kemerdekaan" in holidays[date(2026, 8, 17)]
    assert {note.kind for note in calendar_queries.dated_notes(stored)} == {
        NoteKind.STRIKE,
        NoteKind.CLOSURE,
        NoteKind.RENOVATION,
    }
    populations = calendar_queries.populations(stored)
    assert len(populations) == 13 * 3
    assert all("Rekaan" in each.source for each in populations.values())


def test_is_sound_by_the_rules_of_every_file(stored: Session, city: DemoCity) -> None:
    found = records_queries.structure(stored)

    plan = planned({}, [RecordLine(2, record) for record in found.values()], today=TODAY)

    assert plan.faults == ()
    assert plan.after == found


def test_nobody_could_be_taken_for_a_real_person(stored: Session, city: DemoCity) -> None:
    for officer in records(stored, OfficerRecord):
        assert officer.code.startswith("CONTOH")
        assert officer.name == f"{officer.badge_name} (rekaan)"


def test_can_be_built_on_either_database(session: Session, city: DemoCity) -> None:
    other = build_city(session, seed=7, today=TODAY)

    assert sum(other.visits.values()) == sum(city.visits.values())
    assert set(other.catalogue.desks_by_code) == set(city.catalogue.desks_by_code)


def test_never_mixes_with_an_organisation_that_is_there(session: Session) -> None:
    make.make_agency(session)
    session.commit()

    with pytest.raises(CityNotEmpty):
        build_city(session, seed=1, today=TODAY)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("today", [date(2026, 3, 31), date(2028, 2, 29), date(2027, 1, 1)])
@pytest.mark.parametrize("seed", [0, 1])
def test_can_be_built_on_any_day(session: Session, today: date, seed: int) -> None:
    city = build_city(session, seed=seed, today=today, months=30)

    assert len(city.periods) == 30
    assert len(city.catalogue.desks) == 60
