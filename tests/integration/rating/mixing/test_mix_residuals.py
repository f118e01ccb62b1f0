"""Residuals fold upwards at year end, or when their desk is retired, without desk or officer."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.organisation.places.models import DeskRow
from portal.rating.answers.answers import Channel
from portal.rating.mixing.ballot_models import Ballot, Comment, Tally
from portal.rating.mixing.inbox_models import SealedPart
from portal.rating.mixing.service import open_inbox
from portal.storage.sealing.keys import KeyStore
from tests.factories.organisation import make_agency, make_desk, make_service, make_unit
from tests.factories.ratings import SmallCity, answers_of, send
from tests.integration.rating.conftest import MARCH, Mix, count

LAST_DAY = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, 18, 0, tzinfo=UTC)


def places(session: Session) -> set[tuple[int | None, int | None, int | None, int]]:
    rows = session.execute(
        select(Tally.unit_id, Tally.desk_id, Tally.service_id, Tally.respondents)
    )
    return {tuple(row) for row in rows}


def test_residuals_of_a_service_are_mixed_together_at_year_end(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    service = city.service_ids[0]
    answers = answers_of(service, officer_id=city.officer_ids[0], comment="Baik")
    for desk in city.desk_ids:
        send(session, answers, desk_id=desk, times=5)

    report = mix(LAST_DAY)

    assert (report.mixed, report.waiting, report.dropped) == (10, 0, 10)
    assert places(session) == {(None, None, service, 10)}
    assert set(session.scalars(select(Ballot.period))) == {"2026-12"}
    assert set(session.scalars(select(Comment.desk_id))) == {None}
    assert count(session, SealedPart) == 0


def test_what_no_service_gathers_goes_to_the_unit_and_then_to_the_agency(
    session: Session, store: KeyStore, mix: Mix
) -> None:
    agency = make_agency(session)
    unit = make_unit(session, agency, "kelurahan-a")
    services = [make_service(session, agency, f"layanan-{number}") for number in range(5)]
    inside = [make_desk(session, agency, f"a-{number}", unit_id=unit.id) for number in (1, 2)]
    outside = make_desk(session, agency, "pusat-1")
    session.commit()
    open_inbox(session, store)
    for desk in inside:
        for service in services[:2]:
            send(session, answers_of(service.id), desk_id=desk.id, times=3)
    for service in services:
        send(session, answers_of(service.id), desk_id=outside.id, times=1)
        send(session, answers_of(service.id), desk_id=outside.id, channel=Channel.OPEN, times=1)
    for service in services[2:]:
        send(session, answers_of(service.id), desk_id=inside[0].id, channel=Channel.OPEN, times=2)

    mix(LAST_DAY)

    assert places(session) == {(unit.id, None, None, 12), (None, None, None, 11)}


def test_fewer_than_ten_of_an_agency_wait_for_the_next_year(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=9)

    assert mix(LAST_DAY).waiting == 9
    assert count(session, Ballot) == 0


def test_a_year_end_that_was_missed_is_made_up_for_once(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    mix(MARCH)
    for desk in city.desk_ids:
        send(session, answers_of(city.service_ids[0]), desk_id=desk, times=5)

    assert mix(NEW_YEAR).mixed == 10
    for desk in city.desk_ids:
        send(session, answers_of(city.service_ids[0]), desk_id=desk, times=5)
    assert mix(NEW_YEAR).mixed == 0


def test_a_year_end_that_was_kept_is_not_repeated_after_it(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    mix(LAST_DAY)
    for desk in city.desk_ids:
        send(session, answers_of(city.service_ids[0]), desk_id=desk, times=5)

    assert mix(LAST_DAY).mixed == 10
    for desk in city.desk_ids:
        send(session, answers_of(city.service_ids[0]), desk_id=desk, times=5)
    assert mix(NEW_YEAR).mixed == 0


@pytest.mark.parametrize(("retired", "mixed"), [(2, 10), (1, 0)])
def test_residuals_of_retired_desks_do_not_wait_for_the_year_end(
    session: Session, city: SmallCity, mix: Mix, retired: int, mixed: int
) -> None:
    mix(MARCH)
    for desk in city.desk_ids:
        send(session, answers_of(city.service_ids[0]), desk_id=desk, times=5)
    session.execute(
        update(DeskRow)
        .where(DeskRow.id.in_(city.desk_ids[:retired]))
        .values(retired_on=date(2026, 3, 10))
    )
    session.commit()

    assert mix(MARCH).mixed == mixed
