"""Sends a message to a member of staff, or prints it where no mail server is set."""

import json
import logging
import smtplib
import ssl
import threading
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import cast
from urllib.parse import parse_qs, unquote, urlsplit

import click
from flask import Flask, current_app
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy.orm import Session

from portal.accounts.letters.domain import SEALED_FOR, Letter
from portal.accounts.letters.service import (
    NotSent,
    RetryReport,
    enclose_letter,
    keep_letter,
    note_first_try,
    retry_letters,
)
from portal.settings import Settings
from portal.storage.database import begin_write
from portal.storage.failures import StorageAway, naming_failures
from portal.storage.lasting_keys.keys import derived_key
from portal.web.extensions import current_settings, db, moment

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 20
PORTS = {"smtp": 587, "smtps": 465}
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A letter that is kept with a transaction; ``letter_id`` is None where it is only printed."""

    letter: Letter
    letter_id: int | None


def enclose(session: Session, letter: Letter, *, settings: Settings, now: datetime) -> Enclosed:
    """Keep ``letter`` within the caller's transaction; ``send_off`` it once that is committed."""
    if not settings.mail_url:
        return Enclosed(letter, None)
    sealed, until = _box(settings).encrypt(_packed(letter)), now + letter.useful_for
    return Enclosed(letter, enclose_letter(session, sealed, now=now, useful_until=until))


def send_off(enclosed: Enclosed) -> None:
    """Send what was enclosed without keeping the caller waiting, so that nobody can time it.

    ``PORTAL_MAIL_URL`` is ``smtp://user:password@host:587?from=portal@example`` (encrypted by
    STARTTLS) or ``smtps://...``; empty prints the letter on the console.
    """
    if enclosed.letter_id is None:
        _print(enclosed.letter)
        return
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined] # a proxy
    threading.Thread(target=_deliver_apart, args=(app, enclosed), name="mail").start()


def post(session: Session, letter: Letter, *, settings: Settings, now: datetime) -> None:
    """Keep ``letter`` until it is sent, and send it without keeping the caller waiting; commits."""
    begin_write(session)
    enclosed = enclose(session, letter, settings=settings, now=now)
    session.commit()
    send_off(enclosed)


def _deliver_apart(app: Flask, enclosed: Enclosed) -> None:
    with app.app_context():
        failure = _attempt(enclosed.letter, mail_url=current_settings().mail_url)
        session, now = db.session(), moment()
        try:
            with naming_failures():
                note_first_try(session, enclosed.letter_id or 0, failure=failure, now=now)
        except StorageAway as error:
            # Its row is there: the jobs try it, once more when it was sent already.
            session.invalidate()
            log.error("a letter's first try could not be noted: kind=%s", error.kind)


def _print(letter: Letter) -> None:
    click.echo(f"To: {letter.recipient}\nSubject: {letter.subject}\n\n{letter.body}\n")


def deliver(session: Session, letter: Letter, *, settings: Settings, now: datetime) -> bool:
    """Send ``letter`` and wait for it; return whether it was sent, or printed without a server.

    What the server does not take is kept and tried again by the jobs; commits then.
    """
    if not settings.mail_url:
        _print(letter)
        return True
    failure = _attempt(letter, mail_url=settings.mail_url)
    if failure is None:
        return True
    sealed = _box(settings).encrypt(_packed(letter))
    useful_until = now + letter.useful_for
    try:
        with naming_failures():
            keep_letter(session, sealed, failure=failure, now=now, useful_until=useful_until)
    except StorageAway as error:
        session.invalidate()
        log.error("a letter is lost: kind=%s", error.kind)
    return False


def retry(session: Session, settings: Settings, *, now: datetime) -> RetryReport:
    """Try the letters again that are due; commits. Without a mail server they are printed."""

    def deliver_sealed(sealed: bytes) -> NotSent | None:
        try:
            letter = Letter(*json.loads(_box(settings).decrypt(sealed)))
        except CryptoError:  # sealed with an earlier PORTAL_SECRET_KEY
            log.error("a letter does not open: it was written under another secret key")
            return NotSent("CryptoError", is_server_away=False)
        if not settings.mail_url:
            _print(letter)
            return None
        return _attempt(letter, mail_url=settings.mail_url)

    return retry_letters(session, now=now, deliver=deliver_sealed)


def _attempt(letter: Letter, *, mail_url: str) -> NotSent | None:
    try:
        send(letter, mail_url=mail_url)
    except (OSError, smtplib.SMTPException) as error:
        kind = type(error).__name__
        log.error("a letter could not be sent: kind=%s", kind)
        is_refused = isinstance(error, smtplib.SMTPException) and not isinstance(
            error, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError
        )
        return NotSent(kind, is_server_away=not is_refused)
    return None


def _box(settings: Settings) -> SecretBox:
    return SecretBox(derived_key(settings.secret_key, purpose=SEALED_FOR))


def _packed(letter: Letter) -> bytes:
    return json.dumps([letter.recipient, letter.subject, letter.body]).encode()


def send(letter: Letter, *, mail_url: str) -> None:
    """Hand ``letter`` to the mail server, always encrypted unless it runs on this machine.

    :raises OSError: when the server cannot be reached or shows a wrong certificate.
    :raises smtplib.SMTPException: when it refuses.
    """
    parts = urlsplit(mail_url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    with _connected(parts.scheme, host, port=port) as server:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        sender = parse_qs(parts.query).get("from", [f"portal@{host}"])[0]
        server.send_message(_message(letter, sender=sender))


def _connected(scheme: str, host: str, *, port: int) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    if host not in THIS_MACHINE:
        server.starttls(context=context)
    return server


def _message(letter: Letter, *, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(moment())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message.set_content(letter.body)
    return message
