"""Publishes a prepared release, signed off by a person or on its fixed day, or holds it once."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.orm import Session

from portal.publication.figures.documents import LONGEST_HOLD_DAYS, ReleaseKind, ReleaseState
from portal.publication.figures.encoding import digest_of_all
from portal.publication.releases import queries as releases_queries
from portal.publication.releases import review_queries
from portal.publication.releases.models import Document, DraftDocument, Release
from portal.publication.releases.queries import ReleaseInBrief
from portal.publication.releases.recording import record
from portal.publication.releases.staff_documents import release_to_staff, seal_of_inputs
from portal.publication.releases.staleness import is_stale
from portal.storage.database import begin_write


class NotPrepared(ValueError):
    """There is no draft to publish."""


class ReleaseDraftChanged(ValueError):
    """The draft was made anew since the person who signs looked at it."""


class DraftStale(ValueError):
    """Ratings were excluded since the draft was made; it has to be made anew first."""


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
    session: Session,
    edition: str,
    *,
    today: date,
    sign_off: SignOff | None,
    seen: str | None = None,
    kind: ReleaseKind = ReleaseKind.MONTHLY,
) -> None:
    """Publish what is prepared exactly as it was prepared; commits. Of two at once one does.

    :param sign_off: None on the fixed day, when it goes out without one.
    :param seen: the digest of the draft that was looked at; None where nobody looked.
    :raises NotPrepared: without a draft.
    :raises ReleaseHeld: when it is held and nobody signs.
    :raises DraftChanged: when the draft is not the one with the digest ``seen``.
    :raises DraftStale: when ratings were excluded since the draft was made.
    """
    begin_write(session)
    release = releases_queries.locked_release(session, edition, kind=kind)
    problem = _problem(session, release, today=today, is_signed=sign_off is not None, seen=seen)
    if problem is not None or release is None:
        session.rollback()
        raise problem or NotPrepared(f"{edition} is not prepared")
    publish_within(session, release, today=today, sign_off=sign_off)
    session.commit()


def _problem(
    session: Session,
    release: ReleaseInBrief | None,
    *,
    today: date,
    is_signed: bool,
    seen: str | None,
) -> ValueError | None:
    """Return why a release cannot go out now, or None."""
    if release is None or release.state is ReleaseState.PUBLISHED:
        return None if release is None else NotPrepared(f"{release.edition} is published already")
    if not is_signed and today < goes_out_on(release):
        return ReleaseHeld(
            f"{release.edition} goes out by itself on {goes_out_on(release)}, "
            "earlier with a sign-off"
        )
    if is_stale(session, release):
        return DraftStale(f"{release.edition} has to be prepared anew: ratings were excluded")
    if seen is not None and seen != draft_digest(session, release):
        return ReleaseDraftChanged(f"the draft of {release.edition} was made anew")
    return None


def draft_digest(session: Session, release: ReleaseInBrief) -> str:
    """Return the digest that tells one draft of a release from another."""
    return digest_of_all(review_queries.release_digests(session, release))


def goes_out_on(release: ReleaseInBrief) -> date:
    """Return the day on which a release publishes itself, its hold included."""
    return release.due_on + timedelta(days=release.held_days or 0)


def publish_within(
    session: Session, release: ReleaseInBrief, *, today: date, sign_off: SignOff | None
) -> None:
    """Move the draft to the published documents and record it; the caller commits."""
    digests = {
        each.address: each.sha256 for each in releases_queries.draft_documents(session, release.id)
    }
    seal = seal_of_inputs(session, release.id)
    _move_documents(session, release, today=today)
    release_to_staff(session, release)
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
        **seal,
    )


def _move_documents(session: Session, release: ReleaseInBrief, *, today: date) -> None:
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


class CannotHold(ValueError):
    """A release can be held once, before its fixed day has passed; the text says which fails."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Who holds a release, why, and for how many days after its fixed day (1 to 14).

    :raises CannotHold: when the reason is missing or the days are out of range.
    """

    by: str
    reason: str
    days: int = LONGEST_HOLD_DAYS

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.by.strip():
            raise CannotHold("a hold needs a name and a reason, which the front page shows")
        if not 1 <= self.days <= LONGEST_HOLD_DAYS:
            raise CannotHold(f"a hold lasts 1 to {LONGEST_HOLD_DAYS} days")


def hold_release(
    session: Session,
    edition: str,
    *,
    hold: Hold,
    today: date,
    kind: ReleaseKind = ReleaseKind.MONTHLY,
) -> None:
    """Move a prepared release's fixed day by the hold; commits.

    :raises CannotHold: when it is not prepared, was held before, or its day has passed.
    """
    begin_write(session)
    release = releases_queries.locked_release(session, edition, kind=kind)
    problem = None
    if release is None or release.state is ReleaseState.PUBLISHED:
        problem = "it is not prepared"
    elif release.held_days is not None:
        problem = "it was held before"
    elif today > release.due_on:
        problem = f"its day, {release.due_on}, has passed"
    if problem or release is None:
        session.rollback()
        raise CannotHold(f"{edition} cannot be held: {problem}")
    session.execute(
        update(Release)
        .where(Release.id == release.id)
        .values(
            state=ReleaseState.HELD, held_by=hold.by, held_days=hold.days, hold_reason=hold.reason
        )
    )
    # The ledger's earlier entries of months name no kind, and stay as they are.
    named = {} if kind is ReleaseKind.MONTHLY else {"kind": kind}
    said = {"edition": edition, "by": hold.by, "days": hold.days, "why": hold.reason}
    record(session, "held", on=today, **named, **said)
    session.commit()
