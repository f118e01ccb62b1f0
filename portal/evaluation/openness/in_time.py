"""Counts of people with a plan in a cycle: on time, in dialogue, with a final result."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.queries import shown_days
from portal.evaluation.appraisals.yearly_queries import final_predicates
from portal.evaluation.cycles.domain import WHOLE_CYCLE, Cycle
from portal.evaluation.cycles.queries import deadlines
from portal.evaluation.monitoring.queries import people_in_dialogue
from portal.evaluation.plans.indicator_queries import planned_in
from portal.evaluation.rules.deadlines import DeadlineStep
from portal.evaluation.rules.levels import Predicate
from portal.evaluation.rules.training import JP_OF_YEAR
from portal.evaluation.training.queries import hours_done
from portal.publication.yearly_evaluation.counts import (
    AgencyYear,
    OrganisationIndicator,
    Training,
)

LOWER = (Predicate.VERY_POOR, Predicate.POOR, Predicate.NEEDS_IMPROVEMENT)


@dataclass(frozen=True, slots=True)
class PlannedYear:
    """A person's plans of a cycle: the days of all, and of the first when it was agreed."""

    starts_on: date
    ends_on: date
    agreed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """What is known of everybody with a plan: on time, in dialogue, with a final predicate.

    :ivar hours: of training done with evidence (*JP*), who has none left out; None where the
        city recorded none at all, which says nothing of anybody's.
    """

    planned: Mapping[int, PlannedYear]
    agreed_in_time: frozenset[int]
    evaluated_in_time: frozenset[int]
    in_dialogue: frozenset[int]
    predicates: Mapping[int, Predicate]
    hours: Mapping[int, int] | None

    def agency_year(
        self,
        named: tuple[str, str],
        persons: Sequence[int],
        *,
        indicators: tuple[OrganisationIndicator, ...],
    ) -> AgencyYear:
        """Count an agency's people (code and name of the agency first)."""

        def count(chosen: Iterable[int]) -> int:
            return len(frozenset(chosen) & frozenset(persons))

        found = Counter(self.predicates.get(each) for each in persons)
        return AgencyYear(
            *named,
            people=len(persons),
            plans_in_time=count(self.agreed_in_time),
            evaluations_in_time=count(self.evaluated_in_time),
            dialogues_held=count(self.in_dialogue),
            very_good=found[Predicate.VERY_GOOD],
            good=found[Predicate.GOOD],
            lower=sum(found[each] for each in LOWER),
            training=self._training(persons),
            indicators=indicators,
        )

    def _training(self, persons: Sequence[int]) -> Training | None:
        if self.hours is None:
            return None
        done = [self.hours.get(each, 0) for each in persons]
        return Training(hours=sum(done), reached=sum(each >= JP_OF_YEAR for each in done))


def people_facts(session: Session, cycle: Cycle, *, zone: tzinfo) -> PeopleFacts:
    """Read what is known of everybody with a plan in a cycle.

    :param zone: of the city, in which a day ends at midnight.
    """
    rows = session.execute(planned_in(cycle.id))
    planned = {person: PlannedYear(first, last, agreed) for person, first, last, agreed in rows}
    last_days = {
        (each.period_number, each.step): each.in_force for each in deadlines(session, cycle.id)
    }
    until = last_days[WHOLE_CYCLE, DeadlineStep.PLAN_AGREED]
    agreed = agreed_in_time(planned, cycle, until=until, zone=zone)
    shown = shown_days(session, cycle.id)
    evaluated = evaluated_in_time(planned, cycle, shown=shown, last_days=last_days)
    return PeopleFacts(
        planned,
        agreed,
        evaluated,
        in_dialogue=people_in_dialogue(session, first=cycle.starts_on, last=cycle.ends_on),
        predicates=final_predicates(session, cycle.id),
        hours=hours_done(session, list(planned), first=cycle.starts_on, last=cycle.ends_on) or None,
    )


def agreed_in_time(
    planned: Mapping[int, PlannedYear], cycle: Cycle, *, until: date, zone: tzinfo
) -> frozenset[int]:
    """Return whose plan was agreed in time, by the city's date.

    :param until: the last day of the step for whoever was there from the cycle's first day.
        Whoever came during the year has as many days from the first day of the plan.
    """
    allowed = until - cycle.starts_on
    return frozenset(
        person
        for person, plans in planned.items()
        if plans.agreed_at is not None
        and plans.agreed_at.astimezone(zone).date() <= plans.starts_on + allowed
    )


def evaluated_in_time(
    planned: Mapping[int, PlannedYear],
    cycle: Cycle,
    *,
    shown: Mapping[tuple[int, int], date],
    last_days: Mapping[tuple[int, DeadlineStep], date],
) -> frozenset[int]:
    """Return who was shown the evaluation of every period of the own plans by its last day.

    :param shown: the day, by person and period number; what was not shown is not there.
    """
    return frozenset(
        person
        for person, plans in planned.items()
        if all(
            shown.get((person, period.number), date.max)
            <= last_days[period.number, DeadlineStep.PERIOD_EVALUATED]
            for period in cycle.periods
            if plans.starts_on <= period.ends_on and period.starts_on <= plans.ends_on
        )
    )
