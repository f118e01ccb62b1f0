"""Figures for staff are built with a release, come out with it and never change afterwards."""

import json
import random
from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.publication.building.charts import draw
from portal.publication.releases import queries, staff_queries
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.gathering import ReleaseContext
from portal.publication.releases.models import Document
from portal.publication.releases.preparing import prepare_release
from portal.publication.releases.publishing import publish_release
from portal.publication.releases.staff_models import StaffDocument, StaffDraft
from portal.rating.mixing.anomaly_models import AnomalyExclusion
from portal.rating.mixing.anomaly_rules import ExclusionRule
from portal.rating.mixing.ballot_models import OfficerTally
from portal.survey.elements import FigureRules
from tests.factories.organisation import add
from tests.factories.random_city import RandomCity, make_random_city, rate

HERE = ReleaseContext(city_name="Kota Uji", is_demo=False, rules=FigureRules())
BUSY = (60, 140)


@pytest.fixture
def city(session: Session) -> RandomCity:
    dice = random.Random(11)
    made = make_random_city(session, dice, agencies=2, desks=4)
    for month in ("2026-01", "2026-02"):
        rate(session, made, month=month, dice=dice, busy=BUSY)
    return made


def prepare(session: Session, period: str = "2026-01") -> None:
    prepare_release(session, period, today=date(2026, 3, 5), circumstances=HERE, draw=draw)


def publish(session: Session, period: str = "2026-01") -> None:
    prepare(session, period)
    publish_release(session, period, today=date(2026, 3, 5), sign_off=None)


def staff(session: Session, prefix: str) -> dict[str, Any]:
    rows = session.scalars(
        select(StaffDocument).where(StaffDocument.address.startswith(prefix, autoescape=True))
    )
    return {f"{row.period} {row.address}": json.loads(row.body) for row in rows}


def people(session: Session, month: str) -> Counter[int]:
    """How many people answered about each officer in a month."""
    rows = session.scalars(
        select(OfficerTally).where(
            OfficerTally.period == month, OfficerTally.element == "competence"
        )
    )
    found: Counter[int] = Counter()
    for row in rows:
        found[row.officer_id] += row.answers
    return found


def test_a_draft_is_for_nobody_and_comes_out_with_its_release(
    session: Session, city: RandomCity
) -> None:
    prepare(session)
    drafted = {row.address: row.body for row in session.scalars(select(StaffDraft))}

    assert staff_queries.staff_texts(session, "funnel") == ()
    publish_release(session, "2026-01", today=date(2026, 3, 5), sign_off=None)

    published = session.scalars(select(StaffDocument)).all()
    assert {row.address: row.body for row in published} == drafted
    assert {row.period for row in published} == {"2026-01"}
    assert session.scalars(select(StaffDraft)).all() == []


def test_a_draft_that_is_prepared_again_replaces_the_one_before(
    session: Session, city: RandomCity
) -> None:
    prepare(session)
    session.execute(delete(OfficerTally))
    session.commit()

    prepare(session)

    kept = session.scalars(select(StaffDraft.address)).all()
    assert [address for address in kept if address.startswith("officers/")] == []


def test_exactly_the_officers_with_thirty_answers_have_figures(
    session: Session, city: RandomCity
) -> None:
    publish(session)

    enough = {officer for officer, n in people(session, "2026-01").items() if n >= 30}
    assert enough
    assert set(staff(session, "officers/")) == {f"2026-01 officers/{each}" for each in enough}


def test_the_months_of_a_small_officer_are_joined_and_a_large_ones_stay_apart(
    session: Session, city: RandomCity
) -> None:
    publish(session)
    publish(session, "2026-02")

    first, second = people(session, "2026-01"), people(session, "2026-02")
    periods = {key: body["headline"]["period"] for key, body in staff(session, "officers/").items()}
    for officer in first | second:
        later = periods.get(f"2026-02 officers/{officer}")
        if first[officer] >= 30:
            assert periods[f"2026-01 officers/{officer}"] == "2026-01"
            assert later == ("2026-02" if second[officer] >= 30 else None)
        elif first[officer] + second[officer] >= 30:
            assert later == ("2026-01/2026-02" if first[officer] else "2026-02")
        else:
            assert later is None


