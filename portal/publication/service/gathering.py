"""Reads everything a month's release is computed from, and nothing that is newer than it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation import queries as organisation
from portal.organisation.domain.calendar import MonthlyVisits
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
from portal.publication.domain.disclosure.rules import FigureRules
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
from portal.publication.domain.spans import Span, first_day, month_after
from portal.publication.service.excluding import documented, in_force, keys_of
from portal.rating import queries as rating

PLACES = (CITY_ADDRESS, *(f"{folder}/" for folder in FOLDERS.values()))
LESSONS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the operator decides about a release: names, rules, whether it is a demonstration."""

    city_name: str
    is_demo: bool
    rules: FigureRules


def gather(
    session: Session, period: str, *, today: date, circumstances: Circumstances
) -> ReleaseInputs:
    """Return the inputs of a month's release.

    :param period: a month that is over.
    """
    months = Span(f"{period[:4]}-01", period).months
    catalogue = organisation.catalogue(
        session, on=first_day(month_after(period)) - timedelta(days=1)
    )
    city = city_of(catalogue, name=circumstances.city_name)
    left_out = in_force(session)
    archive = Archive(city, excluded=keys_of(left_out))
    for month in months:
        archive.add(rating.tallies(session, periods=(month,)))
    return ReleaseInputs(
        period=period,
        today=today,
        city=city,
        archive=archive,
        served=_served(session, months=months),
        stamp=_stamp(period, circumstances=circumstances),
        rules=circumstances.rules,
        before=_before(session, month_after(period, months=-1)),
        history=tuple(_history(session, months=months[:-1])),
        visits=_visits(session, months=months),
        notes=_notes(session, city, period=period),
        lessons=_lessons(session, before=period),
        exclusions=documented(city, left_out, months=months),
        yearly=_yearly(session, months=months) if period.endswith(DECEMBER) else None,
        earlier=queries.earlier_by_address(session, catalogue, until=period),
    )


def _yearly(session: Session, *, months: tuple[str, ...]) -> Yearly:
    year = int(months[0][:4])
    return Yearly(
        year=year,
        profile=tuple(rating.profile_counts(session, years=(year,))),
        reasons=tuple(rating.reason_counts(session, years=(year,))),
        officers=tuple(rating.officer_tallies(session, periods=months)),
    )


def _stamp(period: str, *, circumstances: Circumstances) -> ReleaseStamp:
    return ReleaseStamp(
        edition=period,
        period=period,
        kind=ReleaseKind.MONTHLY,
        is_demo=circumstances.is_demo,
        settings_since=circumstances.rules.since,
    )


def _served(session: Session, *, months: Iterable[str]) -> Served:
    wanted = tuple(months)
    named: defaultdict[tuple[str, int], dict[int, int]] = defaultdict(dict)
    for row in rating.officer_tallies(session, periods=wanted):
        counts = named[row.period, row.desk_id]
        counts[row.officer_id] = max(counts.get(row.officer_id, 0), row.counts.n)
    postings = {month: organisation.officers_by_desk_and_period(session, month) for month in wanted}
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
    """Return the notes of the year so far, for the place, what holds it, and its desks."""
    found: defaultdict[str, list[Note]] = defaultdict(list)
    first, last = first_day(f"{period[:4]}-01"), first_day(month_after(period))
    for note in organisation.dated_notes(session):
        if note.ends_on < first or note.starts_on >= last:
            continue
        about = _note_address(city, agency_id=note.agency_id, desk_id=note.desk_id)
        shown = Note(
            str(note.kind), city.places[about].name, note.text, note.starts_on, note.ends_on
        )
        for address in (*city.parents[about], about):
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
