"""Use cases of a programme that runs: looked at, extended, ended by facts, closed with effect."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.letters.service import tell_officer
from portal.evaluation.development import queries
from portal.evaluation.development.domain import FigureKind
from portal.evaluation.development.models import CheckInRow
from portal.evaluation.development.writing import (
    FactsMissing,
    Figures,
    ProgrammeAct,
    add_figures,
    move,
    opened,
    require,
)
from portal.evaluation.rules.days import DayTest
from portal.evaluation.rules.programmes import ProgrammeOutcome, check_in_days, checked_outcome
from portal.evaluation.rules.states import ProgrammeState


@dataclass(frozen=True, slots=True)
class CheckInTold:
    """What two people saw at a check-in; ``note`` is encrypted."""

    check_in_id: int
    note: bytes
    was_provided: bool
    figures: Figures


def record_check_in(session: Session, act: ProgrammeAct, *, told: CheckInTold) -> None:
    """Keep what was seen at a check-in, once; commits.

    :raises ProgrammeChanged: when the page showed an older revision.
    :raises NotForThisPerson: for others, of another programme, or when it was held already.
    """
    row, held = opened(session, act)
    found = queries.locked_check_in(session, told.check_in_id, programme_id=row.id)
    require(session, act.sides.may_check_in(held) and found is not None and found.held_on is None)
    if found is not None:
        found.held_on, found.recorded_by = act.today, act.by
        found.note, found.was_provided = told.note, told.was_provided
    add_figures(session, held, kind=FigureKind.CHECK_IN, figures=told.figures, act=act)
    session.commit()


def extend_programme(
    session: Session, act: ProgrammeAct, *, to: date, reason: bytes, counts: DayTest
) -> None:
    """Give a programme more time, once, with a reason; commits.

    :param to: after its last day.
    :param reason: encrypted.
    :raises ProgrammeChanged: when the page showed an older revision.
    :raises NotForThisPerson: for others than the appraiser, a second time, or for no later day.
    """
    row, held = opened(session, act)
    require(session, act.sides.may_extend(held) and to > held.last_on)
    row.extended_to, row.extend_reason = to, reason
    move(session, row, to=ProgrammeState.EXTENDED)
    known = {each.due_on for each in held.check_ins}
    last = max(known, default=held.starts_on)
    for day in check_in_days(last, ends_on=to, every=held.every, counts=counts):
        if day not in known:
            session.add(CheckInRow(programme_id=row.id, due_on=day))
    tell_officer(session, held.person_id)
    session.commit()


@dataclass(frozen=True, slots=True)
class ProgrammeReview:
    """How a programme ended.

    :ivar reason: why the outcome is another one than the facts say, in plain words; empty for
        none.
    :ivar locked_reason: the same, encrypted; None for none.
    :ivar figures: of every goal.
    """

    outcome: ProgrammeOutcome
    reason: str
    locked_reason: bytes | None
    figures: Figures


def review_programme(session: Session, act: ProgrammeAct, *, review: ProgrammeReview) -> None:
    """End a programme by the figures of its goals; commits.

    :raises ProgrammeChanged: when the page showed an older revision.
    :raises NotForThisPerson: for others than the appraiser, and before its last day.
    :raises FactsMissing: when a goal has no figure.
    :raises portal.evaluation.rules.programmes.OutcomeReasonMissing: when the outcome differs from
        the facts without a reason.
    """
    row, held = opened(session, act)
    require(session, act.sides.may_review(held, today=act.today))
    add_figures(session, held, kind=FigureKind.RESULT, figures=review.figures, act=act)
    session.flush()
    measured = queries.programme_with(session, row.id)
    facts = None if measured is None else measured.by_facts()
    if facts is None:
        session.rollback()
        raise FactsMissing(f"{row.id}")
    try:
        outcome = checked_outcome(review.outcome, facts=facts, reason=review.reason)
    except ValueError:
        session.rollback()
        raise
    row.facts, row.outcome, row.outcome_reason = facts, outcome, review.locked_reason
    row.reviewed_by, row.reviewed_on = act.by, act.today
    move(session, row, to=ProgrammeState.REVIEWED)
    tell_officer(session, held.person_id)
    session.commit()


def close_programme(
    session: Session, act: ProgrammeAct, *, figures: Figures, no_effect: bytes | None
) -> None:
    """Record the effect of a programme, or why it cannot be measured; commits.

    :param figures: of the goals whose measure was taken again.
    :param no_effect: encrypted; needed where no figure is given.
    :raises ProgrammeChanged: when the page showed an older revision.
    :raises NotForThisPerson: for others than the appraiser, or figures before their day.
    :raises FactsMissing: with neither.
    """
    row, held = opened(session, act)
    is_early = bool(figures) and act.today < held.effect_on
    require(session, act.sides.may_close(held) and not is_early)
    if not figures and no_effect is None:
        session.rollback()
        raise FactsMissing(f"{row.id}")
    add_figures(session, held, kind=FigureKind.EFFECT, figures=figures, act=act)
    row.no_effect = no_effect
    session.flush()
    move(session, row, to=ProgrammeState.CLOSED)
    tell_officer(session, held.person_id)
    session.commit()
