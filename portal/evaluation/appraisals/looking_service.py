"""Who else looks at a rated year: the head of the unit, the one above, a second reader."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import Opinion
from portal.evaluation.appraisals.periodic_service import NotByOneself
from portal.evaluation.appraisals.writing import YearAct, expect, note_year, opened_year
from portal.evaluation.appraisals.yearly_models import SecondLookRow, UnitReview, YearlyEvaluation
from portal.evaluation.appraisals.yearly_service import back_to_rating, other_side
from portal.evaluation.rules.states import YearlyState
from portal.storage.database import begin_write


class NotForReader(ValueError):
    """The second reader was not drawn for this evaluation, or is in the person's line."""


@dataclass(frozen=True, slots=True)
class HeadLook:
    """A head's look at the levels of a unit; the reason is encrypted, None where none is needed."""

    cycle_id: int
    agency_id: int
    unit_id: int | None
    reason: bytes | None


def review_unit(
    session: Session, look: HeadLook, *, act: YearAct, person_ids: Collection[int]
) -> int:
    """Keep that a head looked at the guide with these people's levels in it; commits.

    Nothing is changed or held up by it: only appraisers change levels. A look at a unit in which
    nothing is under review is not kept, since it would seem to cover what comes later.

    :param act: of the head; its place is not read.
    :returns: how many evaluations under review were looked at; 0 where nothing was kept.
    """
    begin_write(session)
    head = act.person_id or 0
    rows = session.scalars(
        select(YearlyEvaluation)
        .where(
            YearlyEvaluation.cycle_id == look.cycle_id,
            YearlyEvaluation.person_id.in_(set(person_ids) - {head}),
            YearlyEvaluation.state == YearlyState.UNIT_REVIEW,
        )
        .with_for_update()
    ).all()
    for row in rows:
        row.reviewed_by = head
        row.revision += 1
    if not rows:
        session.rollback()
        return 0
    session.add(
        UnitReview(
            cycle_id=look.cycle_id,
            agency_id=look.agency_id,
            unit_id=look.unit_id,
            head_id=head,
            reviewed_at=act.now,
            reason=look.reason,
        )
    )
    session.commit()
    return len(rows)


def confirm_targets(session: Session, act: YearAct) -> None:
    """Let the appraiser's superior confirm a level that first and last targets tell apart; commits.

    :raises NotByOneself: when it is the person or the appraiser.
    :raises EvaluationChanged: when the page showed an older revision.
    :raises TransitionRefused: when it is not under review.
    """
    superior = other_side(act)
    row = opened_year(session, act)
    expect(
        session,
        row,
        YearlyState.UNIT_REVIEW,
        YearlyState.SECOND_LOOK,
        to=YearlyState.CONFIRMED,
    )
    if superior == row.appraiser_id:
        session.rollback()
        raise NotByOneself(f"{superior}")
    row.targets_confirmed_by = superior
    session.commit()


def draw_reader(session: Session, act: YearAct, *, reader_id: int, decider_id: int | None) -> None:
    """Let a second reader, drawn by lot, look before a low predicate is confirmed; commits.

    :param decider_id: who would decide an objection; never the reader.
    :raises NotByOneself: when the person is the appraiser.
    :raises NotForReader: for a reader who is the person, the appraiser or the decider.
    :raises EvaluationChanged: when the page showed an older revision.
    :raises TransitionRefused: when it is not under review; nobody draws again while one reads.
    """
    other_side(act)
    row = opened_year(session, act)
    if reader_id in {row.person_id, row.appraiser_id, decider_id}:
        session.rollback()
        raise NotForReader(f"{reader_id}")
    row.decider_id, row.second_reader_id = decider_id, reader_id
    note_year(session, row, to=YearlyState.SECOND_LOOK, act=act)
    session.flush()
    session.add(SecondLookRow(evaluation_id=row.id, reader_id=reader_id, drawn_on=act.today))
    session.commit()


def redraw_reader(session: Session, act: YearAct, *, reader_id: int) -> None:
    """Let another reader look in place of one who did not in time; commits.

    :param act: of the portal itself.
    :raises EvaluationChanged: when somebody did something to it at this moment.
    :raises TransitionRefused: when no second look is asked for.
    """
    row = opened_year(session, act)
    expect(session, row, YearlyState.SECOND_LOOK, to=YearlyState.CONFIRMED)
    row.second_reader_id = reader_id
    session.flush()
    session.add(SecondLookRow(evaluation_id=row.id, reader_id=reader_id, drawn_on=act.today))
    session.commit()


def look(session: Session, act: YearAct, *, opinion: Opinion) -> None:
    """Keep what the second reader says, with a reason; a return leads back to the rating; commits.

    :raises NotForReader: when it is not the reader drawn last, or without a reason.
    :raises EvaluationChanged: when the page showed an older revision.
    :raises TransitionRefused: when no second look is asked for.
    """
    row = opened_year(session, act)
    expect(session, row, YearlyState.SECOND_LOOK, to=YearlyState.CONFIRMED)
    held = session.scalars(
        select(SecondLookRow)
        .where(SecondLookRow.evaluation_id == row.id, SecondLookRow.opinion.is_(None))
        .order_by(SecondLookRow.id.desc())
    ).first()
    is_reader = act.person_id == row.second_reader_id
    if held is None or held.reader_id != act.person_id or not is_reader or not act.reason:
        session.rollback()
        raise NotForReader(f"{act.person_id}")
    held.opinion, held.reason, held.decided_at = opinion, act.reason, act.now
    if opinion is Opinion.RETURNS:
        back_to_rating(session, row, act=act)
    session.commit()
