"""Keeps the staff's part of a release: a draft beside the draft, out on the same day."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session

from portal.publication.figures.encoding import digest
from portal.publication.figures.staff_figures import INPUTS_ADDRESS
from portal.publication.releases.models import Release
from portal.publication.releases.queries import ReleaseInBrief
from portal.publication.releases.staff_models import StaffDocument, StaffDraft

# What the ledger calls the digest of a release's inputs.
SEAL = "inputs_sha256"


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


def keep_inputs(session: Session, release: Release, *, text: str) -> Mapping[str, str]:
    """Keep what a release that is out at once rests on; return what the ledger says of it."""
    session.execute(
        insert(StaffDocument).values(
            release_id=release.id, address=INPUTS_ADDRESS, period=release.period, body=text
        )
    )
    return {SEAL: digest(text)}


def seal_of_inputs(session: Session, release_id: int) -> Mapping[str, str]:
    """Return what the ledger says of the inputs of a draft; nothing where none were kept."""
    found = session.scalar(
        select(StaffDraft.body).where(
            StaffDraft.release_id == release_id, StaffDraft.address == INPUTS_ADDRESS
        )
    )
    return {} if found is None else {SEAL: digest(found)}
