"""A random city whose ratings are mixed in tens, as the portal mixes them, and released monthly.

Desks are busy in very different ways, services uneven, officers few or many. What is left of a
year is folded up to the service, the unit or the agency, without a desk.
"""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from portal.disclosure.figures import Count
from portal.disclosure.unknowns import Unknown, Unknowns
from portal.organisation.places.catalogue import Agency, AgencyKind, Catalogue, Desk, Service, Unit
from portal.publication.exact_sums.archive import Archive
from portal.publication.exact_sums.inputs import PreviousRelease, ReleaseInputs
from portal.publication.figures.city import city_of
from portal.publication.figures.known_figures import FIGURES_ADDRESS, CountRow, count_rows_of
from portal.publication.releases.assembling import before_of
from portal.publication.releases.drafting import build
from portal.rating.answers.answers import Channel
from portal.rating.mixing.sum_queries import TallyRow
from portal.survey.elements import ELEMENTS, Element, ElementCounts
from portal.survey.index import CompositeSums, scaled_composite
from portal.time.months import MonthRange
from tests.attacks import hidden_counts
from tests.factories.released_city import ReleasedCity, inputs_of

MIN_BATCH_SIZE = 10
YEAR = MonthRange("2026-01", "2026-12")
CHANNELS = (Channel.TICKET, Channel.PRESENCE, Channel.OPEN)
SHARES = (0.7, 0.2, 0.1)
DEMANDS = (3, 8, 14, 22, 35, 60, 110)
# The last services of an agency are rarely asked for where there are small ones.
UNEVEN = (1.0, 0.5, 0.07, 0.03)
EVEN = (1.0, 0.8, 0.7, 0.6)


@dataclass(frozen=True)
class Cell:
    """Where ratings count: what is None was folded up."""

    month: str
    agency: int
    unit: int | None
    desk: int | None
    service: int | None
    channel: Channel


@dataclass(frozen=True)
class Visit:
    """Somebody who rated and still waits for a batch."""

    desk: Desk
    service: int
    channel: Channel


@dataclass(frozen=True)
class Plan:
    """A city that can be made again; its first release is of month ``since`` (0 is January)."""

    seed: int
    agencies: int = 2
    desks: int = 4
    months: int = 12
    since: int = 0
    has_small_services: bool = True
    demands: tuple[int, ...] = DEMANDS


@dataclass
class MixedCity(ReleasedCity):
    """A released city with the true number of ratings by cell."""

    counts: Counter[Cell] = field(default_factory=Counter)
    asked: Counter[tuple[Cell, bool]] = field(default_factory=Counter)
    tallies: list[TallyRow] = field(default_factory=list)
    staff: dict[str, dict[str, Any]] = field(default_factory=dict)


Enrich = Callable[[MixedCity, ReleaseInputs], ReleaseInputs]


def mixed_city(plan: Plan, *, enrich: Enrich = lambda _, inputs: inputs) -> MixedCity:
    """Rate, mix and release a city month by month.

    :param enrich: adds to the inputs of a month what the ratings alone do not hold.
    """
    dice = random.Random(plan.seed)
    city = MixedCity(_catalogue(dice, plan))
    number = 0
    for desk in city.catalogue.desks:
        size = dice.choice((1, 2, 3, 4, 5, 6))
        city.postings[desk] = frozenset(range(number, number + size))
        number += size
    demand = {desk: dice.choice(plan.demands) for desk in city.catalogue.desks}
    waiting: list[Visit] = []
    before: dict[str, PreviousRelease] = {}
    history: list[CountRow] = []
    for month in YEAR.months[plan.since : plan.since + plan.months]:
        waiting += _visits(dice, city, demand=demand, plan=plan)
        waiting = _mix(dice, city, month=month, waiting=waiting)
        if month == YEAR.last:
            _fold(city, month, waiting)
        _count(dice, city, month)
        inputs = enrich(city, inputs_of(city, month, before=before, history=history))
        _release(city, inputs, before=before, history=history)
    return city


