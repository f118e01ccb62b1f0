"""Use cases of a proposal: a programme is proposed, its goals changed, agreed, begun."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.development.domain import MOST_GOALS, Programme, Sides
from portal.evaluation.development.models import CheckInRow, GoalRow, ProgrammeRow
from portal.evaluation.development.writing import (
    NotForThisPerson,
    ProgrammeAct,
    move,
    opened,
    require,
)
from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.days import DayTest
from portal.evaluation.rules.machines import PROGRAMME
from portal.evaluation.rules.programmes import Measured, check_in_days
from portal.evaluation.rules.states import ProgrammeState
from portal.storage.database import begin_write


@dataclass(frozen=True, slots=True)
class GoalTold:
    """A goal as somebody tells it; texts are encrypted.

    :ivar indicator: plan and key of the indicator that it is about; None for another measure.
    """

    weak_point: bytes
    indicator: tuple[int, int] | None
    baseline: Measured
    target: Decimal
    unit: str
    direction: Direction
    due_on: date
    checked_by: bytes
    provides: bytes


@dataclass(frozen=True, slots=True)
class ProposedProgramme:
    """A programme with its first goal; ``reason`` is encrypted.

    :ivar every: working days from one check-in to the next.
    :ivar cause: as the proposer sees it; who agrees, agrees to it, too.
    """

    person_id: int
    reason: bytes
    starts_on: date
    every: int
    goal: GoalTold
    cause: DifficultyCause | None = None


def propose_programme(
    session: Session, proposal: ProposedProgramme, *, sides: Sides, today: date
) -> int:
    """Keep a proposal with its first goal and return its number; commits.

    :raises NotForThisPerson: when it is neither the person nor the appraiser.
    """
    if sides.viewer_id is None or not sides.may_propose:
        raise NotForThisPerson(f"{sides.viewer_id}")
    begin_write(session)
    row = ProgrammeRow(
        person_id=proposal.person_id,
        state=PROGRAMME.first,
        revision=1,
        reason=proposal.reason,
        cause=proposal.cause,
        proposed_by=sides.viewer_id,
        proposed_on=today,
        starts_on=proposal.starts_on,
        every=proposal.every,
    )
    session.add(row)
    session.flush()
    _add_goal(session, row.id, goal=proposal.goal)
    if not sides.is_person:
        tell_officer(session, proposal.person_id)
    session.commit()
    return row.id


def add_goal(session: Session, act: ProgrammeAct, *, goal: GoalTold) -> None:
    """Add a goal to the own proposal; commits.

    :raises ProgrammeChanged: when the page showed an older revision.
    :raises NotForThisPerson: for others, after it was agreed, or beyond five goals.
    """
    row, held = opened(session, act)
    require(session, act.sides.may_edit(held) and len(held.goals) < MOST_GOALS)
    _add_goal(session, row.id, goal=goal)
    session.commit()


def remove_goal(session: Session, act: ProgrammeAct, *, goal_id: int) -> None:
    """Take a goal out of the own proposal, never the last one; commits.

    :raises ProgrammeChanged: when the page showed an older revision.
    :raises NotForThisPerson: for others, after it was agreed, or for its last goal.
    """
    _, held = opened(session, act)
    may = act.sides.may_edit(held) and len(held.goals) > 1 and held.goal(goal_id) is not None
    require(session, may)
    session.execute(delete(GoalRow).where(GoalRow.id == goal_id))
    session.commit()


def withdraw_programme(session: Session, act: ProgrammeAct) -> None:
    """Take the own proposal back, which nobody agreed to; nothing of it is kept; commits.

    :raises ProgrammeChanged: when the page showed an older revision.
    :raises NotForThisPerson: for others, and once it was agreed.
    """
    row, held = opened(session, act)
    require(session, act.sides.may_edit(held))
    session.execute(delete(GoalRow).where(GoalRow.programme_id == row.id))
    session.execute(delete(ProgrammeRow).where(ProgrammeRow.id == row.id))
    session.commit()


def agree_programme(session: Session, act: ProgrammeAct, *, counts: DayTest) -> None:
    """Agree, as the other side; what begins today or earlier begins at once; commits.

    :param counts: whether a day is a working day.
    :raises ProgrammeChanged: when the page showed an older revision.
    :raises NotForThisPerson: when it is not the other side.
    """
    row, held = opened(session, act)
    require(session, act.sides.may_agree(held))
    row.agreed_by, row.agreed_on = act.by, act.today
    move(session, row, to=ProgrammeState.AGREED)
    if held.starts_on <= act.today:
        _begin(session, row, held=held, counts=counts)
    tell_officer(session, held.proposed_by)
    session.commit()


def start_programme(session: Session, act: ProgrammeAct, *, counts: DayTest) -> None:
    """Begin what was agreed, from its first day on; commits.

    :raises ProgrammeChanged: when the page showed an older revision.
    :raises NotForThisPerson: for others, and before its first day.
    """
    row, held = opened(session, act)
    require(session, act.sides.may_start(held, today=act.today))
    _begin(session, row, held=held, counts=counts)
    session.commit()


def _begin(session: Session, row: ProgrammeRow, *, held: Programme, counts: DayTest) -> None:
    move(session, row, to=ProgrammeState.RUNNING)
    days = check_in_days(held.starts_on, ends_on=held.last_on, every=held.every, counts=counts)
    session.add_all(CheckInRow(programme_id=row.id, due_on=each) for each in days)


def _add_goal(session: Session, programme_id: int, *, goal: GoalTold) -> None:
    plan_id, key = goal.indicator or (None, None)
    session.add(
        GoalRow(
            programme_id=programme_id,
            weak_point=goal.weak_point,
            plan_id=plan_id,
            indicator_key=key,
            baseline=goal.baseline.value,
            baseline_cases=goal.baseline.cases,
            target=goal.target,
            unit=goal.unit,
            direction=goal.direction,
            due_on=goal.due_on,
            checked_by=goal.checked_by,
            provides=goal.provides,
        )
    )
    session.flush()
