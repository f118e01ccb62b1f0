"""Whose turn it is with a plan, until which day, and who is told before and after it.

Silence decides nothing: no rule here brings a plan into another state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.evaluation.rules.days import DAY, DayTest, NoDayCounts, never, nth_day
from portal.evaluation.rules.deadlines import DayRules, DeadlineStep, last_day
from portal.evaluation.rules.states import PlanState

# Working days left, the last day included, on which whoever has the turn is reminded.
REMINDERS = (1, 5)
# As many are left once the last day is over.
OVER = 0
NOT_SENT_STATES = frozenset({PlanState.DRAFT, PlanState.RETURNED})


class SilenceKind(StrEnum):
    """Who is silent: the person, or the appraiser."""

    NOT_SENT = "not_sent"
    NOT_ANSWERED = "not_answered"


class ToldAs(StrEnum):
    """Why somebody is told."""

    PERSON = "person"
    APPRAISER = "appraiser"
    #: The appraiser's superior.
    ABOVE = "above"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class HeldPlan:
    """The latest version of somebody's latest plan of a cycle, by days of the city.

    :ivar sent_on: the day on which the version was last sent.
    :ivar returned_on: the day on which it was last returned.
    :ivar is_ended: whether the plan ended before its time.
    """

    number: int
    state: PlanState
    starts_on: date
    ends_on: date
    sent_on: date | None = None
    returned_on: date | None = None
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class PlanDays:
    """By which days plans of a cycle are sent and agreed.

    :ivar sent: the last day for whoever was there from the cycle's first day; so is ``agreed``.
    """

    first: date
    last: date
    sent: date
    agreed: date
    rules: DayRules
    is_working_day: DayTest

    @property
    def for_an_answer(self) -> int:
        """Working days after something was sent or returned: as many as lie between both steps."""
        steps = self.rules.steps
        return max(steps[DeadlineStep.PLAN_AGREED] - steps[DeadlineStep.PLAN_SENT], 1)

    def until(self, step: DeadlineStep, *, begins_on: date, counts: DayTest) -> date:
        """Return the last day of a step of a plan that begins on a day, never earlier than kept."""
        kept = {DeadlineStep.PLAN_SENT: self.sent, DeadlineStep.PLAN_AGREED: self.agreed}[step]
        begins = max(begins_on, self.first)
        computed = last_day(step, begins, is_working_day=counts, rules=self.rules)
        return max(kept, computed) if begins == self.first else computed

    def answered_until(self, day: date, *, counts: DayTest) -> date:
        """Return the last day to answer what was sent or returned on a day."""
        return nth_day(day, self.for_an_answer, counts=counts)


@dataclass(frozen=True, slots=True)
class PlanSilence:
    """That a person's plan waits, for whom, and until which day (inclusive)."""

    person_id: int
    kind: SilenceKind
    last_on: date


@dataclass(frozen=True, slots=True)
class SilenceNotice:
    """That somebody was told of a silence on a day; ``days_left`` is ``OVER`` once it was over."""

    silence: PlanSilence
    days_left: int
    told_id: int
    told_as: ToldAs
    noted_on: date


def silence_of(
    person_id: int,
    held: HeldPlan | None,
    *,
    begins_on: date,
    on: date,
    days: PlanDays,
    is_away: DayTest = never,
) -> PlanSilence | None:
    """Return what waits of a person's plan on a day; None where nobody's turn has an end.

    A draft of an amendment has none: what was agreed goes on. Days on which the person is away
    with approval do not count against the person.

    :param begins_on: the person's first day in a post within the cycle.

    Source: staff evaluation paper, 9.2 and 10.1; the days for an answer are local policy.
    """

    def is_at_work(day: date) -> bool:
        return days.is_working_day(day) and not is_away(day)

    try:
        until = _not_sent_until(held, begins_on=begins_on, on=on, days=days, counts=is_at_work)
    except NoDayCounts:
        return None
    if until is not None:
        return PlanSilence(person_id, SilenceKind.NOT_SENT, until)
    if held is None or held.state is not PlanState.SUBMITTED or held.sent_on is None:
        return None
    if held.is_ended:
        return None
    return PlanSilence(person_id, SilenceKind.NOT_ANSWERED, _answered_until(held, days=days))


