"""Queries on rounds: what is left of one for a person, which round there is."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.domain import ColleaguesOutcome, Round, outcome_of
from portal.evaluation.peer_feedback.models import PeerOutcome, PeerRound
from portal.evaluation.rules.colleagues import LEAST_FOLDED, ColleaguesMissing
from portal.evaluation.rules.states import RatedState, RoundState
from portal.storage.prepared import Question, columns_of, prepared


@prepared()
def _of_cycle(cycle_id: Any) -> Question:
    rows = select(*columns_of(PeerRound)).where(PeerRound.cycle_id == cycle_id)
    return rows.order_by(PeerRound.state == RoundState.VOID, PeerRound.id.desc())


def folded_outcome(session: Session, cycle_id: int, *, person_id: int) -> ColleaguesOutcome | None:
    """Return what colleagues' answers in a cycle gave for a person, or None while it is open.

    Whoever shows it decides who may see it: the appraiser once the own steps are locked, the
    person with the delivered result.

    :returns: None while a round of the cycle is planned or runs; "not measured" with its reason
        where there was none, where it was lost, or where the person was not rated.
    """
    round_ = round_of_cycle(session, cycle_id)
    if round_ is None:
        return ColleaguesOutcome(None, None, ColleaguesMissing.NO_ROUND)
    if round_.state is RoundState.VOID:
        return ColleaguesOutcome(None, None, ColleaguesMissing.ROUND_VOID)
    if round_.state is not RoundState.FOLDED:
        return None
    row = session.get(PeerOutcome, (round_.id, person_id))
    if row is None:
        return ColleaguesOutcome(None, None, ColleaguesMissing.NO_POOL)
    return outcome_of(
        RatedState(row.state),
        row.half_steps,
        strengths=row.strengths,
        wishes=row.wishes,
        told_at_least=LEAST_FOLDED,
    )


def folded_figures(session: Session, cycle_id: int) -> Mapping[int, Fraction]:
    """Return what colleagues' answers gave for everybody, by person; nothing before folding.

    For what concerns the whole city or many people at once: whoever tells more of it decides who
    may see it.
    """
    round_ = round_of_cycle(session, cycle_id)
    if round_ is None or round_.state is not RoundState.FOLDED:
        return {}
    query = select(PeerOutcome.person_id, PeerOutcome.half_steps).where(
        PeerOutcome.round_id == round_.id, PeerOutcome.half_steps.is_not(None)
    )
    return {person: Fraction(half or 0, 2) for person, half in session.execute(query)}


def round_of_cycle(session: Session, cycle_id: int) -> Round | None:
    """Return the round of a cycle; of several the one that is not void, else the last."""
    row = _of_cycle.rows(session, cycle_id=cycle_id).first()
    return None if row is None else round_of(row)


def round_with(session: Session, round_id: int) -> Round | None:
    """Return a round as it is in the database now, or None."""
    query = select(PeerRound).where(PeerRound.id == round_id)
    row = session.scalar(query.execution_options(populate_existing=True))
    return None if row is None else round_of(row)


def round_of(row: Any) -> Round:
    """Return a row as a value."""
    return Round(
        row.id,
        row.cycle_id,
        RoundState(row.state),
        recorded_on=row.recorded_on,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        reminds_on=(row.first_reminder_on, row.reminder_on),
    )
