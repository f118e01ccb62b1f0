"""What of realisations waits on the first screen: to report, to answer, and one step up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.plans.domain import IN_FORCE
from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.plans.queries import indicator_count
from portal.evaluation.realisations.domain import TO_REPORT
from portal.evaluation.realisations.queries import (
    Waiting,
    report_days,
    states_of_plan,
    waiting_realisations,
    waiting_silence,
)
from portal.evaluation.rules.states import RealisationState
from portal.evaluation.work.blueprint import work_days
from portal.organisation.people import queries as people
from portal.organisation.people.above_queries import may_be_two_steps_below, two_steps_below
from portal.organisation.people.delegation import delegated_people
from portal.web.extensions import today


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


def realisations_on_screen(session: Session, around: AroundViewer) -> RealisationsOnScreen | None:
    """Return what waits; the number of queries does not grow with the people."""
    own = around.person_id
    delegated = delegated_people(session, own, standing=around.standing)
    followed = {*around.names, *delegated}
    above, days = may_be_two_steps_below(own, on=today()), work_days(around.cycle)
    waiting = [
        *waiting_realisations(session, own, about=followed, above=above),
        *waiting_silence(session, about=followed, above=above, days=days),
    ]
    stepped = [each for each in waiting if each.went_up(days, cycle=around.cycle)]
    theirs = _theirs(session, around, waiting=waiting, stepped=stepped, followed=followed)
    mine = _mine(session, around)
    proposals = {
        (each.plan_id, each.number)
        for each in waiting
        if each.person_id == own and each.proposed_by not in {None, own}
    }
    if not mine and not theirs and not proposals:
        return None
    return RealisationsOnScreen(mine, theirs, tuple(sorted(proposals)))


def _theirs(
    session: Session,
    around: AroundViewer,
    *,
    waiting: Sequence[Waiting],
    stepped: Sequence[Waiting],
    followed: set[int],
) -> tuple[PeriodToAnswer, ...]:
    """Return what waits for the viewer of other people, in order of name.

    :param stepped: of what waits, what went one step up.
    """
    own = around.person_id
    others = [each for each in waiting if own not in {each.person_id, each.proposed_by}]
    candidates = {each.person_id for each in stepped} - {own}
    below = two_steps_below(session, own, among=candidates, on=today())
    counted: Counter[tuple[int, int, int, bool]] = Counter()
    for each in others:
        is_up = each in stepped
        if each.person_id in (below if is_up else followed):
            counted[each.person_id, each.plan_id, each.number, is_up] += 1
    unknown = {person_id for person_id, *_ in counted} - set(around.names)
    names = {**around.names, **(people.persons(session, unknown) if unknown else {})}
    found = [
        PeriodToAnswer(names[person_id].name, plan_id, number, count, is_up)
        for (person_id, plan_id, number, is_up), count in counted.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.name, each.number)))


def _mine(session: Session, around: AroundViewer) -> tuple[PeriodToReport, ...]:
    """Return the own periods in which something is to be reported, or to be looked at again."""
    plan, cycle = around.own_plan, around.cycle
    if plan is None or cycle is None or plan.state not in IN_FORCE:
        return ()
    days = work_days(cycle)
    periods = [each for each in cycle.periods if plan.starts_on <= each.ends_on]
    begun = [each for each in periods if each.starts_on <= days.today]
    states = states_of_plan(session, plan.plan_id)
    whole, until = indicator_count(session, plan.plan_id), report_days(session, cycle, days=days)
    found: list[PeriodToReport] = []
    for each in begun:
        counts = states.get(each.number, {})
        done = sum(count for state, count in counts.items() if state not in TO_REPORT)
        disputed = counts.get(RealisationState.DISPUTED, 0)
        # While a period runs, nothing of it is asked for where an earlier one waits.
        is_asked = each.ends_on < days.today or not found
        left = max(whole - done - disputed, 0) if is_asked else 0
        if left or disputed:
            last = until.get(each.number)
            is_late, is_over = last is not None and last < days.today, each.ends_on < days.today
            settled = counts.get(RealisationState.NOT_REPORTED, 0)
            found.append(
                PeriodToReport(
                    plan.plan_id,
                    each.number,
                    left,
                    disputed,
                    until=last,
                    is_late=is_late,
                    is_over=is_over,
                    settled=settled,
                )
            )
    return tuple(found)
