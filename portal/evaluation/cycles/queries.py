"""Queries on cycles: which there are, their rules, last days and exceptions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.cycles.domain import (
    UNDER_REVIEW,
    Cycle,
    CyclesInUse,
    Deadline,
    ExceptionKind,
    Period,
)
from portal.evaluation.cycles.models import (
    CycleException,
    DeadlineExtension,
    EvaluationCycle,
    EvaluationPeriod,
    RuleSetVersion,
)
from portal.evaluation.cycles.prepared_queries import (
    cycle_asked,
    cycles_asked,
    deadlines_asked,
    opened_on_asked,
    periods_asked,
    rules_asked,
    rules_on_asked,
)
from portal.evaluation.cycles.rule_text import thawed
from portal.evaluation.rules.deadlines import DeadlineStep
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.states import CycleState, PeriodState
from portal.organisation.people.reporting_lines import LineKind
from portal.storage.joint_reading import Asking, Question, asked


@dataclass(frozen=True, slots=True)
class AdoptedRules:
    """A version of the rules; version 0 is what the portal comes with, adopted by nobody."""

    version: int
    rules: RuleSet
    reason: str = ""
    adopted_by: str = ""
    adopted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A later last day and why."""

    period_number: int
    step: DeadlineStep
    last_on: date
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class NamedException:
    """Somebody who does not keep a cycle open; ``reason`` is still encrypted."""

    person_id: int
    kind: ExceptionKind
    reason: bytes
    decided_by: str
    decided_at: datetime


def cycles(session: Session) -> tuple[Cycle, ...]:
    """Return every cycle, the latest year first and of a year the one made last first."""
    rows = session.scalars(
        select(EvaluationCycle).order_by(EvaluationCycle.year.desc(), EvaluationCycle.id.desc())
    ).all()
    return _with_periods(session, rows)


@asked("cycle_ids")
def _years(cycle_ids: Any) -> Question:
    return select(EvaluationCycle.id, EvaluationCycle.year).where(EvaluationCycle.id.in_(cycle_ids))


def ask_years_of(cycle_ids: Collection[int]) -> Asking[Mapping[int, int]]:
    """Ask for the years of cycles, by cycle."""
    (rows,) = yield [_years(cycle_ids=cycle_ids)]
    return {row.id: row.year for row in rows}


def cycle_with(session: Session, cycle_id: int) -> Cycle | None:
    """Return a cycle, or None when there is none of that number."""
    row = cycle_asked.rows(session, cycle_id=cycle_id).first()
    return None if row is None else cycle_of(session, row)


def cycle_of(session: Session, row: Any) -> Cycle:
    """Return the cycle of a row."""
    return _with_periods(session, [row])[0]


def locked_row(session: Session, cycle_id: int) -> EvaluationCycle | None:
    """Return a cycle's row and keep others from changing it, or None when there is none."""
    return session.scalar(
        select(EvaluationCycle).where(EvaluationCycle.id == cycle_id).with_for_update()
    )


def cycle_on(session: Session, day: date) -> Cycle | None:
    """Return the cycle in which a day lies and that was opened, or None."""
    row = opened_on_asked.rows(session, day=day).first()
    return None if row is None else cycle_of(session, row)


def open_cycle(session: Session) -> Cycle | None:
    """Return the latest cycle whose plans may be made and worked on, or None."""
    return next(iter(_cycles_in(session, {CycleState.OPEN})), None)


def cycles_in_use(session: Session, *, on: date) -> CyclesInUse:
    """Return the cycle that is worked on and the one that is still evaluated, in one query."""
    found = _cycles_in(session, {CycleState.OPEN, *UNDER_REVIEW})
    return CyclesInUse(
        next((each for each in found if each.state is CycleState.OPEN), None),
        next((each for each in found if each.is_under_review(on)), None),
    )


def _cycles_in(session: Session, states: Collection[CycleState]) -> tuple[Cycle, ...]:
    """Return the cycles in these states with their periods, in the order of ``cycles``."""
    periods: dict[EvaluationCycle, list[EvaluationPeriod]] = {}
    for cycle, period in cycles_asked.rows(session, states=sorted(states)):
        periods.setdefault(cycle, []).append(period)
    return tuple(_cycle(cycle, own) for cycle, own in periods.items())


def _with_periods(session: Session, rows: Sequence[Any]) -> tuple[Cycle, ...]:
    periods: defaultdict[int, list[Any]] = defaultdict(list)
    for each in periods_asked.rows(session, cycle_ids=[row.id for row in rows]):
        periods[each.cycle_id].append(each)
    return tuple(_cycle(row, periods[row.id]) for row in rows)


