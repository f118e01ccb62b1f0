"""The made-up city's ratings: plausible, reproducible, and exact where real ones are."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import mean

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.demo.city import DemoCity, build_city
from portal.demo.levels import MEANS, centre_for, mean_level
from portal.demo.mixed_groups import mixed_batches
from portal.demo.ratings import seed_ratings
from portal.organisation.calendar.queries import visits_served
from portal.rating.mixing import sum_queries
from portal.rating.mixing.ballot_models import SCORES, Ballot, Comment
from portal.survey.elements import Element, ElementCounts
from portal.survey.index import CompositeSums, scaled_composite

TODAY = date(2026, 11, 21)
PERIODS = [f"2025-{month}" for month in (11, 12)] + [f"2026-{month:02}" for month in range(1, 11)]


def seed(session: Session, *, ratings: int = 4_000, number: int = 7, months: int = 12) -> DemoCity:
    city = build_city(session, seed=number, today=TODAY)
    seed_ratings(session, city=city, ratings=ratings, months=months, seed=number, today=TODAY)
    return city


@pytest.fixture(scope="module")
def city(shared_session: Session) -> DemoCity:
    """A year of 4,000 ratings for all tests that only look at it."""
    return seed(shared_session)


@pytest.fixture
def stored(shared_session: Session, city: DemoCity) -> Session:
    return shared_session


def test_the_tallies_are_those_of_the_ballots(stored: Session, city: DemoCity) -> None:
    rows = sum_queries.tallies(stored, periods=PERIODS)
    ballots = [
        {Element(score): getattr(row, score) for score in SCORES if getattr(row, score)}
        for row in stored.scalars(select(Ballot))
    ]
    composites = CompositeSums.of(map(scaled_composite, ballots))
    assert len(ballots) == sum(row.respondents for row in rows) == 4_000
    assert sum((row.composites for row in rows), CompositeSums()) == composites
    assert sum((row.counts for row in rows), ElementCounts()) == ElementCounts.of_ballots(ballots)
    assert sum(row.all_top for row in rows) == sum(set(b.values()) == {4} for b in ballots)
    assert {row.period for row in rows} <= set(city.periods[-12:])


def test_a_city_of_very_few_ratings_can_be_made(session: Session) -> None:
    seed(session, ratings=100, months=1)

    assert session.scalar(select(func.count()).select_from(Ballot)) == 100


def test_every_batch_of_a_desk_and_channel_has_ten_or_more(stored: Session) -> None:
    sizes = stored.execute(
        select(func.count())
        .where(Ballot.desk_id.is_not(None))
        .group_by(Ballot.period, Ballot.desk_id, Ballot.channel)
    ).scalars()
    assert min(sizes) >= 10


def test_levels_are_as_usual_and_left_out_elements_are_not_answered(
    stored: Session, city: DemoCity
) -> None:
    rows = sum_queries.tallies(stored, periods=PERIODS)
    counts = sum((row.counts for row in rows), ElementCounts())
    for element, expected in MEANS.items():
        assert float(counts[element].nrr) == pytest.approx(expected, abs=0.15)
    for row in rows:
        if row.service_id:
            assert not city.catalogue.services[row.service_id].left_out & set(row.counts)
    assert min(counts, key=lambda element: counts[element].nrr) in {
        Element.FACILITIES,
        Element.TIME,
        Element.PROCEDURE,
    }


def test_officers_profiles_reasons_and_comments_are_there(stored: Session) -> None:
    officers = sum_queries.officer_tallies(stored, periods=PERIODS)
    profiles = sum_queries.profile_counts(stored, years=[2025, 2026])
    reasons = sum_queries.reason_counts(stored, years=[2025, 2026])
    comments = stored.scalars(select(Comment)).all()
    assert sum(row.counts.n for row in officers) > 1_000
    assert min(row.counts.n for row in officers) >= 10
    assert {row.field for row in profiles} == {"sex", "age", "education", "occupation"}
    assert {row.element for row in reasons} >= {Element.TIME, Element.FACILITIES}
    assert 100 < len(comments) < 400


def fingerprint(session: Session) -> set[tuple[object, ...]]:
    columns = [getattr(Ballot, score) for score in SCORES]
    return {tuple(row) for row in session.execute(select(Ballot.token, Ballot.period, *columns))}


def test_the_same_seed_gives_the_same_ratings(session: Session) -> None:
    seed(session, ratings=500)
    first = fingerprint(session)
    for table in reversed(Ballot.metadata.sorted_tables):
        session.execute(table.delete())
    session.commit()

    seed(session, ratings=500)

    assert fingerprint(session) == first
    assert len(first) == 500


def test_a_few_ratings_are_all_there(session: Session) -> None:
    seed(session, ratings=15, months=3)

    assert session.scalar(select(func.count()).select_from(Ballot)) == 15


def test_response_shares_differ_from_desk_to_desk_and_some_are_low(session: Session) -> None:
    city = seed(session, ratings=20_000)

    visits: Counter[int] = Counter()
    for row in visits_served(session, PERIODS):
        visits[row.desk_id] += row.visits
    rated: Counter[int] = Counter()
    for tally in sum_queries.tallies(session, periods=PERIODS):
        rated[tally.desk_id or 0] += tally.respondents
    busy = [desk for desk in visits if visits[desk] > 400]
    shares = sorted(rated[desk] / visits[desk] for desk in busy)
    small = {desk for desk, _ in city.visits} - {d for (d, _), n in city.visits.items() if n > 20}
    assert len(busy) > 20
    assert shares[0] < 0.20
    assert shares[-1] > 0.38
    assert 0.08 < mean(shares) < 0.5
    assert small
    assert all(visits[desk] <= 20 * 12 for desk in small)


@pytest.mark.parametrize("wanted", [1.4, 2.5, 3.86])
def test_the_spread_of_opinions_meets_the_mean(wanted: float) -> None:
    assert mean_level(centre_for(wanted)) == pytest.approx(wanted, abs=1e-6)


def test_the_command_fills_an_empty_demonstration_once(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.time.clock.now", lambda: datetime(2026, 11, 21, tzinfo=UTC))
    app = make_app(DEMO="1")
    words = ["demo", "seed", "--ratings", "600", "--months", "3", "--seed", "5"]

    first = app.test_cli_runner().invoke(args=words)
    second = app.test_cli_runner().invoke(args=words)

    assert first.exit_code == 0, first.output
    assert "600 ratings over 3 months" in first.output
    assert (second.exit_code, "not empty" in second.output) == (1, True)


def test_a_real_portal_takes_no_made_up_figures(make_app: Callable[..., Flask]) -> None:
    result = make_app(DEMO="0").test_cli_runner().invoke(args=["demo", "seed"])

    assert result.exit_code == 1
    assert "PORTAL_DEMO=0" in result.output


def test_when_every_desk_has_its_batches_nothing_is_left_over(session: Session) -> None:
    city = build_city(session, seed=7, today=TODAY)
    period = city.periods[-1]
    desk = next(iter(city.catalogue.desks))
    drawn = {(desk, period): np.array([20, 10, 30])}

    batches = list(mixed_batches(city, [period], drawn=drawn))

    assert [(batch.place.desk_id, batch.ratings) for batch in batches] == [
        (desk, 20),
        (desk, 10),
        (desk, 30),
    ]
