"""What citizens said and what was done about it, beside the figures of the city and an agency."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.complaints.published.text_queries import published_actions
from portal.organisation.places.catalogue_queries import catalogue
from portal.publication.figures.documents import PlaceKind

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Promise:
    """One promised action; ``done_on`` is None while it is not done."""

    agency: str
    said: str
    text: str
    due_on: date
    done_on: date | None
    is_late: bool


def promises(session: Session, place: Mapping[str, Any], *, on: date) -> tuple[Promise, ...]:
    """Return the newest promises of the city or of an agency, at most ``MOST_SHOWN``.

    :param place: as it stands in a published document; other kinds of places have none.
    """
    if place["kind"] not in {PlaceKind.CITY, PlaceKind.AGENCY}:
        return ()
    known = catalogue(session, on=on)
    agencies, own = known.agencies, known.agencies_by_code.get(place["code"])
    if place["code"] and own is None:
        return ()
    newest = published_actions(session, agency_id=own.id if own else None)
    found = [action for action in newest if not action.is_withdrawn]
    return tuple(
        Promise(
            agency=agencies[action.agency_id].name,
            said=action.said,
            text=action.text,
            due_on=action.due_on,
            done_on=action.done_on,
            is_late=action.is_late(on),
        )
        for action in found[:MOST_SHOWN]
    )