def test_heads_see_officers_of_their_agency_and_none_below_thirty(
    session: Session, city: RandomCity
) -> None:
    publish(session)

    agency_of = {
        officer.id: city.agencies.index(
            next(each for each in city.agencies if each.id == desk.agency_id)
        )
        for desk in city.desks
        for officer in city.officers[desk.id]
    }
    shown = {
        row["officer_id"]: key
        for key, document in staff(session, "agencies/").items()
        for row in document["officers"]
    }
    assert shown
    for officer, key in shown.items():
        assert key == f"2026-01 agencies/dinas-{agency_of[officer]}/officers"
        assert people(session, "2026-01")[officer] >= 30


def test_no_head_can_subtract_a_hidden_officer(session: Session, city: RandomCity) -> None:
    publish(session)

    shown = {
        row["officer_id"]
        for document in staff(session, "agencies/").values()
        for row in document["officers"]
    }
    counts = people(session, "2026-01")
    for desk in city.desks:
        served = [officer.id for officer in city.officers[desk.id] if counts[officer.id]]
        ratings = sum(
            len(each) for key, each in city.ratings.items() if key[:2] == ("2026-01", desk.id)
        )
        hidden = [counts[each] for each in served if each not in shown]
        left = ratings - sum(counts[each] for each in served if each in shown)
        if hidden and len(hidden) < len(served):
            assert left >= 10
            assert 10 * max(hidden) <= 7 * left


def test_whoever_served_at_two_agencies_is_shown_to_neither_head(
    session: Session, city: RandomCity
) -> None:
    officer = next(iter(people(session, "2026-01")))
    home = next(desk for desk in city.desks if officer in {x.id for x in city.officers[desk.id]})
    elsewhere = next(desk for desk in city.desks if desk.agency_id != home.agency_id)
    for element in ("competence", "conduct"):
        cell = {"officer_id": officer, "desk_id": elsewhere.id, "element": element}
        add(session, OfficerTally(period="2026-01", level=4, answers=30, **cell))
    session.commit()

    publish(session)

    assert f"2026-01 officers/{officer}" in staff(session, "officers/")
    assert officer not in {
        row["officer_id"]
        for document in staff(session, "agencies/").values()
        for row in document["officers"]
    }


def test_the_funnel_holds_nothing_but_public_figures(session: Session, city: RandomCity) -> None:
    publish(session)

    (funnel,) = staff(session, "funnel").values()
    assert funnel["desks"]
    for each in funnel["desks"]:
        document = queries.published(session, each["desk"]["address"])
        assert document is not None
        assert each["figure"] == json.loads(document.body)["headline"]
        assert each["figure"]["n"] >= 30


def test_nothing_for_staff_is_a_public_document_or_stands_in_the_ledger(
    session: Session, city: RandomCity
) -> None:
    publish(session)

    addresses = set(session.scalars(select(Document.address)))
    kept = set(session.scalars(select(StaffDocument.address)))
    ledger = " ".join(line.entry for line in releases_queries.ledger_lines(session))
    assert kept & addresses == set()
    assert [address for address in kept if f'"{address}"' in ledger] == []


def test_a_desk_and_month_with_excluded_ratings_is_in_no_officers_figures(
    session: Session, city: RandomCity
) -> None:
    desk = max(city.desks, key=lambda each: len(city.officers[each.id]))
    add(
        session,
        AnomalyExclusion(
            desk_id=desk.id,
            channel="open",
            period="2026-01",
            rule=next(iter(ExclusionRule)),
            reason="Petugas menilai sendiri",
            decided_on=date(2026, 2, 2),
        ),
    )
    session.commit()

    publish(session)

    gone = {f"2026-01 officers/{officer.id}" for officer in city.officers[desk.id]}
    assert gone.isdisjoint(staff(session, "officers/"))


@pytest.mark.parametrize(
    "statement", [update(StaffDocument).values(body="{}"), delete(StaffDocument)]
)
def test_what_staff_could_read_is_never_changed(
    session: Session, city: RandomCity, statement: Any
) -> None:
    publish(session)

    with pytest.raises(IntegrityError):
        session.execute(statement)
    session.rollback()
