"""Fills the made-up city with ratings, month by month, so that memory does not grow."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from portal.demo.answers import DrawnCrowd, Levels, Opinions, draw_crowd, sums_of
from portal.demo.margins import Comments, OfficerCounts, profile_rows, reason_rows
from portal.demo.mixed_groups import (
    MixedCrowd,
    SeededCity,
    mixed_crowds,
    ratings_by_desk,
    response_shares,
    visits_for,
)
from portal.demo.rating_rows import Tokens, ballot_rows, tally_row, write_ballots, write_rows
from portal.organisation.calendar import service as calendar_service
from portal.organisation.calendar.domain import MonthlyVisits
from portal.organisation.people.officer_queries import officers_by_desk_and_period
from portal.rating.mixing.ballot_models import Tally
from portal.rating.mixing.part_models import Comment, OfficerTally, ProfileTally, ReasonTally
from portal.storage.database import begin_write

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
    periods = [period for period in city.periods if period < f"{today:%Y-%m}"][-months:]
    writer = _Writer(session, city, ratings=ratings, seed=seed, periods=periods)
    shares = response_shares(city, writer.rng)
    drawn = ratings_by_desk(city, periods, ratings=ratings, shares=shares, rng=writer.rng)
    visits = visits_for(city, drawn, shares=shares, rng=writer.rng)
    _record_visits(session, city, visits=visits, today=today)
    crowds = mixed_crowds(city, periods, drawn=drawn)
    for period, of_month in groupby(crowds, key=lambda crowd: crowd.period):
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
    visits: Mapping[tuple[int, str], int],
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
    """Writes crowds and remembers what is counted across months."""

    def __init__(
        self, session: Session, city: SeededCity, *, ratings: int, seed: int, periods: list[str]
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

    def write_month(self, period: str, crowds: list[MixedCrowd]) -> None:
        """Write a month's crowds; a place stands in at most one of them."""
        tallies: list[dict[str, Any]] = []
        comments: list[dict[str, Any]] = []
        for crowd in merged(crowds):
            drawn = draw_crowd(
                crowd,
                self._opinions,
                catalogue=self._city.catalogue,
                officers=self._officers[period].get(crowd.desk.id, ()),
                rng=self.rng,
            )
            self._write_ballots(crowd, drawn)
            tallies += [
                tally_row(crowd, service, sums=sums_of(levels))
                for service, levels in _by_service(crowd, drawn).items()
            ]
            comments += self._comments.of(crowd, drawn)
            self._officer_counts.add(crowd, drawn)
            self.respondents[crowd.place.agency_id, int(period[:4])] += crowd.ratings
            self.written += crowd.ratings
        write_rows(self._session, Tally, rows=tallies)
        write_rows(self._session, Comment, rows=comments)
        write_rows(self._session, OfficerTally, rows=list(self._officer_counts.take(period)))

    def _write_ballots(self, crowd: MixedCrowd, drawn: DrawnCrowd) -> None:
        services = drawn.services.tolist() if crowd.place.keeps_service else [None] * crowd.ratings
        rows = ballot_rows(crowd, drawn.levels, services=services, tokens=self._tokens)
        write_ballots(self._session, rows)


def merged(crowds: list[MixedCrowd]) -> list[MixedCrowd]:
    """Put crowds of one place and month together."""
    found: dict[object, MixedCrowd] = {}
    for crowd in crowds:
        before = found.get(crowd.place)
        ratings = crowd.ratings + (before.ratings if before else 0)
        found[crowd.place] = MixedCrowd(
            crowd.period, place=crowd.place, desk=crowd.desk, ratings=ratings
        )
    return list(found.values())


def _everyone(officers: Mapping[str, Mapping[int, frozenset[int]]]) -> set[int]:
    return {one for by_desk in officers.values() for served in by_desk.values() for one in served}


def _by_service(crowd: MixedCrowd, drawn: DrawnCrowd) -> dict[int | None, Levels]:
    if not crowd.place.keeps_service:
        return {None: drawn.levels}
    return {
        int(service): drawn.levels[drawn.services == service]
        for service in np.unique(drawn.services)
    }
