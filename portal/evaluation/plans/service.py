"""The course of a plan: sent, returned, agreed by both, amended by both, ended early, run."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.plans import queries
from portal.evaluation.plans.amending import AmendmentTooLate, Calendar, amendment_from
from portal.evaluation.plans.domain import IN_FORCE, EndKind, Missing, Plan
from portal.evaluation.plans.models import PlanResult, PlanVersion
from portal.evaluation.plans.writing import NoSuchPlan, PlanAct, checked, locked, note
from portal.evaluation.rules.machines import PLAN
from portal.evaluation.rules.planning import PlanGap
from portal.evaluation.rules.states import PlanState, TransitionRefused
from portal.storage.database import begin_write


class PlanIncomplete(ValueError):
    """The plan cannot be sent yet.

    :ivar gaps: everything that the rules name.
    :ivar missing: what lies outside of the plan itself.
    """

    def __init__(self, gaps: Sequence[PlanGap], missing: Sequence[Missing]) -> None:
        super().__init__(f"{len(gaps) + len(missing)} gaps")
        self.gaps = tuple(gaps)
        self.missing = tuple(missing)


class PlanNotByOneself(ValueError):
    """Nobody agrees or returns the own plan."""


class EndsOutside(ValueError):
    """The day on which a plan shall end lies outside of it."""


class NotTheLeaders(ValueError):
    """The result that shall be served is none of the leader's, or one is served already."""


def submit(
    session: Session, act: PlanAct, *, missing: Sequence[Missing], calendar: Calendar
) -> None:
    """Send a draft to the appraiser, which is the person's own agreement; commits.

    :param missing: what keeps it from being sent beside its own gaps.
    :raises NoSuchPlan: when there is no such plan.
    :raises ChangedMeanwhile: when the page showed an older revision.
    :raises PlanIncomplete: while anything is missing.
    :raises AmendmentTooLate: when a new version could count in no period any more.
    :raises TransitionRefused: when the version is no draft.
    """
    begin_write(session)
    row, plan = locked(session, act.plan_id)
    checked(session, row, revision=act.revision)
    gaps = plan.latest.gaps()
    if gaps or missing:
        session.rollback()
        raise PlanIncomplete(gaps, missing)
    if row.number > 1:
        row.counts_from = _counts_from(session, calendar, sent_on=act.today)
    row.sent_at = act.now
    note(session, row, to=PlanState.SUBMITTED, person_id=act.person_id, now=act.now)
    session.commit()


def return_plan(session: Session, act: PlanAct) -> None:
    """Give a plan back to the person with a reason; commits.

    :raises NoSuchPlan: when there is no such plan.
    :raises ChangedMeanwhile: when the page showed an older revision.
    :raises NotByOneself: when the person acts on the own plan.
    :raises TransitionRefused: when it was not sent, or without a reason.
    """
    row, _ = _for_the_other_side(session, act)
    note(
        session, row, to=PlanState.RETURNED, person_id=act.person_id, now=act.now, reason=act.reason
    )
    session.commit()


def agree(session: Session, act: PlanAct, *, leader_has_plan: bool) -> PlanState:
    """Agree a plan that was sent, and let it run when its first day has come; commits.

    While the leader has no agreed plan, what serves it stands in words and the plan is agreed
    conditionally: it is worked on and evaluated like an agreed one.

    :param leader_has_plan: whether the appraiser's own plan of the cycle is in force.
    :returns: the state in which it was agreed.
    :raises NoSuchPlan: when there is no such plan.
    :raises ChangedMeanwhile: when the page showed an older revision.
    :raises NotByOneself: when the person acts on the own plan.
    :raises TransitionRefused: when it was not sent.
    """
    row, plan = _for_the_other_side(session, act)
    waits = not leader_has_plan and any(each.waits_for_leader for each in plan.latest.results)
    state = PlanState.AGREED_CONDITIONALLY if waits else PlanState.AGREED
    if row.state != PlanState.SUBMITTED:
        # Only the links to the leader's results end a condition, never a second agreement.
        session.rollback()
        raise TransitionRefused(PLAN.thing, old=plan.latest.state, new=state)
    row.agreed_at, row.agreed_by = act.now, act.person_id
    note(session, row, to=state, person_id=act.person_id, now=act.now)
    _run(session, row, today=act.today, now=act.now)
    session.commit()
    return state


