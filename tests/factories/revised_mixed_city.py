"""A city mixed in tens whose year is revised: what its readers know, and what is true."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from portal.disclosure.documents import constraints_of
from portal.disclosure.figures import Constraint, Count
from portal.disclosure.unknowns import Unknown, Unknowns
from portal.publication.exact_sums.archive import Archive
from portal.publication.figures.city import City
from portal.publication.figures.documents import Exclusion
from portal.publication.figures.known_figures import FIGURES_ADDRESS, count_rows_of
from portal.publication.figures.revisions import Cause, year_span
from portal.publication.revising.inputs import RevisionInputs, tell_changes_apart
from portal.publication.revising.release import RevisionDraft, build_revision
from portal.rating.answers.answers import Channel
from portal.rating.mixing.sum_queries import TallyRow
from tests.attacks import GROUPS, VERIFIED, is_stated
from tests.factories.mixed_city import YEAR, Enrich, MixedCity, Plan, mixed_city, unknowns_of
from tests.factories.released_city import inputs_of

Json = dict[str, Any]
Excluded = tuple[int | None, Channel, str]
PAPER = "paper"
PAPER_SIZES = (0, 0, 3, 12, 35, 60)
PERIOD = "2026-01/2026-12"
TAKEN_OUT = {"verified": ("verified_taken_out",), "open": ("open_taken_out",)}


@dataclass
class RevisedMixedCity:
    """The months, what changed after them, and the documents of the revision by address."""

    released: MixedCity
    excluded: list[Excluded] = field(default_factory=list)
    paper: list[TallyRow] = field(default_factory=list)
    documents: dict[str, Json] = field(default_factory=dict)
    draft: RevisionDraft | None = None

    def is_excluded(self, desk: str, channel: str, month: str) -> bool:
        """Whether the ratings of a desk (address), channel and month were taken out."""
        codes = self.released.catalogue.desks
        return any(
            at is not None and (f"desks/{codes[at].code}", str(by), when) == (desk, channel, month)
            for at, by, when in self.excluded
        )


def revised_mixed_city(
    plan: Plan, *, enrich: Enrich = lambda _, inputs: inputs, takes_a_desk_out: bool = False
) -> RevisedMixedCity:
    """Release a city's months, change some of them, and revise the year.

    :param enrich: adds to the inputs of a month what the ratings alone do not hold.
    :param takes_a_desk_out: whether everything of one desk is taken out, and nothing else.
    """
    released = mixed_city(plan, enrich=enrich)
    dice = random.Random(plan.seed)
    city = RevisedMixedCity(released)
    rated = sorted(
        {(each.desk, each.channel, each.month) for each in released.counts if each.desk}, key=str
    )
    if takes_a_desk_out:
        (desk,) = dice.sample(sorted({each for each, _, _ in rated if each}), 1)
        city.excluded = [each for each in rated if each[0] == desk]
    else:
        city.excluded = dice.sample(rated, min(len(rated), dice.randint(1, 4)))
    city.paper = list(_paper(dice, released))
    city.draft = build_revision(_inputs(city))
    city.documents = {address: json.loads(body) for address, body in city.draft.bodies.items()}
    return city


def _paper(dice: random.Random, city: MixedCity) -> Iterator[TallyRow]:
    """Give late questionnaires as copies of rows of ratings, which hold the same sums."""
    by_desk: dict[int, list[TallyRow]] = {}
    for row in city.tallies:
        if row.desk_id and row.service_id:
            by_desk.setdefault(row.desk_id, []).append(row)
    for _, rows in sorted(by_desk.items()):
        size = dice.choice(PAPER_SIZES)
        for row in dice.sample(rows, len(rows)):
            if 0 < row.respondents <= size:
                size -= row.respondents
                yield replace(row, period=YEAR.last, channel=Channel.PAPER)


def _inputs(city: RevisedMixedCity) -> RevisionInputs:
    released = city.released
    history = [
        row
        for month in sorted(released.documents)
        for row in count_rows_of(released.documents[month][FIGURES_ADDRESS])
    ]
    december = inputs_of(released, YEAR.last, before={}, history=history)
    standing = Archive(december.city)
    standing.add(released.tallies)
    every = dict.fromkeys(YEAR.months, released.postings)
    december = replace(december, archive=standing, served=replace(december.served, postings=every))
    archive = Archive(december.city, excluded=city.excluded)
    archive.add([*released.tallies, *city.paper])
    tell_changes_apart(
        archive,
        standing=standing,
        city=december.city,
        span=year_span(2026),
        late=city.excluded,
    )
    return RevisionInputs(
        year=2026,
        revised=replace(december, archive=archive, today=date(2027, 2, 10)),
        standing=standing,
        late=frozenset(city.excluded),
        cause=Cause(bool(city.paper), tuple(_said(december.city, city.excluded))),
    )


def _said(city: City, excluded: list[Excluded]) -> Iterator[Exclusion]:
    for desk, channel, month in excluded:
        if desk is not None:
            code = city.catalogue.desks[desk].code
            yield Exclusion(code, str(channel), month, "alat", date(2027, 1, 9))


def revised_unknowns(city: RevisedMixedCity) -> Unknowns:
    """Return the groups of ratings of the months, those taken out marked, and paper anywhere."""
    released = city.released
    ratings = [
        replace(each, is_taken_out=city.is_excluded(each.desk, each.channel, each.month))
        for each in unknowns_of(released).all
    ]
    paper = [
        replace(each, month=YEAR.last, channel=PAPER, is_taken_out=False)
        for each in ratings
        if each.desk and each.service
    ]
    left_out = {
        f"services/{each.code}": {str(element) for element in each.left_out}
        for each in released.catalogue.services.values()
    }
    return Unknowns(
        list(dict.fromkeys((*ratings, *paper))),
        asks=lambda service, _, element: element not in left_out[service],
    )


def told_by_revision(city: RevisedMixedCity) -> Iterator[Constraint]:
    """Give what the documents of the revision tell; what they leave unsaid tells nothing."""
    for address, document in city.documents.items():
        yield from constraints_of(document, address=address)


def is_place(city: RevisedMixedCity, address: str) -> bool:
    """Whether an address of the months is a place's."""
    document = city.released.documents[YEAR.last][address]
    return "headline" in document and address != "city/today"


