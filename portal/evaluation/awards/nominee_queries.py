"""Queries on nominees and the jury: nominations, records, seats, which points are in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.evaluation.awards.domain import (
    JurySeat,
    Nomination,
    NominationWay,
    OutsideKind,
    OutsideRecord,
    Scheme,
    SchemeNominee,
)
from portal.evaluation.awards.jury_models import PointsRow, SeatRow
from portal.evaluation.awards.models import NominationRow, NomineeRow, RecordRow, SchemeRow
from portal.evaluation.rules.award_scores import LEAST_JURORS
from portal.evaluation.rules.states import NomineeState, SchemeState, SeatState
from portal.storage.joint_reading import Question, asked
from portal.storage.paging import PAGE_SIZE, Page, offset_of


def nominees_of(session: Session, scheme_id: int) -> tuple[SchemeNominee, ...]:
    """Return everybody nominated in a scheme, in the order in which they were."""
    return _nominees(session, NomineeRow.scheme_id == scheme_id)


def nominees_page(session: Session, scheme_id: int, *, number: int) -> Page[SchemeNominee]:
    """Return a page of a scheme's nominees; ``number`` counts from 1."""
    return _page(session, NomineeRow.scheme_id == scheme_id, number=number)


def judged_page(session: Session, scheme_id: int, *, number: int) -> Page[SchemeNominee]:
    """Return a page of the nominees whom the jury judges; ``number`` counts from 1."""
    is_judged = NomineeRow.state == NomineeState.ELIGIBLE
    return _page(session, (NomineeRow.scheme_id == scheme_id) & is_judged, number=number)


def nominee_with(session: Session, nominee_id: int) -> SchemeNominee | None:
    """Return a nominee, or None."""
    found = _nominees(session, NomineeRow.id == nominee_id)
    return found[0] if found else None


def nominee_in(session: Session, scheme_id: int, *, person_id: int) -> NomineeRow | None:
    """Return the row of a person as nominee of a scheme, or None."""
    query = select(NomineeRow).where(
        NomineeRow.scheme_id == scheme_id, NomineeRow.person_id == person_id
    )
    return session.scalar(query)


def self_nominated_since(session: Session, day: date) -> frozenset[int]:
    """Return who nominated themself on a day or later, by person."""
    is_own = NominationRow.way == NominationWay.ONESELF
    query = select(NominationRow.by_id).where(is_own, NominationRow.made_on >= day)
    return frozenset(session.scalars(query))


def nominations_of(session: Session, nominee_ids: Collection[int]) -> Sequence[Nomination]:
    """Return what was written of these nominees, the first first."""
    query = select(NominationRow).where(NominationRow.nominee_id.in_(nominee_ids))
    return [
        Nomination(
            row.nominee_id,
            row.by_id,
            NominationWay(row.way),
            row.made_on,
            row.reason,
            row.evidence,
        )
        for row in session.scalars(query.order_by(NominationRow.id))
    ]


def records_of(session: Session, nominee_ids: Collection[int]) -> Sequence[OutsideRecord]:
    """Return what was recorded of these nominees from outside, the last last."""
    query = select(RecordRow).where(RecordRow.nominee_id.in_(nominee_ids))
    return [
        OutsideRecord(
            row.nominee_id, OutsideKind(row.kind), row.year, row.value, row.source, row.dated
        )
        for row in session.scalars(query.order_by(RecordRow.id))
    ]


def texts_of(session: Session, nominee_id: int) -> tuple[bytes | None, bytes | None]:
    """Return the frozen outcomes and the frozen work result of a nominee, still encrypted."""
    row = session.get(NomineeRow, nominee_id)
    return (None, None) if row is None else (row.screened, row.work_result)


@asked()
def own_nominee_lines(person_id: Any) -> Question:
    """Return the query for the schemes in which somebody is a nominee."""
    return (
        select(NomineeRow.id, NomineeRow.state, NomineeRow.scheme_id, SchemeRow.name)
        .join(SchemeRow, SchemeRow.id == NomineeRow.scheme_id)
        .where(NomineeRow.person_id == person_id, NomineeRow.state != NomineeState.WITHDRAWN)
    )


def nominee_of(row: NomineeRow) -> SchemeNominee:
    """Return the nominee of a row."""
    return SchemeNominee(row.id, row.scheme_id, row.person_id, NomineeState(row.state), row.number)


def _nominees(session: Session, condition: ColumnElement[bool]) -> tuple[SchemeNominee, ...]:
    rows = session.scalars(select(NomineeRow).where(condition).order_by(NomineeRow.id))
    return tuple(map(nominee_of, rows))


def _page(session: Session, condition: ColumnElement[bool], *, number: int) -> Page[SchemeNominee]:
    total = session.scalar(select(func.count()).select_from(NomineeRow).where(condition)) or 0
    query = select(NomineeRow).where(condition).order_by(NomineeRow.id)
    rows = session.scalars(query.limit(PAGE_SIZE).offset(offset_of(number)))
    return Page([nominee_of(row) for row in rows], number, total)


