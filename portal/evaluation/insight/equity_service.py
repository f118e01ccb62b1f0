"""Decides what follows from two flagged years, and asks for it before a cycle is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle, OpenMatter
from portal.evaluation.insight.equity_domain import EquityDecisionKind
from portal.evaluation.insight.equity_models import EquityDecision
from portal.evaluation.insight.equity_queries import checked_years
from portal.storage.database import begin_write, refused_as

UNDECIDED, WEIGHT_LEFT = "equity_undecided", "equity_weight"


class NothingToDecide(ValueError):
    """Nothing was flagged two years running, or it is decided already."""


@dataclass(frozen=True, slots=True)
class DecideEquity:
    """What the office decides; ``decided_by`` is the name of an account."""

    cycle_id: int
    kind: EquityDecisionKind
    reason: str
    decided_by: str


def decide_equity(session: Session, command: DecideEquity, *, today: date) -> None:
    """Keep a decision for everybody on the staff to read; commits.

    :raises NothingToDecide: when nothing waits for a decision.
    """
    begin_write(session)
    waiting = {each.cycle.id for each in checked_years(session) if each.waits}
    if command.cycle_id not in waiting:
        session.rollback()
        raise NothingToDecide(f"{command.cycle_id}")
    session.add(
        EquityDecision(
            cycle_id=command.cycle_id,
            kind=command.kind,
            reason=command.reason,
            decided_by=command.decided_by,
            decided_on=today,
        )
    )
    with refused_as(session, NothingToDecide(f"{command.cycle_id}")):
        session.commit()


def equity_is_settled(session: Session, cycle: Cycle) -> Sequence[OpenMatter]:
    """Return what keeps a cycle from opening, as far as the latest check is concerned.

    It asks for a decision, or it was decided that citizens' weight is 0 and the newest rules
    still give it some.
    """
    newest = next(iter(checked_years(session)), None)
    if newest is None or not newest.twice:
        return ()
    if newest.decided is None:
        return (OpenMatter(UNDECIDED, len(newest.twice)),)
    is_zero = newest.decided.kind is EquityDecisionKind.WEIGHT_ZERO
    if is_zero and cycles.newest_rules(session).rules.behaviour.citizens != 0:
        return (OpenMatter(WEIGHT_LEFT, len(newest.twice)),)
    return ()
