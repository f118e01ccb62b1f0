"""Released figures one by one, for whoever refers to one: by release, place, month and measure."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.publication.figures.decoding import element_from, figure_from
from portal.publication.figures.figures import Figure
from portal.publication.releases.models import Document, Release
from portal.survey.elements import ELEMENTS
from portal.time.months import Month

# The figure of all elements together; the others are named by their element.
HEADLINE = "headline"
MEASURES = (HEADLINE, *(str(each) for each in ELEMENTS))


@dataclass(frozen=True, slots=True)
class ReleasedFigure:
    """A figure as it was published.

    :ivar address: of the place, such as ``desks/<code>``.
    :ivar period: month of the release, ``2026-10``; the figure itself may cover more months.
    :ivar value: IKM, 25 to 100.
    :ivar n: rounded as it was published; None where even that is hidden.
    :ivar first_month: of what the figure covers, with ``last_month``, both inclusive.
    :ivar sha256: of the published document.
    """

    release_id: int
    address: str
    place_name: str
    period: Month
    measure: str
    value: Decimal
    n: int | None
    first_month: Month
    last_month: Month
    sha256: str


def released_figures(
    session: Session, addresses: Collection[str], *, first: Month, last: Month
) -> tuple[ReleasedFigure, ...]:
    """Return every figure that was published of these places and is shown, latest month first.

    Of a month that was corrected, the correction.

    :param addresses: such as ``desks/<code>``.
    :param first: month of the earliest release, with ``last``, both inclusive.
    """
    rows = session.execute(
        _documents()
        .where(Document.address.in_(addresses), Document.period.between(first, last))
        .order_by(Document.period.desc(), Document.address, Document.id)
    )
    newest = {(row.address, row.period): row for row in rows}
    return tuple(figure for row in newest.values() for figure in _figures(row))


def released_figure(
    session: Session, release_id: int, *, address: str, measure: str
) -> ReleasedFigure | None:
    """Return a figure of one release, or None when it published none such."""
    row = session.execute(
        _documents().where(Document.release_id == release_id, Document.address == address)
    ).first()
    if row is None:
        return None
    return next((each for each in _figures(row) if each.measure == measure), None)


def figures_of_year(session: Session, address: str, *, year: int) -> tuple[tuple[str, Figure], ...]:
    """Return all figures of a place that releases of a year showed, each with its measure.

    Months, what is carried forward, quarters, half-years and the year, verified and not; of the
    elements the months.

    :param address: such as ``agencies/<code>``.
    """
    rows = session.execute(
        _documents()
        .where(Document.address == address, Document.period.like(f"{year}-%"))
        .order_by(Document.period, Document.id)
    )
    return tuple(each for row in rows for each in _shown(json.loads(row.body)))


def _shown(body: Any) -> Iterator[tuple[str, Figure]]:
    found = [(HEADLINE, body["headline"]), (HEADLINE, body["open"])]
    for closed in body["closed"]:
        found += [(HEADLINE, closed["figure"]), (HEADLINE, closed["open"])]
    found += [(each["element"], each["figure"]) for each in body["elements"]]
    for measure, each in found:
        if each and each["value"] is not None:
            yield measure, figure_from(each)


def _documents() -> Any:
    """Return the query for documents that went out with a release."""
    return (
        select(
            Document.release_id, Document.address, Document.period, Document.body, Document.sha256
        )
        .join(Release, Release.id == Document.release_id)
        .where(Release.published_on.is_not(None))
    )


def _figures(row: Any) -> Iterator[ReleasedFigure]:
    body = json.loads(row.body)
    shown: dict[str, Figure] = {HEADLINE: figure_from(body["headline"])}
    for each in map(element_from, body["elements"]):
        shown[str(each.element)] = each.figure
    for measure, figure in shown.items():
        if figure.value is None:
            continue
        yield ReleasedFigure(
            row.release_id,
            row.address,
            body["place"]["name"],
            row.period,
            measure,
            figure.value,
            figure.n,
            first_month=figure.period.first,
            last_month=figure.period.last,
            sha256=row.sha256,
        )
