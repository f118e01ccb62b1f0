"""Who decides an objection where the line has nobody: one lot, which waiting does not replace."""

import secrets
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.objections.decider_queries import possible_substitutes
from portal.evaluation.objections.domain import Objection
from portal.evaluation.substitutes.queries import waiting_lot


def drawn_substitute(session: Session, objection: Objection, *, on: date) -> int | None:
    """Return who decides by lot; None where nobody can be drawn.

    Who was drawn for the cycle, and was never confirmed, comes first: else the office could wait
    with one lot for a better one.
    """
    pool = possible_substitutes(session, objection, on=on)
    waiting = waiting_lot(session, objection.person_id, cycle_id=objection.cycle_id)
    if waiting in pool:
        return waiting
    return secrets.choice(pool) if pool else None
