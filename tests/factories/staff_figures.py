"""Published figures for staff, as a release writes them."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from portal.publication.building.measures import Measures
from portal.publication.figures.documents import PlaceDocument
from portal.publication.figures.encoding import to_json
from portal.publication.figures.staff_figures import (
    FUNNEL_ADDRESS,
    OfficersDocument,
    officer_address,
    officers_address,
)
from portal.publication.releases.models import Release
from portal.publication.releases.staff_models import StaffDocument
from portal.publication.staff_building.desks import desk_funnel
from portal.publication.staff_building.officers import compared_officers
from portal.rating.mixing.sum_queries import OfficerTallyRow
from tests.factories.officer_answers import STAMP, closed_at_thirty


def officer_bodies(
    rows: list[OfficerTallyRow], *, agency: str, seen: Collection[int] | None = None
) -> dict[str, str]:
    """What officers and their head may read; ``seen`` are those whom the head sees (all)."""
    closed = closed_at_thirty(rows)
    officers = compared_officers(closed, stamp=STAMP)
    bodies = {officer_address(each.officer_id): to_json(officers.document(each)) for each in closed}
    shown = [each for each in closed if seen is None or each.officer_id in seen]
    document = OfficersDocument(STAMP, tuple(officers.row(each) for each in shown))
    return bodies | {officers_address(agency): to_json(document)}


def funnel_body(*desks: PlaceDocument) -> dict[str, str]:
    """The funnel of these desks."""
    measures = Measures(within=0.25, icc=0.05, units=len(desks))
    return {FUNNEL_ADDRESS: to_json(desk_funnel(desks, stamp=STAMP, measures=measures))}


def publish_for_staff(
    session: Session, bodies: Mapping[str, str], *, period: str = "2026-03"
) -> None:
    """Let staff read ``bodies`` with the release of a month, made where it is not there."""
    release = session.query(Release).filter_by(period=period).one_or_none() or Release(
        kind="monthly",
        edition=period,
        period=period,
        state="published",
        due_on=date(2026, 4, 5),
        prepared_on=date(2026, 4, 5),
        published_on=date(2026, 4, 5),
    )
    session.add(release)
    session.flush()
    session.add_all(
        StaffDocument(release_id=release.id, address=address, period=period, body=body)
        for address, body in bodies.items()
    )
    session.commit()
