"""Citizens' gated figure of a person as signs and the equity check read it."""

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
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.year_signals import citizens_error


@dataclass(frozen=True, slots=True)
class ServedPlan:
    """By which plan a person's year is judged, in which cycle, by which rules, asked on a day."""

    plan: Plan
    cycle: Cycle
    rules: RuleSet
    on: date


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
