"""A random city whose months are released one after the other, without a database.

Everything a reader can get is in ``documents``; everything an insider could know in ``ratings``.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.organisation.calendar.domain import MonthlyVisits
from portal.organisation.places.catalogue import Agency, AgencyKind, Catalogue, Desk, Service, Unit
from portal.publication.building.charts import draw
from portal.publication.exact_sums.archive import Archive
from portal.publication.exact_sums.inputs import DeskStaffing, PreviousRelease, ReleaseInputs
from portal.publication.figures.city import city_of
from portal.publication.figures.documents import ReleaseStamp
from portal.publication.figures.known_figures import FIGURES_ADDRESS, CountRow, count_rows_of
from portal.publication.releases.assembling import before_of
from portal.publication.releases.drafting import build
from portal.rating.answers.answers import Channel
from portal.rating.mixing.sum_queries import TallyRow
from portal.survey.elements import ELEMENTS, Element, ElementCounts
from portal.survey.index import CompositeSums, scaled_composite
from portal.time.months import MonthRange

Answers = dict[Element, int]
# Ratings by month, desk and channel.
Counts = Mapping[tuple[str, int, Channel], int]


@dataclass(frozen=True)
class Rating:
    """One questionnaire, with all that is secret about it."""

    month: str
    desk: int
    service: int
    channel: Channel
    answers: Answers


@dataclass
class ReleasedCity:
    """A catalogue, its ratings, and the documents of every month by address."""

    catalogue: Catalogue
    ratings: list[Rating] = field(default_factory=list)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    postings: dict[int, frozenset[int]] = field(default_factory=dict)


def released_city(
    dice: random.Random,
    *,
    months: int = 3,
    agencies: int = 1,
    desks: int = 5,
    busy: tuple[int, ...] = (2, 8, 15, 35, 60, 140),
    levels: tuple[float, ...] = (2.6, 3.2, 3.7),
    counts: Counts | None = None,
) -> ReleasedCity:
    """Let a random city be rated and release its months, each with all before it in mind.

    :param counts: how many ratings each desk gets in a month and channel, where four officers
        serve at every desk; random where None.
    """
    city = ReleasedCity(_catalogue(dice, agencies=agencies, desks=desks))
    number = 0
    for desk in city.catalogue.desks:
        size = 4 if counts else dice.choice((1, 3, 4, 5))
        city.postings[desk] = frozenset(range(number, number + size))
        number += size
    before: dict[str, PreviousRelease] = {}
    history: list[CountRow] = []
    span = (
        MonthRange("2026-10", "2026-12")
        if months == 3
        else MonthRange("2026-01", f"2026-{months:02d}")
    )
    for month in span.months:
        sizes = Sizes(month, busy, counts)
        city.ratings += _ratings(dice, city, sizes=sizes, levels=levels)
        bodies = build(inputs_of(city, month, before=before, history=history), draw=draw).bodies
        documents = {address: json.loads(body) for address, body in bodies.items()}
        city.documents[month] = documents
        before = {each: before_of(body) for each, body in documents.items() if "headline" in body}
        history += count_rows_of(documents[FIGURES_ADDRESS])
    return city


def _catalogue(dice: random.Random, *, agencies: int, desks: int) -> Catalogue:
    bodies, units, services, places = [], [], [], []
    for number in range(1, agencies + 1):
        bodies.append(Agency(number, f"dinas-{number}", "Dinas", None, None, AgencyKind.DINAS))
        units.append(Unit(number, f"unit-{number}", "Unit", None, None, number))
        for part, left_out in ((1, frozenset[Element]()), (2, frozenset({Element.COST}))):
            code = number * 10 + part
            services.append(
                Service(code, f"layanan-{code}", f"Layanan {part}", None, None, number, left_out)
            )
        for place in range(1, desks + 1):
            code = number * 100 + place
            offered = frozenset(
                dice.sample([number * 10 + 1, number * 10 + 2], dice.choice((1, 2)))
            )
            unit = number if place % 3 == 0 else None
            places.append(Desk(code, f"loket-{code}", "Loket", None, None, number, unit, offered))
    return Catalogue(
        date(2026, 1, 31),
        *({each.id: each for each in group} for group in (bodies, units, services, places)),
        *({each.code: each for each in group} for group in (bodies, units, services, places)),
    )  # type: ignore[arg-type] # eight mappings in the order of the fields


@dataclass(frozen=True)
class Sizes:
    """How many ratings desks get in a month: as counted, or else drawn from ``busy``."""

    month: str
    busy: tuple[int, ...]
    counts: Counts | None

    def of(self, desk: int, dice: random.Random) -> Iterator[tuple[Channel, int]]:
        """Give the ratings of a desk by channel; each is drawn when it is asked for."""
        if self.counts is not None:
            for channel in Channel:
                yield channel, self.counts.get((self.month, desk, channel), 0)
            return
        for channel, share in ((Channel.TICKET, 1.0), (Channel.OPEN, 0.3)):
            yield channel, int(dice.choice(self.busy) * share)


def _ratings(
    dice: random.Random,
    city: ReleasedCity,
    *,
    sizes: Sizes,
    levels: tuple[float, ...],
) -> list[Rating]:
    made = []
    for desk in city.catalogue.desks.values():
        level = dice.choice(levels)
        for channel, size in sizes.of(desk.id, dice):
            for _ in range(size):
                service = dice.choice(sorted(desk.service_ids))
                left_out = city.catalogue.services[service].left_out
                made.append(
                    Rating(sizes.month, desk.id, service, channel, _answers(dice, level, left_out))
                )
    return made


def _answers(dice: random.Random, level: float, left_out: frozenset[Element]) -> Answers:
    mood = dice.gauss(level, 0.5)
    return {
        element: min(4, max(1, round(dice.gauss(mood, 0.4))))
        for element in ELEMENTS
        if element not in left_out
    }


def inputs_of(
    city: ReleasedCity, month: str, *, before: dict[str, PreviousRelease], history: list[CountRow]
) -> ReleaseInputs:
    """Return what the release of a month is built from."""
    arranged = city_of(city.catalogue, name="Kota Uji")
    archive = Archive(arranged)
    archive.add(tally_rows(city.catalogue, city.ratings))
    postings = dict.fromkeys(MonthRange("2026-01", month).months, city.postings)
    visits = {
        (desk, each): MonthlyVisits(desk, each, 400, "antrean")
        for desk in city.catalogue.desks
        for each in MonthRange("2026-01", month).months
    }
    return ReleaseInputs(
        period=month,
        today=date(2027, 1, 5),
        city=arranged,
        archive=archive,
        served=DeskStaffing(postings=postings),
        stamp=ReleaseStamp(month, month, "monthly", is_demo=False),
        before=before,
        history=tuple(history),
        visits=visits,
    )


def tally_rows(catalogue: Catalogue, ratings: list[Rating]) -> list[TallyRow]:
    """Return the sums that ratings fold into."""
    cells: defaultdict[tuple[str, int, int, Channel], list[Answers]] = defaultdict(list)
    for rating in ratings:
        cells[rating.month, rating.desk, rating.service, rating.channel].append(rating.answers)
    return [
        _tally(catalogue.desks[desk], (month, service, channel), answers)
        for (month, desk, service, channel), answers in cells.items()
    ]


def _tally(desk: Desk, cell: tuple[str, int, Channel], answers: list[Answers]) -> TallyRow:
    month, service, channel = cell
    sums = CompositeSums.of(map(scaled_composite, answers))
    return TallyRow(
        period=month,
        agency_id=desk.agency_id,
        unit_id=desk.unit_id,
        desk_id=desk.id,
        service_id=service,
        channel=channel,
        respondents=sums.n,
        composite_sum=sums.total,
        composite_square_sum=sums.squares,
        all_top=0,
        counts=ElementCounts.of_ballots(answers),
    )
