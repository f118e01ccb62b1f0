"""The periodic work of letters: those that the mail server did not take are tried again."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.letters.sending import retry
from portal.accounts.links.answering import answer_waiting
from portal.settings import Settings
from portal.time.schedule.domain import ALL_DONE, WorkReport
from portal.time.schedule.service import Job


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
