"""Who may be nominated for an award: each rule with what was found, so that it can be explained."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.evaluation.rules.award_citizens import CitizensStanding
from portal.evaluation.rules.award_years import Spans, counted_years, needed_hours
from portal.evaluation.rules.levels import Predicate

GOOD_OR_BETTER = frozenset({Predicate.GOOD, Predicate.VERY_GOOD})


class EligibilityRule(StrEnum):
    """What a nominee has to meet."""

    PREDICATES = "predicates"
    OUTSTANDING = "outstanding"
    FINAL = "final"
    HOURS = "hours"
    IN_POST = "in_post"
    INTEGRITY = "integrity"
    CITIZENS = "citizens"


class EligibilityOutcome(StrEnum):
    """What came of a rule."""

    MET = "met"
    NOT_MET = "not_met"
    #: Something has not been recorded yet.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EligibilityRules:
    """What a scheme asks for; all of it local.

    :ivar years: how many years running *Baik* or better.
    :ivar outstanding: how many of them *Sangat Baik*.
    :ivar hours: of training in the scheme's year, before absence is taken off.
    """

    years: int = 2
    outstanding: int = 1
    hours: int = 20


@dataclass(frozen=True, slots=True)
class YearResult:
    """A year's result of a person.

    :ivar is_official: taken from the official record, not from this portal.
    """

    year: int
    predicate: Predicate
    is_final: bool
    is_official: bool = False


@dataclass(frozen=True, slots=True)
class EligibilityFacts:
    """What is known of a nominee for the scheme's year.

    :ivar results: of any years, in any order.
    :ivar away: approved absences, both days inclusive, with no overlap.
    :ivar in_post_since: first day of the present post; None without one.
    :ivar hours: of training in the year; None while nobody recorded them.
    :ivar integrity: the inspectorate's word; None while there is none.
    :ivar citizens: None where the figure passed no gate.
    """

    year: int
    results: Sequence[YearResult]
    away: Spans
    in_post_since: date | None
    hours: int | None
    integrity: bool | None
    citizens: CitizensStanding | None


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What came of one rule, with the numbers that explain it."""

    rule: EligibilityRule
    outcome: EligibilityOutcome
    found: Mapping[str, Any]


def eligibility(facts: EligibilityFacts, *, rules: EligibilityRules) -> tuple[RuleOutcome, ...]:
    """Return every rule with its outcome, in the order in which they are told.

    A citizens' figure that passed no gate, or may not decide more, counts against nobody.

    Source: staff evaluation paper 9.12.
    """
    return tuple(_outcomes(facts, rules))


def is_eligible(outcomes: Sequence[RuleOutcome]) -> bool:
    """Return whether every rule is met; what is unknown is not met."""
    return all(each.outcome is EligibilityOutcome.MET for each in outcomes)


def has_unknown(outcomes: Sequence[RuleOutcome]) -> bool:
    """Return whether something has still to be recorded, and nothing else speaks against."""
    found = {each.outcome for each in outcomes}
    return EligibilityOutcome.UNKNOWN in found and EligibilityOutcome.NOT_MET not in found


def _outcomes(facts: EligibilityFacts, rules: EligibilityRules) -> Iterator[RuleOutcome]:
    years = counted_years(facts.away, last=facts.year, years=rules.years)
    by_year = {each.year: each for each in facts.results}
    counted = [by_year[year] for year in years if year in by_year]
    yield from _of_results(counted, years=years, rules=rules)
    needed = needed_hours(facts.away, year=facts.year, hours=rules.hours)
    yield RuleOutcome(
        EligibilityRule.HOURS,
        _known(None if facts.hours is None else facts.hours >= needed),
        {"hours": facts.hours, "needed": needed},
    )
    since, last_start = facts.in_post_since, date(facts.year, 1, 1)
    yield RuleOutcome(
        EligibilityRule.IN_POST,
        _known(since is not None and since <= last_start),
        {"since": since, "last_start": last_start},
    )
    yield RuleOutcome(EligibilityRule.INTEGRITY, _known(facts.integrity), {})
    is_below = facts.citizens is not None and facts.citizens.is_below
    yield RuleOutcome(
        EligibilityRule.CITIZENS, _known(not is_below), {"is_gated": facts.citizens is not None}
    )


def _of_results(
    counted: Sequence[YearResult], *, years: Sequence[int], rules: EligibilityRules
) -> Iterator[RuleOutcome]:
    said = {
        "results": [(each.year, each.predicate, each.is_official) for each in counted],
        "years": years,
    }
    is_complete = len(counted) == rules.years
    has_low = any(each.predicate not in GOOD_OR_BETTER for each in counted)
    best = sum(each.predicate is Predicate.VERY_GOOD for each in counted)
    yield RuleOutcome(
        EligibilityRule.PREDICATES, _known(False if has_low else is_complete or None), said
    )
    has_best = best >= rules.outstanding
    yield RuleOutcome(
        EligibilityRule.OUTSTANDING,
        _known(has_best if has_best or is_complete else None),
        {"count": best, "needed": rules.outstanding},
    )
    open_years = [each.year for each in counted if not each.is_final]
    yield RuleOutcome(EligibilityRule.FINAL, _known(not open_years), {"open": open_years})


def _known(value: bool | None) -> EligibilityOutcome:
    if value is None:
        return EligibilityOutcome.UNKNOWN
    return EligibilityOutcome.MET if value else EligibilityOutcome.NOT_MET
