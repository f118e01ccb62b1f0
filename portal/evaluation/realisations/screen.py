"""Realisations on the first screen: to report, to answer, and one step up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.evaluation.plans.indicator_queries import ask_indicator_count
from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.realisations.queries import report_days
from portal.evaluation.realisations.waiting_queries import (
    PeriodCounts,
    Waiting,
    ask_period_counts,
    ask_waiting_realisations,
    ask_waiting_silence,
)
from portal.evaluation.work.blueprint import work_days
from portal.organisation.people.asked_queries import ask_persons, ask_two_steps_below
from portal.storage.joint_reading import Asking, nothing_asked, side_by_side


@dataclass(frozen=True, slots=True)
class PeriodToReport:
    """An own period in which something is to be reported.

    :ivar left: indicators that were neither reported nor dropped.
    :ivar disputed: those to look at again.
    :ivar until: last day to report in time, inclusive.
    :ivar settled: of ``left`` those that were kept as not reported.
    :ivar is_over: whether the period has ended, so that everything of it can be reported.
    """

    plan_id: int
    number: int
    left: int
    disputed: int
    until: date | None
    is_late: bool
    is_over: bool
    settled: int = 0


@dataclass(frozen=True, slots=True)
class PeriodToAnswer:
    """A period of somebody in which something waits for the viewer."""

    name: str
    plan_id: int
    number: int
    count: int
    is_above: bool


@dataclass(frozen=True, slots=True)
class RealisationsOnScreen:
    """What a viewer sees of realisations first.

    :ivar proposals: plan and period in which the viewer's agreement is asked for.
    """

    mine: tuple[PeriodToReport, ...]
    theirs: tuple[PeriodToAnswer, ...]
    proposals: tuple[tuple[int, int], ...]

    @property
    def waiting(self) -> int:
        """How many periods and answers wait.

        A period that still runs waits for nobody; what was disputed, or kept as not reported,
        may be left as it is.
        """
        to_report = sum(each.is_over and each.left > each.settled for each in self.mine)
        return to_report + len(self.theirs) + len(self.proposals)


def realisations_on_screen(around: AroundViewer) -> Asking[RealisationsOnScreen | None]:
    """Ask for what waits; the number of queries does not grow with the people."""
    own, followed = around.person_id, set(around.known)
    on, days = around.standing.on, work_days(around.cycle)
    reported, silent, mine = yield from side_by_side(
        ask_waiting_realisations(own, about=followed, on=on),
        ask_waiting_silence(own, about=followed, on=on, days=days),
        _ask_mine(around),
    )
    waiting = [*reported, *silent]
    stepped = [each for each in waiting if each.went_up(days, cycle=around.cycle)]
    theirs = yield from _ask_theirs(around, waiting=waiting, stepped=stepped)
    proposals = {
        (each.plan_id, each.number)
        for each in waiting
        if each.person_id == own and each.proposed_by not in {None, own}
    }
    if not mine and not theirs and not proposals:
        return None
    return RealisationsOnScreen(mine, theirs, tuple(sorted(proposals)))


def _ask_theirs(
    around: AroundViewer, *, waiting: Sequence[Waiting], stepped: Sequence[Waiting]
) -> Asking[tuple[PeriodToAnswer, ...]]:
    """Ask for what waits for the viewer of other people, in order of name.

    :param stepped: of what waits, what went one step up.
    """
    own, known = around.person_id, around.known
    candidates = {each.person_id for each in stepped} - {own}
    strangers = candidates - set(known)
    below, names = yield from side_by_side(
        ask_two_steps_below(own, among=candidates, on=around.standing.on),
        ask_persons(strangers) if strangers else nothing_asked({}),
    )
    others = [each for each in waiting if own not in {each.person_id, each.proposed_by}]
    counted: Counter[tuple[int, int, int, bool]] = Counter()
    for each in others:
        is_up = each in stepped
        if each.person_id in (below if is_up else known):
            counted[each.person_id, each.plan_id, each.number, is_up] += 1
    found = [
        PeriodToAnswer((known.get(person_id) or names[person_id]).name, plan_id, number, count, up)
        for (person_id, plan_id, number, up), count in counted.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.name, each.number)))


def _ask_mine(around: AroundViewer) -> Asking[tuple[PeriodToReport, ...]]:
    """Ask for the own periods in which something is to be reported, or to be looked at again."""
    plan, cycle = around.own_plan, around.cycle
    if plan is None or cycle is None or not (plan.is_in_force or plan.is_ended):
        return ()
    reported, whole = yield from side_by_side(
        ask_period_counts(plan.plan_id), ask_indicator_count(plan.plan_id)
    )
    days = work_days(cycle)
    periods = [
        each
        for each in cycle.periods
        if plan.starts_on <= each.ends_on and each.starts_on <= plan.ends_on
    ]
    begun = [each for each in periods if each.starts_on <= days.today]
    until = report_days(around.deadlines, days=days)
    found: list[PeriodToReport] = []
    for each in begun:
        counts = reported.get(each.number, PeriodCounts())
        # While a period runs, nothing of it is asked for where an earlier one waits.
        is_asked = each.ends_on < days.today or not found
        left = max(whole - counts.done - counts.disputed, 0) if is_asked else 0
        if left or counts.disputed:
            last = until.get(each.number)
            is_late, is_over = last is not None and last < days.today, each.ends_on < days.today
            found.append(
                PeriodToReport(
                    plan.plan_id,
                    each.number,
                    left,
                    counts.disputed,
                    until=last,
                    is_late=is_late,
                    is_over=is_over,
                    settled=counts.settled,
                )
            )
    return tuple(found)
