"""Destroys trainings once the city's term is over."""

from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.evaluation.cycles.queries import newest_rules, rules_on
from portal.evaluation.training.models import TrainingRow
from portal.evaluation.work.housekeeping import first_kept_day, note_retention
from portal.storage.database import begin_write


def forget_trainings(session: Session, *, today: date) -> int:
    """Destroy the trainings to which nothing happened within the term; commits.

    The term is that of the rules of the cycle that runs today, else of the newest ones.

    :returns: how many there were.
    """
    begin_write(session)
    rules = rules_on(session, today) or newest_rules(session).rules
    years = rules.keeping.training
    limit = first_kept_day(today, years=years)
    row = TrainingRow
    day = func.coalesce(row.done_on, row.ends_on, row.suggested_on)
    count = session.scalar(select(func.count()).select_from(row).where(day < limit)) or 0
    if count:
        note_retention(session, "training", today=today, years=years)
        session.execute(delete(row).where(day < limit))
    session.commit()
    return count
