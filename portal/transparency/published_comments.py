"""What citizens wrote and moderators released, beside the figures of the place it is about.

A text names its place and month only where that month's figure of the place was published: then
its writer is one of many. The month is written as the span of that figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

from sqlalchemy.orm import Session

from portal.complaints.published.text_queries import (
    PublishedText,
    published_comments,
    published_texts,
)
from portal.organisation.places.catalogue import Catalogue
from portal.organisation.places.catalogue_queries import catalogue
from portal.publication.figures.documents import PlaceKind
from portal.time.months import MonthRange

MOST_COMMENTS = 4
MOST_COMPLAINTS = 2
# Texts of complaints are read in this many before those of months without a figure fall out.
LOOKED_AT = 40


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


def _shown_spans(content: Mapping[str, Any]) -> dict[str, str]:
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


def _shown(text: PublishedText, spans: Mapping[str, str], *, agency: str = "") -> ShownComment:
    return ShownComment(kind=text.kind, text=text.text, span=spans[text.month], agency=agency)
