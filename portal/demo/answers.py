"""Draws the answers of a batch, all at once, and sums them up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.demo.levels import (
    ANSWER_SHARE,
    OFFICER_SD,
    PERSON_SHARE,
    PLACE_SHARE,
    SEASON,
    YEARLY_GAIN,
    cuts,
)
from portal.demo.mixed_groups import MixedBatch
from portal.organisation.places.catalogue import Catalogue
from portal.survey.elements import ELEMENTS, HIGHEST_LEVEL, LEVELS, OFFICER_ELEMENTS
from portal.survey.index import COMPOSITE_SCALE

Levels = NDArray[np.int8]
OFFICER_SHARE = 0.6
OFFICER_COLUMNS = [ELEMENTS.index(element) for element in OFFICER_ELEMENTS]
PLACES_BEFORE = ("agencies", "services", "desks")


@dataclass(frozen=True, slots=True)
class Opinions:
    """How good each place and officer is in this city, in standard deviations of an opinion."""

    places: Mapping[tuple[str, int], float]
    officers: Mapping[int, float]
    first_year: int

    @classmethod
    def draw(
        cls,
        catalogue: Catalogue,
        officers: Iterable[int],
        *,
        first_year: int,
        rng: np.random.Generator,
    ) -> "Opinions":
        """Draw one opinion for each place and officer."""
        sd = (PLACE_SHARE / len(PLACES_BEFORE)) ** 0.5
        ids = {kind: sorted(getattr(catalogue, kind)) for kind in PLACES_BEFORE}
        keys = [(kind, number) for kind in PLACES_BEFORE for number in ids[kind]]
        of_places = dict(zip(keys, rng.normal(0, sd, len(keys)).tolist(), strict=True))
        numbers = sorted(officers)
        of_officers = rng.normal(0, OFFICER_SD, len(numbers)).tolist()
        return cls(of_places, dict(zip(numbers, of_officers, strict=True)), first_year)


@dataclass(frozen=True, slots=True)
class DrawnBatch:
    """A batch's answers: one row a rating, one column an element, 0 where it is not asked.

    ``services`` holds the service of each rating, ``officers`` the officer or 0.
    """

    levels: Levels
    services: NDArray[np.int64]
    officers: NDArray[np.int64]


def draw_batch(
    batch: MixedBatch,
    opinions: Opinions,
    *,
    catalogue: Catalogue,
    officers: Iterable[int],
    rng: np.random.Generator,
) -> DrawnBatch:
    """Draw services, officers and levels of a batch's ratings."""
    n = batch.ratings
    offered = np.array(sorted(batch.desk.service_ids))
    services = offered[rng.integers(0, len(offered), n)]
    served = np.array(sorted(officers) or [0])
    named = rng.random(n) < OFFICER_SHARE
    busy_first = (rng.random(n) ** 1.5 * len(served)).astype(int)
    officer_ids = np.where(named, served[busy_first], 0)
    levels = _levels(batch, opinions, services=services, officers=officer_ids, rng=rng)
    for service_id in offered:
        for element in catalogue.services[int(service_id)].left_out:
            levels[services == service_id, ELEMENTS.index(element)] = 0
    return DrawnBatch(levels=levels, services=services, officers=officer_ids)


def _levels(
    batch: MixedBatch,
    opinions: Opinions,
    *,
    services: NDArray[np.int64],
    officers: NDArray[np.int64],
    rng: np.random.Generator,
) -> Levels:
    n = batch.ratings
    year, month = int(batch.period[:4]), int(batch.period[5:])
    base = (
        opinions.places["agencies", batch.desk.agency_id]
        + opinions.places["desks", batch.desk.id]
        + SEASON[month - 1]
        + YEARLY_GAIN * (year + month / 12 - opinions.first_year)
    )
    of_service = np.array([opinions.places["services", int(s)] for s in services])
    of_person = rng.normal(0, PERSON_SHARE**0.5, n)
    opinion = rng.normal(0, ANSWER_SHARE**0.5, (n, len(ELEMENTS)))
    opinion += (base + of_service + of_person)[:, None]
    of_officer = np.array([opinions.officers.get(int(o), 0.0) for o in officers])
    opinion[:, OFFICER_COLUMNS] += of_officer[:, None]
    levels: Levels = (1 + (opinion[:, :, None] > CUTS[None]).sum(axis=2)).astype(np.int8)
    return levels


CUTS = np.array(cuts())


@dataclass(frozen=True, slots=True)
class BatchSums:
    """Exact sums of some ratings of a batch; ``levels`` counts [element][level - 1]."""

    respondents: int
    composite_sum: int
    composite_square_sum: int
    all_top: int
    levels: NDArray[np.int64]


def sums_of(levels: Levels) -> BatchSums:
    """Sum up ratings as the mix does, but all at once."""
    answered = (levels > 0).sum(axis=1)
    composites = COMPOSITE_SCALE // answered * levels.sum(axis=1, dtype=np.int64)
    counts = np.array([(levels == level).sum(axis=0) for level in LEVELS]).T
    top = ((levels == HIGHEST_LEVEL) | (levels == 0)).all(axis=1)
    return BatchSums(
        respondents=len(levels),
        composite_sum=int(composites.sum()),
        composite_square_sum=int((composites.astype(np.int64) ** 2).sum()),
        all_top=int(top.sum()),
        levels=counts,
    )
