"""Queries on plans: one with all its versions, a person's, a leader's, a cycle's states."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from portal.evaluation.plans.domain import IN_FORCE, Plan
from portal.evaluation.plans.models import PerformancePlan, PlanEvent, PlanResult, PlanVersion
from portal.evaluation.plans.prepared_queries import plan_asked, results_in_force_asked, texts_asked
from portal.evaluation.plans.reading import plans_of_rows, read_plans
from portal.evaluation.rules.states import PlanState
from portal.storage.joint_reading import Asking, Question, answer, asked


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a version; ``reason`` is still encrypted."""

    number: int
    old: PlanState
    new: PlanState
    happened_at: datetime
    person_id: int | None
    reason: bytes | None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan as lists show it: states only, no content."""

    plan_id: int
    person_id: int
    number: int
    state: PlanState
    sent_at: datetime | None
    starts_on: date
    ends_on: date
    is_ended: bool

    @property
    def is_in_force(self) -> bool:
        """Whether the plan is worked on and evaluated."""
        return self.state in IN_FORCE


@dataclass(frozen=True, slots=True)
class LeaderResult:
    """A result of the leader's that others' results may serve."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class ResultInForce:
    """A result of a person's plan that is in force, from first to last day of the plan."""

    plan_id: int
    key: int
    text: str
    starts_on: date
    ends_on: date


def plan_with(session: Session, plan_id: int) -> Plan | None:
    """Return a plan with all its versions, or None."""
    row = plan_asked.rows(session, plan_id=plan_id).first()
    return None if row is None else plans_of_rows(session, [row])[0]


def plans_of(session: Session, person_id: int) -> tuple[Plan, ...]:
    """Return every plan of a person, the latest first."""
    return read_plans(session, PerformancePlan.person_id == person_id)


def sent_plans(session: Session, person_id: int, *, cycle_id: int) -> Sequence[Plan]:
    """Return a person's plans of a cycle without drafts, which are the person's own."""
    plans = [each for each in plans_of(session, person_id) if each.cycle_id == cycle_id]
    return [each for each in plans if each.latest.number > 1 or each.latest.state != "draft"]


def plans_of_people(
    session: Session, person_ids: Collection[int], *, since: date
) -> Mapping[int, Sequence[Plan]]:
    """Return the plans of these people that end on a day or later, each person's latest first."""
    found: defaultdict[int, list[Plan]] = defaultdict(list)
    is_theirs = PerformancePlan.person_id.in_(person_ids)
    for plan in read_plans(session, and_(is_theirs, PerformancePlan.ends_on >= since)):
        found[plan.person_id].append(plan)
    return found


def plans_of_cycle(
    session: Session, cycle_id: int, *, person_ids: Collection[int]
) -> Mapping[int, Sequence[Plan]]:
    """Return these people's plans of a cycle, by person."""
    found: defaultdict[int, list[Plan]] = defaultdict(list)
    is_theirs = PerformancePlan.person_id.in_(person_ids)
    for plan in read_plans(session, and_(is_theirs, PerformancePlan.cycle_id == cycle_id)):
        found[plan.person_id].append(plan)
    return found


def events(session: Session, plan_id: int) -> tuple[Event, ...]:
    """Return what happened to the versions of a plan, the latest first."""
    rows = session.execute(
        select(PlanEvent, PlanVersion.number)
        .join(PlanVersion, PlanVersion.id == PlanEvent.version_id)
        .where(PlanVersion.plan_id == plan_id)
        .order_by(PlanEvent.id.desc())
    )
    return tuple(
        Event(
            number,
            PlanState(row.old),
            PlanState(row.new),
            row.happened_at,
            person_id=row.person_id,
            reason=row.reason,
        )
        for row, number in rows
    )


def latest_lines(
    session: Session, cycle_id: int, *, person_ids: Collection[int] | None = None
) -> Mapping[int, PlanLine]:
    """Return the latest version of each person's latest plan of a cycle, by person.

    :param person_ids: None for everybody.
    """
    if person_ids is not None:
        return answer(session, ask_latest_lines(cycle_id, person_ids=person_ids))
    rows = session.execute(_line_columns().where(PerformancePlan.cycle_id == cycle_id)).all()
    return {line.person_id: line for line in _plan_lines(rows)}


@asked("person_ids")
def _lines_of_people(cycle_id: Any, person_ids: Any) -> Question:
    plan = PerformancePlan
    return _line_columns().where(plan.cycle_id == cycle_id, plan.person_id.in_(person_ids))


@asked("person_ids")
def _lines_over(*, person_ids: Any, first: Any, before: Any) -> Question:
    plan = PerformancePlan
    spans = (plan.person_id.in_(person_ids), plan.ends_on >= first, plan.ends_on < before)
    return _line_columns().where(*spans)


def ask_latest_lines(
    cycle_id: int, *, person_ids: Collection[int]
) -> Asking[Mapping[int, PlanLine]]:
    """Ask for the latest version of each person's latest plan of a cycle, by person."""
    (rows,) = yield [_lines_of_people(cycle_id=cycle_id, person_ids=person_ids)]
    return {line.person_id: line for line in _plan_lines(rows)}


