"""Queries on years: one with its ratings, a person's, a superior's people, second looks."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

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
    YearlyRating,
    YearlyStep,
)
from portal.evaluation.rules.levels import ExpectationLevel, Predicate
from portal.evaluation.rules.states import YearlyState
from portal.storage.prepared import Question, columns_of, prepared


@prepared("person_ids")
def _years_in_cycle(person_ids: Any, cycle_id: Any) -> Question:
    year = YearlyEvaluation
    rows = select(*columns_of(year)).where(year.person_id.in_(person_ids))
    return rows.where(year.cycle_id == cycle_id).order_by(year.id)


@prepared()
def _confirmed_of(person_id: Any) -> Question:
    year = YearlyEvaluation
    rows = select(*columns_of(year)).where(year.person_id == person_id)
    return rows.where(year.state == YearlyState.CONFIRMED).order_by(year.id)


@prepared()
def _locked(person_id: Any, cycle_id: Any) -> Question:
    year = YearlyEvaluation
    rows = select(year).where(year.person_id == person_id, year.cycle_id == cycle_id)
    return rows.with_for_update()


@prepared("ids")
def _ratings_of(ids: Any) -> Question:
    rating = YearlyRating
    rows = select(*columns_of(rating)).where(rating.evaluation_id.in_(ids))
    return rows.order_by(rating.evaluation_id, rating.number)


@prepared("ids")
def _steps_of(ids: Any) -> Question:
    return select(*columns_of(YearlyStep)).where(YearlyStep.rating_id.in_(ids))


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
    rows = _years_in_cycle.rows(session, person_ids=list(person_ids), cycle_id=cycle_id)
    return _with_ratings(session, rows.all())


def confirmed_of(session: Session, person_id: int) -> tuple[Yearly, ...]:
    """Return a person's confirmed results that wait for their delivery, without ratings."""
    rows = _confirmed_of.rows(session, person_id=person_id)
    return tuple(yearly_of_row(row, ratings=()) for row in rows)


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


def steps_in(session: Session, cycle_id: int) -> Mapping[int, Mapping[int, Sequence[int]]]:
    """Return the seven steps of everybody's rating that counts, by appraiser and person."""
    year, rating, step, other = YearlyEvaluation, YearlyRating, YearlyStep, aliased(YearlyRating)
    last = select(func.max(other.number)).where(other.evaluation_id == year.id).scalar_subquery()
    query = (
        select(rating.appraiser_id, year.person_id, step.step)
        .join(year, year.id == rating.evaluation_id)
        .join(step, step.rating_id == rating.id)
        .where(year.cycle_id == cycle_id, rating.number == last)
    )
    found: defaultdict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for appraiser, person, given in session.execute(query.order_by(step.value)):
        found[appraiser][person].append(given)
    return found


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
    return _locked.things(session, person_id=person_id, cycle_id=cycle_id).one_or_none()


def looks_of(session: Session, evaluation_id: int) -> tuple[SecondLook, ...]:
    """Return the second looks at an evaluation, the one drawn first first."""
    look = SecondLookRow
    rows = select(*columns_of(look)).where(look.evaluation_id == evaluation_id).order_by(look.id)
    return tuple(
        SecondLook(
            row.id,
            row.reader_id,
            row.drawn_on,
            opinion=None if row.opinion is None else Opinion(row.opinion),
            reason=row.reason,
        )
        for row in session.execute(rows)
    )


def draft_of(session: Session, evaluation_id: int, *, person_id: int) -> RatingDraft | None:
    """Return what an appraiser typed of a rating so far, or None."""
    return session.get(RatingDraft, (evaluation_id, person_id))


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
    rows = select(*columns_of(YearlyEvaluation)).where(condition).order_by(YearlyEvaluation.id)
    return _with_ratings(session, session.execute(rows).all())


def _with_ratings(session: Session, rows: Sequence[Any]) -> tuple[Yearly, ...]:
    ratings = _ratings(session, [row.id for row in rows])
    return tuple(yearly_of_row(row, ratings=ratings.get(row.id, ())) for row in rows)


def yearly_of_row(row: Any, *, ratings: Sequence[Rating]) -> Yearly:
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
    if not evaluation_ids:
        return {}
    rows = _ratings_of.rows(session, ids=evaluation_ids).all()
    steps: defaultdict[int, dict[str, GivenStep]] = defaultdict(dict)
    for each in _steps_of.rows(session, ids=[row.id for row in rows]):
        steps[each.rating_id][each.value] = GivenStep(each.step, each.example)
    found: defaultdict[int, list[Rating]] = defaultdict(list)
    for row in rows:
        found[row.evaluation_id].append(_rating(row, steps=steps[row.id]))
    return found


def _rating(row: Any, *, steps: Mapping[str, GivenStep]) -> Rating:
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
