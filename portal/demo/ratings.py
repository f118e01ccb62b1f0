"""Fills the made-up city with ratings, month by month, so that memory does not grow."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.demo.answers import DrawnBatch, Levels, Opinions, draw_batch, sums_of
from portal.demo.margins import Comments, OfficerCounts, profile_rows, reason_rows
from portal.demo.mixed_groups import (
    MixedBatch,
    SeededCity,
    mixed_batches,
    ratings_by_desk,
    response_shares,
    visits_for,
)
from portal.demo.rating_rows import Tokens, ballot_rows, tally_row, write_ballots, write_rows
from portal.organisation.calendar import service as calendar_service
from portal.organisation.calendar.domain import MonthlyVisits
from portal.organisation.people.officer_queries import officers_by_desk_and_period
from portal.rating.mixing.ballot_models import (
    Comment,
    OfficerTally,
    ProfileTally,
    ReasonTally,
    Tally,
)
from portal.storage.database import begin_write
from portal.time.months import Month, month_of

SOURCE = "Rekaan untuk data contoh"
OnProgress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Say nothing about how far the seeding is."""


def seed_ratings(
    session: Session,
    *,
    city: SeededCity,
    ratings: int,
    months: int,
    seed: int,
    today: date,
    on_progress: OnProgress = no_progress,
) -> None:
    """Write ``ratings`` made-up ratings over the last ``months`` closed months; commits.

    They become ballots and tallies at once, as if the mix had run every month. The same city
    and seed give the same ratings. The city must have no ratings yet.

    :param city: places, months and visits, such as portal.demo.city.DemoCity.
    :param months: counted back from the month before ``today``; at most the city's.
    :param on_progress: called with ratings written and ratings in all.
    """
    periods = [period for period in city.periods if period < month_of(today)][-months:]
    writer = _Writer(session, city, ratings=ratings, seed=seed, periods=periods)
    shares = response_shares(city, writer.rng)
    drawn = ratings_by_desk(city, periods, ratings=ratings, shares=shares, rng=writer.rng)
    visits = visits_for(city, drawn, shares=shares, rng=writer.rng)
    _record_visits(session, city, visits=visits, today=today)
    batches = mixed_batches(city, periods, drawn=drawn)
    for period, of_month in groupby(batches, key=lambda batch: batch.period):
        begin_write(session)
        writer.write_month(period, list(of_month))
        session.commit()
        on_progress(writer.written, ratings)
    begin_write(session)
    write_rows(session, ProfileTally, rows=[*profile_rows(writer.respondents, rng=writer.rng)])
    write_rows(session, ReasonTally, rows=[*reason_rows(writer.respondents, rng=writer.rng)])
    session.commit()


def _record_visits(
    session: Session,
    city: SeededCity,
    *,
    visits: Mapping[tuple[int, Month], int],
    today: date,
) -> None:
    """Let the desks have as many visits as their ratings and response shares say."""
    counts = [
        MonthlyVisits(desk_id=desk_id, period=period, visits=count, source=SOURCE)
        for (desk_id, period), count in visits.items()
    ]
    calendar_service.record_visits(session, counts, today=today)
    users: Counter[tuple[int, int]] = Counter()
    for (desk_id, period), count in (dict(city.visits) | dict(visits)).items():
        users[city.catalogue.desks[desk_id].agency_id, int(period[:4])] += count
    for (agency_id, year), total in sorted((+users).items()):
        calendar_service.record_population(
            session, agency_id, year=year, users=total, source=SOURCE
        )


class _Writer:
    """Writes batches and keeps what is counted across months."""

    def __init__(
        self, session: Session, city: SeededCity, *, ratings: int, seed: int, periods: list[Month]
    ) -> None:
        self.rng = np.random.default_rng(seed)
        self.written = 0
        self.respondents: Counter[tuple[int, int]] = Counter()
        self._session = session
        self._city = city
        self._officers = {
            period: officers_by_desk_and_period(session, period) for period in periods
        }
        self._opinions = Opinions.draw(
            city.catalogue,
            _everyone(self._officers),
            first_year=int(periods[0][:4]),
            rng=self.rng,
        )
        self._tokens = Tokens(self.rng)
        self._comments = Comments(self.rng, ratings=ratings)
        self._officer_counts = OfficerCounts()

    def write_month(self, period: Month, batches: list[MixedBatch]) -> None:
        """Write a month's batches; a place stands in at most one of them."""
        tallies: list[dict[str, Any]] = []
        comments: list[dict[str, Any]] = []
        for batch in merged(batches):
            drawn = draw_batch(
                batch,
                self._opinions,
                catalogue=self._city.catalogue,
                officers=self._officers[period].get(batch.desk.id, ()),
                rng=self.rng,
            )
            self._write_ballots(batch, drawn)
            tallies += [
                tally_row(batch, service, sums=sums_of(levels))
                for service, levels in _by_service(batch, drawn).items()
            ]
            comments += self._comments.of(batch, drawn)
            self._officer_counts.add(batch, drawn)
            self.respondents[batch.place.agency_id, int(period[:4])] += batch.ratings
            self.written += batch.ratings
        write_rows(self._session, Tally, rows=tallies)
        write_rows(self._session, Comment, rows=comments)
        write_rows(self._session, OfficerTally, rows=list(self._officer_counts.take(period)))

    def _write_ballots(self, batch: MixedBatch, drawn: DrawnBatch) -> None:
        services = drawn.services.tolist() if batch.place.keeps_service else [None] * batch.ratings
        rows = ballot_rows(batch, drawn.levels, services=services, tokens=self._tokens)
        write_ballots(self._session, rows)


def answers_by_officer(session: Session) -> dict[int, int]:
    """Return how many answers there are of each officer, over all months."""
    total = func.sum(OfficerTally.answers)
    rows = session.execute(select(OfficerTally.officer_id, total).group_by(OfficerTally.officer_id))
    return {officer_id: int(count) for officer_id, count in rows}


def merged(batches: list[MixedBatch]) -> list[MixedBatch]:
    """Put batches of one place and month together."""
    found: dict[object, MixedBatch] = {}
    for batch in batches:
        before = found.get(batch.place)
        ratings = batch.ratings + (before.ratings if before else 0)
        found[batch.place] = MixedBatch(
            batch.period, place=batch.place, desk=batch.desk, ratings=ratings
        )
    return list(found.values())


def _everyone(officers: Mapping[Month, Mapping[int, frozenset[int]]]) -> set[int]:
    return {one for by_desk in officers.values() for served in by_desk.values() for one in served}


def _by_service(batch: MixedBatch, drawn: DrawnBatch) -> dict[int | None, Levels]:
    if not batch.place.keeps_service:
        return {None: drawn.levels}
    return {
        int(service): drawn.levels[drawn.services == service]
        for service in np.unique(drawn.services)
    }
