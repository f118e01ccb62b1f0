"""Queries of staff on published releases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.publication.figures.staff_figures import INPUTS_ADDRESS
from portal.publication.releases.staff_models import StaffDocument
from portal.storage.prepared import Question, prepared
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class StaffText:
    """A staff document as JSON, with the month whose release it came out with."""

    body: str
    period: Month


@prepared()
def _texts_asked(address: Any, since: Any) -> Question:
    rows = select(StaffDocument.body, StaffDocument.period)
    asked = rows.where(StaffDocument.address == address, StaffDocument.period >= since)
    return asked.order_by(StaffDocument.period.desc(), StaffDocument.release_id.desc())


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
    session: Session, address: str, *, since: Month | None = None
) -> tuple[StaffText, ...]:
    """Return what came out at ``address``, the latest first.

    :param since: the earliest month that is asked for; all of them when None.
    """
    rows = _texts_asked.rows(session, address=address, since=since or "")
    return tuple(StaffText(row.body, row.period) for row in rows)
