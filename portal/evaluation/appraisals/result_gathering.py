"""Attainment of a year from a plan's realisations, by the last and by the first targets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.year_values import aid_of, pending_of, year_measures
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.heads.queries import HeadedOrganisation, headed_organisation
from portal.evaluation.plans.domain import Plan, Version
from portal.evaluation.realisations.domain import Realisation
from portal.evaluation.realisations.evidence import Evidence
from portal.evaluation.realisations.queries import realisations_of
from portal.evaluation.realisations.realised_queries import evidence_of_plan
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.result_aid import MeasuredIndicator, ResultAid
from portal.evaluation.rules.rule_set import RuleSet
from portal.evaluation.rules.states import PlanState

Found = Mapping[int, Mapping[int, Realisation]]
# States of a version by which somebody is evaluated.
EVALUATED_BY = (
    PlanState.RUNNING,
    PlanState.ENDED_EARLY,
    PlanState.CONCLUDED,
    PlanState.AGREED_CONDITIONALLY,
    PlanState.AGREED,
)


@dataclass(frozen=True, slots=True)
class ResultSource:
    """What the indicators of a year give, by the last and by the first agreed targets.

    :ivar version: the one that counts.
    :ivar measures: of ``version``, in the order of its indicators; None for a text.
    :ivar found: realisations by indicator and period.
    :ivar pending: names of indicators that somebody still has to answer.
    :ivar organisation: the agency that the person heads; None for everybody else.
    :ivar evidence: what shows a realisation, by its number.
    """

    version: Version
    measures: Sequence[MeasuredIndicator | None]
    found: Found
    aid: ResultAid | None
    level: ExpectationLevel | None
    first_level: ExpectationLevel | None
    pending: tuple[str, ...]
    organisation: HeadedOrganisation | None
    evidence: Mapping[int, Sequence[Evidence]]

    @property
    def suggested(self) -> ExpectationLevel | None:
        """What the level should be: of a head the organisation's, else by the aid."""
        return self.level if self.organisation is None else self.organisation.level


def result_source(
    session: Session, plan: Plan, *, cycle: Cycle, version: Version, rules: RuleSet
) -> ResultSource:
    """Return what the realisations of a plan give for the year."""
    found = by_indicator(realisations_of(session, plan.id))
    periods = covered_periods(plan, cycle)
    measures = year_measures(version, periods=periods, found=found)
    aid = before = aid_of(measures, rules=rules.result)
    if plan.versions[0] != version:
        kept = {each.name for each in version.indicators()}
        first = year_measures(plan.versions[0], periods=periods, found=found)
        before = aid_of([each for each in first if each and each.key in kept], rules=rules.result)
    cuts = rules.result.cuts
    return ResultSource(
        version,
        measures,
        found,
        aid,
        level=None if aid is None else cuts.level(aid.score),
        first_level=None if before is None else cuts.level(before.score),
        pending=pending_of(measures),
        organisation=headed_organisation(session, plan.person_id, on=plan.ends_on, year=cycle.year),
        evidence=evidence_of_plan(session, plan.id),
    )


def counting_version(plan: Plan) -> Version | None:
    """Return the version by which a plan's person is evaluated, or None."""
    for state in EVALUATED_BY:
        for version in reversed(plan.versions):
            if version.state is state:
                return version
    return None


def by_indicator(realisations: Sequence[Realisation]) -> Found:
    """Return realisations by indicator and period."""
    found: defaultdict[int, dict[int, Realisation]] = defaultdict(dict)
    for each in realisations:
        found[each.place.indicator_key][each.place.period_number] = each
    return found


def covered_periods(plan: Plan, cycle: Cycle) -> tuple[int, ...]:
    """Return the numbers of the periods that lie in a plan, wholly or in part."""
    return tuple(
        each.number
        for each in cycle.periods
        if each.starts_on <= plan.ends_on and plan.starts_on <= each.ends_on
    )
