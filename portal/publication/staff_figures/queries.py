"""Queries on citizens' figures for the evaluation of staff: what was published, by reference."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.people.served_queries import places_served
from portal.organisation.places.catalogue_queries import catalogue
from portal.publication.figures.documents import PlaceKind, address_of
from portal.publication.figures.staff_figures import officer_address, services_address
from portal.publication.releases import staff_queries
from portal.publication.releases.figure_queries import (
    ReleasedFigure,
    released_figure,
    released_figures,
)
from portal.rating.mixing.anomaly_queries import signs_of_staff
from portal.time.months import Month, MonthRange, month_bounds

__all__ = [
    "OfficerYearFigure",
    "ReleasedFigure",
    "ServicesComparison",
    "figure_of_release",
    "figures_of_places_served",
    "is_under_review",
    "latest_year_figure",
    "released_figure",
]
IKM_PER_POINT = Decimal(25)


@dataclass(frozen=True, slots=True)
class ServicesComparison:
    """What a year is compared with: other officers at the services worked at, as released.

    :ivar release: the month that the release came out for.
    :ivar expected: 1 to 4, in hundredths; None where too few others stand behind it.
    :ivar city: mean of all officers, 1 to 4.
    :ivar icc: share of the variance of one answer that lies between officers, 0 to 1.
    :ivar others: officers behind ``expected``, rounded down; 0 where it is not told.
    :ivar answers: about them, in fifties rounded down; 0 where it is not told.
    :ivar response: ratings per 100 visits at the desks; None where visits are not known.
    :ivar is_withheld: the head of the agency may not see all of the officer's year.
    """

    release: str
    expected: Decimal | None
    city: Decimal
    icc: Decimal
    others: int
    answers: int
    response: int | None
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class OfficerYearFigure:
    """What a release told an officer of the year so far, rounded as it was released.

    :ivar release: the month that the release came out for.
    :ivar value: index from 25 to 100; None where it was withheld from the officer, too.
    :ivar compared: what these months are compared with; None until December's release.
    """

    release: str
    months: MonthRange
    value: Decimal | None
    answers: int | None
    interval: tuple[Decimal, Decimal] | None
    compared: ServicesComparison | None = None

    @property
    def mean(self) -> Decimal | None:
        """The figure on the scale of the answers, 1 to 4."""
        return None if self.value is None else self.value / IKM_PER_POINT


def latest_year_figure(
    session: Session, officer_id: int, *, within: tuple[date, date]
) -> OfficerYearFigure | None:
    """Return an officer's last released figure whose months lie in a span of days, or None.

    :param within: first and last day, both inclusive.
    """
    for text in staff_queries.staff_texts(session, officer_address(officer_id)):
        figure = _figure(json.loads(text.body), release=text.period)
        first, _ = month_bounds(figure.months.first)
        _, last = month_bounds(figure.months.last)
        if within[0] <= first and last <= within[1]:
            compared = _comparison(session, officer_id, months=figure.months)
            return replace(figure, compared=compared)
    return None


def figure_of_release(
    session: Session, officer_id: int, *, release: str
) -> OfficerYearFigure | None:
    """Return what the release of a month told an officer of the year so far, or None."""
    texts = staff_queries.staff_texts(session, officer_address(officer_id), since=Month(release))
    for text in texts:
        if text.period == release:
            figure = _figure(json.loads(text.body), release=release)
            return replace(figure, compared=_comparison(session, officer_id, months=figure.months))
    return None


def _comparison(
    session: Session, officer_id: int, *, months: MonthRange
) -> ServicesComparison | None:
    for text in staff_queries.staff_texts(session, services_address(officer_id)):
        document = json.loads(text.body)
        if document["period"] == str(months):
            return ServicesComparison(
                text.period,
                expected=None if document["expected"] is None else _decimal(document["expected"]),
                city=_decimal(document["city"]),
                icc=_decimal(document["icc"]),
                others=document["others"] or 0,
                answers=document["answers"] or 0,
                response=document["response"],
                is_withheld=document["withheld"],
            )
    return None


def _figure(document: Mapping[str, Any], *, release: str) -> OfficerYearFigure:
    year = document["year"]
    interval = year["interval"]
    return OfficerYearFigure(
        release,
        MonthRange.of(year["period"]),
        value=None if year["value"] is None else _decimal(year["value"]),
        answers=year["n"],
        interval=None
        if interval is None
        else (_decimal(interval["lower"]), _decimal(interval["upper"])),
    )


def _decimal(number: Any) -> Decimal:
    return Decimal(str(number))


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
    first, last = Month.of(starts_on), Month.of(ends_on)
    found = released_figures(session, addresses, first=first, last=last)
    return [each for each in found if first <= each.first_month and each.last_month <= last]


def is_under_review(session: Session, officer_id: int, *, months: MonthRange, on: date) -> bool:
    """Return whether signs of pressure or of rating oneself wait for a decision on a day.

    Asked of the desks where the officer served in these months. A sign of the day itself waits,
    one that was decided on the day does not.

    :param on: the city's date.

    Source: staff evaluation paper 7.3, number 6.
    """
    first, _ = month_bounds(months.first)
    _, last = month_bounds(months.last)
    codes, _ = places_served(session, officer_id, first=first, last=last)
    if not codes:
        return False
    desks = catalogue(session, on=last).desks_by_code
    signs = signs_of_staff(
        session,
        {desks[code].id for code in codes},
        first=months.first,
        last=months.last,
    )
    return any(
        noticed_on <= on and (decided_on is None or on < decided_on)
        for noticed_on, decided_on in signs
    )