def _cycle(row: Any, periods: Sequence[Any]) -> Cycle:
    return Cycle(
        row.id,
        row.year,
        row.starts_on,
        row.ends_on,
        CycleState(row.state),
        rules_version=row.rule_set_version,
        opened_on=row.opened_on,
        periods=tuple(
            Period(each.number, each.starts_on, each.ends_on, PeriodState(each.state))
            for each in periods
        ),
    )


def has_evaluated_days(session: Session, *, first: date, last: date) -> bool:
    """Return whether a period with one of these days was evaluated; periods are the city's.

    :param first: inclusive, as ``last``.
    """
    found = session.scalar(
        select(EvaluationPeriod.number)
        .where(
            EvaluationPeriod.state == PeriodState.EVALUATED,
            EvaluationPeriod.starts_on <= last,
            EvaluationPeriod.ends_on >= first,
        )
        .limit(1)
    )
    return found is not None


def rule_versions(session: Session) -> tuple[AdoptedRules, ...]:
    """Return every adopted version, the newest first, and last what the portal comes with."""
    rows = session.scalars(select(RuleSetVersion).order_by(RuleSetVersion.version.desc()))
    return (*map(_adopted, rows), AdoptedRules(0, RuleSet()))


def newest_rules(session: Session) -> AdoptedRules:
    """Return what the next cycle is opened with."""
    return rule_versions(session)[0]


def rules_of(session: Session, cycle: Cycle) -> AdoptedRules:
    """Return the frozen rules of a cycle; before it opens, what it would be opened with."""
    if cycle.rules_version is None:
        return newest_rules(session)
    row = rules_asked.rows(session, version=cycle.rules_version).one()
    return _adopted(row)


def rules_on(session: Session, day: date) -> RuleSet | None:
    """Return the frozen rules of the opened cycle in which a day lies, or None without one."""
    text: str | None = rules_on_asked.thing(session, day=day)
    return None if text is None else thawed(text)


def rating_kinds_on(session: Session, day: date) -> frozenset[LineKind]:
    """Return the kinds of reporting line whose superior rates in the cycle in which a day lies."""
    return rating_kinds(rules_on(session, day) or newest_rules(session).rules)


def rating_kinds(rules: RuleSet) -> frozenset[LineKind]:
    """Return the kinds of reporting line whose superior rates; the others only verify."""
    acting = rules.acting
    chosen = {LineKind.ACTING: acting.plt_rates, LineKind.DAILY_ACTING: acting.plh_rates}
    return frozenset({LineKind.DEFINITIVE, *(kind for kind, rates in chosen.items() if rates)})


def _adopted(row: Any) -> AdoptedRules:
    return AdoptedRules(row.version, thawed(row.rules), row.reason, row.adopted_by, row.adopted_at)


def deadlines(session: Session, cycle_id: int) -> tuple[Deadline, ...]:
    """Return the stored last days of a cycle with their extensions, in the order of days."""
    return _deadlines_from(deadlines_asked.rows(session, cycle_id=cycle_id).all())


def ask_deadlines(cycle_id: int) -> Asking[tuple[Deadline, ...]]:
    """Ask for the stored last days of a cycle with their extensions, in the order of days."""
    (rows,) = yield [deadlines_asked(cycle_id=cycle_id)]
    return _deadlines_from(rows)


def _deadlines_from(rows: Sequence[Any]) -> tuple[Deadline, ...]:
    return tuple(
        Deadline(
            row.period_number,
            DeadlineStep(row.step),
            begins_on=row.begins_on,
            last_on=row.last_on,
            extended_to=row.extended_to,
        )
        for row in sorted(rows, key=lambda row: (row.last_on, row.period_number, row.step))
    )


def extensions(session: Session, cycle_id: int) -> tuple[Extension, ...]:
    """Return the extensions of a cycle, the latest decision first."""
    rows = session.scalars(
        select(DeadlineExtension)
        .where(DeadlineExtension.cycle_id == cycle_id)
        .order_by(DeadlineExtension.decided_at.desc(), DeadlineExtension.last_on.desc())
    )
    return tuple(
        Extension(
            row.period_number,
            DeadlineStep(row.step),
            row.last_on,
            row.reason,
            row.decided_by,
            row.decided_at,
        )
        for row in rows
    )


def exceptions(session: Session, cycle_id: int) -> tuple[NamedException, ...]:
    """Return the named exceptions of a cycle, the latest first."""
    rows: Iterable[CycleException] = session.scalars(
        select(CycleException)
        .where(CycleException.cycle_id == cycle_id)
        .order_by(CycleException.decided_at.desc(), CycleException.person_id)
    )
    return tuple(
        NamedException(
            row.person_id, ExceptionKind(row.kind), row.reason, row.decided_by, row.decided_at
        )
        for row in rows
    )
