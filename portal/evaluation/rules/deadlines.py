"""Last days: counted in days that count, stored once, and over at midnight of the city's zone.

Which days are working days is the calendar's business; it comes in as a function.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from types import MappingProxyType

from portal.evaluation.rules.days import DAY, DayTest, first_day, never, nth_day


class MomentWithoutZone(ValueError):
    """A moment that does not say in which zone it is."""


class DeadlineStep(StrEnum):
    """Steps that have a last day."""

    PLAN_SENT = "plan_sent"
    PLAN_AGREED = "plan_agreed"
    ACTIVITY_LOOKED_AT = "activity_looked_at"
    REALISATION_REPORTED = "realisation_reported"
    REALISATION_VERIFIED = "realisation_verified"
    SECOND_LOOK = "second_look"
    PERIOD_EVALUATED = "period_evaluated"
    ROUND_OPEN = "round_open"
    YEAR_CONFIRMED = "year_confirmed"
    YEAR_DELIVERED = "year_delivered"
    OBJECTION_EXPLAINED = "objection_explained"
    OBJECTION_DECIDED = "objection_decided"


# Working days after the day on which the step begins.
WORKING_DAYS: Mapping[DeadlineStep, int] = MappingProxyType(
    {
        DeadlineStep.PLAN_SENT: 20,
        DeadlineStep.PLAN_AGREED: 30,
        DeadlineStep.ACTIVITY_LOOKED_AT: 3,
        DeadlineStep.REALISATION_REPORTED: 5,
        DeadlineStep.REALISATION_VERIFIED: 5,
        DeadlineStep.SECOND_LOOK: 3,
        DeadlineStep.PERIOD_EVALUATED: 15,
        DeadlineStep.ROUND_OPEN: 10,
        DeadlineStep.YEAR_CONFIRMED: 20,
        DeadlineStep.YEAR_DELIVERED: 25,
        DeadlineStep.OBJECTION_EXPLAINED: 5,
        DeadlineStep.OBJECTION_DECIDED: 10,
    }
)


@dataclass(frozen=True, slots=True)
class DayRules:
    """Numbers of working days: local policy, frozen when a cycle opens.

    :ivar steps: that each step has after the day on which it begins.
    :ivar receipt: after which a delivered result counts as received.
    :ivar not_reported: after the second reminder, until silence counts 0.
    :ivar activity: for which work may be entered afterwards.
    :ivar reminders: before silence counts, of a receipt or of a realisation.
    :ivar objection_first, objection_again, objection_last: days left to object, today included, on
        which the person is told.
    :ivar too_late_to_amend: last ones of a period, in which an amendment no longer counts.
    """

    steps: Mapping[DeadlineStep, int] = field(default_factory=lambda: WORKING_DAYS)
    receipt: int = 5
    not_reported: int = 5
    activity: int = 5
    too_late_to_amend: int = 20
    reminders: int = 2
    objection_first: int = 7
    objection_again: int = 3
    objection_last: int = 1


DAY_RULES = DayRules()


def last_day(
    step: DeadlineStep, start: date, *, is_working_day: DayTest, rules: DayRules = DAY_RULES
) -> date:
    """Return the last day of a step, inclusive.

    :param start: the day on which the step begins; the count begins the day after.

    Source: staff evaluation paper 10.1, local policy.
    """
    return nth_day(start, rules.steps[step], counts=is_working_day)


@dataclass(frozen=True, slots=True)
class ObjectionClock:
    """How long somebody may object to a result, and what a decision may do.

    :ivar days: from the receipt, 14 by law.
    :ivar are_working_days: whether those are working days; the law does not say, so it is a
        setting.
    :ivar least_working_days: that are left in any case.
    :ivar admission_days: working days after which what was filed in time counts as admitted.
    :ivar extension_days: working days by which a decision may be put off once.
    :ivar may_worsen: whether a decision may lower what the person had; the city's legal section
        has to look at it before it is allowed.
    """

    days: int = 14
    are_working_days: bool = False
    least_working_days: int = 8
    admission_days: int = 3
    extension_days: int = 5
    may_worsen: bool = False


OBJECTION_CLOCK = ObjectionClock()


def objection_until(
    received_on: date,
    *,
    is_working_day: DayTest,
    is_away: DayTest = never,
    clock: ObjectionClock = OBJECTION_CLOCK,
) -> date:
    """Return the last day of an objection, inclusive, to its end in the city's zone.

    14 days from the receipt and at least 8 working days, neither counted while the person is
    away; a last day that is no working day moves to the next one.

    :param received_on: the day of the receipt, not counted itself.
    :param is_away: days of approved absence.
    :raises NoDayCounts: when the absence has no end within ten years.

    Source: PP 30/2019 Art. 59 (14 days from receiving the result); the rest is ours.
    """

    def is_present(day: date) -> bool:
        return not is_away(day)

    def is_at_work(day: date) -> bool:
        return is_working_day(day) and is_present(day)

    counts = is_at_work if clock.are_working_days else is_present
    by_days = nth_day(received_on, clock.days, counts=counts)
    by_work = nth_day(received_on, clock.least_working_days, counts=is_at_work)
    return first_day(max(by_days, by_work), counts=is_at_work)


def moved_later(stored: date, *, computed: date) -> date:
    """Return a stored last day after the calendar changed: it may move later, never earlier."""
    return max(stored, computed)


def is_in_time(moment: datetime, *, until: date, zone: tzinfo) -> bool:
    """Return whether ``moment`` lies on ``until`` or before, by the date in ``zone``.

    Day 14 at 23:59 in the city's zone is in time, wherever the server stands.

    :param moment: aware, in any zone.
    :param until: last day, inclusive.
    :param zone: the city's.
    :raises MomentWithoutZone: for a moment without a zone.
    """
    if moment.tzinfo is None:
        raise MomentWithoutZone(f"{moment}")
    return moment.astimezone(zone).date() <= until


def days_left(until: date, *, on: date) -> int:
    """Return how many days are left, ``until`` itself included; 0 when it is over."""
    return max((until - on).days + 1, 0)


def objection_reminder_due(until: date, *, on: date, rules: DayRules = DAY_RULES) -> bool:
    """Return whether the person is told on a day that the time to object is running out.

    :param until: last day to object, inclusive.

    Source: staff evaluation paper, section 11: 7, 3 and 1 days before, the day itself included.
    """
    told = (rules.objection_first, rules.objection_again, rules.objection_last)
    return days_left(until, on=on) in told


def deemed_received_on(
    delivered_on: date,
    *,
    reminded_on: Sequence[date],
    is_working_day: DayTest,
    is_away: DayTest = never,
    rules: DayRules = DAY_RULES,
) -> date | None:
    """Return the day on which a result counts as received although nobody pressed "received".

    5 working days on which the person was not away, and two reminders on such days.

    :param reminded_on: days of the reminders, in any order; those while away do not count.
    :returns: None while fewer than two reminders count.
    """

    def is_at_work(day: date) -> bool:
        return is_working_day(day) and not is_away(day)

    reminders = sorted(day for day in set(reminded_on) if is_at_work(day) and day > delivered_on)
    if len(reminders) < rules.reminders:
        return None
    return max(
        nth_day(delivered_on, rules.receipt, counts=is_at_work), reminders[rules.reminders - 1]
    )


def not_reported_from(
    reminded_on: Sequence[date],
    *,
    is_working_day: DayTest,
    is_away: DayTest = never,
    rules: DayRules = DAY_RULES,
) -> date | None:
    """Return the first day on which a silent realisation counts as not reported.

    That is after two reminders on days when the person was present and 5 working days more.
    Whether the appraiser can enter the value from the plan's source is asked before.

    :returns: None while fewer than two reminders count.
    """

    def is_at_work(day: date) -> bool:
        return is_working_day(day) and not is_away(day)

    reminders = sorted(day for day in set(reminded_on) if is_at_work(day))
    if len(reminders) < rules.reminders:
        return None
    return nth_day(reminders[rules.reminders - 1], rules.not_reported, counts=is_at_work) + DAY


def is_final(until: date, *, on: date, has_objection: bool) -> bool:
    """Return whether a result is final on a day: its time to object ended without an objection.

    :param until: last day to object, inclusive.
    :param has_objection: one that was filed and not withdrawn; then only its decision ends it.
    """
    return on > until and not has_objection


def may_enter_activity(
    day: date, *, on: date, is_working_day: DayTest, rules: DayRules = DAY_RULES
) -> bool:
    """Return whether work of ``day`` may be entered ``on`` a day: 5 working days back, not ahead.

    A day off is allowed (and marked by whoever shows it).
    """
    return day <= on <= nth_day(day, rules.activity, counts=is_working_day)


def counts_in_period(
    sent_on: date, *, period_ends_on: date, is_working_day: DayTest, rules: DayRules = DAY_RULES
) -> bool:
    """Return whether an amendment sent on a day counts in the period that ends then.

    One sent in the period's last 20 working days, or after it, counts from the next.

    :param period_ends_on: inclusive.
    """
    return nth_day(sent_on, rules.too_late_to_amend, counts=is_working_day) <= period_ends_on
