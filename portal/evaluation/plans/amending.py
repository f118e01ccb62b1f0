"""Amending a running plan: a new version by both sides, and from which day on it counts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.cycles.domain import Period
from portal.evaluation.plans import models
from portal.evaluation.plans.domain import Version
from portal.evaluation.plans.writing import PlanAct, add_version, checked, locked, write_results
from portal.evaluation.rules.days import DayTest
from portal.evaluation.rules.deadlines import DayRules, counts_in_period
from portal.evaluation.rules.states import PeriodState, PlanState
from portal.storage.database import begin_write


class AmendmentTooLate(ValueError):
    """No period of the cycle is left in which an amendment could count."""


class AmendedAlready(ValueError):
    """Another version of the plan is under way or agreed and does not run yet."""


class ReasonNeeded(ValueError):
    """An amendment stands only with a reason."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """By which days an amendment counts: the cycle's periods, its rules, its working days."""

    periods: tuple[Period, ...]
    rules: DayRules
    is_working_day: DayTest


def amendment_from(calendar: Calendar, *, sent_on: date) -> date:
    """Return from which day on an amendment counts that is sent on a day.

    The day itself, while its period is open and more than the last 20 working days are left;
    else the first day of the next open period. It never reaches back.

    :raises AmendmentTooLate: when there is no such period.
    """
    for period in calendar.periods:
        if period.ends_on < sent_on or period.state is not PeriodState.OPEN:
            continue
        if period.starts_on > sent_on:
            return period.starts_on
        if counts_in_period(
            sent_on,
            period_ends_on=period.ends_on,
            is_working_day=calendar.is_working_day,
            rules=calendar.rules,
        ):
            return sent_on
    raise AmendmentTooLate(f"{sent_on}")


def amend(session: Session, act: PlanAct) -> int:
    """Make a new version of a running plan as a draft, and return its number; commits.

    Either side may begin it; the person sends it and the appraiser agrees it, as with the first.

    :raises NoSuchPlan: when there is no such plan.
    :raises ChangedMeanwhile: when the page showed an older revision.
    :raises AmendedAlready: when another version is on its way, or none runs.
    :raises ReasonNeeded: without a reason.
    """
    if act.reason is None:
        raise ReasonNeeded(f"{act.plan_id}")
    begin_write(session)
    row, plan = locked(session, act.plan_id)
    checked(session, row, revision=act.revision)
    if plan.latest.state is not PlanState.RUNNING:
        session.rollback()
        raise AmendedAlready(plan.latest.state)
    held = session.get_one(models.PerformancePlan, plan.id)
    number = plan.latest.number + 1
    fresh = add_version(
        session,
        held,
        number=number,
        counts_from=max(act.today, plan.starts_on),
        change_reason=act.reason,
    )
    _copy(session, plan.latest, to=fresh)
    session.commit()
    return number


def _copy(session: Session, version: Version, *, to: models.PlanVersion) -> None:
    write_results(session, to.id, results=version.results)
    for value, text in version.expectations.items():
        session.add(models.PlanExpectation(version_id=to.id, value=value, text=text))
    for kind, words in version.appendix.items():
        session.add(models.PlanAppendix(version_id=to.id, kind=kind, text=words))
    session.flush()
