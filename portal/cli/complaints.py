"""Nightly work on complaints: closes those without a response and deletes old texts."""

import logging
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.complaints.handling.housekeeping import close_silent, purge_comments, purge_texts
from portal.complaints.handling.notices import send_digests
from portal.complaints.intake.history import CaseContext, case_context_of
from portal.complaints.intake.likeness import sign_texts
from portal.complaints.intake.taking_in import open_waiting
from portal.complaints.intake.waiting import WaitingComplaints
from portal.complaints.published.service import count_half_years
from portal.settings import Settings
from portal.storage.texts.key_file import open_vault
from portal.time.schedule.domain import ALL_DONE, Schedule, WorkReport
from portal.time.schedule.service import Job
from portal.web.day_keys import local_day

log = logging.getLogger(__name__)


def nightly_complaint_work(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Close what nobody responded to in time, delete old texts, write to who has work."""
    today = local_day(now, settings.timezone)
    vault = open_vault(session, settings.keys_dir)
    context = case_context_of(session, settings, vault=vault, today=today)
    closed = close_silent(session, context=context)
    counted = count_half_years(session, today=today)
    signed = sign_texts(session, vault=vault)
    purged = purge_texts(session, context=context, keep_days=settings.complaint_keep_days)
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


def open_in_no_order(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Put the complaints of the days before into the queue; what stays closed is a problem.

    A demonstration city does not wait for the night: whoever tries it wants to see the queue.
    """
    vault = open_vault(session, settings.keys_dir)

    def context_on(day: date) -> CaseContext:
        return case_context_of(session, settings, vault=vault, today=day)

    today = local_day(now, settings.timezone)
    opened = open_waiting(
        session,
        waiting=WaitingComplaints.beside_keys(settings.keys_dir),
        vault=vault,
        context_on=context_on,
        now=now,
        today=today + timedelta(days=1) if settings.demo else today,
    )
    log.info("complaints: opened=%d refused=%d", opened.stored, opened.refused)
    if opened.refused:
        return WorkReport((f"{opened.refused} waiting complaints cannot be opened",))
    return ALL_DONE


OPENING_JOB = Job(
    "open complaints",
    open_in_no_order,
    Schedule.NIGHTLY,
    rhythm_in_demonstration=Schedule.EVERY_ROUND,
)
COMPLAINTS_JOB = Job("complaints", nightly_complaint_work, Schedule.NIGHTLY)
