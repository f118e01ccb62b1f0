"""Tells administrators by letter that periodic work or the service failed."""

import re
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.orm import Session

from portal.accounts.letters.domain import Letter
from portal.accounts.letters.sending import deliver
from portal.accounts.staff.queries import recipients
from portal.cli.contradictions import sentence_of
from portal.publication.releases.contradiction_queries import contradictions
from portal.settings import Settings
from portal.time.schedule.queries import TOLD, past_run, past_runs
from portal.time.schedule.service import remember_run
from portal.web.access import Role

# A unit that fails every five minutes gives one letter in this time.
QUIET_FOR = timedelta(hours=6)
DIGITS = 12
NAME = re.compile(r"[\w@.:-]{1,50}")
BODY = """{name} gagal di server Suara Loket / failed on the server of Suara Loket.

{reasons}

Buka halaman pertama staf untuk melihat keadaan tiap bagian, lalu catatan server.
Open the staff's first page to see the state of each part, then the log of the server.
"""


CONTRADICTIONS = """Angka tempat berikut ditahan karena datanya saling bertentangan.
The figures of these places are withheld, because their data contradict each other.

{lines}

flask releases contradictions
"""


class NotAName(ValueError):
    """What failed is named by letters, digits and ``@ . : - _``, 50 at the most."""


def tell_failure(session: Session, settings: Settings, *, name: str, now: datetime) -> int | None:
    """Write to every administrator that ``name`` failed, and why the jobs failed; commits.

    :param name: a unit or a job, such as ``suara-loket-jobs.service``.
    :returns: how many letters were sent, or None when one was sent in the last hours.
    :raises NotAName: when it is none.
    """
    if not NAME.fullmatch(name):
        raise NotAName(f"{name!r} is no name of a unit or a job")
    last = past_run(session, TOLD + name).last_run_at
    if last is not None and now - QUIET_FOR < last <= now:
        return None
    readers = recipients(session, [Role.ADMINISTRATOR])
    body = BODY.format(name=name, reasons=_reasons(session))
    session.rollback()
    sent = 0
    for email, _ in readers:
        letter = Letter(email, subject=f"Suara Loket: {name} gagal / failed", body=body)
        sent += deliver(session, letter, settings=settings, now=now)
    remember_run(session, TOLD + name, now=now)
    return sent


def _reasons(session: Session) -> str:
    runs = past_runs(session).items()
    return "\n".join(f"{name}: {run.problem}" for name, run in runs if run.problem) or "-"


def tell_contradictions(session: Session, settings: Settings, *, now: datetime) -> int | None:
    """Write to every administrator what contradicts itself in the newest draft; commits.

    :returns: how many letters were sent, or None when there is nothing, or nothing new.
    """
    lines = "\n".join(map(sentence_of, contradictions(session)))
    name = f"{TOLD}contradictions-{sha256(lines.encode()).hexdigest()[:DIGITS]}"
    if not lines or past_run(session, name).last_run_at is not None:
        return None
    readers = recipients(session, [Role.ADMINISTRATOR])
    session.rollback()
    sent = 0
    for email, _ in readers:
        subject = "Suara Loket: data bertentangan / contradictory data"
        letter = Letter(email, subject=subject, body=CONTRADICTIONS.format(lines=lines))
        sent += deliver(session, letter, settings=settings, now=now)
    remember_run(session, name, now=now)
    return sent
