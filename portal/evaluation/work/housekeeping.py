"""Deletes activities two years after their day, and says up to which day."""

from datetime import date, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.evaluation.cycles.queries import cycles, rules_of
from portal.evaluation.work.domain import ForgottenKind
from portal.evaluation.work.models import ActivityEvent, ActivityRow
from portal.evaluation.work.retention_models import WorkRetention
from portal.storage.database import begin_write

YEARS_KEPT = 2


def first_kept_day(today: date, *, years: int = YEARS_KEPT) -> date:
    """Return the first day of which records are kept: today so many years ago.

    For 29 February, which has no like in most years, a day more is kept.
    """
    day = today - timedelta(days=1) if (today.month, today.day) == (2, 29) else today
    return day.replace(year=max(day.year - years, 1))


def cycles_over(session: Session, *, today: date) -> set[int]:
    """Return the cycles whose results are no longer kept, each by its own frozen rules."""
    return {
        each.id
        for each in cycles(session)
        if each.ends_on < first_kept_day(today, years=rules_of(session, each).rules.keeping.result)
    }


def note_retention(session: Session, kind: str, *, today: date, years: int = YEARS_KEPT) -> date:
    """Keep from which day on a kind is kept, and return it, within the caller's transaction.

    :param kind: a ``ForgottenKind``.
    """
    keeps_from = first_kept_day(today, years=years)
    held = session.scalar(
        select(func.max(WorkRetention.keeps_from)).where(WorkRetention.kind == kind)
    )
    if held is None or held < keeps_from:
        session.add(WorkRetention(kind=kind, keeps_from=keeps_from, noted_on=today))
        session.flush()
    return keeps_from


def forget_activities(session: Session, *, today: date) -> int:
    """Forget activities two years after their day with what happened to them; commits.

    :returns: how many there were.
    """
    limit = first_kept_day(today)
    begin_write(session)
    old = select(ActivityRow.id).where(ActivityRow.done_on < limit)
    count = session.scalar(select(func.count()).select_from(old.subquery())) or 0
    if count:
        note_retention(session, ForgottenKind.ACTIVITY, today=today)
        session.execute(delete(ActivityEvent).where(ActivityEvent.activity_id.in_(old)))
        session.execute(delete(ActivityRow).where(ActivityRow.done_on < limit))
    session.commit()
    return count