def ask_lines_over(
    person_ids: Collection[int], *, first: date, before: date
) -> Asking[Sequence[PlanLine]]:
    """Ask for the latest version of each plan of these people that ended in days before one."""
    (rows,) = yield [_lines_over(person_ids=person_ids, first=first, before=before)]
    return list({line.plan_id: line for line in _plan_lines(rows)}.values())


def _line_columns() -> Question:
    plan, version = PerformancePlan, PlanVersion
    columns = (plan.id, version.person_id, version.number, version.state, version.sent_at)
    days = (plan.starts_on, plan.ends_on, plan.end_kind)
    return select(*columns, *days).join(version, version.plan_id == plan.id)


def _plan_lines(rows: Sequence[Any]) -> Sequence[PlanLine]:
    """Return the lines of rows, the latest plan and version last."""
    return [
        PlanLine(
            row.id,
            row.person_id,
            row.number,
            PlanState(row.state),
            row.sent_at,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            is_ended=row.end_kind is not None,
        )
        for row in sorted(rows, key=lambda row: (row.starts_on, row.number))
    ]


def leader_results(session: Session, leader_id: int, *, cycle_id: int) -> tuple[LeaderResult, ...]:
    """Return the results of the leader's plan that is in force in a cycle; none without one."""
    plan, version, result = PerformancePlan, PlanVersion, PlanResult
    is_theirs = and_(plan.person_id == leader_id, plan.cycle_id == cycle_id)
    rows = session.execute(
        select(result.id, result.text)
        .join(version, version.id == result.version_id)
        .join(plan, plan.id == version.plan_id)
        .where(is_theirs, version.state.in_(IN_FORCE))
        .order_by(result.key)
    )
    return tuple(LeaderResult(row.id, row.text) for row in rows)


def results_in_force(session: Session, person_id: int) -> tuple[ResultInForce, ...]:
    """Return the results of a person's plans that are in force, the latest plan first."""
    rows = results_in_force_asked.rows(session, person_id=person_id)
    # Where an agreed version waits for its first day beside the running one, it comes first.
    found: dict[tuple[int, int], ResultInForce] = {}
    for row in rows:
        own = ResultInForce(row.id, row.key, row.text, row.starts_on, row.ends_on)
        found.setdefault((row.id, row.key), own)
    return tuple(found.values())


def texts_of_results(session: Session, plan_ids: Collection[int]) -> Mapping[tuple[int, int], str]:
    """Return what results are called in the last version that has them, by plan and key."""
    rows = texts_asked.rows(session, plan_ids=plan_ids)
    return {(row.plan_id, row.key): row.text for row in rows}


def served_texts(session: Session, result_ids: Collection[int]) -> Mapping[int, str]:
    """Return the texts of the leaders' results of these numbers."""
    rows = session.execute(
        select(PlanResult.id, PlanResult.text).where(PlanResult.id.in_(result_ids))
    )
    return {row.id: row.text for row in rows}


def open_plan_count(session: Session, cycle_id: int, *, excepted: Collection[int]) -> int:
    """Return how many plans keep a cycle open: neither concluded nor ended early.

    :param excepted: people who keep nothing open.
    """
    over = select(PlanVersion.plan_id).where(
        PlanVersion.state.in_([PlanState.CONCLUDED, PlanState.ENDED_EARLY])
    )
    query = select(func.count()).where(
        PerformancePlan.cycle_id == cycle_id,
        PerformancePlan.id.not_in(over),
        PerformancePlan.person_id.not_in(excepted),
    )
    return session.scalar(query) or 0


def plans_ended_before(day: date) -> Select[int]:
    """Return a query for the plans whose last day lies before a day."""
    return select(PerformancePlan.id).where(PerformancePlan.ends_on < day)


def locked_plan(session: Session, plan_id: int) -> PerformancePlan | None:
    """Return a plan's row and keep others from changing the plan, or None."""
    query = select(PerformancePlan).where(PerformancePlan.id == plan_id)
    return session.scalar(query.with_for_update())


def due_versions(session: Session, today: date) -> Sequence[PlanVersion]:
    """Return the agreed versions that count from ``today`` or before and do not run yet."""
    return session.scalars(
        select(PlanVersion)
        .join(PerformancePlan, PerformancePlan.id == PlanVersion.plan_id)
        .where(
            PerformancePlan.end_kind.is_(None),
            PlanVersion.state.in_([PlanState.AGREED, PlanState.AGREED_CONDITIONALLY]),
            PlanVersion.counts_from <= today,
        )
        .order_by(PlanVersion.id)
    ).all()


def running_rows_of_person(
    session: Session, person_id: int, *, cycle_id: int
) -> Sequence[PlanVersion]:
    """Return the rows of versions that run of a person's plans in a cycle; nobody changes them."""
    return session.scalars(
        select(PlanVersion)
        .join(PerformancePlan, PerformancePlan.id == PlanVersion.plan_id)
        .where(
            PerformancePlan.person_id == person_id,
            PerformancePlan.cycle_id == cycle_id,
            PlanVersion.state == PlanState.RUNNING,
        )
        .order_by(PlanVersion.id)
        .with_for_update()
    ).all()


def running_rows(session: Session, plan_id: int) -> Sequence[PlanVersion]:
    """Return the rows of a plan's versions that run; one at the most."""
    return session.scalars(
        select(PlanVersion).where(
            PlanVersion.plan_id == plan_id, PlanVersion.state == PlanState.RUNNING
        )
    ).all()