def revised_truth(city: RevisedMixedCity, unknowns: Unknowns) -> dict[Unknown, int]:
    """Return the true number of every group."""
    rows = [*city.released.tallies, *city.paper]
    counts: Counter[Unknown] = Counter()
    for row in rows:
        counts[_unknown(city, row)] += row.respondents
    strangers = counts.keys() - set(unknowns.all)
    assert not strangers, strangers
    return dict(counts)


def _unknown(city: RevisedMixedCity, row: TallyRow) -> Unknown:
    catalogue = city.released.catalogue
    desk = f"desks/{catalogue.desks[row.desk_id].code}" if row.desk_id else ""
    return Unknown(
        row.period,
        str(row.channel),
        agency=f"agencies/{catalogue.agencies[row.agency_id].code}",
        unit=f"units/{catalogue.units[row.unit_id].code}" if row.unit_id else "",
        desk=desk,
        service=f"services/{catalogue.services[row.service_id].code}" if row.service_id else "",
        is_taken_out=city.is_excluded(desk, str(row.channel), row.period),
    )


def hidden_by_revision(city: RevisedMixedCity, unknowns: Unknowns) -> Iterator[tuple[Count, int]]:
    """Give every count above 0 that neither months nor revision state, with its true number.

    Months as they were and as they are now, what was taken out of a month and of the year, paper.
    What is the same people as a count that is stated is no secret.
    """
    truth = revised_truth(city, unknowns)
    stated = {unknowns.columns(count) for count in _stated(city)}
    for count in dict.fromkeys(_asked(city)):
        columns = unknowns.columns(count)
        n = sum(truth.get(unknowns.all[column], 0) for column in columns)
        if n and columns not in stated:
            yield count, n


def _stated(city: RevisedMixedCity) -> Iterator[Count]:
    for month, documents in city.released.documents.items():
        for address, document in documents.items():
            for group, channels in GROUPS.items():
                if is_place(city, address) and is_stated(document, month, group):
                    yield Count((address,), month, channels)
    for said in city.documents["revisions/2026"]["places"]:
        address = said["place"]["address"]
        for figure in (said["headline"], said["open"], said["paper"]):
            if figure and figure["n"] is not None:
                channels = tuple(figure["channels"])
                group = channels if channels == (PAPER,) or "open" in channels else VERIFIED
                yield Count((address,), PERIOD, group, is_revised=True)


def _asked(city: RevisedMixedCity) -> Iterator[Count]:
    for address in filter(lambda each: is_place(city, each), city.released.documents[YEAR.last]):
        yield Count((address,), PERIOD, (PAPER,), is_revised=True)
        for group, channels in GROUPS.items():
            yield Count((address,), PERIOD, TAKEN_OUT[group], is_revised=True)
            for month in city.released.documents:
                yield Count((address,), month, channels)
                yield Count((address,), month, channels, is_revised=True)
                yield Count((address,), month, TAKEN_OUT[group], is_revised=True)
