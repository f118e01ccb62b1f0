"""Queries on an appraiser's people while their years are not confirmed."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import Rating, Yearly
from portal.evaluation.appraisals.yearly_queries import years_of_people
from portal.evaluation.insight.around import LookedAt
from portal.evaluation.insight.facts import PersonFacts, TeamFacts
from portal.evaluation.insight.figure_queries import ServedPlan, citizens_figure
from portal.evaluation.insight.standing_queries import before_report, earlier_years, standing_of
from portal.evaluation.insight.target_queries import compared_targets
from portal.evaluation.monitoring.queries import note_days
from portal.evaluation.objections.queries import objected_before
from portal.evaluation.plans.queries import plans_of_cycle
from portal.evaluation.realisations.realised_queries import evidence_days
from portal.evaluation.rules.states import YearlyState

# While somebody can still change the rating.
OPEN_YEARS = (YearlyState.RATED, YearlyState.UNIT_REVIEW, YearlyState.SECOND_LOOK)
Rated = tuple[Yearly, Rating]


def team_facts(
    session: Session, at: LookedAt, *, appraiser_id: int, person_ids: Collection[int]
) -> TeamFacts:
    """Return what is known of the people whom somebody rated last in a cycle."""
    years = years_of_people(session, person_ids, cycle_id=at.cycle.id)
    rated = [(each, each.latest) for each in years if each.latest is not None]
    own = [(each, last) for each, last in rated if last.appraiser_id == appraiser_id]
    reasons = {each.person_id: tuple(_reasons(last, at)) for each, last in own}
    still = [(each, last) for each, last in own if each.state in OPEN_YEARS]
    people = tuple(_people(session, at, rated=still)) if still else ()
    return TeamFacts(appraiser_id, people, [each.ratings[0].made_at for each, _ in own], reasons)


def _people(
    session: Session,
    at: LookedAt,
    *,
    rated: Sequence[Rated],
) -> Iterator[PersonFacts]:
    cycle, ids = at.cycle, {year.person_id for year, _ in rated}
    found = plans_of_cycle(session, cycle.id, person_ids=ids)
    plans = {plan.id: plan for of_person in found.values() for plan in of_person}
    evidence = evidence_days(session, list(plans))
    notes = note_days(session, ids, first=cycle.starts_on, last=cycle.ends_on)
    earlier = earlier_years(session, at, person_ids=ids)
    pairs = [(year.person_id, last.appraiser_id) for year, last in rated]
    objected = objected_before(session, pairs, cycle_id=cycle.id)
    for year, last in rated:
        plan, held = plans[year.plan_id], earlier.get(year.person_id)
        targets = compared_targets(session, at, plan=plan, earlier=held)
        yield PersonFacts(
            year.person_id,
            plan.id,
            tuple(each.step for each in last.steps.values()),
            standing_of(year, last),
            [*evidence.get(plan.id, ()), *notes.get(year.person_id, ())],
            plan.starts_on,
            last_period=cycle.periods[-1].starts_on,
            colleagues=at.figures.get(year.person_id),
            citizens=citizens_figure(session, ServedPlan(plan, cycle, at.rules, at.today)),
            before=before_report(session, at, year=year, held=held, objected=objected),
            attainments=targets.attainments,
            has_lowered_target=targets.has_lowered,
        )


def _reasons(rating: Rating, at: LookedAt) -> Iterator[str]:
    """Give the reasons and examples of a rating in plain words."""
    said = (rating.result_reason, rating.behaviour_reason, rating.change_reason)
    examples = (each.example for each in rating.steps.values())
    yield from (at.unlock(text) for text in (*said, *examples) if text)
