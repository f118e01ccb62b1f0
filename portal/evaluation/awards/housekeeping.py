"""Destroys what was written of nominees two years after the scheme was decided."""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.evaluation.awards.models import NominationRow, NomineeRow, SchemeRow
from portal.evaluation.work.housekeeping import first_kept_day
from portal.storage.database import begin_write


def forget_nominations(session: Session, *, today: date) -> None:
    """Forget who nominated whom and why, two years after the decision; commits.

    That somebody was a nominee, the frozen number and the points stay: the draw can be checked.
    """
    begin_write(session)
    old = (
        select(NomineeRow.id)
        .join(SchemeRow, SchemeRow.id == NomineeRow.scheme_id)
        .where(SchemeRow.decided_on < first_kept_day(today))
    )
    session.execute(delete(NominationRow).where(NominationRow.nominee_id.in_(old)))
    session.commit()
