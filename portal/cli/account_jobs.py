"""The periodic work on accounts: traces are forgotten, letters not taken yet are tried again."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.authentication.service import forget_kept_forms
from portal.accounts.drafts.service import forget_drafts
from portal.accounts.letters.sending import retry
from portal.accounts.links.answering import answer_waiting
from portal.accounts.refusals.service import forget_refusals
from portal.evaluation.guide.service import forget_practice
from portal.settings import Settings
from portal.time.schedule.domain import ALL_DONE, Schedule, WorkReport
from portal.time.schedule.service import Job


def forget(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Delete the counts of refusals, kept forms, drafts and practice plans that are over."""
    forget_refusals(session, now=now)
    forget_kept_forms(session, now=now)
    forget_drafts(session, now=now)
    forget_practice(session, now=now)
    return ALL_DONE


FORGET_TRACES_JOB = Job("forget accounts' traces", forget, Schedule.NIGHTLY)


def send_waiting_letters(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Answer requests for links that wait, then try each letter that is due.

    A failed try is a problem of this round.
    """
    answer_waiting(session, settings, now=now)
    report = retry(session, settings, now=now)
    if not report.failed:
        return ALL_DONE
    return WorkReport((f"{report.failed} letters failed again and are not sent yet",))


LETTERS_JOB = Job("letters", send_waiting_letters)
