"""Figures for staff as their pages show them: read, put together, never computed."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.people import officer_queries
from portal.organisation.people.officer_queries import OfficerLine, officers_by_id
from portal.organisation.places.catalogue import Agency, Catalogue
from portal.publication.figures.disclosure_rules import COUNT_STEP, rounded_count
from portal.publication.figures.documents import PlaceKind, address_of
from portal.publication.figures.staff_figures import (
    FUNNEL_ADDRESS,
    officer_address,
    officers_address,
)
from portal.publication.releases import queries, staff_queries
from portal.publication.releases import queries as releases_queries
from portal.publication.staff_figures.funnel_drawing import (
    FunnelDrawing,
    FunnelPoint,
    funnel_drawing,
)
from portal.time.months import Month, month_after

Json = Mapping[str, Any]
# A head sees an officer's latest figure when it is no older than this.
MONTHS_SHOWN = 12
COMPARED, NOT_COMPARED = "yes", "no"


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """An officer's latest figures with the funnel, and the headlines before, latest first.

    ``period`` is the month whose release holds the latest figures.
    """

    period: Month
    latest: Json
    drawing: FunnelDrawing | None
    before: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class OfficerFigures:
    """An officer by name with what their head may see of the latest span."""

    officer: OfficerLine
    figures: Json


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """What a head sees: public figures of desks, officers by name, and how many are not shown.

    ``period`` is the month published last. ``others`` officers are not shown: 0, or rounded to
    five; None stands for one to four.
    """

    period: Month
    desks: tuple[Json, ...]
    officers: tuple[OfficerFigures, ...]
    others: int | None


@dataclass(frozen=True, slots=True)
class DeskFunnel:
    """The funnel with the desks that a person may see, by name, and why others are not in it."""

    period: Month
    funnel: Json | None
    drawing: FunnelDrawing | None
    desks: tuple[Json, ...]
    absent: Mapping[str, int]


def own_figures(session: Session, officer_id: int) -> OwnFigures | None:
    """Return an officer's own figures, or None while there are none."""
    texts = staff_queries.staff_texts(session, officer_address(officer_id))
    if not texts:
        return None
    latest, *before = (json.loads(text.body) for text in texts)
    return OwnFigures(texts[0].period, latest, _own_drawing(latest), tuple(before))


def _own_drawing(document: Json) -> FunnelDrawing | None:
    if document["funnel"] is None:
        return None
    figure, interval = document["year"], document["year"]["interval"]
    position = document["standing"]["position"]
    point = FunnelPoint(
        figure["n"], figure["value"], position, (interval["lower"], interval["upper"])
    )
    return funnel_drawing(document["funnel"], [point])


def agency_figures(
    session: Session,
    agency: Agency,
    *,
    found: Catalogue,
    only: Collection[int] | None = None,
) -> AgencyFigures | None:
    """Return what the head of ``agency`` sees, or None before the first release.

    :param only: officers to keep to, such as a superior's own people; None for all. Of these
        nothing is shown that the head's list hides.
    """
    period = releases_queries.latest_month(session)
    if period is None:
        return None
    rows = _officer_rows(session, agency, until=period)
    posted = _posted(session, agency, found=found, period=period)
    if only is not None:
        rows = {each: row for each, row in rows.items() if each in only}
        posted = posted.intersection(only)
    officers = officers_by_id(session, rows.keys())
    return AgencyFigures(
        period=period,
        desks=tuple(_desk_rows(session, agency, period=period)),
        officers=tuple(OfficerFigures(line, rows[each]) for each, line in officers.items()),
        others=folded(len(posted - rows.keys())),
    )


def folded(officers: int) -> int | None:
    """Return a number of officers so that it singles out nobody; None for one to four."""
    if 0 < officers < COUNT_STEP:
        return None
    return rounded_count(officers)


def _officer_rows(session: Session, agency: Agency, *, until: Month) -> Mapping[int, Json]:
    """Return the latest row of every officer of the last twelve months, by officer."""
    since = month_after(until, months=1 - MONTHS_SHOWN)
    rows: dict[int, Json] = {}
    for text in staff_queries.staff_texts(session, officers_address(agency.code), since=since):
        for row in json.loads(text.body)["officers"]:
            rows.setdefault(row["officer_id"], row)
    return rows


def _posted(session: Session, agency: Agency, *, found: Catalogue, period: Month) -> frozenset[int]:
    by_desk = officer_queries.officers_by_desk_and_period(session, period)
    desks = {desk.id for desk in found.desks_of(agency.id)}
    return frozenset(each for desk in desks for each in by_desk.get(desk, frozenset()))


def _desk_rows(session: Session, agency: Agency, *, period: Month) -> Iterator[Json]:
    address = address_of(PlaceKind.AGENCY, agency.code)
    document = queries.published(session, address, period=period)
    for row in json.loads(document.body)["rows"] if document else ():
        if row["place"]["kind"] == PlaceKind.DESK and not row["place"]["retired"]:
            yield row


def desk_figures(session: Session, *, agencies: Collection[str]) -> DeskFunnel | None:
    """Return the funnel with the desks of ``agencies`` (codes), or None before it came out."""
    texts = staff_queries.staff_texts(session, FUNNEL_ADDRESS)
    if not texts:
        return None
    document = json.loads(texts[0].body)
    desks = sorted(
        (each for each in document["desks"] if each["agency"] in agencies),
        key=lambda each: (each["agency"], each["desk"]["name"].casefold()),
    )
    absent: dict[str, int] = {}
    for each in document["absent"]:
        if each["agency"] in agencies and not each["desk"]["retired"]:
            absent[each["reason"]] = absent.get(each["reason"], 0) + 1
    return DeskFunnel(
        period=texts[0].period,
        funnel=document["funnel"],
        drawing=_desk_drawing(document["funnel"], desks),
        desks=tuple(desks),
        absent=absent,
    )


def _desk_drawing(funnel: Json | None, desks: Collection[Json]) -> FunnelDrawing | None:
    if funnel is None:
        return None
    points = [
        FunnelPoint(each["figure"]["n"], each["value"], each["standing"]["position"])
        for each in desks
    ]
    return funnel_drawing(funnel, points)


@dataclass(frozen=True, slots=True)
class ListedOfficers:
    """``seen`` are shown with all their figures, page by page; ``folded`` by name and figure."""

    seen: Sequence[OfficerFigures]
    folded: Sequence[OfficerFigures]


def listed_officers(
    officers: Iterable[OfficerFigures], *, words: str = "", compared: str = ""
) -> ListedOfficers:
    """Choose from ``officers``, whose order stays: by name.

    Nobody is chosen by where they stand, which would be a list of the lowest.

    :param words: parts of a name, all of which have to be in it; any case.
    :param compared: ``yes``, ``no``, or anything else for both.
    """
    parts = words.casefold().split()
    found = [each for each in officers if _is_named(each, parts)]
    with_band = [each for each in found if each.figures["comparison"]["band"]]
    without = [each for each in found if not each.figures["comparison"]["band"]]
    if compared == COMPARED:
        return ListedOfficers(with_band, ())
    if compared == NOT_COMPARED:
        return ListedOfficers(without, ())
    if parts or not with_band:
        return ListedOfficers(found, ())
    return ListedOfficers(with_band, without)


def _is_named(officer: OfficerFigures, parts: Sequence[str]) -> bool:
    name = officer.officer.name.casefold()
    return all(part in name for part in parts)