def days_left(last_on: date, *, on: date, is_working_day: DayTest) -> int | None:
    """Return which reminder is due on a day: 5, 1, ``OVER``; None while more days are left."""
    if on > last_on:
        return OVER
    return next(
        (left for left in REMINDERS if nth_day(on, left, counts=is_working_day) >= last_on), None
    )


def told_of(
    silence: PlanSilence,
    *,
    left: int,
    appraiser_id: int | None,
    above_id: int | None,
    coordinator_id: int | None,
) -> Mapping[int, ToldAs]:
    """Return who is told of a silence, and why; each person once.

    Before the last day whoever has the turn. Afterwards, of a plan that was not sent, the superior,
    too; of one that was not answered the appraiser's superior; of both the coordinator.
    """
    person = silence.person_id
    is_over, by_person = left == OVER, silence.kind is SilenceKind.NOT_SENT
    wanted = [
        (person if by_person else None, ToldAs.PERSON),
        (appraiser_id if is_over or not by_person else None, ToldAs.APPRAISER),
        (above_id if is_over and not by_person else None, ToldAs.ABOVE),
        (coordinator_id if is_over else None, ToldAs.COORDINATOR),
    ]
    found: dict[int, ToldAs] = {}
    for each, told_as in wanted:
        # Of a plan its person is told as its person, in no other role.
        if each is not None and (each != person or told_as is ToldAs.PERSON):
            found.setdefault(each, told_as)
    return found


def still_waits(notice: SilenceNotice, held: HeldPlan | None, *, on: date) -> bool:
    """Return whether what somebody was told of still waits in the same way."""
    silence = notice.silence
    if held is None or held.ends_on < on:
        is_next = held is None or silence.last_on > held.ends_on
        return is_next and silence.kind is SilenceKind.NOT_SENT
    if silence.kind is SilenceKind.NOT_ANSWERED:
        is_sent = held.state is PlanState.SUBMITTED and not held.is_ended
        return is_sent and held.sent_on is not None and held.sent_on <= notice.noted_on
    is_this_plan = silence.last_on >= held.starts_on
    is_after = held.sent_on is None or held.sent_on < notice.noted_on
    return held.state in NOT_SENT_STATES and is_this_plan and is_after


def _not_sent_until(
    held: HeldPlan | None, *, begins_on: date, on: date, days: PlanDays, counts: DayTest
) -> date | None:
    """Return the last day to send what the person has to send; None where there is nothing."""
    step = DeadlineStep.PLAN_SENT
    if on > days.last:
        return None
    if held is None or held.ends_on < on:
        begins = begins_on if held is None else max(begins_on, held.ends_on + DAY)
        return None if begins > days.last else days.until(step, begins_on=begins, counts=counts)
    if held.state not in NOT_SENT_STATES or held.is_ended:
        return None
    if held.number > 1:
        day = held.returned_on
        return None if day is None else days.answered_until(day, counts=counts)
    begins = max(begins_on, held.starts_on)
    first = days.until(step, begins_on=begins, counts=counts)
    if held.returned_on is None:
        return first
    return max(first, days.answered_until(held.returned_on, counts=counts))


def _answered_until(held: HeldPlan, *, days: PlanDays) -> date:
    sent_on = held.sent_on or held.starts_on
    answered = days.answered_until(sent_on, counts=days.is_working_day)
    if held.number > 1:
        return answered
    step = DeadlineStep.PLAN_AGREED
    first = days.until(step, begins_on=held.starts_on, counts=days.is_working_day)
    return max(first, answered)
