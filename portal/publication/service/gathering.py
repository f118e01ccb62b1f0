"""Reads everything a month's release is computed from, and nothing that is newer than it."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation import queries as organisation
from portal.organisation.domain.calendar import MonthlyVisits
from portal.organisation.domain.figure_rules import FigureRules
from portal.publication import queries
from portal.publication.building.archive import Archive
from portal.publication.building.inputs import Before, ReleaseInputs, Served, Yearly
from portal.publication.domain.city import City, city_of
from portal.publication.domain.decoding import (
    breakdown_from,
    element_from,
    figure_from,
    officer_bands_from,
)
from portal.publication.domain.disclosure.knowledge import CountRow
from portal.publication.domain.disclosure.thresholds import DECEMBER
from portal.publication.domain.documents import (
    CITY_ADDRESS,
    FOLDERS,
    Lesson,
    Note,
    PlaceKind,
    ReleaseStamp,
    address_of,
)
from portal.publication.domain.editions import ReleaseKind
from portal.publication.domain.flat import FIGURES_ADDRESS, count_rows_of
from portal.publication.domain.moderation import Moderated, moderation_by_address
from portal.publication.domain.spans import Span, first_day, month_after
from portal.publication.service.excluding import documented, in_force, keys_of
from portal.rating import queries as rating
from portal.rating.queries import OfficerTallyRow

PLACES = (CITY_ADDRESS, *(f"{folder}/" for folder in FOLDERS.values()))
LESSONS_SHOWN = 6
ModeratedIn = Callable[[Session, str], Iterable[Moderated]]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the operator decides about a release: names, whether it is a demonstration.

    ``rules`` are in force before the first change that was recorded.
    ``moderated`` counts the comments decided in a month; they lie in a room beside this one.
    Without it nothing is said about comments.
    """

    city_name: str
    is_demo: bool
    rules: FigureRules
    moderated: ModeratedIn | None = None


def gather(
    session: Session, period: str, *, today: date, circumstances: Circumstances
) -> ReleaseInputs:
    """Return the inputs of a month's release.

    :param period: a month that is over.
    """
    months = Span(f"{period[:4]}-01", period).months
    last_day = first_day(month_after(period)) - timedelta(days=1)
    catalogue = organisation.catalogue(session, on=last_day)
    city = city_of(catalogue, name=circumstances.city_name)
    left_out = in_force(session)
    book = organisation.rule_book(session, initial=circumstances.rules)
    officers = tuple(rating.officer_tallies(session, periods=months))
    archive = Archive(city, excluded=keys_of(left_out))
    for month in months:
        archive.add(rating.tallies(session, periods=(month,)))
    return ReleaseInputs(
        period=period,
        today=today,
        city=city,
        archive=archive,
        served=_served(session, officers, months=months),
        stamp=_stamp(period, circumstances=circumstances, rules=book.in_month(period)),
        book=book,
        before=_before(session, month_after(period, months=-1)),
        history=tuple(_history(session, months=months[:-1])),
        visits=_visits(session, months=months),
        notes=_notes(session, city, period=period),
        lessons=_lessons(session, before=period),
        exclusions=documented(city, left_out, months=months),
        yearly=_yearly(session, officers, period=period, rules=book.in_month(period)),
        officers=officers,
        earlier=queries.earlier_by_address(session, catalogue, until=period),
        moderation=(
            moderation_by_address(city, circumstances.moderated(session, period), period=period)
            if circumstances.moderated
            else {}
        ),
    )


def _yearly(
    session: Session, officers: tuple[OfficerTallyRow, ...], *, period: str, rules: FigureRules
) -> Yearly | None:
    """Return the counts of the year that ends with ``period``, or None in all other months."""
    if not period.endswith(DECEMBER):
        return None
    year = int(period[:4])
    return Yearly(
        year=year,
        profile=tuple(rating.profile_counts(session, years=(year,))),
        reasons=tuple(rating.reason_counts(session, years=(year,))),
        officers=officers,
        least_mean=rules.least_mean,
    )


def _stamp(period: str, *, circumstances: Circumstances, rules: FigureRules) -> ReleaseStamp:
    return ReleaseStamp(
        edition=period,
        period=period,
        kind=ReleaseKind.MONTHLY,
        is_demo=circumstances.is_demo,
        settings_since=rules.since,
    )


def _served(
    session: Session, officers: Iterable[OfficerTallyRow], *, months: Iterable[str]
) -> Served:
    named: defaultdict[tuple[str, int], dict[int, int]] = defaultdict(dict)
    for row in officers:
        counts = named[row.period, row.desk_id]
        counts[row.officer_id] = max(counts.get(row.officer_id, 0), row.counts.n)
    postings = {month: organisation.officers_by_desk_and_period(session, month) for month in months}
    return Served(postings=postings, named=dict(named))


def _before(session: Session, period: str) -> Mapping[str, Before]:
    texts = queries.documents_of_month(session, period, prefixes=PLACES)
    bodies = ((address, json.loads(text)) for address, text in texts.items())
    return {address: before_of(body) for address, body in bodies if "trend" in body}


def before_of(body: dict[str, Any]) -> Before:
    """Return what a published place document (decoded JSON) hands on to the next release."""
    return Before(
        headline=figure_from(body["headline"]),
        trend=tuple(map(figure_from, body["trend"])),
        elements=tuple(map(element_from, body["elements"])),
        breakdowns=tuple(map(breakdown_from, body["breakdowns"])),
        officers=officer_bands_from(body["officers"]),
    )


def _history(session: Session, *, months: Iterable[str]) -> Iterable[CountRow]:
    for month in months:
        texts = queries.documents_of_month(session, month, prefixes=(FIGURES_ADDRESS,))
        for text in texts.values():
            yield from count_rows_of(json.loads(text))


def _visits(
    session: Session, *, months: tuple[str, ...]
) -> Mapping[tuple[int, str], MonthlyVisits]:
    rows = organisation.visits_served(session, months)
    return {(row.desk_id, row.period): row for row in rows}


def _notes(session: Session, city: City, *, period: str) -> Mapping[str, tuple[Note, ...]]:
    """Return the notes of the year so far: at their place, at what holds it and what it holds."""
    found: defaultdict[str, list[Note]] = defaultdict(list)
    first, last = first_day(f"{period[:4]}-01"), first_day(month_after(period))
    for note in organisation.dated_notes(session):
        if note.ends_on < first or note.starts_on >= last:
            continue
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


def _lessons(session: Session, *, before: str) -> tuple[Lesson, ...]:
    signed = [
        Lesson(each.period, each.reflection, each.signed_by)
        for each in queries.releases(session, kind=ReleaseKind.MONTHLY)
        if each.reflection and each.signed_by and each.period < before
    ]
    return tuple(signed[:LESSONS_SHOWN])
