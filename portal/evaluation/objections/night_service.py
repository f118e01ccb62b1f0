"""A night's work on results: on their way to the person, final, or waiting for an objection."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.objections.due_service import look_after_objections
from portal.evaluation.objections.queries import has_pending
from portal.evaluation.yearly.delivering import look_after_results


def look_after_results_and_objections(session: Session, *, now: datetime, today: date) -> int:
    """Do what is due for results and then for objections; commits one by one.

    A result for which an objection waits that was filed in time does not become final.

    :returns: how many results and objections were looked at.
    """
    results = look_after_results(session, now=now, today=today, has_objection=has_pending)
    return results + look_after_objections(session, now=now, today=today)
