"""By which plan and rules a person is looked at, and what its verified figures say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.development.strengths import FindingKind, StrengthFinding
from portal.evaluation.plans import queries as plans
from portal.evaluation.plans.domain import Plan, Version
from portal.evaluation.realisations.realised_queries import realised
from portal.evaluation.rules.attainment import attainment, is_measurable
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.states import RealisationState


@dataclass(frozen=True, slots=True)
class FindingBasis:
    """Whose year is looked at, by which plan and rules."""

    plan: Plan
    version: Version
    cycle: Cycle
    rules: RuleSet
    on: date


def finding_basis(session: Session, person_id: int, *, on: date) -> FindingBasis | None:
    """Return the plan in force on a day with its cycle and rules; None without one."""
    held = plans.plans_of(session, person_id)
    plan = next((each for each in held if each.starts_on <= on <= each.ends_on), None)
    return None if plan is None else _basis(session, plan, version=plan.in_force, on=on)


def compared_bases(session: Session, person_id: int, *, on: date) -> Sequence[FindingBasis]:
    """Return the plans by which citizens' figure may be known on a day, the earlier one first.

    What it is compared with comes once a year, with December's release, when the plan of that year
    is over: so the last plan of the year before counts beside the plan of the day.
    """
    held = plans.plans_of(session, person_id)
    over = [each for each in held if each.ends_on < on and each.ends_on.year == on.year - 1]
    last = max(over, key=lambda plan: plan.ends_on, default=None)
    agreed = () if last is None else [each for each in last.versions if each.agreed_at]
    before = _basis(session, last, version=agreed[-1], on=on) if last and agreed else None
    found = (before, finding_basis(session, person_id, on=on))
    return [each for each in found if each is not None]


def _basis(
    session: Session, plan: Plan, *, version: Version | None, on: date
) -> FindingBasis | None:
    cycle = cycles.cycle_with(session, plan.cycle_id)
    if cycle is None or version is None:
        return None
    return FindingBasis(plan, version, cycle, cycles.rules_of(session, cycle).rules, on)


def indicator_findings(session: Session, basis: FindingBasis) -> Iterator[StrengthFinding]:
    """Give what verified realisations say that lies below or above the cycle's cuts."""
    cuts = basis.rules.result.cuts
    for period in basis.cycle.periods:
        items = realised(session, basis.version, plan_id=basis.plan.id, period_number=period.number)
        for each in items:
            target, direction = each.target, each.indicator.direction
            is_known = each.state is RealisationState.VERIFIED and target is not None
            if target is None or not is_known or not is_measurable(target, direction):
                continue
            percent = attainment(each.value, target=target, direction=direction)
            if percent is None:
                continue
            is_strength = percent > cuts.above_beyond
            if is_strength or percent < cuts.meets_from:
                yield StrengthFinding(
                    FindingKind.INDICATOR,
                    " ".join(each.indicator.text.split()),
                    is_strength,
                    period.ends_on,
                    _rounded(percent.numerator, percent.denominator),
                    Decimal(100),
                )


def _rounded(numerator: int, denominator: int) -> Decimal:
    return (Decimal(numerator) / Decimal(denominator)).quantize(Decimal("0.1"))
