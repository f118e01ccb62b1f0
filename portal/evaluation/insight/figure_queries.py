"""Citizens' gated figure of a person as signs and the equity check read it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.citizens_queries import (
    CitizensSource,
    JudgedYear,
    citizens_source,
)
from portal.evaluation.appraisals.result_gathering import counting_version
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.insight.facts import OtherFigure
from portal.evaluation.plans.domain import Plan
from portal.evaluation.plans.queries import plans_of_cycle
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.year_signals import citizens_error

# People whose plans, with all their indicators, are in memory at once.
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ServedPlan:
    """By which plan a person's year is judged, in which cycle, by which rules, asked on a day."""

    plan: Plan
    cycle: Cycle
    rules: RuleSet
    on: date


def served_plans(
    session: Session, cycle: Cycle, *, rules: RuleSet, person_ids: Collection[int], on: date
) -> Iterator[ServedPlan]:
    """Give the plan by which each of these people's year is judged, read in portions.

    Of a portion that was given nothing is held: a city's plans together are larger than all else
    that a night needs.
    """
    ids = sorted(person_ids)
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        for plans in plans_of_cycle(session, cycle.id, person_ids=some).values():
            yield ServedPlan(plans[0], cycle, rules, on)


def source_of(session: Session, served: ServedPlan) -> CitizensSource:
    """Return citizens' part of a person's year, as the result reads it."""
    plan, cycle = served.plan, served.cycle
    version = counting_version(plan) or plan.latest
    judged = JudgedYear(
        plan.person_id,
        year=(cycle.starts_on, cycle.ends_on),
        served=(plan.starts_on, plan.ends_on),
        on=served.on,
        is_used_by_indicator=any(each.uses_citizens for each in version.indicators()),
    )
    return citizens_source(session, judged, rules=served.rules)


def citizens_figure(session: Session, served: ServedPlan) -> OtherFigure | None:
    """Return citizens' figure with its error; None where the source does not count.

    What the head of the agency may not see counts for nobody, so that no sign tells it.
    """
    source = source_of(session, served)
    value, released = source.step_value, source.released
    if value is None or released is None or released.interval is None:
        return None
    reliability = source.voice.reliability
    return OtherFigure(value, citizens_error(released.interval, reliability=reliability))


def citizens_difference(session: Session, served: ServedPlan) -> Decimal | None:
    """Return citizens' mean less what the services worked at give, 1 to 4; None where gated."""
    source = source_of(session, served)
    released, compared = source.released, source.compared
    if source.voice.value is None or released is None or compared is None:
        return None
    if released.mean is None or compared.expected is None:
        return None
    return released.mean - compared.expected
