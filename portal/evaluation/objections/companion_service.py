"""Companions: people whom the person of an objection lets read this case, and until when."""

from sqlalchemy.orm import Session

from portal.evaluation.cycles.queries import cycle_with
from portal.evaluation.objections.models import ObjectionCompanion
from portal.evaluation.objections.writing import ObjectionAct, opened_objection, require_one
from portal.evaluation.peer_feedback.pool_queries import could_be_drawn
from portal.storage.database import refused_as


class CompanionRefused(ValueError):
    """A companion cannot be a side, who decides or a colleague, and reads once at a time."""


def name_companion(session: Session, act: ObjectionAct, *, companion_id: int) -> None:
    """Let somebody read this one case, named by its person; commits.

    Whoever could have been drawn as a colleague of the cycle cannot be a companion: the case
    shows what the colleagues' answers came to.

    :raises NotForThisSide: when it is not the person.
    :raises CompanionRefused: for a side, who decides, a colleague, or somebody named before.
    :raises ObjectionChanged: when the page showed an older revision.
    """
    row = opened_objection(session, act)
    require_one(session, act, row.person_id)
    cycle = cycle_with(session, row.cycle_id)
    if cycle is not None and could_be_drawn(
        session, companion_id, about=row.person_id, first=cycle.starts_on, last=cycle.ends_on
    ):
        session.rollback()
        raise CompanionRefused(f"{companion_id}")
    named = ObjectionCompanion(objection_id=row.id, person_id=companion_id, named_on=act.today)
    session.add(named)
    with refused_as(session, CompanionRefused(f"{companion_id}")):
        session.commit()


def end_companion(session: Session, act: ObjectionAct, *, companion_id: int) -> None:
    """Take a companion's access away again; commits.

    :raises NotForThisSide: when it is not the person.
    :raises CompanionRefused: for somebody who reads nothing.
    :raises ObjectionChanged: when the page showed an older revision.
    """
    row = opened_objection(session, act)
    require_one(session, act, row.person_id)
    held = session.get(ObjectionCompanion, (row.id, companion_id))
    if held is None or held.ended_on is not None:
        session.rollback()
        raise CompanionRefused(f"{companion_id}")
    held.ended_on = act.today
    session.commit()
