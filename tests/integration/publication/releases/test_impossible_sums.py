"""A row of sums that cannot be true is withheld with its place; all else goes out as it would."""

import json
import random
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.organisation.people.models import Posting
from portal.publication.building.charts import draw
from portal.publication.figures.contradictions import ContradictionKind
from portal.publication.releases import contradiction_queries
from portal.publication.releases.assembling import inputs_of
from portal.publication.releases.contradictions import CannotRepair, Withhold, recount, withhold
from portal.publication.releases.drafting import ReleaseDraft, build
from portal.publication.releases.gathering import gather
from portal.publication.releases.verifying import differences
from portal.rating.mixing.ballot_models import Ballot, Tally
from portal.rating.mixing.sum_queries import tally_book
from tests.factories.corrupting import (
    ANYTHING,
    CORRUPTIONS,
    Corruption,
    corrupt_tally,
    let_anything_in,
)
from tests.factories.random_city import RandomCity, make_ballots, make_random_city, rate
from tests.integration.publication.releases.test_contradictions import HERE, publish
from tests.integration.publication.releases.test_dated_questions import BUSY, reasons

FEBRUARY, MARCH, APRIL = date(2026, 2, 20), date(2026, 3, 20), date(2026, 4, 20)
UNKNOWN_ELEMENT = {"level_counts": '{"parking": [1, 2, 3, 4]}'}


@pytest.fixture
def city(session: Session) -> RandomCity:
    """One month is out, the next ones are rated; anything may be written into tallies."""
    let_anything_in(session)
    dice = random.Random(5)
    city = make_random_city(session, dice, agencies=2, desks=4)
    for month in ("2026-01", "2026-02", "2026-03"):
        rate(session, city, month=month, dice=dice, busy=BUSY)
    make_ballots(session, city)
    assert publish(session, today=FEBRUARY) == ["2026-01"]
    return city


def withheld(session: Session, month: str) -> set[str]:
    return {address for address, why in reasons(session, month).items() if why == "contradictory"}


def busiest(session: Session, month: str) -> Any:
    return session.execute(
        select(Tally.id, Tally.desk_id, Tally.service_id)
        .where(Tally.period == month, Tally.channel == "ticket")
        .order_by(Tally.respondents.desc(), Tally.id)
    ).first()


def addresses(city: RandomCity, row: Any) -> set[str]:
    """Return the addresses of the desk and the service that a row is about."""
    desk = next(each for each in city.desks if each.id == row.desk_id)
    service = next(each for each in city.offers[desk.id] if each.id == row.service_id)
    return {f"desks/{desk.code}", f"services/{service.code}"}


def test_an_unknown_element_withholds_desk_and_service_and_is_named(
    session: Session, city: RandomCity
) -> None:
    row = busiest(session, "2026-02")
    corrupt_tally(session, row.id, UNKNOWN_ELEMENT)
    session.commit()

    assert publish(session, today=MARCH) == ["2026-02"]

    found = contradiction_queries.contradictions(session)
    assert {(each.address, each.kind, each.flaw) for each in found} == {
        (each, ContradictionKind.IMPOSSIBLE, "level_counts") for each in addresses(city, row)
    }
    assert withheld(session, "2026-02") == addresses(city, row)
    (different, *_) = differences(session, draw=draw)
    assert different.where.startswith("tally of 2026-02")


def test_what_is_put_right_stays_out_of_its_month_and_comes_back_afterwards(
    session: Session, city: RandomCity
) -> None:
    row = busiest(session, "2026-02")
    corrupt_tally(session, row.id, UNKNOWN_ELEMENT)
    session.commit()
    publish(session, today=MARCH)
    desk = next(each for each in addresses(city, row) if each.startswith("desks/"))

    (done,) = recount(session, desk, period="2026-02")

    assert set(done.addresses) >= addresses(city, row)
    assert tally_book(session, periods=["2026-02"]).impossible == ()
    assert list(differences(session, draw=draw)) == []
    assert publish(session, today=APRIL) == ["2026-03"]
    assert withheld(session, "2026-03") == set()
    assert contradiction_queries.contradictions(session) == []
    assert list(differences(session, draw=draw)) == []