def seats_of(session: Session, scheme_id: int) -> tuple[JurySeat, ...]:
    """Return every seat of a scheme's jury in the order in which it was drawn."""
    return _seats(session, SeatRow.scheme_id == scheme_id)


def seat_in(session: Session, scheme_id: int, *, person_id: int) -> JurySeat | None:
    """Return the seat that somebody has or had in a scheme's jury, or None."""
    found = _seats(session, (SeatRow.scheme_id == scheme_id) & (SeatRow.person_id == person_id))
    return found[0] if found else None


def locked_seat(session: Session, seat_id: int) -> SeatRow | None:
    """Return the row of a seat and keep others from changing it, or None."""
    query = select(SeatRow).where(SeatRow.id == seat_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def given_pairs(session: Session, scheme_id: int) -> frozenset[tuple[int, int]]:
    """Return for which seat and nominee points of a scheme are in; not which points."""
    query = (
        select(PointsRow.seat_id, PointsRow.nominee_id)
        .join(SeatRow, SeatRow.id == PointsRow.seat_id)
        .where(SeatRow.scheme_id == scheme_id)
    )
    return frozenset((row.seat_id, row.nominee_id) for row in session.execute(query))


def free_seats(session: Session, scheme: Scheme) -> int:
    """Return how many seats of a jury nobody sits on although somebody is to be judged."""
    is_needed = session.scalar(
        select(NomineeRow.id)
        .where(NomineeRow.scheme_id == scheme.id, NomineeRow.state == NomineeState.ELIGIBLE)
        .limit(1)
    )
    seated = [each for each in seats_of(session, scheme.id) if not each.has_stepped_out]
    return scheme.fields.jurors - len(seated) if is_needed else 0


def has_jury(session: Session, scheme_id: int, *, further: int = 0) -> bool:
    """Return whether three sit on a jury, with so many who are drawn beside."""
    seated = [each for each in seats_of(session, scheme_id) if not each.has_stepped_out]
    return len(seated) + further >= LEAST_JURORS


def is_all_given(session: Session, scheme_id: int) -> bool:
    """Return whether every juror of a jury of three or more gave points to all who are judged."""
    own = [each.id for each in seats_of(session, scheme_id) if not each.has_stepped_out]
    judged = session.scalars(
        select(NomineeRow.id).where(
            NomineeRow.scheme_id == scheme_id, NomineeRow.state == NomineeState.ELIGIBLE
        )
    ).all()
    given = given_pairs(session, scheme_id)
    return len(own) >= LEAST_JURORS and all((seat, one) in given for seat in own for one in judged)


def points_of(session: Session, scheme_id: int) -> Mapping[tuple[int, int], bytes]:
    """Return the points of a scheme by seat and nominee, still encrypted."""
    query = (
        select(PointsRow)
        .join(SeatRow, SeatRow.id == PointsRow.seat_id)
        .where(SeatRow.scheme_id == scheme_id)
    )
    return {(row.seat_id, row.nominee_id): row.points for row in session.scalars(query)}


@asked()
def seats_around(person_id: Any) -> Question:
    """Return the query for the juries in which somebody has something to do."""
    return (
        select(SeatRow.id, SeatRow.scheme_id, SeatRow.state, SchemeRow.name)
        .join(SchemeRow, SchemeRow.id == SeatRow.scheme_id)
        .where(
            SeatRow.person_id == person_id,
            SeatRow.state != SeatState.STEPPED_OUT,
            SchemeRow.state == SchemeState.JUDGING,
        )
    )


@asked()
def points_waiting(person_id: Any) -> Question:
    """Return the query for nominees to whom somebody, as a juror, gave no points yet."""
    return (
        select(NomineeRow.id, SeatRow.scheme_id)
        .join(SeatRow, SeatRow.scheme_id == NomineeRow.scheme_id)
        .join(SchemeRow, SchemeRow.id == SeatRow.scheme_id)
        .outerjoin(
            PointsRow,
            (PointsRow.seat_id == SeatRow.id) & (PointsRow.nominee_id == NomineeRow.id),
        )
        .where(
            SeatRow.person_id == person_id,
            SeatRow.state == SeatState.TAKEN,
            SchemeRow.state == SchemeState.JUDGING,
            NomineeRow.state == NomineeState.ELIGIBLE,
            PointsRow.seat_id.is_(None),
        )
    )


def _seats(session: Session, condition: ColumnElement[bool]) -> tuple[JurySeat, ...]:
    rows = session.scalars(select(SeatRow).where(condition).order_by(SeatRow.id))
    return tuple(
        JurySeat(row.id, row.scheme_id, row.place, row.person_id, SeatState(row.state))
        for row in rows
    )
