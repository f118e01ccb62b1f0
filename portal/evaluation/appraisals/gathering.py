"""Joins the sources of a year as they stand: indicators, quarters, colleagues, citizens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.citizens_queries import (
    CitizensSource,
    JudgedYear,
    citizens_source,
)
from portal.evaluation.appraisals.domain import Periodic
from portal.evaluation.appraisals.queries import periodics_of_year
from portal.evaluation.appraisals.result_gathering import ResultSource, result_source
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.peer_feedback.domain import ColleaguesOutcome
from portal.evaluation.peer_feedback.queries import folded_outcome
from portal.evaluation.plans.domain import Plan, Version
from portal.evaluation.rules.behaviour import BehaviourAid, behaviour_aid
from portal.evaluation.rules.colleagues import ColleaguesMissing, FoldedAnswers
from portal.evaluation.rules.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class YearSources:
    """Everything that a year's result is made of, before anybody chooses a level.

    :ivar colleagues: None while their round runs.
    :ivar asked_on: the city's date on which they stood like this.
    """

    plan: Plan
    cycle: Cycle
    rules: RuleSet
    rules_version: int
    result: ResultSource
    quarters: tuple[Periodic, ...]
    colleagues: ColleaguesOutcome | None
    citizens: CitizensSource
    asked_on: date

    def behaviour(self, steps: Sequence[int], *, knows_colleagues: bool) -> BehaviourAid:
        """Return the behaviour's aid of seven steps.

        :param knows_colleagues: False before the steps are locked: then they take no part.
        """
        outcome = self.colleagues if knows_colleagues else None
        folded = FoldedAnswers(None, None, ColleaguesMissing.NO_ROUND)
        if outcome is not None:
            folded = FoldedAnswers(outcome.value, outcome.told_at_least, outcome.because)
        return behaviour_aid(
            steps, colleagues=folded, citizens=self.citizens.voice, rules=self.rules.behaviour
        )


def year_sources(
    session: Session, plan: Plan, *, cycle: Cycle, version: Version, on: date
) -> YearSources:
    """Return the sources of a person's year, judged by a plan and its version in force."""
    adopted = cycles.rules_of(session, cycle)
    rules = adopted.rules
    return YearSources(
        plan,
        cycle,
        rules,
        adopted.version,
        result=result_source(session, plan, cycle=cycle, version=version, rules=rules),
        quarters=periodics_of_year(session, plan.person_id, cycle_id=cycle.id),
        colleagues=folded_outcome(session, cycle.id, person_id=plan.person_id),
        citizens=citizens_source(
            session,
            JudgedYear(
                plan.person_id,
                year=(cycle.starts_on, cycle.ends_on),
                served=(plan.starts_on, plan.ends_on),
                on=on,
                is_used_by_indicator=any(each.uses_citizens for each in version.indicators()),
            ),
            rules=rules,
        ),
        asked_on=on,
    )
