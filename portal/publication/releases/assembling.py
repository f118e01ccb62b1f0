"""Puts the inputs of a month or of a year's revision together: what was kept, and sums."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.calendar.domain import MonthlyVisits
from portal.publication.building.snapshots import ReleaseSnapshot
from portal.publication.disclosure_audit.truth import examined
from portal.publication.exact_sums.archive import Archive, Excluded, UncountedTallies, location_of
from portal.publication.exact_sums.inputs import (
    DeskStaffing,
    PreviousRelease,
    ReleaseInputs,
    YearlyCounts,
    asked_of_raters,
)
from portal.publication.figures.city import City
from portal.publication.figures.decoding import (
    breakdown_from,
    element_from,
    figure_from,
    officer_bands_from,
    quarter_from,
)
from portal.publication.figures.disclosure_rules import DECEMBER
from portal.publication.figures.documents import (
    CITY_ADDRESS,
    FOLDERS,
    Exclusion,
    Note,
    PlaceKind,
    ReleaseKind,
    ReleaseStamp,
    address_of,
)
from portal.publication.figures.known_figures import FIGURES_ADDRESS, CountRow, count_rows_of
from portal.publication.figures.revisions import Cause, year_span
from portal.publication.releases import queries
from portal.publication.releases.excluding import documented, keys_of, settled_by
from portal.publication.releases.gathering import ReleaseContext, gather
from portal.publication.revising.inputs import RevisionInputs, tell_changes_apart
from portal.publication.revising.kept import KeptRevision
from portal.rating.answers.answers import Channel
from portal.rating.mixing import anomaly_queries, sum_queries
from portal.rating.mixing.anomaly_queries import ExclusionRow
from portal.rating.mixing.sum_queries import OfficerTallyRow
from portal.time.months import Month, MonthRange, month_after

PLACES = (CITY_ADDRESS, *(f"{folder}/" for folder in FOLDERS.values()))


class ExclusionGone(LookupError):
    """A decision that a release applied is no longer there."""


def inputs_of(session: Session, kept: ReleaseSnapshot) -> ReleaseInputs:
    """Return the inputs of a month's release, the same however much later.

    :raises ExclusionGone: when a decision that was applied was deleted since.
    """
    months = MonthRange(f"{kept.period[:4]}-01", kept.period).months
    city = kept.city()
    left_out = applied_exclusions(session, kept.exclusions)
    officers = tuple(sum_queries.officer_tallies(session, periods=months))
    archive = Archive(city, excluded=keys_of(left_out), uncounted=uncounted_of(kept))
    for month in months:
        archive.take(sum_queries.tally_book(session, periods=(month,)))
    city = replace(city, answered=asked_of_raters(city, archive, book=kept.book))
    return ReleaseInputs(
        period=kept.period,
        today=kept.today,
        city=city,
        archive=archive,
        served=_served(kept, officers),
        stamp=kept.stamp,
        book=kept.book,
        before=_before(session, month_after(kept.period, months=-1)),
        history=tuple(published_counts(session, months=months[:-1])),
        visits=_visits(kept),
        notes=_notes(kept, city),
        lessons=kept.lessons,
        exclusions=documented(city, left_out, months=months),
        yearly=_yearly(kept, officers),
        officers=officers,
        earlier=kept.earlier,
        moderation=kept.moderation,
        withheld=_withheld(kept, city),
        parted=kept.parted,
    )


def uncounted_of(kept: ReleaseSnapshot) -> UncountedTallies:
    """Return the tallies that count nowhere in a month's release, whatever they hold by now."""
    return UncountedTallies(kept.impossible, kept.settled)


def _withheld(kept: ReleaseSnapshot, city: City) -> Mapping[str, frozenset[str]]:
    """Return by address the months of which nothing is shown, by decision or as not counted."""
    found = dict(kept.withheld)
    for cell in kept.settled:
        if cell.channel is not Channel.PAPER:
            for address in city.lowest_holders(location_of(cell)):
                found[address] = found.get(address, frozenset()) | {cell.period}
    return found


