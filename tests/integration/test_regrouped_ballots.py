"""Ballots mixed by desk and channel alone are put into groups of ten, and counted anew."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.organisation.places.models import LeftOutElement
from portal.publication.releases.models import Release
from portal.rating.mixing.ballot_models import Ballot, Tally
from portal.rating.mixing.month_queries import regrouped_months
from portal.rating.mixing.recount_queries import recounted
from portal.rating.mixing.sum_queries import tallies
from portal.survey.elements import ELEMENTS
from portal.web.extensions import db
from tests.factories.organisation import add, make_agency, make_desk, make_service
from tests.factories.ratings import token
from tests.integration.test_migrations import app, empty_database

__all__ = ["app", "empty_database"]  # fixtures
BEFORE = "0023"
MONTH = "2026-03"


def fill(session: Session) -> dict[str, int]:
    """Let a desk have a large service, a small one, and a small one that does not ask the cost."""
    agency = make_agency(session)
    names = ("large", "small", "free")
    services = [make_service(session, agency, name) for name in names]
    add(session, LeftOutElement(service_id=services[2].id, element="cost"))
    desk = make_desk(session, agency, "loket", services=tuple(services))
    session.flush()
    place = {"agency_id": agency.id, "desk_id": desk.id, "period": MONTH}
    for service, times in zip(services, (30, 4, 3), strict=True):
        write(session, times, {**place, "service_id": service.id, "channel": "ticket"})
    write(session, 12, {**place, "service_id": services[0].id, "channel": "open"})
    write(session, 2, {**place, "service_id": services[1].id, "channel": "paper"})
    write(
        session, 11, {**place, "service_id": services[0].id, "channel": "open", "period": "2026-02"}
    )
    for number, (period, state) in enumerate((("2026-02", "published"), (MONTH, "published"))):
        release(session, number, period=period, state=state)
    release(session, 3, period="2026-04", state="prepared")
    session.commit()
    return {name: service.id for name, service in zip(names, services, strict=True)}


def write(session: Session, times: int, place: dict[str, Any]) -> None:
    is_free = place["service_id"] == 3
    for number in range(times):
        scores: dict[str, Any] = {str(each): 1 + number % 4 for each in ELEMENTS}
        row = place | scores | ({"cost": None} if is_free else {})
        session.execute(insert(Ballot).values(token=token(), **row))
    session.flush()
    counted = next(
        row
        for row in recounted(session, period=place["period"])
        if (row.service_id, row.channel) == (place["service_id"], place["channel"])
    )
    levels = zip(ELEMENTS, counted.counts.by_element, strict=True)
    session.execute(
        insert(Tally).values(
            **place,
            respondents=counted.respondents,
            composite_sum=counted.composite_sum,
            composite_square_sum=counted.composite_square_sum,
            all_top=counted.all_top,
            level_counts={str(each): list(one.answers) for each, one in levels if one.n},
        )
    )


def release(session: Session, number: int, *, period: str, state: str) -> None:
    day = date(2026, 4, 5)
    is_out = state == "published"
    days = {"due_on": day, "prepared_on": day, "published_on": day if is_out else None}
    add(session, Release(kind="monthly", edition=period, period=period, state=state, **days))


def groups(session: Session) -> Counter[tuple[Any, ...]]:
    key = (Ballot.period, Ballot.channel, Ballot.service_id, Ballot.cost.is_(None))
    return Counter(tuple(row) for row in session.execute(select(*key)))


@pytest.fixture
def services(app: Flask) -> dict[str, int]:
    upgrade()
    found = fill(db.session())
    db.session.remove()
    downgrade(revision=BEFORE)
    return found


def test_small_groups_lose_what_tells_them_and_borrow_as_many_as_they_need(
    services: dict[str, int],
) -> None:
    assert min(groups(db.session()).values()) == 2
    db.session.remove()

    upgrade()

    large, small = services["large"], services["small"]
    assert groups(db.session()) == {
        (MONTH, "ticket", large, False): 27,
        (MONTH, "ticket", None, True): 10,
        (MONTH, "open", large, False): 12,
        (MONTH, "paper", small, False): 2,
        ("2026-02", "open", large, False): 11,
    }
    db.session.remove()


def test_tallies_are_those_of_the_ballots_and_nobody_is_lost(services: dict[str, int]) -> None:
    upgrade()

    session = db.session()
    found = sorted(tallies(session, periods=[MONTH]), key=repr)
    assert found == sorted(recounted(session, period=MONTH), key=repr)
    assert sum(row.respondents for row in found) == 30 + 4 + 3 + 12 + 2
    db.session.remove()


def test_the_months_that_are_out_and_rest_on_changed_ballots_are_noted(
    services: dict[str, int],
) -> None:
    upgrade()
    assert regrouped_months(db.session()) == {MONTH}
    db.session.remove()

    downgrade(revision=BEFORE)
    assert db.session.scalars(text("SELECT kind FROM mix_turn")).all() == []
    db.session.remove()


def test_no_ballot_keeps_the_transaction_of_its_batch(services: dict[str, int]) -> None:
    upgrade()

    session = db.session()
    if session.connection().dialect.name == "postgresql":
        assert len(session.scalars(text("SELECT DISTINCT xmin::text FROM ballot")).all()) == 1
        tokens = session.scalars(text("SELECT token FROM ballot ORDER BY ctid")).all()
        assert tokens == sorted(tokens)
    else:
        assert session.scalar(text("PRAGMA secure_delete")) == 1
    db.session.remove()


def test_the_rules_of_places_hold_again_afterwards(
    services: dict[str, int], tmp_path: Path
) -> None:
    upgrade()

    session = db.session()
    foreign = make_agency(session, "other")
    session.commit()
    statement = text("UPDATE ballot SET agency_id = :agency")
    with pytest.raises(DatabaseError, match="do not belong together"):
        session.execute(statement, {"agency": foreign.id})
    db.session.remove()
