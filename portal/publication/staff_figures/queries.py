"""What the evaluation of staff may read of citizens' figures: what was published, by reference."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.people.served_queries import places_served
from portal.publication.figures.documents import PlaceKind, address_of
from portal.publication.releases.figure_queries import (
    ReleasedFigure,
    released_figure,
    released_figures,
)
from portal.time.months import Month

__all__ = ["ReleasedFigure", "figures_of_places_served", "released_figure"]


def figures_of_places_served(
    session: Session, person_id: int, *, starts_on: date, ends_on: date
) -> Sequence[ReleasedFigure]:
    """Return the figures that were published of a person's desks and services in a span.

    A figure is offered where its place was served on a day of the span, and everything that it
    covers lies in the span's months.

    :param starts_on: first day, with ``ends_on``, both inclusive.
    """
    desks, services = places_served(session, person_id, first=starts_on, last=ends_on)
    addresses = {
        *(address_of(PlaceKind.DESK, each) for each in desks),
        *(address_of(PlaceKind.SERVICE, each) for each in services),
    }
    if not addresses:
        return ()
    first, last = str(Month.of(starts_on)), str(Month.of(ends_on))
    found = released_figures(session, addresses, first=first, last=last)
    return [each for each in found if first <= each.first_month and each.last_month <= last]
