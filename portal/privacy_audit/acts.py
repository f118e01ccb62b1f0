"""Acts of the trial, each in the portal's own way; a test puts a leaky way in its place."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.audit_log.service import Actor, append
from portal.complaints.handling.moderation import ModerationVerdict, decide
from portal.complaints.intake.follow_up import AppealNotPossible, appeal, reply
from portal.complaints.intake.history import CaseContext
from portal.complaints.intake.kinds import Concern, DecisionReason, Happened, Kind, TextDecision
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.taking_in import open_waiting, take_in
from portal.complaints.intake.waiting import WaitingComplaints
from portal.complaints.intake.writing import WriteComplaint
from portal.privacy_audit.colleagues import Seal, seal
from portal.privacy_audit.visitors import FIRST_DAY, TIMEZONE, MadeUpVisitor, TrialCity
from portal.rating.answers.answers import Channel, SubmitRating
from portal.rating.mixing.service import mix_ratings
from portal.rating.questionnaire.service import InboxKeys, submit_rating
from portal.storage.database import begin_write
from portal.storage.order_of_arrival import rewrite_in_key_order
from portal.storage.sealing.keys import KeyStore
from portal.tables import REWRITTEN
from portal.web.access import Act
from portal.web.day_keys import local_day

MODERATOR = 1
THANKS = "Mohon segera ditanggapi."


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the acts take place: the scratch database, its city, keys and office."""

    session: Session
    city: TrialCity
    store: KeyStore
    context: CaseContext
    inbox: InboxKeys
    waiting: WaitingComplaints

    def context_on(self, day: date) -> CaseContext:
        """Return the office of a day."""
        return replace(self.context, today=day)


Rate = Callable[[Scene, MadeUpVisitor], None]
Complain = Callable[[Scene, MadeUpVisitor], str]
Mix = Callable[[Scene, datetime], None]


def rating_of(scene: Scene, visitor: MadeUpVisitor) -> SubmitRating:
    """Return what a visitor's form asks the portal to do."""
    desk = scene.city.desks[visitor.desk]
    is_ticket = visitor.channel is Channel.TICKET
    return SubmitRating(
        desk_id=desk.id,
        agency_id=desk.agency_id,
        channel=visitor.channel,
        answers=visitor.answers(
            service_id=scene.city.service_ids[visitor.service],
            officer_ids=scene.city.officer_ids,
        ),
        key_hash=visitor.form_key,
        ticket_hash=visitor.proof if is_ticket else None,
        grant_hash=None if is_ticket else visitor.proof,
    )


def rate(scene: Scene, visitor: MadeUpVisitor) -> None:
    """Take a visitor's rating in."""
    command = rating_of(scene, visitor)
    submit_rating(
        scene.session,
        command,
        today=FIRST_DAY,
        keys=scene.inbox,
        terms=scene.city.terms[command.desk_id],
    )


def complaint_of(scene: Scene, visitor: MadeUpVisitor) -> WriteComplaint:
    """Return what a visitor's complaint asks the portal to do."""
    desk = scene.city.desks[visitor.desk]
    return WriteComplaint(
        form_key=visitor.form_key.hex(),
        kind=Kind.COMPLAINT,
        concern=Concern.SERVICE,
        agency_id=desk.agency_id,
        desk_id=desk.id,
        happened=Happened.THIS_WEEK,
        text=visitor.writing.complaint or "",
        may_publish=True,
    )


def complain(scene: Scene, visitor: MadeUpVisitor) -> str:
    """Take a visitor's complaint in; return its code."""
    command = complaint_of(scene, visitor)
    context = scene.context_on(FIRST_DAY + timedelta(days=visitor.night))
    return take_in(scene.session, command, waiting=scene.waiting, context=context)


def come_back(scene: Scene, code: str) -> None:
    """Let a writer reply, and appeal where the complaint was hidden."""
    reply(scene.session, code, text=THANKS, context=scene.context)
    try:
        appeal(scene.session, code, text=THANKS, context=scene.context)
    except AppealNotPossible:
        scene.session.rollback()


def moderate(scene: Scene, complaint_id: int, *, now: datetime) -> None:
    """Hide a complaint for now; the act stands in the audit log with its moment."""
    verdict = ModerationVerdict(TextDecision.HIDDEN, reason=DecisionReason.INSULT)
    version = _version(scene.session, complaint_id)
    decide(
        scene.session,
        complaint_id,
        verdict=verdict,
        version=version,
        account_id=MODERATOR,
        context=scene.context,
    )
    record(scene, subject=f"complaint:{complaint_id}", now=now)


def record(scene: Scene, *, subject: str, now: datetime) -> None:
    """Write one act of staff into the audit log."""
    begin_write(scene.session)
    act = Act(action="complaints.decide", subject=subject, detail={})
    append(scene.session, act, actor=Actor(None, name="moderator"), now=now)
    scene.session.commit()


def mix(scene: Scene, now: datetime) -> None:
    """Do the night's work on what citizens wrote."""
    mix_ratings(scene.session, scene.store, now=now, timezone=TIMEZONE)
    open_complaints(scene, now)
    rewrite_in_key_order(scene.session, REWRITTEN)


def open_complaints(scene: Scene, now: datetime) -> None:
    """Put the day's complaints into the queue."""
    open_waiting(
        scene.session,
        waiting=scene.waiting,
        vault=scene.context.vault,
        context_on=scene.context_on,
        now=now,
        today=local_day(now, TIMEZONE) + timedelta(days=1),
    )


@dataclass(frozen=True, slots=True)
class Acts:
    """The ways in which citizens and the night's jobs act."""

    rate: Rate = rate
    complain: Complain = complain
    mix: Mix = mix
    seal_colleagues: Seal = seal


def _version(session: Session, complaint_id: int) -> int:
    version = session.scalar(select(Complaint.version).where(Complaint.id == complaint_id))
    return version or 1