def applied_exclusions(session: Session, numbers: Collection[int]) -> list[ExclusionRow]:
    """Return the decisions with these numbers, the earliest first.

    :raises ExclusionGone: when one was deleted since.
    """
    found = [row for row in anomaly_queries.exclusions(session) if row.number in numbers]
    if gone := set(numbers) - {row.number for row in found}:
        raise ExclusionGone(f"exclusion {min(gone)} is gone")
    return found


def _yearly(kept: ReleaseSnapshot, officers: tuple[OfficerTallyRow, ...]) -> YearlyCounts | None:
    if kept.year is None:
        return None
    return YearlyCounts(
        year=int(kept.period[:4]),
        profile=kept.year.profile,
        reasons=kept.year.reasons,
        officers=officers,
        least_mean=kept.book.in_month(kept.period).least_mean,
    )


def _served(kept: ReleaseSnapshot, officers: Iterable[OfficerTallyRow]) -> DeskStaffing:
    named: defaultdict[tuple[str, int], dict[int, int]] = defaultdict(dict)
    for row in officers:
        counts = named[row.period, row.desk_id]
        counts[row.officer_id] = max(counts.get(row.officer_id, 0), row.counts.n)
    return DeskStaffing(postings=kept.postings, named=dict(named), absent=kept.absent)


def _before(session: Session, period: Month) -> Mapping[str, PreviousRelease]:
    texts = queries.documents_of_month(session, period, prefixes=PLACES)
    bodies = ((address, json.loads(text)) for address, text in texts.items())
    return {address: before_of(body) for address, body in bodies if "trend" in body}


def before_of(body: dict[str, Any]) -> PreviousRelease:
    """Return what a published place document (decoded JSON) hands on to the next release."""
    return PreviousRelease(
        headline=figure_from(body["headline"]),
        trend=tuple(map(figure_from, body["trend"])),
        elements=tuple(map(element_from, body["elements"])),
        breakdowns=tuple(map(breakdown_from, body["breakdowns"])),
        officers=officer_bands_from(body["officers"]),
        # Documents of before the quarters do not have them.
        quarters=tuple(map(quarter_from, body.get("quarters", ()))),
    )


def published_counts(session: Session, *, months: Iterable[Month]) -> Iterator[CountRow]:
    """Give every count that published months (``2026-01``) told, in their order."""
    for month in months:
        texts = queries.documents_of_month(session, month, prefixes=(FIGURES_ADDRESS,))
        for text in texts.values():
            yield from count_rows_of(json.loads(text))


def _visits(kept: ReleaseSnapshot) -> Mapping[tuple[int, Month], MonthlyVisits]:
    return {
        (desk, month): MonthlyVisits(desk, month, visits, source)
        for source, months in kept.visits.items()
        for month, desks in months.items()
        for desk, visits in desks.items()
    }


def _notes(kept: ReleaseSnapshot, city: City) -> Mapping[str, tuple[Note, ...]]:
    """Return the notes by address: at their place, at what holds it and at what it holds."""
    found: defaultdict[str, list[Note]] = defaultdict(list)
    for note in kept.notes:
        about = _note_address(city, agency_id=note.agency_id, desk_id=note.desk_id)
        shown = Note(
            str(note.kind), city.places[about].name, note.text, note.starts_on, note.ends_on
        )
        below = (each for each in city.places if about in (each, city.agency_of(each)))
        for address in (*city.parents[about], *below):
            found[address].append(shown)
    return {address: tuple(notes) for address, notes in found.items()}


def _note_address(city: City, *, agency_id: int, desk_id: int | None) -> str:
    if desk_id is None:
        return address_of(PlaceKind.AGENCY, city.catalogue.agencies[agency_id].code)
    return address_of(PlaceKind.DESK, city.catalogue.desks[desk_id].code)


def gather_revision(
    session: Session, year: int, *, today: date, circumstances: ReleaseContext
) -> KeptRevision:
    """Return what a year's revision rests on, with every exclusion decided until ``today``."""
    december = gather(session, Month(f"{year}{DECEMBER}"), today=today, circumstances=circumstances)
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
    december = published_counts(session, months=(Month(f"{year}{DECEMBER}"),))
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
    uncounted: UncountedTallies,
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
