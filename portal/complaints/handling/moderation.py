"""Moderation: publish, redact, keep internal or hide a text; and appeals."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import Appeal, CommentDecision
from portal.complaints.intake.history import CaseContext, ComplaintChanged, locked, note
from portal.complaints.intake.kinds import (
    HIDING_REASONS,
    AppealOutcome,
    ComplaintStep,
    DecisionReason,
    TextDecision,
)
from portal.complaints.intake.models import Complaint
from portal.rating.mixing.comment_queries import comment
from portal.storage.database import begin_write

PUBLIC = frozenset({TextDecision.PUBLISHED, TextDecision.REDACTED})


class DecisionIncomplete(ValueError):
    """Hiding needs a reason from the list; publishing needs the text that is to be shown."""


class PublicationNotAllowed(RuntimeError):
    """The writer did not agree to publication."""


class OwnDecision(RuntimeError):
    """An appeal must be decided by somebody else than who took the decision."""


class NoAppealPending(LookupError):
    """There is no appeal to decide."""


@dataclass(frozen=True, slots=True)
class ModerationVerdict:
    """What a moderator decided; ``public_text`` for publishing, ``reason`` for hiding."""

    decision: TextDecision
    reason: DecisionReason | None = None
    public_text: str | None = None

    def checked(self) -> "ModerationVerdict":
        """Return self when it holds what its decision needs.

        :raises DecisionIncomplete: when it does not.
        """
        has_text = bool(self.public_text and self.public_text.strip())
        if self.decision in PUBLIC and not has_text:
            raise DecisionIncomplete
        if self.decision is TextDecision.HIDDEN and self.reason not in HIDING_REASONS:
            raise DecisionIncomplete
        if self.decision is TextDecision.UNDECIDED:
            raise DecisionIncomplete
        return self

    @property
    def shown_text(self) -> str | None:
        """What the public reads: nothing unless the decision is to publish."""
        return self.public_text if self.decision in PUBLIC else None


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, and on which day of the city."""

    account_id: int
    today: date


def decide(
    session: Session,
    complaint_id: int,
    *,
    verdict: ModerationVerdict,
    version: int,
    account_id: int,
    context: CaseContext,
) -> None:
    """Decide what the public sees of a complaint; its original stays, encrypted.

    :raises DecisionIncomplete: when the verdict lacks its reason or text.
    :raises PublicationNotAllowed: when the writer did not agree.
    :raises ChangedMeanwhile: when it is no longer the version that was read.
    """
    verdict.checked()
    begin_write(session)
    complaint = locked(session, complaint_id, version=version)
    if verdict.decision in PUBLIC and not complaint.may_publish:
        raise PublicationNotAllowed
    _apply(session, complaint, verdict=verdict, account_id=account_id, context=context)
    session.commit()


def _apply(
    session: Session,
    complaint: Complaint,
    *,
    verdict: ModerationVerdict,
    account_id: int,
    context: CaseContext,
) -> None:
    old = complaint.decision
    complaint.decision = verdict.decision
    complaint.decision_reason = verdict.reason
    complaint.public_text = verdict.shown_text
    note(
        session,
        complaint,
        step=ComplaintStep.DECIDED,
        old_value=old,
        new_value=verdict.decision,
        reason=verdict.reason,
        account_id=account_id,
        context=context,
    )


def decide_appeal(
    session: Session,
    complaint_id: int,
    *,
    is_granted: bool,
    account_id: int,
    context: CaseContext,
    version: int | None = None,
    verdict: ModerationVerdict | None = None,
) -> None:
    """Decide a pending appeal; granting it takes a new ``verdict`` on the text.

    :raises NoAppealPending: when there is none.
    :raises OwnDecision: when the account took the decision that was appealed.
    :raises DecisionIncomplete: when it is granted without a complete verdict.
    """
    begin_write(session)
    complaint = locked(session, complaint_id, version=version)
    appeal = _pending_appeal(session, complaint_id)
    if appeal.appealed_account_id == account_id:
        raise OwnDecision
    if is_granted:
        if verdict is None or verdict.checked().decision is TextDecision.HIDDEN:
            raise DecisionIncomplete
        _apply(session, complaint, verdict=verdict, account_id=account_id, context=context)
    appeal.outcome = AppealOutcome.GRANTED if is_granted else AppealOutcome.UPHELD
    appeal.decided_by, appeal.decided_on = account_id, context.today
    note(
        session,
        complaint,
        step=ComplaintStep.APPEAL_DECIDED,
        new_value=appeal.outcome,
        account_id=account_id,
        context=context,
    )
    session.commit()


def _pending_appeal(session: Session, complaint_id: int) -> Appeal:
    pending = select(Appeal).where(
        Appeal.complaint_id == complaint_id, Appeal.outcome == AppealOutcome.PENDING
    )
    found = session.scalars(pending).one_or_none()
    if found is None:
        raise NoAppealPending
    return found


def decide_comment(
    session: Session,
    token: bytes,
    *,
    agency_id: int,
    verdict: ModerationVerdict,
    by: Decider,
) -> None:
    """Decide what the public sees of a rating's comment, once.

    :raises DecisionIncomplete: when the verdict lacks its reason or text.
    :raises ChangedMeanwhile: when somebody decided it before, or its time was over.
    """
    verdict.checked()
    begin_write(session)
    if session.get(CommentDecision, token) is not None or comment(session, token) is None:
        raise ComplaintChanged
    session.add(
        CommentDecision(
            token=token,
            agency_id=agency_id,
            decision=verdict.decision,
            reason=verdict.reason,
            public_text=verdict.shown_text,
            account_id=by.account_id,
            decided_on=by.today,
        )
    )
    session.commit()
