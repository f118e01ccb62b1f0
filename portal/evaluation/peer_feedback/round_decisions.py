"""Decisions of the performance office on a round: that there is one, when, how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.domain import RoundDays
from portal.evaluation.peer_feedback.key_holding import make_private_key, put_key
from portal.evaluation.peer_feedback.models import PeerPlace, PeerRound
from portal.evaluation.peer_feedback.queries import round_of_cycle, round_with
from portal.evaluation.rules.deadlines import DayRules, DeadlineStep
from portal.evaluation.rules.machines import ROUND
from portal.evaluation.rules.states import RoundState
from portal.organisation.people.colleague_queries import Stay, stays
from portal.storage.database import begin_write
from portal.storage.sealing.keys import KeyStore
from portal.storage.sealing.rows import insert_rows


class RoundTaken(ValueError):
    """The cycle has a round that is not void."""


class RoundNotOpen(ValueError):
    """The round takes nothing of this kind today, or there is none."""


@dataclass(frozen=True, slots=True)
class PlanRound:
    """A round of a cycle, on days that were worked out before; ``recorded_since`` is its start."""

    cycle_id: int
    days: RoundDays
    recorded_since: date


def usual_open_days(rules: DayRules) -> int:
    """Return for how many working days a round takes answers by the cycle's rules."""
    return rules.steps[DeadlineStep.ROUND_OPEN]


def plan_round(session: Session, store: KeyStore, *, command: PlanRound) -> int:
    """Plan a round, record who serves where until today, make its key; commits.

    :returns: the round's number.
    :raises RoundTaken: when the cycle has a round that is not void.
    :raises portal.storage.private_files.FolderAway: when the folder of keys is not there.
    """
    private_key = make_private_key(store)
    begin_write(session)
    found = round_of_cycle(session, command.cycle_id)
    if found is not None and found.state is not RoundState.VOID:
        session.rollback()
        raise RoundTaken(f"{command.cycle_id}")
    row = PeerRound(cycle_id=command.cycle_id, state=ROUND.first, **command.days.columns())
    session.add(row)
    session.flush()
    recorded = stays(session, first=command.recorded_since, last=command.days.recorded_on)
    insert_rows(session, PeerPlace, rows=[_place(row.id, stay) for stay in _merged(recorded)])
    put_key(session, row.id, private_key=private_key)
    session.commit()
    return row.id


def extend_round(session: Session, round_id: int, *, closes_on: date) -> None:
    """Let the whole city answer longer, on the same seats; commits.

    :raises RoundNotOpen: when the round runs no more, or the day is no later one.
    """
    begin_write(session)
    round_ = round_with(session, round_id)
    if round_ is None or round_.is_over or closes_on <= round_.closes_on:
        session.rollback()
        raise RoundNotOpen(f"{round_id}")
    session.execute(update(PeerRound).where(PeerRound.id == round_id).values(closes_on=closes_on))
    session.commit()


def _merged(recorded: Sequence[Stay]) -> Sequence[Stay]:
    """Return stays without two that begin on one day at one place: the longer one stays."""
    longest: dict[tuple[int, str, date], Stay] = {}
    for stay in recorded:
        key = (stay.person_id, stay.place, stay.starts_on)
        if key not in longest or longest[key].ends_on < stay.ends_on:
            longest[key] = stay
    return list(longest.values())


def _place(round_id: int, stay: Stay) -> dict[str, object]:
    return {
        "round_id": round_id,
        "person_id": stay.person_id,
        "place": stay.place,
        "starts_on": stay.starts_on,
        "ends_on": stay.ends_on,
    }
