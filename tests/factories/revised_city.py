"""A random city whose released year is revised, without a database: what it tells, what is true."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from portal.publication.exact_sums.archive import Archive, Excluded
from portal.publication.figures.city import City
from portal.publication.figures.disclosure_rules import VERIFIED_CHANNELS
from portal.publication.figures.documents import Exclusion
from portal.publication.figures.known_figures import FIGURES_ADDRESS, count_rows_of
from portal.publication.figures.revisions import Cause, year_span
from portal.publication.revising.inputs import RevisionInputs, tell_changes_apart
from portal.publication.revising.release import RevisionDraft, build_revision
from portal.rating.answers.answers import Channel
from portal.survey.elements import ELEMENTS
from portal.time.months import MonthRange
from tests.factories.released_city import Rating, ReleasedCity, inputs_of, tally_rows

YEAR = 2026
PAPER_SIZES = (0, 0, 3, 8, 12, 25, 40, 90)


@dataclass
class RevisedCity:
    """A released city, what changed after that, and the documents of the revision by address."""

    released: ReleasedCity
    paper: list[Rating] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    draft: RevisionDraft | None = None

    def taken_out(self) -> list[Rating]:
        """Return the ratings that were published and are now left out."""
        gone = set(self.excluded)
        return [
            each for each in self.released.ratings if (each.desk, each.channel, each.month) in gone
        ]


def change_at_random(
    dice: random.Random, released: ReleasedCity, *, sizes: Sequence[int] = PAPER_SIZES
) -> RevisedCity:
    """Let paper arrive late at some desks, and take a few desks, channels and months out."""
    city = RevisedCity(released)
    for desk in released.catalogue.desks.values():
        for _ in range(dice.choice(sizes)):
            service = dice.choice(sorted(desk.service_ids))
            left_out = released.catalogue.services[service].left_out
            answers = {each: dice.choice((2, 3, 4)) for each in ELEMENTS if each not in left_out}
            city.paper.append(Rating("2026-12", desk.id, service, Channel.PAPER, answers))
    months = sorted(released.documents)
    for desk_id in dice.sample(sorted(released.catalogue.desks), 2):
        channel = dice.choice((Channel.TICKET, Channel.OPEN))
        city.excluded.append((desk_id, channel, dice.choice(months)))
    return city


def revise(city: RevisedCity) -> RevisedCity:
    """Build the revision of 2026 and read back its documents."""
    city.draft = build_revision(revision_inputs(city))
    city.documents = {address: json.loads(body) for address, body in city.draft.bodies.items()}
    return city


def revision_inputs(city: RevisedCity) -> RevisionInputs:
    released = city.released
    history = [
        row
        for month in sorted(released.documents)
        for row in count_rows_of(released.documents[month][FIGURES_ADDRESS])
    ]
    december = inputs_of(released, "2026-12", before={}, history=history)
    every = dict.fromkeys(MonthRange("2026-01", "2026-12").months, released.postings)
    december = replace(december, served=replace(december.served, postings=every))
    rows = tally_rows(released.catalogue, [*released.ratings, *city.paper])
    archive = Archive(december.city, excluded=city.excluded)
    archive.add(rows)
    tell_changes_apart(
        archive,
        standing=december.archive,
        city=december.city,
        span=year_span(YEAR),
        late=city.excluded,
    )
    return RevisionInputs(
        year=YEAR,
        revised=replace(december, archive=archive, today=date(2027, 2, 10)),
        standing=december.archive,
        late=frozenset(city.excluded),
        cause=Cause(bool(city.paper), tuple(_said(december.city, city.excluded))),
    )


def _said(city: City, excluded: list[Excluded]) -> list[Exclusion]:
    return [
        Exclusion(city.catalogue.desks[desk].code, str(channel), month, "alat", date(2027, 1, 9))
        for desk, channel, month in excluded
        if desk is not None
    ]


def is_verified(channel: Channel) -> bool:
    return channel in VERIFIED_CHANNELS
