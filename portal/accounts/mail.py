"""Sends a message to a member of staff, or prints it where no mail server is set."""

import logging
import smtplib
import ssl
import threading
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import click

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 20
PORTS = {"smtp": 587, "smtps": 465}
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in plain text."""

    recipient: str
    subject: str
    body: str


def post(letter: Letter, *, mail_url: str) -> None:
    """Send ``letter`` without keeping the caller waiting, so that nobody can time who exists.

    :param mail_url: ``smtp://user:password@host:587?from=portal@example`` (encrypted by
        STARTTLS) or ``smtps://...``; empty prints the letter on the console.
    """
    if not mail_url:
        click.echo(f"To: {letter.recipient}\nSubject: {letter.subject}\n\n{letter.body}\n")
        return
    threading.Thread(target=_deliver, args=(letter, mail_url), name="mail").start()


def _deliver(letter: Letter, mail_url: str) -> None:
    try:
        send(letter, mail_url=mail_url)
    except (OSError, smtplib.SMTPException) as error:
        log.error("a letter could not be sent: kind=%s", type(error).__name__)


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
    message.set_content(letter.body)
    return message
