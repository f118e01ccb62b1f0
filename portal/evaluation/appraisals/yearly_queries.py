"""Queries on years: one with its ratings, a person's, a superior's people, second looks."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import (
    GivenStep,
    Opinion,
    Rating,
    Receipt,
    SecondLook,
    Yearly,
)
from portal.evaluation.appraisals.queries import level_of
from portal.evaluation.appraisals.yearly_models import (
    RatingDraft,
    SecondLookRow,
    UnitReview,
    YearlyEvaluation,
    YearlyEvent,
    YearlyRating,
    YearlyStep,
)
from portal.evaluation.rules.levels import ExpectationLevel, Predicate
from portal.evaluation.rules.states import YearlyState


def yearly_with(session: Session, evaluation_id: int) -> Yearly | None:
    """Return a year's evaluation, or None."""
    found = _years(session, YearlyEvaluation.id == evaluation_id)
    return found[0] if found else None


def yearly_of(session: Session, person_id: int, *, cycle_id: int) -> Yearly | None:
    """Return a person's evaluation of a cycle, or None while there is none."""
    found = years_of_people(session, {person_id}, cycle_id=cycle_id)
    return found[0] if found else None


def years_of_person(session: Session, person_id: int) -> tuple[Yearly, ...]:
    """Return every year of a person, the latest last."""
    return _years(session, YearlyEvaluation.person_id == person_id)


def years_of_people(
    session: Session, person_ids: Collection[int], *, cycle_id: int
) -> tuple[Yearly, ...]:
    """Return the evaluations of these people in a cycle."""
    condition = YearlyEvaluation.person_id.in_(person_ids) & (YearlyEvaluation.cycle_id == cycle_id)
    return _years(session, condition)


def years_in(session: Session, *states: YearlyState) -> tuple[Yearly, ...]:
    """Return every evaluation that is in one of these states."""
    return _years(session, YearlyEvaluation.state.in_(states))


def final_predicates(session: Session, cycle_id: int) -> Mapping[int, Predicate]:
    """Return the predicate of everybody whose year is final, by person; the others are open."""
    row = YearlyEvaluation
    query = select(row.person_id, row.predicate).where(
        row.cycle_id == cycle_id, row.state == YearlyState.FINAL
    )
    return {person: Predicate(word) for person, word in session.execute(query) if word}


def units_with_reason(session: Session, cycle_id: int) -> int:
    """Return how many units stand off the guide of SE 3/2023, with a reason by their head."""
    query = (
        select(UnitReview.agency_id, UnitReview.unit_id)
        .where(UnitReview.cycle_id == cycle_id, UnitReview.reason.is_not(None))
        .distinct()
    )
    return len(session.execute(query).all())


def locked_year(session: Session, person_id: int, *, cycle_id: int) -> YearlyEvaluation | None:
    """Return the row of a person's year and keep others from changing it, or None."""
    return session.scalar(
        select(YearlyEvaluation)
        .where(YearlyEvaluation.person_id == person_id, YearlyEvaluation.cycle_id == cycle_id)
        .with_for_update()
    )


def looks_of(session: Session, evaluation_id: int) -> tuple[SecondLook, ...]:
    """Return the second looks at an evaluation, the one drawn first first."""
    rows = session.scalars(
        select(SecondLookRow)
        .where(SecondLookRow.evaluation_id == evaluation_id)
        .order_by(SecondLookRow.id)
    )
    return tuple(
        SecondLook(
            row.id,
            row.reader_id,
            row.drawn_on,
            opinion=None if row.opinion is None else Opinion(row.opinion),
            reason=row.reason,
        )
        for row in rows
    )


def draft_of(session: Session, evaluation_id: int, *, person_id: int) -> RatingDraft | None:
    """Return what an appraiser typed of a rating so far, or None."""
    return session.get(RatingDraft, (evaluation_id, person_id))


def events_of(session: Session, evaluation_id: int) -> Sequence[YearlyEvent]:
    """Return what happened to an evaluation, the first first."""
    query = select(YearlyEvent).where(YearlyEvent.evaluation_id == evaluation_id)
    return session.scalars(query.order_by(YearlyEvent.id)).all()


def last_review(
    session: Session, cycle_id: int, *, agency_id: int, unit_id: int | None
) -> UnitReview | None:
    """Return the last look of a head at a unit's levels, or None."""
    query = select(UnitReview).where(
        UnitReview.cycle_id == cycle_id,
        UnitReview.agency_id == agency_id,
        UnitReview.unit_id.is_(None) if unit_id is None else UnitReview.unit_id == unit_id,
    )
    return session.scalars(query.order_by(UnitReview.id.desc())).first()


def _years(session: Session, condition: ColumnElement[bool]) -> tuple[Yearly, ...]:
    rows = session.scalars(
        select(YearlyEvaluation).where(condition).order_by(YearlyEvaluation.id)
    ).all()
    ratings = _ratings(session, [row.id for row in rows])
    return tuple(yearly_of_row(row, ratings=ratings.get(row.id, ())) for row in rows)


def yearly_of_row(row: YearlyEvaluation, *, ratings: Sequence[Rating]) -> Yearly:
    """Return the evaluation of a row."""
    return Yearly(
        row.id,
        row.plan_id,
        row.person_id,
        row.cycle_id,
        YearlyState(row.state),
        row.revision,
        row.self_report,
        row.appraiser_id,
        result_level=level_of(row.result_level),
        behaviour_level=level_of(row.behaviour_level),
        predicate=None if row.predicate is None else Predicate(row.predicate),
        first_level=level_of(row.first_level),
        last_level=level_of(row.last_level),
        targets_confirmed_by=row.targets_confirmed_by,
        reviewed_by=row.reviewed_by,
        second_reader_id=row.second_reader_id,
        decider_id=row.decider_id,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        delivered_on=row.delivered_on,
        received_on=row.received_on,
        receipt=None if row.receipt is None else Receipt(row.receipt),
        object_until=row.object_until,
        ratings=tuple(ratings),
    )


def _ratings(session: Session, evaluation_ids: Sequence[int]) -> Mapping[int, list[Rating]]:
    rows = session.scalars(
        select(YearlyRating)
        .where(YearlyRating.evaluation_id.in_(evaluation_ids))
        .order_by(YearlyRating.evaluation_id, YearlyRating.number)
    ).all()
    steps: defaultdict[int, dict[str, GivenStep]] = defaultdict(dict)
    for each in session.scalars(
        select(YearlyStep).where(YearlyStep.rating_id.in_([row.id for row in rows]))
    ):
        steps[each.rating_id][each.value] = GivenStep(each.step, each.example)
    found: defaultdict[int, list[Rating]] = defaultdict(list)
    for row in rows:
        found[row.evaluation_id].append(_rating(row, steps=steps[row.id]))
    return found


def _rating(row: YearlyRating, *, steps: Mapping[str, GivenStep]) -> Rating:
    return Rating(
        row.id,
        row.number,
        row.appraiser_id,
        row.made_at,
        ExpectationLevel(row.result_level),
        ExpectationLevel(row.behaviour_level),
        aid_result=level_of(row.aid_result_level),
        aid_behaviour=level_of(row.aid_behaviour_level),
        result_reason=row.result_reason,
        behaviour_reason=row.behaviour_reason,
        change_reason=row.change_reason,
        steps=steps,
    )