def link_result(session: Session, act: PlanAct, *, key: int, serves_id: int) -> None:
    """Say which of the leader's results a main result serves, once the leader has a plan; commits.

    When the last one is linked, a plan that was agreed conditionally is agreed.

    :raises NoSuchPlan: when there is no such plan or result.
    :raises ChangedMeanwhile: when the page showed an older revision.
    :raises NotTheLeaders: when it serves one already, or the version is not agreed.
    """
    begin_write(session)
    row, plan = locked(session, act.plan_id)
    checked(session, row, revision=act.revision)
    result = plan.latest.result(key)
    if result is None:
        session.rollback()
        raise NoSuchPlan(f"result {key}")
    if plan.latest.state not in IN_FORCE or result.serves_id is not None:
        session.rollback()
        raise NotTheLeaders(f"{serves_id}")
    session.get_one(PlanResult, result.id).serves_id = serves_id
    others = [each for each in plan.latest.results if each.key != key]
    if row.state == PlanState.AGREED_CONDITIONALLY and not any(
        each.waits_for_leader for each in others
    ):
        note(session, row, to=PlanState.AGREED, person_id=act.person_id, now=act.now)
    session.commit()


def end_early(session: Session, act: PlanAct, *, kind: EndKind, ends_on: date) -> None:
    """End a running plan before its last day: transfer, leave, retirement; commits.

    A draft of an amendment that is under way stays as it is and is never agreed.

    :raises NoSuchPlan: when there is no such plan or none of its versions runs.
    :raises EndsOutside: when the day lies outside of the plan.
    """
    begin_write(session)
    latest, plan = locked(session, act.plan_id)
    checked(session, latest, revision=act.revision)
    running = next((each for each in plan.versions if each.state is PlanState.RUNNING), None)
    held = queries.locked_plan(session, act.plan_id)
    if running is None or held is None:
        session.rollback()
        raise NoSuchPlan(f"{act.plan_id}")
    if not plan.starts_on <= ends_on <= plan.ends_on:
        session.rollback()
        raise EndsOutside(f"{ends_on}")
    held.ends_on, held.end_kind = ends_on, kind
    row = session.get_one(PlanVersion, running.id)
    note(
        session,
        row,
        to=PlanState.ENDED_EARLY,
        person_id=act.person_id,
        now=act.now,
        reason=act.reason,
    )
    session.commit()


def run_due_plans(session: Session, *, today: date, now: datetime) -> int:
    """Let every agreed version run whose first day has come; return how many did. Commits."""
    begin_write(session)
    due = queries.due_versions(session, today)
    for row in due:
        _run(session, row, today=today, now=now)
    session.commit()
    return len(due)


def conclude(session: Session, person_id: int, *, cycle_id: int, now: datetime) -> int:
    """Conclude what still runs of a person's plans in a cycle, within the caller's transaction.

    :returns: how many plans were concluded; 0 where a result becomes final a second time.
    """
    running = queries.running_rows_of_person(session, person_id, cycle_id=cycle_id)
    for row in running:
        row.revision += 1
        note(session, row, to=PlanState.CONCLUDED, person_id=None, now=now)
    return len(running)


def _counts_from(session: Session, calendar: Calendar, *, sent_on: date) -> date:
    try:
        return amendment_from(calendar, sent_on=sent_on)
    except AmendmentTooLate:
        session.rollback()
        raise


def _for_the_other_side(session: Session, act: PlanAct) -> tuple[PlanVersion, Plan]:
    begin_write(session)
    row, plan = locked(session, act.plan_id)
    checked(session, row, revision=act.revision)
    if plan.person_id == act.person_id:
        session.rollback()
        raise PlanNotByOneself(f"{act.plan_id}")
    return row, plan


def _run(session: Session, row: PlanVersion, *, today: date, now: datetime) -> None:
    """Let an agreed version run from its first day on; the one before gives way to it."""
    if row.counts_from > today:
        return
    for before in queries.running_rows(session, row.plan_id):
        note(
            session,
            before,
            to=PlanState.AMENDED,
            person_id=row.agreed_by,
            now=now,
            reason=row.change_reason,
        )
    note(session, row, to=PlanState.RUNNING, person_id=None, now=now)
