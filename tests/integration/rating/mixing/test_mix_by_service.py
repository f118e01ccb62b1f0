"""Ballots of a small service cannot be told from others; none of them waits for ever."""

from collections import Counter
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, literal_column, null, select
from sqlalchemy.orm import Session

from portal.organisation.places.models import LeftOutElement
from portal.rating.answers.answers import Channel
from portal.rating.mixing import groups
from portal.rating.mixing.ballot_models import Ballot, Tally
from portal.rating.mixing.recount_queries import recounted
from portal.rating.mixing.service import open_inbox
from portal.rating.mixing.sum_queries import tallies
from portal.storage.sealing.keys import KeyStore
from portal.survey.elements import ELEMENTS, Element
from tests.factories.organisation import add, make_agency, make_desk, make_service
from tests.factories.ratings import SmallCity, answers_of, send
from tests.integration.rating.conftest import MARCH, Mix

LAST_OF_MARCH = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)
FIRST_OF_APRIL = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
LAST_DAY = datetime(2026, 12, 31, 1, 0, tzinfo=UTC)
NOT_ASKED = (frozenset[Element](), frozenset[Element](), frozenset({Element.COST}))


@pytest.fixture
def uneven(session: Session, store: KeyStore) -> SmallCity:
    """Two desks with three services; the third does not ask what it costs."""
    agency = make_agency(session)
    services = tuple(make_service(session, agency, code) for code in ("ktp", "kk", "akta"))
    add(session, LeftOutElement(service_id=services[2].id, element="cost"))
    desks = tuple(make_desk(session, agency, f"l-{n}", services=services) for n in (1, 2))
    session.commit()
    open_inbox(session, store)
    return SmallCity(
        agency.id, tuple(each.id for each in services), tuple(each.id for each in desks), ()
    )


def rate(session: Session, city: SmallCity, counts: tuple[int, ...], **options: Any) -> None:
    for service, left_out, times in zip(city.service_ids, NOT_ASKED, counts, strict=True):
        scores = {each: 3 for each in ELEMENTS if each not in left_out}
        answers = answers_of(service, scores=scores, profile={"sex": "male"})
        send(session, answers, **({"desk_id": city.desk_ids[0], "times": times} | options))


def cells(session: Session) -> dict[tuple[int | None, int | None], int]:
    rows = session.execute(select(Tally.desk_id, Tally.service_id, Tally.respondents))
    return {(desk, service): n for desk, service, n in rows}


def test_through_the_month_a_small_service_waits_and_keeps_its_name(
    session: Session, uneven: SmallCity, mix: Mix
) -> None:
    mix(MARCH)
    rate(session, uneven, (12, 6, 0))
    assert (mix(MARCH).mixed, mix(MARCH).waiting) == (12, 6)
    rate(session, uneven, (0, 4, 0))

    mix(MARCH)

    desk = uneven.desk_ids[0]
    assert cells(session) == {(desk, uneven.service_ids[0]): 12, (desk, uneven.service_ids[1]): 10}


@pytest.mark.parametrize("moment", [LAST_OF_MARCH, FIRST_OF_APRIL])
def test_at_the_months_end_small_services_count_for_their_desk_alone(
    session: Session, uneven: SmallCity, mix: Mix, moment: datetime
) -> None:
    mix(MARCH)
    rate(session, uneven, (4, 6, 9))
    assert mix(MARCH).mixed == 0

    report = mix(moment)

    assert (report.mixed, report.waiting) == (10, 9)
    assert cells(session) == {(uneven.desk_ids[0], None): 10}
    assert all(each is not None for each in session.scalars(select(Ballot.cost)))
    period = moment.strftime("%Y-%m")
    assert recounted(session, period=period) == tallies(session, periods=[period])


def test_a_months_end_that_was_kept_is_not_repeated_after_it(
    session: Session, uneven: SmallCity, mix: Mix
) -> None:
    mix(LAST_OF_MARCH)
    rate(session, uneven, (4, 6, 0))

    assert mix(FIRST_OF_APRIL).mixed == 0


def test_a_rare_pattern_goes_to_its_service_and_at_last_loses_what_tells_it(
    session: Session, uneven: SmallCity, mix: Mix
) -> None:
    rate(session, uneven, (0, 0, 5))
    rate(session, uneven, (0, 0, 5), desk_id=uneven.desk_ids[1])
    rate(session, uneven, (6, 0, 4), channel=Channel.OPEN)

    assert mix(LAST_DAY).waiting == 0

    assert cells(session) == {(None, uneven.service_ids[2]): 10, (None, None): 10}
    unknown = select(Ballot.cost).where(Ballot.service_id.is_(None))
    assert session.scalars(unknown).all() == [None] * 10


def test_no_group_that_can_be_known_is_small_after_a_year_of_uneven_nights(
    session: Session, uneven: SmallCity, mix: Mix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "CHUNK", 16)
    draw = Random(5)
    sent = 0
    for day in (1, 9, 28, 31):
        for desk in uneven.desk_ids:
            counts = tuple(draw.choice((0, 2, 8, 14)) for _ in uneven.service_ids)
            sent += sum(counts)
            rate(session, uneven, counts, desk_id=desk)
        mix(datetime(2026, 12, day, 1, 0, tzinfo=UTC))

    groups_ = known_groups(session)
    # Whoever was too few of a pattern in the whole agency at the year's end still waits.
    assert sum(groups_.values()) > sent - 10
    assert min(groups_.values()) >= 10


def known_groups(session: Session) -> Counter[tuple[Any, ...]]:
    """Count ballots by all that a visitor's companion or the queue can know, and by their batch."""
    is_server = session.connection().dialect.name == "postgresql"
    batch = literal_column("xmin::text") if is_server else null()
    key = (batch, Ballot.desk_id, Ballot.service_id, Ballot.channel, Ballot.period)
    rows = session.execute(
        select(*key, Ballot.cost.is_(None), func.count()).group_by(*key, Ballot.cost.is_(None))
    )
    return Counter({tuple(row[:-1]): row[-1] for row in rows})
