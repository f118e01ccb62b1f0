"""Queries on signs of strengths and weaknesses: figures, steps, citizens, causes."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.citizens_queries import JudgedYear, citizens_source
from portal.evaluation.appraisals.queries import periodics_of
from portal.evaluation.appraisals.yearly_queries import years_of_person
from portal.evaluation.development.basis_queries import (
    FindingBasis,
    compared_bases,
    finding_basis,
    indicator_findings,
)
from portal.evaluation.development.strengths import (
    FindingKind,
    Findings,
    StrengthFinding,
    sorted_out,
)
from portal.evaluation.monitoring.queries import difficulties_of
from portal.evaluation.rules.citizens import may_decide_more

WEAK_STEP, STRONG_STEP = 2, 4
HUNDREDTH = Decimal("0.01")
IKM_PER_POINT = 25


def findings_of(session: Session, person_id: int, *, on: date) -> Findings:
    """Return a person's strong and weak points as they are known on a day.

    Indicators from verified realisations of the plan of the day, steps from the last delivered
    year, citizens through the gate, causes from quarters that were shown and from difficulties
    that nobody settled.
    """
    found = [*_steps(session, person_id), *_difficulties(session, person_id)]
    basis = finding_basis(session, person_id, on=on)
    if basis is not None:
        found += indicator_findings(session, basis)
        found += _quarters(session, basis)
    for compared in compared_bases(session, person_id, on=on):
        found += _citizens(session, compared)
    return sorted_out(found)


def _steps(session: Session, person_id: int) -> Iterator[StrengthFinding]:
    delivered = [
        each for each in years_of_person(session, person_id) if each.is_delivered and each.latest
    ]
    if not delivered:
        return
    last = max(delivered, key=lambda year: year.cycle_id)
    known_on = last.delivered_on or date.min
    for value, given in (last.latest.steps if last.latest else {}).items():
        if given.step <= WEAK_STEP or given.step >= STRONG_STEP:
            is_strength = given.step >= STRONG_STEP
            yield StrengthFinding(
                FindingKind.STEP, value, is_strength, known_on, Decimal(given.step)
            )


def _citizens(session: Session, basis: FindingBasis) -> Iterator[StrengthFinding]:
    """Give citizens' figure where it passes the gate and differs by more than chance explains."""
    plan, cycle = basis.plan, basis.cycle
    judged = JudgedYear(
        plan.person_id,
        (cycle.starts_on, cycle.ends_on),
        (plan.starts_on, min(plan.ends_on, basis.on)),
        basis.on,
        any(each.uses_citizens for each in basis.version.indicators()),
    )
    source = citizens_source(session, judged, rules=basis.rules)
    compared, released = source.compared, source.released
    if compared is None or released is None or released.interval is None:
        return
    rules = basis.rules.citizens
    if not may_decide_more(source.voice, comparable_people=compared.others, rules=rules):
        return
    expected = (compared.city if compared.expected is None else compared.expected) * IKM_PER_POINT
    low, high = released.interval
    if low <= expected <= high:
        return
    yield StrengthFinding(
        FindingKind.CITIZENS,
        "citizens",
        low > expected,
        min(plan.ends_on, basis.on),
        released.value,
        expected.quantize(HUNDREDTH),
    )


def _quarters(session: Session, basis: FindingBasis) -> Iterator[StrengthFinding]:
    for each in periodics_of(session, basis.plan.id):
        if each.is_shown and each.cause is not None and each.shown_on is not None:
            yield StrengthFinding(FindingKind.CAUSE, str(each.cause), False, each.shown_on)


def _difficulties(session: Session, person_id: int) -> Iterator[StrengthFinding]:
    for each in difficulties_of(session, person_id):
        if each.settled_on is None:
            yield StrengthFinding(FindingKind.CAUSE, str(each.cause), False, each.found_on)
