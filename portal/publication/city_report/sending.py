"""The monthly letter to mayors: the city on one page, once a release, without a word on persons."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.accounts.letters.domain import Letter
from portal.accounts.letters.sending import deliver
from portal.accounts.staff.queries import recipients
from portal.publication.city_report.building import city_report, city_spans
from portal.publication.city_report.texts import letter_body
from portal.settings import Settings
from portal.time.schedule.queries import TOLD, past_run
from portal.time.schedule.service import remember_run
from portal.web.access import Role
from portal.web.city_lines import city_lines

SUBJECT = "Suara Loket: laporan kota {span} / city report"


def tell_mayors(
    session: Session, settings: Settings, *, now: datetime, wants: Callable[[int], bool]
) -> int:
    """Write to every mayor who wants letters about the newest release, once; commits.

    :param wants: whether the owner of an account (by number) takes letters.
    :returns: to how many was written.
    """
    spans, mayors = city_spans(session), recipients(session, [Role.MAYOR])
    name = f"{TOLD}city-report-{spans[0]}" if spans else ""
    if not spans or not mayors or past_run(session, name).last_run_at is not None:
        return 0
    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    waits = city_lines(session, today=today)
    report = city_report(session, spans[0], waits=waits, today=today)
    address = f"{settings.public_url}/admin/city-report"
    body = letter_body(report, city=settings.city_name, address=address)
    subject = SUBJECT.format(span=spans[0])
    letters = [Letter(email, subject, body) for email, who in mayors if wants(who.account_id)]
    session.rollback()
    for letter in letters:
        deliver(session, letter, settings=settings, now=now)
    # A process that is killed before this writes once more, rather than never.
    remember_run(session, name, now=now)
    return len(letters)
