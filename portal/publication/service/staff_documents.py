"""Keeps the staff's part of a release: a draft beside the draft, out on the same day."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session

from portal.publication.models.staff import StaffDocument, StaffDraft
from portal.publication.queries import ReleaseInBrief


def keep_staff_draft(session: Session, release_id: int, *, bodies: Mapping[str, str]) -> None:
    """Replace a release's staff draft; the caller commits."""
    session.execute(delete(StaffDraft).where(StaffDraft.release_id == release_id))
    rows = [
        {"release_id": release_id, "address": address, "body": body}
        for address, body in bodies.items()
    ]
    session.execute(insert(StaffDraft), rows)


def release_to_staff(session: Session, release: ReleaseInBrief) -> None:
    """Let staff read what the release prepared for them; the caller commits."""
    draft = StaffDraft.__table__
    texts = select(
        draft.c.release_id, draft.c.address, literal(release.period), draft.c.body
    ).where(draft.c.release_id == release.id)
    columns = ["release_id", "address", "period", "body"]
    session.execute(insert(StaffDocument).from_select(columns, texts))
    session.execute(delete(StaffDraft).where(StaffDraft.release_id == release.id))
