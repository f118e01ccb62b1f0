"""Recomputes figures of months that cannot be built anew.

Their inputs were not kept yet, or their ballots lost something after they were published.
"""

import json
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.organisation.places import catalogue_queries
from portal.publication.exact_sums.archive import Archive, Uncounted
from portal.publication.figures.city import City, city_of
from portal.publication.figures.flat import FIGURES_ADDRESS
from portal.publication.releases import published_queries, staff_queries
from portal.publication.releases.excluding import in_force, keys_of
from portal.publication.releases.leaving_out import uncounted_by
from portal.publication.releases.queries import ReleaseInBrief
from portal.publication.releases.recomputing import Difference, in_count, in_row
from portal.publication.releases.verifying_staff import staff_differences
from portal.rating.mixing import month_queries, sum_queries
from portal.time.months import MonthRange, first_day, month_after


def figure_differences(session: Session, release: ReleaseInBrief) -> Iterator[Difference]:
    """Give every figure of a month that its ratings do not give, and those for staff.

    Intervals, bands, shares and charts rest on more than ratings and are left as they are.
    """
    month = release.period
    is_regrouped = month in month_queries.regrouped_months(session)
    last_day = first_day(month_after(month)) - timedelta(days=1)
    city = city_of(catalogue_queries.catalogue(session, on=last_day), name="")
    uncounted = uncounted_by(staff_queries.kept_inputs(session, release.id))
    archive = _archive(session, city, month=month, uncounted=uncounted)
    body = published_queries.documents_of_month(session, month, prefixes=(FIGURES_ADDRESS,))
    for text in body.values():
        table = json.loads(text)
        for values in table["rows"]:
            row = dict(zip(table["columns"], values, strict=True))
            yield from in_count(archive, row) if is_regrouped else in_row(archive, row)
    yield from staff_differences(session, release, catalogue=city.catalogue, archive=archive)


def _archive(session: Session, city: City, *, month: str, uncounted: Uncounted) -> Archive:
    archive = Archive(city, excluded=keys_of(in_force(session)), uncounted=uncounted)
    for each in MonthRange(f"{month[:4]}-01", month).months:
        archive.take(sum_queries.tally_book(session, periods=(each,)))
    return archive
