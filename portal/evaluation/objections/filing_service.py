"""The person's part: a draft of an objection, filed, given up; a companion who may read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.snapshot_queries import last_snapshot
from portal.evaluation.appraisals.writing import YearAct, YearPlace, expect, opened_year
from portal.evaluation.objections.domain import AskedLevels, DeciderOrigin
from portal.evaluation.objections.models import ObjectionDecider, ObjectionPoint, ObjectionRow
from portal.evaluation.objections.queries import objections_of
from portal.evaluation.objections.writing import (
    NotForThisSide,
    ObjectionAct,
    ObjectionChanged,
    joined_objection,
    keep_key,
    note_objection,
    opened_objection,
    require_one,
    require_state,
    tell_everybody,
)
from portal.evaluation.rules.machines import OBJECTION
from portal.evaluation.rules.states import ObjectionState, YearlyState
from portal.storage.database import begin_write, refused_as

# States of a result to which somebody may object.
OBJECTED = (YearlyState.RECEIVED, YearlyState.FINAL)


class NothingClaimed(ValueError):
    """An objection says not one reason."""


class LateReasonMissing(ValueError):
    """It is filed after the last day and does not say why."""


class DecisionIsFinal(ValueError):
    """An objection to this result was decided; nothing is reopened here."""


@dataclass(frozen=True, slots=True)
class DraftFields:
    """What the person wrote so far; texts are encrypted.

    :ivar claims: by number of the point; what is empty is left out.
    :ivar may_worsen: as the rules of the cycle say.
    :ivar wrapped_key: of the case's texts, which a new case keeps; None under the key of texts.
    """

    claims: Mapping[int, bytes]
    asked: AskedLevels
    late_reason: bytes | None
    may_worsen: bool
    wrapped_key: bytes | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """What is known of the result when an objection to it is filed.

    :ivar until: last day, inclusive, by the calendar as it is now.
    :ivar decider_id: the appraiser's superior; None where the office draws a substitute.
    :ivar start: begins the draft in the same transaction, and returns the act that files it; None
        where the act names a draft.
    """

    year: Yearly
    until: date
    decider_id: int | None
    start: Callable[[], ObjectionAct] | None = None


def start_objection(
    session: Session, year: Yearly, *, by: int | None, fields: DraftFields, now: datetime
) -> int:
    """Begin a draft as ``join_draft`` does, and return its number; commits."""
    begin_write(session)
    number = join_draft(session, year, by=by, fields=fields)
    session.commit()
    return number


def join_draft(session: Session, year: Yearly, *, by: int | None, fields: DraftFields) -> int:
    """Begin a draft within the caller's transaction, and return its number.

    :raises NotForThisSide: when it is not the person, or there is nothing to object to.
    :raises DecisionIsFinal: when one was decided.
    :raises ObjectionChanged: when there is an open one: another tab began it.
    """
    is_own, levels = by == year.person_id, (year.result_level, year.behaviour_level)
    if not is_own or year.state not in OBJECTED or None in levels:
        session.rollback()
        raise NotForThisSide(f"{by}")
    held = objections_of(session, year.id)
    if any(each.is_decided for each in held):
        session.rollback()
        raise DecisionIsFinal(f"{year.id}")
    row = _draft(year, number=len(held) + 1, fields=fields)
    session.add(row)
    with refused_as(session, ObjectionChanged(f"{year.id}")):
        session.flush()
        keep_key(session, row.id, wrapped=fields.wrapped_key)
        _write(session, row, fields=fields)
    return row.id


def _draft(year: Yearly, *, number: int, fields: DraftFields) -> ObjectionRow:
    return ObjectionRow(
        evaluation_id=year.id,
        plan_id=year.plan_id,
        person_id=year.person_id,
        cycle_id=year.cycle_id,
        appraiser_id=year.confirmed_by,
        number=number,
        state=OBJECTION.first,
        revision=1,
        before_result=year.result_level,
        before_behaviour=year.behaviour_level,
        is_late=False,
        may_worsen=fields.may_worsen,
    )


def keep_objection(session: Session, act: ObjectionAct, *, fields: DraftFields) -> int:
    """Keep what the person wrote so far, incomplete too, and return the revision; commits.

    :raises NotForThisSide: when it is not the person.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: once it was filed.
    """
    row = opened_objection(session, act)
    require_one(session, act, row.person_id)
    require_state(session, row, ObjectionState.DRAFT, to=ObjectionState.DRAFT)
    _write(session, row, fields=fields)
    session.commit()
    return row.revision


def file_objection(
    session: Session, act: ObjectionAct, *, fields: DraftFields, filing: Filing
) -> None:
    """File an objection: from now on the result waits for it; commits.

    The result is locked first, so that whatever else changes it, a correction or its becoming
    final, comes before or after and never between.

    :raises NotForThisSide: when it is not the person.
    :raises NothingClaimed: without a reason.
    :raises LateReasonMissing: after the last day without saying why.
    :raises EvaluationChanged: when the result changed meanwhile.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: when it was filed already, or the result was never received.
    """
    if not fields.claims:
        raise NothingClaimed(f"{act.objection_id}")
    is_late = act.today > filing.until
    if is_late and not fields.late_reason:
        raise LateReasonMissing(f"{filing.until}")
    year = filing.year
    place = YearPlace(year.plan_id, year.person_id, year.cycle_id)
    result = opened_year(session, YearAct(place, year.revision, act.person_id, act.now, act.today))
    expect(session, result, *OBJECTED, to=YearlyState.UNDER_OBJECTION)
    result.object_until = max(filing.until, result.object_until or filing.until)
    act = act if filing.start is None else filing.start()
    row = joined_objection(session, act)
    require_one(session, act, row.person_id)
    require_state(session, row, ObjectionState.DRAFT, to=ObjectionState.FILED)
    _write(session, row, fields=fields)
    snapshot = last_snapshot(session, result.id)
    row.is_late, row.filed_at, row.filed_on = is_late, act.now, act.today
    row.snapshot_number = None if snapshot is None else snapshot.number
    note_objection(session, row, to=ObjectionState.FILED, act=act)
    if filing.decider_id is not None:
        name_decider(session, row, person_id=filing.decider_id, act=act)
    tell_everybody(session, row, but=act.person_id)
    session.commit()


def withdraw_objection(session: Session, act: ObjectionAct) -> None:
    """Give an objection up before it was admitted; commits.

    :raises NotForThisSide: when it is not the person.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: once it was admitted.
    """
    row = opened_objection(session, act)
    require_one(session, act, row.person_id)
    note_objection(session, row, to=ObjectionState.WITHDRAWN, act=act)
    tell_everybody(session, row, but=act.person_id)
    session.commit()


def name_decider(
    session: Session,
    row: ObjectionRow,
    *,
    person_id: int,
    act: ObjectionAct,
    drawn_by: int | None = None,
) -> None:
    """Name who decides, within the caller's transaction.

    :param drawn_by: the office's account; None where it follows from the line.
    """
    origin = DeciderOrigin.SUPERIOR if drawn_by is None else DeciderOrigin.LOT
    session.add(
        ObjectionDecider(
            objection_id=row.id,
            person_id=person_id,
            origin=origin,
            named_on=act.today,
            named_by=drawn_by,
        )
    )
    session.flush()
    row.decider_id = person_id
    session.flush()


def _write(session: Session, row: ObjectionRow, *, fields: DraftFields) -> None:
    """Write the points of a draft anew, numbered without gaps."""
    row.asked_result, row.asked_behaviour = fields.asked
    row.late_reason = fields.late_reason
    session.execute(delete(ObjectionPoint).where(ObjectionPoint.objection_id == row.id))
    session.expire_all()
    for number, (_, claim) in enumerate(sorted(fields.claims.items()), start=1):
        session.add(ObjectionPoint(objection_id=row.id, number=number, claim=claim))
    session.flush()
