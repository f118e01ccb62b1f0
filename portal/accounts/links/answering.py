"""Answers requests for one-time links by letter: at once beside the page, or by the jobs.

What was acknowledged is a row before it is answered, so that a process that is killed loses
nothing; the row, the link and the letter change in one transaction.
"""

import logging
from datetime import datetime

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy.orm import Session

from portal.accounts.letters.domain import Letter
from portal.accounts.letters.sending import Enclosed, enclose, send_off
from portal.accounts.links import requests as asked_links
from portal.accounts.links import service as links
from portal.accounts.links.domain import SEALED_FOR, AskedFor
from portal.accounts.links.queries import waiting_links
from portal.accounts.links.texts import device_letter, reset_letter
from portal.accounts.staff.domain import identity_or_nobody
from portal.accounts.staff.queries import person
from portal.settings import Settings
from portal.storage.lasting_keys.keys import derived_key

log = logging.getLogger(__name__)
# Stands in a link's address until the token is known; the address is made within the request.
LINK_TOKEN = "token-of-the-link"  # noqa: S105 - a placeholder


def keep(session: Session, asked: AskedFor, *, settings: Settings, now: datetime) -> int:
    """Keep what was asked for, the same for everybody, and return its number; commits."""
    sealed = bytes(_box(settings).encrypt(asked.packed()))
    return asked_links.keep_asked_link(session, sealed, now=now)


def answer_waiting(session: Session, settings: Settings, *, now: datetime) -> int:
    """Answer every request that waits, and return how many there were; commits each."""
    waiting = waiting_links(session)
    session.rollback()
    return sum(answer(session, each, settings=settings, now=now) for each in waiting)


def answer(session: Session, asked_id: int, *, settings: Settings, now: datetime) -> bool:
    """Send a link to whom it may be sent; return False when somebody else did. Commits."""
    written: list[Enclosed] = []

    def write(sealed: bytes) -> None:
        letter = _letter(session, sealed, settings=settings, now=now)
        if letter is not None:
            written.append(enclose(session, letter, settings=settings, now=now))

    is_ours = asked_links.answer_asked_link(session, asked_id, now=now, answer=write)
    for each in written:
        send_off(each)
    return is_ours


def _letter(session: Session, sealed: bytes, *, settings: Settings, now: datetime) -> Letter | None:
    try:
        asked = AskedFor.unpacked(_box(settings).decrypt(sealed))
    except CryptoError:  # sealed with an earlier PORTAL_SECRET_KEY
        log.error("a request for a link does not open: it was made under another secret key")
        return None
    if asked.account_id is not None:
        return _to_known_account(session, asked.account_id, url=asked.url, now=now)
    identity = identity_or_nobody(asked.identity)
    issued = links.request_reset(session, identity, now=now)
    if issued is None:
        return None
    address = asked.url.replace(LINK_TOKEN, issued.token)
    return reset_letter(str(identity), address, language=asked.language)


def _to_known_account(
    session: Session, account_id: int, *, url: str, now: datetime
) -> Letter | None:
    """Return the letter that makes a browser known; without an e-mail address there is none."""
    found = person(session, account_id)
    if found is None or found.email is None:
        return None
    issued = links.request_device_link(session, found.account_id, now=now)
    if issued is None:
        return None
    return device_letter(found.email, url.replace(LINK_TOKEN, issued.token))


def _box(settings: Settings) -> SecretBox:
    return SecretBox(derived_key(settings.secret_key, purpose=SEALED_FOR))
