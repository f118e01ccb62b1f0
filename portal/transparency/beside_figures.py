"""Context beside the figures of a place: hours of a desk, promises, texts of citizens.

A text names its place and month only where that month's figure of the place was published: then
its writer is one of many. The month is written as the span of that figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

from sqlalchemy.orm import Session

from portal.complaints.intake.action_queries import ActionGroup, ActionLine, published_actions
from portal.complaints.intake.kinds import PromiseState
from portal.complaints.published.text_queries import (
    PublishedText,
    published_comments,
    published_texts,
)
from portal.organisation.places.catalogue import Catalogue
from portal.organisation.places.catalogue_queries import catalogue
from portal.organisation.places.opening_hours import OpeningSpan
from portal.organisation.places.queries import opening_hours
from portal.organisation.posters.desk_queries import desk_in_brief
from portal.publication.figures.documents import PlaceKind
from portal.time.months import Month, MonthRange

MOST_COMMENTS = 4
MOST_COMPLAINTS = 2
# Texts of complaints are read in this many before those of months without a figure fall out.
LOOKED_AT = 40
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A released text; ``span`` is the published span it belongs to, as documents write it.

    ``kind`` is ``comment`` or the kind of a complaint; ``agency`` is empty on the agency's own
    page and on its desks'.
    """

    kind: str
    text: str
    span: str
    agency: str = ""


def shown_comments(
    session: Session, content: Mapping[str, Any], *, on: date
) -> tuple[ShownComment, ...]:
    """Return what the page of the city, an agency or a desk quotes; other places quote nothing.

    :param content: the published document of the place.
    """
    place = content["place"]
    known = catalogue(session, on=on)
    if place["kind"] == PlaceKind.CITY:
        return _of_the_city(session, content, known=known)
    spans = _shown_spans(content)
    about = _about(place, known)
    if not about or not spans:
        return ()
    complaints = published_texts(session, limit=LOOKED_AT, **about)
    comments = published_comments(session, periods=tuple(spans), limit=MOST_COMMENTS, **about)
    within = [text for text in complaints if text.month in spans]
    return tuple(_shown(text, spans) for text in (*comments, *within[:MOST_COMPLAINTS]))


def _about(place: Mapping[str, Any], known: Catalogue) -> dict[str, int]:
    """Return which texts belong to a place; nothing for places that quote none."""
    if place["kind"] == PlaceKind.AGENCY and place["code"] in known.agencies_by_code:
        return {"agency_id": known.agencies_by_code[place["code"]].id}
    if place["kind"] == PlaceKind.DESK and place["code"] in known.desks_by_code:
        return {"desk_id": known.desks_by_code[place["code"]].id}
    return {}


def _shown_spans(content: Mapping[str, Any]) -> dict[Month, str]:
    """Return, by month, the published span of the place's figures that holds it."""
    shown = (each for each in (*content["trend"], content["headline"]) if each["value"] is not None)
    spans = {each["period"] for each in shown}
    return {month: span for span in sorted(spans) for month in MonthRange.of(span).months}


def _of_the_city(
    session: Session, content: Mapping[str, Any], *, known: Catalogue
) -> tuple[ShownComment, ...]:
    """Return the newest comments about agencies whose figure stands in the city's table."""
    found: list[ShownComment] = []
    for row in content["rows"]:
        agency = known.agencies_by_code.get(row["place"]["code"] or "")
        if agency is None or row["figure"]["value"] is None:
            continue
        spans = dict.fromkeys(
            MonthRange.of(row["figure"]["period"]).months, str(row["figure"]["period"])
        )
        comments = published_comments(session, periods=tuple(spans), agency_id=agency.id, limit=1)
        found += [_shown(text, spans, agency=agency.name) for text in comments]
    # In an order that favours no agency and stays the same from reader to reader.
    return tuple(sorted(found, key=lambda voice: crc32(voice.text.encode()))[:MOST_COMMENTS])


def _shown(text: PublishedText, spans: Mapping[Month, str], *, agency: str = "") -> ShownComment:
    return ShownComment(kind=text.kind, text=text.text, span=spans[text.month], agency=agency)


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """A desk in everyday use; ``rate_url`` opens the form without proof of a visit."""

    code: str
    name: str
    agency_code: str
    agency_name: str
    unit_name: str | None
    hours: tuple[OpeningSpan, ...]
    is_retired: bool
    rate_url: str


def desk_facts(session: Session, code: str, *, on: date) -> DeskFacts | None:
    """Return the facts of the desk with the public ``code``, or None when there is none."""
    desk = desk_in_brief(session, code, on=on)
    if desk is None:
        return None
    return DeskFacts(
        code=desk.code,
        name=desk.name,
        agency_code=desk.agency_code,
        agency_name=desk.agency_name,
        unit_name=desk.unit_name,
        hours=opening_hours(session, desk.id),
        is_retired=desk.is_retired(on),
        rate_url=f"/r/{desk.code}",
    )


@dataclass(frozen=True, slots=True)
class ShownPromises:
    """Promised actions of the city or of an agency: some of them, and how many stand how.

    :param groups: the states with their totals, done first; what was withdrawn is left out.
    :param lines: the agency's full name with each action that is shown, at most ``MOST_SHOWN``.
    """

    groups: tuple[ActionGroup, ...] = ()
    lines: tuple[tuple[str, ActionLine], ...] = ()


def promises(session: Session, place: Mapping[str, Any], *, on: date) -> ShownPromises:
    """Return the promises of the city or of an agency: what was done first, then what runs.

    :param place: as it stands in a published document; other kinds of places have none.
    """
    if place["kind"] not in {PlaceKind.CITY, PlaceKind.AGENCY}:
        return ShownPromises()
    known = catalogue(session, on=on)
    agencies, own = known.agencies, known.agencies_by_code.get(place["code"])
    if place["code"] and own is None:
        return ShownPromises()
    found = published_actions(
        session, today=on, limit=MOST_SHOWN, agency_id=own.id if own else None
    )
    groups = tuple(group for group in found if group.state is not PromiseState.WITHDRAWN)
    lines = [line for group in groups for line in group.lines]
    named = ((agencies[line.agency_id].name, line) for line in lines[:MOST_SHOWN])
    return ShownPromises(groups=groups, lines=tuple(named))
