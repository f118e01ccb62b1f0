"""Keeps of what people were reminded, on which day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.evaluation.realisations.silence_models import RealisationReminder
from portal.storage.database import begin_write


def keep_reminders(session: Session, places: Sequence[IndicatorPeriod], *, on: date) -> int:
    """Keep that people were reminded of these places on a day, by one statement; commits.

    :returns: of how many.
    """
    if not places:
        return 0
    begin_write(session)
    rows = [
        {
            "plan_id": each.plan_id,
            "indicator_key": each.indicator_key,
            "period_number": each.period_number,
            "person_id": each.person_id,
            "cycle_id": each.cycle_id,
            "reminded_on": on,
        }
        for each in places
    ]
    session.execute(insert(RealisationReminder), rows)
    session.commit()
    return len(places)
