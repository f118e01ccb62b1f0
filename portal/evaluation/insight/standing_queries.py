"""Where somebody stands, and stood before reporting something about the appraiser."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import QuarterAnswer, Rating, Yearly
from portal.evaluation.appraisals.queries import periodics_of_year
from portal.evaluation.appraisals.yearly_queries import years_of_people
from portal.evaluation.insight.around import LookedAt
from portal.evaluation.rules.year_signals import StandingSetOnce


def standing_of(year: Yearly, rating: Rating) -> StandingSetOnce:
    """Return the levels in force, which a decision may have changed, and the appraiser's steps."""
    steps = [each.step for each in rating.steps.values()]
    return StandingSetOnce(
        year.result_level or rating.result,
        year.behaviour_level or rating.behaviour,
        Fraction(sum(steps), len(steps)),
    )


def earlier_years(
    session: Session, at: LookedAt, *, person_ids: Collection[int]
) -> Mapping[int, Yearly]:
    """Return these people's rated years of the cycle before, by person."""
    if at.earlier is None:
        return {}
    found = years_of_people(session, person_ids, cycle_id=at.earlier[0].id)
    return {each.person_id: each for each in found if each.latest is not None}


def before_report(
    session: Session,
    at: LookedAt,
    *,
    year: Yearly,
    held: Yearly | None,
    objected: Collection[tuple[int, int | None]],
) -> StandingSetOnce | None:
    """Return where somebody stood before reporting something, or None.

    A report is an objection in an earlier cycle, a quarter that the person disagreed with, that
    the person said: this is not my superior, or that they nominated themself for an award.

    :param held: the person's year before.
    :param objected: people who objected, with the appraiser of that result.
    """
    pair = (year.person_id, year.appraiser_id)
    disputed = [
        each
        for each in periodics_of_year(session, year.person_id, cycle_id=at.cycle.id)
        if each.answer is QuarterAnswer.DISAGREED and each.appraiser_id == year.appraiser_id
    ]
    has_reported = pair in at.doubts or pair in objected or year.person_id in at.nominated
    if not (disputed or has_reported):
        return None
    if held is not None and held.latest is not None:
        return standing_of(held, held.latest)
    levels = [
        (each.result_level, each.behaviour_level)
        for each in disputed
        if each.result_level is not None and each.behaviour_level is not None
    ]
    return StandingSetOnce(*levels[0]) if levels else None