def _catalogue(dice: random.Random, plan: Plan) -> Catalogue:
    agencies, units, services, desks = [], [], [], []
    for number in range(1, plan.agencies + 1):
        agencies.append(Agency(number, f"dinas-{number}", "Dinas", None, None, AgencyKind.DINAS))
        units.append(Unit(number, f"unit-{number}", "Unit", None, None, number))
        codes = [number * 10 + part for part in range(1, dice.choice((2, 3, 4)) + 1)]
        for part, code in enumerate(codes):
            left_out = frozenset({Element.COST} if part % 2 else ())
            services.append(
                Service(code, f"layanan-{code}", f"Layanan {part}", None, None, number, left_out)
            )
        for place in range(1, plan.desks + dice.choice((-1, 0, 1)) + 1):
            offered = frozenset(codes[: dice.randint(1, len(codes))])
            unit = number if place % 3 == 0 else None
            code = number * 100 + place
            desks.append(Desk(code, f"loket-{code}", "Loket", None, None, number, unit, offered))
    return Catalogue.of(
        date(2026, 12, 31), agencies=agencies, units=units, services=services, desks=desks
    )


def _visits(
    dice: random.Random, city: MixedCity, *, demand: dict[int, int], plan: Plan
) -> Iterator[Visit]:
    weights = UNEVEN if plan.has_small_services else EVEN
    for desk in city.catalogue.desks.values():
        offered = sorted(desk.service_ids)
        for _ in range(int(demand[desk.id] * dice.uniform(0.5, 1.6))):
            (service,) = dice.choices(offered, weights[: len(offered)])
            (channel,) = dice.choices(CHANNELS, SHARES)
            yield Visit(desk, service, channel)


def _mix(dice: random.Random, city: MixedCity, *, month: str, waiting: list[Visit]) -> list[Visit]:
    """Count every batch of ten or more of a desk, channel and service; return who still waits.

    At the month's end ten who were asked the same are enough, and lose their service.
    """
    batches: defaultdict[Cell, list[Visit]] = defaultdict(list)
    for visit in waiting:
        batches[_cell(month, visit)].append(visit)
    small: defaultdict[tuple[Cell, bool], list[Visit]] = defaultdict(list)
    for cell, batch in batches.items():
        late = (
            len(batch)
            if len(batch) < MIN_BATCH_SIZE
            else dice.randint(0, min(9, len(batch) - MIN_BATCH_SIZE))
        )
        city.counts[cell] += len(batch) - late
        asks_all = not city.catalogue.services[cell.service or 0].left_out
        small[replace(cell, service=None), asks_all] += batch[len(batch) - late :]
    left = []
    for (cell, asks_all), batch in small.items():
        if len(batch) < MIN_BATCH_SIZE:
            left += batch
        else:
            city.counts[cell] += len(batch)
            city.asked[cell, asks_all] += len(batch)
    city.counts += Counter()
    return left


def _cell(month: str, visit: Visit) -> Cell:
    desk = visit.desk
    return Cell(month, desk.agency_id, desk.unit_id, desk.id, visit.service, visit.channel)


def _fold(city: MixedCity, month: str, waiting: list[Visit]) -> None:
    """Count what no batch was found for at the service, the unit or the agency, in tens."""
    levels = (
        lambda visit: Cell(month, visit.desk.agency_id, None, None, visit.service, visit.channel),
        lambda visit: Cell(
            month, visit.desk.agency_id, visit.desk.unit_id, None, None, visit.channel
        ),
        lambda visit: Cell(month, visit.desk.agency_id, None, None, None, visit.channel),
    )
    for level in levels:
        found = Counter(map(level, waiting))
        counted = {cell for cell, n in found.items() if n >= MIN_BATCH_SIZE}
        city.counts += Counter({cell: found[cell] for cell in counted})
        waiting = [visit for visit in waiting if level(visit) not in counted]


def _count(dice: random.Random, city: MixedCity, month: str) -> None:
    for cell, n in sorted(city.counts.items(), key=str):
        if cell.month == month:
            city.tallies.append(_tally(dice, city, cell, n=n))


def _release(
    city: MixedCity,
    inputs: ReleaseInputs,
    *,
    before: dict[str, PreviousRelease],
    history: list[CountRow],
) -> None:
    archive = Archive(city_of(city.catalogue, name="Kota Uji"))
    archive.add(city.tallies)
    draft = build(replace(inputs, archive=archive), draw=lambda _: {})
    documents: dict[str, dict[str, Any]] = {
        address: json.loads(body)
        for address, body in draft.bodies.items()
        if not address.startswith("charts/")
    }
    city.documents[inputs.period] = documents
    city.staff[inputs.period] = {each: json.loads(body) for each, body in draft.staff.items()}
    before.update({each: before_of(body) for each, body in documents.items() if "trend" in body})
    history += count_rows_of(documents[FIGURES_ADDRESS])


