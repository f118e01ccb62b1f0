"""Tells people how much waits for them: on the first staff page, and by mail on working days."""

from collections.abc import Iterator
from datetime import date, datetime

from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.accounts.letters.sending import enclose, send_off
from portal.accounts.staff.queries import recipients
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import CyclesInUse
from portal.evaluation.monitoring.digest_service import note_digest
from portal.evaluation.monitoring.digest_texts import digest_letter
from portal.evaluation.plans.first_screen import waiting_for
from portal.evaluation.plans.overview import around_viewer
from portal.evaluation.work.blueprint import work_days
from portal.settings import Settings
from portal.web.access import Role, Staff
from portal.web.navigation import PendingTask

PAGE = "/admin/performance"


def send_digests(session: Session, settings: Settings, *, now: datetime) -> int:
    """Write to everybody for whom something waits and who wants it, once a day; commits.

    A letter is kept with the note that it goes out, and the job of letters sends it, so that a
    server that is away loses none and a second run writes nobody twice.

    :returns: to how many was written; on days off to nobody.
    """
    days = work_days()
    if not days.is_working_day(days.today):
        return 0
    in_use, written = cycles.cycles_in_use(session, on=days.today), 0
    for email, staff in recipients(session, Role):
        waiting = _waiting(session, staff.officer_id, in_use=in_use, on=days.today)
        session.rollback()
        if not waiting or not note_digest(session, staff.account_id, today=days.today):
            continue
        address = f"{settings.public_url}{PAGE}"
        letter = digest_letter(email, waiting=waiting, address=address)
        enclosed = enclose(session, letter, settings=settings, now=now)
        session.commit()
        if enclosed.letter_id is None:
            send_off(enclosed)
        written += 1
    return written


def performance_steps(session: Session, staff: Staff) -> Iterator[PendingTask]:
    """Yield one task with the number that the daily mail counts, too; none where nothing waits."""
    on = work_days().today
    waiting = _waiting(
        session, staff.officer_id, in_use=cycles.cycles_in_use(session, on=on), on=on
    )
    if waiting:
        text = ngettext(
            "%(num)s hal menunggu Anda di Kinerja", "%(num)s hal menunggu Anda di Kinerja", waiting
        )
        yield PendingTask(text, "plans.index")


def _waiting(session: Session, person_id: int | None, *, in_use: CyclesInUse, on: date) -> int:
    around = around_viewer(session, person_id, cycles=in_use, on=on)
    return 0 if around is None else waiting_for(session, around)
