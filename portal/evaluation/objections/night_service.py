"""A night's work on results: on their way to the person, final, or waiting for an objection."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.confirming_service import expire_results
from portal.evaluation.objections.due_service import look_after_objections
from portal.evaluation.objections.queries import has_pending, objected_to
from portal.evaluation.work.housekeeping import cycles_over
from portal.evaluation.yearly.delivering import look_after_results
from portal.evaluation.yearly.redrawing import redraw_silent_readers


def forget_results(session: Session, *, today: date) -> int:
    """Destroy the keys of results whose term (``keeping.result``) is over; commits.

    What an objection still waits about is kept until it is decided.

    :returns: how many documents expired.

    Source: staff evaluation paper 15.5, local policy.
    """
    over = cycles_over(session, today=today)
    waiting = objected_to(session)
    session.rollback()
    return expire_results(session, over, today=today, spared=waiting) if over else 0


def look_after_results_and_objections(session: Session, *, now: datetime, today: date) -> int:
    """Do what is due for results and then for objections; commits one by one.

    A second reader who did not look in time is replaced by another one, drawn by lot. A result
    for which an objection waits that was filed in time does not become final.

    :returns: how many results and objections were looked at.
    """
    forget_results(session, today=today)
    redraw_silent_readers(session, now=now, today=today)
    results = look_after_results(session, now=now, today=today, has_objection=has_pending)
    return results + look_after_objections(session, now=now, today=today)
