"""Steps of a complaint: the key each needs, its day, its deadlines and its history.

A complaint is locked for a change and moved between states by the rules.
"""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import ComplaintEvent, Message
from portal.complaints.intake.kinds import (
    ENDED_STATES,
    ComplaintStep,
    DecisionReason,
    Promises,
    State,
    checked_transition,
    promised_on,
)
from portal.complaints.intake.models import Complaint
from portal.organisation.calendar.queries import working_days_around
from portal.settings import Settings
from portal.storage.texts.key_file import Vault
from portal.time.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class CaseContext:
    """The day on which something is done, with the key and the calendar it needs.

    :param today: the date in the city's time zone.
    :param calendar: the working days around ``today``.
    """

    vault: Vault
    today: date
    calendar: WorkingDays = field(default_factory=WorkingDays)
    promises: Promises = field(default_factory=Promises)

    def promise(self, state: State) -> date | None:
        """Return the day by which the next step is due when ``state`` begins today."""
        return promised_on(state, self.today, promises=self.promises, calendar=self.calendar)


def case_context_of(
    session: Session, settings: Settings, *, vault: Vault, today: date
) -> CaseContext:
    """Return the context of the day ``today`` with the operator's deadlines and the calendar."""
    promises = Promises(
        verify_days=settings.complaint_verify_days,
        answer_days=settings.complaint_answer_days,
        response_days=settings.complaint_response_days,
    )
    calendar = working_days_around(session, today)
    return CaseContext(vault=vault, today=today, calendar=calendar, promises=promises)


class ComplaintUnknown(LookupError):
    """No complaint has this number or code."""


class ComplaintChanged(RuntimeError):
    """Somebody else changed the complaint since it was read; look again before deciding."""


def locked(session: Session, complaint_id: int, *, version: int | None = None) -> Complaint:
    """Return a complaint locked for a change until the transaction ends.

    :param version: what the reader saw; None where no decision depends on it.
    :raises ComplaintUnknown: when there is none.
    :raises ChangedMeanwhile: when it is no longer the ``version`` that was read.
    """
    complaint = session.scalars(
        select(Complaint)
        .where(Complaint.id == complaint_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if complaint is None:
        raise ComplaintUnknown
    if version is not None and complaint.version != version:
        raise ComplaintChanged
    return complaint


def move(
    session: Session,
    complaint: Complaint,
    *,
    to: State,
    context: CaseContext,
    account_id: int | None,
    reason: DecisionReason | None = None,
) -> None:
    """Bring a complaint into the state ``to`` and note who did it.

    :raises ImpossibleTransition: when the rules have no such transition.
    :raises ReasonMissing: when the reason does not fit.
    """
    old = State(complaint.state)
    complaint.state = checked_transition(old, to, reason=reason)
    complaint.state_reason = reason
    complaint.since = context.today
    complaint.promised_on = context.promise(to)
    complaint.closed_on = context.today if to in ENDED_STATES else None
    note(
        session,
        complaint,
        step=ComplaintStep.MOVED,
        context=context,
        old_value=old,
        new_value=to,
        reason=reason,
        account_id=account_id,
    )


def note(
    session: Session,
    complaint: Complaint,
    *,
    step: ComplaintStep,
    context: CaseContext,
    old_value: str | None = None,
    new_value: str | None = None,
    reason: str | None = None,
    account_id: int | None = None,
) -> None:
    """Add one step to a complaint's history and increase its version."""
    complaint.version += 1
    session.flush()
    session.add(
        ComplaintEvent(
            complaint_id=complaint.id,
            sequence=_next(session, ComplaintEvent, complaint_id=complaint.id),
            step=step,
            old_value=old_value,
            new_value=new_value,
            reason=reason,
            account_id=account_id,
            happened_on=context.today,
        )
    )
    session.flush()


def say(
    session: Session, complaint: Complaint, *, speaker: str, text: str, context: CaseContext
) -> None:
    """Add an encrypted message to the exchange about a complaint."""
    session.add(
        Message(
            complaint_id=complaint.id,
            sequence=_next(session, Message, complaint_id=complaint.id),
            speaker=speaker,
            written_on=context.today,
            text=context.vault.lock(text),
        )
    )
    session.flush()


def _next(
    session: Session, table: type[ComplaintEvent] | type[Message], *, complaint_id: int
) -> int:
    highest = session.scalar(
        select(func.max(table.sequence)).where(table.complaint_id == complaint_id)
    )
    return (highest or 0) + 1
