"""Everything the revision of a year is computed from: what was published, and what counts now."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from portal.organisation.places.catalogue import Desk
from portal.publication.exact_sums.archive import Archive, Atom, Excluded
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.city import City, Location
from portal.publication.figures.disclosure_rules import TAKEN_OUT, Group, group_of
from portal.publication.figures.revisions import Cause, year_span
from portal.rating.answers.answers import Channel
from portal.time.months import Month, MonthRange


@dataclass(frozen=True, slots=True)
class RevisionInputs:
    """The inputs of one year's revision.

    ``revised`` holds the ratings as they count now and every count that the year's releases
    published; its atoms tell those that were taken out, and paper, from the others.
    ``standing`` holds the ratings as they were published. ``late`` are the exclusions that
    make the difference, ``cause`` is the same in words.
    """

    year: int
    revised: ReleaseInputs
    standing: Archive
    late: frozenset[Excluded]
    cause: Cause

    @property
    def span(self) -> MonthRange:
        """The whole year."""
        return year_span(self.year)

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months, earliest first."""
        return self.span.months

    @property
    def city(self) -> City:
        """The places of the year."""
        return self.revised.city


def tell_changes_apart(
    archive: Archive, *, standing: Archive, city: City, span: MonthRange, late: Collection[Excluded]
) -> None:
    """Add atoms for paper and for what was taken out to a revised ``archive``.

    An atom that a reader must reckon with is there even where its count is 0: paper at every
    desk, ratings taken out wherever an exclusion says so. Paper that names no desk is one only
    where there is some, as if readers knew which agencies have it.
    """
    for atom, ratings in standing.atoms.items():
        taken = ratings - archive.atoms.get(atom, 0)
        if taken:
            archive.atoms[Atom(atom.location, atom.month, TAKEN_OUT[atom.group])] = taken
    for atom in _possible(city, late=late, paper_month=span.last):
        archive.atoms.setdefault(atom, 0)
    for location, ratings in archive.paper_at.items():
        archive.atoms[Atom(location, span.last, Group.PAPER)] = ratings


def _possible(city: City, *, late: Collection[Excluded], paper_month: Month) -> Iterator[Atom]:
    for desk_id, channel, month in late:
        desk = city.catalogue.desks.get(desk_id or 0)
        if desk is not None and channel is not Channel.PAPER:
            group = TAKEN_OUT[group_of((channel,))]
            for location in _locations(city, desk, month=month):
                yield Atom(location, month, group)
    for desk in city.catalogue.desks.values():
        for location in _locations(city, desk, month=paper_month):
            yield Atom(location, paper_month, Group.PAPER)


def _locations(city: City, desk: Desk, *, month: Month) -> Iterator[Location]:
    terms = city.terms(desk, month=month)
    for service in sorted(terms.services) or (None,):
        yield Location(desk.agency_id, terms.unit_id, desk.id, service)
