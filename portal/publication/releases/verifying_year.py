"""Compares what was kept of a year's respondents with the counts of today."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Catalogue
from portal.publication.building.snapshots import ReleaseSnapshot, YearSnapshot
from portal.publication.building.yearly import REASONS
from portal.publication.releases.paper import paper_files
from portal.publication.releases.recomputing import RecomputedDifference
from portal.rating.mixing import sum_queries
from portal.rating.mixing.sum_queries import ProfileCount, ReasonCount

Subject = tuple[int, str, str]


def year_differences(session: Session, kept: ReleaseSnapshot) -> Iterator[RecomputedDifference]:
    """Give the kept counts of a December that are not those of today.

    Only paper can add to them afterwards, and only to what people said about themselves.
    """
    if kept.year is None:
        return
    year, catalogue = int(kept.period[:4]), kept.city().catalogue
    was = _counted(kept.year.profile, kept.year.reasons)
    now = _counted(
        sum_queries.profile_counts(session, years=(year,)),
        sum_queries.reason_counts(session, years=(year,)),
    )
    grown = _with_later_paper(session, catalogue, year=kept.year, number=year)
    for subject in sorted(was.keys() | now.keys()):
        agency_id, field, answer = subject
        before, after = was.get(subject, 0), now.get(subject, 0)
        if before != after and not (agency_id in grown and before < after):
            where = f"inputs of monthly {kept.period}, {catalogue.agencies[agency_id].code}"
            yield RecomputedDifference(f"{where}, {field} {answer}", str(before), str(after))


def _counted(
    profile: Iterable[ProfileCount],
    reasons: Iterable[ReasonCount],
) -> Mapping[Subject, int]:
    said = {(each.agency_id, each.field, each.answer): each.respondents for each in profile}
    wished = {(each.agency_id, REASONS, str(each.element)): each.respondents for each in reasons}
    return {**said, **wished}


def _with_later_paper(
    session: Session, catalogue: Catalogue, *, year: YearSnapshot, number: int
) -> frozenset[int]:
    """Return the agencies (id) that have more files of paper than they had then."""
    return frozenset(
        catalogue.agencies_by_code[code].id
        for code, files in paper_files(session, catalogue, year=number).items()
        if files > year.paper_files.get(code, 0)
    )