def test_what_was_counted_in_its_month_counts_again_when_it_is_put_right(
    session: Session, city: RandomCity
) -> None:
    row = busiest(session, "2026-01")
    corrupt_tally(session, row.id, {"composite_sum": 0})
    session.commit()
    assert publish(session, today=MARCH) == ["2026-02"]
    assert withheld(session, "2026-02") == addresses(city, row)
    desk = next(each for each in addresses(city, row) if each.startswith("desks/"))

    recount(session, desk, period="2026-01")

    assert publish(session, today=APRIL) == ["2026-03"]
    assert withheld(session, "2026-03") == set()


def test_without_ballots_it_can_be_withheld_for_good_and_blocks_no_later_month(
    session: Session, city: RandomCity
) -> None:
    row = busiest(session, "2026-02")
    corrupt_tally(session, row.id, {"respondents": -3})
    session.execute(delete(Ballot).where(Ballot.period == "2026-02", Ballot.desk_id == row.desk_id))
    session.commit()
    publish(session, today=MARCH)
    for address in addresses(city, row):
        with pytest.raises(CannotRepair):
            recount(session, address, period="2026-02")
        withhold(session, Withhold(address, "2026-02", "no ballots", "Ratna"), today=MARCH)

    assert publish(session, today=APRIL) == ["2026-03"]
    assert withheld(session, "2026-03") == set()


def drafted(session: Session, *, month: str = "2026-02") -> ReleaseDraft:
    kept = gather(session, month, today=MARCH, circumstances=HERE)
    return build(inputs_of(session, kept), draw=lambda _: {})


def figures_of(draft: ReleaseDraft) -> Mapping[str, Any]:
    """Return every place's headline, by address, as it is published."""
    bodies = {address: json.loads(text) for address, text in draft.bodies.items()}
    return {address: body["headline"] for address, body in bodies.items() if "trend" in body}


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    corruption=st.sampled_from(CORRUPTIONS),
    chance=st.randoms(use_true_random=False),
    month=st.sampled_from(("2026-01", "2026-02")),
)
def test_any_row_that_cannot_be_true_leaves_all_others_as_they_would_be_without_it(
    session: Session,
    city: RandomCity,
    corruption: Corruption,
    chance: random.Random,
    month: str,
) -> None:
    """Nothing of it counts anywhere, and no figure is another one because it is there."""
    rows = session.scalars(select(Tally.id).where(Tally.period == month).order_by(Tally.id)).all()
    chosen = chance.choice(rows)
    corrupt_tally(session, chosen, corruption)
    (impossible,) = tally_book(session, periods=[month]).impossible
    draft = drafted(session)
    session.execute(delete(Tally).where(Tally.id == chosen))
    without = figures_of(drafted(session))
    session.rollback()

    named = {each.address for each in draft.decision.contradictions if each.flaw}
    assert named
    for address, headline in figures_of(draft).items():
        if address in named:
            assert headline["suppressed"] in {"contradictory", "not_measured"}, address
        elif headline["value"] is not None:
            assert headline == without[address], address
    other = {each.code for each in city.desks if each.agency_id != impossible.cell.agency_id}
    for code in other:
        assert figures_of(draft)[f"desks/{code}"] == without[f"desks/{code}"]


@pytest.mark.parametrize("corruption", ANYTHING, ids=str)
def test_text_where_numbers_belong_stops_nothing_either(
    session: Session, city: RandomCity, corruption: Corruption
) -> None:
    if session.get_bind().dialect.name == "postgresql":
        corruption = {"level_counts": '"no object"'}
    row = busiest(session, "2026-02")
    corrupt_tally(session, row.id, corruption)

    draft = drafted(session)

    assert {each.address for each in draft.decision.contradictions} == addresses(city, row)


def test_answers_about_the_officers_of_that_desk_are_left_out_too(
    session: Session, city: RandomCity
) -> None:
    row = busiest(session, "2026-02")
    desks = {str(each.officer_id) for each in _postings(session, row.desk_id)}
    before = {each for each in drafted(session).staff if each.startswith("officers/")}

    corrupt_tally(session, row.id, UNKNOWN_ELEMENT)

    after = {each for each in drafted(session).staff if each.startswith("officers/")}
    gone = {each.partition("/")[2] for each in before - after}
    assert gone
    assert gone <= desks


def _postings(session: Session, desk_id: int) -> list[Posting]:
    return list(session.scalars(select(Posting).where(Posting.desk_id == desk_id)))
