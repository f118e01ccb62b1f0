"""Writing an objection: opened under a lock, and every state with who, when and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.cycles.state_writing import Happening, bring
from portal.evaluation.objections.case_models import ObjectionKey
from portal.evaluation.objections.models import ObjectionEvent, ObjectionRow
from portal.evaluation.objections.queries import companions_of, locked_objection
from portal.evaluation.rules.machines import OBJECTION
from portal.evaluation.rules.states import ObjectionState, TransitionRefused
from portal.storage.database import begin_write


class ObjectionChanged(ValueError):
    """The objection changed after the page was shown: another tab, or the other side."""


class NotForThisSide(ValueError):
    """Somebody does what only the person, the appraiser or the one who decides may do."""


@dataclass(frozen=True, slots=True)
class ObjectionAct:
    """Who does something to an objection as a page showed it.

    :ivar person_id: None for the portal itself.
    :ivar reason: encrypted.
    """

    objection_id: int
    revision: int
    person_id: int | None
    now: datetime
    today: date
    reason: bytes | None = None


def opened_objection(session: Session, act: ObjectionAct) -> ObjectionRow:
    """Open an objection for a change; its revision grows.

    :raises ObjectionChanged: when the page showed an older revision.
    """
    begin_write(session)
    return joined_objection(session, act)


def joined_objection(session: Session, act: ObjectionAct) -> ObjectionRow:
    """Open an objection within a transaction that holds its result already.

    :raises ObjectionChanged: when the page showed an older revision.
    """
    session.flush()
    row = locked_objection(session, act.objection_id)
    if row is None or row.revision != act.revision:
        session.rollback()
        raise ObjectionChanged(f"{act.objection_id}")
    row.revision += 1
    return row


def require_one(session: Session, act: ObjectionAct, *allowed: int | None) -> None:
    """Refuse an act of anybody but these people.

    :raises NotForThisSide: for everybody else.
    """
    if act.person_id is None or act.person_id not in allowed:
        session.rollback()
        raise NotForThisSide(f"{act.person_id}")


def require_state(
    session: Session, row: ObjectionRow, *states: ObjectionState, to: ObjectionState
) -> None:
    """Refuse an act in any other state.

    :param to: the state that the act belongs to, for the refusal.
    :raises TransitionRefused: naming both states.
    """
    old = ObjectionState(row.state)
    if old not in states:
        session.rollback()
        raise TransitionRefused(OBJECTION.thing, old=old, new=to)


def note_objection(
    session: Session, row: ObjectionRow, *, to: ObjectionState, act: ObjectionAct
) -> None:
    """Bring an objection into a state and keep what happened, within the caller's transaction.

    :raises TransitionRefused: for a transition that is not listed, or without its reason.
    """
    happening = Happening(act.now, act.person_id, act.reason)
    event = partial(ObjectionEvent, objection_id=row.id)
    bring(session, row, machine=OBJECTION, to=to, happening=happening, event=event)


def keep_key(session: Session, objection_id: int, *, wrapped: bytes | None) -> None:
    """Keep the key of a case's texts, within the caller's transaction; None for one without."""
    if wrapped is not None:
        session.add(ObjectionKey(objection_id=objection_id, wrapped_key=wrapped))


def tell_people(session: Session, person_ids: Collection[int | None]) -> None:
    """Let a letter without content tell these people that something waits."""
    for person_id in sorted({each for each in person_ids if each is not None}):
        tell_officer(session, person_id)


def tell_everybody(session: Session, row: ObjectionRow, *, but: int | None = None) -> None:
    """Tell both sides, the one who decides and the companions, except whoever did it."""
    companions = {
        each.person_id for each in companions_of(session, row.id) if each.ended_on is None
    }
    people = {row.person_id, row.appraiser_id, row.decider_id, *companions}
    tell_people(session, people - {but})
