"""Keeps the draft of a release that is one document, beside what it was made from."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.publication.figures.documents import ReleaseKind, ReleaseStamp, ReleaseState
from portal.publication.figures.encoding import digest
from portal.publication.figures.staff_figures import INPUTS_ADDRESS
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.models import DraftDocument, Release
from portal.publication.releases.staff_documents import keep_staff_draft
from portal.storage.database import begin_write


@dataclass(frozen=True, slots=True)
class SingleDraft:
    """A document as it will go out, where, and the text of what it was made from."""

    stamp: ReleaseStamp
    address: str
    body: str
    inputs: str


def keep_single_draft(session: Session, draft: SingleDraft, *, due_on: date, today: date) -> None:
    """Keep the draft of a release; commits. Of two at once one does, and it is never made anew."""
    stamp = draft.stamp
    begin_write(session)
    if releases_queries.locked_release(session, stamp.edition, kind=ReleaseKind(stamp.kind)):
        session.rollback()
        return
    release = Release(
        kind=stamp.kind,
        edition=stamp.edition,
        period=stamp.period,
        state=ReleaseState.PREPARED,
        due_on=due_on,
        prepared_on=today,
    )
    session.add(release)
    session.flush()
    session.execute(
        insert(DraftDocument).values(
            release_id=release.id,
            address=draft.address,
            body=draft.body,
            sha256=digest(draft.body),
        )
    )
    keep_staff_draft(session, release.id, bodies={INPUTS_ADDRESS: draft.inputs})
    session.commit()
