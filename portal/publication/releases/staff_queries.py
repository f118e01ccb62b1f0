"""What staff may read of the releases that are out."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.publication.figures.staff_figures import INPUTS_ADDRESS
from portal.publication.releases.staff_models import StaffDocument


@dataclass(frozen=True, slots=True)
class StaffText:
    """A staff document as JSON, with the month whose release it came out with."""

    body: str
    period: str


def staff_texts_of_release(session: Session, release_id: int) -> Mapping[str, str]:
    """Return everything that came out for staff with a release, by address."""
    rows = session.execute(
        select(StaffDocument.address, StaffDocument.body)
        .where(StaffDocument.release_id == release_id, StaffDocument.address != INPUTS_ADDRESS)
        .order_by(StaffDocument.address)
    )
    return {row.address: row.body for row in rows}


def kept_inputs(session: Session, release_id: int) -> str | None:
    """Return what was kept of a release's inputs; None for a draft and for releases of old."""
    return session.scalar(
        select(StaffDocument.body).where(
            StaffDocument.release_id == release_id, StaffDocument.address == INPUTS_ADDRESS
        )
    )


def staff_texts(
    session: Session, address: str, *, since: str | None = None
) -> tuple[StaffText, ...]:
    """Return what came out at ``address``, the latest first.

    :param since: the earliest month that is asked for; all of them when None.
    """
    query = (
        select(StaffDocument.body, StaffDocument.period)
        .where(StaffDocument.address == address)
        .order_by(StaffDocument.period.desc(), StaffDocument.release_id.desc())
    )
    if since is not None:
        query = query.where(StaffDocument.period >= since)
    return tuple(StaffText(row.body, row.period) for row in session.execute(query))