def _tally(dice: random.Random, city: MixedCity, cell: Cell, *, n: int) -> TallyRow:
    services = city.catalogue.services
    left_out = frozenset[Element]() if cell.service is None else services[cell.service].left_out
    # Of those without a service, some were not asked what an agency's second service leaves out.
    short = city.asked[cell, False] if cell.service is None else 0
    mood = dice.uniform(2.6, 3.8)
    answers = [
        {
            element: min(4, max(1, round(dice.gauss(mood, 0.6))))
            for element in ELEMENTS
            if element not in left_out and not (number < short and element is Element.COST)
        }
        for number in range(n)
    ]
    sums = CompositeSums.of(map(scaled_composite, answers))
    return TallyRow(
        period=cell.month,
        agency_id=cell.agency,
        unit_id=cell.unit,
        desk_id=cell.desk,
        service_id=cell.service,
        channel=cell.channel,
        respondents=sums.n,
        composite_sum=sums.total,
        composite_square_sum=sums.squares,
        all_top=0,
        counts=ElementCounts.of_ballots(answers),
    )


def unknowns_of(city: MixedCity) -> Unknowns:
    """Return the groups of ratings that whoever knows the public structure reckons with."""
    catalogue = city.catalogue
    left_out = {
        f"services/{each.code}": {str(element) for element in each.left_out}
        for each in catalogue.services.values()
    }
    possible = dict.fromkeys(_unknown(city, cell) for cell in _possible(city))
    return Unknowns(
        list(possible), asks=lambda service, _, element: element not in left_out[service]
    )


def _possible(city: MixedCity) -> Iterator[Cell]:
    """Give every cell that may hold ratings: at each desk, and at year end what is folded up."""
    yield from _at_desks(city)
    if YEAR.last in city.documents:
        yield from _folded(city.catalogue)


def _at_desks(city: MixedCity) -> Iterator[Cell]:
    for month in city.documents:
        for channel in CHANNELS:
            for desk in city.catalogue.desks.values():
                for service in (None, *sorted(desk.service_ids)):
                    yield Cell(month, desk.agency_id, desk.unit_id, desk.id, service, channel)


def _folded(catalogue: Catalogue) -> Iterator[Cell]:
    month = YEAR.last
    for channel in CHANNELS:
        for service in catalogue.services.values():
            yield Cell(month, service.agency_id, None, None, service.id, channel)
        for unit in catalogue.units.values():
            yield Cell(month, unit.agency_id, unit.id, None, None, channel)
        for agency in catalogue.agencies:
            yield Cell(month, agency, None, None, None, channel)


def _unknown(city: MixedCity, cell: Cell) -> Unknown:
    catalogue = city.catalogue
    return Unknown(
        cell.month,
        str(cell.channel),
        agency=f"agencies/{catalogue.agencies[cell.agency].code}",
        unit=f"units/{catalogue.units[cell.unit].code}" if cell.unit else "",
        desk=f"desks/{catalogue.desks[cell.desk].code}" if cell.desk else "",
        service=f"services/{catalogue.services[cell.service].code}" if cell.service else "",
    )


def hidden_truths(city: MixedCity, unknowns: Unknowns) -> Iterator[tuple[Count, int]]:
    """Give every hidden count above 0 with its true number."""
    truth = truth_of(city, unknowns)
    for count in hidden_counts(unknowns, city.documents):
        n = sum(truth.get(unknowns.all[column], 0) for column in unknowns.columns(count))
        if n:
            yield count, n


def truth_of(city: MixedCity, unknowns: Unknowns) -> dict[Unknown, int]:
    """Return the true number of ratings of every unknown group."""
    counts: Counter[Unknown] = Counter()
    for cell, n in city.counts.items():
        counts[_unknown(city, cell)] += n
    strangers = counts.keys() - set(unknowns.all)
    assert not strangers, strangers
    return dict(counts)
