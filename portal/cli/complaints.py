"""The periodic work of complaints: silence closes, old texts go; counted in the log."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.notices import send_digests
from portal.complaints.service.counting import count_half_years
from portal.complaints.service.housekeeping import close_silent, purge_comments, purge_texts
from portal.complaints.service.likeness import sign_texts
from portal.complaints.service.office import open_office
from portal.complaints.service.text_keys import open_vault
from portal.settings import Settings
from portal.time.schedule.domain import ALL_DONE, Rhythm, WorkReport
from portal.time.schedule.service import Job
from portal.web.day_keys import local_day

log = logging.getLogger(__name__)


def keep_house(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Close what nobody responded to in time, delete old texts, write to who has work."""
    today = local_day(now, settings.timezone)
    vault = open_vault(session, settings.keys_dir)
    office = open_office(session, settings, vault=vault, today=today)
    closed = close_silent(session, office=office)
    counted = count_half_years(session, today=today)
    signed = sign_texts(session, vault=vault)
    purged = purge_texts(session, office=office, keep_days=settings.complaint_keep_days)
    comments = purge_comments(session, today=today, keep_days=settings.comment_keep_days)
    sent, unsent = send_digests(session, settings, now=now, today=today)
    log.info(
        "complaints: closed in silence=%d half-years counted=%d signed=%d deleted=%d letters=%d; "
        "comments: deleted=%d",
        closed,
        counted,
        signed,
        purged,
        sent,
        comments,
    )
    return WorkReport((f"{unsent} letters are not sent yet",)) if unsent else ALL_DONE


COMPLAINTS_JOB = Job("complaints", keep_house, Rhythm.NIGHTLY)
