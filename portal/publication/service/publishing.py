"""Publishes a prepared release, signed off by a person or by itself on its fixed day."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.orm import Session

from portal.database import begin_write
from portal.publication import queries
from portal.publication.domain.editions import ReleaseState
from portal.publication.models.release import Document, DraftDocument, Release
from portal.publication.queries import ReleaseInBrief
from portal.publication.service.recording import record


class NotPrepared(ValueError):
    """There is no draft to publish."""


class ReleaseHeld(ValueError):
    """The day of the release has not come, or it is held; nobody has signed it off."""


class SignOffIncomplete(ValueError):
    """A sign-off needs a name and a reflection."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who takes responsibility, with what was learned and will be done."""

    by: str
    reflection: str

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.reflection.strip():
            raise SignOffIncomplete("a sign-off needs a name and a reflection")


def publish_release(
    session: Session, edition: str, *, today: date, sign_off: SignOff | None
) -> None:
    """Publish a prepared month exactly as it was prepared; commits.

    :param sign_off: None on the fixed day, when it goes out without one.
    :raises NotPrepared: without a draft.
    :raises ReleaseHeld: when it is held and nobody signs.
    """
    begin_write(session)
    release = queries.release_in_brief(session, edition)
    if release is None or release.state is ReleaseState.PUBLISHED:
        session.rollback()
        raise NotPrepared(f"{edition} is not prepared")
    if sign_off is None and today < goes_out_on(release):
        session.rollback()
        raise ReleaseHeld(
            f"{edition} goes out by itself on {goes_out_on(release)}, earlier with a sign-off"
        )
    publish_within(session, release, today=today, sign_off=sign_off)
    session.commit()


def goes_out_on(release: ReleaseInBrief) -> date:
    """Return the day on which a release publishes itself, its hold included."""
    return release.due_on + timedelta(days=release.held_days or 0)


def publish_within(
    session: Session, release: ReleaseInBrief, *, today: date, sign_off: SignOff | None
) -> None:
    """Move the draft to the published documents and record it; the caller commits."""
    digests = {each.address: each.sha256 for each in queries.draft_documents(session, release.id)}
    draft = DraftDocument.__table__
    columns = ["release_id", "period", "address", "published_on", "body", "sha256"]
    texts = (
        select(
            draft.c.release_id,
            literal(release.period),
            draft.c.address,
            literal(today),
            draft.c.body,
            draft.c.sha256,
        )
        .where(draft.c.release_id == release.id)
        .order_by(draft.c.address)
    )
    session.execute(insert(Document).from_select(columns, texts))
    session.execute(delete(DraftDocument).where(DraftDocument.release_id == release.id))
    session.execute(
        update(Release)
        .where(Release.id == release.id)
        .values(
            state=ReleaseState.PUBLISHED,
            published_on=today,
            signed_by=sign_off.by if sign_off else None,
            reflection=sign_off.reflection if sign_off else None,
        )
    )
    record(
        session,
        "published",
        on=today,
        kind=release.kind,
        edition=release.edition,
        signed_by=sign_off.by if sign_off else None,
        documents=digests,
    )
