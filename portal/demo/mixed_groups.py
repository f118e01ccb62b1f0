"""When and where made-up ratings were mixed: in batches of ten or more, as the real ones are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from portal.organisation.places.catalogue import Catalogue, Desk
from portal.rating.answers.answers import Channel
from portal.rating.mixing.domain import MIN_BATCH_SIZE, CountedPlace
from portal.time.months import Month

CHANNELS: Mapping[Channel, float] = {
    Channel.TICKET: 0.55,
    Channel.PRESENCE: 0.15,
    Channel.OPEN: 0.30,
}
DECEMBER = "12"
SMALL_VISITS = 20
LEAST_SHARE, MOST_SHARE = 0.12, 0.55


class SeededCity(Protocol):
    """What is asked of a city: its places, its closed months and the visits of each desk."""

    @property
    def catalogue(self) -> Catalogue:
        """All places."""

    @property
    def periods(self) -> Sequence[Month]:
        """The months with visits, the earliest first."""

    @property
    def visits(self) -> Mapping[tuple[int, Month], int]:
        """Visits by desk id and month."""


@dataclass(frozen=True, slots=True)
class MixedBatch:
    """Ratings that are mixed together in one month; ``desk`` is where their services come from."""

    period: Month
    place: CountedPlace
    desk: Desk
    ratings: int


def response_shares(city: SeededCity, rng: np.random.Generator) -> dict[int, float]:
    """Return the share of visits that is rated, by desk id: from 12 to 55 %, some below 20 %."""
    ids = sorted({desk_id for desk_id, _ in city.visits})
    drawn = LEAST_SHARE + (MOST_SHARE - LEAST_SHARE) * rng.beta(1.6, 2.2, len(ids))
    return dict(zip(ids, drawn.tolist(), strict=True))


def ratings_by_desk(
    city: SeededCity,
    periods: Sequence[Month],
    *,
    ratings: int,
    shares: Mapping[int, float],
    rng: np.random.Generator,
) -> dict[tuple[int, Month], NDArray[np.int64]]:
    """Return how many of ``ratings`` each desk received in each month, one number a channel.

    Small desks receive their share of the visits they have; the others share the rest in
    proportion to visits and response shares, so that all add up to ``ratings``.
    """
    cells = sorted(cell for cell in city.visits if cell[1] in set(periods))
    few = {cell: rng.binomial(city.visits[cell], shares[cell[0]]) for cell in _small(city, cells)}
    counts = few if sum(few.values()) <= ratings // 2 else {}
    others = [cell for cell in cells if cell not in counts]
    weights = np.array([city.visits[cell] * shares[cell[0]] for cell in others])
    rest = ratings - sum(counts.values())
    counts |= dict(zip(others, rng.multinomial(rest, weights / weights.sum()), strict=True))
    by_channel = list(CHANNELS.values())
    return {cell: rng.multinomial(counts[cell], by_channel) for cell in cells}


def _small(city: SeededCity, cells: Sequence[tuple[int, Month]]) -> list[tuple[int, Month]]:
    busy = {desk_id for (desk_id, _), visits in city.visits.items() if visits > SMALL_VISITS}
    return [cell for cell in cells if cell[0] not in busy]


def visits_for(
    city: SeededCity,
    drawn: Mapping[tuple[int, Month], NDArray[np.int64]],
    *,
    shares: Mapping[int, float],
    rng: np.random.Generator,
) -> dict[tuple[int, Month], int]:
    """Return the visits that make the drawn ratings each desk's share; small desks keep theirs."""
    kept = set(_small(city, sorted(drawn)))
    visits = {}
    for cell, by_channel in drawn.items():
        rated = int(by_channel.sum())
        wanted = round(rated / shares[cell[0]] * max(0.8, rng.normal(1, 0.05)))
        visits[cell] = max(rated, city.visits[cell] if cell in kept else wanted)
    return visits


def mixed_batches(
    city: SeededCity,
    periods: Sequence[Month],
    *,
    drawn: Mapping[tuple[int, Month], NDArray[np.int64]],
) -> Iterator[MixedBatch]:
    """Give the batches that the ``drawn`` ratings make, month by month.

    A desk and channel with fewer than ten waits for the next month. In December, and after
    the last month, what waits is mixed for the whole agency; what is still no batch then goes
    to the largest batch of the last month, so that no rating is missing.
    """
    waiting: dict[tuple[int, Channel], int] = {}
    for period in periods:
        for desk in city.catalogue.desks.values():
            counts = drawn.get((desk.id, period), np.zeros(len(CHANNELS), dtype=int))
            for channel, count in zip(CHANNELS, counts, strict=True):
                key = (desk.id, channel)
                waiting[key] = waiting.get(key, 0) + int(count)
                if waiting[key] >= MIN_BATCH_SIZE:
                    yield _of_desk(desk, channel, period=period, ratings=waiting.pop(key))
        if period.endswith(DECEMBER) or period == periods[-1]:
            yield from _of_agencies(city, waiting, period=period)
    rest = sum(waiting.values())
    if rest:
        last = {desk: n for (desk, period), n in city.visits.items() if period == periods[-1]}
        desk = city.catalogue.desks[max(last, key=lambda desk: (last[desk], desk))]
        yield _of_desk(desk, Channel.TICKET, period=periods[-1], ratings=rest)


def _of_desk(desk: Desk, channel: Channel, *, period: Month, ratings: int) -> MixedBatch:
    place = CountedPlace(desk.agency_id, unit_id=desk.unit_id, desk_id=desk.id, channel=channel)
    return MixedBatch(period, place=place, desk=desk, ratings=ratings)


def _of_agencies(
    city: SeededCity, waiting: dict[tuple[int, Channel], int], *, period: Month
) -> Iterator[MixedBatch]:
    for agency_id in city.catalogue.agencies:
        desks = city.catalogue.desks_of(agency_id)
        for channel in CHANNELS:
            keys = [(desk.id, channel) for desk in desks if (desk.id, channel) in waiting]
            total = sum(waiting[key] for key in keys)
            if total < MIN_BATCH_SIZE:
                continue
            for key in keys:
                del waiting[key]
            place = CountedPlace(
                agency_id, unit_id=None, desk_id=None, channel=channel, keeps_service=False
            )
            yield MixedBatch(period, place=place, desk=desks[0], ratings=total)
