"""Companions: whom the person of an objection lets read this one case, and until when."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.objections.models import ObjectionCompanion
from portal.evaluation.objections.writing import ObjectionAct, opened_objection, require_one


class CompanionRefused(ValueError):
    """A companion cannot be a side or who decides, and reads once at a time."""


def name_companion(session: Session, act: ObjectionAct, *, companion_id: int) -> None:
    """Let somebody read this one case, named by its person; commits.

    :raises NotForThisSide: when it is not the person.
    :raises CompanionRefused: for a side, who decides, or somebody named before.
    :raises ObjectionChanged: when the page showed an older revision.
    """
    row = opened_objection(session, act)
    require_one(session, act, row.person_id)
    named = ObjectionCompanion(objection_id=row.id, person_id=companion_id, named_on=act.today)
    session.add(named)
    try:
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise CompanionRefused(f"{companion_id}") from error


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
