"""Work of the made-up city's staff: activities of the last days, and reported quarters."""

import uuid
from datetime import timedelta
from decimal import Decimal

from portal.demo.staff_acts import ActingPerson, StaffYear
from portal.evaluation.cycles.domain import Period
from portal.evaluation.plans.domain import Plan
from portal.evaluation.realisations import realising
from portal.evaluation.realisations.domain import Answering, IndicatorPeriod
from portal.evaluation.rules.states import ActivityState
from portal.evaluation.work import service as work_service
from portal.evaluation.work.domain import (
    LATER,
    ActivityFields,
    ActivityPurpose,
    Purpose,
    WorkDays,
)
from portal.organisation.people.standing import StandingKind

#: Days of work that are shown, and the share of it that the superior has looked at.
WORKED_DAYS, LOOKED_AT = 8, 0.7
WORK = (
    ("Verifikasi berkas kartu keluarga", 34, "berkas"),
    ("Melayani antrean di loket", 41, "pemohon"),
    ("Menjelaskan persyaratan lewat telepon", 12, "pemohon"),
    ("Mengarsip berkas yang selesai", 58, "berkas"),
    ("Rapat singkat tim pelayanan pagi", None, ""),
)
REMARK = "Dihitung dari register berkas loket."


def report_quarter(year: StaffYear, plan: Plan, *, period: Period, by: int | None) -> None:
    """Report each indicator of a quarter; ``by`` verifies, or nobody did yet."""
    told_on = min(period.ends_on + timedelta(days=4), year.today)
    seen_on = min(told_on + timedelta(days=3), year.today)
    answering = Answering(
        frozenset({StandingKind.APPRAISER}), WorkDays(seen_on, year.is_working_day)
    )
    for indicator in (each for result in plan.latest.results for each in result.indicators):
        place = IndicatorPeriod(
            plan.id, plan.person_id, indicator.key, year.cycle.id, period.number
        )
        value = (indicator.target or Decimal(0)) + year.rng.choice((-2, -1, 0, 0, 1, 2))
        told = realising.RealisationReport(max(value, Decimal(0)), year.vault.lock(REMARK))
        move = realising.Move(place, 0, plan.person_id, year.moment(told_on), told_on)
        realising.report(year.session, move, told=told)
        if by is not None:
            seen = realising.Move(place, 1, by, year.moment(seen_on), seen_on)
            realising.verify(year.session, seen, by=answering)


def enter_activities(year: StaffYear, role: ActingPerson, *, plan: Plan) -> None:
    """Enter what was done on the last working days; most of it was accepted.

    It serves a result of the plan once that was agreed; before, it is linked later.
    """
    days = [year.today - timedelta(days=back) for back in range(1, 2 * WORKED_DAYS)]
    worked = [day for day in days if year.is_working_day(day) and day.year == year.cycle.year]
    for day in worked[:WORKED_DAYS]:
        text, amount, unit = year.rng.choice(WORK)
        fields = ActivityFields(
            done_on=day,
            text=text,
            served=_served(year, plan, is_counted=amount is not None),
            amount=None if amount is None else Decimal(amount),
            unit=unit,
        )
        entered = work_service.EnterActivity(
            role.person_id,
            str(uuid.UUID(int=year.rng.getrandbits(128))),
            fields,
            True,
            year.moment(day),
            day,
        )
        activity_id = work_service.enter_activity(
            year.session, entered, day_fault=WorkDays(day, year.is_working_day).fault_of
        )
        if year.rng.random() < LOOKED_AT:
            _accept(year, activity_id, role=role)


def _served(year: StaffYear, plan: Plan, *, is_counted: bool) -> ActivityPurpose:
    """Return what an activity serves: a result of the agreed plan, or another duty."""
    if plan.latest.agreed_at is None:
        return LATER
    if not is_counted:
        return ActivityPurpose(Purpose.OTHER_DUTY)
    return ActivityPurpose(Purpose.RESULT, plan.id, year.rng.choice(plan.latest.results).key)


def _accept(year: StaffYear, activity_id: int, *, role: ActingPerson) -> None:
    shown = {activity_id: 1}
    decision = work_service.Decision(
        shown, {role.person_id}, role.superior_id, year.moment(year.today)
    )
    work_service.decide(year.session, decision, to=ActivityState.ACCEPTED)
