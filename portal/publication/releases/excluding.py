"""Which ratings are left out of a release, by rules and decisions that the documents name."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from portal.publication.exact_sums.archive import Excluded
from portal.publication.figures.city import City
from portal.publication.figures.documents import Exclusion, PlaceKind, ReleaseKind, address_of
from portal.publication.releases import queries as releases_queries
from portal.rating.mixing.anomaly_queries import ExclusionRow, exclusions


def in_force(session: Session) -> list[ExclusionRow]:
    """Return the exclusions that were decided before their month was published.

    A month that is out stays as it is; what is decided later changes no published figure.
    """
    published = {
        release.period: release
        for release in releases_queries.releases(session, kind=ReleaseKind.MONTHLY)
        if release.published_on is not None
    }
    return [row for row in exclusions(session) if _counts(row, published.get(row.period))]


def _counts(row: ExclusionRow, published: releases_queries.ReleaseInBrief | None) -> bool:
    """Whether the release of an exclusion's month applied it, or is still to come.

    Older releases do not say up to which decision they went; there the days tell.
    """
    if published is None or published.published_on is None:
        return True
    if published.last_exclusion is None:
        return row.decided_on < published.published_on
    return row.number <= published.last_exclusion


def keys_of(rows: Collection[ExclusionRow]) -> frozenset[Excluded]:
    """Return the desk, channel and month of each exclusion."""
    return frozenset((row.desk_id, row.channel, row.period) for row in rows)


def documented(
    city: City, rows: Collection[ExclusionRow], *, months: Collection[str]
) -> Mapping[str, tuple[Exclusion, ...]]:
    """Return the exclusions of ``months`` by the address of each place they concern."""
    found: defaultdict[str, list[Exclusion]] = defaultdict(list)
    for row in rows:
        desk = city.catalogue.desks.get(row.desk_id)
        if desk is None or row.period not in months:
            continue
        said = Exclusion(
            desk.code, str(row.channel), row.period, f"{row.rule}: {row.reason}", row.decided_on
        )
        address = address_of(PlaceKind.DESK, desk.code)
        for holder in (*city.parents[address], address):
            found[holder].append(said)
    return {address: tuple(each) for address, each in found.items()}
