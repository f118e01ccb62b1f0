"""The decision: reasons for each point, levels, a new document of the result; it is final."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.confirming_service import Signing, add_snapshot
from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.writing import YearAct, YearPlace, note_year, opened_year
from portal.evaluation.objections.domain import (
    HEARD,
    Levels,
    Objection,
    ObjectionDecision,
    PointDecision,
    checked_decision,
    outcome_of,
)
from portal.evaluation.objections.models import ObjectionRow
from portal.evaluation.objections.queries import point_rows
from portal.evaluation.objections.writing import (
    ObjectionAct,
    joined_objection,
    note_objection,
    opened_objection,
    require_one,
    require_state,
    tell_everybody,
)
from portal.evaluation.rules.levels import QUADRANT
from portal.evaluation.rules.states import ObjectionState, YearlyState
from portal.storage.texts.key_file import Vault

# Writes the document of the levels that were decided.
WriteDocument = Callable[[Levels], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Deciding:
    """What a decision is written with.

    :ivar objection: as the page showed it.
    :ivar write: returns the document that is kept.
    :ivar seal: puts its digest into the audit log, within the transaction.
    """

    objection: Objection
    year: Yearly
    decision: ObjectionDecision
    write: WriteDocument
    rules_version: int
    seal: Callable[[bytes, int], None]


def keep_decision(session: Session, act: ObjectionAct, *, decision: ObjectionDecision) -> int:
    """Keep what was written of a decision so far; nobody else reads it; commits.

    :returns: the revision.
    :raises NotForThisSide: when it is not the one who decides.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: before it was admitted and after the decision.
    """
    row = opened_objection(session, act)
    require_one(session, act, row.decider_id)
    require_state(session, row, *HEARD, to=ObjectionState.DECIDED)
    _write(session, row, decision=decision)
    session.commit()
    return row.revision


def decide(session: Session, act: ObjectionAct, *, deciding: Deciding, vault: Vault) -> None:
    """Decide an objection: levels, reasons, a new document, the result final; one commit.

    :raises DecisionIncomplete: naming what is missing.
    :raises Worsens: when it lowers what the person had, and the rules forbid it.
    :raises NotForThisSide: when it is not the one who decides.
    :raises EvaluationChanged: when the result changed meanwhile.
    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: before both sides were heard, or a second time.
    """
    levels = checked_decision(deciding.decision, objection=deciding.objection)
    year = deciding.year
    place = YearPlace(year.plan_id, year.person_id, year.cycle_id)
    year_act = YearAct(place, year.revision, act.person_id, act.now, act.today)
    result = opened_year(session, year_act)
    row = joined_objection(session, act)
    require_one(session, act, row.decider_id)
    require_state(session, row, ObjectionState.HEARING, to=ObjectionState.DECIDED)
    _write(session, row, decision=deciding.decision)
    row.outcome = outcome_of(levels, before=deciding.objection.before)
    row.decided_on = act.today
    reason = deciding.decision.points[deciding.objection.points[0].number].reason
    note_objection(session, row, to=ObjectionState.DECIDED, act=replace(act, reason=reason))
    result.result_level, result.behaviour_level = levels
    result.predicate = QUADRANT[levels]
    signing = Signing(deciding.write(levels), deciding.rules_version, deciding.seal)
    add_snapshot(session, result.id, act=year_act, signing=signing, vault=vault)
    note_year(session, result, to=YearlyState.FINAL, act=year_act)
    tell_everybody(session, row, but=act.person_id)
    session.commit()


def close_objection(session: Session, act: ObjectionAct) -> None:
    """Close a decided objection: its person read the decision, or some days passed; commits.

    :raises ObjectionChanged: when the page showed an older revision.
    :raises TransitionRefused: when it is not decided.
    """
    row = opened_objection(session, act)
    if act.person_id is not None:
        require_one(session, act, row.person_id)
    note_objection(session, row, to=ObjectionState.CLOSED, act=act)
    session.commit()


def _write(session: Session, row: ObjectionRow, *, decision: ObjectionDecision) -> None:
    row.result_level, row.behaviour_level = decision.levels
    for point in point_rows(session, row.id):
        given = decision.points.get(point.number, PointDecision(None, None))
        point.finding, point.finding_reason = given.finding, given.reason
    session.flush()
