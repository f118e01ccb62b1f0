"""Queries on decisions in the tables of objections, in the words of a document."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from portal.evaluation.objections.decided_document import evidence_said
from portal.evaluation.objections.domain import CaseSide, Objection, Point
from portal.evaluation.objections.queries import evidence_of, objections_of
from portal.evaluation.verifying.domain import Json
from portal.storage.texts.own_keys import own_text

# Opens what lies under the key of texts; None for none.
Unlock = Callable[[bytes | None], str | None]
# Opens a text of a case; an empty one for none.
Said = Callable[[bytes | None], str]


def decision_said(session: Session, evaluation_id: int, *, unlock: Unlock) -> Json | None:
    """Return the decision on a result with its points and evidence; None where nobody decided."""
    objection = next(
        (each for each in objections_of(session, evaluation_id) if each.is_decided), None
    )
    if objection is None:
        return None

    def said(text: bytes | None) -> str:
        if text is None or objection.expired_on is not None:
            return ""
        return own_text(text, wrapped=objection.wrapped_key, unlock=lambda one: unlock(one) or "")

    return {
        "objection": objection.id,
        "about": objection.snapshot_number,
        "filed_on": objection.filed_on,
        "by": objection.decider_id,
        "on": objection.decided_on,
        "outcome": objection.outcome,
        "points": [_point(each, objection=objection, said=said) for each in objection.points],
        "evidence": [evidence_said(each, said=said) for each in evidence_of(session, objection.id)],
    }


def decided_levels(session: Session, evaluation_id: int) -> Json | None:
    """Return the levels that were decided on a result; None where nobody decided."""
    for each in objections_of(session, evaluation_id):
        if each.decided is not None:
            result, behaviour = each.decided
            return {"result": result, "behaviour": behaviour}
    return None


def _point(point: Point, *, objection: Objection, said: Said) -> Json:
    """Return a point; what a side wrote and never sent was read by nobody."""

    def sent(text: bytes | None, side: CaseSide) -> str:
        return said(text) if objection.done_on(side) is not None else ""

    return {
        "number": point.number,
        "claim": said(point.claim),
        "answer": sent(point.answer, CaseSide.APPRAISER),
        "reply": sent(point.reply, CaseSide.PERSON),
        "finding": point.finding,
        "reason": said(point.finding_reason),
    }
