"""Puts the inputs of a year's revision together: what is kept for it, sums and documents."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from portal.publication.disclosure_audit.contradictions import examined
from portal.publication.exact_sums.archive import Archive, Excluded, Uncounted
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.city import City
from portal.publication.figures.documents import Exclusion, ReleaseStamp
from portal.publication.figures.editions import ReleaseKind
from portal.publication.figures.revisions import Cause, year_span
from portal.publication.figures.thresholds import DECEMBER
from portal.publication.releases.assembling import (
    applied_exclusions,
    inputs_of,
    published_counts,
    uncounted_of,
)
from portal.publication.releases.excluding import keys_of
from portal.publication.releases.gathering import ReleaseContext, gather
from portal.publication.releases.leaving_out import settled_by
from portal.publication.revising.inputs import RevisionInputs, tell_changes_apart
from portal.publication.revising.kept import KeptRevision
from portal.rating.mixing import anomaly_queries, sum_queries
from portal.rating.mixing.anomaly_queries import ExclusionRow


def gather_revision(
    session: Session, year: int, *, today: date, circumstances: ReleaseContext
) -> KeptRevision:
    """Return what a year's revision rests on, with every exclusion decided until ``today``."""
    december = gather(session, f"{year}{DECEMBER}", today=today, circumstances=circumstances)
    return KeptRevision(
        year=year,
        # Profiles and wishes are published with December and are not revised.
        december=replace(december, year=None, settled=settled_by(session, december.period)),
        decided=tuple(
            row.number for row in anomaly_queries.exclusions(session) if row.decided_on <= today
        ),
        decided_by=None,
        reason=None,
    )


def revision_inputs_of(session: Session, kept: KeptRevision) -> RevisionInputs:
    """Return the inputs of a year's revision, the same later as long as no paper is added.

    :raises portal.publication.releases.assembling.ExclusionGone: when a decision that was
        applied was deleted since.
    """
    year = kept.year
    months = inputs_of(session, kept.december)
    decided = applied_exclusions(session, kept.decided)
    standing = keys_of(applied_exclusions(session, kept.december.exclusions))
    of_year = [row for row in decided if row.period.startswith(f"{year}-")]
    late = [row for row in of_year if not keys_of([row]) <= standing]
    revised = revised_archive(
        session,
        months.city,
        year=year,
        excluded=keys_of(decided),
        uncounted=uncounted_of(kept.december),
    )
    tell_changes_apart(
        revised,
        standing=months.archive,
        city=months.city,
        span=year_span(year),
        late=keys_of(late),
    )
    return RevisionInputs(
        year=year,
        revised=_revised(session, months, archive=revised, year=year),
        standing=months.archive,
        late=keys_of(late),
        cause=Cause(
            has_paper=bool(revised.paper_at),
            exclusions=tuple(_said(months.city, late)),
            reason=kept.reason,
            decided_by=kept.decided_by,
        ),
    )


def _revised(
    session: Session, months: ReleaseInputs, *, archive: Archive, year: int
) -> ReleaseInputs:
    """Return a year's inputs with its ratings as they count now, and all it published."""
    december = published_counts(session, months=(f"{year}{DECEMBER}",))
    inputs = replace(
        months,
        archive=archive,
        stamp=_stamp(year, stamp=months.stamp),
        history=(*months.history, *december),
    )
    return examined(inputs).inputs


def revised_archive(
    session: Session,
    city: City,
    *,
    year: int,
    excluded: Collection[Excluded],
    uncounted: Uncounted,
) -> Archive:
    """Return the ratings of a year without what is excluded or counted in no month."""
    archive = Archive(city, excluded=excluded, uncounted=uncounted)
    for month in year_span(year).months:
        archive.take(sum_queries.tally_book(session, periods=(month,)))
    return archive


def _stamp(year: int, *, stamp: ReleaseStamp) -> ReleaseStamp:
    return replace(
        stamp, edition=str(year), kind=ReleaseKind.REVISION, corrects=str(year_span(year))
    )


def _said(city: City, rows: Collection[ExclusionRow]) -> Iterator[Exclusion]:
    for row in rows:
        desk = city.catalogue.desks[row.desk_id]
        why = f"{row.rule}: {row.reason}"
        yield Exclusion(desk.code, str(row.channel), row.period, why, row.decided_on)
