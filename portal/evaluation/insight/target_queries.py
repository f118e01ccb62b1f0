"""Queries on indicators in two years, and on targets that ask for less than before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.result_gathering import (
    ResultSource,
    counting_version,
    result_source,
)
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.insight.around import LookedAt
from portal.evaluation.plans.domain import Indicator, Plan
from portal.evaluation.plans.queries import plan_with
from portal.evaluation.rules.exact import ExactNumber
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.target_signals import is_lowered

# By what the same indicator is found in another year's plan.
_SameIndicator = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ComparedTargets:
    """Two years side by side.

    :ivar attainments: percent, of the year before and of this one; empty without both.
    :ivar has_lowered: a target is below what the year before reached, or was lowered by an
        amendment that counts from the year's last period on.
    """

    attainments: Sequence[Sequence[ExactNumber | None]] = ()
    has_lowered: bool = False


def compared_targets(
    session: Session, at: LookedAt, *, plan: Plan, earlier: Yearly | None
) -> ComparedTargets:
    """Return this year's targets beside what the year before reached, where there is one."""
    is_late = is_lowered_late(plan, last_period=at.cycle.periods[-1].starts_on)
    before = None if earlier is None else plan_with(session, earlier.plan_id)
    if before is None or at.earlier is None:
        return ComparedTargets(has_lowered=is_late)
    old = _source(session, before, year=at.earlier)
    new = _source(session, plan, year=(at.cycle, at.rules))
    if old is None or new is None:
        return ComparedTargets(has_lowered=is_late)
    aids = [each.aid for each in (old, new)]
    attainments = [list(aid.attainments.values()) for aid in aids if aid is not None]
    return ComparedTargets(
        attainments if len(attainments) == len(aids) else (), is_late or _has_lowered(old, new)
    )


def is_lowered_late(plan: Plan, *, last_period: date) -> bool:
    """Return whether an agreed amendment lowered a target late in the year.

    Targets that are 5 percent lower lift "above" from 35 to 58 percent of people.
    """
    agreed = [each for each in plan.versions if each.agreed_at is not None]
    return any(
        new.counts_from >= last_period and bool(new.lowered(old)) for old, new in pairwise(agreed)
    )


def _source(session: Session, plan: Plan, *, year: tuple[Cycle, RuleSet]) -> ResultSource | None:
    version = counting_version(plan)
    if version is None:
        return None
    cycle, rules = year
    return result_source(session, plan, cycle=cycle, version=version, rules=rules)


def _has_lowered(old: ResultSource, new: ResultSource) -> bool:
    reached = _realised(old)
    return any(
        is_lowered(each.target, realised=reached[_key(each)], direction=each.direction)
        for each in new.version.indicators()
        if each.target is not None and _key(each) in reached
    )


def _realised(source: ResultSource) -> Mapping[_SameIndicator, ExactNumber]:
    measured = {each.key: each for each in source.measures if each is not None}
    found: dict[_SameIndicator, ExactNumber] = {}
    for each in source.version.indicators():
        measure = measured.get(each.name)
        # Of a part of a year, the sum says nothing about a whole one.
        is_whole = measure is not None and measure.target == each.target
        if measure is not None and measure.realisation is not None and is_whole:
            found[_key(each)] = measure.realisation
    return found


def _key(indicator: Indicator) -> _SameIndicator:
    words = " ".join(indicator.text.casefold().split())
    return (words, indicator.unit.casefold().strip(), indicator.direction)
