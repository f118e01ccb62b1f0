"""Draws substitutes by lot; another person of the office confirms each, as for every naming."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.cycles.queries import cycle_with
from portal.evaluation.substitutes.models import CycleSubstitute
from portal.evaluation.substitutes.queries import DRAWN_WHILE, substitutes_needed
from portal.organisation.people.carrying_out import add_waiting
from portal.organisation.people.domain import Naming
from portal.organisation.people.standing import RelationKind
from portal.organisation.places.service import begin_change

Choose = Callable[[Sequence[int]], int]
# Puts a lot on record, in the transaction that keeps it: for whom, and its numbers.
Note = Callable[[int, dict[str, int]], object]


class NotDrawnNow(ValueError):
    """There is no such cycle, or it is evaluated already."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Who draws for which cycle, at which moment and on which day of the city.

    :ivar account_id: of whoever draws.
    :ivar person_id: of whoever draws: nobody draws for themself.
    """

    cycle_id: int
    account_id: int
    person_id: int | None
    now: datetime
    today: date


def draw_substitutes(
    session: Session, draw: Draw, *, note: Note, choose: Choose = secrets.choice
) -> int:
    """Draw for everybody who lacks one and for whom somebody can be drawn; commits.

    :returns: for how many somebody was drawn.
    :raises NotDrawnNow: when the cycle is not there, or evaluated.
    """
    begin_change(session)
    cycle = cycle_with(session, draw.cycle_id)
    if cycle is None or cycle.state not in DRAWN_WHILE or draw.today > cycle.ends_on:
        session.rollback()
        raise NotDrawnNow(draw.cycle_id)
    needed = substitutes_needed(session, cycle, today=draw.today)
    count = 0
    for person in needed.lacking:
        pool, starts_on = needed.pool_of(person), needed.begins_on(person)
        if pool and person != draw.person_id and starts_on <= cycle.ends_on:
            naming = Naming(choose(pool), RelationKind.SUBSTITUTE_DECIDER, starts_on, cycle.ends_on)
            change_id = keep_lot(session, draw, person=person, naming=naming, pool_size=len(pool))
            note(person, {"change": change_id, "holder": naming.holder_id, "pool": len(pool)})
            count += 1
    session.commit()
    return count


def keep_lot(session: Session, draw: Draw, *, person: int, naming: Naming, pool_size: int) -> int:
    """Keep a lot with the naming that waits for another person; return the naming's number."""
    change = add_waiting(
        session,
        person,
        change=naming,
        reason=f"Diundi dari {pool_size} kepala unit",
        account_id=draw.account_id,
        now=draw.now,
    )
    session.flush()
    session.add(
        CycleSubstitute(
            cycle_id=draw.cycle_id,
            person_id=person,
            holder_id=naming.holder_id,
            change_id=change.id,
            pool_size=pool_size,
            drawn_on=draw.today,
        )
    )
    return change.id
