"""The nightly work that takes the order of arrival away from what citizens did."""

from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.settings import Settings
from portal.storage.order_of_arrival import rewrite_in_key_order
from portal.tables import REWRITTEN
from portal.time.schedule.domain import ALL_DONE, WorkReport
from portal.time.schedule.service import JobFailed


def forget_order(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Write what citizens wrote anew in key order; tried again next round where a table is busy."""
    try:
        rewrite_in_key_order(session, REWRITTEN)
    except OperationalError as error:
        raise JobFailed(
            "tables are busy; the order of arrival is kept until they are not"
        ) from error
    return ALL_DONE
