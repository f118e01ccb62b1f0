"""What every page of the evaluation has at hand: the day, working days and the key of texts."""

from datetime import date
from typing import cast

from flask import g
from sqlalchemy.orm import Session

from portal.complaints.intake.deadlines import is_working_day
from portal.complaints.intake.holidays import holidays_from
from portal.complaints.intake.text_keys import open_vault
from portal.complaints.intake.vault import Vault
from portal.evaluation.rules.days import DayTest
from portal.time import clock
from portal.web.extensions import current_settings, db


def today() -> date:
    """Return the city's date."""
    return clock.today(current_settings().timezone)


def vault() -> Vault:
    """Return what encrypts texts, opened once a request.

    :raises portal.storage.lasting_keys.domain.KeyUnusable: when the key is not the right one.
    """
    if "evaluation_vault" not in g:
        with Session(db.engine) as session:
            g.evaluation_vault = open_vault(session, current_settings().keys_dir)
    return cast(Vault, g.evaluation_vault)


def working_days(session: Session, *, first: date, last: date) -> DayTest:
    """Return which days are working days by the city's calendar, for days from first to last."""
    holidays = holidays_from(session, first=first, last=last)

    def is_working(day: date) -> bool:
        return is_working_day(day, holidays=holidays)

    return is_working
