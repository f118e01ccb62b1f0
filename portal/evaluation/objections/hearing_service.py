"""Hearing an objection: admitted or not, both sides' words, evidence, meetings, who decides."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.writing import YearAct, YearPlace, note_year, opened_year
from portal.evaluation.objections.case_clock import CaseClock
from portal.evaluation.objections.domain import HEARD, CaseSide, Inadmissibility
from portal.evaluation.objections.filing_service import name_decider
from portal.evaluation.objections.models import (
    ObjectionDecider,
    ObjectionEvidence,
    ObjectionMeeting,
    ObjectionRow,
)
from portal.evaluation.objections.queries import point_rows
from portal.evaluation.objections.writing import (
    ObjectionAct,
    joined_objection,
    note_objection,
    opened_objection,
    require_one,
    require_state,
    tell_everybody,
    tell_people,
)
from portal.evaluation.rules.states import ObjectionState, YearlyState


class EnoughOfIt(ValueError):
    """A side has as many pieces of evidence as it may have."""


class ReasonMissing(ValueError):
    """What is done needs a reason, and there is none."""


# Pieces of new evidence of one side.
MOST_EVIDENCE = 10


def admit_objection(session: Session, act: ObjectionAct, *, year: Yearly, clock: CaseClock) -> None:
    """Let an objection be heard; the result is under objection from now on; commits.

    :param act: of whoever decides, or of the portal for one that was filed in time and not
        answered; a late one is admitted with a reason.
    :raises NotForThisSide: when it is somebody else.
    :raises ReasonMissing: for a late one without a reason, or by the portal itself.
    :raises EvaluationChanged: when the result changed meanwhile.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: when it is not filed.
    """
    place = YearPlace(year.plan_id, year.person_id, year.cycle_id)
    year_act = YearAct(place, year.revision, act.person_id, act.now, act.today, reason=act.reason)
    result = opened_year(session, year_act)
    row = joined_objection(session, act)
    if act.person_id is not None:
        require_one(session, act, row.decider_id)
    if row.is_late and not act.reason:
        session.rollback()
        raise ReasonMissing(f"{row.id}")
    row.admitted_on = act.today
    row.explain_until = clock.explain_until(act.today)
    row.decide_until = clock.decide_until(row.explain_until)
    note_objection(session, row, to=ObjectionState.ADMITTED, act=act)
    note_year(session, result, to=YearlyState.UNDER_OBJECTION, act=year_act)
    tell_everybody(session, row, but=act.person_id)
    session.commit()


def refuse_objection(session: Session, act: ObjectionAct, *, because: Inadmissibility) -> None:
    """Say that an objection is not looked into, and why; the result stays as it was; commits.

    :raises NotForThisSide: when it is not the one who decides.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises ReasonMissing: for one that was filed in time and is said to be late.
    :raises TransitionRefused: when it is not filed, or without a reason.
    """
    row = opened_objection(session, act)
    require_one(session, act, row.decider_id)
    if because is Inadmissibility.LATE and not row.is_late:
        session.rollback()
        raise ReasonMissing(f"{row.id}")
    row.inadmissible_because = because
    note_objection(session, row, to=ObjectionState.INADMISSIBLE, act=act)
    tell_everybody(session, row, but=act.person_id)
    session.commit()


def explain(
    session: Session,
    act: ObjectionAct,
    *,
    side: CaseSide,
    texts: Mapping[int, bytes],
    is_sent: bool,
) -> int:
    """Keep what a side says to the points, and send it when ``is_sent``; commits.

    The other side reads it once it was sent. When both sent theirs, the hearing begins.

    :param texts: by number of the point, encrypted; what is empty is left out.
    :returns: the revision.
    :raises NotForThisSide: when it is somebody else.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: before it was admitted, once it was sent, and after the decision.
    """
    row = opened_objection(session, act)
    is_person = side is CaseSide.PERSON
    require_one(session, act, row.person_id if is_person else row.appraiser_id)
    done_on = row.person_done_on if is_person else row.appraiser_done_on
    states = HEARD if done_on is None else ()
    require_state(session, row, *states, to=ObjectionState.HEARING)
    for point in point_rows(session, row.id):
        setattr(point, "reply" if is_person else "answer", texts.get(point.number))
    session.flush()
    if is_sent:
        setattr(row, "person_done_on" if is_person else "appraiser_done_on", act.today)
        begin_hearing(session, row, act=act)
        tell_everybody(session, row, but=act.person_id)
    session.commit()
    return row.revision


def begin_hearing(session: Session, row: ObjectionRow, *, act: ObjectionAct) -> bool:
    """Let the decision be written once both explained, or the time for it is over.

    Within the caller's transaction; returns whether the state changed.
    """
    is_over = row.explain_until is not None and act.today > row.explain_until
    both = row.person_done_on is not None and row.appraiser_done_on is not None
    if row.state != ObjectionState.ADMITTED or not (both or is_over):
        return False
    note_objection(session, row, to=ObjectionState.HEARING, act=act)
    return True


def add_evidence(session: Session, act: ObjectionAct, *, title: bytes, link: bytes | None) -> None:
    """Put new evidence of a side beside the frozen document; commits.

    :raises NotForThisSide: for anybody but the two sides.
    :raises EnoughOfIt: when this side has ten.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: before it was filed, by the appraiser, and after the decision.
    """
    join_evidence(session, act, title=title, link=link)
    session.commit()


def join_evidence(
    session: Session, act: ObjectionAct, *, title: bytes, link: bytes | None = None
) -> ObjectionEvidence:
    """Put new evidence of a side beside the frozen document, within the caller's transaction.

    Of each side a number of its own, so that neither leaves the other without room; raises what
    ``add_evidence`` does.
    """
    row = opened_objection(session, act)
    require_one(session, act, row.person_id, row.appraiser_id)
    is_person = act.person_id == row.person_id
    early = (ObjectionState.DRAFT, ObjectionState.FILED) if is_person else ()
    require_state(session, row, *early, *HEARD, to=ObjectionState.HEARING)
    side = CaseSide.PERSON if is_person else CaseSide.APPRAISER
    held = session.query(ObjectionEvidence).filter_by(objection_id=row.id, side=side).count()
    if held >= MOST_EVIDENCE:
        session.rollback()
        raise EnoughOfIt(f"{row.id}")
    one = ObjectionEvidence(
        objection_id=row.id, side=side, title=title, link=link, added_on=act.today
    )
    session.add(one)
    session.flush()
    return one


def record_meeting(session: Session, act: ObjectionAct, *, held_on: date, notes: bytes) -> None:
    """Keep what was said when both met whoever decides; both read it; commits.

    :raises NotForThisSide: when it is not the one who decides.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: before it was admitted and after the decision.
    """
    row = opened_objection(session, act)
    require_one(session, act, row.decider_id)
    require_state(session, row, *HEARD, to=ObjectionState.HEARING)
    session.add(
        ObjectionMeeting(
            objection_id=row.id,
            held_on=held_on,
            notes=notes,
            written_by=act.person_id,
            written_at=act.now,
        )
    )
    tell_everybody(session, row, but=act.person_id)
    session.commit()


def put_off(session: Session, act: ObjectionAct, *, clock: CaseClock) -> None:
    """Put the decision off, once and with a reason that both read; commits.

    :raises NotForThisSide: when it is not the one who decides.
    :raises ReasonMissing: without a reason.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: before it was admitted, a second time, and after the decision.
    """
    row = opened_objection(session, act)
    require_one(session, act, row.decider_id)
    states = HEARD if row.extended_on is None else ()
    require_state(session, row, *states, to=ObjectionState.DECIDED)
    if not act.reason or row.decide_until is None:
        session.rollback()
        raise ReasonMissing(f"{row.id}")
    row.decide_until = clock.extended(row.decide_until)
    row.extended_on, row.extension_reason = act.today, act.reason
    tell_everybody(session, row, but=act.person_id)
    session.commit()


def step_aside(session: Session, act: ObjectionAct) -> None:
    """Let whoever decides step aside, with a reason; the office draws a substitute; commits.

    :raises NotForThisSide: when it is not the one who decides.
    :raises ReasonMissing: without a reason.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: after the decision.
    """
    row = opened_objection(session, act)
    require_one(session, act, row.decider_id)
    require_state(session, row, ObjectionState.FILED, *HEARD, to=ObjectionState.DECIDED)
    held = session.get(ObjectionDecider, (row.id, act.person_id))
    if not act.reason or held is None:
        session.rollback()
        raise ReasonMissing(f"{row.id}")
    for point in point_rows(session, row.id):
        point.finding = point.finding_reason = None
    row.decider_id = row.result_level = row.behaviour_level = None
    held.left_on, held.left_reason = act.today, act.reason
    session.commit()


def draw_decider(session: Session, act: ObjectionAct, *, person_id: int, drawn_by: int) -> None:
    """Let somebody who was drawn by lot decide; commits.

    :param act: of the portal; the office names nobody itself.
    :param drawn_by: the office's account.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: where somebody decides already, or nothing waits for a decision.
    """
    row = opened_objection(session, act)
    states = (ObjectionState.FILED, *HEARD) if row.decider_id is None else ()
    require_state(session, row, *states, to=ObjectionState.DECIDED)
    name_decider(session, row, person_id=person_id, act=act, drawn_by=drawn_by)
    tell_people(session, {person_id})
    session.commit()
